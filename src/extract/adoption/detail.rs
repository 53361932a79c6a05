//! What else is told of a practice: its topic, what its name means, who takes part, where it was the first, whom it
//! guides.

use std::ops::RangeInclusive;

use crate::model::{Entity, MentionKind, OrganKind, RegionCode, Resolved, Slug};
use crate::resource::CueKind;
use crate::text::{Span, fold, is_quotation_mark};

use super::super::Source;
use super::super::frame::{Clause, follows_cue};

/// How many code points an explanation has: one that is longer tells a story.
const GLOSS: RangeInclusive<usize> = 4..=120;
/// How many code points behind a word of guidance its object may take.
const GUIDED: usize = 12;
/// How many bytes may stand between the area and the word for first: 在全省范围内率先.
const NEAR: usize = 9;

/// Whether every congress has it by law.
pub(super) fn is_duty(source: &Source<'_>, slug: &Slug) -> bool {
    source.lexicon.mechanisms.get(slug).and_then(|c| c.form.as_deref()) == Some("statutory-duty")
}

/// What an inquiry, inspection or hearing was about: 就公立医院改革开展专题询问.
pub(super) fn topic(source: &Source<'_>, clause: &Clause<'_>, at: Span, slug: &Slug) -> Option<String> {
    let duty = is_duty(source, slug);
    let before = source.words(Span::new(clause.span.start, at.start.max(clause.span.start)));
    let rules = &source.lexicon.references;
    let opened =
        rules.topic_openers.iter().filter_map(|w| before.find(w.as_str()).map(|i| i + w.len())).min();
    let closed = rules.topic_closers.iter().filter_map(|w| before.rfind(w.as_str())).max();
    let (from, to) = opened.zip(closed).filter(|(from, to)| duty && from < to)?;
    let topic = before[from..to].trim();
    (topic.chars().count() >= 2).then(|| fold(topic))
}

/// The words with which the text itself explains a name, and where they stand: “四有”，即有制度、有卡片….
pub(super) fn gloss(source: &Source<'_>, clause: &Clause<'_>, name: Span) -> Option<(String, Span)> {
    let body = source.article.body.text.as_str();
    let after = &body[name.end..clause.sentence.end.max(name.end)];
    let from = name.end + (after.len() - after.trim_start_matches(is_quotation_mark).len());
    let after = &body[from..clause.sentence.end.max(from)];
    let lead = source.lexicon.candidates.glosses.iter().find(|w| after.starts_with(w.as_str()))?;
    let start = from + lead.len();
    let rest = &body[start..clause.sentence.end];
    let end = start + rest.find(['\u{3002}', ')', '\u{FF09}', '\u{FF1B}', ';']).unwrap_or(rest.len());
    let span = Span::new(start, end);
    let gloss = source.words(span).trim();
    let length = gloss.chars().count();
    (GLOSS.contains(&length)).then(|| (gloss.to_owned(), span))
}

/// Whose congress takes part, as printed: 与白河县人大常委会联合开展….
pub(super) fn partner(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<String> {
    clause.mentions.iter().enumerate().find_map(|(i, m)| {
        let region = m.mention.span;
        let named = matches!(m.mention.kind, MentionKind::Region { .. }) && region.end <= at.start;
        let organ = clause.mentions[i + 1..].iter().find(|o| {
            matches!(o.mention.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
                && o.mention.span.start == region.end
        })?;
        let partner = named && follows_cue(source.lexicon, clause.mentions, i, &[CueKind::Partner]);
        partner.then(|| fold(source.words(Span::new(region.start, organ.mention.span.end))))
    })
}

/// The region within which a clause says that this was the first: 在全省率先开展….
pub(super) fn first_within(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<RegionCode> {
    let (first, _) = clause.cues(source.lexicon, CueKind::First).find(|(span, _)| span.end <= at.start)?;
    clause.mentions.iter().find_map(|m| match (&m.entity, &m.mention.kind) {
        (Entity::Region(code), MentionKind::SelfReference { whole: true, .. })
            if m.mention.span.end <= first.start && first.start - m.mention.span.end <= NEAR =>
        {
            Some(code.clone())
        }
        _ => None,
    })
}

/// The word of guidance in its sentence, at most one comma before, that says that units below are guided in it:
/// 指导4个县和145个乡镇, 试点开展…. Guidance as a noun (加强监督指导,) and guidance of stations guides no units.
pub(super) fn guide(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Span> {
    let guides = |m: &&Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => source.lexicon.triggers.rules[rule].kind == CueKind::Guided,
        _ => false,
    };
    let before = |m: &&Resolved| clause.sentence.contains(m.mention.span) && m.mention.span.end <= at.start;
    let mut words = source.scene.mentions.iter().filter(before).filter(guides).map(|m| m.mention.span);
    words.find(|word| {
        let behind = source.words(Span::new(word.end, at.start));
        let commas = behind.chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count();
        let object: String = behind.chars().take(GUIDED).collect();
        let object = object.split([',', '\u{FF0C}', '\u{3002}']).next().unwrap_or_default();
        let units = &source.lexicon.references.units_below;
        commas <= 1 && units.iter().any(|(unit, _)| object.contains(unit.as_str()))
    })
}
