//! Townships by name. Five towns are called 走马镇: which one is meant, its county tells, and the county its other towns.

use std::collections::{BTreeMap, BTreeSet};

use super::region::{Hit, behind_outer};
use crate::model::{RegionCode, RegionName, Tier};
use crate::resource::{Found, Lexicon, Pointer};
use crate::text::Span;

/// So many towns of one county, by different names, tell that it is the one spoken of.
const TOWNS: usize = 2;
/// So often a town is named where it is no accident, if its name has so many characters.
const AGAIN: usize = 2;
const TOWN: usize = 3;
/// A street's name of so many characters is none by accident.
const STREET: usize = 4;
/// The longest stem of a township of peoples, in characters.
const STEM: usize = 5;

/// Names of townships, each with those that bear it.
pub(super) type Towns<'l> = Vec<(Span, &'l [RegionCode])>;

/// Township names say little by themselves: one counts where its county is known, or what it lies in stands directly
/// before it.
pub(super) fn townships(
    lexicon: &Lexicon,
    text: &str,
    towns: &Towns<'_>,
    known: &BTreeSet<RegionCode>,
    hits: &mut Vec<Hit>,
) {
    for &(span, codes) in towns {
        if hits.iter().any(|h| h.span.overlaps(span)) {
            continue;
        }
        let in_known_county = |code: &&RegionCode| county(lexicon, code).is_some_and(|c| known.contains(c));
        let candidates: Vec<RegionCode> = codes.iter().filter(in_known_county).cloned().collect();
        if !candidates.is_empty() {
            hits.push(Hit { span, candidates, name: RegionName::Full });
        } else if let Some((from, code)) = behind_outer(lexicon, &text[..span.start], codes.iter()) {
            let span = Span::new(from, span.end);
            hits.retain(|h| !span.contains(h.span));
            hits.push(Hit { span, candidates: vec![code], name: RegionName::Full });
        }
    }
}

/// What the townships that an article names tell of their counties.
#[derive(Debug, Default)]
pub(super) struct Counties<'t> {
    /// The names of townships, by each county that has one of the name.
    towns: BTreeMap<RegionCode, BTreeSet<&'t str>>,
    /// Counties of townships whose name no other has, and whose congress acts.
    sure: BTreeSet<RegionCode>,
}

impl<'t> Counties<'t> {
    /// Reads the townships of a text; in a title or a source line a name needs no congress behind it.
    pub(super) fn read(&mut self, lexicon: &Lexicon, text: &'t str, towns: &Towns<'_>, head: bool) {
        for &(span, codes) in towns {
            let after = &text[span.end..];
            // 新城|乡镇: the unit word goes on.
            if after.starts_with(lexicon.references.level_letters.as_slice()) {
                continue;
            }
            for county in codes.iter().filter_map(|code| county(lexicon, code)) {
                self.towns.entry(county.clone()).or_default().insert(span.of(text));
            }
            let [only] = codes else { continue };
            let name = span.of(text);
            let length = name.chars().count();
            // 香炉礁街道, of which there is one: nothing else is called so.
            let street = || lexicon.references.tier_of_unit(name) == Some(Tier::Street);
            let alone = || length >= STREET && street();
            // 隘子镇, of which there is one, named again and again.
            let again = || length >= TOWN && text.matches(name).nth(AGAIN - 1).is_some();
            if head || alone() || before_organ(lexicon, after) || again() {
                self.sure.extend(county(lexicon, only).cloned());
            }
        }
    }

    /// The counties that are spoken of: of the towns of one more are named than of any other.
    pub(super) fn known(self) -> BTreeSet<RegionCode> {
        let most = self.towns.values().map(BTreeSet::len).max().unwrap_or(0);
        let mut leaders = self.towns.into_iter().filter(|(_, names)| names.len() == most);
        let first = leaders.next().filter(|_| most >= TOWNS && leaders.next().is_none());
        self.sure.into_iter().chain(first.map(|(county, _)| county)).collect()
    }
}

fn county<'l>(lexicon: &'l Lexicon, code: &RegionCode) -> Option<&'l RegionCode> {
    lexicon.regions.get(code).and_then(|unit| unit.parent.as_ref())
}

/// Whether `after` begins with an organ without a letter of its level: 走马镇|人大.
fn before_organ(lexicon: &Lexicon, after: &str) -> bool {
    let pointers = lexicon.references.words.opening(after);
    pointers.is_some_and(|pointers| matches!(&pointers[0], Pointer::Organ { level: None, .. }))
}

/// The names of townships in a text, those of peoples with the peoples. Two zones of the statistics are called 街道, as
/// a unit word is.
pub(super) fn towns<'l>(lexicon: &'l Lexicon, text: &str, found: &Found<'l>) -> Towns<'l> {
    let unit_word = |span: Span| lexicon.references.unit_words.has(span.of(text));
    let named = found.townships.iter().copied().filter(|(span, _)| !unit_word(*span));
    named.chain(of_peoples(lexicon, text)).collect()
}

/// 铁炉白族乡, which the list of units calls 铁炉乡.
fn of_peoples<'l>(lexicon: &'l Lexicon, text: &str) -> impl Iterator<Item = (Span, &'l [RegionCode])> {
    let peoples = &lexicon.references.peoples;
    text.match_indices(peoples.unit.as_str()).filter_map(move |(at, unit)| {
        let mut stem = &text[..at];
        while let Some(rest) = peoples.names.strip_suffix(stem) {
            stem = rest;
        }
        if stem.len() == at {
            return None;
        }
        let starts: Vec<usize> = stem.char_indices().rev().take(STEM).map(|(start, _)| start).collect();
        starts.into_iter().rev().find_map(|start| {
            let codes = lexicon.gazetteer.townships.get(&format!("{}{unit}", &stem[start..]))?;
            Some((Span::new(start, at + unit.len()), codes))
        })
    })
}
