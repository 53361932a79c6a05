//! What a region could learn from its peers: what regions like it practise and the store knows nothing of here, each
//! with the best words and the documents to ask for.
//!
//! Takes the facts; gives [`Learning`]. Never says that a region is behind: no evidence is not absence, and what a
//! region above claims for all below may be running here unreported.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;
use petgraph::visit::EdgeRef as _;
use serde::Serialize;

use super::similar::{self, Named, Peer, rounded};
use super::{Graph, Measure, Node, Scope, adoptions, words};
use crate::error::Result;
use crate::model::{Coverage, Status};
use crate::query::Dataset;
use crate::query::Found;
use crate::query::adopted::Practice;
use crate::query::compare::Empty;
use crate::query::network::{Unit, Units};

/// From whom, and how much.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Only from regions in this one.
    pub within: Option<NamedNode>,
    /// From so many peers at most.
    pub peers: usize,
    /// At most so many mechanisms.
    pub limit: usize,
    /// From regions of any level, not only of the region's own.
    pub any_level: bool,
    /// The language of labels.
    pub language: &'static str,
}

/// What could be learned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Learning {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The region asked for.
    pub region: Named,
    /// From whom: those that practise alike, the most alike first, then those beside it that share nothing yet.
    pub peers: Vec<Peer>,
    /// What, that of most and nearest peers first.
    pub mechanisms: Vec<Lesson>,
}

/// A mechanism that peers practise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lesson {
    /// The mechanism's IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// The function it stands under first.
    pub function: Option<String>,
    /// How alike those are who practise it, summed up.
    pub support: f64,
    /// Why nothing stands here for the region itself.
    pub empty: Empty,
    /// Who practises it, the most alike first, each with its words.
    pub practices: Vec<Practice>,
    /// The documents that those name as its basis.
    pub documents: BTreeSet<String>,
}

/// What a region could learn from its peers.
///
/// # Errors
/// Where the store cannot be read.
pub fn learn(reader: &dyn Dataset, region: &Found, question: &Question) -> Result<Learning> {
    let graph = adoptions(reader, &Scope::default(), question.language)?;
    of_graph(reader, &graph, &Units::read(reader)?, region, question)
}

/// Like [`learn`], of a graph that was read already.
///
/// # Errors
/// Where the store cannot be read.
pub fn of_graph(
    reader: &dyn Dataset,
    graph: &Graph,
    units: &Units,
    region: &Found,
    question: &Question,
) -> Result<Learning> {
    let alike = similar::Question {
        within: question.within.clone(),
        same_level: !question.any_level,
        limit: question.peers,
        measure: Measure::Chosen,
        language: question.language,
    };
    let similar = similar::of_graph(graph, units, region, &alike, reader.generation());
    let mut learning = Learning {
        generation: reader.generation(),
        region: similar.region,
        peers: similar.peers,
        mechanisms: Vec::new(),
    };
    for peer in neighbours(graph, units, &learning.region.code) {
        let known = learning.peers.iter().any(|known| known.code == peer.code);
        if !known && learning.peers.len() < question.peers {
            learning.peers.push(peer);
        }
    }
    let own = Own::new(graph, units, &learning.region.code);
    learning.mechanisms = lessons(graph, &own, &learning.peers);
    learning.mechanisms.truncate(question.limit);
    quote(reader, &mut learning, question.language)?;
    Ok(learning)
}

/// The regions of the same level and the same unit above that practise something, by code.
fn neighbours(graph: &Graph, units: &Units, code: &str) -> Vec<Peer> {
    let own = units.named(code);
    let beside = |unit: &&Unit| {
        unit.code != code && unit.level == own.level && own.parent.is_some() && unit.parent == own.parent
    };
    let regions = graph.node_weights().filter_map(|node| match node {
        Node::Region(unit) => Some(unit),
        Node::Mechanism(_) => None,
    });
    let peer = |unit: &Unit| Peer {
        code: unit.code.clone(),
        name: unit.name.clone(),
        level: unit.level.clone(),
        similarity: 0.0,
        practices: graph.edge_weights().filter(|p| p.code == unit.code && p.is_done()).count(),
        shared: Vec::new(),
    };
    regions.filter(beside).map(peer).filter(|peer| peer.practices > 0).collect()
}

