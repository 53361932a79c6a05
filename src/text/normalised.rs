//! Text made ready for matching, with its map back.

use unicode_normalization::UnicodeNormalization;

use super::Span;
use super::fold::{is_han, pinyin, plain, simplified};

/// Text made for matching only, with its map back: full-width forms and traditional characters folded; blanks,
/// quotation marks and pinyin in brackets dropped.
///
/// Never shown and never stored; evidence is always cut from the original by [`Normalised::span`].
#[derive(Debug, Clone, Default)]
pub struct Normalised {
    /// The folded text.
    pub text: String,
    /// How each part of it stands in the original, ascending.
    runs: Vec<Run>,
    /// The length of the original.
    length: usize,
}

/// A part of folded text, up to the next run.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Where it starts in the folded text.
    folded: usize,
    /// Where it starts in the original.
    original: usize,
    /// The length in the original of the one character that was folded; `None` of characters that take as many bytes
    /// there as here.
    character: Option<usize>,
}

impl Normalised {
    /// Folds `original`: NFKC per character, traditional to simplified; blanks and quotation marks dropped, so that a
    /// name matches with its quotes, without, and with a blank inside; pinyin that a converter left in brackets behind
    /// a character dropped. A line feed stays, so that nothing matches across paragraphs.
    ///
    /// ```
    /// use renda::text::{Normalised, Span};
    /// let folded = Normalised::new("“督 办”１２");
    /// assert_eq!(folded.text, "督办12");
    /// assert_eq!(folded.span(Span::new(0, 6)), Span::new(3, 10));
    /// assert_eq!(Normalised::new("聯(lián)絡站").text, "联络站");
    /// ```
    pub fn new(original: &str) -> Self {
        let text = String::with_capacity(original.len());
        let mut folded = Self { text, runs: Vec::new(), length: original.len() };
        let mut skip_to = 0;
        // Where the run that is being written goes on in the original, if it does.
        let mut next = None;
        let mut last = None;
        for (start, c) in original.char_indices() {
            if start < skip_to {
                continue;
            }
            let end = start + c.len_utf8();
            if matches!(c, '(' | '\u{FF08}')
                && last.is_some_and(is_han)
                && let Some(length) = pinyin(&original[end..])
            {
                skip_to = end + length;
                continue;
            }
            // Turns the Chinese comma and brackets into ASCII ones too: pages mix both.
            let one = match c {
                '\n' => Some(c),
                _ if c.is_whitespace() || is_invisible(c) || is_quotation_mark(c) => continue,
                _ if c.is_ascii() => Some(c),
                _ if is_han(c) => Some(simplified(c)),
                _ => plain(c),
            };
            let at = folded.text.len();
            match one {
                Some(c) => folded.text.push(c),
                None => folded.text.extend(std::iter::once(c).nfkc()),
            }
            last = one.or_else(|| folded.text.chars().next_back());
            if one.is_some_and(|one| one.len_utf8() == c.len_utf8()) {
                if next != Some(start) {
                    folded.runs.push(Run { folded: at, original: start, character: None });
                }
                next = Some(end);
            } else {
                folded.runs.push(Run { folded: at, original: start, character: Some(end - start) });
                next = None;
            }
        }
        folded
    }

    /// The folded bytes of a span of the original; what was dropped has none.
    ///
    /// ```
    /// use renda::text::{Normalised, Span};
    /// let folded = Normalised::new("“督 办”１２");
    /// assert_eq!(folded.fold(Span::new(3, 10)), Span::new(0, 6));
    /// ```
    pub fn fold(&self, original: Span) -> Span {
        let at = |byte: usize| {
            let after = self.runs.partition_point(|run| run.original < byte);
            let next = self.runs.get(after).map_or(self.text.len(), |run| run.folded);
            let inside = after.checked_sub(1).map(|i| self.runs[i]).filter(|run| run.character.is_none());
            inside.map_or(next, |run| next.min(run.folded + (byte - run.original)))
        };
        Span::new(at(original.start), at(original.end))
    }

    /// The original bytes behind a span of the folded text.
    pub fn span(&self, folded: Span) -> Span {
        let start = self.run_at(folded.start).map_or(self.length, |run| match run.character {
            Some(_) => run.original,
            None => run.original + (folded.start - run.folded),
        });
        if folded.is_empty() {
            return Span::new(start, start);
        }
        let end = self.run_at(folded.end - 1).map_or(self.length, |run| match run.character {
            Some(length) => run.original + length,
            None => run.original + (folded.end - run.folded),
        });
        Span::new(start, end)
    }

    /// The run that the folded byte lies in; `None` at the end of the text.
    fn run_at(&self, byte: usize) -> Option<Run> {
        let after = self.runs.partition_point(|run| run.folded <= byte);
        after.checked_sub(1).map(|i| self.runs[i]).filter(|_| byte < self.text.len())
    }
}

/// Whether a character takes no room: editors of sites leave zero-width blanks and soft hyphens inside names.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `c` opens or closes a quotation: curly, corner or straight.
pub fn is_quotation_mark(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201F}' | '\u{300C}'..='\u{300F}' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Folds one character, as it stands behind others.
    fn one(c: char) -> String {
        Normalised::new(&c.to_string()).text
    }

    proptest! {
        /// Every character of the original leads to what it was folded to, and back.
        #[test]
        fn each_character_is_found_again(text in "[县縣，。A a“”\u{200B}…①ﬁ㈠\n\u{3000}𠮷]{0,12}") {
            let folded = Normalised::new(&text);
            let mut at = 0;
            for (start, c) in text.char_indices() {
                let original = Span::new(start, start + c.len_utf8());
                let here = Span::new(at, at + one(c).len());
                prop_assert_eq!(here.of(&folded.text), one(c));
                prop_assert_eq!(folded.fold(original), here);
                if !here.is_empty() {
                    prop_assert_eq!(folded.span(here), original);
                }
                at = here.end;
            }
            prop_assert_eq!(at, folded.text.len());
            prop_assert_eq!(folded.span(Span::new(at, at)), Span::new(text.len(), text.len()));
        }
    }
}
