//! Pages of words for people: headings, paragraphs, tables, each statement with a footnote that quotes its source.
//!
//! A command says what stands on the page; how it looks as Markdown, as HTML and in Word is decided here, once for all.

mod docx;
mod html;
mod markdown;

use std::io::{self, Write};

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Its language's tag: `zh`, `en`.
    pub language: &'static str,
    /// What the list of footnotes is headed with.
    pub notes: String,
    /// What stands on it.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(Text),
    /// Items.
    List(Vec<Text>),
    /// Words of another, and where they stand.
    Quote {
        /// The words, in their quotation marks.
        words: String,
        /// Article, paper, date.
        place: String,
    },
    /// Rows under heads.
    Table {
        /// The heads of the columns.
        heads: Vec<String>,
        /// The rows: a heading over those that follow, or one cell for each head.
        rows: Vec<Row>,
    },
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading over the rows that follow.
    Heading(String),
    /// One cell for each column.
    Cells(Vec<Text>),
}

/// A run of words with its footnotes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Run>);

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Words as they are; a line break is one.
    Plain(String),
    /// Words that stand out.
    Strong(String),
    /// Words of less weight: why a cell is empty.
    Faint(String),
    /// A footnote: what it says. Notes that say the same are one.
    Note(String),
}

impl Text {
    /// Words alone.
    pub fn plain(words: impl Into<String>) -> Self {
        Self(vec![Run::Plain(words.into())])
    }

    /// With a further run.
    #[must_use]
    pub fn and(mut self, run: Run) -> Self {
        self.0.push(run);
        self
    }

    /// With footnotes, in their order; one that the text has already is not put twice.
    #[must_use]
    pub fn noted(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        for note in notes.into_iter().map(Run::Note) {
            if !self.0.contains(&note) {
                self.0.push(note);
            }
        }
        self
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self::plain(words)
    }
}

impl Document {
    /// Writes the page as Markdown.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn markdown(&self, out: &mut impl Write) -> io::Result<()> {
        markdown::write(self, out)
    }

    /// Writes the page as one HTML file that needs no other.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn html(&self, out: &mut impl Write) -> io::Result<()> {
        html::write(self, out)
    }

    /// Writes the page as a Word document (`.docx`), A4, with footnotes at the foot of each page.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn docx(&self, out: &mut impl Write) -> io::Result<()> {
        docx::write(self, out)
    }
}

/// The footnotes of a page in the order of their first place, each once.
#[derive(Debug, Default)]
struct Notes<'a> {
    said: Vec<&'a str>,
    index: std::collections::BTreeMap<&'a str, usize>,
}

impl<'a> Notes<'a> {
    /// The number of a note, from 1 on.
    fn number(&mut self, note: &'a str) -> usize {
        let next = self.said.len() + 1;
        let number = *self.index.entry(note).or_insert(next);
        if number == next {
            self.said.push(note);
        }
        number
    }
}
