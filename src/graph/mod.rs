//! The graph of regions × mechanisms: what pictures and, later, analyses stand on.
//!
//! Takes the facts of a [`crate::store::Reader`]; gives a [`petgraph`] graph whose nodes and edges stand in a stable
//! order. Never reads claims or articles.

use std::collections::BTreeMap;

use oxigraph::model::{NamedNode, Term};
use petgraph::graph::{DiGraph, NodeIndex};

use crate::error::Result;
use crate::query::adopted::{facts, narrower};
use crate::store::Reader;

/// A region or a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A region.
    Region {
        /// Its code.
        code: String,
        /// Its name.
        name: String,
    },
    /// A mechanism.
    Mechanism {
        /// Its IRI.
        iri: String,
        /// Its label.
        label: String,
        /// Whether it is a name outside the ontology.
        candidate: bool,
    },
}

/// That a region practises, tries, plans or gave up a mechanism.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The word of the stage.
    pub status: String,
    /// The word of the coverage.
    pub coverage: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// What to leave out.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Only this region and those in it.
    pub region: Option<NamedNode>,
    /// Only this mechanism and narrower ones.
    pub mechanism: Option<NamedNode>,
}

/// The graph of facts: edges from regions to mechanisms; regions by code, then mechanisms by IRI.
///
/// # Errors
/// Where the store cannot be read.
pub fn adoptions(reader: &Reader, scope: &Scope, language: &str) -> Result<DiGraph<Node, Edge>> {
    let mut mechanisms: Vec<Term> = Vec::new();
    if let Some(concept) = &scope.mechanism {
        mechanisms.push(concept.clone().into());
        mechanisms.extend(narrower(reader, concept)?.into_iter().map(Term::from));
    }
    let within: Vec<Term> = scope.region.iter().cloned().map(Term::from).collect();
    let facts = facts(reader, &mechanisms, &[], &within, language)?;

    let regions: BTreeMap<&str, &str> = facts.iter().map(|f| (f.code.as_str(), f.name.as_str())).collect();
    let labels: BTreeMap<&str, &str> =
        facts.iter().map(|f| (f.mechanism.as_str(), f.label.as_str())).collect();
    let mut graph = DiGraph::new();
    let mut index: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for (code, name) in regions {
        let node = Node::Region { code: code.to_owned(), name: name.to_owned() };
        index.insert(code, graph.add_node(node));
    }
    for (iri, label) in labels {
        let slug = iri.rsplit('/').next().and_then(crate::model::Slug::new);
        let candidate = slug.is_some_and(|slug| slug.is_candidate());
        let node = Node::Mechanism { iri: iri.to_owned(), label: label.to_owned(), candidate };
        index.insert(iri, graph.add_node(node));
    }
    for fact in &facts {
        let edge =
            Edge { status: fact.status.clone(), coverage: fact.coverage.clone(), since: fact.since.clone() };
        graph.add_edge(index[fact.code.as_str()], index[fact.mechanism.as_str()], edge);
    }
    Ok(graph)
}
