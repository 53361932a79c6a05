//! All integration tests in one binary: each further one would link the store again.

mod support;
mod arbitrary;

mod architecture;
mod read;
mod segment;
mod rules;
mod vocab;
mod rdf;
mod fuse;
mod store;
mod evaluate;
