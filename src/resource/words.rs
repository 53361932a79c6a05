//! Words with what each stands for, and an automaton that finds them: leftmost, longest, over normalised text.

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};
use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind, Result};
use crate::text::{Normalised, Span};

/// Words, each with its values, found by [`Lexicon::scan`](super::Lexicon::scan) with those of other tables.
pub struct WordTable<T> {
    words: Vec<String>,
    values: Vec<Vec<T>>,
    /// How many bytes the longest has.
    longest: usize,
}

impl<T> std::fmt::Debug for WordTable<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WordTable({})", self.values.len())
    }
}

impl<T> WordTable<T> {
    /// Folds the words as text is folded; a word given twice keeps both values, in the order given.
    ///
    /// # Errors
    /// Where a word is empty; `file` is named.
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
        let longest = words.iter().map(String::len).max().unwrap_or(0);
        Ok(Self { words, values, longest })
    }

    /// What a folded word stands for, where it is one of these.
    pub fn get(&self, word: &str) -> Option<&[T]> {
        let at = self.words.binary_search_by(|known| known.as_str().cmp(word)).ok()?;
        Some(&self.values[at])
    }

    /// The words as they are looked for, ascending.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// What the word of this number stands for.
    pub(super) fn value(&self, number: usize) -> &[T] {
        &self.values[number]
    }
}

/// Words to find in any text, each with its values.
pub struct Words<T> {
    table: WordTable<T>,
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
}

impl<T> std::fmt::Debug for Words<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({})", self.table.values.len())
    }
}

impl<T> Words<T> {
    /// As [`WordTable::new`].
    ///
    /// # Errors
    /// Where a word is empty or the automaton cannot be built; `file` is named.
    pub fn new<'a>(file: &str, words: impl IntoIterator<Item = (&'a str, T)>) -> Result<Self> {
        let table = WordTable::new(file, words)?;
        if table.words.is_empty() {
            return Ok(Self { table, automaton: None });
        }
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&table.words)
            .map_err(|e| {
                Error::new(ErrorKind::Resource, "words do not fit an automaton")
                    .at(file)
                    .because(e.to_string())
            })?;
        Ok(Self { table, automaton: Some(automaton) })
    }

    /// What the longest word stands for with which `folded` text begins.
    pub fn opening<'a>(&'a self, folded: &'a str) -> Option<&'a [T]> {
        let near = &folded[..folded.floor_char_boundary(self.table.longest)];
        self.find(near).next().filter(|(span, _)| span.start == 0).map(|(_, values)| values)
    }

    /// The words and their values.
    pub(super) fn table(&self) -> &WordTable<T> {
        &self.table
    }

    /// The words in `folded` text, in order, never overlapping, with their values.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = (Span, &'a [T])> + 'a {
        self.automaton.iter().flat_map(move |automaton| {
            let found = automaton.leftmost_find_iter(folded);
            found.map(move |m| (Span::new(m.start(), m.end()), self.table.value(m.value() as usize)))
        })
    }
}
