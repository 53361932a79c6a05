//! Who went where to learn.

use crate::model::{ClaimKind, Diagnostic, Entity, LearningContact, MentionKind, RegionCode, Resolved};
use crate::resource::CueKind;

use super::Source;
use super::actor::{follows_cue, list};
use super::frame::Clause;

pub(super) fn contacts(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Vec::new();
    for clause in clauses {
        let learns = clause.cues(CueKind::Learn).next().is_some();
        let Some(learner) = clause.subject.as_ref().filter(|_| learns) else { continue };
        for (i, from) in visited(source, clause) {
            let inside = |a: &RegionCode, b: &RegionCode| source.lexicon.regions.is_within(a, b);
            let at = clause.mentions[i].mention.span;
            // A visit to a place of its own, or to the seat of its own superior, is no learning elsewhere.
            if inside(&from, learner) || inside(learner, &from) {
                continue;
            }
            if let Some(evidence) = source.cutter.clause(clause.sentence, clause.span, at) {
                claims.push(ClaimKind::Learning(LearningContact {
                    region: learner.clone(),
                    from,
                    time: date(source, clause, at.start),
                    evidence: vec![evidence],
                }));
            }
        }
    }
    (claims, Vec::new())
}

/// The regions directly behind a word of going or of learning, each with its mention: 赴四川、贵州学习, 学习借鉴宁海县.
pub(super) fn visited(source: &Source<'_>, clause: &Clause<'_>) -> Vec<(usize, RegionCode)> {
    let gone_to = |i: &usize| {
        let named = matches!(
            clause.mentions[*i].mention.kind,
            MentionKind::Region { .. } | MentionKind::SelfReference { whole: false, .. }
        );
        let cues = [CueKind::Travel, CueKind::Visited, CueKind::Learn];
        named && follows_cue(source.lexicon, clause.mentions, *i, &cues)
    };
    let places = (0..clause.mentions.len()).filter(gone_to);
    places
        .flat_map(|i| {
            list(source.lexicon, &source.article.body.text, clause.mentions, i)
                .into_iter()
                .map(move |c| (i, c))
        })
        .collect()
}

/// Whether the clause, or one before it in its sentence, goes to another region: 曾到利通区金积镇，观摩过….
pub(super) fn is_away(source: &Source<'_>, clause: &Clause<'_>) -> bool {
    let cues = [CueKind::Travel, CueKind::Visited, CueKind::Learn];
    let mentions = &source.scene.mentions;
    let apart = |code: &RegionCode| {
        clause.subject.as_ref().is_none_or(|own| {
            let regions = &source.lexicon.regions;
            !regions.is_within(code, own) && !regions.is_within(own, code)
        })
    };
    let before = (0..mentions.len()).filter(|i| {
        let span = mentions[*i].mention.span;
        span.start >= clause.sentence.start && span.end <= clause.span.start
    });
    let gone = before.into_iter().any(|i| {
        matches!((&mentions[i].mention.kind, &mentions[i].entity),
            (MentionKind::Region { .. }, Entity::Region(code)) if apart(code))
            && follows_cue(source.lexicon, mentions, i, &cues)
    });
    gone || !visited(source, clause).is_empty()
}

/// The last date before `at` in its sentence.
fn date(source: &Source<'_>, clause: &Clause<'_>, at: usize) -> Option<crate::model::Date> {
    let before = |m: &&Resolved| m.mention.span.start >= clause.sentence.start && m.mention.span.end <= at;
    source.mentions(clause.sentence).iter().filter(before).rev().find_map(Resolved::date)
}
