//! Many words, looked for by their ends.

use std::collections::BTreeMap;

use crate::text::Span;

/// How many characters at its end a word is looked for by.
const KEY: usize = 3;
/// So many words end in a character by which they are looked for.
const MANY: usize = 5_000;

/// Nearly all names of townships end in three characters, and few characters of a text are one of those: only there are
/// the two before it looked up. An automaton of so many names is larger than the caches, and would be asked for each
/// character. Words with other ends are left to it.
#[derive(Debug)]
pub(super) struct Tails {
    /// The characters in which these words end.
    last: Vec<char>,
    /// The end of each word, ascending, with the word's number.
    ends: Vec<(u64, usize)>,
    words: Vec<String>,
}

impl Tails {
    /// Takes those of `words` that end in a character in which `many` and more do, and have two characters or more.
    fn of(words: &[String], many: usize) -> Self {
        let mut often: BTreeMap<char, usize> = BTreeMap::new();
        for c in words.iter().filter_map(|word| word.chars().next_back()) {
            *often.entry(c).or_default() += 1;
        }
        let last = often.into_iter().filter(|(_, count)| *count >= many).map(|(c, _)| c).collect();
        let mut tails = Self { last, ends: Vec::new(), words: words.to_vec() };
        let taken = words.iter().enumerate().filter(|(_, word)| tails.takes(word));
        tails.ends = taken.map(|(number, word)| (key(word, KEY), number)).collect();
        tails.ends.sort_unstable();
        tails
    }

    /// As few characters as are worth it.
    pub(super) fn new(words: &[String]) -> Self {
        Self::of(words, MANY)
    }

    /// Whether a word is looked for here.
    pub(super) fn takes(&self, word: &str) -> bool {
        word.ends_with(self.last.as_slice()) && word.chars().nth(1).is_some()
    }

    /// Where each of them stands in `text`, ascending by end; with its number.
    pub(super) fn places(&self, text: &str) -> Vec<(Span, usize)> {
        let mut places = Vec::new();
        for (at, last) in text.match_indices(self.last.as_slice()) {
            let before = &text[..at + last.len()];
            let (long, short) = (key(before, KEY), key(before, KEY - 1));
            for key in std::iter::once(long).chain((short != long).then_some(short)) {
                let from = self.ends.partition_point(|(end, _)| *end < key);
                let alike = self.ends[from..].iter().take_while(|(end, _)| *end == key);
                let words = alike.filter(|(_, number)| before.ends_with(self.words[*number].as_str()));
                places.extend(words.map(|(_, number)| {
                    (Span::new(before.len() - self.words[*number].len(), before.len()), *number)
                }));
            }
        }
        places
    }
}

/// The last characters of `text`, as many as `most`, as a number.
fn key(text: &str, most: usize) -> u64 {
    let mut last = text.chars().rev().take(most);
    (0..KEY).fold(0, |key, _| key << 21 | last.next().map_or(0, u64::from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is found by its end is what stands there.
        #[test]
        fn found_by_its_end(
            words in prop::collection::btree_set("[甲乙丙]{2,5}", 0..6),
            text in "[甲乙丙a]{0,12}",
        ) {
            let words: Vec<String> = words.into_iter().collect();
            let mut found = Tails::of(&words, 1).places(&text);
            found.sort_unstable();
            let mut alone = Vec::new();
            for (at, _) in text.char_indices() {
                let here = words.iter().enumerate().filter(|(_, word)| text[at..].starts_with(word.as_str()));
                alone.extend(here.map(|(number, word)| (Span::new(at, at + word.len()), number)));
            }
            alone.sort_unstable();
            prop_assert_eq!(found, alone);
        }
    }
}
