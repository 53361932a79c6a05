//! The graph of regions × mechanisms, and what can be read from it as a whole.
//!
//! Takes the facts of a [`crate::query::Dataset`]; gives a [`petgraph`] graph whose nodes and edges stand in a stable
//! order, and answers in which each statement names the facts it rests on. Never ranks regions as better or worse:
//! where a store is silent of a practice, that is all that can be said.

mod footprint;
pub mod similar;
pub mod learn;
pub mod community;
pub mod central;
pub mod path;
pub mod spread;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::error::Result;
use crate::query::Dataset;
use crate::query::adopted::{Practice, facts, narrower, practices};
use crate::query::network::{self, DUTY, Unit, Units};
use crate::query::profile::headings;

pub use footprint::{Footprints, Measure};

/// A region or a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A region.
    Region(Unit),
    /// A mechanism.
    Mechanism(Mechanism),
}

/// A mechanism as the ontology describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mechanism {
    /// Its IRI.
    pub iri: String,
    /// Its label.
    pub label: String,
    /// Whether it is a name outside the ontology.
    pub candidate: bool,
    /// Its form: `platform`, `statutory-duty` …; candidates have none.
    pub form: Option<String>,
    /// The function it stands under first: number and name.
    pub function: Option<(u32, String)>,
    /// The mechanisms it is narrower than, at any depth: names by IRI.
    pub broader: BTreeMap<String, String>,
}

impl Mechanism {
    /// The last part of the IRI.
    pub fn slug(&self) -> &str {
        self.iri.rsplit('/').next().unwrap_or(&self.iri)
    }

    /// Whether the law asks it of every congress, so that doing it says nothing of where it came from.
    pub fn is_duty(&self) -> bool {
        self.form.as_deref() == Some(DUTY)
    }
}

impl Node {
    /// What it is called in files: the region's code or the mechanism's slug.
    pub fn id(&self) -> &str {
        match self {
            Self::Region(region) => &region.code,
            Self::Mechanism(mechanism) => mechanism.slug(),
        }
    }

    /// What it is called by people.
    pub fn label(&self) -> &str {
        match self {
            Self::Region(region) => &region.name,
            Self::Mechanism(mechanism) => &mechanism.label,
        }
    }
}

/// Edges go from regions to mechanisms; an edge is the fact that stands between them.
pub type Graph = DiGraph<Node, Practice>;

/// What to leave out.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only this region and those in it.
    pub region: Option<NamedNode>,
    /// Only this mechanism and narrower ones.
    pub mechanism: Option<NamedNode>,
}

/// The graph of facts without their words: regions by code, then mechanisms by IRI.
///
/// # Errors
/// Where the store cannot be read.
pub fn adoptions(reader: &dyn Dataset, scope: &Scope, language: &str) -> Result<Graph> {
    let (mechanisms, within) = terms(reader, scope)?;
    build(reader, facts(reader, &mechanisms, &[], &within, language)?, language)
}

/// Like [`adoptions`], each fact with the words it rests on, the most telling first.
///
/// # Errors
/// Where the store cannot be read.
pub fn quoted(reader: &dyn Dataset, scope: &Scope, language: &str) -> Result<Graph> {
    let (mechanisms, within) = terms(reader, scope)?;
    build(reader, practices(reader, &mechanisms, &[], &within, language)?, language)
}

fn terms(reader: &dyn Dataset, scope: &Scope) -> Result<(Vec<Term>, Vec<Term>)> {
    let mut mechanisms: Vec<Term> = Vec::new();
    if let Some(concept) = &scope.mechanism {
        mechanisms.push(concept.clone().into());
        mechanisms.extend(narrower(reader, concept)?.into_iter().map(Term::from));
    }
    Ok((mechanisms, scope.region.iter().cloned().map(Term::from).collect()))
}

fn build(reader: &dyn Dataset, facts: Vec<Practice>, language: &str) -> Result<Graph> {
    let units = Units::read(reader)?;
    let mut concepts = network::concepts(reader, language)?;
    let labels: BTreeMap<&str, &str> =
        facts.iter().map(|f| (f.mechanism.as_str(), f.label.as_str())).collect();
    let mut under = headings(reader, &labels.keys().copied().collect(), language)?;

    let mut graph = DiGraph::new();
    let mut index: BTreeMap<String, NodeIndex> = BTreeMap::new();
    let codes: BTreeSet<&str> = facts.iter().map(|f| f.code.as_str()).collect();
    for code in codes {
        index.insert(code.to_owned(), graph.add_node(Node::Region(units.named(code))));
    }
    for (iri, label) in labels {
        let concept = concepts.remove(iri).unwrap_or_default();
        let first = under.remove(iri).and_then(|places| places.into_iter().next());
        let slug = iri.rsplit('/').next().and_then(crate::model::Slug::new);
        let mechanism = Mechanism {
            iri: iri.to_owned(),
            label: label.to_owned(),
            candidate: slug.is_some_and(|slug| slug.is_candidate()),
            form: concept.form,
            function: first.and_then(|(number, label)| Some((number, label?))),
            broader: concept.broader,
        };
        index.insert(iri.to_owned(), graph.add_node(Node::Mechanism(mechanism)));
    }
    for fact in facts {
        let (from, to) = (index[&fact.code], index[&fact.mechanism]);
        graph.add_edge(from, to, fact);
    }
    Ok(graph)
}

/// The same facts with their words, by their IRIs.
fn words(reader: &dyn Dataset, of: &[&Practice], language: &str) -> Result<BTreeMap<String, Practice>> {
    if of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let codes: BTreeSet<&str> = of.iter().map(|practice| practice.code.as_str()).collect();
    let region = |code: &str| NamedNode::new_unchecked(format!("{}region/{code}", crate::query::BASE)).into();
    let regions: Vec<Term> = codes.into_iter().map(region).collect();
    let mechanisms: BTreeSet<&str> = of.iter().map(|practice| practice.mechanism.as_str()).collect();
    let mechanisms: Vec<Term> =
        mechanisms.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let all = practices(reader, &mechanisms, &regions, &[], language)?;
    Ok(all.into_iter().map(|practice| (practice.fact.clone(), practice)).collect())
}
