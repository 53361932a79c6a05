//! Briefings of our own articles, and of the real pages: what stands on them and in which words.

use std::path::Path;

use renda::query::brief::{Brief, Question, brief};
use renda::query::compare::Empty;
use renda::query::{mechanism, region};
use renda::store::Reader;

use crate::support::{self, renda, root};

fn built(articles: &Path, store: &Path) -> Reader {
    let output = renda().arg("build").arg(articles).arg("--store").arg(store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Reader::open(store).unwrap()
}

fn ask(reader: &Reader, of: &str, about: &str) -> Brief {
    let (region, mechanism) = (region(reader, of).unwrap(), mechanism(reader, about).unwrap());
    brief(reader, &Question { region, mechanism, language: "zh" }).unwrap()
}

/// The page of a briefing, as the program prints it.
fn page(store: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = renda().arg("--store").arg(store).arg("brief").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_briefing_of_our_own_articles_quotes_each_thing_it_says() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("db");
    let brief = ask(&built(&root().join("data/articles"), &store), "临县", "票决制");
    assert!(brief.own.is_done(), "临县 is on trial");
    assert!(brief.elsewhere.iter().any(|practice| practice.name == "宁海县"), "{:?}", brief.elsewhere);
    for practice in brief.practices() {
        assert!(!practice.claims.is_empty(), "{} has words", practice.name);
    }
    let of_level = |code: &str| brief.elsewhere.iter().position(|practice| practice.code == code);
    assert!(of_level("330226") < of_level("330226102"), "its like stand before townships");
    for form in ["md", "html", "docx", "json"] {
        let arguments = ["临县", "票决制", "--format", form];
        assert_eq!(page(&store, &arguments), page(&store, &arguments), "the same bytes: {form}");
    }
    let page = String::from_utf8(page(&store, &["临县", "票决制"])).unwrap();
    for line in page.lines().filter(|line| line.starts_with("[^")) {
        let words = line.split_once('“').and_then(|(_, rest)| rest.rsplit_once('”')).unwrap().0;
        assert!(words.chars().count() >= 6, "{line}");
        assert!(line.contains("》，") && line.contains(".txt，"), "article, paper and date: {line}");
        let number = line.split_once(':').unwrap().0;
        assert!(page.matches(number).count() > 1, "{number} is led to");
    }
}

#[test]
fn who_is_told_nothing_of_is_told_why() {
    let dir = tempfile::tempdir().unwrap();
    let reader = built(&root().join("data/articles"), &dir.path().join("db"));
    let brief = ask(&reader, "西藏自治区", "票决制");
    assert_eq!(brief.own.cell.empty, Some(Empty::NoDocument));
    assert!(brief.own.practice.is_none() && brief.numbers.iter().all(|number| number.code != "540000"));
    let page = page(&dir.path().join("db"), &["西藏自治区", "票决制"]);
    assert!(String::from_utf8(page).unwrap().contains("语料中没有该地文章"), "the gap has its reason");
}

#[test]
fn a_briefing_of_the_real_pages_says_what_an_expert_read() {
    let Some(shared) = support::shared() else { return };
    let dir = tempfile::tempdir().unwrap();
    let reader = built(&shared.join("corpus"), &dir.path().join("db"));
    let brief = ask(&reader, "交口县", "票决制");
    assert_eq!(brief.own.cell.empty, Some(Empty::CoveredBySuperior), "吕梁: everywhere in its counties");
    let beside = |name: &str| brief.beside.iter().find(|stand| stand.region.name == name).unwrap();
    assert_eq!(beside("兴县").cell.coverage.as_deref(), Some("full"), "15 of 15");
    assert_eq!(beside("临县").cell.since.as_deref(), Some("2023"));
    assert_eq!(beside("石楼县").cell.empty, Some(Empty::OnlyPlanned));
    let numbers: Vec<(&str, &str)> =
        brief.numbers.iter().map(|n| (n.region.as_str(), n.number.value.as_str())).collect();
    for number in [("兴县", "69"), ("临县", "10"), ("临县", "6")] {
        assert!(numbers.contains(&number), "{number:?} is missing in {numbers:?}");
    }
    // 2016, 19 points, over 300 opinions taken up: nothing on these pages is told harder.
    let points = ask(&reader, "吕梁市", "基层立法联系点").own.practice.unwrap();
    assert_eq!(points.hardness, 4);
    let hardest = points.claims.iter().filter_map(|claim| claim.hardness.as_ref()).max_by_key(|p| p.len());
    let hardest: Vec<&str> = hardest.unwrap().iter().map(|point| point.point.as_str()).collect();
    assert_eq!(hardest, ["named", "number", "date", "outcome"]);
}
