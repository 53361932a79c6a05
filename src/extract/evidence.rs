//! Cutting the words that say something: a clause to a sentence, 6 to 300 code points, one stretch of the page.

use crate::model::{Article, Evidence, Page};
use crate::text::{CodePoints, Span};

/// Fewest code points of a quote.
const LEAST: usize = 6;
/// Most code points of a quote.
const MOST: usize = 300;
/// A sentence of at most so many code points is quoted whole.
const WHOLE: usize = 90;

/// A body with its code points counted.
pub(super) struct Cutter<'a> {
    page: &'a Page,
    article: &'a Article,
    points: CodePoints,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(page: &'a Page, article: &'a Article) -> Self {
        Self { page, article, points: CodePoints::new(&article.body.text) }
    }

    /// The quote for what stands at `inner`: the sentence if it is short, else the clause, else a part of the clause.
    /// `None` where no stretch of 6 to 300 code points around `inner` stands in one piece on the page.
    pub(super) fn sentence(&self, sentence: Span, clause: Span, inner: Span) -> Option<Evidence> {
        if self.length(sentence) <= WHOLE
            && let Some(evidence) = self.cut(sentence)
        {
            return Some(evidence);
        }
        self.clause(sentence, clause, inner)
    }

    /// The quote for what stands at `inner`: the clause, widened in its sentence while it is too short.
    pub(super) fn clause(&self, sentence: Span, clause: Span, inner: Span) -> Option<Evidence> {
        let clause = Span::new(clause.start.min(inner.start), clause.end.max(inner.end));
        let stop = clause.of(&self.article.body.text).ends_with('\u{3002}');
        let clause = if stop { Span::new(clause.start, clause.end - '\u{3002}'.len_utf8()) } else { clause };
        if self.length(self.trim(clause)) < LEAST {
            let body = &self.article.body.text;
            let from = clause.start
                - body[sentence.start..clause.start]
                    .chars()
                    .rev()
                    .take(2 * LEAST)
                    .map(char::len_utf8)
                    .sum::<usize>();
            let to = clause.end
                + body[clause.end..sentence.end].chars().take(LEAST).map(char::len_utf8).sum::<usize>();
            return self.cut(Span::new(from, to)).or_else(|| self.cut(sentence));
        }
        self.cut(clause).or_else(|| self.around(clause, inner))
    }

    /// A quote with all that stands from it to `span`; `None` where that is too long or torn.
    pub(super) fn widened(&self, quote: &Evidence, span: Span) -> Option<Evidence> {
        let old = self.span(quote);
        self.cut(Span::new(old.start.min(span.start), old.end.max(span.end)))
    }

    /// One word, whatever its length: the one that gave a status.
    pub(super) fn word(&self, span: Span) -> Evidence {
        Evidence::cut(&self.article.body.text, &self.points, span)
    }

    /// Where a quote stands in the body, in bytes.
    pub(super) fn span(&self, quote: &Evidence) -> Span {
        self.points.span(quote.start(), quote.end()).expect("a quote was cut from this body")
    }

    /// A part of a clause that is too long or torn: what stands around `inner` in one piece.
    fn around(&self, clause: Span, inner: Span) -> Option<Evidence> {
        let body = &self.article.body.text;
        let reach = MOST / 3;
        let from = inner.start
            - body[clause.start..inner.start].chars().rev().take(reach).map(char::len_utf8).sum::<usize>();
        let to =
            inner.end + body[inner.end..clause.end].chars().take(reach).map(char::len_utf8).sum::<usize>();
        self.cut(Span::new(from, to)).or_else(|| {
            let piece = self.article.body.pieces.iter().rev().find(|p| p.body <= inner.start)?;
            let piece = Span::new(piece.body.max(from), (piece.body + piece.page.len()).min(to));
            if piece.contains(inner) { self.cut(piece) } else { None }
        })
    }

    fn cut(&self, span: Span) -> Option<Evidence> {
        let span = self.trim(span);
        let length = self.length(span);
        ((LEAST..=MOST).contains(&length) && self.one_stretch(span))
            .then(|| Evidence::cut(&self.article.body.text, &self.points, span))
    }

    /// Without blanks and marks around: the comma that ends a clause is no part of what it says.
    fn trim(&self, span: Span) -> Span {
        let words = span.of(&self.article.body.text);
        let edge = |c: char| {
            c.is_whitespace()
                || matches!(c, ',' | ';' | ':' | '\u{FF0C}' | '\u{FF1B}' | '\u{FF1A}' | '\u{3001}')
        };
        let start = span.start + (words.len() - words.trim_start_matches(edge).len());
        let end = span.start + words.trim_end_matches(edge).len();
        if start >= end { span } else { Span::new(start, end) }
    }

    fn length(&self, span: Span) -> usize {
        let (start, end) = self.points.range(span);
        end - start
    }

    /// Whether only line breaks and blanks lie between its slices of the page, which stand there in this order, or a
    /// character again that the page prints twice.
    fn one_stretch(&self, span: Span) -> bool {
        let page = self.page.text.as_str();
        let slices = self.article.body.page_spans(span);
        slices.windows(2).all(|pair| {
            let again = || pair[0].of(page).chars().next_back();
            let between = page.get(pair[0].end..pair[1].start).map(str::trim);
            between.is_some_and(|gap| gap.is_empty() || gap.chars().map(Some).eq([again()]))
        })
    }
}
