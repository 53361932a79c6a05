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
    /// The share of the shorter text that lies in blocks at least.
    pub contained: f64,
    /// The share from which the words outside of blocks are asked for nothing.
    pub most: f64,
    /// The share of its numbers, and of its names of regions, that an editor may have changed there.
    pub changed: f64,
    /// The share of its numbers and names outside of blocks, where these are not most of it, that the longer may lack.
    pub alien: f64,
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
