//! What each region practises, as a set that can be compared with others.
//!
//! Takes the [`Graph`]; gives one [`Footprints`]. Who practises a narrower mechanism practises the broader ones too.
//! Never counts what is only planned or was given up, names outside the ontology (two regions may mean two things by
//! one name), and, unless asked, what the law asks of every congress.

use std::collections::BTreeMap;

use petgraph::visit::EdgeRef as _;

use super::{Graph, Node};
use crate::query::network::Unit;

/// What counts as a practice that two regions may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// What a region could have left undone.
    #[default]
    Chosen,
    /// Statutory duties too.
    WithDuties,
}

/// A mechanism that regions practise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// How many regions practise it.
    pub regions: usize,
}

/// Regions with what they practise.
#[derive(Debug, Clone, Default)]
pub struct Footprints {
    /// Regions that practise something, by code.
    pub regions: Vec<Unit>,
    /// All that one of them practises, by IRI.
    pub mechanisms: Vec<Counted>,
    /// For each region the places of its mechanisms in that list, ascending, each with the IRI of the fact.
    pub of: Vec<BTreeMap<usize, String>>,
    /// For each mechanism how much it counts: `ln(1 + N / n)`, where n of N regions practise it.
    pub weights: Vec<f64>,
    /// For each mechanism the places of its regions, ascending.
    users: Vec<Vec<usize>>,
    /// For each region how much it practises.
    totals: Vec<f64>,
}

impl Footprints {
    /// Reads them from the graph.
    pub fn new(graph: &Graph, measure: Measure) -> Self {
        let mut sets: BTreeMap<&str, (&Unit, BTreeMap<&str, &str>)> = BTreeMap::new();
        let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
        for edge in graph.edge_references() {
            let (Node::Region(region), Node::Mechanism(mechanism)) =
                (&graph[edge.source()], &graph[edge.target()])
            else {
                continue;
            };
            let counts = !mechanism.candidate && (measure == Measure::WithDuties || !mechanism.is_duty());
            if !counts || !edge.weight().is_done() {
                continue;
            }
            let fact = edge.weight().fact.as_str();
            let (_, set) = sets.entry(&region.code).or_insert_with(|| (region, BTreeMap::new()));
            for (broader, label) in &mechanism.broader {
                set.entry(broader).or_insert(fact);
                labels.insert(broader, label);
            }
            labels.insert(&mechanism.iri, &mechanism.label);
            // Its own fact is a better proof than that of something narrower.
            set.insert(&mechanism.iri, fact);
        }
        let mut users: BTreeMap<&str, usize> = BTreeMap::new();
        for iri in sets.values().flat_map(|(_, set)| set.keys()) {
            *users.entry(iri).or_default() += 1;
        }
        let place: BTreeMap<&str, usize> = users.keys().enumerate().map(|(at, iri)| (*iri, at)).collect();
        let all = sets.len();
        let mut footprints = Self {
            mechanisms: users
                .iter()
                .map(|(&iri, &regions)| Counted {
                    iri: iri.to_owned(),
                    label: labels[iri].to_owned(),
                    regions,
                })
                .collect(),
            weights: users.values().map(|&n| (1.0 + ratio(all, n)).ln()).collect(),
            of: sets
                .values()
                .map(|(_, set)| set.iter().map(|(iri, fact)| (place[iri], (*fact).to_owned())).collect())
                .collect(),
            regions: sets.into_values().map(|(region, _)| region.clone()).collect(),
            users: Vec::new(),
            totals: Vec::new(),
        };
        footprints.users = vec![Vec::new(); footprints.mechanisms.len()];
        for (region, set) in footprints.of.iter().enumerate() {
            for &mechanism in set.keys() {
                footprints.users[mechanism].push(region);
            }
        }
        let of = |set: &BTreeMap<usize, String>| set.keys().map(|&m| footprints.weights[m]).sum();
        footprints.totals = footprints.of.iter().map(of).collect();
        footprints
    }

    /// The place of a region.
    pub fn place(&self, code: &str) -> Option<usize> {
        self.regions.binary_search_by(|region| region.code.as_str().cmp(code)).ok()
    }

    /// The places of what two regions both practise, ascending.
    pub fn shared(&self, one: usize, other: usize) -> Vec<usize> {
        self.of[one].keys().copied().filter(|mechanism| self.of[other].contains_key(mechanism)).collect()
    }

    /// The regions most like one, at most `most`, the most alike first; equals by code.
    ///
    /// Goes by the users of what the region practises, so that regions without anything in common cost nothing.
    pub fn nearest(&self, region: usize, most: usize) -> Vec<(usize, f64)> {
        let mut shared = vec![0.0; self.regions.len()];
        for &mechanism in self.of[region].keys() {
            for &user in &self.users[mechanism] {
                shared[user] += self.weights[mechanism];
            }
        }
        shared[region] = 0.0;
        let own = self.totals[region];
        let index = |(other, shared): (usize, &f64)| (other, shared / (own + self.totals[other] - shared));
        let mut near: Vec<(usize, f64)> =
            shared.iter().enumerate().filter(|(_, shared)| **shared > 0.0).map(index).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        near.truncate(most);
        near
    }

    /// The weighted Jaccard index of two regions: what both practise over what either does. 0 to 1.
    pub fn similarity(&self, one: usize, other: usize) -> f64 {
        let shared: f64 = self.shared(one, other).iter().map(|&mechanism| self.weights[mechanism]).sum();
        let either = self.totals[one] + self.totals[other] - shared;
        if either > 0.0 { shared / either } else { 0.0 }
    }
}

/// a / b of counts.
#[expect(clippy::cast_precision_loss, reason = "counts of regions are far below 2^52")]
pub(super) fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}
