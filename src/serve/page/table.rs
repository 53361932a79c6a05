//! Tables: what a page holds, as rows that HTML, JSON, CSV and RDF are made of alike.

use maud::{Markup, html};

use super::super::Form;
use super::quote;
use super::view::View;
use crate::query::adopted::Quote;

/// Rows under heads.
#[derive(Debug, Clone, Default)]
pub(in crate::serve) struct Table {
    /// Its name in addresses and in JSON, and the key of its heading.
    pub(in crate::serve) name: &'static str,
    /// The keys of its heads.
    pub(in crate::serve) columns: Vec<&'static str>,
    /// Its rows: of a longer list, those of one page.
    pub(in crate::serve) rows: Vec<Row>,
    /// How many rows there are in all.
    pub(in crate::serve) total: usize,
    /// Whether its rows stand for claims of the text above, which leads to them.
    pub(in crate::serve) anchored: bool,
}

/// A row: what it stands for, and a cell for each column.
#[derive(Debug, Clone, Default)]
pub(in crate::serve) struct Row {
    /// The thing that the row is about.
    pub(in crate::serve) iri: String,
    /// The heading under which it stands; rows of one heading stand together.
    pub(in crate::serve) group: Option<String>,
    /// Its cells.
    pub(in crate::serve) cells: Vec<Cell>,
}

/// What a cell holds.
#[derive(Debug, Clone)]
pub(in crate::serve) enum Cell {
    /// Nothing is told.
    Empty,
    /// Words.
    Text(String),
    /// A number or a date, set in figures.
    Figures(String),
    /// Words of a language, which may not be the page's.
    Told(String, Option<String>),
    /// Words of a closed vocabulary: the group of labels, and the words.
    Words(&'static str, Vec<String>),
    /// The stage of a practice, and the conflict that its claims are in.
    Stage(String, Option<String>),
    /// Things with pages of their own.
    Things(Vec<Thing>),
    /// The words that prove it, the most telling first.
    Quotes(Vec<Quote>),
}

/// Something with a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::serve) struct Thing {
    /// Its IRI.
    pub(in crate::serve) iri: String,
    /// Its name.
    pub(in crate::serve) label: String,
    /// What tells it from others of the name: where it lies, whose it is.
    pub(in crate::serve) beside: Option<String>,
}

impl Thing {
    /// A thing and its name.
    pub(in crate::serve) fn new(iri: impl Into<String>, label: impl Into<String>) -> Self {
        Self { iri: iri.into(), label: label.into(), beside: None }
    }

    /// With what tells it from others of the name.
    pub(in crate::serve) fn beside(self, beside: Option<String>) -> Self {
        Self { beside: beside.filter(|beside| !beside.is_empty()), ..self }
    }

    /// The last part of its IRI: a region's code, a mechanism's slug.
    pub(in crate::serve) fn id(&self) -> &str {
        self.iri.rsplit('/').next().unwrap_or(&self.iri)
    }

    /// Its name as a link, with what stands beside it.
    pub(in crate::serve) fn html(&self, view: &View) -> Markup {
        html! {
            a href=(view.thing(&self.iri)) lang=[view.foreign(&self.label)] { (self.label) }
            @if let Some(beside) = &self.beside { " " span.code lang=[view.foreign(beside)] { (beside) } }
        }
    }
}

impl Row {
    /// Whether something is told in a column.
    fn holds(&self, at: usize) -> bool {
        self.cells.get(at).is_some_and(|cell| !matches!(cell, Cell::Empty))
    }
}

