//! Communities: groups of regions that practise more alike than chance would have it.
//!
//! Takes footprints; gives groups with what is typical of each. petgraph has no detection of communities; this is the
//! method of Louvain (Blondel et al. 2008), in which regions are always visited in the order of their codes, so that
//! the same store gives the same groups.

use std::collections::BTreeMap;

use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef as _;
use serde::Serialize;

use super::footprint::ratio;
use super::similar::{Named, rounded};
use super::{Footprints, Measure, Scope, adoptions};
use crate::error::Result;
use crate::query::Dataset;

/// With how many of the regions most like it each region is tied, at least; among many regions with the square root of
/// their number. Of all pairs, most share only what everybody does; of too few, chance decides.
const NEAREST: usize = 12;
/// How many mechanisms are named as typical.
const TYPICAL: usize = 6;

/// Groups of regions, the largest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Communities {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// How much more likeness lies inside the groups than chance would put there: 0 to 1.
    pub modularity: f64,
    /// The groups.
    pub communities: Vec<Community>,
    /// Regions that share nothing with any other.
    pub alone: Vec<Named>,
}

/// A group of regions that practise alike.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Community {
    /// Its regions, by code.
    pub regions: Vec<Named>,
    /// What is typical of it, the most telling first.
    pub typical: Vec<Typical>,
}

/// A mechanism that a group practises more than others do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Typical {
    /// The mechanism's IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// How many regions of the group practise it.
    pub inside: usize,
    /// How many others do.
    pub outside: usize,
    /// The facts of the group that say so.
    pub facts: Vec<String>,
}

/// The communities of a store.
///
/// # Errors
/// Where the store cannot be read.
pub fn communities(
    reader: &dyn Dataset,
    scope: &Scope,
    measure: Measure,
    language: &str,
) -> Result<Communities> {
    let graph = adoptions(reader, scope, language)?;
    Ok(of_footprints(&Footprints::new(&graph, measure), reader.generation()))
}

/// The communities of footprints that were read already.
pub fn of_footprints(footprints: &Footprints, generation: Option<u64>) -> Communities {
    let likeness = likeness(footprints);
    let group = louvain(&likeness);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (region, &group) in group.iter().enumerate() {
        groups.entry(group).or_default().push(region);
    }
    let (alone, mut groups): (Vec<_>, Vec<_>) = groups.into_values().partition(|of| of.len() == 1);
    groups.sort_by_key(|of| (std::cmp::Reverse(of.len()), of.first().copied()));
    let named = |&region: &usize| {
        let unit = &footprints.regions[region];
        Named { code: unit.code.clone(), name: unit.name.clone() }
    };
    Communities {
        generation,
        modularity: rounded(modularity(&adjacency(&likeness), &group)),
        communities: groups
            .iter()
            .map(|of| Community { regions: of.iter().map(named).collect(), typical: typical(footprints, of) })
            .collect(),
        alone: alone.iter().flatten().map(named).collect(),
    }
}

/// Each region tied to those most like it.
fn likeness(footprints: &Footprints) -> UnGraph<(), f64> {
    let mut graph = UnGraph::default();
    for _ in &footprints.regions {
        graph.add_node(());
    }
    let nearest = footprints.regions.len().isqrt().max(NEAREST);
    for region in 0..footprints.regions.len() {
        for (other, similarity) in footprints.nearest(region, nearest) {
            // Of two that are each among the nearest of the other, one tie is enough.
            graph.update_edge(
                NodeIndex::new(region.min(other)),
                NodeIndex::new(region.max(other)),
                similarity,
            );
        }
    }
    graph
}

/// What a group practises more often than the others, by how much more.
fn typical(footprints: &Footprints, of: &[usize]) -> Vec<Typical> {
    let mut inside: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    for &region in of {
        for (&mechanism, fact) in &footprints.of[region] {
            inside.entry(mechanism).or_default().push(fact);
        }
    }
    let others = footprints.regions.len() - of.len();
    let mut scored: Vec<(f64, usize, Vec<&String>)> = inside
        .into_iter()
        .filter(|(_, facts)| facts.len() > 1)
        .map(|(mechanism, facts)| {
            let outside = footprints.mechanisms[mechanism].regions - facts.len();
            let share = ratio(facts.len(), of.len()) - ratio(outside, others.max(1));
            (share, mechanism, facts)
        })
        .filter(|(share, ..)| *share > 0.0)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(TYPICAL);
    let described = scored.into_iter().map(|(_, mechanism, facts)| {
        let counted = &footprints.mechanisms[mechanism];
        Typical {
            iri: counted.iri.clone(),
            label: counted.label.clone(),
            inside: facts.len(),
            outside: counted.regions - facts.len(),
            facts: facts.into_iter().cloned().collect(),
        }
    });
    described.collect()
}

