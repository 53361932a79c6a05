//! Whether a name stands where nobody is said to practise it: a meeting about it, a person of it, a body that acts,
//! what a superior asked for.

use crate::model::{MentionKind, OrganKind};
use crate::resource::CueKind;
use crate::text::{Normalised, Span};

use super::super::Source;
use super::super::frame::Clause;

/// Whether somebody speaks for the government in the sentence, up to `at`: 王某代表县政府表态说，….
pub(super) fn of_government(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let speaks = &source.lexicon.asides.government.speaks;
    source.scene.mentions.iter().any(|m| {
        let government = matches!(m.mention.kind, MentionKind::Organ { kind: OrganKind::Government, .. });
        let span = m.mention.span;
        government
            && clause.sentence.contains(span)
            && span.end <= at.start
            && speaks.close(source.words(Span::new(clause.sentence.start, span.start)))
    })
}

/// The reason code and the reason, where the name at `at` is an aside.
pub(super) fn aside(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
) -> Option<(&'static str, &'static str)> {
    let rules = &source.lexicon.asides;
    let paragraphs = &source.article.paragraphs;
    let paragraph = paragraphs.partition_point(|p| p.span.start <= clause.span.start).checked_sub(1);
    if paragraph.is_some_and(|n| rules.rule.paragraph.is_match(source.words(paragraphs[n].span))) {
        return Some(("drop.rule", "an article of a rule says what shall be"));
    }
    let ends = |words: &[String], text: &str| words.iter().any(|w| text.ends_with(w.as_str()));
    let begins = |words: &[String], text: &str| words.iter().any(|w| text.starts_with(w.as_str()));
    let folded = |span: Span| Normalised::new(source.words(span)).text;
    let name = folded(at);
    let before = folded(Span::new(clause.span.start, at.start.max(clause.span.start)));
    let behind = folded(Span::new(at.end, clause.span.end.max(at.end)));
    let past = rules.event.between.iter().filter_map(|w| behind.strip_prefix(w.as_str()));
    if begins(&rules.event.behind, &behind) || past.into_iter().any(|rest| begins(&rules.event.behind, rest))
    {
        return Some(("drop.event", "a meeting about it"));
    }
    let stranger = rules.company.iter().filter(|c| c.words.contains(&name)).any(|company| {
        company.not_before.open(&behind)
            || company.not_after.close(&before)
            || !company.near.is_empty()
                && !paragraph.is_some_and(|n| company.near.are_in(&folded(paragraphs[n].span)))
    });
    if stranger {
        return Some(("drop.company", "in this company the words mean something else"));
    }
    if ends(&rules.actor.endings, &name) {
        if begins(&rules.person.behind, &behind) {
            return Some(("drop.person", "a person of that body"));
        }
        let set_up = [CueKind::Adopt, CueKind::Start, CueKind::Full];
        let told = set_up.into_iter().any(|kind| {
            clause
                .cues(source.lexicon, kind)
                .any(|(cue, _)| cue.end <= at.start || at.contains(cue) || kind == CueKind::Full)
        });
        if !told {
            return Some(("drop.actor", "a body that acts; nobody is said to set it up"));
        }
    }
    let contains = |words: &[String], text: &str| words.iter().any(|w| text.contains(w.as_str()));
    if contains(&rules.asked.before, &before) && contains(&rules.asked.behind, &behind) {
        return Some(("drop.asked", "what somebody asked for"));
    }
    None
}
