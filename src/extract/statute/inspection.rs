//! Checks of a law that was named before: 学习《…法》…。随后开展执法检查.

use crate::model::{MentionKind, Relation, StatuteAction, TitleKind};
use crate::resource::CueKind;
use crate::text::{Span, fold_title};

use super::super::Source;
use super::super::adoption::reaching;
use super::super::frame::Clause;
use super::{bare, owner, paper};

/// A law where it is named.
struct Law {
    span: Span,
    /// Folded, without the nation's name.
    name: String,
}

/// What the clauses say that only speak of a check: it is of the law that their paragraph named last, else of the one
/// law of the whole article.
pub(super) fn inspected(source: &Source<'_>, clauses: &[&Clause<'_>]) -> Vec<StatuteAction> {
    let laws: Vec<Law> = clauses.iter().flat_map(|c| laws(source, c)).collect();
    let mut claims: Vec<StatuteAction> = Vec::new();
    for clause in clauses {
        let Some(at) = check(source, clause) else { continue };
        let Some(law) = meant(source, &laws, clause) else { continue };
        let Some(region) = clause.subject.clone() else { continue };
        let named = clauses.iter().find(|c| c.span.contains(law.span));
        let name = named.and_then(|c| source.cutter.clause(c.sentence, c.span, law.span));
        let Some((name, check)) = name.zip(source.cutter.clause(clause.sentence, clause.span, at)) else {
            continue;
        };
        let title = source.words(law.span);
        let national = source.lexicon.titles.is_national(title);
        let owner = if national { None } else { owner(source, title, &region, false) };
        let paper = paper(source, title, owner);
        if !claims.iter().any(|c| c.region == region && c.paper == paper) {
            let relation = Relation::Inspected;
            claims.push(StatuteAction {
                region,
                paper,
                relation,
                issuer: None,
                time: None,
                evidence: vec![name, check],
            });
        }
    }
    claims
}

/// The laws and statutes that a clause names, but those of the congress's own work and those it rests on.
fn laws(source: &Source<'_>, clause: &Clause<'_>) -> Vec<Law> {
    let rules = &source.lexicon.titles;
    let titles = clause.mentions.iter().filter(|m| m.mention.kind == MentionKind::Title(TitleKind::Statute));
    let mut spans: Vec<Span> = titles.map(|m| m.mention.span).collect();
    let text = source.folded(clause.span);
    if let Some((start, end)) = bare::law(source, text) {
        let span = source.printed(clause.span, Span::new(start, end));
        if !spans.iter().any(|s| s.overlaps(span)) {
            spans.push(span);
        }
    }
    let law = |span: Span| {
        let title = fold_title(source.words(span));
        let nation = rules.national.strip_prefix(&title);
        Law { span, name: nation.unwrap_or(&title).to_owned() }
    };
    let ground = |span: &Span| {
        let before = source.folded(Span::new(clause.span.start, span.start));
        let before = before.trim_end_matches(['\u{300A}', '\u{3008}', '<']);
        rules.bare.ground.close(before)
    };
    // The rules of the checks themselves are not what is checked, nor is 《条例》, short for a title that stands elsewhere.
    let own = |law: &Law| {
        rules.bare.procedural.close(&law.name)
            || rules.inspection.words.are_in(&law.name)
            || rules.bare.not_names.contains(&law.name)
    };
    spans.into_iter().filter(|s| !ground(s)).map(law).filter(|l| !own(l)).collect()
}

/// Where a clause says that a check was made, naming no law itself.
fn check(source: &Source<'_>, clause: &Clause<'_>) -> Option<Span> {
    let rules = &source.lexicon.titles;
    let text = source.folded(clause.span);
    let (start, word) = rules.inspection.words.iter().find_map(|w| text.find(w.as_str()).map(|i| (i, w)))?;
    let (before, behind) = (&text[..start], &text[start + word.len()..]);
    let listed =
        rules.inspection.list.iter().any(|l| before.ends_with(l.as_str()) || behind.starts_with(l.as_str()));
    let at = source.printed(clause.span, Span::new(start, start + word.len()));
    let not_done = [CueKind::Planned, CueKind::Normative, CueKind::Negated, CueKind::Visited]
        .iter()
        .any(|kind| reaching(source, clause, *kind, at).is_some());
    let in_marks = source
        .mentions(clause.sentence)
        .iter()
        .any(|m| matches!(m.mention.kind, MentionKind::Title(_)) && clause.sentence.contains(m.mention.span));
    // 开展执法检查17项 counts checks, and is none of this law.
    let counted = clause.mentions.iter().any(|m| matches!(m.mention.kind, MentionKind::Quantity(_)));
    let names_law = || bare::law(source, source.folded(clause.sentence)).is_some();
    (!listed && !not_done && !counted && !in_marks && !names_law()).then_some(at)
}

/// The law that is meant.
fn meant<'l>(source: &Source<'_>, laws: &'l [Law], clause: &Clause<'_>) -> Option<&'l Law> {
    let paragraph = source.article.paragraphs.iter().find(|p| p.span.contains(clause.span))?;
    let before: Vec<&Law> = laws.iter().filter(|l| l.span.end <= clause.sentence.start).collect();
    let near = before.iter().rev().find(|l| paragraph.span.contains(l.span));
    near.copied().or_else(|| {
        let first = before.first()?;
        laws.iter().all(|l| l.name == first.name).then_some(*first)
    })
}
