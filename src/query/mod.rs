//! Questions to a store: SPARQL, names, and the answers that commands stand on.

use oxigraph::model::Term;

use crate::error::Result;
use crate::store::Reader;

/// Rows of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows; `None` where a variable is unbound.
    pub rows: Vec<Vec<Option<Term>>>,
}

/// Runs a SELECT over the union of all graphs, unless the query names its dataset.
///
/// # Errors
/// Where the query is faulty.
pub fn select(reader: &Reader, sparql: &str) -> Result<Rows> {
    let _ = (reader, sparql);
    unimplemented!("query")
}
