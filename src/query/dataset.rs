//! What can be asked: the one seam between the questions and where their answers come from.

use oxigraph::sparql::QueryResults;

use super::rows::{evaluate, evaluate_union};
use crate::error::Result;
use crate::store::{Reader, Snapshot};

/// An RDF dataset that answers SPARQL: a store on this machine, or an endpoint elsewhere. The same queries are asked of
/// either, and the same code reads the answers.
pub trait Dataset {
    /// Answers a query of any form over the union of all graphs, unless the query names its dataset.
    ///
    /// # Errors
    /// Where the query is faulty or longer than 64 KiB; where it is not answered.
    fn run(&self, sparql: &str) -> Result<QueryResults<'static>>;

    /// Answers one of the library's own views, which read facts by plain patterns and claims by `GRAPH ?article { … }`:
    /// they may be asked over the union of all graphs, and over a default graph that holds all but the articles.
    ///
    /// # Errors
    /// As [`Dataset::run`].
    fn view(&self, sparql: &str) -> Result<QueryResults<'static>> {
        self.report(sparql)
    }

    /// Answers one of the named queries of renda's own, which may be asked in another way than a stranger's.
    ///
    /// # Errors
    /// As [`Dataset::run`].
    fn report(&self, sparql: &str) -> Result<QueryResults<'static>> {
        self.run(sparql)
    }

    /// The generation of the store; `None` of an endpoint, which tells no such thing.
    fn generation(&self) -> Option<u64>;
}

impl Dataset for Reader {
    fn run(&self, sparql: &str) -> Result<QueryResults<'static>> {
        evaluate_union(self.graph(), sparql)
    }

    /// No union is needed: on disk, each pattern over the union looks into two indexes instead of one.
    fn view(&self, sparql: &str) -> Result<QueryResults<'static>> {
        evaluate(self.graph(), sparql)
    }

    fn generation(&self) -> Option<u64> {
        let snapshot: &Snapshot = self;
        Some(snapshot.generation())
    }
}
