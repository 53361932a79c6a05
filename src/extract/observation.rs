//! Numbers about congress work: whose, of what, how many, over what time.

use crate::model::{ClaimKind, Diagnostic, Entity, MentionKind, Observation, Quantity, RegionCode, Slug};
use jieba_rs::Tag;

use crate::resource::{CueKind, jieba};
use crate::text::{Normalised, Span, fold, is_quotation_mark};

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
    let indicator = concept(source, clause, span, quantity, &indicator_text);
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

/// The concept that is counted: the longest label that touches the number on either side, with the verb before it or
/// behind it if the label has one (新建联络站3个 are new stations), else the label that is the whole phrase. A label
/// whose unit cannot agree with the printed one is none: 600人次 are no deputies.
fn concept(
    source: &Source<'_>,
    clause: &Clause<'_>,
    span: Span,
    quantity: &Quantity,
    phrase: &str,
) -> Option<Slug> {
    let lexicon = source.lexicon;
    let agrees = |slug: &&Slug| {
        let unit = lexicon.indicators.get(slug).and_then(|c| c.unit.as_deref());
        unit.is_none_or(|unit| lexicon.units.agree(unit, &quantity.unit))
    };
    let before = Normalised::new(source.words(Span::new(clause.span.start, span.start))).text;
    let behind = Normalised::new(source.words(Span::new(span.end, clause.span.end))).text;
    let joint = before.len();
    let clause = before + &behind;
    let touching =
        lexicon.indicator_names.find(&clause).filter(|(at, _)| at.start <= joint && joint <= at.end);
    let longest = touching
        .filter_map(|(at, slugs)| Some((at.len(), slugs.iter().find(agrees)?)))
        .max_by_key(|(n, _)| *n);
    let folded = Normalised::new(phrase).text;
    let whole = || {
        let mut found = lexicon.indicator_names.find(&folded).filter(|(at, _)| at.len() == folded.len());
        found.find_map(|(_, slugs)| slugs.iter().find(agrees))
    };
    longest.map(|(_, slug)| slug).or_else(whole).cloned()
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

/// The words that say what was counted: a name that touches the number, else the noun phrase behind it
/// (19个意见征集点), else the one before it (建成代表联络站747个).
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
    let touches = |a: usize, b: usize| {
        a <= b && source.words(Span::new(a, b)).chars().all(|c| c.is_whitespace() || is_quotation_mark(c))
    };
    let named = clause.mentions.iter().find(|m| {
        let at = m.mention.span;
        matches!(m.mention.kind, MentionKind::Mechanism(_))
            && (touches(span.end, at.start) || touches(at.end, span.start))
    });
    if let Some(named) = named {
        return Some(fold(source.words(named.mention.span)));
    }
    let behind = source.words(Span::new(span.end, next.max(span.end)));
    let bounds = &source.lexicon.units.bound;
    let bounds = bounds.at_least_after.iter().chain(&bounds.at_most_after);
    let behind = bounds.fold(behind, |text, word| text.strip_prefix(word.as_str()).unwrap_or(text));
    let noun = noun_behind(source, behind);
    let unit_below = source.lexicon.references.units_below.iter().any(|(word, _)| *word == noun);
    if unit_below {
        return Some(noun);
    }
    let mut text = if noun.chars().count() >= 2 {
        noun
    } else {
        noun_before(source, source.words(Span::new(previous.min(span.start), span.start)))
    };
    // Where no noun touches the number, what is said around it must do: 300余条被吸纳, 人大代表提的有46条, 占45.54%.
    let around = [
        behind.to_owned(),
        last_characters(source.words(Span::new(previous.min(span.start), span.start))),
        last_characters(source.words(Span::new(clause.sentence.start, clause.span.start))),
    ];
    for words in around {
        if text.chars().count() >= 2 {
            break;
        }
        text = words.trim_matches(is_mark).chars().take(LONGEST / 2).collect();
    }
    let text = fold(text.trim_matches(is_mark));
    (text.chars().count() >= 2).then_some(text)
}

/// The end of `text`, without the mark at its end.
fn last_characters(text: &str) -> String {
    let text = text.trim_end_matches(is_mark);
    let skip = text.chars().count().saturating_sub(LONGEST / 2);
    text.chars().skip(skip).collect()
}

/// Whether `c` parts phrases.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{3002}' | '\u{FF0C}' | '\u{3001}' | '\u{FF1B}' | '\u{FF1A}' | '\n')
}

/// Whether a word of jieba's ends a noun phrase. A verb inside a name does not (立法 in 立法联系点): what follows decides.
fn ends_phrase(tags: &[Tag<'_>], i: usize) -> bool {
    match tags[i].tag {
        "p" | "d" | "c" | "ul" | "uj" | "vd" => true,
        "v" => tags
            .get(i + 1)
            .is_none_or(|next| !next.tag.starts_with(['n', 'v']) || tags[i].word.chars().count() > 2),
        _ => false,
    }
}

/// The noun phrase at the head of `text`, up to its first verb or mark.
fn noun_behind(source: &Source<'_>, text: &str) -> String {
    let text = &text[..text.find(is_mark).unwrap_or(text.len())];
    let text =
        source.lexicon.units.lead.iter().fold(text, |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    let tags = jieba().tag(text, false);
    let mut phrase = String::new();
    for (i, tag) in tags.iter().enumerate() {
        if ends_phrase(&tags, i) || source.lexicon.units.verbs.iter().any(|v| v == tag.word) {
            break;
        }
        phrase.push_str(tag.word);
        if phrase.chars().count() >= LONGEST {
            break;
        }
    }
    phrase.trim().to_owned()
}

/// The noun phrase at the end of `text`; where it ends in a verb (累计召开), with that verb.
fn noun_before(source: &Source<'_>, text: &str) -> String {
    let text = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let from = text.char_indices().rev().find(|(_, c)| is_mark(*c) && !matches!(c, '(' | ')'));
    let text = &text[from.map_or(0, |(i, c)| i + c.len_utf8())..];
    let tags = jieba().tag(text, false);
    let mut words: Vec<&str> = Vec::new();
    for (i, tag) in tags.iter().enumerate().rev() {
        let length: usize = words.iter().map(|w| w.chars().count()).sum();
        let stop = ends_phrase(&tags, i)
            || tag.tag == "r"
            || source.lexicon.units.verbs.iter().any(|v| v == tag.word);
        if stop && length >= 2 {
            break;
        }
        words.push(tag.word);
    }
    words.reverse();
    let phrase = words.concat();
    let phrase = source
        .lexicon
        .units
        .lead
        .iter()
        .fold(phrase.as_str(), |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    let skip = phrase.chars().count().saturating_sub(LONGEST);
    phrase.chars().skip(skip).collect()
}
