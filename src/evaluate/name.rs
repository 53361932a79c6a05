//! When two names are the same name: the rules of the guidelines, with the words of `data/evaluate.toml`.
//!
//! Every step follows `score.py` letter by letter, the Python meaning of white space included; figures that differ in
//! the last digit would be worth nothing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Names shorter than this are never looked for inside others.
const SHORTEST_CONTAINED: usize = 3;
/// A tail is left aside only while the name is longer than this.
const SHORTEST_WITH_TAIL: usize = 3;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    tails: Vec<String>,
    marks: String,
    alike: Vec<(String, String)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = toml::from_str(include_str!("../../data/evaluate.toml"))
        .expect("data/evaluate.toml is embedded, and a test reads it");
    // Python's regex takes the match that starts first, which at the end of a string is the longest.
    words.tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
    words
});

/// White space as Python's `\s` means it: what Unicode says, and the four separators U+001C to U+001F.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c)
}

/// `text` without white space.
pub(super) fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !is_space(*c)).collect()
}

/// The first `count` characters.
pub(super) fn head(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).map_or(text, |(end, _)| &text[..end])
}

/// Length in characters.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// A title as it is compared: no white space, no marks, one width, lower case; tails stay.
pub(super) fn title(text: &str) -> String {
    let words = &*WORDS;
    let folded: String = squeeze(text).nfkc().filter(|c| !words.marks.contains(*c)).collect();
    words.alike.iter().fold(folded.to_lowercase(), |text, (from, to)| text.replace(from, to))
}

/// A name as names are compared: two that give the same are one, marks and tails aside.
///
/// ```
/// use renda::evaluate::comparable;
/// assert_eq!(comparable("“专题询问”制度"), comparable("专题询问"));
/// assert_ne!(comparable("中心联络站"), comparable("代表联络站"));
/// ```
pub fn comparable(name: &str) -> String {
    Name::new(name).text
}

/// A name made ready to be compared with others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    text: String,
    length: usize,
}

impl Name {
    /// As [`title`], and without tails.
    pub(super) fn new(name: &str) -> Self {
        let mut text = title(name);
        while length(&text) > SHORTEST_WITH_TAIL {
            let Some(tail) = WORDS.tails.iter().find(|tail| text.ends_with(tail.as_str())) else { break };
            text.truncate(text.len() - tail.len());
        }
        Self { length: length(&text), text }
    }

    /// Whether one stands inside the other, and is long enough for that to mean something.
    pub(super) fn contained(&self, other: &Self) -> bool {
        self.length.min(other.length) >= SHORTEST_CONTAINED
            && (other.text.contains(&self.text) || self.text.contains(&other.text))
    }

    /// Whether the two are equal or contained, and there is something to compare.
    pub(super) fn same(&self, other: &Self) -> bool {
        !self.text.is_empty() && (self == other || self.contained(other))
    }

    /// Whether `other` is this name, or says it and more.
    pub(super) fn is_restated_by(&self, other: &Self) -> bool {
        self == other || self.length >= SHORTEST_CONTAINED && other.text.contains(&self.text)
    }

    /// Which part of the shorter name's characters the two share.
    pub(super) fn overlap(&self, other: &Self) -> f64 {
        let (ours, theirs): (BTreeSet<char>, BTreeSet<char>) =
            (self.text.chars().collect(), other.text.chars().collect());
        super::ratio(ours.intersection(&theirs).count(), ours.len().min(theirs.len()).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> String {
        Name::new(text).text
    }

    #[test]
    fn tails_are_left_aside_while_more_than_three_characters_remain() {
        assert_eq!(name("民主评议工作机制"), "民主评议");
        assert_eq!(name("述职制度"), "述职", "four characters may lose their tail");
        assert_eq!(name("云平台"), "云平台", "three may not");
        assert_eq!(name("四步工作法"), "四步", "the longest tail goes, not a part of it");
        assert_eq!(name("机制制度"), "机制", "what remains is too short to be looked at again");
        assert_eq!(title("议事制度"), "议事制度");
    }

    #[test]
    fn marks_width_case_and_the_two_words_for_deputies_make_no_difference() {
        assert_eq!(name("“Ａ＋Ｂ” 人大\u{1F}代表（联络站）"), "a+b代表联络站");
        assert_eq!(name("立法联系点—试点"), "立法联系点试点");
        assert_eq!(name("工作：法"), "工作法", "NFKC makes the wide colon narrow before marks go");
    }

    #[test]
    fn containing_wants_three_characters() {
        let [long, three, two] = ["预算联网监督", "网监督", "监督"].map(Name::new);
        assert!(long.contained(&three) && three.contained(&long));
        assert!(!long.contained(&two));
        assert!(three.is_restated_by(&long) && !long.is_restated_by(&three));
        assert!(!Name::new("“”").same(&Name::new("()")), "nothing is not the same as nothing");
        assert!((Name::new("联络站数").overlap(&Name::new("站点数")) - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_head_counts_characters() {
        assert_eq!((head("𠮷甲乙", 2), head("甲", 8)), ("𠮷甲", "甲"));
    }
}
