//! Analysis of the graph: what is alike, what could be learned, what hangs together.

use std::collections::BTreeSet;

use renda::graph::{Footprints, Measure, Scope, adoptions, learn, similar};
use renda::model::{Record, Status};
use renda::query::{profile, region};
use renda::store::Reader;

use crate::sample::{self, Draft};
use crate::support;

/// A store of practices: region, mechanism, stage.
fn store(practices: &[(&str, &str, Status)]) -> (tempfile::TempDir, Reader) {
    let records: Vec<Record> = practices
        .iter()
        .enumerate()
        .map(|(i, &(code, mechanism, status))| {
            let words = format!("第{i}篇讲的是某机制在本地已经开展");
            Draft::new(&format!("第{i}篇"), code, "2024-01-01", &format!("{words}。"))
                .adopts(code, (mechanism, "某机制"), status, &words, |_| ())
                .done()
        })
        .collect();
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("renda.db");
    sample::write(&dir, &records);
    let reader = Reader::open(&dir).unwrap();
    (scratch, reader)
}

const VOTING: &str = "deputy-vote-on-livelihood-projects";
const STATION: &str = "deputies-liaison-station";
const POINT: &str = "legislative-contact-point";
const INSPECTION: &str = "law-enforcement-inspection";

fn ask(same_level: bool) -> similar::Question {
    similar::Question { same_level, limit: 10, language: "zh", ..similar::Question::default() }
}

fn lessons(reader: &Reader, name: &str) -> learn::Learning {
    let question = learn::Question { peers: 8, limit: 1000, language: "zh", ..learn::Question::default() };
    learn::learn(reader, &region(reader, name).unwrap(), &question).unwrap()
}

#[test]
fn what_is_rare_counts_more_and_duties_do_not_count() {
    use Status::Adopted;
    let (_scratch, reader) = store(&[
        ("141123", VOTING, Adopted),
        ("141123", STATION, Adopted),
        ("141123", POINT, Adopted),
        ("141124", POINT, Adopted),
        ("141125", STATION, Adopted),
        ("141126", STATION, Adopted),
        ("141127", STATION, Adopted),
        ("141129", INSPECTION, Adopted),
        ("141130", POINT, Status::Planned),
    ]);
    let found = region(&reader, "141123").unwrap();
    let answer = similar::similar(&reader, &found, &ask(true)).unwrap();
    let codes: Vec<&str> = answer.peers.iter().map(|peer| peer.code.as_str()).collect();
    assert_eq!(codes, ["141124", "141125", "141126", "141127"], "the rare one first; equals by code");
    assert!(answer.peers[0].similarity > answer.peers[1].similarity);
    assert_eq!(answer.peers[0].shared[0].regions, 2);
    assert!(answer.peers[0].shared[0].facts[0].ends_with(&format!("adoption/141123/{POINT}")));
}

#[test]
fn likeness_is_symmetric_and_one_for_the_same() {
    let reader = Reader::open(sample::store()).unwrap();
    let graph = adoptions(&reader, &Scope::default(), "zh").unwrap();
    let footprints = Footprints::new(&graph, Measure::WithDuties);
    assert!(!footprints.regions.is_empty());
    for one in 0..footprints.regions.len() {
        assert!((footprints.similarity(one, one) - 1.0).abs() < 1e-12);
        for other in 0..footprints.regions.len() {
            let likeness = footprints.similarity(one, other);
            assert!((0.0..=1.0 + 1e-12).contains(&likeness));
            assert_eq!(likeness.to_bits(), footprints.similarity(other, one).to_bits());
        }
    }
}

#[test]
fn a_plan_a_superior_and_silence_are_told_apart() {
    use Status::{Adopted, Planned};
    let (_scratch, reader) = store(&[
        ("141123", STATION, Adopted),
        ("141123", VOTING, Adopted),
        ("141123", POINT, Adopted),
        ("141126", STATION, Adopted),
        ("141126", VOTING, Planned),
    ]);
    let answer = lessons(&reader, "141126");
    let told: Vec<(&str, &str)> = answer
        .mechanisms
        .iter()
        .map(|lesson| (lesson.iri.rsplit('/').next().unwrap(), lesson.empty.as_str()))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&(VOTING, "only-planned")) && told.contains(&(POINT, "nothing-found")), "{told:?}");
    assert!(answer.mechanisms.iter().all(|lesson| !lesson.practices[0].claims.is_empty()), "with words");
}

#[test]
fn who_shares_nothing_learns_from_those_beside_it() {
    let (_scratch, reader) =
        store(&[("141123", VOTING, Status::Adopted), ("141126", STATION, Status::Adopted)]);
    let answer = lessons(&reader, "141126");
    assert_eq!(answer.peers.len(), 1);
    assert_eq!(answer.mechanisms.len(), 1);
    assert!(answer.mechanisms[0].iri.ends_with(VOTING));
}

#[test]
fn on_the_real_pages_no_region_is_told_to_learn_what_it_says_it_does() {
    let Some(shared) = support::shared() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("renda.db");
    let output =
        support::renda().arg("build").arg(shared.join("corpus")).arg("--store").arg(&dir).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let reader = Reader::open(&dir).unwrap();
    let mut counts = Vec::new();
    for code in ["141123", "141124", "141125", "141126", "141127", "141129", "141130", "420322", "620923"] {
        let found = region(&reader, code).unwrap();
        let answer = lessons(&reader, code);
        let own = profile::region(&reader, &found, "zh").unwrap();
        let own: BTreeSet<&str> = own
            .functions
            .iter()
            .flat_map(|function| &function.practices)
            .filter(|entry| entry.practice.is_done())
            .map(|entry| entry.mechanism.as_str())
            .collect();
        for lesson in &answer.mechanisms {
            assert!(!own.contains(lesson.iri.as_str()), "{code} says itself that it does {}", lesson.label);
            assert!(!lesson.practices.is_empty());
            assert!(lesson.practices.iter().all(|p| p.is_done() && !p.claims.is_empty()), "{}", lesson.label);
        }
        counts.push((code, answer.mechanisms.len()));
    }
    for (code, least) in [("141126", 4), ("141130", 4)] {
        let n = counts.iter().find(|(c, _)| *c == code).unwrap().1;
        assert!(n >= least, "{code}: {n} mechanisms");
    }
}
