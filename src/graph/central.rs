//! Central mechanisms: those that many regions practise, and those that tie together regions which share little else.
//!
//! Takes footprints; gives measures of each mechanism. petgraph's `PageRank` takes time by the square of the nodes and
//! it has no betweenness; both are here, over the graph of regions and mechanisms without direction.

use std::collections::{BTreeSet, VecDeque};

use serde::Serialize;

use super::footprint::ratio;
use super::similar::rounded;
use super::{Footprints, Measure, Scope, adoptions};
use crate::error::Result;
use crate::query::Dataset;
use crate::query::network::Units;

/// Mechanisms, the most central first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Central {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// How many regions practise something that counts.
    pub regions: usize,
    /// The mechanisms.
    pub mechanisms: Vec<Place>,
}

/// How central a mechanism is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// How many regions practise it.
    pub regions: usize,
    /// In how many provinces these lie.
    pub provinces: usize,
    /// Its `PageRank` times the number of nodes: 1 is the average.
    pub rank: f64,
    /// The share of shortest ways between other nodes that lead over it, 0 to 1.
    pub between: f64,
    /// The facts that say so.
    pub facts: Vec<String>,
}

/// How central the mechanisms of a store are.
///
/// # Errors
/// Where the store cannot be read.
pub fn central(
    reader: &dyn Dataset,
    scope: &Scope,
    measure: Measure,
    limit: usize,
    language: &str,
) -> Result<Central> {
    let graph = adoptions(reader, scope, language)?;
    let units = Units::read(reader)?;
    let footprints = Footprints::new(&graph, measure);
    let ties = ties(&footprints);
    let (ranks, between) = (page_rank(&ties), betweenness(&ties));
    let first = footprints.regions.len();
    let mut facts: Vec<Vec<String>> = vec![Vec::new(); footprints.mechanisms.len()];
    let mut provinces: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); footprints.mechanisms.len()];
    for (region, set) in footprints.regions.iter().zip(&footprints.of) {
        let province = units.above(&region.code).last().map_or(region.code.as_str(), |unit| &unit.code);
        for (&mechanism, fact) in set {
            facts[mechanism].push(fact.clone());
            provinces[mechanism].insert(province);
        }
    }
    let mut mechanisms: Vec<Place> = footprints
        .mechanisms
        .iter()
        .zip(facts)
        .enumerate()
        .map(|(at, (counted, facts))| Place {
            iri: counted.iri.clone(),
            label: counted.label.clone(),
            regions: counted.regions,
            provinces: provinces[at].len(),
            rank: rounded(ranks[first + at] * ratio(ties.len(), 1)),
            between: rounded(between[first + at]),
            facts,
        })
        .collect();
    mechanisms.sort_by(|a, b| b.rank.total_cmp(&a.rank).then_with(|| a.iri.cmp(&b.iri)));
    mechanisms.truncate(limit);
    Ok(Central { generation: reader.generation(), regions: first, mechanisms })
}

/// Regions, then mechanisms, each with the places of its neighbours.
fn ties(footprints: &Footprints) -> Vec<Vec<usize>> {
    let regions = footprints.regions.len();
    let mut ties = vec![Vec::new(); regions + footprints.mechanisms.len()];
    for (region, set) in footprints.of.iter().enumerate() {
        for &mechanism in set.keys() {
            ties[region].push(regions + mechanism);
            ties[regions + mechanism].push(region);
        }
    }
    ties
}

/// `PageRank` by repeated steps with the usual damping, until less than a millionth moves.
///
/// ```
/// use renda::graph::central::page_rank;
/// let star = page_rank(&[vec![1, 2, 3], vec![0], vec![0], vec![0]]);
/// assert!(star[0] > star[1] && (star.iter().sum::<f64>() - 1.0).abs() < 1e-9);
/// ```
pub fn page_rank(ties: &[Vec<usize>]) -> Vec<f64> {
    const DAMPING: f64 = 0.85;
    let even = 1.0 / ratio(ties.len().max(1), 1);
    let mut ranks = vec![even; ties.len()];
    for _ in 0..200 {
        let lost: f64 = ranks.iter().zip(ties).filter(|(_, of)| of.is_empty()).map(|(rank, _)| rank).sum();
        let mut next = vec![(1.0 - DAMPING) * even + DAMPING * lost * even; ties.len()];
        for (rank, of) in ranks.iter().zip(ties) {
            for &to in of {
                next[to] += DAMPING * rank / ratio(of.len(), 1);
            }
        }
        let moved: f64 = ranks.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if moved < 1e-6 {
            break;
        }
    }
    ranks
}

/// The share of shortest ways between two other nodes that lead over each (Brandes 2001).
///
/// ```
/// use renda::graph::central::betweenness;
/// assert_eq!(betweenness(&[vec![1], vec![0, 2], vec![1]]), [0.0, 1.0, 0.0]);
/// ```
pub fn betweenness(ties: &[Vec<usize>]) -> Vec<f64> {
    let n = ties.len();
    let mut between = vec![0.0; n];
    let mut ways = vec![0.0_f64; n];
    let mut far = vec![usize::MAX; n];
    let mut share = vec![0.0_f64; n];
    for start in 0..n {
        ways.fill(0.0);
        far.fill(usize::MAX);
        share.fill(0.0);
        (ways[start], far[start]) = (1.0, 0);
        let mut reached = Vec::new();
        let mut open = VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            reached.push(at);
            for &to in &ties[at] {
                if far[to] == usize::MAX {
                    far[to] = far[at] + 1;
                    open.push_back(to);
                }
                if far[to] == far[at] + 1 {
                    ways[to] += ways[at];
                }
            }
        }
        for &at in reached.iter().rev() {
            for &to in &ties[at] {
                if far[to] == far[at] + 1 {
                    share[at] += ways[at] / ways[to] * (1.0 + share[to]);
                }
            }
            if at != start {
                between[at] += share[at];
            }
        }
    }
    // Each pair was counted from both ends.
    let pairs = ratio((n.saturating_sub(1)) * (n.saturating_sub(2)), 1);
    if pairs > 0.0 {
        for share in &mut between {
            *share /= pairs;
        }
    }
    between
}
