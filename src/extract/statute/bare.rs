//! Names without book-title marks: 制定代表述职办法、站点评分办法, 对土壤污染防治法开展执法检查, 开展城市更新等立法调研.

use std::collections::BTreeSet;

use crate::model::{Entity, MentionKind, Relation};
use crate::resource::TitleRules;
use crate::text::{Span, fold, is_quotation_mark};

use super::super::Source;
use super::super::frame::Clause;
use super::Named;

/// Fewest code points of a name with the ending of a rule.
const LEAST: usize = 5;
/// How many code points the topic of a statute without a name has.
const TOPIC: std::ops::RangeInclusive<usize> = 4..=20;
/// Parts a list of names.
const COMMA: char = '\u{3001}';

/// The names of a clause, each behind a verb or before a word that says what is done with it.
pub(super) fn names(source: &Source<'_>, clause: &Clause<'_>) -> Vec<Named> {
    let rules = &source.lexicon.titles;
    let text = source.folded(clause.span);
    let verb = first_verb(rules, text);
    let deed = last_deed(rules, text);
    let mut found: Vec<(Span, usize)> = Vec::new();
    for part in parts(rules, text) {
        // The first part begins behind the verb that rules the list, or ends before the word that says what is done.
        let cut = verb.filter(|v| part.start < *v && *v < part.end);
        let name = |from: usize| {
            let words = &text[from..part.end];
            let name = opened(rules, words).or_else(|| law(source, words)).or_else(|| ended(rules, words));
            name.map(|(head, end)| Span::new(from + head, from + end))
        };
        let Some(span) = cut.and_then(name).or_else(|| name(part.start)) else { continue };
        let behind_verb = verb.is_some_and(|v| v <= span.start);
        if behind_verb || deed.is_some_and(|d| d >= span.end) {
            found.push((span, if behind_verb { verb.unwrap_or(span.start) } else { span.start }));
        }
    }
    found.extend(topics(rules, text).into_iter().map(|span| (span, span.start)));
    let body = |span: Span| source.printed(clause.span, span);
    found
        .into_iter()
        .map(|(span, list)| Named {
            span: quoted(source, without_organ(source, clause, body(span))),
            list: Span::new(body(Span::new(list, span.end)).start, clause.span.end),
            marked: false,
            decided: None,
        })
        .filter(|named| !in_marks(clause, named.span) && !counted(clause, named.span))
        .collect()
}

/// Where the first verb before names ends; of several there the longest: 审议通过 is no 审议.
fn first_verb(rules: &TitleRules, text: &str) -> Option<usize> {
    let verbs = rules.relation.before.places(text).filter(|(_, said)| *said != Relation::Implemented);
    let first = verbs.map(|(at, _)| (at.start, std::cmp::Reverse(at.end))).min();
    first.map(|(_, end)| end.0)
}

/// Where the last word behind names begins.
fn last_deed(rules: &TitleRules, text: &str) -> Option<usize> {
    let words = rules.relation.after.places(text).filter(|(_, said)| *said != Relation::Implemented);
    words.map(|(at, _)| at.start).max()
}

/// The items of the lists in a clause: parted by book-title marks, by 、, and by 和 or 及 behind what is a whole name: 居家和社区养老条例 is one.
fn parts(rules: &TitleRules, text: &str) -> Vec<Span> {
    let whole =
        |before: &str| [&rules.statute, &rules.document, &rules.bare.endings].iter().any(|e| e.close(before));
    let joins = rules.joiners.iter().flat_map(|j| text.match_indices(j.as_str()));
    let mut cuts: Vec<(usize, usize)> = joins
        .filter(|(at, j)| j.starts_with(COMMA) || whole(&text[..*at]))
        .chain(text.match_indices(['\u{300A}', '\u{300B}']))
        .map(|(at, j)| (at, at + j.len()))
        .collect();
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, behind) in cuts.into_iter().chain([(text.len(), text.len())]) {
        if at >= start {
            parts.push(Span::new(start, at));
            start = behind;
        }
    }
    parts
}

/// A name that a word opens (关于…的意见): from that word to the first ending that closes such a name.
fn opened(rules: &TitleRules, part: &str) -> Option<(usize, usize)> {
    let head = part.find(rules.bare.opening.as_str())?;
    let closings =
        rules.bare.closings.iter().filter_map(|c| part[head..].find(c.as_str()).map(|i| head + i + c.len()));
    closings.min().map(|end| (head, end))
}

