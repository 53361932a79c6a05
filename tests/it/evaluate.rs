//! `renda eval` against `score.py`: fixtures always, and the program itself wherever it is at hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::io::RdfFormat;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use renda::error::ErrorKind;
use renda::evaluate::{GoldArticle, Report, SystemRows, read_sources, score};
use renda::query::Rows;
use serde_json::{Value, json};

use crate::support;

/// The cases: the folders of `tests/fixtures/evaluate/`.
fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(support::fixture("evaluate")).unwrap();
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|p| p.is_dir()).collect();
    cases.sort();
    assert!(cases.len() >= 10, "fixtures are missing");
    cases
}

fn read_json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn report(rows: &Path, gold: &Path, sources: Option<&Path>) -> Report {
    let rows: SystemRows = serde_json::from_value(read_json(rows)).unwrap();
    let sources = sources.map(|dir| read_sources(dir).unwrap());
    score(&rows, &GoldArticle::read(gold).unwrap(), sources.as_deref())
}

fn sources_of(case: &Path) -> Option<PathBuf> {
    Some(case.join("sources")).filter(|dir| dir.is_dir())
}

fn kinds(report: &Report) -> Vec<String> {
    report.misses.iter().map(|miss| miss.kind.to_owned()).collect()
}

/// What `score.py` says: its figures, and the kind of each miss.
fn score_py(rows: &Path, gold: &Path, sources: Option<&Path>) -> Option<(Value, Vec<String>)> {
    let script = support::shared()?.join("gold/score.py");
    let mut python = support::python()?;
    python.arg(script).arg("-").args([rows, gold]).args(["--json", "--misses"]);
    if let Some(dir) = sources {
        python.arg("--sources").arg(dir);
    }
    let output = python.output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "score.py on {}: {words}", rows.display());
    let kinds = words.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned).collect();
    Some((serde_json::from_slice(&output.stdout).unwrap(), kinds))
}

#[test]
fn fixtures_give_the_expected_figures_and_misses() {
    for case in cases() {
        let report = report(&case.join("rows.json"), &case.join("gold"), sources_of(&case).as_deref());
        assert_eq!(report.to_json(), read_json(&case.join("expected.json")), "{}", case.display());
        let expected = fs::read_to_string(case.join("misses.txt")).unwrap();
        assert_eq!(kinds(&report), expected.lines().collect::<Vec<_>>(), "{}", case.display());
    }
}

#[test]
fn fixtures_hold_what_score_py_says() {
    for case in cases() {
        let sources = sources_of(&case);
        let Some((figures, misses)) =
            score_py(&case.join("rows.json"), &case.join("gold"), sources.as_deref())
        else {
            return;
        };
        assert_eq!(figures, read_json(&case.join("expected.json")), "{}", case.display());
        let expected = fs::read_to_string(case.join("misses.txt")).unwrap();
        assert_eq!(misses, expected.lines().collect::<Vec<_>>(), "{}", case.display());
    }
}

/// Rows that a flawed system would give for this gold: most of it, some names cut or lengthened, some statuses and
/// values wrong, some things left out and some made up. The flaws follow from the place in the file alone.
fn flawed_rows(gold: &Path) -> Value {
    let (mut articles, mut adoption, mut fact) = (Vec::new(), Vec::new(), Vec::new());
    let (mut observation, mut statute) = (Vec::new(), Vec::new());
    let mut paths: Vec<PathBuf> = fs::read_dir(gold)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    for (n, path) in paths.iter().enumerate() {
        let article = read_json(path);
        let list = |key: &str| article[key].as_array().cloned().unwrap_or_default();
        if n % 6 != 5 {
            let author = article["authors"].get(usize::from(n % 4 == 3)).cloned().unwrap_or(Value::Null);
            let code = article["home_region"]["code"].clone();
            articles
                .push(json!({"a": n.to_string(), "title": article["title"], "author": author, "code": code}));
        }
        for (i, x) in list("adoptions").iter().enumerate() {
            let (code, name) = (x["region"]["code"].as_str().unwrap(), x["mechanism"].as_str().unwrap());
            let cut: String = name.chars().take(4).collect();
            let name = match i % 9 {
                0 => continue,
                1 => format!("{name}制度"),
                2 => cut,
                3 => format!("全域推进{name}的经验"),
                _ => name.to_owned(),
            };
            let wanted = x["status"].as_str().unwrap_or("planned");
            let status = if i % 7 == 6 { "piloted" } else { wanted };
            let code = if i % 5 == 4 { format!("{code}101") } else { code.to_owned() };
            let quote = x["evidence"].clone();
            adoption.push(json!({"c": format!("{n}/{i}"), "code": code, "m": name, "label": name,
                                 "surface": x["mechanism"], "status": "planned", "quote": quote}));
            if i % 8 != 7 {
                let coverage = if wanted == "full_coverage" && i % 2 == 0 { "full" } else { "partial" };
                let status = if status == "full_coverage" { "adopted" } else { status };
                fact.push(json!({"code": code, "m": name, "status": status, "coverage": coverage}));
            }
        }
        for (i, x) in list("observations").iter().enumerate().filter(|(i, _)| i % 6 != 5) {
            let value = x["value"].as_f64().unwrap() + f64::from(u8::from(i % 8 == 7));
            let text = if i % 3 == 2 { json!("指标") } else { x["indicator"].clone() };
            observation.push(json!({"o": format!("{n}/{i}"), "code": x["region"]["code"], "text": text,
                                    "value": value.to_string(), "quote": x["evidence"]}));
        }
        for (i, x) in list("statutes").iter().enumerate().filter(|(i, _)| i % 5 != 4) {
            let relation = if i % 4 == 3 { json!("cited") } else { x["relation"].clone() };
            statute.push(json!({"x": format!("{n}/{i}"), "code": x["region"]["code"], "title": x["statute"],
                                "rel": relation}));
        }
    }
    json!({"articles": articles, "adoption": adoption, "fact": fact, "observation": observation,
           "statute": statute})
}

