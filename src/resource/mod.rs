//! The rules as data: `ontology/` and `data/`, read once into one immutable [`Lexicon`].
//!
//! Takes the files embedded in the binary. Gives values that are shared by all threads. Never holds a rule that is not
//! in a file.

mod organ;
mod page;
mod region;
mod concept;
mod words;
mod trigger;
mod reference;
mod gazetteer;
mod rules;
mod jieba;
mod fingerprint;

pub use concept::{Concept, Concepts};
pub use fingerprint::fingerprint;
pub use gazetteer::{Gazetteer, NameKind, NameSense};
pub use jieba::jieba;
pub use organ::standing_committee_suffix;
pub use page::{
    BylineRules, DateRules, FieldRules, FurnitureRules, IntroRules, MastheadRules, OrganRules, PageRules,
};
pub use reference::{Pointer, References};
pub use region::{Level, Region, Regions};
pub use rules::{
    BareCandidates, BareTitles, BoundWords, CandidateRules, NumberSkips, RelationRule, TitleRules, TitleSide,
    UnitRules,
};
pub use trigger::{CueKind, CueRule, Reach, Side, Triggers};
pub use words::Words;

use regex::Regex;

use crate::error::Result;
use crate::model::Slug;

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
    /// Their names in text.
    pub gazetteer: Gazetteer,
    /// The known mechanisms.
    pub mechanisms: Concepts,
    /// Names of mechanisms in text.
    pub mechanism_names: Words<Slug>,
    /// The known indicators.
    pub indicators: Concepts,
    /// Names of indicators.
    pub indicator_names: Words<Slug>,
    /// Cue words.
    pub triggers: Triggers,
    /// Pointing words and organs.
    pub references: References,
    /// Rules for statutes and documents.
    pub titles: TitleRules,
    /// Rules for names by form.
    pub candidates: CandidateRules,
    /// The forms of quoted names.
    pub candidate_forms: Regex,
    /// Endings of names by form.
    pub candidate_endings: Words<()>,
    /// Words that no name by form reaches over.
    pub candidate_cuts: Words<()>,
    /// Rules for numbers.
    pub units: UnitRules,
    /// A number with its unit: group 1 digits, 2 multipliers, 3 a word for more or less, 4 the unit.
    pub quantity_pattern: Regex,
    /// A date: group 1 the year, 2 the month, 3 the day.
    pub date_pattern: Regex,
    /// The time a number covers.
    pub period_pattern: Regex,
    /// How a page prints authors, dates and furniture.
    pub page: PageRules,
}

impl Lexicon {
    /// Reads the embedded rules.
    ///
    /// # Errors
    /// Where a rule file is faulty, with its name and line.
    pub fn load() -> Result<Self> {
        let regions = Regions::load()?;
        let gazetteer = Gazetteer::load(&regions)?;
        let mechanisms = Concepts::parse(
            "ontology/mechanism.ttl",
            "https://w3id.org/renda/ontology#Mechanism",
            "mechanism",
            MECHANISM_TTL,
        )?;
        let mechanism_names = names("ontology/mechanism.ttl", &mechanisms)?;
        let indicators = Concepts::parse(
            "ontology/indicator.ttl",
            "http://www.w3.org/2004/02/skos/core#Concept",
            "indicator",
            INDICATOR_TTL,
        )?;
        let indicator_names = names("ontology/indicator.ttl", &indicators)?;
        let units = rules::units()?;
        let candidates = rules::candidates()?;
        let plain =
            |words: &[String]| Words::new("data/candidate.toml", words.iter().map(|w| (w.as_str(), ())));
        Ok(Self {
            candidate_endings: plain(&candidates.bare.endings)?,
            candidate_cuts: plain(&candidates.bare.cut)?,
            candidate_forms: candidates.form_pattern()?,
            candidates,
            regions,
            gazetteer,
            mechanisms,
            mechanism_names,
            indicators,
            indicator_names,
            page: PageRules::load()?,
            triggers: Triggers::load()?,
            references: References::load()?,
            titles: rules::titles()?,
            quantity_pattern: units.quantity_pattern()?,
            date_pattern: units.date_pattern()?,
            period_pattern: units.period_pattern()?,
            units,
        })
    }
}

fn names(file: &str, concepts: &Concepts) -> Result<Words<Slug>> {
    Words::new(
        file,
        concepts.iter().flat_map(|(slug, c)| c.names.iter().map(move |n| (n.as_str(), slug.clone()))),
    )
}
