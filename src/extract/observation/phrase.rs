//! Noun phrases beside a number, in folded words.

use jieba_rs::Tag;

use crate::resource::{UnitRules, jieba};

/// Most characters of the words that say what was counted.
pub(super) const LONGEST: usize = 24;

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
    while let Some(rest) = rules.fillers.iter().find_map(|f| text.strip_suffix(f.as_str())) {
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

/// The noun phrase at the head of `text`, up to its first verb or mark, and whether it is made of verbs only.
pub(super) fn noun_behind(rules: &UnitRules, text: &str) -> (String, bool) {
    let text = &text[..text.find(is_mark).unwrap_or(text.len())];
    let text = rules.lead.iter().fold(text, |t, lead| t.strip_prefix(lead.as_str()).unwrap_or(t));
    let tags = jieba().tag(text, false);
    let mut phrase = String::new();
    let mut only_verbs = true;
    for (i, tag) in tags.iter().enumerate() {
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
    let noun = rules.within.iter().find_map(|w| phrase.strip_suffix(w.as_str())).unwrap_or(&phrase);
    (noun.trim().to_owned(), only_verbs)
}

/// The noun phrase at the end of `text`; of what happens (累计召开12次), with the verb in which it ends. Else a verb at
/// the end says that nothing stands there: 办结, 征集到.
pub(super) fn noun_before(rules: &UnitRules, text: &str, happens: bool) -> String {
    let text = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace());
    let from = text.char_indices().rev().find(|(_, c)| is_mark(*c) && !matches!(c, '(' | ')'));
    let text = strip_fillers(rules, &text[from.map_or(0, |(i, c)| i + c.len_utf8())..]);
    let tags = jieba().tag(text, false);
    let last_two = tags.iter().rev().take(2).rev().map(|tag| tag.word).collect::<String>();
    if !happens && rules.governs(&last_two) {
        return String::new();
    }
    let mut words: Vec<&str> = Vec::new();
    for (i, tag) in tags.iter().enumerate().rev() {
        let length: usize = words.iter().map(|w| w.chars().count()).sum();
        let verb = rules.governs(tag.word);
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
