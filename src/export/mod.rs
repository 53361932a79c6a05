//! The graph for other programs: RDF in its syntaxes, networks, tables, pictures.
//!
//! Takes a [`Reader`]; gives bytes that are the same on every run. Never changes a term.

pub mod document;
mod network;
mod xml;
mod canvas;
pub mod picture;
pub mod chart;
mod graphml;
mod gexf;
mod csv;
mod spid;
pub mod workbook;

use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};

use crate::error::{Error, ErrorKind, Result};
use crate::graph::{self, Scope};
use crate::query::{bind, select};
use crate::store::Reader;
use network::Network;

pub use spid::Also;

/// A form of the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// N-Quads: everything, sorted.
    Nq,
    /// `TriG`: everything, by graph.
    Trig,
    /// Turtle: facts, reference data, what articles share.
    Ttl,
    /// N-Triples, of the same.
    Nt,
    /// JSON-LD, of the same.
    Jsonld,
    /// RDF/XML, of the same.
    Rdfxml,
    /// `GraphML`: nodes and edges with typed attributes.
    Graphml,
    /// GEXF 1.3, of the same.
    Gexf,
    /// CSV: the table of edges.
    Csv,
    /// CSV: who took up what in which year.
    Spid,
}

impl Format {
    /// All forms, with their words on the command line.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("nq", Self::Nq),
        ("trig", Self::Trig),
        ("ttl", Self::Ttl),
        ("nt", Self::Nt),
        ("jsonld", Self::Jsonld),
        ("rdfxml", Self::Rdfxml),
        ("graphml", Self::Graphml),
        ("gexf", Self::Gexf),
        ("csv", Self::Csv),
        ("spid", Self::Spid),
    ];
}

/// What to leave out, and the language of labels.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only what is said of this region and those in it.
    pub region: Option<NamedNode>,
    /// Only what is said of this mechanism and narrower ones.
    pub mechanism: Option<NamedNode>,
    /// What `spid` holds beside what regions chose to take up.
    pub also: Also,
    /// The language of labels.
    pub language: &'static str,
}

impl Filter {
    fn is_empty(&self) -> bool {
        self.region.is_none() && self.mechanism.is_none()
    }

    fn scope(&self) -> Scope {
        Scope { region: self.region.clone(), mechanism: self.mechanism.clone() }
    }
}

