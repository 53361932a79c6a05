//! `data/reach.toml`: words that say how far below a region a practice reaches, and at which tiers.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Tier;

use super::literals::Literals;
use super::trigger::parse;

const FILE: &str = "data/reach.toml";
const TEXT: &str = include_str!("../../data/reach.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    all: Literals,
    each: Literals,
    already: Literals,
    into: Literals,
    visited: Literals,
    among: Literals,
    of: Literals,
    joiners: Literals,
    not_units: Literals,
    other: Literals,
    level: Literals,
    of_persons: Literals,
    session: Literals,
    ordinal: String,
    tier: BTreeMap<String, Vec<String>>,
    ellipsis: Ellipsis,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Ellipsis {
    trial_heads: Literals,
    words: Vec<String>,
}

/// How far below, and at which tiers.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct Reaches {
    pub all: Literals,
    pub each: Literals,
    pub already: Literals,
    pub into: Literals,
    pub visited: Literals,
    pub among: Literals,
    pub of: Literals,
    pub joiners: Literals,
    pub not_units: Literals,
    pub other: Literals,
    pub level: Literals,
    pub of_persons: Literals,
    pub session: Literals,
    pub ordinal: String,
    /// Words for a level of congresses, longest first, and the tier each stands for.
    pub tiers: Vec<(String, Tier)>,
    /// The words of `tiers`, in their order.
    pub tier_words: Literals,
    pub ellipsis: Vec<String>,
    pub trial_heads: Literals,
}

impl Reaches {
    /// The tier of congresses of the level with whose word a region's name ends.
    pub fn tier_of(&self, name: &str) -> Option<Tier> {
        self.tier_words.closing(name).next().map(|n| self.tiers[n].1)
    }

    /// Reads the embedded rows.
    ///
    /// # Errors
    /// Where the file is faulty.
    pub fn load() -> Result<Self> {
        let mut file: File = parse(FILE, TEXT)?;
        let mut tiers = Vec::new();
        for (tier, words) in file.tier {
            let tier: Tier = tier
                .parse()
                .map_err(|e| Error::new(ErrorKind::Resource, "tier: no tier").at(FILE).because(e))?;
            tiers.extend(words.into_iter().map(|word| (word, tier)));
        }
        tiers.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let tier_words = Literals::new(tiers.iter().map(|(word, _)| word.clone()).collect())
            .map_err(|message| Error::new(ErrorKind::Resource, message).at(FILE))?;
        // The longest word first, so that a shorter one does not cut it.
        file.ellipsis.words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Ok(Self {
            all: file.all,
            each: file.each,
            already: file.already,
            into: file.into,
            visited: file.visited,
            among: file.among,
            of: file.of,
            joiners: file.joiners,
            not_units: file.not_units,
            other: file.other,
            level: file.level,
            of_persons: file.of_persons,
            session: file.session,
            ordinal: file.ordinal,
            tiers,
            tier_words,
            ellipsis: file.ellipsis.words,
            trial_heads: file.ellipsis.trial_heads,
        })
    }
}
