//! What a store elsewhere says that it holds.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, Term};

use super::Endpoint;
use super::part::hash;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{BASE, bind, select};
use crate::rdf;
use crate::vocab::{rd, xsd};

/// A graph as a store elsewhere holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// The hash that was written last, where the graph was written whole.
    pub(super) sha256: Option<String>,
    /// How many triples there are, the one that tells the hash included.
    pub(super) triples: usize,
}

/// Where the names of our graphs begin, and what follows is in hexadecimal digits.
const FOLDERS: [&str; 2] = ["article/", "shared/"];

/// No name begins with more than this, and the four digits after it.
const DEEPEST: usize = BASE.len() + FOLDERS[0].len() + 4;

const HASHES: &str = "SELECT ?graph ?told WHERE {
  VALUES ?begin { UNDEF }
  GRAPH ?graph { ?graph rd:sha256 ?told }
  FILTER(STRSTARTS(STR(?graph), ?begin))
}";

const SIZES: &str = "SELECT ?graph (COUNT(*) AS ?told) WHERE {
  VALUES ?begin { UNDEF }
  GRAPH ?graph { ?subject ?property ?object }
  FILTER(STRSTARTS(STR(?graph), ?begin))
} GROUP BY ?graph";

const TRIPLES: &str = "SELECT ?subject ?property ?object WHERE {
  VALUES ?graph { UNDEF }
  GRAPH ?graph { ?subject ?property ?object }
}";

/// Our graphs, by name.
///
/// # Errors
/// Where the endpoint does not answer.
pub(super) fn held(endpoint: &Endpoint) -> Result<BTreeMap<String, Held>> {
    let mut held: BTreeMap<String, Held> = BTreeMap::new();
    for folder in FOLDERS {
        let begin = format!("{BASE}{folder}");
        for (graph, triples) in told(endpoint, SIZES, &begin)? {
            held.entry(graph).or_default().triples = triples.parse().unwrap_or_default();
        }
        for (graph, sha256) in told(endpoint, HASHES, &begin)? {
            held.entry(graph).or_default().sha256 = Some(sha256);
        }
    }
    Ok(held)
}

/// What is told of each graph whose name begins so. Where the store gives no more than so many rows, it is asked again,
/// for sixteen parts of them.
fn told(endpoint: &Endpoint, sparql: &str, begin: &str) -> Result<Vec<(String, String)>> {
    let asked = bind(sparql, &[("begin", vec![Literal::new_simple_literal(begin).into()])])?;
    match select(endpoint, &asked) {
        Ok(rows) => Ok(rows.iter().map(|row| (row.owned("graph"), row.owned("told"))).collect()),
        Err(error) if error.kind() == ErrorKind::Limit && begin.len() < DEEPEST => {
            let mut all = Vec::new();
            for digit in "0123456789abcdef".chars() {
                all.extend(told(endpoint, sparql, &format!("{begin}{digit}"))?);
            }
            Ok(all)
        }
        Err(error) => Err(error),
    }
}

/// The hash of what a graph really holds, without the triple that tells its hash.
///
/// # Errors
/// Where the endpoint does not answer.
pub(super) fn content(endpoint: &Endpoint, graph: &str) -> Result<String> {
    let name = NamedNode::new(graph)
        .map_err(|cause| Error::new(ErrorKind::Failed, format!("{graph} names no graph")).because(cause))?;
    let rows = select(endpoint, &bind(TRIPLES, &[("graph", vec![name.into()])])?)?;
    let mut triples = BTreeSet::new();
    for row in rows.iter() {
        let (Some(Term::NamedNode(subject)), Some(Term::NamedNode(property)), Some(object)) =
            (row.term("subject"), row.term("property"), row.term("object"))
        else {
            continue; // We write no blank nodes: what has one is not ours, and the hash will say so.
        };
        if property.as_ref() != rd::SHA256 {
            triples.insert(rdf::triple(subject, property, &plain(object)));
        }
    }
    Ok(hash(triples.iter().map(String::as_str)))
}

/// A term as we write it: Virtuoso keeps `true` as `1`, and `1` is the same boolean.
fn plain(term: &Term) -> Term {
    match term {
        Term::Literal(literal) if literal.datatype() == xsd::BOOLEAN => {
            Literal::from(matches!(literal.value(), "1" | "true")).into()
        }
        term => term.clone(),
    }
}
