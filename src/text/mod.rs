//! Text that can be cited: spans, the map from an article's body to its page, and matching text with its map back.
//!
//! Three coordinates occur, and no others. *Page bytes*: a [`Span`] in [`crate::model::Page::text`]. *Body bytes*: a
//! [`Span`] in [`Body::text`]. *Code points* of the body: what RDF carries (`oa:start`, `oa:end`), made by
//! [`CodePoints`]. All are 0-based with the end excluded.

mod fold;
mod normalised;
mod title;

pub use fold::{fold, fold_title};
pub(crate) use fold::{in_simplified, is_han};
pub use normalised::{Normalised, is_quotation_mark};
pub use title::titles;

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
