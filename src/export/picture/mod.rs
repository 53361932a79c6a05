//! Pictures of the graph: what is drawn, apart from how. A [`Diagram`] becomes DOT for Graphviz, or SVG by a layout of
//! our own that needs no other program.
//!
//! The stage of a practice shows in the line and in a mark of its own form, so that the picture can be read without
//! its colours. Same diagram, same bytes.

mod dot;
mod layout;
mod neighbourhood;
mod network;
mod overview;
mod spread;
mod svg;

use std::io::{self, Write};

pub use neighbourhood::neighbourhood;
pub use network::network;
pub use overview::overview;
pub use spread::spread;

/// The words of pictures in the language asked for: those of a group's key.
pub type Say<'a> = &'a dyn Fn(&str, &str) -> String;

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagram {
    /// What it shows, in a line.
    pub title: String,
    /// What it shows, in words for who cannot see it.
    pub about: String,
    /// The language's tag.
    pub language: String,
    /// How its things are placed.
    pub form: Form,
    /// The things, in the order in which they are placed.
    pub items: Vec<Item>,
    /// The lines between them.
    pub links: Vec<Link>,
    /// What marks and lines mean, for those that occur: kind and words.
    pub legend: Vec<(Line, String)>,
}

/// How things are placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Side by side in columns, in groups under headings.
    #[default]
    Columns,
    /// As a tree that grows to the right; links from a thing to what lies in it.
    Tree,
}

/// A thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Item {
    /// Its key, unlike all others.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What stands behind the name, smaller.
    pub note: String,
    /// What it is.
    pub kind: Kind,
    /// The stage it has reached, where that is the thing's own and not a line's.
    pub stage: Option<Line>,
    /// The column it stands in, from 0.
    pub column: usize,
    /// The heading it stands under; empty for none.
    pub group: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A region: a box.
    #[default]
    Region,
    /// A mechanism: a box with round ends.
    Mechanism,
    /// A name outside the ontology: the same, dashed.
    Candidate,
    /// Somebody else: words without a frame.
    Other,
}

/// A line between two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// From which thing, by its place.
    pub from: usize,
    /// To which.
    pub to: usize,
    /// What it means.
    pub line: Line,
    /// Whether it is everywhere below.
    pub full: bool,
    /// What stands at it.
    pub label: String,
}

/// What a line or a mark means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// Practised.
    Adopted,
    /// On trial.
    Piloted,
    /// Intended.
    Planned,
    /// Given up.
    Discontinued,
    /// Lies in.
    Contains,
    /// Went there to learn.
    Learned,
    /// Works together with.
    Together,
}

impl Line {
    /// The line of a stage's word.
    pub fn of_status(word: &str) -> Self {
        match word {
            "adopted" => Self::Adopted,
            "piloted" => Self::Piloted,
            "discontinued" => Self::Discontinued,
            _ => Self::Planned,
        }
    }

    /// The group and key of its words.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Adopted => ("status", "adopted"),
            Self::Piloted => ("status", "piloted"),
            Self::Planned => ("status", "planned"),
            Self::Discontinued => ("status", "discontinued"),
            Self::Contains => ("picture", "contains"),
            Self::Learned => ("picture", "learned"),
            Self::Together => ("picture", "together"),
        }
    }
}

impl Diagram {
    /// A picture with the legend of what occurs in it.
    fn new(title: &str, about: String, form: Form, items: Vec<Item>, links: Vec<Link>, say: Say<'_>) -> Self {
        let of_items = items.iter().filter_map(|item| item.stage);
        let drawn: std::collections::BTreeSet<Line> =
            links.iter().map(|link| link.line).chain(of_items).collect();
        let word = |line: &Line| {
            let (group, key) = line.words();
            (*line, say(group, key))
        };
        let legend = drawn.iter().filter(|line| **line != Line::Contains).map(word).collect();
        let language = say("picture", "language");
        Self { title: title.to_owned(), about, language, form, items, links, legend }
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Writes it in the DOT language.
    ///
    /// ```
    /// use renda::export::picture::{Diagram, Item, Line, Link};
    /// let item = |id: &str, label: &str| Item { id: id.into(), label: label.into(), ..Item::default() };
    /// let items = vec![item("141123", "兴县"), item("voting", "\"票决制\"")];
    /// let link = Link { from: 0, to: 1, line: Line::Planned, full: false, label: String::new() };
    /// let diagram = Diagram { items, links: vec![link], ..Diagram::default() };
    /// let mut text = Vec::new();
    /// diagram.dot(&mut text).unwrap();
    /// let text = String::from_utf8(text).unwrap();
    /// assert!(text.contains(r#"label="\"票决制\"""#));
    /// assert!(text.contains(r#""141123" -> "voting" [style="dotted""#));
    /// ```
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn dot(&self, out: &mut impl Write) -> io::Result<()> {
        dot::write(out, self)
    }

    /// Writes it as SVG.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub fn svg(&self, out: &mut impl Write) -> io::Result<()> {
        svg::write(out, self)
    }
}
