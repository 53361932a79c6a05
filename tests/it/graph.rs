//! Analysis of the graph: what is alike, what could be learned, what hangs together.

use std::collections::BTreeSet;

use renda::graph::{
    Footprints, Measure, Scope, adoptions, central, community, learn, path, similar, spread, wording,
};
use renda::model::{Record, Role, Since, SinceKind, Status};
use renda::query::{mechanism, profile, region};
use renda::store::Reader;

use crate::generated;
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

/// How a store writes a claim: region, since, role.
type Told<'a> = (&'a str, Option<&'a str>, Role);

/// How 票决制 came to each region, by code.
fn ways(told: &[Told<'_>]) -> Vec<(String, &'static str)> {
    let records: Vec<Record> = told
        .iter()
        .map(|&(code, since, role)| {
            let words = format!("票决制在{code}已经全面铺开了");
            Draft::new(code, code, "2024-01-01", &format!("{words}。"))
                .adopts(code, (VOTING, "票决制"), Status::Adopted, &words, |claim| {
                    claim.role = role;
                    claim.since =
                        since.map(|date| Since { date: date.parse().unwrap(), kind: SinceKind::Start });
                })
                .done()
        })
        .collect();
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("renda.db");
    sample::write(&dir, &records);
    let reader = Reader::open(&dir).unwrap();
    let found = mechanism(&reader, VOTING).unwrap();
    let answer = spread::spread(&reader, &found, None, "zh").unwrap();
    answer.regions.into_iter().map(|arrival| (arrival.practice.code, arrival.way.as_str())).collect()
}

#[test]
fn dates_and_roles_tell_which_way_a_mechanism_came() {
    use Role::{Instructor, PilotSite, Practitioner};
    let got = ways(&[
        ("141100", Some("2023"), Practitioner),
        ("141123", Some("2024"), Practitioner),
        ("141124", Some("2022-05"), Practitioner),
        ("141125", None, Practitioner),
        ("141126", None, PilotSite),
        ("141127", Some("2023-06"), Practitioner),
        ("330226", None, Practitioner),
        ("330225", None, Practitioner),
        ("420322", None, Practitioner),
        ("520100", None, Instructor),
        ("520103", None, Practitioner),
    ]);
    let want = [
        ("141100", "alone"),
        ("141123", "above"),
        ("141124", "before"),
        ("141125", "open"),
        ("141126", "above"),
        // 2023 and 2023-06 do not tell which was first.
        ("141127", "open"),
        ("330225", "beside"),
        ("330226", "beside"),
        ("420322", "alone"),
        ("520100", "alone"),
        ("520103", "above"),
    ];
    let got: Vec<(&str, &str)> = got.iter().map(|(code, way)| (code.as_str(), *way)).collect();
    assert_eq!(got, want);
}

#[test]
fn two_regions_are_connected_by_what_both_practise() {
    let reader = Reader::open(sample::store()).unwrap();
    let ends = ["兴县", "石楼县"].map(|name| region(&reader, name).unwrap());
    let answer = path::connection(&reader, [&ends[0], &ends[1]], 3, "zh").unwrap();
    let stops: Vec<Vec<&str>> =
        answer.ways.iter().map(|way| way.iter().map(|step| step.to.label.as_str()).collect()).collect();
    assert_eq!(stops, [["民生实事项目人大代表票决制", "石楼县"], ["吕梁市", "石楼县"]]);
    assert!(answer.ways[0].iter().all(|step| step.quote.is_some() && step.fact.is_some()));
    assert_eq!(answer.ways[1][0].link, "within");
}

#[test]
fn shared_wording_is_found_letter_by_letter_and_told_from_practice() {
    let slogan = "代表走到哪里，作用就发挥到哪里";
    let practice = "全面推行民生实事项目票决制改革";
    let text = |code: &str, other: &str| {
        Draft::new(code, code, "2024-01-01", &format!("{code}说：{slogan}。{practice}。{other}。"))
            .adopts(code, (VOTING, "票决制"), Status::Adopted, practice, |_| ())
            .done()
    };
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("renda.db");
    // Blanks and marks do not count; two articles about one region share freely.
    let spaced =
        Draft::new("三", "141125", "2024-01-01", "代表 走到哪里 作用 就发挥到哪里！此外别无其他").done();
    let again = Draft::new("四", "141125", "2024-01-01", "此外别无其他，只此一处有这样的十个字。").done();
    let more = Draft::new("五", "141125", "2024-02-01", "只此一处有这样的十个字，还是同一个县。").done();
    sample::write(&dir, &[text("141123", "甲"), text("141124", "乙"), spaced, again, more]);
    let reader = Reader::open(&dir).unwrap();
    let answer = wording::wording(&reader, 10, "zh").unwrap();
    let told: Vec<(&str, usize, usize)> = answer
        .passages
        .iter()
        .map(|passage| (passage.letters.as_str(), passage.regions, passage.proves.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("代表走到哪里作用就发挥到哪里", 3, 0),
            ("全面推行民生实事项目票决制改革", 2, 1),
            ("说代表走到哪里作用就发挥到哪里", 2, 0)
        ]
    );
    for place in answer.passages.iter().flat_map(|passage| &passage.places) {
        assert_eq!(place.quote.quote.chars().count(), place.quote.end - place.quote.start);
    }
}

/// The groups of a partition as sets, so that two partitions compare whatever their numbers.
fn sizes(answer: &community::Communities) -> Vec<usize> {
    answer.communities.iter().map(|community| community.regions.len()).collect()
}

#[test]
fn planted_communities_are_recovered_among_2000_regions_and_300_mechanisms() {
    const PLANTED: usize = 8;
    let graph = generated::graph(2000, 300, PLANTED, (35, 5));
    let start = std::time::Instant::now();
    let footprints = Footprints::new(&graph, Measure::Chosen);
    eprintln!("footprints: {:.1} s", start.elapsed().as_secs_f64());
    let answer = community::of_footprints(&footprints, Some(1));
    let seconds = start.elapsed().as_secs_f64();
    // Region i was planted in community i mod 8.
    let planted = |code: &str| footprints.place(code).unwrap() % PLANTED;
    let mut right = 0;
    for community in &answer.communities {
        let mut of = [0_usize; PLANTED];
        for region in &community.regions {
            of[planted(&region.code)] += 1;
        }
        right += of.iter().max().unwrap();
    }
    eprintln!(
        "{} facts, {:.1} s, modularity {}, sizes {:?}, {right} of 2000 in the community planted",
        graph.edge_count(),
        seconds,
        answer.modularity,
        sizes(&answer)
    );
    assert_eq!(footprints.regions.len(), 2000, "each region practises something");
    assert_eq!(answer.communities.len(), PLANTED);
    assert!(right >= 1960, "{right} of 2000");
    assert_eq!(answer, community::of_footprints(&footprints, Some(1)), "the same each time");
}

#[test]
fn the_store_answers_as_the_graph_it_holds() {
    let graph = generated::graph(60, 40, 4, (30, 5));
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("generated.db");
    sample::write(&dir, &generated::records(&graph));
    let reader = Reader::open(&dir).unwrap();
    let from_store = community::communities(&reader, &Scope::default(), Measure::Chosen, "zh").unwrap();
    let from_graph =
        community::of_footprints(&Footprints::new(&graph, Measure::Chosen), Some(reader.generation()));
    assert_eq!(sizes(&from_store), sizes(&from_graph));
    assert_eq!(from_store.modularity.to_bits(), from_graph.modularity.to_bits());
    let answer = central::central(&reader, &Scope::default(), Measure::Chosen, 5, "zh").unwrap();
    for place in &answer.mechanisms {
        let facts = graph.edge_weights().filter(|fact| fact.mechanism == place.iri && fact.is_done()).count();
        assert_eq!((place.regions, place.facts.len()), (facts, facts));
    }
}

#[test]
fn centrality_agrees_with_its_definition() {
    // A path of five. The shares of shortest ways are counted by hand.
    let ties = [vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]];
    let want = [0.0, 3.0 / 6.0, 4.0 / 6.0, 3.0 / 6.0, 0.0];
    for (got, want) in central::betweenness(&ties).iter().zip(want) {
        assert!((got - want).abs() < 1e-12, "{got} for {want}");
    }
    // The ranks solve a = 0.03 + 0.425 b, b = 0.03 + 0.85 (a + c / 2), c = 0.03 + 0.85 b.
    let b = 0.06825 / 0.2775;
    let want = [0.03 + 0.425 * b, b, 0.03 + 0.85 * b, b, 0.03 + 0.425 * b];
    for (got, want) in central::page_rank(&ties).iter().zip(want) {
        assert!((got - want).abs() < 1e-5, "{got} for {want}");
    }
}
