//! All words that a body is asked for, found in one pass.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

use super::{Lexicon, NameSense, Pointer, RelativeRule, WordTable};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{RegionCode, Slug};
use crate::text::Span;

/// What stands where in folded text, list by list: of each list leftmost, longest, as [`Words::find`](super::Words::find) gives it.
#[derive(Debug)]
pub struct Found<'a> {
    /// Names of mechanisms.
    pub mechanisms: Vec<(Span, &'a [Slug])>,
    /// Names of provinces, prefectures and counties.
    pub regions: Vec<(Span, &'a [NameSense])>,
    /// Names of townships.
    pub townships: Vec<(Span, &'a [RegionCode])>,
    /// Pointing words and organs.
    pub pointers: Vec<(Span, &'a [Pointer])>,
    /// Cue words, each with the numbers of its rules.
    pub cues: Vec<(Span, &'a [usize])>,
    /// Words that tell a year from another.
    pub years: Vec<(Span, &'a [RelativeRule])>,
    /// Endings of names by form.
    pub endings: Vec<Span>,
    /// Words behind which a name by form may stand.
    pub verbs: Vec<Span>,
    /// Words that no name by form reaches over.
    pub cuts: Vec<Span>,
}

/// One automaton of the words of all lists.
pub(super) struct Scan {
    automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// For each word, and one more, where its owners begin.
    first: Vec<usize>,
    /// The lists that have a word, and its number there.
    owners: Vec<(usize, usize)>,
}

/// How many lists there are.
const LISTS: usize = 9;

/// Places of the words of one list, each with the word's number.
type Places = Vec<(Span, usize)>;

impl Scan {
    /// Puts the lists, in the order of the fields of [`Found`], into one automaton.
    pub(super) fn new(lists: [&[String]; LISTS]) -> Result<Self> {
        let mut owners: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (list, words) in lists.into_iter().enumerate() {
            for (number, word) in words.iter().enumerate() {
                owners.entry(word).or_default().push((list, number));
            }
        }
        let words: Vec<&str> = owners.keys().copied().collect();
        let mut first = vec![0];
        first.extend(owners.values().scan(0, |before, of_word| {
            *before += of_word.len();
            Some(*before)
        }));
        let builder = CharwiseDoubleArrayAhoCorasickBuilder::new().match_kind(MatchKind::Standard);
        let automaton = builder.build(words).map_err(|e| {
            Error::new(ErrorKind::Resource, "the words of all rules do not fit an automaton")
                .because(e.to_string())
        })?;
        Ok(Self { automaton, first, owners: owners.into_values().flatten().collect() })
    }

    /// What each list has in `text`.
    fn of(&self, text: &str) -> [Places; LISTS] {
        let mut places: [Places; LISTS] = Default::default();
        for found in self.automaton.find_overlapping_iter(text) {
            let span = Span::new(found.start(), found.end());
            let word = found.value() as usize;
            for &(list, number) in &self.owners[self.first[word]..self.first[word + 1]] {
                places[list].push((span, number));
            }
        }
        places.map(leftmost_longest)
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scan({})", self.first.len() - 1)
    }
}

/// Of places that overlap the first, and of those with one start the longest.
fn leftmost_longest(mut places: Places) -> Places {
    places.sort_unstable_by_key(|(span, _)| (span.start, Reverse(span.end)));
    let mut end = 0;
    places.retain(|(span, _)| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
    places
}

/// The places with what the words of their list stand for.
fn with_values<T>(words: &WordTable<T>, places: Places) -> Vec<(Span, &[T])> {
    places.into_iter().map(|(span, number)| (span, words.value(number))).collect()
}

fn spans(places: Places) -> Vec<Span> {
    places.into_iter().map(|(span, _)| span).collect()
}

impl Lexicon {
    /// Looks for the words of all lists in `folded` text.
    ///
    /// ```
    /// use renda::{resource::Lexicon, text::Span};
    /// let lexicon = Lexicon::load()?;
    /// let found = lexicon.scan("兴县人大常委会开展专题询问");
    /// assert_eq!(found.regions[0].0, Span::new(0, 6));
    /// assert_eq!(found.mechanisms[0].1[0].as_str(), "special-inquiry");
    /// assert!(found.mechanisms.iter().copied().eq(lexicon.mechanism_names.find("兴县人大常委会开展专题询问")));
    /// # Ok::<(), renda::error::Error>(())
    /// ```
    pub fn scan(&self, folded: &str) -> Found<'_> {
        let [mechanisms, regions, townships, pointers, cue_words, years, endings, verbs, cuts] =
            self.scan.of(folded);
        Found {
            mechanisms: with_values(self.mechanism_names.table(), mechanisms),
            regions: with_values(self.gazetteer.names.table(), regions),
            townships: with_values(&self.gazetteer.townships, townships),
            pointers: with_values(self.references.words.table(), pointers),
            cues: with_values(self.triggers.words.table(), cue_words),
            years: with_values(&self.dates.relative, years),
            endings: spans(endings),
            verbs: spans(verbs),
            cuts: spans(cuts),
        }
    }
}
