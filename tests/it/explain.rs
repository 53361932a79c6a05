//! `renda build --explain`: a page with what the rules make of it.

use std::fs;

use crate::support::{fixture, fixture_text, renda, root};

#[track_caller]
fn check(case: &str, lang: &str) {
    let page = fixture("explain").join(format!("{case}.txt"));
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("db");
    let output = renda()
        .arg("--store")
        .arg(&store)
        .args(["build", "--lang", lang, "--explain"])
        .arg(page)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(!store.exists(), "nothing is stored");
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(told, fixture_text(format!("explain/{case}.{lang}")), "{told}");
}

#[test]
fn a_page_is_told_with_its_mentions_claims_and_drops() {
    check("page", "zh");
    check("page", "en");
}

#[test]
fn it_stands_alone_and_wants_one_file() {
    let page = fixture("explain/page.txt");
    let code = |arguments: &[&str]| renda().args(arguments).output().unwrap().status.code();
    let page = page.to_str().unwrap();
    assert_eq!(code(&["build", "--explain", page, page]), Some(2));
    assert_eq!(code(&["build"]), Some(2));
    assert_eq!(code(&["build", "--explain", "no-such-page.txt"]), Some(1));
}

/// A code without a word would show its English message between Chinese words.
#[test]
fn every_reason_code_has_its_word() {
    let label = fs::read_to_string(root().join("data/label.toml")).unwrap();
    let label: toml::Table = toml::from_str(&label).unwrap();
    let mut folders = vec![root().join("src/extract")];
    let mut codes = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for code in text.split("\"drop.").skip(1).filter_map(|rest| rest.split('"').next()) {
                codes += 1;
                assert!(label["drop"].get(code).is_some(), "data/label.toml lacks drop.{code}");
            }
        }
    }
    assert!(codes > 5, "the codes stand elsewhere now");
}
