//! Text made ready for matching, with its map back.

use unicode_normalization::UnicodeNormalization;

use super::Span;
use super::fold::{is_han, pinyin, plain, simplified};

/// Text made for matching only, with its map back: full-width forms and traditional characters folded; blanks,
/// quotation marks and pinyin in brackets dropped.
///
/// Never shown and never stored; evidence is always cut from the original by [`Normalised::span`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalised {
    /// The folded text.
    pub text: String,
    /// How each part of it stands in the original, ascending.
    runs: Vec<Run>,
    /// The length of the original.
    length: usize,
}

/// A part of folded text, up to the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Where it starts in the folded text.
    folded: usize,
    /// Where it starts in the original.
    original: usize,
    /// The length in the original of the one character that was folded; `None` of characters that stand there as here.
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
        let mut folded =
            Self { text: String::with_capacity(original.len()), runs: Vec::new(), length: original.len() };
        let mut skip_to = 0;
        // The characters of the last run that are still to be copied, as they stand.
        let mut same = Span::new(0, 0);
        for (start, c) in original.char_indices() {
            if start < skip_to {
                continue;
            }
            let end = start + c.len_utf8();
            let becomes = becomes(c);
            if becomes == Becomes::Same {
                if same.end != start || same.is_empty() {
                    folded.text.push_str(same.of(original));
                    folded.runs.push(Run { folded: folded.text.len(), original: start, character: None });
                    same = Span::new(start, start);
                }
                same.end = end;
                continue;
            }
            folded.text.push_str(same.of(original));
            same = Span::new(end, end);
            if matches!(c, '(' | '\u{FF08}')
                && folded.text.ends_with(is_han)
                && let Some(length) = pinyin(&original[end..])
            {
                skip_to = end + length;
                continue;
            }
            let at = folded.text.len();
            match becomes {
                Becomes::Nothing => continue,
                Becomes::One(one) => folded.text.push(one),
                _ => folded.text.extend(std::iter::once(c).nfkc()),
            }
            folded.runs.push(Run { folded: at, original: start, character: Some(end - start) });
        }
        folded.text.push_str(same.of(original));
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

/// What a character becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Becomes {
    Same,
    One(char),
    Nothing,
    /// What NFKC makes of it.
    Other,
}

fn becomes(c: char) -> Becomes {
    let one = match c {
        _ if is_han(c) => simplified(c),
        // A bracket may open pinyin.
        '(' => return Becomes::One(c),
        '\n' => c,
        _ if c.is_whitespace() || is_invisible(c) || is_quotation_mark(c) => return Becomes::Nothing,
        _ if c.is_ascii() => c,
        // Turns the Chinese comma and brackets into ASCII ones too: pages mix both.
        _ => match plain(c) {
            Some(one) => one,
            None => return Becomes::Other,
        },
    };
    if one == c { Becomes::Same } else { Becomes::One(one) }
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
