//! Clauses that tell of no region: what the nation does, what is done all over, what an unnamed place does.
//!
//! Takes a clause. Gives how long nobody acts. Without it, 党的二十大提出… would be told of the county whose article it is.

use crate::model::{Entity, MentionKind, RegionCode, Resolved};
use crate::resource::{Level, Lexicon, Literals};
use crate::text::Span;

use super::Source;
use super::actor::Until;

/// How long nobody acts from this clause on; `None` where it tells of somebody.
pub(super) fn acts(
    source: &Source<'_>,
    clause: Span,
    mentions: &[Resolved],
    home: Option<&RegionCode>,
) -> Option<Until> {
    let (lexicon, body) = (source.lexicon, source.article.body.text.as_str());
    let rules = &lexicon.references.nobody;
    let words = source.folded(clause);
    if is_anonymous(lexicon, words) {
        return Some(Until::Paragraph);
    }
    let subject = without_lead(&rules.lead, words);
    let over = rules.all_over.opening(subject).next().is_some() && !has_parts(lexicon, home);
    (of_nation(lexicon, subject) || over || all_over_above(lexicon, body, clause, mentions, home))
        .then_some(Until::Sentence)
}

/// M街道人大工委: a letter stands for the name.
fn is_anonymous(lexicon: &Lexicon, words: &str) -> bool {
    let ordinals = &lexicon.references.ordinals;
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric() || ordinals.contains(c));
    let unit = words.trim_start_matches(|c: char| c.is_ascii_uppercase());
    unit.len() < words.len() && lexicon.references.nobody.anonymous.open(unit)
}

/// `words` without what says only when, or of which wording: 2022年修订的监督法.
fn without_lead<'t>(lead: &Literals, words: &'t str) -> &'t str {
    let mut rest = words;
    loop {
        let next = rest.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric());
        let next = behind(lead, next).unwrap_or(next);
        if next.len() == rest.len() {
            return rest;
        }
        rest = next;
    }
}

/// Whether the nation, its party or its law does what the clause says.
fn of_nation(lexicon: &Lexicon, subject: &str) -> bool {
    let rules = &lexicon.references.nobody;
    let does =
        |rest: &str| !rules.not_before.open(rest) && !rules.unless.are_in(rest) && rules.does.are_in(rest);
    behind(&rules.nation, subject).is_some_and(does)
        || behind(&rules.laws, subject).is_some_and(|rest| rules.law_does.open(rest))
}

/// What stands behind the first of `words` with which a text begins.
fn behind<'t>(words: &Literals, text: &'t str) -> Option<&'t str> {
    words.opening(text).next().map(|n| &text[words[n].len()..])
}

/// 全省各地, 在浙江各地: the units of a region around the article's own.
fn all_over_above(
    lexicon: &Lexicon,
    body: &str,
    clause: Span,
    mentions: &[Resolved],
    home: Option<&RegionCode>,
) -> bool {
    mentions.iter().any(|m| {
        let Entity::Region(code) = &m.entity else { return false };
        let area = match m.mention.kind {
            MentionKind::SelfReference { whole: true, .. } => m.mention.span.start == clause.start,
            MentionKind::Region { .. } => true,
            _ => false,
        };
        let outer = home.is_some_and(|home| home != code && lexicon.regions.is_within(home, code));
        let behind = &body[m.mention.span.end..clause.end.max(m.mention.span.end)];
        area && outer && lexicon.references.nobody.units.open(behind)
    })
}

/// Whether the article's own region has counties, so that 各地 are its own.
fn has_parts(lexicon: &Lexicon, home: Option<&RegionCode>) -> bool {
    home.and_then(|home| lexicon.regions.get(home)).is_some_and(|unit| unit.level < Level::County)
}
