//! All integration tests in one binary: each further one would link the store again.

mod support;

mod architecture;
mod build;
mod evaluate;
mod store;