/// What the store knows of the region itself and of those above it.
struct Own<'a> {
    /// Mechanisms it practises, and those broader.
    done: BTreeSet<&'a str>,
    /// Mechanisms it plans.
    planned: BTreeSet<&'a str>,
    /// Mechanisms that a region above claims for all below, and those broader.
    covered: BTreeSet<&'a str>,
}

impl<'a> Own<'a> {
    fn new(graph: &'a Graph, units: &Units, code: &str) -> Self {
        let above: BTreeSet<&str> = units.above(code).map(|unit| unit.code.as_str()).collect();
        let mut own = Self { done: BTreeSet::new(), planned: BTreeSet::new(), covered: BTreeSet::new() };
        for edge in graph.edge_references() {
            let Node::Mechanism(mechanism) = &graph[edge.target()] else { continue };
            let practice = edge.weight();
            let full = practice.coverage.as_deref() == Some(Coverage::Full.as_str());
            let set = if practice.code == code && practice.is_done() {
                &mut own.done
            } else if practice.code == code && practice.status == Status::Planned.as_str() {
                &mut own.planned
            } else if above.contains(practice.code.as_str()) && practice.is_done() && full {
                &mut own.covered
            } else {
                continue;
            };
            set.insert(&mechanism.iri);
            set.extend(mechanism.broader.keys().map(String::as_str));
        }
        own
    }

    /// Why nothing stands here, or `None` where it is practised.
    fn empty(&self, mechanism: &str) -> Option<Empty> {
        if self.done.contains(mechanism) {
            None
        } else if self.planned.contains(mechanism) {
            Some(Empty::OnlyPlanned)
        } else if self.covered.contains(mechanism) {
            Some(Empty::CoveredBySuperior)
        } else {
            Some(Empty::NothingFound)
        }
    }
}

/// What the peers practise and the region is not known to, without words.
fn lessons(graph: &Graph, own: &Own<'_>, peers: &[Peer]) -> Vec<Lesson> {
    let rank: BTreeMap<&str, usize> = peers.iter().enumerate().map(|(at, p)| (p.code.as_str(), at)).collect();
    let mut lessons: BTreeMap<&str, (Vec<usize>, Lesson)> = BTreeMap::new();
    for edge in graph.edge_references() {
        let (Node::Mechanism(mechanism), practice) = (&graph[edge.target()], edge.weight()) else { continue };
        let Some(&peer) = rank.get(practice.code.as_str()) else { continue };
        if mechanism.candidate || mechanism.is_duty() || !practice.is_done() {
            continue;
        }
        let Some(empty) = own.empty(&mechanism.iri) else { continue };
        let (ranks, lesson) = lessons.entry(&mechanism.iri).or_insert_with(|| {
            let lesson = Lesson {
                iri: mechanism.iri.clone(),
                label: mechanism.label.clone(),
                function: mechanism.function.as_ref().map(|(_, label)| label.clone()),
                support: 0.0,
                empty,
                practices: Vec::new(),
                documents: BTreeSet::new(),
            };
            (Vec::new(), lesson)
        });
        ranks.push(peer);
        lesson.practices.push(practice.clone());
    }
    let mut lessons: Vec<Lesson> = lessons
        .into_values()
        .map(|(mut ranks, mut lesson)| {
            ranks.sort_unstable();
            lesson.support = rounded(ranks.iter().map(|&at| peers[at].similarity).sum());
            lesson.practices.sort_by_key(|practice| rank[practice.code.as_str()]);
            lesson
        })
        .collect();
    lessons.sort_by(|a, b| {
        b.practices
            .len()
            .cmp(&a.practices.len())
            .then(b.support.total_cmp(&a.support))
            .then_with(|| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)))
    });
    lessons
}

/// Gives the practices of lessons their words.
fn quote(reader: &dyn Dataset, learning: &mut Learning, language: &str) -> Result<()> {
    let facts: Vec<&Practice> = learning.mechanisms.iter().flat_map(|lesson| &lesson.practices).collect();
    let words = words(reader, &facts, language)?;
    for lesson in &mut learning.mechanisms {
        for practice in &mut lesson.practices {
            if let Some(with_words) = words.get(&practice.fact) {
                *practice = with_words.clone();
            }
        }
        let documents = lesson.practices.iter().flat_map(|p| &p.claims).filter_map(|c| c.document.clone());
        lesson.documents = documents.collect();
    }
    Ok(())
}
