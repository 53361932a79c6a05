//! Records and facts ↔ quads.
//!
//! Takes and gives plain values; the IRIs are minted from content. Never depends on clock, order or count.

use oxigraph::model::Quad;

use crate::error::Result;
use crate::model::{Facts, Record};
use crate::resource::Lexicon;

/// The quads of one record: its own graph, and in the default graph what articles share (statutes, documents, names
/// of candidates), which depends on the thing described alone.
pub fn record_quads(record: &Record) -> Vec<Quad> {
    let _ = record;
    unimplemented!("rdf")
}

/// The records that `quads` hold, ascending by id; quads of other things are passed over.
///
/// # Errors
/// Where quads that claim to be a record are incomplete, or a quote is not at its offsets.
pub fn records(quads: impl IntoIterator<Item = Quad>) -> Result<Vec<Record>> {
    let _ = quads.into_iter();
    unimplemented!("rdf")
}

/// The quads of facts and conflicts, in the default graph.
pub fn fact_quads(facts: &Facts) -> Vec<Quad> {
    let _ = facts;
    unimplemented!("rdf")
}

/// The quads that do not come from articles: vocabulary, mechanisms, indicators, regions down to counties, and the
/// townships and organisations of which `records` speak.
pub fn reference_quads(lexicon: &Lexicon, records: &[Record]) -> Vec<Quad> {
    let _ = (lexicon, records);
    unimplemented!("rdf")
}

/// N-Quads lines (each ends in ` .`, no line feed), sorted by bytes, each once.
pub fn sorted_lines(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    let _ = quads.into_iter();
    unimplemented!("rdf")
}
