//! All integration tests in one binary: each further one would link the store again.

mod support;

mod architecture;
mod evaluate;
mod store;
