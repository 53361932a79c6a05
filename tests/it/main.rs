//! All integration tests in one binary: each further one would link the store again.

mod support;
mod sample;

mod architecture;
mod evaluate;
mod rules;
mod store;
mod query;
mod cli;
mod export;
