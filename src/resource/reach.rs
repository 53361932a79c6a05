//! `data/reach.toml`: words that say how far below a region a practice reaches, and at which tiers.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Tier;

use super::trigger::parse;

const FILE: &str = "data/reach.toml";
const TEXT: &str = include_str!("../../data/reach.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    all: Vec<String>,
    each: Vec<String>,
    already: Vec<String>,
    into: Vec<String>,
    visited: Vec<String>,
    among: Vec<String>,
    of: Vec<String>,
    joiners: Vec<String>,
    not_units: Vec<String>,
    other: Vec<String>,
    level: Vec<String>,
    of_persons: Vec<String>,
    session: Vec<String>,
    ordinal: String,
    tier: BTreeMap<String, Vec<String>>,
    ellipsis: Ellipsis,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Ellipsis {
    words: Vec<String>,
}

/// How far below, and at which tiers.
#[derive(Debug)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct Reaches {
    pub all: Vec<String>,
    pub each: Vec<String>,
    pub already: Vec<String>,
    pub into: Vec<String>,
    pub visited: Vec<String>,
    pub among: Vec<String>,
    pub of: Vec<String>,
    pub joiners: Vec<String>,
    pub not_units: Vec<String>,
    pub other: Vec<String>,
    pub level: Vec<String>,
    pub of_persons: Vec<String>,
    pub session: Vec<String>,
    pub ordinal: String,
    /// Words for a level of congresses, longest first, and the tier each stands for.
    pub tiers: Vec<(String, Tier)>,
    pub ellipsis: Vec<String>,
}

impl Reaches {
    /// The tier of congresses of the level with whose word a region's name ends.
    pub fn tier_of(&self, name: &str) -> Option<Tier> {
        self.tiers.iter().find(|(word, _)| name.ends_with(word.as_str())).map(|(_, tier)| *tier)
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
            ellipsis: file.ellipsis.words,
        })
    }
}