/// Prefixes of the syntaxes that have them.
const PREFIXES: &[(&str, &str)] = &[
    ("rd", "https://w3id.org/renda/ontology#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("schema", "https://schema.org/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("region", "https://w3id.org/renda/region/"),
    ("mechanism", "https://w3id.org/renda/mechanism/"),
    ("status", "https://w3id.org/renda/status/"),
];

/// Writes the graph of a store.
///
/// # Errors
/// Where the store cannot be read, `out` cannot be written, or the form takes no filter.
pub fn write(out: &mut impl Write, reader: &Reader, format: Format, filter: &Filter) -> Result<()> {
    match format {
        Format::Nq if filter.is_empty() => {
            for line in reader.lines()? {
                writeln!(out, "{line}").map_err(unwritten)?;
            }
            Ok(())
        }
        Format::Graphml => graphml::graphml(out, &read(reader, filter)?).map_err(unwritten),
        Format::Gexf => gexf::gexf(out, &read(reader, filter)?).map_err(unwritten),
        Format::Csv => csv::edges(out, &read(reader, filter)?).map_err(unwritten),
        Format::Spid => {
            let graph = graph::quoted(reader, &filter.scope(), filter.language)?;
            let asked = filter.mechanism.as_ref().map(NamedNode::as_str);
            spid::spid(out, &graph, asked, filter.also).map_err(unwritten)
        }
        Format::Nq | Format::Trig => {
            let syntax = if format == Format::Nq { RdfFormat::NQuads } else { RdfFormat::TriG };
            quads(out, syntax, filtered(reader, filter, true)?)
        }
        Format::Ttl => quads(out, RdfFormat::Turtle, filtered(reader, filter, false)?),
        Format::Nt => quads(out, RdfFormat::NTriples, filtered(reader, filter, false)?),
        Format::Jsonld => {
            let profile = oxigraph::io::JsonLdProfileSet::empty();
            quads(out, RdfFormat::JsonLd { profile }, filtered(reader, filter, false)?)
        }
        Format::Rdfxml => quads(out, RdfFormat::RdfXml, filtered(reader, filter, false)?),
    }
}

/// Writes the tables of nodes and edges, and the statements with which Neo4j loads them.
///
/// # Errors
/// Where the store cannot be read or an output cannot be written.
pub fn tables(
    reader: &Reader,
    filter: &Filter,
    nodes: &mut impl Write,
    edges: &mut impl Write,
    cypher: &mut impl Write,
) -> Result<()> {
    let network = read(reader, filter)?;
    csv::nodes(nodes, &network).map_err(unwritten)?;
    csv::edges(edges, &network).map_err(unwritten)?;
    cypher.write_all(csv::CYPHER.as_bytes()).map_err(unwritten)
}

fn read(reader: &Reader, filter: &Filter) -> Result<Network> {
    Ok(Network::new(&graph::quoted(reader, &filter.scope(), filter.language)?))
}

/// Writes triples in a stable order, each once.
///
/// # Errors
/// Where `out` cannot be written.
pub fn triples(out: &mut impl Write, syntax: RdfFormat, triples: Vec<Triple>) -> Result<()> {
    quads(out, syntax, triples.into_iter().map(|t| t.in_graph(GraphName::DefaultGraph)).collect())
}

fn quads(out: &mut impl Write, syntax: RdfFormat, mut quads: Vec<Quad>) -> Result<()> {
    // By graph and subject, the type first, so that the short syntaxes can group and people can read.
    quads.sort_by_cached_key(|q| {
        let predicate = q.predicate.as_str();
        let is_type = predicate == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        (
            q.graph_name.to_string(),
            q.subject.to_string(),
            !is_type,
            predicate.to_owned(),
            q.object.to_string(),
        )
    });
    quads.dedup();
    let mut serializer = RdfSerializer::from_format(syntax);
    for (name, iri) in PREFIXES {
        serializer = serializer
            .with_prefix(*name, *iri)
            .map_err(|e| Error::new(ErrorKind::Failed, "a prefix is no IRI").because(e))?;
    }
    let mut writer = serializer.for_writer(out);
    quads.iter().try_for_each(|quad| writer.serialize_quad(quad)).map_err(unwritten)?;
    writer.finish().map_err(unwritten).map(drop)
}

/// The quads of the default graph, and of the articles if `articles`, that the filter leaves.
///
/// Facts and claims of other regions or mechanisms go, with the articles that hold no claim any more; what describes
/// regions, mechanisms and vocabulary stays only where the filter leaves a fact that speaks of it.
fn filtered(reader: &Reader, filter: &Filter, articles: bool) -> Result<Vec<Quad>> {
    let all = reader.graph().iter().collect::<std::result::Result<Vec<_>, _>>();
    let mut all: Vec<Quad> =
        all.map_err(|e| Error::new(ErrorKind::Store, "the graph cannot be read").because(e))?;
    if !articles {
        all.retain(|q| q.graph_name == GraphName::DefaultGraph);
    }
    if filter.is_empty() {
        return Ok(all);
    }
    let scope = |iri: &Option<NamedNode>| iri.iter().cloned().map(Term::from).collect();
    let parameters = [("within", scope(&filter.region)), ("concept", scope(&filter.mechanism))];
    let rows = select(reader, &bind(include_str!("../../queries/view/scope.rq"), &parameters)?)?;
    let kept: std::collections::BTreeSet<&str> = rows.iter().filter_map(|row| row.text("thing")).collect();
    all.retain(|quad| match &quad.subject {
        NamedOrBlankNode::NamedNode(subject) => kept.contains(subject.as_str()),
        NamedOrBlankNode::BlankNode(_) => false,
    });
    Ok(all)
}

fn unwritten(cause: io::Error) -> Error {
    Error::new(ErrorKind::Input, "the output cannot be written").because(cause)
}
