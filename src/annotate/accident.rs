//! Names that are none: two words side by side give a county's name by accident, 临县 in 面临县级, 振兴区 in 乡村振兴区域.

use crate::resource::{Lexicon, NameSense, jieba};
use crate::text::Span;

/// How many bytes around a name jieba is shown: twelve characters.
const WINDOW: usize = 36;
/// How many bytes a line that only names a journal's issue may have.
const ISSUE: usize = 60;
/// The longest word, in characters, whose end may be the beginning of a name.
const REACH: usize = 3;

/// Whether the words stand for themselves: a boundary of jieba's at their start, no word that begins with their last
/// character, and no joining word that their first character is. Longer names need no jieba.
pub(super) fn whole_word(lexicon: &Lexicon, text: &str, span: Span, senses: &[NameSense]) -> bool {
    let name = span.of(text);
    let length = name.chars().count();
    if length > 3 {
        return true;
    }
    let references = &lexicon.references;
    let before = &text[..span.start];
    // 市和县两级: between two words this name is an `and` with a level.
    if references.joining.has(name)
        && before.chars().next_back().is_some_and(char::is_alphanumeric)
        && !behind_its_outer(lexicon, before, senses)
    {
        return false;
    }
    let everyday =
        length == 2 || senses.iter().any(|s| lexicon.regions.get(&s.code).is_some_and(|r| r.everyday));
    let after = &text[span.end..];
    if everyday && references.not_before.open(after) {
        return false;
    }
    if length > 2 && everyday && runs_out(name, after) && !ends_a_word(text, span.end) {
        return false;
    }
    // A longer name is read as jieba reads it only where a word may run into it: 东南|部县, 谢丹|阳市.
    if length > 2 && (!runs_in(before, name) || behind_its_outer(lexicon, before, senses)) {
        return true;
    }
    starts_a_word(text, span.start) && (!governs(lexicon, name) || ends_a_word(text, span.end))
}

/// Whether the name is also a verb or a preposition with a level behind it: 会同县人大, 应县人大邀请, 曾任县人大主任.
pub(super) fn governs(lexicon: &Lexicon, name: &str) -> bool {
    lexicon.references.governing.has(name)
}

/// Whether the name is also a common noun: 矿区企业, 老城区改造.
pub(super) fn is_common(lexicon: &Lexicon, name: &str) -> bool {
    lexicon.references.common.has(name)
}

/// Whether what stands behind a short name makes it the name of a road: 亳州|路街道.
pub(super) fn is_road(lexicon: &Lexicon, after: &str) -> bool {
    lexicon.references.roads.open(after) && !lexicon.references.no_roads.open(after)
}

/// Whether what stands behind a short name makes it the name of a paper or a site: 安徽|网.
pub(super) fn is_paper(lexicon: &Lexicon, after: &str) -> bool {
    lexicon.references.papers.open(after) && !lexicon.references.no_papers.open(after)
}

/// Whether a short name is here the beginning of a town's: 东阿|镇, 三水|瑶族乡, but not 湖南|乡镇.
pub(super) fn names_town(lexicon: &Lexicon, text: &str, span: Span) -> bool {
    // 三水|瑶族乡 is a town of another county.
    let mut after = &text[span.end..];
    while let Some(rest) = lexicon.references.peoples.names.strip_prefix(after) {
        after = rest;
    }
    let suffixes = lexicon.references.levels.get("township").map_or(&[][..], Vec::as_slice);
    suffixes.iter().any(|suffix| after.starts_with(suffix.as_str()))
        && lexicon
            .references
            .unit_words
            .opening(after)
            .all(|n| suffixes.iter().any(|suffix| *suffix == lexicon.references.units_below[n].0))
}

