//! All integration tests in one binary: each further one would link the store again.

#![expect(clippy::unwrap_used, reason = "in a test the panic is the report")]

mod support;

mod architecture;
mod evaluate;
mod licence;
mod read;
mod rules;
mod segment;
mod store;
