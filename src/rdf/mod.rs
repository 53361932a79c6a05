//! Records and facts ↔ quads.
//!
//! Takes and gives plain values; the IRIs are minted from content. Never depends on clock, order or count.
//!
//! Every triple stands in one graph. What an article says, with its words, is in the graph that bears the article's
//! own IRI, so that removing the article is dropping a graph. The default graph holds what is no article's alone:
//! vocabulary, regions, facts, and the descriptions of statutes, documents and candidates that articles share. Such
//! a description is a function of the thing described, so that two articles never disagree about it.

mod term;
mod record;
mod thing;
mod reading;
mod fact;
mod reference;
mod lines;
mod dataset;
mod standing;

pub use dataset::{described, undescribed};
pub use fact::{fact_lines, fact_quads};
pub use lines::{parse, sorted_lines, split, triple};
pub use reading::{records, testimonies};
pub use record::{record_lines, record_quads, record_text};
pub use reference::{
    Spoken, count_quads, organisation_quads, reference_quads, region_quads, spoken_quads, vocabulary_quads,
};
pub use standing::{Census, Printed, Standing};
