//! Noun phrases beside a number, in folded words.

use jieba_rs::Tag;

use crate::resource::{UnitRules, jieba};

/// Most characters of the words that say what was counted.
pub(super) const LONGEST: usize = 24;
/// Most characters of a noun that only what stands behind it tells.
const NOUN: usize = 6;
/// The mark of an enumeration.
const ENUMERATION: char = '\u{3001}';

/// Whether `c` parts phrases.
pub(super) fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{2014}' | '\u{3002}' | '\u{FF0C}' | '\u{3001}' | '\u{FF1B}' | '\u{FF1A}' | '\n')
}

/// The end of `text`, without the mark at its end.
pub(super) fn tail(text: &str, most: usize) -> String {
    let text = text.trim_end_matches(is_mark);
    let skip = text.chars().count().saturating_sub(most);
    text.chars().skip(skip).collect()
}

/// `text` without the words that stand between a noun and its number.
pub(super) fn strip_fillers<'t>(rules: &UnitRules, mut text: &'t str) -> &'t str {
    while let Some(rest) = rules.fillers.strip_suffix(text) {
        text = rest;
    }
    text
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

/// Where the first item of `text` ends: at its first mark, but of 区、镇代表 behind the whole, since a single letter is no noun.
fn end_of_item(text: &str) -> usize {
    let letter = |i: usize| text[..i].chars().count() == 1 && text[..i].chars().all(char::is_alphabetic);
    let goes_on = |i: usize| {
        text[i..].strip_prefix(ENUMERATION).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    let mut marks = text.char_indices().filter(|(_, c)| is_mark(*c)).map(|(i, _)| i);
    marks.find(|&i| !(letter(i) && goes_on(i))).unwrap_or(text.len())
}

/// The noun phrase at the head of `text`, up to its first verb or mark, and whether it is made of verbs only.
pub(super) fn noun_behind(rules: &UnitRules, text: &str) -> (String, bool) {
    let text = &text[..end_of_item(text)];
    let text = rules.lead.iter().fold(text, |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    let tags = jieba().tag(text, false);
    let mut phrase = String::new();
    let mut only_verbs = true;
    // 2个不达标站点: what they are not.
    let not = tags.first().is_some_and(|t| rules.negating.has(t.word))
        && tags.get(2).is_some_and(|t| t.tag.starts_with('n'));
    for (i, tag) in tags.iter().enumerate() {
        if not && i < 2 {
            phrase.push_str(tag.word);
            continue;
        }
        if not && tag.tag.starts_with('v') {
            break;
        }
        // A letter behind a verb makes a name of it: 接待室.
        let name = tags.get(i + 1).is_some_and(|next| next.tag == "n" && next.word.chars().count() == 1);
        if ends_phrase(&tags, i) || (rules.governs(tag.word) && !name) {
            break;
        }
        only_verbs &= tag.tag.starts_with('v');
        phrase.push_str(tag.word);
        if phrase.chars().count() >= LONGEST {
            break;
        }
    }
    // 46条意见中: of those.
    if phrase.chars().count() < 2 {
        let ends = rules.predicates.iter().filter_map(|w| text.find(w.as_str())).min();
        let noun = ends.map(|end| &text[..end]).filter(|noun| (2..=NOUN).contains(&noun.chars().count()));
        if let Some(noun) = noun {
            return (noun.to_owned(), false);
        }
    }
    let within = rules.within.strip_suffix(&phrase);
    (within.unwrap_or(&phrase).trim().to_owned(), only_verbs && within.is_none())
}

/// The noun that a phrase before it only describes, where `found` is cut off in the middle of that: 11个|现场|和书面推介的案例.
pub(super) fn described(rules: &UnitRules, text: &str, found: &str) -> Option<String> {
    let item = &text[..end_of_item(text)];
    let rest = item.strip_prefix(found).filter(|rest| !rules.relative.open(rest))?;
    let at = rules.relative.iter().filter_map(|w| Some(rest.rfind(w.as_str())? + w.len())).max()?;
    if rules.made_of.close(&rest[..at]) {
        return None;
    }
    let (noun, only_verbs) = noun_behind(rules, &rest[at..]);
    (noun.chars().count() >= 2 && !only_verbs && rest[at..] == noun).then_some(noun)
}

/// The noun phrase at the end of `text`; of what happens (累计召开12次), with the verb in which it ends. Else a verb at
/// the end says that nothing stands there: 办结, 征集到.
pub(super) fn noun_before(rules: &UnitRules, text: &str, happens: bool) -> String {
    let text = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let from = text.char_indices().rev().find(|(_, c)| is_mark(*c) && !matches!(c, '(' | ')'));
    noun_at_end(rules, strip_fillers(rules, &text[from.map_or(0, |(i, c)| i + c.len_utf8())..]), happens)
}

/// The noun phrase in which `text`, a stretch without marks, ends.
fn noun_at_end(rules: &UnitRules, text: &str, happens: bool) -> String {
    let tags = jieba().tag(text, false);
    let last_two = tags.iter().rev().take(2).rev().map(|tag| tag.word).collect::<String>();
    // 代表不满意的首轮答复: with what it is like before it, a verb is a noun.
    let nominal = tags.iter().rev().skip(1).take(2).any(|tag| rules.relative.has(tag.word));
    if !happens && !nominal && rules.governs(&last_two) {
        return String::new();
    }
    let mut words: Vec<&str> = Vec::new();
    for (i, tag) in tags.iter().enumerate().rev() {
        let length: usize = words.iter().map(|w| w.chars().count()).sum();
        let verb = rules.governs(tag.word) && !(nominal && words.is_empty());
        // 满意和基本满意率: two of one kind, told as one.
        let pair =
            |c: usize| tags[c].tag == "c" && c > 0 && words.iter().any(|w| w.contains(tags[c - 1].word));
        if pair(i) || tags.get(i + 1).is_some_and(|next| next.tag == "c" && words.contains(&next.word)) {
            words.push(tag.word);
            continue;
        }
        let stop = ends_phrase(&tags, i) || tag.tag == "r" || verb;
        if stop && (length >= 2 || (verb && !happens)) {
            break;
        }
        words.push(tag.word);
    }
    words.reverse();
    let phrase = words.concat();
    let phrase =
        rules.lead.iter().fold(phrase.as_str(), |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    tail(phrase, LONGEST)
}

/// The list that ends in `noun`, which is all that stands in the last item of `before`: 养老机构、农村幸福院、长者食堂. Its first
/// item may stand behind a verb; an item with a number of its own, or in which no noun ends, is none of it.
pub(super) fn listed_before(rules: &UnitRules, before: &str, noun: &str) -> Option<String> {
    let text = strip_fillers(rules, before.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace()));
    let clause = rules.relative.close(noun);
    let mut rest = text.strip_suffix(noun).filter(|_| !clause)?.strip_suffix(ENUMERATION)?;
    let mut items = vec![noun.to_owned()];
    loop {
        let at = rest.rfind(is_mark).map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
        let item = &rest[at..];
        let noun = noun_at_end(rules, item, false);
        if noun.chars().count() < 2 || item.contains(|c: char| c.is_ascii_digit()) {
            break;
        }
        let whole = noun == item;
        items.push(noun);
        match rest[..at].strip_suffix(ENUMERATION) {
            Some(before) if whole => rest = before,
            _ => break,
        }
    }
    items.reverse();
    (items.len() > 1).then(|| tail(&items.join("\u{3001}"), LONGEST))
}
