//! Each check of a store catches what it is there for, and nothing else.
//!
//! `fixtures/check/base.trig` is a small sound store. Each other file there adds what one check must find; its name is
//! the check's. A new check is a new `queries/check/*.rq` and a file here: without one, the test fails.

use std::collections::BTreeSet;
use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use renda::query::check::{Checked, check, names};
use renda::rdf;
use renda::store::{Backend, Contents, Reader, Writer};

use crate::support;

fn quads(name: &str) -> Vec<Quad> {
    let text = support::fixture_text(format!("check/{name}.trig"));
    let parser = RdfParser::from_format(RdfFormat::TriG).for_reader(text.as_bytes());
    parser.map(|quad| quad.unwrap_or_else(|e| panic!("{name}.trig: {e}"))).collect()
}

fn checked(dir: &Path, quads: Vec<Quad>) -> Checked {
    let contents = Contents { lines: rdf::sorted_lines(quads), ..Contents::default() };
    Writer::lock(dir).unwrap().name(&contents, Backend::Memory).unwrap();
    check(&Reader::open(dir).unwrap()).unwrap()
}

/// The files of the folder, without their ending.
fn plants() -> BTreeSet<String> {
    let entries = std::fs::read_dir(support::fixture("check")).unwrap();
    let stem = |path: std::path::PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    entries.map(|entry| stem(entry.unwrap().path())).filter(|name| name != "base").collect()
}

#[test]
fn each_check_has_something_to_catch() {
    let checks: BTreeSet<String> = names().map(str::to_owned).collect();
    let plants = plants();
    let without: Vec<_> = checks.difference(&plants).collect();
    assert!(without.is_empty(), "write tests/fixtures/check/<check>.trig for {without:?}");
    let unknown: Vec<_> = plants.difference(&checks).collect();
    assert!(unknown.is_empty(), "no check is called {unknown:?}");
}

#[test]
fn a_sound_store_gives_no_finding() {
    let scratch = tempfile::tempdir().unwrap();
    let checked = checked(scratch.path(), quads("base"));
    assert_eq!((checked.quotes, checked.findings), (5, vec![]));
}

#[test]
fn each_check_catches_what_is_planted_for_it_and_no_other_does() {
    let scratch = tempfile::tempdir().unwrap();
    let mut faults = Vec::new();
    for name in plants() {
        let all = quads("base").into_iter().chain(quads(&name)).collect();
        let findings = checked(&scratch.path().join(&name), all).findings;
        if findings.is_empty() || findings.iter().any(|finding| finding.check != name) {
            faults.push(format!("{name}.trig: found {findings:#?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
