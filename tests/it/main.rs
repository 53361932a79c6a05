//! All integration tests, in one binary: each further one would link the store again.

mod read;
mod segment;
