//! A stretch of a sentence, folded, in which units below and tiers are looked for.

use crate::model::{MentionKind, Resolved, Tier};
use crate::resource::{CueKind, Literals, Reaches};
use crate::text::Span;

use super::super::Source;

/// A word for units below and its tier, as the rules have it.
pub(super) type Unit = (String, Option<Tier>);

/// A stretch of a sentence, folded, with its mentions and the place of the mechanism, in folded bytes.
pub(super) struct Window<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) text: &'a str,
    pub(super) mentions: Vec<(Span, &'a Resolved)>,
    pub(super) at: Span,
}

impl<'a> Window<'a> {
    pub(super) fn new(source: &'a Source<'a>, span: Span, at: Span) -> Self {
        let folded = &source.scene.folded;
        let start = folded.fold(span).start;
        let inner = |s: Span| {
            let s = folded.fold(s);
            Span::new(s.start - start, s.end - start)
        };
        let within = source.mentions(span).iter().filter(|m| span.contains(m.mention.span));
        let mentions = within.map(|m| (inner(m.mention.span), m)).collect();
        Self { source, mentions, at: inner(at), text: source.folded(span) }
    }

    pub(super) fn rules(&self) -> &'a Reaches {
        &self.source.lexicon.reaches
    }

    /// The unit word with which the text at `start` begins, and where it ends.
    pub(super) fn unit_at(&self, start: usize) -> Option<(usize, &'a Unit)> {
        let references = &self.source.lexicon.references;
        let units = &references.units_below;
        let unit = &units[references.unit_words.opening(&self.text[start..]).next()?];
        let end = start + unit.0.len();
        let whole = self.begins(end, &self.rules().not_units).is_none();
        whole.then_some((end, unit))
    }

    /// The unit word with which the text before `end` ends, and where it starts.
    pub(super) fn unit_before(&self, end: usize) -> Option<(usize, &'a Unit)> {
        // 全县 is the county itself, and none of its units.
        let whole = |(span, m): &(Span, &Resolved)| {
            span.end == end && matches!(m.mention.kind, MentionKind::SelfReference { whole: true, .. })
        };
        if self.mentions.iter().any(whole) {
            return None;
        }
        let references = &self.source.lexicon.references;
        let units = &references.units_below;
        let unit = &units[references.unit_words.closing(&self.text[..end]).next()?];
        Some((end - unit.0.len(), unit))
    }

    /// The longest of `words` with which the text before `end` ends.
    pub(super) fn ends<'w>(&self, end: usize, words: &'w Literals) -> Option<&'w str> {
        words.closing(&self.text[..end]).map(|n| words[n].as_str()).max_by_key(|w| w.len())
    }

    /// The longest of `words` with which the text at `start` begins.
    pub(super) fn begins<'w>(&self, start: usize, words: &'w Literals) -> Option<&'w str> {
        words.opening(&self.text[start..]).map(|n| words[n].as_str()).max_by_key(|w| w.len())
    }

    pub(super) fn cues(&self, kind: CueKind) -> impl Iterator<Item = Span> + '_ {
        self.mentions.iter().filter_map(move |(span, m)| match m.mention.kind {
            MentionKind::Cue { rule } if self.source.lexicon.triggers.rules[rule].kind == kind => Some(*span),
            _ => None,
        })
    }
}
