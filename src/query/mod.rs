//! Questions to a store: SPARQL, names, and the answers that commands stand on.
//!
//! Takes a [`Dataset`]: a store on this machine, or an endpoint. Gives plain values: rows, or the answers of [`adopted`], [`profile`] and [`compare`]. Never
//! loads a rule file (names are resolved from the store) and never pastes a parameter into a query.

mod dataset;
mod rows;
mod param;
mod library;
mod own;
mod names;
mod value;
pub mod adopted;
pub mod hardness;
pub mod profile;
pub mod compare;
pub mod timeline;
pub mod discover;
pub mod brief;
pub mod network;
pub mod tie;
pub mod text;
pub mod reading;
pub mod catalogue;
pub mod told;
pub mod check;
pub mod foreign;
pub mod slip;
pub mod change;

pub use dataset::Dataset;
pub use library::{NamedQuery, ParamKind, Parameter, REPORTS, body, named, parameters};
pub use names::{
    Found, Statute, indicator, mechanism, mechanism_if_known, nearest, region, region_if_known, statute,
};
pub use own::{OwnQuery, own};
pub use param::{bind, padded};
pub use rows::{Row, Rows, select, whole};
pub use value::{Filled, fill};

/// What all IRIs of renda begin with.
pub const BASE: &str = "https://w3id.org/renda/";
