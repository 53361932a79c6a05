//! How far below a practice reaches, at which tier, whom it guides, and since when.

use crate::model::{AsOfBasis, Date, MentionKind, Resolved, Since, SinceKind, Status, Tier};
use crate::resource::CueKind;
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;

/// What a clause says about the units below.
pub(super) struct Below {
    pub(super) full: bool,
    pub(super) n: Option<u32>,
    pub(super) unit: Option<(String, Tier)>,
}

pub(super) fn coverage(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Below> {
    let lexicon = source.lexicon;
    let full = clause.cues(lexicon, CueKind::Full).any(|(span, _)| {
        !at.contains(span) && !clause.cues(lexicon, CueKind::Hedged).any(|(hedge, _)| hedge.end <= span.start)
    });
    let counted = clause.mentions.iter().find_map(|m| match &m.mention.kind {
        MentionKind::Quantity(q) if m.mention.span.end <= at.start => {
            let unit = units_below(source, &source.article.body.text[m.mention.span.end..at.start]).filter(
                |(word, _)| {
                    source.article.body.text[m.mention.span.end..].trim_start().starts_with(word.as_str())
                },
            )?;
            Some((u32::try_from(q.value).ok()?, unit))
        }
        _ => None,
    });
    let (n, unit) = counted.map_or((None, None), |(n, unit)| (Some(n), Some(unit)));
    (full || n.is_some()).then_some(Below { full, n, unit })
}

/// The word for units below with which `text` begins, and their tier.
fn units_below(source: &Source<'_>, text: &str) -> Option<(String, Tier)> {
    source.lexicon.references.units_below.iter().find(|(word, _)| text.contains(word.as_str())).cloned()
}

/// Since when: a date before the mechanism in its clause, tied to it by a word that begins a practice; or this year,
/// where the article's event says which year that is.
pub(super) fn since(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    status: Status,
) -> Option<(Since, Span)> {
    let starts = |from: usize| {
        clause
            .cues(source.lexicon, CueKind::Start)
            .any(|(span, _)| span.start >= from && span.end <= at.start)
    };
    let kind = if status == Status::Piloted { SinceKind::Pilot } else { SinceKind::Start };
    let dated = clause.mentions.iter().rev().find_map(|m| match m.mention.kind {
        MentionKind::Date(date) if m.mention.span.end <= at.start && starts(m.mention.span.end) => {
            Some((date, m.mention.span))
        }
        _ => None,
    });
    let (date, span): (Date, Span) = dated?;
    let known =
        source.scene.as_of.is_none_or(|a| a.basis == AsOfBasis::Text || date.year() <= a.latest.year());
    known.then_some((Since { date, kind }, span))
}

/// Whether an earlier clause of the sentence guides units below: 指导4个县和145个乡镇，试点开展…
pub(super) fn neighbour_guides(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let guides = |m: &Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => source.lexicon.triggers.rules[rule].kind == CueKind::Guided,
        _ => false,
    };
    source.scene.mentions.iter().any(|m| {
        clause.sentence.contains(m.mention.span) && m.mention.span.end <= at.start && guides(m) && {
            let behind = &source.article.body.text[m.mention.span.end..at.start];
            behind.chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count() <= 1
                && units_below(source, behind).is_some()
        }
    })
}
