//! An automaton of words with what each stands for: leftmost, longest, over normalised text.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::text::{Normalised, Span};

/// Words to find in one pass, each with its values.
pub struct Words<T> {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    values: Vec<Vec<T>>,
}

impl<T> std::fmt::Debug for Words<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.values.len())
    }
}

impl<T> Words<T> {
    /// Folds the words as text is folded; a word given twice keeps both values, in the order given.
    ///
    /// # Errors
    /// Where the automaton cannot be built; `file` is named.
    pub fn new<'a>(file: &str, words: impl IntoIterator<Item = (&'a str, T)>) -> Result<Self> {
        let mut folded: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (word, value) in words {
            let word = Normalised::new(word).text;
            if word.is_empty() {
                return Err(Error::new(ErrorKind::Resource, "an empty word")
                    .at(file)
                    .remedy("write it or take it out"));
            }
            folded.entry(word).or_default().push(value);
        }
        let (words, values): (Vec<String>, Vec<Vec<T>>) = folded.into_iter().unzip();
        if words.is_empty() {
            return Ok(Self { automaton: None, values });
        }
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&words)
            .map_err(|e| {
                Error::new(ErrorKind::Resource, "words do not fit an automaton")
                    .at(file)
                    .because(e.to_string())
            })?;
        Ok(Self { automaton: Some(automaton), values })
    }

    /// The words in `folded` text, in order, never overlapping, with their values.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (Span, &'a [T])> + 'a {
        self.automaton.iter().flat_map(move |automaton| {
            automaton
                .leftmost_find_iter(folded)
                .map(move |m| (Span::new(m.start(), m.end()), self.values[m.value() as usize].as_slice()))
        })
    }
}
