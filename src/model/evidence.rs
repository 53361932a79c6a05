//! The words that prove a claim.

use crate::text::{CodePoints, Span};

/// The exact words that say something, and where: code points of the article's body, 0-based, end excluded.
///
/// Can be made only from the body itself, so a claim cannot quote what is not there.
///
/// ```
/// use renda::model::Evidence;
/// use renda::text::{CodePoints, Span};
/// let body = "𠮷县人大票决。";
/// let quote = Evidence::cut(body, &CodePoints::new(body), Span::new(4, 19));
/// assert_eq!((quote.start(), quote.end(), quote.exact()), (1, 6, "县人大票决"));
/// assert!(Evidence::check(body, 1, 6, "县人大票决").is_some());
/// assert!(Evidence::check(body, 1, 6, "县人大票选").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    start: usize,
    end: usize,
    exact: String,
}

impl Evidence {
    /// Cuts the words at `span` (bytes) out of `body`.
    pub fn cut(body: &str, points: &CodePoints, span: Span) -> Self {
        let (start, end) = points.range(span);
        Self { start, end, exact: span.of(body).to_owned() }
    }

    /// Takes offsets and words as read back from a store, if `body` holds exactly these words there.
    pub fn check(body: &str, start: usize, end: usize, exact: &str) -> Option<Self> {
        let span = CodePoints::new(body).span(start, end)?;
        Self::check_span(body, span, start, end, exact)
    }

    /// Like [`Evidence::check`], with the body's code points already counted.
    pub fn check_with(
        body: &str,
        points: &CodePoints,
        start: usize,
        end: usize,
        exact: &str,
    ) -> Option<Self> {
        Self::check_span(body, points.span(start, end)?, start, end, exact)
    }

    fn check_span(body: &str, span: Span, start: usize, end: usize, exact: &str) -> Option<Self> {
        (span.of(body) == exact && !exact.is_empty()).then(|| Self { start, end, exact: exact.to_owned() })
    }

    /// First code point and one past the last, as IRIs of evidence carry them.
    pub(super) fn place(&self) -> String {
        format!("{},{}", self.start, self.end)
    }

    /// First code point.
    pub fn start(&self) -> usize {
        self.start
    }

    /// One past the last code point.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The words, verbatim.
    pub fn exact(&self) -> &str {
        &self.exact
    }
}
