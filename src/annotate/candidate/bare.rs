//! Names without marks, up to a telling ending, inside a clause: behind a verb that adopts, or before one that tells how
//! they run.

use super::Known;
use crate::model::MentionKind;
use crate::resource::jieba;
use crate::text::Span;

/// So many bytes behind an ending show whether it is the end of a word: 平台 in 平台期 is none.
const WINDOW: usize = 12;

pub(super) fn bare(known: &Known<'_>, marked: &[Span]) -> Vec<Span> {
    if known.found.endings.is_empty() {
        return Vec::new();
    }
    let clauses: Vec<Span> = known
        .article
        .paragraphs
        .iter()
        .filter(|p| !p.heading)
        .flat_map(|p| p.sentences.iter().flat_map(|s| s.clauses.iter().copied()))
        .map(|clause| known.folded.fold(clause))
        .collect();
    let mut verbs: Vec<Span> = known.verbs().map(|verb| known.folded.fold(verb)).collect();
    verbs.extend(&known.found.verbs);
    verbs.sort_by_key(|v| v.end);
    let cuts = cuts(known, marked);
    let mut found = Vec::new();
    let (mut last_end, mut last_start) = (0, None);
    for &ending in &known.found.endings {
        let after = clauses.partition_point(|c| c.start < ending.end);
        let Some(clause) = after.checked_sub(1).map(|i| clauses[i]).filter(|c| ending.end <= c.end) else {
            continue;
        };
        let verb = last_before(&verbs, clause.start, ending.start).map(|verb| verb.end);
        let Some(from) = verb.or_else(|| is_subject(known, ending, clause).then_some(clause.start)) else {
            continue;
        };
        let start = last_before(&cuts, from, ending.start).map_or(from, |cut| cut.end);
        // A name ends where the next begins: X制度和Y机制. But 评议 in 评议专家库 begins it.
        let floor = last_start.filter(|_| last_end == ending.start).unwrap_or(last_end);
        let name = named(known, Span::new(start.max(floor), ending.end), ending);
        last_start = name.is_none().then_some(floor);
        last_end = ending.end;
        let name = name.map(|name| known.folded.span(name));
        let about = |name: &Span| known.lexicon.candidates.about.are_in(known.around(*name));
        found.extend(name.filter(about));
    }
    found
}

/// Whether what ends in `ending` is told to run or to hold, with nothing before it in the clause: …制度连续坚持四年.
fn is_subject(known: &Known<'_>, ending: Span, clause: Span) -> bool {
    let behind = &known.folded.text[ending.end..clause.end];
    known.lexicon.candidates.bare.predicates.open(behind)
}

/// What no name reaches over, ascending by end: words that cut, places and times, numbers, names in marks.
fn cuts(known: &Known<'_>, marked: &[Span]) -> Vec<Span> {
    let cut = |kind: &MentionKind| {
        use MentionKind::{Date, Organ, Quantity, Region, SelfReference, Title};
        matches!(kind, Region { .. } | SelfReference { .. } | Organ { .. } | Title(_) | Quantity(_) | Date(_))
    };
    let mentioned = known.mentions.iter().filter(|m| cut(&m.kind)).map(|m| m.span);
    let mut cuts: Vec<Span> = mentioned.chain(marked.iter().copied()).map(|s| known.folded.fold(s)).collect();
    cuts.extend(&known.found.cuts);
    cuts.sort_by_key(|c| c.end);
    cuts
}

/// The name in a stretch that ends in a telling ending: without the small words at its head. `None` where it is none.
fn named(known: &Known<'_>, stretch: Span, ending: Span) -> Option<Span> {
    let rules = &known.lexicon.candidates.bare;
    let text = &known.folded.text;
    if stretch.start >= ending.start || stretch.of(text).chars().count() > rules.most {
        return None;
    }
    let to = floor(text, (ending.end + WINDOW).min(text.len()));
    let tokens = jieba().tag(&text[stretch.start..to], false);
    let at = |byte: usize| stretch.start + byte;
    let whole = tokens.iter().any(|t| at(t.byte_end) == ending.end);
    let small = |tag: &str| rules.small.open(tag);
    let start = tokens.iter().find(|t| !small(t.tag)).map(|t| at(t.byte_start))?;
    if !whole || start >= ending.start {
        return None;
    }
    let name = Span::new(start, ending.end);
    let words = name.of(text);
    let telling = tokens.iter().filter(|t| {
        at(t.byte_start) >= start
            && at(t.byte_end) <= ending.start
            && !small(t.tag)
            && !rules.generic.has(t.word)
    });
    let joined = tokens.iter().any(|t| at(t.byte_end) == ending.start && t.tag.starts_with('c'));
    // 扫码留言与…平台对接: two things, and no name.
    let behind = &text[ending.end..];
    let two = rules.joined.open(behind) && rules.joiners.are_in(words);
    let good = !joined
        && !two
        && !rules.not_opening.iter().any(|w| words.starts_with(w.as_str()))
        && !rules.not_before.iter().any(|w| behind.starts_with(w.as_str()))
        && words.chars().count() >= rules.least
        && (telling.count() > 1 || rules.places.iter().any(|p| ending.of(text).ends_with(p.as_str())))
        && !rules.unless.are_in(words)
        && !rules.empty.has(words)
        && !words.starts_with(|c: char| c.is_ascii_digit());
    good.then_some(name)
}

/// The next character boundary at or below `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// The last of `spans` (ascending by end) that starts at `from` or later and ends at `to` or before.
fn last_before(spans: &[Span], from: usize, to: usize) -> Option<Span> {
    let after = spans.partition_point(|s| s.end <= to);
    after.checked_sub(1).map(|i| spans[i]).filter(|s| s.start >= from)
}
