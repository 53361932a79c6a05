//! Numbers about congress work: whose, of what, how many, over what time.

use crate::model::{ClaimKind, Diagnostic, Entity, MentionKind, Observation, Quantity, RegionCode};
use crate::resource::{CueKind, jieba};
use crate::text::{Normalised, Span, fold};

use super::Source;
use super::frame::Clause;

/// Most characters of the words that say what was counted.
const LONGEST: usize = 24;

pub(super) fn observations(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Vec::new();
    let mut drops = Vec::new();
    for clause in clauses {
        let quantities: Vec<(Span, &Quantity)> = clause
            .mentions
            .iter()
            .filter_map(|m| match &m.mention.kind {
                MentionKind::Quantity(q) => Some((m.mention.span, q)),
                _ => None,
            })
            .collect();
        for &(span, quantity) in &quantities {
            match observation(source, clause, &quantities, span, quantity) {
                Ok(claim) => claims.push(ClaimKind::Observation(claim)),
                Err((code, why)) => drops.push(source.drop(code, span, why)),
            }
        }
    }
    (claims, drops)
}

fn observation(
    source: &Source<'_>,
    clause: &Clause<'_>,
    quantities: &[(Span, &Quantity)],
    span: Span,
    quantity: &Quantity,
) -> Result<Observation, (&'static str, &'static str)> {
    let lexicon = source.lexicon;
    let words = source.words(clause.span);
    if lexicon.units.skip.clause.iter().any(|w| words.contains(w.as_str())) {
        return Err(("drop.no-measure", "counts something else than congress work"));
    }
    let in_title = |m: &crate::model::Resolved| {
        matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.contains(span)
    };
    if clause.mentions.iter().any(in_title) {
        return Err(("drop.in-title", "a number inside a title"));
    }
    let normative = clause.cues(lexicon, CueKind::Normative).any(|(cue, _)| cue.end <= span.start)
        || clause.from_sentence.iter().any(|r| r.kind == CueKind::Normative);
    if normative {
        return Err(("drop.normative", "said of what ought to be"));
    }
    let scope = scope(source, clause, span);
    let region = scope.as_ref().and_then(|(_, r)| r.clone()).or_else(|| clause.subject.clone());
    let Some(region) = region else { return Err(("drop.no-region", "no region is said to have it")) };
    let Some(indicator_text) = indicator(source, clause, quantities, span) else {
        return Err(("drop.no-indicator", "no words say what was counted"));
    };
    let Some(evidence) = source.cutter.clause(clause.sentence, clause.span, span) else {
        return Err(("drop.evidence-torn", "no quote around it stands in one piece"));
    };
    let folded = Normalised::new(&indicator_text).text;
    let whole = |(found, _): &(Span, &[crate::model::Slug])| found.len() == folded.len();
    let indicator = lexicon.indicator_names.find(&folded).find(whole).map(|(_, slugs)| slugs[0].clone());
    Ok(Observation {
        region,
        indicator,
        indicator_text,
        value: quantity.value,
        unit: quantity.unit.clone(),
        bound: quantity.bound,
        period: period(source, clause, span),
        scope: scope.map(|(word, _)| word),
        evidence: vec![evidence],
    })
}

/// The last word before the number that says of what area it is, and that area where it is not the subject's own.
fn scope(source: &Source<'_>, clause: &Clause<'_>, span: Span) -> Option<(String, Option<RegionCode>)> {
    let before = source.words(Span::new(clause.span.start, span.start));
    let word =
        source.lexicon.units.scope.iter().filter_map(|w| before.rfind(w.as_str()).map(|at| (at, w))).max()?.1;
    let region = clause.mentions.iter().rev().find_map(|m| match (&m.entity, &m.mention.kind) {
        (Entity::Region(code), MentionKind::SelfReference { whole: true, .. })
            if m.mention.span.end <= span.start =>
        {
            Some(code.clone())
        }
        _ => None,
    });
    Some((word.clone(), region))
}

