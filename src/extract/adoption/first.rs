//! Where a practice was the first, says the text.

use crate::model::{Entity, MentionKind, RegionCode, Resolved};
use crate::resource::{CueKind, Side};
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;
use super::is_name;

/// How many bytes may stand between the area and the word for first: 在全省范围内率先.
const NEAR: usize = 9;

/// The region within which the text says that the practice at `at` of `region` was the first: 在全省率先…, 率先在全市…,
/// …为全省首创, and for what a sentence begins with: …，开启了贵阳市…的先河.
pub(super) fn first_within(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    region: &RegionCode,
) -> Option<RegionCode> {
    let area = |m: &Resolved, first: Span, near: bool| {
        let Entity::Region(code) = &m.entity else { return None };
        let span = m.mention.span;
        let whole = matches!(m.mention.kind, MentionKind::SelfReference { whole: true, .. });
        let place = whole || matches!(m.mention.kind, MentionKind::Region { .. }) && !near;
        let gap = if span.end <= first.start {
            first.start - span.end
        } else {
            span.start.saturating_sub(first.end)
        };
        let holds = source.lexicon.regions.is_within(region, code);
        (place && holds && (!near || gap <= NEAR)).then(|| code.clone())
    };
    let here = clause.cues(CueKind::First).find_map(|(first, rule)| {
        let near = rule.side == Side::Before;
        let meant = near && (first.end <= at.start || !named_behind(clause, first));
        meant.then(|| clause.mentions.iter().find_map(|m| area(m, first, true))).flatten()
    });
    here.or_else(|| closing(source, clause, at, area))
}

/// Whether a practice is named behind a word for first, which then speaks of that one.
fn named_behind(clause: &Clause<'_>, first: Span) -> bool {
    clause.mentions.iter().any(|m| is_name(m) && m.mention.span.start >= first.end)
}

/// Of the first practice of a sentence, what its end says: 开了全省…的先河.
fn closing(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    area: impl Fn(&Resolved, Span, bool) -> Option<RegionCode>,
) -> Option<RegionCode> {
    let sentence = source.mentions(clause.sentence);
    if sentence.iter().any(|m| is_name(m) && m.mention.span.end <= at.start) {
        return None;
    }
    let end = sentence.iter().find(|m| match m.mention.kind {
        MentionKind::Cue { rule } => {
            let rule = &source.lexicon.triggers.rules[rule];
            rule.kind == CueKind::First && rule.side == Side::Any && m.mention.span.start >= at.end
        }
        _ => false,
    })?;
    let stop = end.mention.span;
    let mut before =
        sentence.iter().filter(|m| m.mention.span.start >= at.end && m.mention.span.end <= stop.start);
    before.find_map(|m| area(m, stop, false))
}
