//! The rows of every named report, on our own articles and on the real pages.
//!
//! `fixtures/report/own/<report>.csv` is the whole answer over `data/articles`, as the command prints it. A change that
//! changes answers rewrites them with `RENDA_BLESS=1 cargo test --test it report`, and its diff shows what became of them.
//! `fixtures/report/shared.toml` tells what must and must not stand in the answers over `../shared/corpus`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use renda::query::{REPORTS, fill, named, select};
use renda::store::Reader;

use crate::support::{self, fixture, fixture_text, renda, root};

fn built(pages: &Path, store: &Path) {
    let output = renda().arg("build").arg(pages).arg("--store").arg(store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn answers_over_our_own_articles_are_as_before() {
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    built(&root().join("data/articles"), &store);
    let bless = std::env::var_os("RENDA_BLESS").is_some();
    let mut faults = String::new();
    for report in REPORTS {
        let output =
            renda().args(["query", report.name, "--format", "csv", "--store"]).arg(&store).output().unwrap();
        assert!(output.status.success(), "{}: {}", report.name, String::from_utf8_lossy(&output.stderr));
        let answer = String::from_utf8(output.stdout).unwrap();
        let file = fixture(format!("report/own/{}.csv", report.name));
        if bless {
            fs::write(&file, &answer).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
        let (now, before) = (lines(&answer), lines(&expected));
        if answer != expected {
            let _ = writeln!(faults, "{}:", report.name);
            let gone = before.difference(&now).map(|line| ("gone", line));
            for (what, line) in gone.chain(now.difference(&before).map(|line| ("new ", line))) {
                let _ = writeln!(faults, "  {what} {line}");
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{faults}Where this is better, RENDA_BLESS=1 cargo test --test it report rewrites the files."
    );
}

#[test]
fn each_report_has_its_rows_and_no_file_is_left_over() {
    let names: BTreeSet<_> = REPORTS.iter().map(|report| report.name.to_owned()).collect();
    let files = fs::read_dir(fixture("report/own")).unwrap();
    let stem = |path: std::path::PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    assert_eq!(files.map(|file| stem(file.unwrap().path())).collect::<BTreeSet<_>>(), names);
    assert_eq!(expected().into_iter().map(|report| report.name).collect::<BTreeSet<_>>(), names);
}

/// The shortest of five runs, so that what else the machine does is left out.
fn shortest(reader: &Reader, sparql: &str) -> Duration {
    let run = |_| {
        let start = Instant::now();
        select(reader, sparql).unwrap();
        start.elapsed()
    };
    (0..5).map(run).min().unwrap()
}

/// A join that reads all regions for each row is thousands of times slower than one pattern, as two reports once were;
/// the slowest needs a few hundred times. `cargo bench --bench report` tells how many each needs.
#[test]
fn no_report_is_out_of_all_proportion() {
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    built(&root().join("data/articles"), &store);
    let reader = Reader::open(&store).unwrap();
    let one = "SELECT ?region ?mechanism { ?region <https://w3id.org/renda/ontology#adopts> ?mechanism }";
    let least = shortest(&reader, one);
    for report in REPORTS {
        let took = shortest(&reader, report.sparql);
        assert!(took < least * 2000, "{}: {took:?}, and one pattern {least:?}", report.name);
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    name: String,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    columns: Vec<String>,
    #[serde(default)]
    holds: Vec<Vec<String>>,
    #[serde(default)]
    lacks: Vec<Vec<String>>,
    whole: Option<Vec<Vec<String>>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    report: Vec<Expected>,
}

fn expected() -> Vec<Expected> {
    toml::from_str::<File>(&fixture_text("report/shared.toml")).unwrap().report
}

#[test]
fn answers_over_the_real_pages_hold_what_an_expert_read() {
    let Some(shared) = support::shared() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    built(&shared.join("corpus"), &store);
    let reader = Reader::open(&store).unwrap();
    let mut faults = String::new();
    for report in expected() {
        let given: Vec<_> = report.parameters.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let filled = fill(&reader, named(&report.name).unwrap().sparql, &given).unwrap();
        let rows = select(&reader, &filled.sparql).unwrap();
        for column in &report.columns {
            assert!(rows.columns.contains(column), "{}: no column {column}", report.name);
        }
        let cells = |row: renda::query::Row<'_>| report.columns.iter().map(|c| row.owned(c)).collect();
        let answer: BTreeSet<Vec<String>> = rows.iter().map(cells).collect();
        let mut fault = |what: &str, row: &[String]| {
            let _ = writeln!(faults, "{} {given:?}: {what} {}", report.name, row.join(" | "));
        };
        let wanted = report.whole.iter().flatten().chain(&report.holds);
        wanted.filter(|row| !answer.contains(*row)).for_each(|row| fault("lacks", row));
        report.lacks.iter().filter(|row| answer.contains(*row)).for_each(|row| fault("has", row));
        if let Some(whole) = &report.whole {
            answer.iter().filter(|row| !whole.contains(row)).for_each(|row| fault("has too much", row));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
