//! A corpus made by a rule, as large as asked: real regions and mechanisms, made-up practice with planted communities; and
//! files of our own articles with other regions and numbers.

use std::fs;
use std::path::Path;

use petgraph::graph::DiGraph;
use renda::graph::{Graph, Mechanism, Node};
use renda::model::{Coverage, Record, Since, SinceKind, Status, Tier};
use renda::query::adopted::{Practice, Quote};
use renda::query::network::Unit;
use renda::resource::Lexicon;

use crate::sample::Draft;
use crate::support;

/// A generator of numbers that is the same everywhere (`SplitMix64`).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }
}

/// Writes so many files into folders of a thousand: our own articles, each with counties and cities of its own and other
/// numbers in the text.
pub(crate) fn articles(folder: &Path, files: usize) {
    let mut texts: Vec<_> = fs::read_dir(support::root().join("data/articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    texts.sort();
    let texts: Vec<String> = texts.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let lexicon = Lexicon::load().unwrap();
    let of = |length: usize| -> Vec<&str> {
        let units = lexicon
            .regions
            .iter()
            .filter(|r| !r.zone && r.code.as_str().trim_end_matches('0').len() == length);
        units.map(|region| region.name.as_str()).filter(|name| name.chars().count() > 2).collect()
    };
    let levels = [of(6), of(4)];
    let named: Vec<Vec<Vec<&str>>> = texts
        .iter()
        .map(|text| {
            levels
                .iter()
                .map(|all| all.iter().copied().filter(|name| text.contains(name)).collect())
                .collect()
        })
        .collect();
    let mut chance = Chance::new(6);
    let mut pick = |end: usize| usize::try_from(chance.below(end as u64)).unwrap();
    for n in 0..files {
        let mut text = texts[n % texts.len()].clone();
        for (level, names) in levels.iter().zip(&named[n % texts.len()]) {
            for name in names {
                text = text.replace(name, level[pick(level.len())]);
            }
        }
        // Small numbers only: years and dates stay.
        let text: String = text
            .split_inclusive('个')
            .map(|part| match part.strip_suffix("个").and_then(|head| Some((head, head.chars().last()?))) {
                Some((head, last)) if last.is_ascii_digit() => {
                    format!("{}{}个", &head[..head.len() - 1], pick(9) + 1)
                }
                _ => part.to_owned(),
            })
            .collect();
        let folder = folder.join(format!("{:03}", n / 1000));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{n:06}.txt")), text).unwrap();
    }
}

/// A graph in which the region at place i belongs to community i mod `communities`. Each community has its own share of
/// the mechanisms, of which a region practises about `inside` in a hundred, and of all others `outside` in a hundred.
pub(crate) fn graph(
    regions: usize,
    mechanisms: usize,
    communities: usize,
    (inside, outside): (u64, u64),
) -> Graph {
    let lexicon = Lexicon::load().unwrap();
    let mut chance = Chance::new(20_240_108);
    let mut graph = DiGraph::new();
    let counties = lexicon
        .regions
        .iter()
        .filter(|r| r.code.as_str().len() == 6 && !r.zone && r.code.as_str()[4..] != *"00");
    let units: Vec<_> = counties
        .take(regions)
        .map(|region| {
            let unit = Unit {
                code: region.code.as_str().to_owned(),
                name: region.name.clone(),
                level: Some("county".to_owned()),
                parent: region.parent.as_ref().map(|code| code.as_str().to_owned()),
            };
            graph.add_node(Node::Region(unit))
        })
        .collect();
    assert_eq!(units.len(), regions, "there are not so many regions");
    let concepts: Vec<_> = (0..mechanisms)
        .map(|n| {
            let number = u32::try_from(n * 10 / mechanisms).unwrap() + 1;
            let concept = Mechanism {
                iri: format!("https://w3id.org/renda/mechanism/made-up-{n:04}"),
                label: format!("第{n}项机制：代表联系群众“{n}”"),
                function: Some((number, format!("第{number}项职能"))),
                form: Some("procedure".to_owned()),
                ..Mechanism::default()
            };
            graph.add_node(Node::Mechanism(concept))
        })
        .collect();
    for (i, &region) in units.iter().enumerate() {
        for (m, &mechanism) in concepts.iter().enumerate() {
            let share = if m % communities == i % communities { inside } else { outside };
            if chance.below(100) < share {
                let status = ["adopted", "adopted", "adopted", "piloted", "planned"]
                    [usize::try_from(chance.below(5)).unwrap()];
                let (code, slug) = (graph[region].id().to_owned(), graph[mechanism].id().to_owned());
                let fact = Practice {
                    fact: format!("https://w3id.org/renda/adoption/{code}/{slug}"),
                    code,
                    mechanism: format!("https://w3id.org/renda/mechanism/{slug}"),
                    status: status.to_owned(),
                    coverage: (chance.below(4) == 0).then(|| "full".to_owned()),
                    since: (chance.below(3) == 0).then(|| format!("20{:02}", 10 + chance.below(15))),
                    claims: Vec::<Quote>::new(),
                    ..Practice::default()
                };
                graph.add_edge(region, mechanism, fact);
            }
        }
    }
    graph
}

/// The same as a corpus: an article a region, a claim a fact.
pub(crate) fn records(graph: &Graph) -> Vec<Record> {
    let regions = graph.node_weights().filter_map(|node| match node {
        Node::Region(region) => Some(region),
        Node::Mechanism(_) => None,
    });
    let of = |region: &Unit| {
        let facts: Vec<&Practice> = graph.edge_weights().filter(|fact| fact.code == region.code).collect();
        let words = |fact: &Practice| format!("本地的{}已有其事", fact.mechanism.rsplit('/').next().unwrap());
        let body: Vec<String> = facts.iter().map(|fact| words(fact)).collect();
        let draft = Draft::new(&format!("{}一年", region.name), &region.code, "2024-01-08", &body.join("。"));
        let told = facts.iter().fold(draft, |draft, fact| {
            let slug = fact.mechanism.rsplit('/').next().unwrap();
            let (code, words) = (fact.code.clone(), words(fact));
            draft.adopts(&code, (slug, slug), fact.status.parse().unwrap(), &words, |_| ())
        });
        told.done()
    };
    regions.map(of).collect()
}

/// A corpus in which so many counties tell of so many mechanisms of the ontology, about half of all pairs, as much as a
/// claim can tell of stage, tier, reach and beginning.
pub(crate) fn matrix(regions: usize, mechanisms: usize) -> Vec<Record> {
    let lexicon = Lexicon::load().unwrap();
    let mut chance = Chance::new(7);
    let counties = lexicon
        .regions
        .iter()
        .filter(|r| r.code.as_str().len() == 6 && !r.zone && r.code.as_str()[4..] != *"00");
    let slugs: Vec<&str> = lexicon.mechanisms.iter().map(|(slug, _)| slug.as_str()).collect();
    // From all functions alike.
    let slugs: Vec<&str> = (0..mechanisms).map(|n| slugs[n * slugs.len() / mechanisms]).collect();
    let mut records = Vec::new();
    for region in counties.take(regions) {
        let told: Vec<&str> = slugs.iter().copied().filter(|_| chance.below(2) == 0).collect();
        let words = |slug: &str| format!("本地的{slug}已有其事");
        let body: Vec<String> = told.iter().map(|slug| words(slug)).collect();
        let code = region.code.as_str();
        let draft = Draft::new(&format!("{}一年", region.name), code, "2024-01-08", &body.join("。"));
        let draft = told.iter().fold(draft, |draft, slug| {
            let status = [Status::Adopted, Status::Adopted, Status::Piloted, Status::Planned]
                [usize::try_from(chance.below(4)).unwrap()];
            draft.adopts(code, (slug, slug), status, &words(slug), |claim| {
                claim.tier = (chance.below(2) == 0).then_some(Tier::County);
                claim.coverage = (chance.below(4) == 0).then_some(Coverage::Full);
                claim.since = (chance.below(3) == 0 && status != Status::Planned).then(|| Since {
                    date: format!("20{:02}", 10 + chance.below(15)).parse().unwrap(),
                    kind: SinceKind::Start,
                });
            })
        });
        records.push(draft.done());
    }
    assert_eq!(records.len(), regions, "there are not so many regions");
    records
}
