//! The explorer in the hands of people: in a real browser, by mouse and by keys, narrow and dark, without script.
//!
//! What they do stands in `fixtures/tools/explorer.py`, a function each; all is skipped where there is no Chromium.

use std::path::Path;
use std::process::Command;

use crate::explorer;
use crate::support::{fixture, python_with_browser};
use crate::wire::Server;

/// A page of each kind, with queries that are answered in each way, and one where nothing is.
fn pages() -> Vec<String> {
    let more = [
        "/query",
        "/query?query=SELECT+?r+?n+{?r+a+rd:Region;skos:prefLabel+?n}+LIMIT+5",
        "/query?query=DESCRIBE+<https://w3id.org/renda/region/330226>",
        "/query?query=ASK{?s+?p+?o}",
        "/query?query=SELEC+1",
        "/query?named=adopted&mechanism=票决制",
        "/region/330227777",
    ];
    explorer::kinds().into_iter().chain(more.map(str::to_owned)).collect()
}

/// Runs a script of `fixtures/tools/` and gives what it printed.
fn told(python: &mut Command, script: &str, arguments: &[String]) -> String {
    let output = python.arg(fixture("tools").join(script)).args(arguments).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} {arguments:?}: {words}");
    String::from_utf8(output.stdout).unwrap()
}

/// What people do in the explorer over a store, with these pages.
fn done(store: &Path, what: &str, pages: &[String]) -> Option<String> {
    let mut python = python_with_browser()?;
    let server = Server::of(store);
    let arguments = [&[what.to_owned(), server.url("")], pages].concat();
    Some(told(&mut python, "explorer.py", &arguments))
}

/// The same, where it ends with how many pages it was done with.
pub(crate) fn done_with_all_of(store: &Path, what: &str, pages: &[String]) {
    if let Some(told) = done(store, what, pages) {
        assert!(told.starts_with(&format!("{} pages", pages.len())), "{told}");
    }
}

fn done_with_all(what: &str) {
    done_with_all_of(explorer::store(), what, &pages());
}

#[test]
fn from_search_to_mechanism_to_the_marked_words_of_its_quotes() {
    if let Some(told) = done(explorer::store(), "from_search_to_the_words", &[]) {
        assert_eq!(told.lines().count(), 3, "{told}");
    }
}

#[test]
fn three_regions_are_compared_and_taken_along() {
    if let Some(told) = done(explorer::store(), "three_regions_side_by_side", &[]) {
        assert!(told.ends_with(" cells\n"), "{told}");
    }
}

#[test]
fn a_query_is_run_and_a_slip_is_told_by_its_place() {
    if let Some(told) = done(explorer::store(), "a_query_is_written", &[]) {
        assert!(!told.is_empty());
    }
}

#[test]
fn the_language_stays() {
    done_with_all("language_stays");
}

#[test]
fn colours_are_the_systems_or_the_readers() {
    done_with_all("colours_are_chosen");
}

#[test]
fn no_page_is_wider_than_320_pixels() {
    done_with_all("narrow");
}

#[test]
fn without_script_everything_is_there() {
    done_with_all("without_script");
}

#[test]
fn keys_alone_suffice() {
    done_with_all("keys_alone");
}

#[test]
fn no_page_asks_another_host_or_breaks_its_policy() {
    done_with_all("nothing_leaves");
}

/// Of the rules for contrast, names, roles, order, languages and sizes, as axe-core knows them.
#[test]
fn axe_finds_no_fault_light_or_dark() {
    let Some(mut python) = python_with_browser() else { return };
    let server = Server::of(explorer::store());
    let pages = pages();
    let english = ["/", "/mechanism/legislative-contact-point", "/region/330226", "/ontology"];
    let english = english.map(|page| format!("{page}?lang=en"));
    let arguments = [&[server.url("")], pages.as_slice(), &english].concat();
    let told = told(&mut python, "axe.py", &arguments);
    assert!(told.starts_with(&format!("{} pages, ", arguments.len() - 1)), "{told}");
}
