//! Strings folded for identity: NFKC, no white space; of titles, one script and one kind of marks.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A string folded for identity: NFKC, no white space. Article hashes and names of candidates rest on it.
///
/// ```
/// assert_eq!(renda::text::fold("双 清单（试行）"), "双清单(试行)");
/// ```
///
/// Folding what is folded changes nothing. One round is not enough for that: NFKC makes a blank and a combining mark
/// of `\u{A8}`, and without the blank the mark joins the letter before it.
///
/// ```
/// use renda::text::fold;
/// assert_eq!(fold(&fold("a\u{A8}")), fold("a\u{A8}"));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // Most of an article are characters of which NFKC knows without its tables that they stay: they are copied together.
    let (mut copied, mut at) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let (start, becomes) = (at, plain(c));
        at += c.len_utf8();
        if becomes == Some(c) {
            continue;
        }
        folded.push_str(&text[copied..start]);
        if let Some(one) = becomes {
            folded.push(one);
        } else if !c.is_whitespace() {
            // A mark may join the character before it, whatever blanks stand between: up to the next plain one.
            at += text[at..].find(|next| plain(next).is_some()).unwrap_or(text.len() - at);
            let mut marked: String = folded.pop().into_iter().collect();
            marked.push_str(&text[start..at]);
            folded.push_str(&fold_marked(&marked));
        }
        copied = at;
    }
    folded.push_str(&text[copied..]);
    folded
}

/// What a character that joins no other becomes: letters and signs of ASCII, full-width ones, Chinese.
pub(super) fn plain(c: char) -> Option<char> {
    match c {
        _ if is_han(c) => Some(c),
        '!'..='~' | '\u{3001}'..='\u{3011}' | '\u{201C}' | '\u{201D}' | '\u{2014}' | '\u{B7}' => Some(c),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + u32::from('!')),
        _ => None,
    }
}

/// [`fold`], for a stretch of any characters.
fn fold_marked(text: &str) -> String {
    let mut folded = text.to_owned();
    loop {
        let again: String = folded.nfkc().filter(|c| !c.is_whitespace()).collect();
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

/// A title folded for identity: like [`fold`], and traditional characters made simplified ones, pinyin that a converter
/// left in brackets dropped, all marks of a title inside it made the single ones. Two articles that print one statute
/// in two scripts mean one statute.
///
/// ```
/// use renda::text::fold_title;
/// assert_eq!(fold_title("呂梁市城市綠(lǜ)化條例"), "吕梁市城市绿化条例");
/// assert_eq!(fold_title("关于修改《养犬条例》的决定"), fold_title("关于修改<养犬条例>的决定"));
/// ```
pub fn fold_title(title: &str) -> String {
    let mut folded = fold(title);
    loop {
        let mut again = String::with_capacity(folded.len());
        let mut rest = folded.as_str();
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            let skipped = if c == '(' && again.ends_with(is_han) { pinyin(rest) } else { None };
            match skipped {
                Some(length) => rest = &rest[length..],
                None => again.push(match c {
                    _ if is_han(c) => simplified(c),
                    '\u{300A}' | '\u{AB}' | '<' => '\u{3008}',
                    '\u{300B}' | '\u{BB}' | '>' => '\u{3009}',
                    _ => c,
                }),
            }
        }
        let again = fold(&again);
        if again == folded {
            return folded;
        }
        folded = again;
    }
}

/// Whether `c` is a character of the basic block of Chinese.
pub(crate) fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// How many bytes of `text` a syllable of pinyin and the bracket behind it take, where it begins with that.
pub(super) fn pinyin(text: &str) -> Option<usize> {
    let end = text.find([')', '\u{FF09}'])?;
    let syllable = &text[..end];
    let toned = |c: char| c.is_ascii_lowercase() || ('\u{00E0}'..='\u{01DC}').contains(&c);
    let good =
        (1..=7).contains(&syllable.chars().count()) && syllable.chars().all(toned) && !syllable.is_ascii();
    good.then(|| end + text[end..].chars().next().map_or(0, char::len_utf8))
}

/// `text` with simplified characters for traditional ones, each as long as the one it stands for; borrowed where there is
/// none.
pub(crate) fn in_simplified(text: &str) -> Cow<'_, str> {
    // A few have a rare character of four bytes for their simplified one; they stay as they are.
    let of =
        |c: char| Some(c).filter(|c| is_han(*c)).map(simplified).filter(|s| s.len_utf8() == c.len_utf8());
    if text.chars().any(|c| of(c).is_some_and(|s| s != c)) {
        Cow::Owned(text.chars().map(|c| of(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The simplified character for a traditional one; itself for any other.
pub(super) fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = ('\u{4E00}'..='\u{9FFF}').collect();
        for line in include_str!("../../data/traditional.tsv").lines() {
            let mut characters = line.split('\t').filter_map(|field| field.chars().next());
            if let (Some(from), Some(to)) = (characters.next().filter(|c| is_han(*c)), characters.next()) {
                table[from as usize - 0x4E00] = to;
            }
        }
        table
    });
    TABLE[c as usize - 0x4E00]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simplified_characters_stand_where_the_printed_ones_do() {
        for c in '\u{4E00}'..='\u{9FFF}' {
            let text = format!("a{c}，");
            let simplified = in_simplified(&text);
            let places = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(places(&text), places(&simplified), "{c}");
        }
    }
    use proptest::prelude::*;

    proptest! {
        /// Characters that are folded by themselves, among such as join their neighbours, give what all of them
        /// together give.
        #[test]
        fn stretches_fold_as_the_whole(text in "[县，。（Aa<\u{A8}\u{301}\u{338}\u{3099}か가\u{11A8}…①ﬁ \u{3000}]{0,12}") {
            prop_assert_eq!(fold(&text), fold_marked(&text));
        }

        #[test]
        fn any_text_folds_as_the_whole(text in any::<String>()) {
            prop_assert_eq!(fold(&text), fold_marked(&text));
        }
    }
}
