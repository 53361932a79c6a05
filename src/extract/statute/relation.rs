//! What is done with a title: the nearest word behind the list it stands in, else the nearest before it.

use std::cmp::Reverse;

use crate::model::Relation;
use crate::resource::DeedWords;
use crate::text::{Span, fold};

use super::super::Source;
use super::super::frame::Clause;
use super::Named;

/// How many bytes behind a list of titles a word may say what was done with them.
const REACH: usize = 120;
/// How many bytes behind it a word is said of the titles themselves.
const NEAR: usize = 30;

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) relation: Relation,
    /// Whether a word of the future before the title reaches it.
    pub(super) future: bool,
    /// Whether it only tells when something else was done: 《…》施行以来.
    pub(super) background: bool,
}

/// A word found, the nearer the less, the longer the less.
type Found = (usize, Reverse<usize>, Relation);

pub(super) fn relation(source: &Source<'_>, clause: &Clause<'_>, named: &Named) -> Deed {
    let rules = &source.lexicon.titles;
    let before = before(source, clause, named);
    let before = without_marks(&before);
    if rules.bare.ground.close(before) {
        return Deed { relation: Relation::Cited, future: false, background: false };
    }
    let verb = nearest(&rules.relation.before, before, |at| before.len() - at.end);
    let direct = verb.filter(|(distance, ..)| particles(source, &before[before.len() - distance..]));
    let (behind, background) = behind(source, clause, named, direct.is_some()).unzip();
    // An attribute (新修订的《…》) gives way to what is done; so does a verb whose object is more than the title.
    let attribute =
        direct.is_some_and(|(distance, ..)| distance > 0 && before.ends_with(rules.attribute.as_str()));
    let outweighed = |(distance, _, relation): &Found| {
        let more = matches!(
            relation,
            Relation::Inspected | Relation::Evaluated | Relation::Consulted | Relation::Reviewed
        );
        *distance <= NEAR && (more || attribute && *relation != Relation::Enacted)
    };
    let verb = if direct.is_some_and(|_| !behind.as_ref().is_some_and(outweighed)) || behind.is_none() {
        verb
    } else {
        None
    };
    let found = verb.or(behind);
    let mut relation = found.map_or(Relation::Cited, |(_, _, relation)| relation);
    // 准备出台, 着手修订: what is set about is not done.
    let intended = verb.is_some_and(|(distance, Reverse(length), _)| {
        let lead = &before[..before.len() - distance - length];
        rules.intent.close(lead)
    });
    if intended && matches!(relation, Relation::Enacted | Relation::Amended) {
        relation = Relation::Drafting;
    }
    if let Some(decided) = named.decided.filter(|_| relation == Relation::Enacted) {
        relation = decided;
    }
    let whole = if named.marked { named.list } else { named.span };
    let draft = super::is_draft(source, clause, whole);
    let making = matches!(relation, Relation::Enacted | Relation::Amended | Relation::Cited);
    // 将于明年起施行 is made already; 将开展执法检查 is not done.
    let future = verb.is_some() || matches!(relation, Relation::Inspected | Relation::Evaluated);
    let relation = if draft && making { Relation::Drafting } else { relation };
    Deed { relation, future, background: verb.is_none() && background == Some(true) }
}

/// What stands before the list in its clause. A colon opens the list that the words before it rule: 批准了三部法规:《…》.
fn before(source: &Source<'_>, clause: &Clause<'_>, named: &Named) -> String {
    let words = source.words(Span::new(clause.sentence.start, clause.span.start));
    let colon = words.strip_suffix([':', '\u{FF1A}']);
    let from = colon.map_or(clause.span.start, |words| {
        let parts = words.rsplit([',', ';', '\u{FF0C}', '\u{FF1B}']);
        let last = parts.map(str::len).next().unwrap_or(0);
        clause.sentence.start + words.len() - last
    });
    without_titles(source.folded(Span::new(from, named.list.start.max(from))))
}

/// `text` without the titles in marks: the words of another's title do nothing.
pub(super) fn without_titles(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, title)) = rest.split_once('\u{300A}') {
        let Some((_, behind)) = title.split_once('\u{300B}') else { break };
        kept.push_str(before);
        rest = behind;
    }
    kept + rest
}

/// Without an opening mark at its end: that of the title itself.
pub(super) fn without_marks(text: &str) -> &str {
    text.trim_end_matches(['\u{300A}', '\u{3008}', '\u{AB}', '<'])
}

/// Whether nothing but particles stands there.
fn particles(source: &Source<'_>, mut text: &str) -> bool {
    while let Some(rest) = source.lexicon.titles.particles.strip_prefix(text) {
        text = rest;
    }
    text.is_empty()
}

/// The nearest word behind, up to the next stop: what the next clause does, it does to something else. Only where
/// nothing is said up to a comma does the next clause count, if it names nothing itself: 《…》，自明年起施行. With a verb
/// directly before the title it does not.
///
/// The second value says whether it only tells when: 施行以来.
fn behind(source: &Source<'_>, clause: &Clause<'_>, named: &Named, done: bool) -> Option<(Found, bool)> {
    let body = source.article.body.text.as_str();
    let from = if named.marked { named.list.end.max(named.span.end) } else { named.span.end };
    let to = clause.sentence.end.min(from + REACH).max(from);
    let to = (0..=to).rev().find(|&i| body.is_char_boundary(i)).unwrap_or(from).max(from);
    let text = source.folded(Span::new(from, to));
    // (以下简称备案审查条例): what it is called, or which they are, does nothing to it.
    let bracket = text.strip_prefix('(').and_then(|t| t.split_once(')'));
    let text = bracket.map_or(text, |(_, rest)| rest);
    let text = &text[..text.find([';', '\u{3002}']).unwrap_or(text.len())];
    let within = |text: &str| {
        // What the next title is called says nothing of this one.
        let text = without_titles(text);
        let found = nearest(&source.lexicon.titles.relation.after, &text, |at| at.start)?;
        let rest = &text[found.0 + found.1.0..];
        Some((found, source.lexicon.titles.background.open(rest)))
    };
    let comma = text.find(',').unwrap_or(text.len());
    within(&text[..comma]).or_else(|| {
        let next = &text[(comma + 1).min(text.len())..];
        let next = &next[..next.find(',').unwrap_or(next.len())];
        let own = next.contains(['\u{300A}', '\u{3008}'])
            || source.lexicon.titles.relation.before.words.are_in(next);
        let near = fold(&text[..comma]).chars().count() <= 4;
        if near && !own && !done { within(next) } else { None }
    })
}

fn nearest(deeds: &DeedWords, text: &str, distance: impl Fn(Span) -> usize) -> Option<Found> {
    deeds.places(text).map(|(at, relation)| (distance(at), Reverse(at.len()), relation)).min()
}
