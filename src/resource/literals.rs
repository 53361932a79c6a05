//! A list of words of a rule, looked for all at once.

use std::fmt;
use std::ops::Deref;

use daachorse::{DoubleArrayAhoCorasick, DoubleArrayAhoCorasickBuilder, MatchKind};

use crate::text::Span;

/// Words as they stand, in the order of their list; a slice of them where one by one is meant.
///
/// ```
/// use renda::resource::Literals;
/// let words = Literals::new(["全部", "所有", "所有的"].map(str::to_owned).to_vec())?;
/// assert!(words.are_in("覆盖全部乡镇"));
/// assert_eq!(words.opening("所有的乡镇").collect::<Vec<_>>(), [1, 2]);
/// assert_eq!(words.closing("在全部").map(|n| words[n].as_str()).collect::<Vec<_>>(), ["全部"]);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Literals(Box<List>);

#[derive(Clone, PartialEq, Eq, Default)]
struct List {
    words: Vec<String>,
    automaton: Option<DoubleArrayAhoCorasick<u32>>,
    /// First characters with the words they begin, ascending.
    first: Vec<(char, usize)>,
    /// Last characters with the words they end, ascending.
    last: Vec<(char, usize)>,
}

impl Literals {
    /// Takes the words in their order; of one given twice the first counts.
    ///
    /// # Errors
    /// Where a word is empty: it would stand everywhere.
    pub fn new(words: Vec<String>) -> Result<Self, String> {
        let mut numbered: Vec<(&str, u32)> = words.iter().map(String::as_str).zip(0..).collect();
        numbered.sort_unstable();
        numbered.dedup_by_key(|(word, _)| *word);
        if numbered.first().is_some_and(|(word, _)| word.is_empty()) {
            return Err("an empty word in a list".to_owned());
        }
        let automaton = if numbered.is_empty() {
            None
        } else {
            let builder = DoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::Standard);
            Some(builder.build_with_values(numbered).map_err(|e| format!("words fit no automaton: {e}"))?)
        };
        let by = |end: fn(&str) -> Option<char>| {
            let mut all: Vec<(char, usize)> =
                words.iter().enumerate().filter_map(|(n, word)| Some((end(word)?, n))).collect();
            all.sort_unstable();
            all
        };
        let (first, last) = (by(|word| word.chars().next()), by(|word| word.chars().next_back()));
        Ok(Self(Box::new(List { words, automaton, first, last })))
    }

    /// Whether one of them stands anywhere in `text`.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.automaton.as_ref().is_some_and(|a| a.find_iter(text).next().is_some())
    }

    /// Where each of them stands in `text`, ascending by end, overlapping ones too; with its number in the list.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, usize)> + 'a {
        let found = self.0.automaton.iter().flat_map(move |a| a.find_overlapping_iter(text));
        found.map(|m| (Span::new(m.start(), m.end()), m.value() as usize))
    }

    /// The numbers of those that `text` begins with, ascending.
    pub fn opening(&self, text: &str) -> impl Iterator<Item = usize> {
        let of_char = text.chars().next().map_or(&[][..], |c| at(&self.0.first, c));
        of_char.iter().map(|(_, n)| *n).filter(move |n| text.starts_with(self.0.words[*n].as_str()))
    }

    /// The numbers of those that `text` ends with, ascending.
    pub fn closing(&self, text: &str) -> impl Iterator<Item = usize> {
        let of_char = text.chars().next_back().map_or(&[][..], |c| at(&self.0.last, c));
        of_char.iter().map(|(_, n)| *n).filter(move |n| text.ends_with(self.0.words[*n].as_str()))
    }

    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.opening(word).any(|n| self.0.words[n].len() == word.len())
    }

    /// `text` without the first of them that it begins with.
    pub fn strip_prefix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.opening(text).next().map(|n| &text[self.0.words[n].len()..])
    }

    /// `text` without the first of them that it ends with.
    pub fn strip_suffix<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.closing(text).next().map(|n| &text[..text.len() - self.0.words[n].len()])
    }

    /// Whether `text` begins with one of them.
    pub fn open(&self, text: &str) -> bool {
        self.opening(text).next().is_some()
    }

    /// Whether `text` ends with one of them.
    pub fn close(&self, text: &str) -> bool {
        self.closing(text).next().is_some()
    }
}

/// The entries of `table` for a character.
fn at(table: &[(char, usize)], c: char) -> &[(char, usize)] {
    let from = table.partition_point(|(known, _)| *known < c);
    let to = from + table[from..].iter().take_while(|(known, _)| *known == c).count();
    &table[from..to]
}

impl TryFrom<Vec<String>> for Literals {
    type Error = String;

    fn try_from(words: Vec<String>) -> Result<Self, String> {
        Self::new(words)
    }
}

impl Deref for Literals {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0.words
    }
}

impl<'a> IntoIterator for &'a Literals {
    type Item = &'a String;
    type IntoIter = std::slice::Iter<'a, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.words.iter()
    }
}

impl fmt::Debug for Literals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.words.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// What is found at once is what is found word by word.
        #[test]
        fn all_at_once_as_one_by_one(
            words in prop::collection::vec("[甲乙丙a]{1,3}", 0..6),
            text in "[甲乙丙a丁]{0,12}",
        ) {
            let literals = Literals::new(words.clone()).unwrap();
            prop_assert_eq!(literals.are_in(&text), words.iter().any(|w| text.contains(w.as_str())));
            let numbers = |is: &dyn Fn(&str) -> bool| -> Vec<usize> {
                (0..words.len()).filter(|n| is(&words[*n])).collect()
            };
            prop_assert_eq!(literals.opening(&text).collect::<Vec<_>>(), numbers(&|w| text.starts_with(w)));
            prop_assert_eq!(literals.closing(&text).collect::<Vec<_>>(), numbers(&|w| text.ends_with(w)));
            prop_assert_eq!(literals.has(&text), words.contains(&text));
            let first = words.iter().find_map(|w| text.strip_prefix(w.as_str()));
            prop_assert_eq!(literals.strip_prefix(&text), first);
            let last = words.iter().find_map(|w| text.strip_suffix(w.as_str()));
            prop_assert_eq!(literals.strip_suffix(&text), last);
            for (n, word) in words.iter().enumerate().filter(|(n, w)| !words[..*n].contains(w)) {
                let places = literals.places(&text).filter(|(_, found)| *found == n);
                let places: Vec<usize> = places.map(|(span, _)| span.start).collect();
                let alone: Vec<usize> =
                    text.char_indices().map(|(i, _)| i).filter(|i| text[*i..].starts_with(word.as_str())).collect();
                prop_assert_eq!(places, alone);
            }
        }
    }

    #[test]
    fn an_empty_word_is_refused() {
        assert!(Literals::new(vec!["甲".to_owned(), String::new()]).is_err());
    }
}