/// Weights between things by their places; a thing's weight to itself stands twice, as it is met from both sides.
type Adjacency = Vec<BTreeMap<usize, f64>>;

fn adjacency(graph: &UnGraph<(), f64>) -> Adjacency {
    let mut adjacency = vec![BTreeMap::new(); graph.node_count()];
    for edge in graph.edge_references() {
        let (a, b) = (edge.source().index(), edge.target().index());
        *adjacency[a].entry(b).or_default() += edge.weight();
        *adjacency[b].entry(a).or_default() += edge.weight();
    }
    adjacency
}

/// The group of each node, groups numbered in the order of their first nodes.
///
/// ```
/// use petgraph::graph::UnGraph;
/// use renda::graph::community::louvain;
/// let graph = UnGraph::<(), f64>::from_edges([(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (3, 4, 1.0), (2, 3, 0.1)]);
/// assert_eq!(louvain(&graph), [0, 0, 0, 1, 1]);
/// ```
pub fn louvain(graph: &UnGraph<(), f64>) -> Vec<usize> {
    let mut level = adjacency(graph);
    let mut group: Vec<usize> = (0..graph.node_count()).collect();
    while let Some(settled) = settle(&level) {
        let settled = numbered(&settled);
        for place in &mut group {
            *place = settled[*place];
        }
        level = merged(&level, &settled);
    }
    numbered(&group)
}

/// Moves each thing to the neighbouring group where it gains most, until nothing moves; `None` if nothing ever did.
fn settle(level: &Adjacency) -> Option<Vec<usize>> {
    let degree: Vec<f64> = level.iter().map(|row| row.values().sum()).collect();
    let all: f64 = degree.iter().sum();
    let mut group: Vec<usize> = (0..level.len()).collect();
    let mut total = degree.clone();
    let mut ever = false;
    // What ties the thing at hand to each group; back at nothing after each.
    let mut ties = vec![0.0; level.len()];
    loop {
        let mut moved = false;
        for (at, row) in level.iter().enumerate() {
            let own = group[at];
            total[own] -= degree[at];
            let mut near = vec![own];
            for (other, weight) in row.iter().filter(|(other, _)| **other != at) {
                let group = group[*other];
                if ties[group] == 0.0 && group != own {
                    near.push(group);
                }
                ties[group] += weight;
            }
            // Of groups with the same gain the one with the lowest number.
            near.sort_unstable();
            let gain = |group: usize| ties[group] - total[group] * degree[at] / all;
            let (mut best, mut most) = (own, gain(own));
            for &other in &near {
                // A margin, so that rounding never moves a thing to and fro.
                if gain(other) > most + 1e-12 {
                    (best, most) = (other, gain(other));
                }
            }
            for group in near {
                ties[group] = 0.0;
            }
            total[best] += degree[at];
            group[at] = best;
            moved |= best != own;
        }
        if !moved {
            return ever.then_some(group);
        }
        ever = true;
    }
}

/// Groups numbered from 0 in the order of their first members.
fn numbered(group: &[usize]) -> Vec<usize> {
    let mut number = BTreeMap::new();
    let numbered = group.iter().map(|group| {
        let next = number.len();
        *number.entry(*group).or_insert(next)
    });
    numbered.collect()
}

/// Groups as things of their own.
fn merged(level: &Adjacency, group: &[usize]) -> Adjacency {
    let groups = group.iter().max().map_or(0, |last| last + 1);
    let mut merged = vec![BTreeMap::new(); groups];
    for (at, row) in level.iter().enumerate() {
        for (&other, weight) in row {
            *merged[group[at]].entry(group[other]).or_default() += weight;
        }
    }
    merged
}

/// How much more weight lies inside groups than if ties were drawn by chance.
fn modularity(level: &Adjacency, group: &[usize]) -> f64 {
    let all: f64 = level.iter().flat_map(BTreeMap::values).sum();
    if all <= 0.0 {
        return 0.0;
    }
    let merged = merged(level, group);
    let share = |(at, row): (usize, &BTreeMap<usize, f64>)| {
        let inside = row.get(&at).copied().unwrap_or_default() / all;
        let total: f64 = row.values().sum::<f64>() / all;
        inside - total * total
    };
    merged.iter().enumerate().map(share).sum()
}
