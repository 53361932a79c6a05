//! `--ontology DIR`: rules of a user's own, taken and refused.

use std::fs;
use std::path::Path;
use std::process::Output;

use renda::build::{Options, Summary, build, remove};
use renda::error::ErrorKind;
use renda::model::{ClaimKind, Page};
use renda::pipeline::extract_page;
use renda::resource::Lexicon;
use renda::store::Reader;

use crate::support::{fixture, fixture_text, renda};

/// What the page says, a claim a line.
fn claims(lexicon: &Lexicon) -> String {
    let text = fixture_text("ontology/added/page.txt");
    let page = Page { name: "page.txt".to_owned(), text, ..Page::default() };
    let mut lines = Vec::new();
    for (record, _) in extract_page(lexicon, &page).articles {
        for claim in &record.claims {
            let region = claim.region();
            lines.push(match claim.kind() {
                ClaimKind::Adoption(c) if c.mechanism.is_candidate() => {
                    format!("{region} ?{} {}\n", c.surface_form, c.status)
                }
                ClaimKind::Adoption(c) => format!("{region} {} {}\n", c.mechanism, c.status),
                ClaimKind::Observation(c) => {
                    let indicator = c.indicator.as_ref().map_or("none", |slug| slug.as_str());
                    format!("{region} {indicator} {}{}\n", c.value, c.unit)
                }
                ClaimKind::Statute(c) => format!("{region} {} {}\n", c.relation, c.paper.title()),
                ClaimKind::Learning(c) => format!("{region} learned from {}\n", c.from),
            });
        }
    }
    lines.sort();
    lines.concat()
}

#[test]
fn each_file_adds_to_what_is_built_in() {
    let own = Lexicon::load_with(&fixture("ontology/added/rules")).unwrap();
    assert_eq!(claims(&own), fixture_text("ontology/added/own.claims"), "with rules of one's own");
    let plain = Lexicon::load().unwrap();
    assert_eq!(claims(&plain), fixture_text("ontology/added/plain.claims"), "without");
    assert_ne!(own.fingerprint, plain.fingerprint);
}

#[test]
fn a_faulty_folder_is_refused_with_place_and_remedy() {
    let mut wrong = Vec::new();
    for case in fs::read_dir(fixture("ontology/faulty")).unwrap() {
        let folder = case.unwrap().path();
        let rules = tempfile::tempdir().unwrap();
        let mut expected = String::new();
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap();
            if file.file_name() == "error.txt" {
                expected = fs::read_to_string(file.path()).unwrap();
            } else {
                fs::copy(file.path(), rules.path().join(file.file_name())).unwrap();
            }
        }
        let error = Lexicon::load_with(rules.path()).unwrap_err();
        let told =
            format!("{:?}: {error}\n", error.kind()).replace(&rules.path().display().to_string(), "DIR");
        if told != expected {
            wrong.push(format!("{}\n  expected {expected}  told     {told}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_or_missing_folder_is_bad_use() {
    let dir = tempfile::tempdir().unwrap();
    let page = fixture("ontology/added/page.txt");
    for folder in [dir.path().to_owned(), dir.path().join("missing")] {
        assert_eq!(Lexicon::load_with(&folder).unwrap_err().kind(), ErrorKind::Usage);
        let output = renda().args(["extract", "--ontology"]).arg(&folder).arg(&page).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains(&folder.display().to_string()),
            "{output:?}"
        );
    }
}

/// A store built with the rules, or without.
fn built(store: &Path, page: &Path, lexicon: &Lexicon) -> renda::error::Result<Summary> {
    let options = Options { inputs: vec![page.to_owned()], store: store.to_owned(), ..Options::default() };
    build(lexicon, &options, &|_| ())
}

fn lines_with(store: &Path, words: &str) -> usize {
    Reader::open(store).unwrap().lines().unwrap().iter().filter(|line| line.contains(words)).count()
}

#[test]
fn the_store_describes_the_users_concepts_and_is_read_again_when_they_change() {
    let dir = tempfile::tempdir().unwrap();
    let (store, page, rules) = (dir.path().join("db"), dir.path().join("page.txt"), dir.path().join("rules"));
    fs::copy(fixture("ontology/added/page.txt"), &page).unwrap();
    fs::create_dir(&rules).unwrap();
    for file in fs::read_dir(fixture("ontology/added/rules")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), rules.join(file.file_name())).unwrap();
    }
    let own = Lexicon::load_with(&rules).unwrap();
    assert_eq!(built(&store, &page, &own).unwrap().read, 1);
    assert_eq!(lines_with(&store, "\"courtyard hearing\"@en"), 1);
    assert_eq!(lines_with(&store, "\"百姓点单代表定单制\"@zh"), 1);
    assert_eq!(lines_with(&store, "\"离东新区\"@zh"), 1);
    assert_eq!(built(&store, &page, &Lexicon::load_with(&rules).unwrap()).unwrap().unchanged, 1);

    let more = fs::read_to_string(rules.join("candidate.toml")).unwrap().replace("三后", "四后");
    fs::write(rules.join("candidate.toml"), more).unwrap();
    let changed = Lexicon::load_with(&rules).unwrap();
    assert_eq!(built(&store, &page, &changed).unwrap().read, 1, "changed rules read the page again");
    assert_eq!(lines_with(&store, "surfaceForm> \"三先三后\""), 1, "no slogan now");

    // Without its file the page keeps its claims, and they need the rules they were read with.
    let other = dir.path().join("other.txt");
    fs::write(&other, "兴县人大常委会设立代表联络站。\n").unwrap();
    let gone = dir.path().join("gone.txt");
    fs::rename(&page, &gone).unwrap();
    let plain = Lexicon::load().unwrap();
    let error = built(&store, &other, &plain).unwrap_err();
    assert!(error.to_string().contains("courtyard-hearing"), "{error}");
    assert!(error.to_string().contains("--ontology"), "{error}");
    assert_eq!(built(&store, &other, &changed).unwrap().read, 1);
    assert!(
        remove(&plain, &store, &["other.txt".to_owned()]).is_err(),
        "the rest would lose its description"
    );
    remove(&plain, &store, &["page.txt".to_owned()]).unwrap();
    assert_eq!(lines_with(&store, "courtyard"), 0);
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn the_command_line_takes_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("db");
    let rules = fixture("ontology/added/rules");
    let page = fixture("ontology/added/page.txt");
    let run = |arguments: &[&str]| renda().arg("--store").arg(&store).args(arguments).output().unwrap();
    let (rules, page) = (rules.to_str().unwrap(), page.to_str().unwrap());
    assert!(run(&["build", "--ontology", rules, page]).status.success());
    let answer = stdout(&run(&["adopted", "院坝听诉会"]));
    assert!(
        answer.contains("离东新区") && answer.contains("计划中") && answer.contains("柳林县"),
        "{answer}"
    );
    assert!(stdout(&run(&["adopted", "百姓点单代表定单制"])).contains("兴县"));
    assert!(stdout(&run(&["extract", "--ontology", rules, page])).contains("mechanism/courtyard-hearing"));
    stdout(&run(&["validate"]));
    assert!(run(&["remove", "--ontology", rules, "page.txt"]).status.success());
}
