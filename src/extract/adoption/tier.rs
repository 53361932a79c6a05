//! The tiers of congresses that words name: 县乡两级, 县级, 旗一级, 县乡人大.

use crate::model::{Entity, MentionKind, OrganKind, Resolved, Tier};
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;
use super::window::Window;

/// The tier of the congress at whose session something is done, at most one comma before: 县人大四次会议上票决….
pub(super) fn of_session(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Tier> {
    let rules = &source.lexicon.reaches;
    let before = |m: &&Resolved| clause.sentence.contains(m.mention.span) && m.mention.span.end <= at.start;
    source.mentions(clause.sentence).iter().filter(before).rev().find_map(|m| {
        let (MentionKind::Organ { kind: OrganKind::Congress, .. }, Entity::Region(code)) =
            (&m.mention.kind, &m.entity)
        else {
            return None;
        };
        let behind = source.words(Span::new(m.mention.span.end, at.start));
        let number = behind.trim_start_matches(|c: char| rules.ordinal.contains(c));
        let session = number.len() < behind.len() && rules.session.open(number);
        let near = behind.chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count() <= 1;
        let level = source.lexicon.regions.get(code).map(|region| region.level.tier());
        level.filter(|_| session && near)
    })
}

impl Window<'_> {
    /// The tiers that the words name, each once, and whether all congresses of that tier are meant: 所有县级人大.
    pub(super) fn tiers(&self) -> Vec<(Tier, bool)> {
        let all = |span: Span| self.ends(span.start, &self.rules().all).is_some();
        // Before the practice such a word belongs to its own item of an enumeration, as units do.
        let same_item = |span: &Span| {
            span.end > self.at.start || !self.text[span.end..self.at.start].contains('\u{3001}')
        };
        let words = self.tier_words().into_iter().filter(|(span, _)| same_item(span));
        let mut tiers: Vec<(Tier, bool)> =
            words.flat_map(|(span, tiers)| tiers.into_iter().map(move |tier| (tier, all(span)))).collect();
        tiers.sort_by_key(|(tier, all)| (*tier, !all));
        tiers.dedup_by_key(|(tier, _)| *tier);
        tiers
    }

    /// The words that name tiers, and which.
    pub(super) fn tier_words(&self) -> Vec<(Span, Vec<Tier>)> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(first) = self.text[from..].chars().next() {
            let (tiers, end) = self.letters(from);
            if tiers.is_empty() {
                from += first.len_utf8();
                continue;
            }
            let level = self.begins(end, &self.rules().level);
            let span = Span::new(from, end + level.map_or(0, str::len));
            let persons = self.begins(span.end, &self.rules().of_persons).is_some();
            if !persons && self.names_tiers(span, tiers.len(), level.is_some()) {
                found.push((span, tiers));
                from = span.end;
            } else {
                from += first.len_utf8();
            }
        }
        found
    }

    /// The letters of levels from `from` on, perhaps with enumeration commas, and where they end.
    fn letters(&self, from: usize) -> (Vec<Tier>, usize) {
        const COMMA: char = '\u{3001}';
        let mut tiers = Vec::new();
        let mut end = from;
        loop {
            let text = &self.text[end..];
            let text = text.strip_prefix(COMMA).filter(|_| !tiers.is_empty()).unwrap_or(text);
            let Some(n) = self.rules().tier_words.opening(text).next() else { return (tiers, end) };
            let (word, tier) = &self.rules().tiers[n];
            tiers.push(*tier);
            end = self.text.len() - text.len() + word.len();
        }
    }

    /// Whether letters name tiers: with a word for levels, several anywhere, one directly before the mechanism or in a
    /// place; without one, several before the mechanism or a congress, or a whole word before the mechanism.
    fn names_tiers(&self, span: Span, count: usize, level: bool) -> bool {
        let part_of_a_name = |(s, m): &(Span, &Resolved)| {
            let name = matches!(
                m.mention.kind,
                MentionKind::Region { .. } | MentionKind::SelfReference { .. } | MentionKind::Title(_)
            );
            name && s.overlaps(span)
        };
        if self.mentions.iter().any(part_of_a_name) {
            return false;
        }
        let before_name = span.end == self.at.start;
        let congress = self.mentions.iter().any(|(s, m)| {
            s.start <= span.end && s.end > span.end && matches!(m.mention.kind, MentionKind::Organ { .. })
        });
        let in_place =
            [&self.rules().into, &self.rules().all].iter().any(|w| self.ends(span.start, w).is_some());
        match (count, level) {
            (0, _) => false,
            (1, true) => before_name || in_place || self.at.is_empty(),
            (1, false) => {
                before_name && self.unit_before(span.end).is_some_and(|(start, _)| start == span.start)
            }
            (_, true) => true,
            (_, false) => before_name || congress,
        }
    }
}