/// The time the number covers: the last such words before it in its clause, else in its sentence.
fn period(source: &Source<'_>, clause: &Clause<'_>, span: Span) -> Option<String> {
    let last = |from: usize| {
        let folded = Normalised::new(source.words(Span::new(from, span.start))).text;
        source
            .lexicon
            .period_pattern
            .captures_iter(&folded)
            .filter_map(|c| Some(c.get(1)?.as_str().to_owned()))
            .last()
    };
    last(clause.span.start).or_else(|| last(clause.sentence.start))
}

/// The words that say what was counted: behind the number where a noun stands there (19个基层立法联系点), else before it
/// (建成代表联络站747个).
fn indicator(
    source: &Source<'_>,
    clause: &Clause<'_>,
    quantities: &[(Span, &Quantity)],
    span: Span,
) -> Option<String> {
    let next =
        quantities.iter().map(|(q, _)| q.start).filter(|s| *s > span.start).min().unwrap_or(clause.span.end);
    let previous =
        quantities.iter().map(|(q, _)| q.end).filter(|e| *e < span.end).max().unwrap_or(clause.span.start);
    let behind = noun_behind(source.words(Span::new(span.end, next.max(span.end))));
    let before = || noun_before(source.words(Span::new(previous.min(span.start), span.start)));
    let mut text = if behind.chars().count() >= 2 { behind } else { before() };
    if text.chars().count() < 2 {
        // 1200余条，300余条被吸纳: what was done to them is all that is said.
        text = source.words(Span::new(span.end, next.max(span.end))).chars().take(LONGEST / 2).collect();
    }
    let text = fold(text.trim_matches(|c: char| {
        c.is_ascii_punctuation() || matches!(c, '\u{FF0C}' | '\u{3002}' | '\u{3001}' | '\u{FF1B}')
    }));
    (text.chars().count() >= 2).then_some(text)
}

/// The noun phrase at the head of `text`, up to its first verb or mark.
fn noun_behind(text: &str) -> String {
    let stop = |c: char| {
        c.is_ascii_punctuation()
            || matches!(c, '\u{3002}' | '\u{FF0C}' | '\u{3001}' | '\u{FF1B}' | '\u{FF1A}' | '\n')
    };
    let text = &text[..text.find(stop).unwrap_or(text.len())];
    let mut end = 0;
    for tag in jieba().tag(text, false) {
        let verb = matches!(tag.tag, "v" | "p" | "d" | "vd" | "c" | "f" | "t" | "ad") && end == 0
            || matches!(tag.tag, "v" | "p" | "d" | "vd" | "vg") && end > 0;
        if verb {
            break;
        }
        end += tag.word.len();
        if text[..end].chars().count() >= LONGEST {
            break;
        }
    }
    text[..end].trim_matches(|c: char| c.is_whitespace()).to_owned()
}

/// The noun phrase at the end of `text`; where it ends in a verb (累计召开), the whole of its last part.
fn noun_before(text: &str) -> String {
    let stop = |c: char| {
        matches!(c, '\u{3002}' | '\u{FF0C}' | ',' | '\u{3001}' | '\u{FF1B}' | '\u{FF1A}' | ';' | ':' | '\n')
    };
    let text = text.trim_end_matches(|c: char| stop(c) || c.is_whitespace());
    let text =
        &text[text.rfind(stop).map_or(0, |i| i + text[i..].chars().next().map_or(0, char::len_utf8))..];
    let tags = jieba().tag(text, false);
    let mut words: Vec<&str> = Vec::new();
    for tag in tags.iter().rev() {
        if matches!(tag.tag, "v" | "p" | "d" | "uj" | "ul" | "r")
            && words.iter().map(|w| w.chars().count()).sum::<usize>() >= 2
        {
            break;
        }
        words.push(tag.word);
    }
    words.reverse();
    let phrase = words.concat();
    let skip = phrase.chars().count().saturating_sub(LONGEST);
    phrase.chars().skip(skip).collect()
}
