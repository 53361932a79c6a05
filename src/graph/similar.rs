//! Which regions practise alike: a weighted Jaccard index in which rare mechanisms count more.

use oxigraph::model::NamedNode;
use serde::Serialize;

use super::{Footprints, Graph, Measure, Scope, adoptions};
use crate::error::Result;
use crate::query::Dataset;
use crate::query::Found;
use crate::query::network::Units;

/// Who may be named as similar.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Only regions in this one.
    pub within: Option<NamedNode>,
    /// Only regions of the same level.
    pub same_level: bool,
    /// At most so many.
    pub limit: usize,
    /// What counts.
    pub measure: Measure,
    /// The language of labels.
    pub language: &'static str,
}

/// Regions that practise alike, the most alike first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Similar {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The region asked for.
    pub region: Named,
    /// How many practices of it count.
    pub practices: usize,
    /// The others.
    pub peers: Vec<Peer>,
}

/// A region by code and name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// A region that shares something with the one asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Peer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How high it stands.
    pub level: Option<String>,
    /// How alike, 0 to 1.
    pub similarity: f64,
    /// How many practices of it count.
    pub practices: usize,
    /// What both practise, the rarest first.
    pub shared: Vec<Shared>,
}

/// What two regions both practise.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shared {
    /// The mechanism's IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// How many regions of the store practise it.
    pub regions: usize,
    /// The facts that say so: the region's and the peer's.
    pub facts: [String; 2],
}

/// The regions most like one.
///
/// # Errors
/// Where the store cannot be read.
pub fn similar(reader: &dyn Dataset, region: &Found, question: &Question) -> Result<Similar> {
    let graph = adoptions(reader, &Scope::default(), question.language)?;
    let units = Units::read(reader)?;
    Ok(of_graph(&graph, &units, region, question, reader.generation()))
}

/// Like [`similar`], of a graph that was read already.
pub(super) fn of_graph(
    graph: &Graph,
    units: &Units,
    region: &Found,
    question: &Question,
    generation: Option<u64>,
) -> Similar {
    let code = region.iri.as_str().rsplit('/').next().unwrap_or_default();
    let footprints = Footprints::new(graph, question.measure);
    let own = footprints.place(code);
    let peers = own.map(|own| peers(&footprints, units, own, question)).unwrap_or_default();
    Similar {
        generation,
        region: Named { code: code.to_owned(), name: region.label.clone() },
        practices: own.map_or(0, |own| footprints.of[own].len()),
        peers,
    }
}

fn peers(footprints: &Footprints, units: &Units, own: usize, question: &Question) -> Vec<Peer> {
    let within = question.within.as_ref().and_then(|iri| iri.as_str().rsplit('/').next());
    let mine = &footprints.regions[own];
    let mut found: Vec<(f64, usize)> = (0..footprints.regions.len())
        .filter(|&other| other != own)
        .filter(|&other| {
            let unit = &footprints.regions[other];
            (!question.same_level || unit.level == mine.level)
                && within.is_none_or(|within| units.is_within(&unit.code, within))
        })
        .map(|other| (footprints.similarity(own, other), other))
        .filter(|(similarity, _)| *similarity > 0.0)
        .collect();
    // Regions stand by code, so that the place decides between equals.
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(question.limit);
    let described = found.into_iter().map(|(similarity, other)| {
        let mut shared = footprints.shared(own, other);
        shared.sort_by_key(|&mechanism| (footprints.mechanisms[mechanism].regions, mechanism));
        let unit = &footprints.regions[other];
        Peer {
            code: unit.code.clone(),
            name: unit.name.clone(),
            level: unit.level.clone(),
            similarity: rounded(similarity),
            practices: footprints.of[other].len(),
            shared: shared
                .into_iter()
                .map(|mechanism| Shared {
                    iri: footprints.mechanisms[mechanism].iri.clone(),
                    label: footprints.mechanisms[mechanism].label.clone(),
                    regions: footprints.mechanisms[mechanism].regions,
                    facts: [own, other].map(|region| footprints.of[region][&mechanism].clone()),
                })
                .collect(),
        }
    });
    described.collect()
}

/// Four digits: more would say more than the facts do.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}
