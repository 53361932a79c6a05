//! renda builds a knowledge graph from Chinese articles about the practice of local People's Congresses, and proves
//! every statement by the exact words.
//!
//! The way of the data, and so the order of the modules:
//!
//! ```text
//! file ─read→ Page ─segment→ Article → Sentence ─annotate→ Mention ─resolve→ Entity ─extract→ Claim ─fuse→ Fact
//!      ─rdf→ store ─query→ tables, graphs, pages
//! ```
//!
//! A *claim* is what one article says; a *fact* is what holds after fusion and cites its claims. Dirty text is not an
//! error: a stage gives its value and diagnostics. Rules are data (`ontology/`, `data/`), code is the engine.

// What everything speaks of.
pub mod error;
pub mod text;
pub mod model;
pub mod resource;

// Where what is foreign is worked on: processes that may die.
pub mod worker;

// The stages: text in, claims and facts out. None knows another, none knows an RDF engine.
pub mod read;
pub mod segment;
pub mod annotate;
pub mod resolve;
pub mod extract;
pub mod reprint;
pub mod fuse;
pub mod pipeline;

// The graph: facts in, answers out.
pub mod vocab;
pub mod rdf;
pub mod store;
pub mod build;
pub mod query;
pub mod remote;
pub mod graph;
pub mod export;
pub mod evaluate;

// To people and programs.
pub mod words;
pub mod serve;

pub mod cli;
