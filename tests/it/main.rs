//! All integration tests in one binary: each further one would link the store again.

#![expect(clippy::unwrap_used, reason = "in a test the panic is the report")]

mod support;
mod telling;
mod sample;
mod arbitrary;
mod generated;
#[path = "../../examples/generate/corpus.rs"]
mod corpus;

mod architecture;
mod licence;
mod listing;
mod life;
mod read;
mod format;
mod document;
mod ontology;
mod segment;
mod rules;
mod vocab;
mod rdf;
mod dataset;
mod shacl;
mod fuse;
mod store;
mod query;
mod check;
mod hostile;
mod queries;
mod repair;
mod report;
mod cli;
mod explain;
mod export;
mod tools;
mod picture;
mod graph;
mod page;
mod serve;
mod operate;
mod attack;
mod security;
mod worker;
mod wire;
mod feigned;
mod push;
mod virtuoso;
mod manifest;
mod protocol;
mod endpoint;
mod clients;
mod explorer;
mod browser;
mod compare;
mod ask;
mod payload;
mod hardness;
mod brief;
mod build;
mod reprint;
mod evaluate;
mod truth;
mod floor;
mod unseen;
mod questions;
