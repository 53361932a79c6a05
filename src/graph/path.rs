//! How two things are connected: over what regions both practise, over the units they lie in, over visits and
//! co-operation.
//!
//! Takes the facts and ties; gives a few chains that share no stop, the nearest first, each link with its words. A rare
//! mechanism is a nearer link than one that everybody practises. Names outside the ontology link nobody.

use std::collections::BTreeMap;

use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use petgraph::stable_graph::StableUnGraph;
use petgraph::visit::EdgeRef as _;
use serde::Serialize;

use super::footprint::ratio;
use super::{Graph, Node, Scope, adoptions, words};
use crate::error::Result;
use crate::query::Dataset;
use crate::query::Found;
use crate::query::adopted::{Practice, Quote};
use crate::query::network::Units;
use crate::query::tie::{Tie, TieKind, ties};

/// The ways from one thing to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// From what.
    pub from: Stop,
    /// To what.
    pub to: Stop,
    /// The ways, the nearest first.
    pub ways: Vec<Vec<Step>>,
}

/// A region or a mechanism on the way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stop {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
}

/// A link of a way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// From where.
    pub from: Stop,
    /// To where.
    pub to: Stop,
    /// What links them: a stage, `within`, `learning`, `together`.
    pub link: String,
    /// The IRI of the fact or claim; `None` for what the code table says.
    pub fact: Option<String>,
    /// The words.
    pub quote: Option<Quote>,
}

/// What links two stops.
#[derive(Debug, Clone)]
enum Link {
    Fact(Box<Practice>),
    Within,
    Tie(Box<Tie>),
}

/// A duty or a unit above links, but tells little.
const FAR: f64 = 2.5;

/// At most `limit` ways between two regions or mechanisms.
///
/// # Errors
/// Where the store cannot be read.
pub fn connection(
    reader: &dyn Dataset,
    ends: [&Found; 2],
    limit: usize,
    language: &str,
) -> Result<Connection> {
    let mut net = Net::read(reader, ends, language)?;
    let [start, end] = ends.map(|found| net.stop(found.iri.as_str(), &found.label));
    let mut ways = Vec::new();
    while ways.len() < limit {
        let Some(way) = net.nearest(start, end) else { break };
        net.close(&way);
        ways.push(way);
    }
    let mut facts = Vec::new();
    for (_, edge) in ways.iter().flatten() {
        if let Link::Fact(practice) = &net.links[edge] {
            facts.push(practice.as_ref());
        }
    }
    let told = words(reader, &facts, language)?;
    let describe = |way: &Vec<(NodeIndex, EdgeIndex)>| {
        let mut at = start;
        let mut steps = Vec::new();
        for (next, edge) in way {
            steps.push(step(&net.stops[at.index()], &net.stops[next.index()], &net.links[edge], &told));
            at = *next;
        }
        steps
    };
    Ok(Connection {
        generation: reader.generation(),
        ways: ways.iter().map(describe).collect(),
        from: net.stops[start.index()].clone(),
        to: net.stops[end.index()].clone(),
    })
}

fn step(from: &Stop, to: &Stop, link: &Link, told: &BTreeMap<String, Practice>) -> Step {
    let (word, fact, quote) = match link {
        Link::Fact(practice) => {
            let quote = told.get(&practice.fact).and_then(|p| p.claims.first().cloned());
            (practice.status.clone(), Some(practice.fact.clone()), quote)
        }
        Link::Within => ("within".to_owned(), None, None),
        Link::Tie(tie) => {
            (tie.kind.as_str().to_owned(), Some(tie.quote.iri.clone()), Some(tie.quote.clone()))
        }
    };
    Step { from: from.clone(), to: to.clone(), link: word, fact, quote }
}

/// All that links, in a graph whose edges are how far they lead.
struct Net {
    graph: StableUnGraph<(), f64>,
    stops: Vec<Stop>,
    place: BTreeMap<String, NodeIndex>,
    links: BTreeMap<EdgeIndex, Link>,
}

