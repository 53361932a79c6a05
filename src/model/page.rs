//! What `read` and `segment` give: a page as read, and its articles down to sentences.

use super::{Date, Diagnostic};
use crate::text::{Body, Span};

/// A file as read: decoded text, CR/CRLF made LF, BOM dropped, nothing else changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The file name without its folder, or the name that came with the text.
    pub name: String,
    /// Where it was published, if the input says so.
    pub url: Option<String>,
    /// Its date, if the input says so (not read from the text).
    pub issued: Option<Date>,
    /// The text.
    pub text: String,
}

/// One article of a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article {
    /// The title as printed, lines joined; `None` where the page gives none.
    pub title: Option<String>,
    /// Authors' names in order.
    pub authors: Vec<String>,
    /// What the byline or the author note says the (first) author is, e.g. chairman of a standing committee.
    pub author_role: Option<String>,
    /// The region printed in brackets after the author, as printed.
    pub byline_region: Option<String>,
    /// The line that names where the text came from (a site's source field, a host), as printed.
    pub source_line: Option<String>,
    /// Lines of the page's frame that tell whose site it is: a greeting, a path of menus, a sponsor.
    pub site_lines: Vec<String>,
    /// The date printed with the article or in the page's masthead.
    pub issued: Option<Date>,
    /// A sentence of an introduction elsewhere on the page that dates the event this article belongs to.
    pub event_date: Option<Date>,
    /// That sentence, as printed.
    pub event_words: Option<String>,
    /// The text of the article, with the table that leads back to the page.
    pub body: Body,
    /// The body's paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Body bytes, without the LF that parts it from the next.
    pub span: Span,
    /// Whether it stands as a heading: short and without a closing mark.
    pub heading: bool,
    /// Its sentences, in order; together they are the paragraph.
    pub sentences: Vec<Sentence>,
}

/// A sentence, up to and with its closing mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Body bytes.
    pub span: Span,
    /// Its clauses (parted by commas and semicolons, marks included), in order; together they are the sentence.
    pub clauses: Vec<Span>,
}

/// What segmenting a page gives: its articles, and what was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Segmented {
    /// The articles in reading order.
    pub articles: Vec<Article>,
    /// Page spans that belong to no article: mastheads, repeats, chrome. Marked, not gone.
    pub furniture: Vec<Span>,
    /// What was noticed, in page bytes.
    pub diagnostics: Vec<Diagnostic>,
}
