//! The floor of quality: what `renda eval` says of the real pages and of our own must not fall below `.ci/floor.json`.
//!
//! The same runs show that `renda eval` and `score.py` agree on a store, not only on rows.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{self, fixture};

/// A store of `corpus` in a scratch folder.
fn build(corpus: &Path) -> (tempfile::TempDir, PathBuf) {
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    let output = support::renda().arg("build").arg(corpus).arg("--store").arg(&store).output().unwrap();
    // 3: a folder of pages may hold a file that is no page, such as a README.
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 3)), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
    (scratch, store)
}

fn eval(store: &Path, gold: &Path, corpus: &Path, format: &str) -> String {
    let mut renda = support::renda();
    renda
        .arg("eval")
        .arg(gold)
        .arg("--sources")
        .arg(corpus)
        .arg("--store")
        .arg(store)
        .args(["--format", format]);
    let output = renda.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Holds the figures of a corpus against the floor of that name, and against `score.py` where it is at hand.
fn hold(name: &str, corpus: &Path, gold: &Path) {
    let (_scratch, store) = build(corpus);
    println!("{name}\n{}", eval(&store, gold, corpus, "table"));
    let figures: Value = serde_json::from_str(&eval(&store, gold, corpus, "json")).unwrap();

    let floor = fs::read_to_string(support::root().join(".ci/floor.json")).unwrap();
    let floor: Value = serde_json::from_str(&floor).unwrap();
    for (place, least) in floor[name].as_object().unwrap() {
        let value = figures.pointer(place).and_then(Value::as_f64).unwrap_or_default();
        assert!(
            value >= least.as_f64().unwrap(),
            "{name}: {place} is {value}, below the floor of {least}; mend the rule, or say in the commit why not"
        );
    }
    assert_eq!(
        figures["evidence"]["verbatim"], figures["evidence"]["quotes"],
        "a quote is not in the sources"
    );

    let Some(script) = support::shared().map(|dir| dir.join("gold/score.py")) else { return };
    let Some(mut python) = support::python() else { return };
    python.arg(script).arg(env!("CARGO_BIN_EXE_renda")).arg(&store).arg(gold);
    let output = python.arg("--sources").arg(corpus).arg("--json").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(figures, theirs, "renda eval and score.py disagree on the store of {name}");
}

#[test]
fn the_real_pages() {
    let Some(shared) = support::shared() else { return };
    hold("shared", &shared.join("corpus"), &shared.join("gold"));
}

#[test]
fn pages_that_rules_were_written_for() {
    hold("tuned", &fixture("pages/tuned"), &fixture("pages/tuned-gold"));
}

#[test]
fn pages_that_no_rule_was_written_for() {
    hold("unseen", &fixture("pages/unseen"), &fixture("pages/unseen-gold"));
}

#[test]
fn our_own_articles() {
    hold("own", &support::root().join("data/articles"), &support::root().join("data/gold"));
}
