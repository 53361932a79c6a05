//! `data/reprint.toml`: when two articles are one text.

use crate::error::Result;

use super::trigger::parse;

/// Numbers by which reprints are told. Lengths are in folded characters.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReprintRules {
    /// How long a shingle is.
    pub shingle: usize,
    /// Of so many shingles in a row one is a fingerprint.
    pub window: usize,
    /// A fingerprint of so many different texts is boilerplate.
    pub crowd: usize,
    /// How many fingerprints candidates share.
    pub shared: usize,
    /// How many candidates are compared.
    pub tries: usize,
    /// How many texts speak for a cluster.
    pub voices: usize,
    /// The share of a text that the longest of its cluster lacks, for it to speak too.
    pub fresh: f64,
    /// How many equal characters in a row open a block.
    pub seed: usize,
    /// How many characters in a row may differ inside a block.
    pub gap: usize,
    /// How many equal characters a block has.
    pub run: usize,
    /// So many times as long as the shorter text is the stretch of the longer that it is compared with.
    pub stretch: usize,
    /// The share of the shorter text, in pairs of characters, that the longer has too, at least.
    pub said: f64,
    /// How alike two texts are at least.
    pub alike: f64,
    /// How much of that the words tell; numbers and names tell the rest.
    pub words: f64,
    /// A number or name in the place of which another stands weighs as much as so many that are lacking.
    pub differing: f64,
    /// How far a number is known that stands elsewhere, and is a single digit there or of something else.
    pub loosely: f64,
    /// What the name of a region weighs beside a number.
    pub name: f64,
    /// So much is taken for known, and for unknown, in advance.
    pub prior: f64,
    /// The share of characters that may be misread.
    pub noise: f64,
    /// The shortest text.
    pub least: usize,
    /// How long an original is beside the longest of its cluster.
    pub whole: f64,
}

impl ReprintRules {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is faulty.
    pub(super) fn load() -> Result<Self> {
        parse("data/reprint.toml", include_str!("../../data/reprint.toml"))
    }
}
