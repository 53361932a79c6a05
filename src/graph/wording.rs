//! Wording that spreads: passages that articles about different regions share, letter by letter.
//!
//! Takes texts; gives passages with every place they stand at. A passage that proves no practice anywhere is wording
//! that spreads apart from practice. Articles about one region may repeat each other freely; passages do not reach over
//! the end of a sentence, and marks and blanks between the letters do not count.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::error::Result;
use crate::query::Dataset;
use crate::query::adopted::Quote;
use crate::query::text::{Text, texts};

/// The passages that regions share, those of most regions first, then the longest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wording {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// How many letters a passage has at least.
    pub least: usize,
    /// The passages.
    pub passages: Vec<Passage>,
}

/// A passage that stands in articles about different regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its letters, without marks and blanks.
    pub letters: String,
    /// How many regions.
    pub regions: usize,
    /// The mechanisms that it proves somewhere; none where it is wording only.
    pub proves: BTreeSet<String>,
    /// Where it stands, by region and article.
    pub places: Vec<PlaceOf>,
}

/// A place where a passage stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlaceOf {
    /// The code of the region that the article reports on.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The words as printed.
    pub quote: Quote,
}

/// The passages of at least `least` letters.
///
/// # Errors
/// Where the store cannot be read.
pub fn wording(reader: &dyn Dataset, least: usize, language: &str) -> Result<Wording> {
    let texts = texts(reader, language)?;
    Ok(Wording { generation: reader.generation(), least, passages: passages(&texts, least) })
}

/// The letters of a text that count, with their places; a sentence each.
type Sentence = Vec<(char, usize)>;

fn sentences(text: &Text) -> Vec<Sentence> {
    let mut all = vec![Vec::new()];
    for (at, &c) in text.body.iter().enumerate() {
        // Full stop, exclamation and question mark, semicolon; line break.
        if matches!(c, '\u{3002}' | '\u{FF01}' | '\u{FF1F}' | '\u{FF1B}' | '!' | '?' | ';' | '\n') {
            all.push(Vec::new());
        } else if c.is_alphanumeric()
            && let Some(last) = all.last_mut()
        {
            last.push((c, at));
        }
    }
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// The letters of words.
fn plain(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Where a run of `least` letters stands: text, sentence, first letter.
type Spot = (usize, usize, usize);

fn passages(texts: &[Text], least: usize) -> Vec<Passage> {
    let least = least.max(1);
    let of_regions: Vec<&Text> = texts.iter().filter(|text| text.code.is_some()).collect();
    let split: Vec<Vec<Sentence>> = of_regions.iter().map(|text| sentences(text)).collect();
    let mut spots: BTreeMap<String, Vec<Spot>> = BTreeMap::new();
    for (t, sentences) in split.iter().enumerate() {
        for (s, sentence) in sentences.iter().enumerate() {
            for (at, shingle) in sentence.windows(least).enumerate() {
                spots.entry(shingle.iter().map(|(c, _)| *c).collect()).or_default().push((t, s, at));
            }
        }
    }
    let code = |text: usize| of_regions[text].code.as_deref();
    // The texts that share what begins at a spot, where these are of several regions.
    let mut shared: BTreeMap<Spot, BTreeSet<usize>> = BTreeMap::new();
    for places in spots.into_values() {
        let of: BTreeSet<usize> = places.iter().map(|(text, ..)| *text).collect();
        let regions: BTreeSet<Option<&str>> = of.iter().map(|&text| code(text)).collect();
        if regions.len() > 1 {
            shared.extend(places.into_iter().map(|spot| (spot, of.clone())));
        }
    }
    let mut found: BTreeMap<String, BTreeSet<(usize, usize, usize)>> = BTreeMap::new();
    for (&(t, s, at), of) in &shared {
        // One run for each stretch that the same texts share: where others share it too, it goes on.
        if at > 0 && shared.get(&(t, s, at - 1)) == Some(of) {
            continue;
        }
        let holds = |next: &usize| shared.get(&(t, s, *next)).is_some_and(|texts| texts.is_superset(of));
        let first = at - (0..at).rev().take_while(holds).count();
        let more = (first..split[t][s].len()).take_while(holds).count();
        let letters = &split[t][s][first..first + more - 1 + least];
        let (start, end) = (letters[0].1, letters[letters.len() - 1].1 + 1);
        let words = letters.iter().map(|(c, _)| *c).collect();
        found.entry(words).or_default().insert((t, start, end));
    }
    let mut passages: Vec<Passage> = found
        .into_iter()
        .map(|(letters, places)| {
            let regions: BTreeSet<Option<&str>> = places.iter().map(|(text, ..)| code(*text)).collect();
            let mut proves = BTreeSet::new();
            let mut told: Vec<PlaceOf> = Vec::new();
            for &(t, start, end) in &places {
                let text = of_regions[t];
                // What stands beside the name in one quote proves nothing by itself.
                let within = text.proved.iter().filter(|proof| {
                    proof.start < end && start < proof.end && letters.contains(&plain(&proof.surface))
                });
                proves.extend(within.map(|proof| proof.mechanism.clone()));
                told.push(PlaceOf {
                    code: text.code.clone().unwrap_or_default(),
                    name: text.name.clone(),
                    quote: text.quote(start, end),
                });
            }
            told.sort();
            Passage { letters, regions: regions.len(), proves, places: told }
        })
        .filter(|passage| passage.regions > 1)
        .collect();
    passages.sort_by_cached_key(|passage| {
        let length = passage.letters.chars().count();
        (std::cmp::Reverse(passage.regions), std::cmp::Reverse(length), passage.letters.clone())
    });
    without_parts(passages)
}

/// Without passages that lie inside a longer one of as many places: they would say it twice.
fn without_parts(passages: Vec<Passage>) -> Vec<Passage> {
    let mut kept: Vec<Passage> = Vec::new();
    for passage in passages {
        let part = kept.iter().any(|whole| {
            whole.places.len() == passage.places.len() && whole.letters.contains(&passage.letters)
        });
        if !part {
            kept.push(passage);
        }
    }
    kept
}
