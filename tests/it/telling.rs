//! What a build tells: the codes of diagnostics, each file, JSON for programs; and `watch`, which builds by itself.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use regex::Regex;
use serde_json::Value;

use crate::generated;
use crate::support::{renda, root, skipped};

/// All codes that the source names as string literals.
fn codes() -> BTreeSet<String> {
    let code =
        Regex::new(r#""((?:read|segment|annotate|resolve|extract|drop|manifest)\.[a-z]+(?:-[a-z]+)*)""#)
            .unwrap();
    let mut codes = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(path).unwrap();
                codes.extend(code.captures_iter(&text).map(|found| found[1].to_owned()));
            }
        }
    }
    codes
}

#[test]
fn each_code_is_explained() {
    let out = renda().args(["diagnostics", "--explain", "--format", "json"]).output().unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    let explained: BTreeSet<String> =
        rows.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect();
    let codes = codes();
    assert!(codes.len() > 30, "{codes:?}");
    let missing: Vec<_> = codes.difference(&explained).collect();
    assert!(missing.is_empty(), "add to [diagnostic] of data/label.toml: {missing:?}");
    let unknown = renda().args(["diagnostics", "--explain", "nonsense"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn a_build_tells_programs_and_people() {
    let dir = tempfile::tempdir().unwrap();
    generated::articles(&dir.path().join("in"), 12);
    fs::write(dir.path().join("in/lottery.txt"), "彩票开奖\n\n今天的天气很好，大家都去公园散步。\n").unwrap();
    fs::write(dir.path().join("in/bad.txt"), [0, 1, 2]).unwrap();
    let build = |args: &[&str]| {
        let out = renda().current_dir(dir.path()).args(["build", "in"]).args(args).output().unwrap();
        assert_eq!(out.status.code(), Some(3));
        assert!(out.stdout.is_empty());
        String::from_utf8(out.stderr).unwrap()
    };
    let told = build(&["--log", "json"]);
    let events: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let of = |kind: &str| events.iter().filter(|event| event["event"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!((of("file").len(), of("rejected").len(), of("summary").len()), (13, 1, 1));
    assert!(of("rejected")[0]["reason"].as_str().unwrap().contains("bad.txt"));
    let summary = &of("summary")[0];
    assert_eq!(
        (summary["files"]["listed"].as_u64(), summary["files"]["read"].as_u64()),
        (Some(14), Some(13))
    );
    let of_files: u64 = of("file").iter().map(|file| file["claims"].as_u64().unwrap()).sum();
    assert!(of_files >= summary["store"]["claims"].as_u64().unwrap());
    assert!(summary["store"]["without_claim"].as_u64() >= Some(1));

    let told = build(&["-v", "--fresh"]);
    assert!(told.contains("lottery.txt: 1 articles, 0 claims"), "{told}");
    assert!(
        told.contains("article(s) without a claim (`renda diagnostics --code extract.no-claim`)"),
        "{told}"
    );
    // Not a terminal: no bar, no escapes.
    assert!(!told.contains(['\r', '\u{1b}']), "{told:?}");
    let out = renda()
        .current_dir(dir.path())
        .args(["diagnostics", "--code", "extract.no-claim", "--source", "lottery", "--format", "json"])
        .output()
        .unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0]["message"].as_str().unwrap().contains("it names no mechanism"), "{rows:?}");
}

/// The program at work, which is not left behind by a test that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn generation(store: &Path) -> Option<String> {
    fs::read_to_string(store.join("CURRENT")).ok()?.lines().next().map(str::to_owned)
}

/// Waits until another generation holds than `before`.
fn next(store: &Path, before: Option<&str>) -> String {
    let until = Instant::now() + Duration::from_mins(2);
    loop {
        match generation(store) {
            Some(now) if Some(now.as_str()) != before => return now,
            _ if Instant::now() > until => panic!("no generation after {before:?}"),
            _ => sleep(Duration::from_millis(200)),
        }
    }
}

#[test]
fn watch_builds_what_changes_and_ends_in_order() {
    if !cfg!(unix) {
        return skipped("command kill");
    }
    let dir = tempfile::tempdir().unwrap();
    let (input, store): (PathBuf, PathBuf) = (dir.path().join("in"), dir.path().join("renda.db"));
    generated::articles(&input, 2);
    let mut watch = renda();
    watch.arg("watch").arg(&input).arg("--store").arg(&store).args(["--every", "1"]);
    let mut watch = Running(watch.stderr(Stdio::null()).spawn().unwrap());
    let first = next(&store, None);
    // Two files at once are one generation.
    for name in ["a.txt", "b.txt"] {
        fs::copy(root().join("data/articles/05-township.txt"), input.join(name)).unwrap();
    }
    let second = next(&store, Some(&first));
    assert_eq!((first.as_str(), second.as_str()), ("gen-000001", "gen-000002"));
    let pid = watch.0.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(watch.0.wait().unwrap().code(), Some(0));
    assert!(renda().arg("validate").arg("--store").arg(&store).output().unwrap().status.success());
}

/// Not a test: writes a corpus to look at, `RENDA_GENERATE=/tmp/in:2000 cargo test --test it generate -- --ignored`.
#[test]
#[ignore = "writes a corpus for people"]
fn generate() {
    let told = std::env::var("RENDA_GENERATE").expect("RENDA_GENERATE=FOLDER:FILES");
    let (folder, files) = told.rsplit_once(':').expect("FOLDER:FILES");
    generated::articles(Path::new(folder), files.parse().unwrap());
}
