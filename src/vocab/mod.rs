//! Every IRI of the graph: namespaces, the terms of the vocabulary, and the names that are minted from content.
//!
//! Takes plain values, gives IRIs, and reads them back. Never writes an IRI that two different things could share,
//! and never one that depends on a clock, a count or an order.
//!
//! ```
//! use renda::vocab::{iri, rd};
//! use renda::model::RegionCode;
//! let code = RegionCode::new("141100").unwrap();
//! assert_eq!(iri::region(&code).as_str(), "https://w3id.org/renda/region/141100");
//! assert_eq!(iri::region_code(iri::region(&code).as_ref()), Some(code));
//! assert_eq!(rd::ADOPTION_CLAIM.as_str(), "https://w3id.org/renda/ontology#AdoptionClaim");
//! ```

pub mod iri;
mod term;

pub use oxigraph::model::vocab::{rdf, rdfs, xsd};
pub use term::{dcterms, foaf, oa, org, owl, rd, schema, skos, void};

/// `ontology/shapes.ttl`: what each thing of a store must say, in SHACL. No rule, and no part of the graph.
pub const SHAPES_TTL: &str = include_str!("../../ontology/shapes.ttl");

/// The prefixes of the project, as queries and Turtle files write them.
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rd", "https://w3id.org/renda/ontology#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];
