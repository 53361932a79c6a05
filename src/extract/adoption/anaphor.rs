//! Words that stand for a practice named before.

use crate::model::MentionKind;
use crate::resource::{CueKind, CueRule, Side};
use crate::text::{Span, is_quotation_mark};

use super::super::Source;
use super::super::cue::void;
use super::super::frame::Clause;
use super::{Spoken, is_name};

/// The practice that a cue word speaks of without its name, with the place where it is spoken of. The name is the cue
/// itself where that is a name cut short.
pub(super) fn standing<'a>(
    source: &Source<'_>,
    clause: &Clause<'_>,
    rule: usize,
    cue: Span,
    named_before: &[Spoken<'a>],
) -> Option<(Span, Spoken<'a>)> {
    let rule = &source.lexicon.triggers.rules[rule];
    if void(source, clause.sentence, clause.span, cue, rule) {
        return None;
    }
    let mut before = named_before.iter().rev();
    match rule.kind {
        CueKind::Discontinued => {
            let named =
                before.find(|named| ends_it(source, clause, rule, cue) && is_ended(source, clause, named))?;
            Some((Span::new(cue.end, cue.end), named.clone()))
        }
        CueKind::Anaphor if rule.in_name => {
            let holds = |named: &&Spoken<'_>| {
                // Of another region 票决 stands for the vote named last, however far before.
                let near = named_before.last().is_some_and(|last| last.name == named.name)
                    && same_paragraph(source, named.name, cue);
                named.clause.span.end <= cue.start
                    && source.words(named.name).contains(source.words(cue))
                    && (near || named.clause.subject != clause.subject)
            };
            before.find(holds).map(|named| (cue, Spoken { name: cue, ..named.clone() }))
        }
        CueKind::Anaphor => {
            let named = before.next().filter(|named| same_paragraph(source, named.name, cue))?;
            // 蟠龙镇也搞了: another than the one of whom it was told, and the one thing that was told.
            let other = named.clause.subject != clause.subject && alone(source, named_before, named);
            // What such a word tells of the stage is told of the practice: 丙县尚在制定方案.
            let at = if rule.elsewhere { Span::new(cue.start, cue.start) } else { cue };
            (!rule.elsewhere || other).then(|| (at, named.clone()))
        }
        _ => None,
    }
}

/// Whether this practice is the only one that its paragraph named before.
fn alone(source: &Source<'_>, named_before: &[Spoken<'_>], named: &Spoken<'_>) -> bool {
    let near = |n: &&Spoken<'_>| n.name == named.name || same_paragraph(source, n.name, named.name);
    named_before.iter().rev().take_while(near).all(|n| n.slug == named.slug)
}

/// Whether what a clause says is given up is this practice, named before in its sentence: not in a part of its own
/// (X运行良好；早年的平台已停用), and not as the reason (因与X重叠，已下线).
fn is_ended(source: &Source<'_>, clause: &Clause<'_>, named: &Spoken<'_>) -> bool {
    if named.clause.sentence != clause.sentence || named.name.end > clause.span.start {
        return false;
    }
    let reason = source.lexicon.references.reasons.open(source.words(named.clause.span));
    let between = source.words(Span::new(named.name.end, clause.span.start));
    !reason && !between.contains([';', '\u{FF1B}'])
}

/// Whether a clause says of what was named before it that it is given up, and nothing else: …，去年底叫停.
fn ends_it(source: &Source<'_>, clause: &Clause<'_>, rule: &CueRule, cue: Span) -> bool {
    let behind = source.words(Span::new(cue.end, clause.span.end.max(cue.end)));
    // 其中8个站名存实亡: some of them, and not the practice.
    let part = clause
        .mentions
        .iter()
        .any(|m| matches!(m.mention.kind, MentionKind::Quantity(_)) && m.mention.span.end <= cue.start);
    // 明确“点菜”不再使用: another thing, in quotation marks.
    let part = part || source.words(Span::new(clause.span.start, cue.start)).ends_with(is_quotation_mark);
    // At most an aspect particle behind it.
    let last = behind.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    rule.side == Side::Any && last && !part && !clause.mentions.iter().any(is_name)
}

fn same_paragraph(source: &Source<'_>, a: Span, b: Span) -> bool {
    a.end <= b.start && !source.words(Span::new(a.end, b.start)).contains('\n')
}
