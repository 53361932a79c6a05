//! `renda query --queries DIR`: queries of a user's own, taken and refused.

use std::fs;
use std::path::Path;
use std::process::Output;

use renda::query::own;

use crate::sample;
use crate::support::{fixture, renda};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    renda().arg("--store").arg(sample::store()).args(arguments).arg("--queries").arg(folder).output().unwrap()
}

fn good(arguments: &[&str]) -> String {
    let output = run(&fixture("queries/good"), arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn ones_own_queries_stand_beside_those_built_in() {
    let list = good(&["query", "--format", "csv"]);
    assert!(list.contains("stations,某地提到联络站的文章,哪些文章提到联络站？,within words\r\n"), "{list}");
    assert!(list.contains("by-year,Articles by year,,"), "the title in the language there is: {list}");
    assert!(list.contains("adopted,哪些地区开展了某项机制,"), "{list}");
    let rows =
        good(&["query", "stations", "--param", "within=吕梁", "--param", "words=联络站", "--format", "csv"]);
    assert_eq!(rows, "code,title\r\n141100,一票一票定实事\r\n");
    assert_eq!(good(&["query", "by-year", "--format", "csv"]).lines().count(), 5, "a head and four years");
    assert_eq!(good(&["query", "coverage", "--format", "csv"]).lines().count(), 7, "a query built in");
}

#[test]
fn a_faulty_query_is_refused_with_place_and_remedy() {
    let mut wrong = Vec::new();
    for case in fs::read_dir(fixture("queries/faulty")).unwrap() {
        let folder = case.unwrap().path();
        let expected = fs::read_to_string(folder.join("error.txt")).unwrap();
        let error = own(&folder).unwrap_err();
        let told = format!("{:?}: {error}\n", error.kind()).replace(&folder.display().to_string(), "DIR");
        if told != expected {
            wrong.push(format!("{}\n  expected {expected}  told     {told}", folder.display()));
        }
        let output = run(&folder, &["query"]);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{}: {output:?}", folder.display());
        assert!(output.stdout.is_empty(), "{}", folder.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_that_is_not_there_is_bad_use() {
    let output = run(Path::new("/nowhere/queries"), &["query"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nowhere/queries"), "{output:?}");
}

#[test]
fn columns_are_those_of_the_header() {
    let scratch = tempfile::tempdir().unwrap();
    let query = "# title-en: x\n# columns: a, b\nSELECT ?a ?c { VALUES (?a ?c) { (1 2) } }\n";
    fs::write(scratch.path().join("q.rq"), query).unwrap();
    let output = run(scratch.path(), &["query", "q"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("q.rq:2: ") && words.contains("a, c"), "{words}");
    fs::write(scratch.path().join("q.rq"), query.replace("a, b", "a, c")).unwrap();
    assert_eq!(run(scratch.path(), &["query", "q"]).status.code(), Some(0));
}

/// What is asked of a user's queries is asked of those built in.
#[test]
fn the_queries_built_in_have_such_headers() {
    let scratch = tempfile::tempdir().unwrap();
    for query in renda::query::REPORTS {
        fs::write(scratch.path().join(format!("my-{}.rq", query.name)), query.sparql).unwrap();
    }
    let taken = own(scratch.path()).unwrap();
    assert_eq!(taken.len(), renda::query::REPORTS.len());
}
