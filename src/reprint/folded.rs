//! A body as it is compared: letters and digits of one script, and the fingerprints by which others find it.

use std::collections::VecDeque;

use crate::resource::{Lexicon, UnitRules, numeral};
use crate::text::fold_title;

/// A body folded for comparison.
///
/// NFKC and simplified script as in titles; only letters and digits, in lower case; a Chinese character that is printed
/// twice in a row once; numbers in characters as digits. So punctuation, blanks, line ends, script, doubled characters
/// and the way to write a number are no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The characters.
    pub(super) characters: Vec<char>,
    /// Its fingerprints, ascending, each once.
    pub(super) fingerprints: Vec<u64>,
}

impl Folded {
    /// Folds `body`.
    pub(super) fn new(lexicon: &Lexicon, body: &str) -> Self {
        let mut letters: Vec<char> = Vec::with_capacity(body.len() / 3);
        for c in fold_title(body).chars().filter(|c| c.is_alphanumeric()) {
            if c.is_ascii() || letters.last() != Some(&c) {
                letters.push(c.to_ascii_lowercase());
            }
        }
        let characters = in_digits(&lexicon.units, &letters);
        let rules = &lexicon.reprints;
        let fingerprints = winnow(&shingles(&characters, rules.shingle), rules.window);
        Self { characters, fingerprints }
    }

    /// How many characters.
    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }
}

/// Numbers in characters made digits: 二百三十一 is 231, and 二〇二三 is 2023.
fn in_digits(rules: &UnitRules, letters: &[char]) -> Vec<char> {
    let digit = |c: &char| rules.characters.digit.get(c);
    let mut characters: Vec<char> = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((&first, behind)) = rest.split_first() {
        // Behind a digit a multiplier and what follows belong to that number: 3万.
        if digit(&first).is_none() || characters.last().is_some_and(char::is_ascii_digit) {
            characters.push(first);
            rest = behind;
            continue;
        }
        let written = |c: &&char| digit(c).is_some() || rules.scale.contains_key(*c);
        let (word, behind) = rest.split_at(rest.iter().take_while(written).count());
        match numeral(rules, &word.iter().collect::<String>()) {
            Some(value) => characters.extend(value.to_string().chars()),
            // A year, or two digits that leave the number open: 二〇二三, 三四个.
            None => characters.extend(word.iter().flat_map(|c| match digit(c) {
                Some(digit) => digit.to_string().chars().collect(),
                None => vec![*c],
            })),
        }
        rest = behind;
    }
    characters
}

/// The hash of each `length` characters in a row.
pub(super) fn shingles(characters: &[char], length: usize) -> Vec<u64> {
    characters.windows(length).map(hash).collect()
}

/// FNV-1a over characters, its bits mixed (the end of `SplitMix64`) so that the least hash is an even choice.
fn hash(characters: &[char]) -> u64 {
    let fnv = characters.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &c| {
        (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The least hash of each `window` in a row, ascending, each once. A text shorter than a window has one.
fn winnow(hashes: &[u64], window: usize) -> Vec<u64> {
    let mut least = Vec::new();
    // Places whose hash may still become the least: their hashes ascend.
    let mut waiting: VecDeque<usize> = VecDeque::new();
    for (place, hash) in hashes.iter().enumerate() {
        while waiting.back().is_some_and(|&last| hashes[last] >= *hash) {
            waiting.pop_back();
        }
        waiting.push_back(place);
        while waiting.front().is_some_and(|&first| first + window <= place) {
            waiting.pop_front();
        }
        let full = place + 1 >= window.min(hashes.len());
        least.extend(waiting.front().filter(|_| full).map(|&first| hashes[first]));
    }
    least.sort_unstable();
    least.dedup();
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Two texts that share so many characters in a row as the rules say share a fingerprint.
        #[test]
        fn a_common_run_is_found(
            common in prop::collection::vec(any::<u64>(), 5..20),
            before in prop::collection::vec(any::<u64>(), 0..20),
            after in prop::collection::vec(any::<u64>(), 0..20),
        ) {
            let one = winnow(&[common.clone(), after].concat(), 5);
            let other = winnow(&[before, common].concat(), 5);
            prop_assert!(one.iter().any(|f| other.contains(f)));
        }
    }
}
