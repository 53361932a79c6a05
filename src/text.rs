//! Text that can be cited: spans, the map from an article's body to its page, and matching text with its map back.
//!
//! Three coordinates occur, and no others. *Page bytes*: a [`Span`] in [`crate::model::Page::text`]. *Body bytes*: a
//! [`Span`] in [`Body::text`]. *Code points* of the body: what RDF carries (`oa:start`, `oa:end`), made by
//! [`CodePoints`]. All are 0-based with the end excluded.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// A byte range, `start` included, `end` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span never runs backwards: {start}..{end}");
        Self { start, end }
    }

    /// The words at this span.
    ///
    /// ```
    /// use renda::text::Span;
    /// assert_eq!(Span::new(3, 9).of("在吕梁市"), "吕梁");
    /// ```
    ///
    /// # Panics
    /// If the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A verbatim slice of the page inside a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Piece {
    /// Where the slice starts in the body, in bytes.
    pub body: usize,
    /// Which bytes of the page it is.
    pub page: Span,
}

/// An article's text: verbatim slices of its page in reading order, and the table that leads back.
///
/// Between slices stands nothing (a line break inside a paragraph was dropped with its blanks) or one LF (a new
/// paragraph). No character is ever replaced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The text, paragraphs joined by one LF.
    pub text: String,
    /// The slices, ascending by [`Piece::body`].
    pub pieces: Vec<Piece>,
}

impl Body {
    /// Appends a slice of `page`, as a new paragraph if `paragraph` and something stands before it.
    ///
    /// ```
    /// use renda::text::{Body, Span};
    /// let page = "甲乙\n 丙";
    /// let mut body = Body::default();
    /// body.push(page, Span::new(0, 6), true);
    /// body.push(page, Span::new(8, 11), false);
    /// assert_eq!(body.text, "甲乙丙");
    /// assert_eq!(body.page_spans(Span::new(3, 9)), [Span::new(3, 6), Span::new(8, 11)]);
    /// ```
    pub fn push(&mut self, page: &str, slice: Span, paragraph: bool) {
        if slice.is_empty() {
            return;
        }
        if paragraph && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.pieces.push(Piece { body: self.text.len(), page: slice });
        self.text.push_str(slice.of(page));
    }

    /// Where the words at `span` stand on the page: one span for each slice they touch, in body order.
    pub fn page_spans(&self, span: Span) -> Vec<Span> {
        let first = self.pieces.partition_point(|p| p.body + p.page.len() <= span.start);
        self.pieces[first..]
            .iter()
            .take_while(|p| p.body < span.end)
            .map(|p| {
                let from = span.start.saturating_sub(p.body);
                let to = p.page.len().min(span.end - p.body);
                Span::new(p.page.start + from, p.page.start + to)
            })
            .collect()
    }
}

/// Counts code points: byte offset ↔ code point offset of one text.
///
/// ```
/// use renda::text::{CodePoints, Span};
/// let text = "𠮷县人大";
/// let points = CodePoints::new(text);
/// assert_eq!(points.range(Span::new(4, 7)), (1, 2));
/// assert_eq!(points.span(1, 2), Some(Span::new(4, 7)));
/// ```
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Byte offset of each code point, and the length at the end.
    starts: Vec<usize>,
}

impl CodePoints {
    /// Walks `text` once.
    pub fn new(text: &str) -> Self {
        let mut starts: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        starts.push(text.len());
        Self { starts }
    }

    /// The code points of a byte span that starts and ends between characters.
    pub fn range(&self, span: Span) -> (usize, usize) {
        let at = |byte| self.starts.partition_point(|&s| s < byte);
        (at(span.start), at(span.end))
    }

    /// The byte span of code points `start..end`, or `None` where the text has no such range.
    pub fn span(&self, start: usize, end: usize) -> Option<Span> {
        if start > end {
            return None;
        }
        Some(Span::new(*self.starts.get(start)?, *self.starts.get(end)?))
    }
}

/// Text made for matching only, with its map back: full-width forms and traditional characters folded; blanks,
/// quotation marks and pinyin in brackets dropped.
///
/// Never shown and never stored; evidence is always cut from the original by [`Normalised::span`].
#[derive(Debug, Clone)]
pub struct Normalised {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte where its original character starts; then the original's length.
    origin: Vec<usize>,
    /// For each byte of `text`, the byte where its original character ends.
    end: Vec<usize>,
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
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len() + 1),
            end: Vec::with_capacity(original.len()),
        };
        let mut skip_to = 0;
        for (start, c) in original.char_indices() {
            let end = start + c.len_utf8();
            if start < skip_to {
                continue;
            }
            match c {
                '(' | '\u{FF08}' if folded.text.ends_with(is_han) && pinyin(&original[end..]).is_some() => {
                    skip_to = end + pinyin(&original[end..]).unwrap_or_default();
                }
                '\n' => folded.text.push('\n'),
                _ if c.is_whitespace() || is_invisible(c) || is_quotation_mark(c) => {}
                _ if c.is_ascii() => folded.text.push(c),
                _ if is_han(c) => folded.text.push(simplified(c)),
                // Turns the Chinese comma and brackets into ASCII ones too: pages mix both.
                _ => folded.text.extend(std::iter::once(c).nfkc()),
            }
            folded.origin.resize(folded.text.len(), start);
            folded.end.resize(folded.text.len(), end);
        }
        folded.origin.push(original.len());
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
        let at = |byte| self.origin.partition_point(|&o| o < byte);
        Span::new(at(original.start), at(original.end))
    }

    /// The original bytes behind a span of the folded text.
    pub fn span(&self, folded: Span) -> Span {
        if folded.is_empty() {
            let at = self.origin[folded.start];
            return Span::new(at, at);
        }
        Span::new(self.origin[folded.start], self.end[folded.end - 1])
    }
}

