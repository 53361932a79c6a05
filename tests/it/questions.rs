//! What a scholar or a research office asks of the real pages, against the answers an expert read from them.
//!
//! Each file of `fixtures/questions/` is one question of `../shared/questions.md` (the number is the file's name), in
//! our own words. It is made of asks: a SPARQL query, a named report or a command, and the rows that a right answer has,
//! all of them and no others (with `some`, others too, but none of `lacks`); `expect = []` is the right "nothing found".
//! Rows may come in any order; an IRI stands with its last part, an unbound cell is empty, and a query needs no prefixes.
//! Each question has an ask that a user would make: of a command or a named report.
//!
//! An ask that is not answered rightly yet says why in `fixme`. The test then asserts that it is still wrong, so that
//! who mends it takes the note out.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use oxigraph::model::Term;
use renda::query::{check, fill, named, select};
use renda::store::Reader;

use crate::support;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    question: String,
    ask: Vec<Ask>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    /// What this part of the question is about.
    about: String,
    /// SPARQL without prefixes; of a report instead: its name, its parameters, and the columns that are compared; of a
    /// command: its words, and columns by their English heads.
    #[serde(default)]
    query: Option<String>,
    #[serde(default)]
    report: Option<String>,
    #[serde(default)]
    command: Option<Vec<String>>,
    #[serde(default)]
    parameters: Vec<(String, String)>,
    #[serde(default)]
    columns: Vec<String>,
    expect: Vec<Vec<String>>,
    /// Whether the answer may have further rows.
    #[serde(default)]
    some: bool,
    /// Rows that the answer has not.
    #[serde(default)]
    lacks: Vec<Vec<String>>,
    /// What is wrong today.
    #[serde(default)]
    fixme: Option<String>,
}

const PREFIXES: &str = "\
PREFIX rd: <https://w3id.org/renda/ontology#>
PREFIX m: <https://w3id.org/renda/mechanism/>
PREFIX i: <https://w3id.org/renda/indicator/>
PREFIX r: <https://w3id.org/renda/region/>
PREFIX status: <https://w3id.org/renda/status/>
PREFIX relation: <https://w3id.org/renda/relation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
";

type Answer = BTreeSet<Vec<String>>;