impl Net {
    fn read(reader: &dyn Dataset, ends: [&Found; 2], language: &str) -> Result<Self> {
        let graph = adoptions(reader, &Scope::default(), language)?;
        let units = Units::read(reader)?;
        let mut net = Self {
            graph: UnGraph::<(), f64>::default().into(),
            stops: Vec::new(),
            place: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        for end in ends {
            net.stop(end.iri.as_str(), &end.label);
        }
        net.practise(&graph, &units, ends.map(|found| found.iri.as_str()));
        net.tie(ties(reader, language)?, &units);
        net.contain(&units);
        Ok(net)
    }

    /// Links regions with what they practise or plan.
    fn practise(&mut self, graph: &Graph, units: &Units, ends: [&str; 2]) {
        for edge in graph.edge_references() {
            let (Node::Region(region), Node::Mechanism(mechanism)) =
                (&graph[edge.source()], &graph[edge.target()])
            else {
                continue;
            };
            // One name in two regions may mean two things.
            if mechanism.candidate && !ends.contains(&mechanism.iri.as_str()) {
                continue;
            }
            let users = graph.edges_directed(edge.target(), petgraph::Direction::Incoming).count();
            let far = 1.0 + ratio(users, 1).ln() / 5.0 + if mechanism.is_duty() { FAR } else { 0.0 };
            let a = self.region(&region.code, units);
            let b = self.stop(&mechanism.iri, &mechanism.label);
            self.link(a, b, far, Link::Fact(Box::new(edge.weight().clone())));
        }
    }

    /// Links regions by visits and co-operation.
    fn tie(&mut self, ties: Vec<Tie>, units: &Units) {
        for tie in ties {
            let Some(other) = &tie.other_code else { continue };
            let [a, b] = [&tie.code, other].map(|code| self.region(code, units));
            let far = if tie.kind == TieKind::Together { 0.5 } else { 1.0 };
            self.link(a, b, far, Link::Tie(Box::new(tie)));
        }
    }

    /// Links every region that is a stop, and the ends, with the units above.
    fn contain(&mut self, units: &Units) {
        let regions: Vec<String> =
            self.place.keys().filter_map(|iri| Some(iri.split_once("/region/")?.1.to_owned())).collect();
        for code in regions {
            let mut below = self.region(&code, units);
            for unit in units.above(&code) {
                let above = self.region(&unit.code, units);
                if self.graph.find_edge(below, above).is_none() {
                    self.link(below, above, FAR, Link::Within);
                }
                below = above;
            }
        }
    }

    fn region(&mut self, code: &str, units: &Units) -> NodeIndex {
        let name = units.named(code).name;
        self.stop(&format!("{}region/{code}", crate::query::BASE), &name)
    }

    fn stop(&mut self, iri: &str, label: &str) -> NodeIndex {
        if let Some(&at) = self.place.get(iri) {
            return at;
        }
        let at = self.graph.add_node(());
        self.stops.push(Stop { iri: iri.to_owned(), label: label.to_owned() });
        self.place.insert(iri.to_owned(), at);
        at
    }

    fn link(&mut self, a: NodeIndex, b: NodeIndex, far: f64, link: Link) {
        let edge = self.graph.add_edge(a, b, far);
        self.links.insert(edge, link);
    }

    /// The nearest way as stops, each with the link that leads to it.
    fn nearest(&self, start: NodeIndex, end: NodeIndex) -> Option<Vec<(NodeIndex, EdgeIndex)>> {
        let (_, stops) =
            petgraph::algo::astar(&self.graph, start, |at| at == end, |edge| *edge.weight(), |_| 0.0)?;
        let mut way = Vec::new();
        for pair in stops.windows(2) {
            let nearest = self
                .graph
                .edges_connecting(pair[0], pair[1])
                .min_by(|a, b| a.weight().total_cmp(b.weight()).then(a.id().cmp(&b.id())))?;
            way.push((pair[1], nearest.id()));
        }
        (!way.is_empty()).then_some(way)
    }

    /// Takes the stops of a way out, so that the next shares none; of a direct link only the link.
    fn close(&mut self, way: &[(NodeIndex, EdgeIndex)]) {
        match way {
            [(_, only)] => {
                self.graph.remove_edge(*only);
            }
            [inner @ .., _] => {
                for (stop, _) in inner {
                    self.graph.remove_node(*stop);
                }
            }
            [] => {}
        }
    }
}
