//! The server: pages for people and data for programs, from one generation of a store.
//!
//! Takes a [`Site`]. Gives [`app`], a router that answers without a socket (so do the tests), and [`listen`], which puts
//! it behind one. Never writes to the store it serves, never opens a connection, never runs a stage: what is served was
//! built.
//!
//! Each file with addresses has one function `routes`, merged in [`app`]: nothing else connects it to the rest. A handler
//! takes `State<Arc<Site>>`, asks with [`Site::ask`], which keeps what blocks away from the connections, and gives a
//! [`Problem`] where it cannot answer, which becomes `application/problem+json` or a page, as the client prefers.

mod site;
mod problem;
mod form;
mod negotiate;
pub mod protocol;
mod origin;
mod relay;
mod sparql;
mod describe;
mod graphs;
mod scratch;
mod health;
mod index;
mod page;
mod secure;
mod late;
mod measure;
mod follow;
mod listen;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

pub use form::Form;
pub use listen::listen;
pub use measure::Log;
pub use negotiate::{Wish, choose, without_ending};
pub use problem::Problem;
pub use scratch::{EXISTED, Scratch};
pub use site::{Settings, Site, Snapshot, Workers};

/// All addresses, to be asked with or without a socket.
pub fn app(site: Arc<Site>) -> Router {
    Router::new()
        .merge(health::routes())
        .merge(sparql::routes())
        .merge(graphs::routes())
        .merge(describe::routes())
        .merge(page::routes())
        .merge(measure::routes())
        .fallback(problem::nothing_here)
        .method_not_allowed_fallback(problem::not_so)
        // From the inside to the outside: the last has the first word about a request, and the last about its answer.
        .layer(from_fn_with_state(Arc::clone(&site), late::in_time))
        .layer(from_fn_with_state(Arc::clone(&site), secure::by_own_name))
        .layer(from_fn(problem::for_people))
        .layer(from_fn(secure::forbid))
        .layer(from_fn_with_state(Arc::clone(&site), measure::measure))
        .with_state(site)
}
