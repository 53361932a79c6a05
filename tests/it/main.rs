//! All integration tests in one binary: each further one would link the store again.

mod arbitrary;

mod vocab;
mod rdf;
mod fuse;