/// A law of the nation by name, where it is not the ground of what is done.
pub(super) fn law(source: &Source<'_>, part: &str) -> Option<(usize, usize)> {
    let rules = &source.lexicon.titles;
    source.lexicon.law_names.find(part).map(|(span, _)| span).find_map(|span| {
        let longer = rules.bare.not_before.open(&part[span.end..]);
        let nation = rules.national.iter().find(|n| part[..span.start].ends_with(n.as_str()));
        let head = span.start - nation.map_or(0, String::len);
        let ground = rules.bare.ground.close(&part[..head]);
        (!longer && !ground).then_some((head, span.end))
    })
}

/// A name that its ending shows: from behind the last word that belongs to no name.
fn ended(rules: &TitleRules, part: &str) -> Option<(usize, usize)> {
    let mut met = BTreeSet::new();
    let firsts = rules.bare.endings.places(part).filter(|(_, ending)| met.insert(*ending));
    let end = firsts.map(|(at, _)| at.end).max()?;
    let head = [&rules.bare.stop, &rules.relation.before.words].into_iter().filter_map(|stops| {
        // A word that ends the name is part of it, wherever else it stands.
        let of_name: Vec<usize> = stops.closing(&part[..end]).collect();
        let stops = stops.places(&part[..end]).filter(|(_, stop)| !of_name.contains(stop));
        stops.map(|(at, _)| at.end).max()
    });
    let head = head.max().unwrap_or(0);
    let lead = &rules.bare.lead;
    let head = head + lead.opening(&part[head..end]).next().map_or(0, |n| lead[n].len());
    let name = &part[head..end];
    // 条例性文件 is no 条例.
    let longer = rules.bare.not_before.open(&part[end..]);
    let good = !longer
        && !rules.bare.not_closing.close(name)
        && name.chars().count() >= LEAST
        && !rules.bare.not_names.has(name);
    good.then(|| (head, end + rules.tail(&part[end..])))
}

/// What statutes without a name yet are to be about: 开展甲、乙等立法调研.
fn topics(rules: &TitleRules, text: &str) -> Vec<Span> {
    let topic = &rules.topic;
    let Some(mut end) = topic.words.iter().filter_map(|w| text.find(w.as_str())).min() else {
        return Vec::new();
    };
    while let Some(closer) = topic.closers.iter().find(|c| text[..end].ends_with(c.as_str())) {
        end -= closer.len();
    }
    let opened = |w: &String| text[..end].rfind(w.as_str()).map(|i| i + w.len());
    let Some(from) = topic.openers.iter().filter_map(opened).max() else { return Vec::new() };
    let mut at = from;
    let mut items = Vec::new();
    for item in text[from..end].split_inclusive(COMMA) {
        let name = item.trim_end_matches(COMMA);
        let good = TOPIC.contains(&name.chars().count())
            && rules.kind(name) == crate::model::TitleKind::Other
            && !topic.not_names.are_in(name);
        if good {
            items.push(Span::new(at, at + name.len()));
        }
        at += item.len();
    }
    items
}

/// Without the organ that acts, where it stands right before the name: 市人大常委会湘江保护条例执法检查组.
fn without_organ(source: &Source<'_>, clause: &Clause<'_>, name: Span) -> Span {
    let organ = clause.mentions.iter().rev().find(|m| {
        matches!(m.mention.kind, MentionKind::Organ { .. } | MentionKind::SelfReference { .. })
            && !matches!(m.entity, Entity::Nil)
            && name.start <= m.mention.span.start
            && m.mention.span.end < name.end
    });
    let Some(cut) = organ.map(|m| Span::new(m.mention.span.end, name.end)) else { return name };
    // 市人大常委会议事规则 is the committee's own rule: what is left would be no name.
    let rules = &source.lexicon.titles.bare;
    let left = fold(source.words(cut));
    let name_left = left.chars().count() >= LEAST && !rules.not_names.contains(&left);
    if name_left && source.lexicon.titles.kind(&left) == crate::model::TitleKind::Statute {
        cut
    } else {
        name
    }
}

/// With the mark behind it that closes a quotation in it: 安全生产“一法一条例”.
fn quoted(source: &Source<'_>, name: Span) -> Span {
    let next = source.article.body.text[name.end..].chars().next().filter(|c| is_quotation_mark(*c));
    let open = source.words(name).contains(is_quotation_mark);
    next.filter(|_| open).map_or(name, |mark| Span::new(name.start, name.end + mark.len_utf8()))
}

fn in_marks(clause: &Clause<'_>, name: Span) -> bool {
    let title = |m: &MentionKind| matches!(m, MentionKind::Title(_));
    clause.mentions.iter().any(|m| title(&m.mention.kind) && m.mention.span.overlaps(name))
}

/// 修改三部条例 counts statutes and names none.
fn counted(clause: &Clause<'_>, name: Span) -> bool {
    clause
        .mentions
        .iter()
        .any(|m| matches!(m.mention.kind, MentionKind::Quantity(_)) && m.mention.span.start == name.start)
}
