//! All integration tests in one binary: each further one would link the store again.

mod support;

mod architecture;
mod read;
mod segment;
mod rules;
mod store;
mod build;
mod evaluate;