#[test]
fn questions_of_an_expert_are_answered_rightly() {
    let Some(shared) = support::shared() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    let output =
        support::renda().arg("build").arg(shared.join("corpus")).arg("--store").arg(&store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let reader = Reader::open(&store).unwrap();
    assert_eq!(check::check(&reader).unwrap().findings, [], "each claim of the real pages is proved");

    let (mut table, mut surprises) = (String::new(), String::new());
    let (mut right, mut asks) = (0, 0);
    for path in files() {
        let number = path.file_stem().unwrap().to_string_lossy().trim_start_matches('0').to_owned();
        let question = read(&path);
        let _ = writeln!(table, "question {number}: {}", question.question);
        for ask in &question.ask {
            let wanted: Answer = ask.expect.iter().cloned().collect();
            let mut answer = match &ask.command {
                Some(words) => command(&store, words, ask),
                None => answer(&reader, ask),
            };
            if ask.some {
                answer.retain(|row| wanted.contains(row) || ask.lacks.contains(row));
            }
            let about = &ask.about;
            asks += 1;
            match (answer == wanted, &ask.fixme) {
                (true, None) => {
                    right += 1;
                    let _ = writeln!(table, "  right  {about}");
                }
                (false, Some(why)) => {
                    let _ = writeln!(table, "  wrong  {about}: {why}");
                }
                (true, Some(_)) => {
                    let _ =
                        writeln!(surprises, "question {number}, {about}: is right now; take its fixme out");
                }
                (false, None) => {
                    let _ = writeln!(
                        surprises,
                        "question {number}, {about}: is wrong\n{}",
                        difference(&answer, &wanted)
                    );
                }
            }
        }
    }
    println!("{table}{right} of {asks} asks are answered rightly");
    assert!(surprises.is_empty(), "{surprises}");
}

/// Without the real pages, the files are read and the queries parsed all the same.
#[test]
fn question_files_are_sound() {
    let files = files();
    assert_eq!(files.len(), 27, "files are missing");
    // A misspelt name would give no row, which looks like a right "nothing found" or like something to be mended.
    let ontology: String = ["mechanism.ttl", "indicator.ttl"]
        .map(|name| std::fs::read_to_string(support::root().join("ontology").join(name)).unwrap())
        .concat();
    for path in files {
        let question = read(&path);
        let of_users = |ask: &Ask| ask.command.is_some() || ask.report.is_some();
        assert!(question.ask.iter().any(of_users), "{}: no command, no report", path.display());
        for ask in question.ask {
            let place = format!("{}: {}", path.display(), ask.about);
            let kinds = [ask.query.is_some(), ask.report.is_some(), ask.command.is_some()];
            assert_eq!(
                kinds.iter().filter(|kind| **kind).count(),
                1,
                "{place}: a query, a report or a command"
            );
            if let Some(query) = &ask.query {
                for name in query.split_whitespace().filter(|w| w.starts_with("m:") || w.starts_with("i:")) {
                    assert!(
                        ontology.contains(&format!("\n{name} a ")),
                        "{place}: {name} is not in the ontology"
                    );
                }
                let query = format!("{PREFIXES}{query}");
                if let Err(error) = oxigraph::sparql::SparqlEvaluator::new().parse_query(&query) {
                    panic!("{place}: {error}");
                }
            }
            assert_ne!(ask.fixme.as_deref(), Some(""), "{place}: a fixme says what is wrong");
        }
    }
}

fn files() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(support::fixture("questions")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Question {
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn answer(reader: &Reader, ask: &Ask) -> Answer {
    let sparql = match (&ask.query, &ask.report) {
        (Some(query), _) => format!("{PREFIXES}{query}"),
        (None, report) => {
            let given: Vec<_> = ask.parameters.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            let report =
                named(report.as_deref().unwrap()).unwrap_or_else(|| panic!("{}: no report", ask.about));
            fill(reader, report.sparql, &given).unwrap_or_else(|e| panic!("{}: {e}", ask.about)).sparql
        }
    };
    let rows = select(reader, &sparql).unwrap_or_else(|e| panic!("{}: {e}", ask.about));
    let columns = if ask.columns.is_empty() { rows.columns.clone() } else { ask.columns.clone() };
    for column in &columns {
        assert!(rows.columns.contains(column), "{}: no column {column}", ask.about);
    }
    rows.iter()
        .map(|row| columns.iter().map(|column| row.term(column).map(cell).unwrap_or_default()).collect())
        .collect()
}

/// What a command answers, as CSV with English heads.
fn command(store: &Path, words: &[String], ask: &Ask) -> Answer {
    let output = support::renda()
        .args(words)
        .args(["--format", "csv", "--lang", "en", "--store"])
        .arg(store)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}: {}", ask.about, String::from_utf8_lossy(&output.stderr));
    let mut rows = csv::Reader::from_reader(output.stdout.as_slice());
    let heads = rows.headers().unwrap().clone();
    let place = |column: &String| {
        heads.iter().position(|head| head == column).unwrap_or_else(|| panic!("{}: no {column}", ask.about))
    };
    let places: Vec<usize> = ask.columns.iter().map(place).collect();
    rows.records()
        .map(|row| row.unwrap())
        .map(|row| places.iter().map(|&place| row[place].to_owned()).collect())
        .collect()
}

/// An IRI's last part, or the words of a literal.
fn cell(term: &Term) -> String {
    match term {
        Term::NamedNode(iri) => iri.as_str().rsplit(['/', '#']).next().unwrap().to_owned(),
        Term::Literal(literal) => literal.value().to_owned(),
        other @ Term::BlankNode(_) => other.to_string(),
    }
}

fn difference(answer: &Answer, wanted: &Answer) -> String {
    let mut text = String::new();
    for row in wanted.difference(answer) {
        let _ = writeln!(text, "  missing  {}", row.join(" | "));
    }
    for row in answer.difference(wanted) {
        let _ = writeln!(text, "  too much {}", row.join(" | "));
    }
    text
}