/// Both scorers on flawed rows for the gold in `dir`; gives what renda says.
fn compare_on(dir: &Path, sources: &Path) -> Option<Report> {
    let scratch = tempfile::tempdir().unwrap();
    let rows = scratch.path().join("rows.json");
    fs::write(&rows, flawed_rows(dir).to_string()).unwrap();
    let ours = report(&rows, dir, Some(sources));
    let (figures, misses) = score_py(&rows, dir, Some(sources))?;
    assert_eq!(ours.to_json(), figures);
    assert_eq!(kinds(&ours), misses);
    Some(ours)
}

#[test]
fn a_flawed_system_gets_the_figures_of_score_py_on_the_shared_gold() {
    let Some(shared) = support::shared() else { return };
    let Some(report) = compare_on(&shared.join("gold"), &shared.join("corpus")) else { return };
    let figures = report.adoption.figures;
    assert!(figures.f1 > 0.3 && figures.f1 < 0.99, "the rows are flawed, and not only flawed: {figures:?}");
}

#[test]
fn a_flawed_system_gets_the_figures_of_score_py_on_our_own_gold() {
    compare_on(&support::root().join("data/gold"), &support::root().join("data/articles"));
}

#[test]
fn the_queries_are_those_of_score_py() {
    let Some(script) = support::shared().map(|dir| dir.join("gold")) else { return };
    let Some(mut python) = support::python() else { return };
    let program = "import json, sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1]); \
                   import score; print(json.dumps(score.Q))";
    let output = python.args(["-c", program]).arg(script).output().unwrap();
    let theirs: BTreeMap<String, String> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(theirs.len(), 5);
    for (key, query) in theirs {
        let name = if key == "articles" { "article" } else { &key };
        let ours = support::root().join(format!("queries/view/eval-{name}.rq"));
        let ours = fs::read_to_string(ours).unwrap();
        let words = |text: &str| {
            let from = text.find("SELECT").unwrap();
            text[from..].split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words(&ours), words(&query), "eval-{name}.rq");
        let prefixes = |text: &str| {
            let lines = text.lines().filter(|line| line.starts_with("PREFIX"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let theirs = prefixes(&query);
        for prefix in prefixes(&ours) {
            assert!(theirs.contains(&prefix), "eval-{name}.rq: {prefix}");
        }
    }
}

/// Answers a SELECT from a store in memory, with the union of all graphs as default graph.
fn select(store: &Store, sparql: &str) -> Rows {
    let mut query = SparqlEvaluator::new().parse_query(sparql).unwrap();
    query.dataset_mut().set_default_graph_as_union();
    let QueryResults::Solutions(solutions) = query.on_store(store).execute().unwrap() else {
        panic!("eval queries are SELECT queries");
    };
    let columns = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
    let rows = solutions.map(|s| s.unwrap().values().to_vec()).collect();
    Rows { columns, rows }
}

#[test]
fn a_store_gives_the_rows_that_are_scored() {
    let store = Store::new().unwrap();
    let graph = support::fixture_text("evaluate/store.trig");
    store.load_from_slice(RdfFormat::TriG, graph.as_bytes()).unwrap();
    let rows = SystemRows::ask(|sparql| Ok(select(&store, sparql))).unwrap();

    let authors: Vec<_> = rows.article.iter().filter_map(|row| row.author.as_deref()).collect();
    assert_eq!(authors, ["甲"]);
    assert_eq!(rows.article[0].code.as_deref(), Some("330226"));
    let mut labels: Vec<_> = rows.adoption.iter().filter_map(|row| row.label.as_deref()).collect();
    labels.sort_unstable();
    assert_eq!(labels, ["票决", "票决制"], "English labels are no names here");
    assert!(
        rows.adoption.iter().all(|row| row.status == "adopted" && row.surface.as_deref() == Some("票决制"))
    );
    assert_eq!(rows.fact[0].coverage.as_deref(), Some("full"));
    assert!((rows.observation[0].value - 14.5).abs() < f64::EPSILON);
    assert_eq!(rows.observation[0].quote.as_deref(), Some("共有14.5个"));
    assert_eq!(rows.statute[0].relation, "inspected");
}

#[test]
fn faulty_gold_is_named_with_its_file_and_reason() {
    let scratch = tempfile::tempdir().unwrap();
    let empty = GoldArticle::read(scratch.path()).unwrap_err();
    assert!(empty.to_string().contains("no gold here"), "{empty}");
    let status =
        r#"{"title": null, "adoptions": [{"region": {"code": "1"}, "mechanism": "a", "status": "done"}]}"#;
    for (text, reason) in [("{", "EOF"), (status, "status"), (r#"{"title": 3}"#, "expected a string")] {
        fs::write(scratch.path().join("001.json"), text).unwrap();
        let error = GoldArticle::read(scratch.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains("001.json"), "{error}");
        assert!(error.to_string().contains(reason) || reason == "status", "{error}");
    }
}

#[test]
fn the_report_reads_as_a_table() {
    let case = support::fixture("evaluate/status");
    let report = report(&case.join("rows.json"), &case.join("gold"), None);
    assert_eq!(report.to_string(), support::fixture_text("evaluate/status/report.txt"));
}
