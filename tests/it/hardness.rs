//! How hard claims are: each point has its words, answers can be sorted by it, and what is not told earns nothing.

use std::collections::BTreeMap;
use std::path::Path;

use renda::query::adopted::{Answer, Question, adopted};
use renda::query::hardness::{POINTS, hardest_first};
use renda::query::{mechanism, select};
use renda::store::Reader;

use crate::sample;
use crate::support::{renda, root};

fn ask(reader: &Reader, name: &str) -> Answer {
    let question = Question {
        mechanism: mechanism(reader, name).unwrap(),
        within: None,
        status: vec![],
        since: None,
        exact: false,
        language: "zh",
    };
    adopted(reader, &question).unwrap()
}

/// The points of the claims of a region, in their order.
fn points<'a>(answer: &'a Answer, code: &str) -> Vec<(&'a str, &'a str)> {
    let all = answer.regions.iter().chain(&answer.planned).filter(|practice| practice.code == code);
    let points = all.flat_map(|practice| &practice.claims).flat_map(|claim| claim.hardness.iter().flatten());
    points.map(|point| (point.point.as_str(), point.quote.as_str())).collect()
}

/// A store of our own articles.
fn articles(store: &Path) -> Reader {
    let mut build = renda();
    build.arg("build").arg(root().join("data/articles")).arg("--store").arg(store);
    let output = build.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Reader::open(store).unwrap()
}

#[test]
fn what_is_told_earns_its_point_and_nothing_else_does() {
    let reader = Reader::open(sample::store()).unwrap();
    let answer = ask(&reader, "票决制");
    let quote = "自2023年3月起在全市推行票决制，实现县乡全覆盖";
    assert_eq!(points(&answer, "141100"), [("named", quote), ("date", quote)], "a station is another thing");
    let quote = "15个乡镇的人大已经全部采用票决制来确定当年的实事项目";
    assert_eq!(points(&answer, "141123"), [("named", quote), ("number", quote)]);
    assert_eq!(points(&answer, "141126"), [("named", "打算明年选两个乡镇试行票决制")]);
    let hardness: Vec<usize> = answer.regions.iter().map(|practice| practice.hardness).collect();
    assert_eq!(hardness, [2, 2]);
}

#[test]
fn each_point_of_our_own_articles_is_verbatim_and_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let reader = articles(&dir.path().join("db"));
    let bodies = "SELECT ?article ?body WHERE { ?article <https://schema.org/articleBody> ?body }";
    let bodies = select(&reader, bodies).unwrap();
    let bodies: BTreeMap<String, Vec<char>> =
        bodies.iter().map(|row| (row.owned("article"), row.owned("body").chars().collect())).collect();
    let mut most = 0;
    for name in ["票决制", "基层立法联系点", "述职评议", "专题询问", "代表联络站"] {
        let answer = ask(&reader, name);
        assert!(!answer.is_empty(), "{name}");
        for practice in answer.regions.iter().chain(&answer.planned) {
            let claims = practice.claims.iter().map(|claim| claim.hardness.as_deref().unwrap());
            assert_eq!(claims.map(<[_]>::len).max(), Some(practice.hardness), "the hardest claim counts");
            most = most.max(practice.hardness);
            for claim in &practice.claims {
                let points = claim.hardness.as_deref().unwrap();
                let order: Vec<_> = points
                    .iter()
                    .map(|point| POINTS.iter().position(|known| *known == point.point).unwrap())
                    .collect();
                assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
                for point in points {
                    let body: String = bodies[&claim.article][point.start..point.end].iter().collect();
                    assert_eq!(body, point.quote, "{name} {}", point.point);
                }
            }
        }
    }
    assert!(most >= 3, "something is told with its name, a number and more");
}

#[test]
fn the_hardest_come_first_and_equals_stay() {
    let dir = tempfile::tempdir().unwrap();
    let reader = articles(&dir.path().join("db"));
    let mut answer = ask(&reader, "基层立法联系点");
    hardest_first(&mut answer.regions);
    let order = |a: &renda::query::adopted::Practice, b: &renda::query::adopted::Practice| {
        (std::cmp::Reverse(a.hardness), &a.code) <= (std::cmp::Reverse(b.hardness), &b.code)
    };
    assert!(answer.regions.is_sorted_by(order));
    let run = |sort: &str| {
        let mut command = renda();
        command.arg("--store").arg(dir.path().join("db"));
        command.args(["adopted", "基层立法联系点", "--format", "csv", "--sort", sort]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let (usual, hardest) = (run("usual"), run("hardness"));
    assert!(usual.contains("硬度,具名原文,文件原文,数字原文,时间原文,成效原文"), "{usual}");
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&usual), sorted(&hardest), "the same rows in another order");
}
