//! Many words, looked for by their ends.

use crate::text::Span;

/// How many characters at its end a word is looked for by.
const KEY: usize = 3;

/// The names of all townships end in few characters, and few characters of a text are one of those: only there are the
/// two before it looked up. An automaton of so many names is larger than the caches, and would be asked for each character.
#[derive(Debug)]
pub(super) struct Tails {
    /// For each character, by its number, whether a word ends in it.
    last: Vec<bool>,
    /// The end of each word, ascending, with the word's number.
    ends: Vec<(u64, usize)>,
    words: Vec<String>,
}

impl Tails {
    /// Takes words of two characters and more.
    pub(super) fn new(words: &[String]) -> Self {
        let mut last = Vec::new();
        for c in words.iter().filter_map(|word| word.chars().next_back()) {
            let number = c as usize;
            last.resize(last.len().max(number + 1), false);
            last[number] = true;
        }
        let mut ends: Vec<(u64, usize)> =
            words.iter().enumerate().map(|(number, word)| (key(word, KEY), number)).collect();
        ends.sort_unstable();
        Self { last, ends, words: words.to_vec() }
    }

    /// Where each of them stands in `text`, ascending by end; with its number.
    pub(super) fn places(&self, text: &str) -> Vec<(Span, usize)> {
        let mut places = Vec::new();
        for (at, c) in text.char_indices() {
            if !self.last.get(c as usize).is_some_and(|is| *is) {
                continue;
            }
            let before = &text[..at + c.len_utf8()];
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
    let last = text.chars().rev().map(u64::from).chain(std::iter::repeat(0)).take(KEY);
    last.enumerate().fold(0, |key, (i, c)| key << 21 | if i < most { c } else { 0 })
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
            let mut found = Tails::new(&words).places(&text);
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