impl Cell {
    /// Words, or nothing.
    pub(in crate::serve) fn text(text: Option<String>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, Self::Text)
    }

    /// A date or number, or nothing.
    pub(in crate::serve) fn figures(text: Option<String>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Empty, Self::Figures)
    }

    /// How many.
    pub(in crate::serve) fn count(n: usize) -> Self {
        Self::Figures(n.to_string())
    }

    /// One thing.
    pub(in crate::serve) fn thing(thing: Thing) -> Self {
        Self::Things(vec![thing])
    }

    /// A statute or document by its title, in the marks of one.
    pub(in crate::serve) fn paper(iri: &str, title: &str) -> Self {
        Self::thing(Thing::new(iri, format!("\u{300A}{title}\u{300B}")))
    }

    /// Quotes, or nothing.
    pub(in crate::serve) fn quotes(quotes: Vec<Quote>) -> Self {
        if quotes.is_empty() { Self::Empty } else { Self::Quotes(quotes) }
    }

    fn html(&self, view: &View) -> Markup {
        let words = view.words;
        match self {
            Self::Empty => html! {},
            Self::Text(text) | Self::Figures(text) => html! {
                @if let Some(language) = view.foreign(text) { span lang=(language) { (text) } } @else { (text) }
            },
            Self::Told(text, language) => {
                let language = language.as_deref().or(view.foreign(text));
                html! { span.told lang=[language.filter(|language| *language != words.tag())] { (text) } }
            }
            Self::Words(group, keys) => html! { (words.all(group, keys)) },
            Self::Stage(status, conflict) => html! {
                (stage(view, status))
                @if let Some(conflict) = conflict {
                    span.tag { a href=(view.thing(conflict)) { (words.get("text", "conflict")) } }
                }
            },
            Self::Things(things) => html! {
                @for (at, thing) in things.iter().enumerate() {
                    @if at > 0 { (words.get("text", "list-comma")) }
                    (thing.html(view))
                }
            },
            Self::Quotes(quotes) => quote::quotes(view, quotes),
        }
    }

    fn class(&self) -> Option<&'static str> {
        match self {
            Self::Figures(_) | Self::Stage(..) => Some("short"),
            Self::Words(_, words) if words.len() < 3 => Some("short"),
            Self::Quotes(_) => Some("words"),
            // A name that is short stands on one line.
            Self::Things(things) => match things.as_slice() {
                [thing] if thing.beside.is_none() && thing.label.chars().count() <= 6 => Some("short"),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A stage with its mark: the mark alone says it, and so does the word; the colour only helps.
pub(in crate::serve) fn stage(view: &View, status: &str) -> Markup {
    html! { span class={ "stage " (status) } { i aria-hidden="true" { (view.words.get("mark", status)) } (view.words.get("status", status)) } }
}

impl Table {
    /// A table of all its rows.
    pub(in crate::serve) fn new(name: &'static str, columns: &[&'static str], rows: Vec<Row>) -> Self {
        Self { name, columns: columns.to_vec(), total: rows.len(), rows, anchored: false }
    }

    /// The table under its heading, with how many rows there are and where to get them; nothing where there are none.
    pub(in crate::serve) fn section(&self, view: &View, before: &Markup) -> Markup {
        let words = view.words;
        html! {
            @if !self.rows.is_empty() {
                section aria-labelledby=(self.name) {
                    div.titled {
                        h2 #(self.name) { (words.get("table", self.name)) span.count { (self.total) } }
                        p.small { a href=(view.form_address(Form::Csv, &[("table", self.name)])) type="text/csv"
                            aria-label={ "CSV" (words.get("text", "colon")) (words.get("table", self.name)) } { "CSV" } }
                    }
                    (before)
                    (self.html(view))
                }
            }
        }
    }

    /// The table alone.
    pub(in crate::serve) fn html(&self, view: &View) -> Markup {
        let words = view.words;
        let shown: Vec<bool> =
            (0..self.columns.len()).map(|at| at == 0 || self.rows.iter().any(|row| row.holds(at))).collect();
        // A few short columns fit the narrowest screen as they are.
        let wide = shown.iter().filter(|shown| **shown).count() > 3
            || self.rows.iter().any(|row| row.cells.iter().any(|cell| matches!(cell, Cell::Quotes(_))));
        html! {
            div.wide {
                table.cards[wide].anchored[self.anchored] role="table" data-table=(self.name) aria-labelledby=(self.name) {
                    thead role="rowgroup" { tr role="row" {
                        @for (column, _) in self.columns.iter().zip(&shown).filter(|(_, shown)| **shown) { th scope="col" role="columnheader" { (words.get("head", column)) } }
                    } }
                    @for rows in self.rows.chunk_by(|a, b| a.group == b.group) {
                        tbody role="rowgroup" {
                            @if let Some(group) = &rows[0].group {
                                tr.group role="row" lang=[view.foreign(group)] { th scope="rowgroup" role="rowheader" colspan=(shown.iter().filter(|shown| **shown).count()) { (group) } }
                            }
                            @for row in rows { (self.row(view, row, &shown)) }
                        }
                    }
                }
            }
        }
    }

    /// Where an IRI with a fragment points (a term of the vocabulary), and where the words of a claim lead.
    fn anchor(&self, row: &Row) -> Option<String> {
        if self.anchored {
            return super::article::claim(&row.iri).map(|(_, claim)| format!("r-{claim}"));
        }
        row.iri.split_once('#').map(|(_, fragment)| fragment.to_owned()).filter(|_| self.name == "terms")
    }

    fn row(&self, view: &View, row: &Row, shown: &[bool]) -> Markup {
        html! {
            tr role="row" id=[self.anchor(row)] {
                @for (at, (cell, column)) in row.cells.iter().zip(&self.columns).enumerate().filter(|(at, _)| shown[*at]) {
                    @if at == 0 && row.holds(0) {
                        th scope="row" role="rowheader" { (cell.html(view)) }
                    } @else {
                        td role="cell" class=[cell.class()] data-head=(view.words.get("head", column)) { (cell.html(view)) }
                    }
                }
            }
        }
    }
}
