//! Which cue words reach a mechanism, and the stage they give it.

use crate::model::{MentionKind, RegionCode, Resolved, Status, TitleKind};
use crate::resource::{CueKind, CueRule};
use crate::text::Span;

use super::super::Source;
use super::super::frame::Clause;
use super::super::statute;
use super::aside;

/// A cue of `kind` that reaches the mechanism at `at`: in its clause, on the side its rule asks for, with nothing that
/// takes it away; or from its sentence.
pub(in crate::extract) fn reaching(
    source: &Source<'_>,
    clause: &Clause<'_>,
    kind: CueKind,
    at: Span,
) -> Option<Span> {
    let mut here = clause.sound(kind).filter(|(span, rule)| {
        rule.side.holds(*span, at)
            && governs(source, clause, *span, at)
            && !(kind == CueKind::Planned && improves(source, clause, *span, at))
            && !(rule.demand && is_ruled(source, clause, at))
    });
    here.next().map(|(span, _)| span).or_else(|| {
        let mut rules = clause.from_sentence.iter().filter(|rule| clause.says(rule) == kind);
        let from_sentence = rules.any(|rule| !(rule.demand && is_ruled(source, clause, at)));
        // An essay that asks to go on with something does not say who does it.
        if kind == CueKind::Normative && clause.essay {
            return from_sentence.then_some(Span::new(at.start, at.start));
        }
        // What was done is no plan, though plans are told around it.
        let done = || {
            let past = kind == CueKind::Planned && reaching(source, clause, CueKind::Past, at).is_some();
            past || kind != CueKind::Negated && reaching(source, clause, CueKind::Existing, at).is_some()
        };
        (from_sentence && !done()).then_some(Span::new(at.start, at.start))
    })
}

/// Whether the plan that `cue` speaks of is to make better use of what is there: 要用好…, 要把A与B结合起来.
fn improves(source: &Source<'_>, clause: &Clause<'_>, cue: Span, at: Span) -> bool {
    let there = |(span, rule): (Span, &CueRule)| {
        rule.side.holds(span, at) && span.start >= cue.end && governs(source, clause, span, at)
    };
    clause.cues(CueKind::Existing).any(there)
}

/// Whether what is demanded at `at` is what a rule of the clause's own region asks for, which is in force: 按照《…办法》，
/// 他们每年要….
fn is_ruled(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let before = source.words(Span::new(clause.sentence.start, at.start.max(clause.sentence.start)));
    if aside::is_law(source, clause) || source.lexicon.asides.rule.by.are_in(before) {
        return true;
    }
    let grounds = &source.lexicon.asides.asked.before;
    source.mentions(clause.sentence).iter().any(|m| {
        let span = m.mention.span;
        let before = clause.sentence.contains(span) && span.end <= at.start;
        let titled = matches!(m.mention.kind, MentionKind::Title(TitleKind::Statute | TitleKind::Document));
        if !before || !titled {
            return false;
        }
        let title = source.words(span);
        let lead = source.words(Span::new(clause.sentence.start, span.start));
        let own = |region: &RegionCode| {
            statute::owner(source, title, region, true).is_some_and(|owner| owner == *region)
        };
        grounds.are_in(lead)
            && !source.lexicon.titles.is_draft(title)
            && clause.subject.as_ref().is_some_and(own)
    })
}

/// Whether a cue rules the mechanism at `at` in a list with enumeration commas: before the names all that follow until
/// another verb begins an item, behind them only its own item. Commas of another list (在A镇、B镇试点) part nothing.
fn governs(source: &Source<'_>, clause: &Clause<'_>, cue: Span, at: Span) -> bool {
    const COMMA: char = '\u{3001}';
    let between = if cue.end <= at.start {
        Span::new(cue.end, at.start)
    } else {
        Span::new(at.end, cue.start.max(at.end))
    };
    if !source.words(between).contains(COMMA) {
        return true;
    }
    if cue.start >= at.end {
        // 质询、特定问题调查等手段还没有用过: said of all of them.
        if source.lexicon.references.list_ends.iter().any(|w| source.words(between).contains(w.as_str())) {
            return true;
        }
        let named = |m: &Resolved| {
            let name = matches!(m.mention.kind, MentionKind::Mechanism(_) | MentionKind::Candidate { .. });
            name && between.contains(m.mention.span)
        };
        return !clause.mentions.iter().any(named);
    }
    // 开展A、探索B、C: the last item that begins with a verb rules from there on.
    let item_verb = |(span, _): (Span, &CueRule)| {
        span.start > cue.end
            && span.end <= at.start
            && source.words(Span::new(cue.end, span.start)).ends_with(COMMA)
    };
    !clause.cues(CueKind::Adopt).any(item_verb)
}

/// How far the practice has come, with the word that says so; or why nobody is said to have it. What others have (`elsewhere`)
/// is no plan of theirs where somebody plans to learn from it.
pub(super) fn told(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    elsewhere: bool,
) -> Result<(Status, Option<Span>), (&'static str, &'static str)> {
    let (status, trigger) = stage(source, clause, at);
    if status != Status::Planned {
        return Ok((status, trigger));
    }
    let behind = source.words(Span::new(at.end, clause.span.end.max(at.end)));
    if aside::is_place(source, clause, at) || aside::is_there(source, clause, at) {
        return Err(("drop.place", "only where something else is planned"));
    }
    if aside::is_bare(source, clause, at) {
        return Err(("drop.heading", "only what the words behind it are about"));
    }
    if source.lexicon.asides.together.behind.are_in(behind) {
        return Err(("drop.together", "only brought together with something else"));
    }
    // 借鉴荣昌区“项目评审团”做法，适时探索….
    let learned = elsewhere && clause.cues(CueKind::Learn).next().is_some();
    Ok(if learned { (Status::Adopted, None) } else { (status, trigger) })
}

fn stage(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> (Status, Option<Span>) {
    let cue =
        |kind: CueKind| reaching(source, clause, kind, at).map(|span| (!span.is_empty()).then_some(span));
    if let Some(trigger) = cue(CueKind::Discontinued) {
        return (Status::Discontinued, trigger);
    }
    if let Some(trigger) = cue(CueKind::Planned) {
        return (Status::Planned, trigger);
    }
    if let Some(trigger) = aside::is_to(source, clause, at) {
        return (Status::Planned, Some(trigger));
    }
    if let Some(trigger) = cue(CueKind::Piloted) {
        return (Status::Piloted, trigger);
    }
    (Status::Adopted, None)
}