/// Whether `c` is a character of the basic block of Chinese.
fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// How many bytes of `text` a syllable of pinyin and the bracket behind it take, where it begins with that.
fn pinyin(text: &str) -> Option<usize> {
    let end = text.find([')', '\u{FF09}'])?;
    let syllable = &text[..end];
    let toned = |c: char| c.is_ascii_lowercase() || ('\u{00E0}'..='\u{01DC}').contains(&c);
    let good =
        (1..=7).contains(&syllable.chars().count()) && syllable.chars().all(toned) && !syllable.is_ascii();
    good.then(|| end + text[end..].chars().next().map_or(0, char::len_utf8))
}

/// The simplified character for a traditional one; itself for any other.
fn simplified(c: char) -> char {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = ('\u{4E00}'..='\u{9FFF}').collect();
        for line in include_str!("../data/traditional.tsv").lines() {
            let mut characters = line.split('\t').filter_map(|field| field.chars().next());
            if let (Some(from), Some(to)) = (characters.next().filter(|c| is_han(*c)), characters.next()) {
                table[from as usize - 0x4E00] = to;
            }
        }
        table
    });
    TABLE[c as usize - 0x4E00]
}

/// Whether a character takes no room: editors of sites leave zero-width blanks and soft hyphens inside names.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether `c` opens or closes a quotation: curly, corner or straight.
pub fn is_quotation_mark(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201F}' | '\u{300C}'..='\u{300F}' | '"')
}

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
    // Most of an article are characters of which NFKC knows without its tables what they become.
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        match plain(c) {
            Some(same) if rest.peek().is_none_or(|&(_, next)| plain(next).is_some()) => folded.push(same),
            _ => {
                // A mark may join the character before it, whatever blanks stand between: up to the next plain one.
                while rest.next_if(|&(_, next)| plain(next).is_none()).is_some() {}
                let end = rest.peek().map_or(text.len(), |&(next, _)| next);
                folded.push_str(&fold_marked(&text[start..end]));
            }
        }
    }
    folded
}

/// What a character that joins no other becomes: letters and signs of ASCII, full-width ones, Chinese.
fn plain(c: char) -> Option<char> {
    match c {
        '!'..='~' | '\u{3001}'..='\u{3011}' | '\u{201C}' | '\u{201D}' | '\u{2014}' | '\u{B7}' => Some(c),
        _ if is_han(c) => Some(c),
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

/// The most characters of a title: a mark whose fellow stands farther off is a misprint.
const LONGEST_TITLE: usize = 200;

/// The stretches inside book-title marks, those inside a title kept with it: 《…》, and, as some pages print them,
/// 〈…〉, «…», <…>. A mark that is not soon closed in its line opens nothing.
///
/// ```
/// use renda::text::{Span, titles};
/// let text = "修改《关于〈甲〉的决定》和〈乙〉";
/// let found: Vec<&str> = titles(text).into_iter().map(|t| t.of(text)).collect();
/// assert_eq!(found, ["关于〈甲〉的决定", "乙"]);
/// ```
pub fn titles(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut skip_to = 0;
    for (at, open) in text.char_indices() {
        let close = match open {
            _ if at < skip_to => continue,
            '\u{300A}' => '\u{300B}',
            '\u{3008}' => '\u{3009}',
            '\u{AB}' => '\u{BB}',
            '<' => '>',
            '\u{FF1C}' => '\u{FF1E}',
            _ => continue,
        };
        let start = at + open.len_utf8();
        let mut depth = 1_usize;
        for (i, c) in text[start..].char_indices().take(LONGEST_TITLE).take_while(|(_, c)| *c != '\n') {
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
            }
            if depth == 0 {
                // <<甲>> is one title in doubled marks.
                let mut title = Span::new(start, start + i);
                while title.len() > open.len_utf8() + close.len_utf8()
                    && title.of(text).starts_with(open)
                    && title.of(text).ends_with(close)
                {
                    title = Span::new(title.start + open.len_utf8(), title.end - close.len_utf8());
                }
                if !title.is_empty() {
                    found.push(title);
                }
                skip_to = start + i + close.len_utf8();
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
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
