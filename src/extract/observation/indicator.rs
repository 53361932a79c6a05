//! Which indicator a number is a value of.

use crate::model::Slug;
use crate::text::Span;

use super::super::Source;
use super::counted::Counted;
use super::phrase::is_mark;
use super::{Neighbours, Number};

/// The indicator of what was counted: by the first row whose noun it ends in and whose verb governs it; else the longest
/// label that touches the number on either side, with the verb before it or behind it if the label has one
/// (新建联络站3个 are new stations); else the label that is the whole phrase. One whose unit cannot agree with the printed
/// one is none: 600人次 are no deputies.
pub(super) fn concept(source: &Source<'_>, number: &Number<'_>, counted: &Counted) -> Option<Slug> {
    let agrees = |slug: &Slug| agrees(source, number, slug);
    let row = source.lexicon.counts.iter().find(|row| {
        (row.nouns.is_empty() || row.nouns.close(&counted.noun))
            && (row.verbs.is_empty() || row.verbs.are_in(&counted.near))
            && agrees(&row.indicator)
    });
    if let Some(row) = row {
        return Some(row.indicator.clone());
    }
    let Neighbours { before, behind } = number.neighbours(source);
    let joint = before.len();
    let text = format!("{before}{behind}");
    let names = &source.lexicon.indicator_names;
    let touching = names.find(&text).filter(|(at, _)| at.start <= joint && joint <= at.end);
    let longest = touching
        .filter_map(|(at, slugs)| Some((at.len(), slugs.iter().find(|s| agrees(s))?)))
        .max_by_key(|(n, _)| *n);
    longest.map(|(_, slug)| slug.clone()).or_else(|| label(source, number, &counted.phrase))
}

/// The indicator of which `phrase` is a label.
fn label(source: &Source<'_>, number: &Number<'_>, phrase: &str) -> Option<Slug> {
    let mut found = source.lexicon.indicator_names.find(phrase).filter(|(at, _)| at.len() == phrase.len());
    found.find_map(|(_, slugs)| slugs.iter().find(|slug| agrees(source, number, slug))).cloned()
}

/// Whether an indicator is counted in the unit that is printed.
pub(super) fn agrees(source: &Source<'_>, number: &Number<'_>, slug: &Slug) -> bool {
    let units = source.lexicon.indicators.get(slug).map_or(&[][..], |c| &c.units);
    units.is_empty() || units.iter().any(|unit| source.lexicon.units.agree(unit, &number.quantity.unit))
}

/// What the counted things became, where all did: 将693个联络站同步建成立法联系点 counts points too.
pub(super) fn becomes(source: &Source<'_>, number: &Number<'_>) -> Option<(Slug, String)> {
    let rules = &source.lexicon.units.becoming;
    let before = source.words(Span::new(number.clause.span.start, number.span.start));
    if !rules.before.are_in(before) {
        return None;
    }
    let behind = number.neighbours(source).behind;
    let behind = behind.split(is_mark).next()?;
    let (at, verb) = rules.verbs.iter().filter_map(|verb| Some((behind.find(verb.as_str())?, verb))).min()?;
    let mut labels = source.lexicon.indicator_names.find(&behind[at + verb.len()..]);
    let (label, slugs) = labels.next().filter(|(label, _)| label.start == 0)?;
    let slug = slugs.iter().find(|slug| agrees(source, number, slug))?;
    Some((slug.clone(), label.of(&behind[at + verb.len()..]).to_owned()))
}