/// Whether a name only tells from where a report was sent, or stands in the line of a journal's issue: 新华社九江5月6日电,
/// 江西人大 2020年8期.
pub(super) fn is_source(lexicon: &Lexicon, text: &str, span: Span) -> bool {
    let from = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let line = &text[from..to];
    lexicon.references.agencies.close(&text[from..span.start])
        || line.len() <= ISSUE && lexicon.references.issue.is_match(line)
}

/// Whether a short name is here that of a lesser place: of a community, which the text tells somewhere (琼海社区), or the
/// end of a township's (重|固镇).
pub(super) fn is_lesser_place(lexicon: &Lexicon, text: &str, span: Span) -> bool {
    let name = span.of(text);
    let township = lexicon.references.levels.get("township").map_or(&[][..], Vec::as_slice);
    let tail = township.iter().any(|suffix| name.ends_with(suffix.as_str()))
        && text[..span.start].chars().next_back().is_some_and(char::is_alphabetic);
    tail || text
        .match_indices(name)
        .any(|(at, _)| lexicon.references.communities.open(&text[at + name.len()..]))
}

/// Whether such a name can be nothing else here: its unit is named directly before, or a sentence begins with it.
pub(super) fn stands_free(lexicon: &Lexicon, text: &str, span: Span, senses: &[NameSense]) -> bool {
    let before = &text[..span.start];
    let ends = |c: char| matches!(c, '。' | '!' | '?' | ';' | '\n' | '(' | ')' | '、');
    before.chars().next_back().is_none_or(ends) || behind_its_outer(lexicon, before, senses)
}

/// Whether the unit that one of `senses` lies in is named directly before.
fn behind_its_outer(lexicon: &Lexicon, before: &str, senses: &[NameSense]) -> bool {
    senses.iter().any(|s| {
        let outer = lexicon.regions.lineage(&s.code).skip(1);
        outer.flat_map(|r| r.short.iter().chain([&r.name])).any(|name| before.ends_with(name.as_str()))
    })
}

/// Whether a word of the dictionary begins before `name` and ends inside it.
fn runs_in(before: &str, name: &str) -> bool {
    let mut from = before.len();
    for c in before.chars().rev().take(REACH) {
        if !c.is_alphabetic() {
            return false;
        }
        from -= c.len_utf8();
        let mut word = before[from..].to_owned();
        for c in name.chars().take(2) {
            word.push(c);
            if jieba().has_word(&word) {
                return true;
            }
        }
    }
    false
}

/// Whether the last character of `name` begins a word of the dictionary with what stands behind it: 朝阳市|场.
fn runs_out(name: &str, after: &str) -> bool {
    let word: String = name.chars().next_back().into_iter().chain(after.chars().next()).collect();
    word.chars().count() == 2 && jieba().has_word(&word)
}

/// Whether a clause begins with the name, and jieba takes it for one: 江苏2019年选取….
pub(super) fn heads_a_clause(text: &str, span: Span) -> bool {
    let before = text[..span.start].chars().next_back();
    let ends = |c: char| matches!(c, '。' | '!' | '?' | ';' | '\n' | ',' | ':' | '、');
    if !before.is_none_or(ends) {
        return false;
    }
    let window = &text[span.start..floor(text, (span.end + WINDOW).min(text.len()))];
    let first = jieba().tag(window, false);
    first.first().is_some_and(|t| t.byte_end == span.len() && t.tag.starts_with("ns"))
}

/// Whether jieba sees a word begin at `at`.
pub(super) fn starts_a_word(text: &str, at: usize) -> bool {
    boundary(text, at)
}

fn ends_a_word(text: &str, at: usize) -> bool {
    boundary(text, at)
}

fn boundary(text: &str, at: usize) -> bool {
    let from = floor(text, at.saturating_sub(WINDOW));
    let to = floor(text, (at + WINDOW).min(text.len()));
    let from = text[from..at].rfind('\n').map_or(from, |i| from + i + 1);
    let window = &text[from..to];
    at == to || jieba().cut(window, false).iter().any(|t| from + t.byte_start == at)
}

/// The next character boundary at or below `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
