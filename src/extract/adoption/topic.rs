//! What an inquiry, inspection, hearing or review was about.

use crate::model::{MentionKind, Slug};
use crate::resource::TopicRules;
use crate::text::{Span, fold};

use super::super::Source;
use super::super::frame::Clause;
use super::detail::is_duty;
use super::is_name;

/// The topic, as printed, of the practice at `at`.
pub(super) fn topic(source: &Source<'_>, clause: &Clause<'_>, at: Span, slug: &Slug) -> Option<String> {
    let rules = &source.lexicon.references.topic;
    let name = source.words(at);
    if !is_duty(source, slug) && !rules.names.are_in(name) {
        return None;
    }
    let start = clause.span.start;
    let before = source.words(Span::new(start, at.start.max(start)));
    let span = |(from, to): (usize, usize)| Span::new(start + from, start + to);
    let found = taken(rules, before).or_else(|| opened(rules, before)).map(span);
    let found = found.or_else(|| behind(source, clause, at)).or_else(|| alone(source, clause, at));
    let topic = found.filter(|span| !of_persons(source, *span))?;
    let words = source.words(topic).trim();
    (words.chars().count() >= 2).then(|| fold(words))
}

/// 把粮食安全作为今年专题询问议题: between the two words.
fn taken(rules: &TopicRules, before: &str) -> Option<(usize, usize)> {
    let to = rules.taken_as.iter().filter_map(|w| before.rfind(w.as_str())).min()?;
    let opened = rules.taken.iter().filter_map(|w| before[..to].rfind(w.as_str()).map(|i| i + w.len()));
    opened.max().map(|from| (from, to))
}

/// 就公立医院改革开展专题询问: between the first opener and the last closer.
fn opened(rules: &TopicRules, before: &str) -> Option<(usize, usize)> {
    let opens = |w: &String| {
        let mut found = before.match_indices(w.as_str()).map(|(i, _)| i);
        found.find(|&i| !rules.not_after.close(&before[..i])).map(|i| i + w.len())
    };
    let from = rules.openers.iter().filter_map(opens).min()?;
    let behind = &before[from..];
    let to = rules.closers.iter().filter_map(|w| behind.rfind(w.as_str())).max()?;
    // 组织开展: the two verbs are one closer.
    let earlier = rules.closers.iter().filter(|w| behind[..to].ends_with(w.as_str())).map(String::len).max();
    let to = to - earlier.unwrap_or(0);
    (to > 0).then_some((from, from + to))
}

/// 专题询问违法建设治理工作情况: what the name as a verb takes, to the end of the clause.
fn behind(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Span> {
    let rules = &source.lexicon.references.topic;
    let words = source.words(Span::new(at.end, clause.span.end.max(at.end)));
    let words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let noun = rules.tails.iter().any(|w| words.ends_with(w.as_str()) && words.len() > w.len());
    let begins = words.starts_with(char::is_alphanumeric) && !rules.not_behind.open(words);
    let new = !clause.mentions.iter().any(|m| {
        let cue = matches!(m.mention.kind, MentionKind::Cue { .. }) && m.mention.span.start == at.end;
        cue || is_name(m) && m.mention.span.start >= at.end
    });
    (noun && begins && new).then(|| Span::new(at.end, at.end + words.len()))
}

/// 聚焦食品安全，开展专题询问: all that the clause before says. A list of means (用足执法检查、专题询问和…) is about no one
/// thing.
fn alone(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Span> {
    const LONGEST: usize = 30;
    let comma = |c: char| matches!(c, ',' | '\u{FF0C}');
    let rules = &source.lexicon.references.topic;
    let joiners = &source.lexicon.reaches.joiners;
    let (ahead, behind) = (
        Span::new(clause.span.start, at.start.max(clause.span.start)),
        Span::new(at.end, clause.span.end.max(at.end)),
    );
    let (ahead, behind) = (source.words(ahead), source.words(behind));
    if joiners.iter().any(|w| ahead.ends_with(w.as_str()) || w != "," && behind.starts_with(w.as_str())) {
        return None;
    }
    let sentence =
        source.words(Span::new(clause.sentence.start, clause.span.start.max(clause.sentence.start)));
    let before = sentence.trim_end_matches(comma);
    let start = before.rfind(comma).map_or(0, |i| i + before[i..].chars().next().map_or(0, char::len_utf8));
    let previous = &before[start..];
    let opener = rules.alone.iter().filter(|w| previous.starts_with(w.as_str())).max_by_key(|w| w.len())?;
    let base = clause.sentence.start + start;
    let span = Span::new(base + opener.len(), base + previous.len());
    let named = source.mentions(span).iter().any(|m| is_name(m) && span.contains(m.mention.span));
    (!named && before.len() < sentence.len() && previous.chars().count() <= LONGEST).then_some(span)
}

/// Whether a number of persons stands in it: 对28名负责人开展工作评议 tells who was reviewed.
fn of_persons(source: &Source<'_>, topic: Span) -> bool {
    let persons = &source.lexicon.references.topic.persons;
    source.mentions(topic).iter().any(|m| match &m.mention.kind {
        MentionKind::Quantity(q) => topic.contains(m.mention.span) && persons.contains(&q.unit),
        _ => false,
    })
}
