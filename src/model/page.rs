//! What `read` and `segment` give: a page as read, and its articles down to sentences.

use super::{Date, Diagnostic, Imprint, Listing, RegionCode};
use crate::text::{Body, Span};

/// A document as read: decoded text, CR/CRLF made LF, BOM dropped, nothing else changed; of a format that is no plain
/// text, what the format gives as text, a paragraph a line.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Page {
    /// The file name without its folder, or the name that came with the text; in an archive, the archive's name and
    /// the member's behind it.
    pub name: String,
    /// Where it was published, if the input says so.
    pub url: Option<String>,
    /// Its date, if the input says so beside the text.
    pub issued: Option<Date>,
    /// Its title, if the input says so beside the text.
    pub title: Option<String>,
    /// Its authors, if the input says so beside the text.
    pub authors: Vec<String>,
    /// The paper or the office it came from, if the input says so beside the text.
    pub source: Option<String>,
    /// The site that shows it, if the input says so beside the text.
    pub site: Option<String>,
    /// What the manifest beside the file says of it; `None` where there is no manifest.
    pub listing: Option<Listing>,
    /// The text.
    pub text: String,
    /// What was noticed while it was read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Page {
    /// The page with what the manifest says of its file. Where the page is `alone` in it, that holds before what the
    /// document says beside its text; of a table or an archive each page knows better.
    #[must_use]
    pub fn listed(mut self, listing: &Listing, alone: bool) -> Self {
        fn first<T: Clone>(alone: bool, listed: Option<&T>, own: Option<T>) -> Option<T> {
            let listed = listed.cloned();
            if alone { listed.or(own) } else { own.or(listed) }
        }
        self.url = first(alone, listing.url.as_ref(), self.url);
        self.issued = first(alone, listing.issued.as_ref(), self.issued);
        self.source = first(alone, listing.imprint.paper.as_ref(), self.source);
        self.site = first(alone, listing.imprint.issuer.as_ref(), self.site);
        self.listing = Some(listing.clone());
        self
    }
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
    /// Whether that date came beside the text and is not printed on the page.
    pub issued_beside: bool,
    /// The region that it reports on, as the manifest says.
    pub listed_region: Option<RegionCode>,
    /// Who printed it, where, and on which terms, as the manifest says.
    pub imprint: Imprint,
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
    /// Page spans that were left out inside lines, of articles and furniture alike: second printings of characters, and
    /// blanks that set letters apart.
    pub spared: Vec<Span>,
    /// What was noticed, in page bytes.
    pub diagnostics: Vec<Diagnostic>,
}
