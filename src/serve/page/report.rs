//! What must be looked at by people who know the matter: contradictions, numbers that do not add up, names that no list has.
//!
//! Takes named queries. Gives their rows as tables in which regions, mechanisms and words are links, as on every page.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::list;
use super::practice;
use super::quote::titled;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use crate::error::Result as Read;
use crate::query::adopted::Quote;
use crate::query::catalogue::{Article, Catalogue, Conflict};
use crate::query::{self, NamedQuery, named, select};

/// The pages: path, and the named queries of its tables.
pub(super) const ALL: &[(&str, &[&str])] = &[
    ("conflicts", &["conflicts"]),
    ("audit", &["audit", "audit-below", "audit-share"]),
    ("candidates", &["candidates"]),
];

/// The page of some named queries.
pub(super) fn page(
    view: &View,
    snapshot: &Snapshot,
    name: &'static str,
    queries: &[&str],
) -> Result<Response, Problem> {
    let names = Names::of(snapshot.catalogue()?);
    let mut tables = Vec::new();
    for query in queries.iter().filter_map(|query| named(query)) {
        tables.push(list::part(view, table(view, snapshot, &names, query)?));
    }
    let page = Page {
        title: view.words.get("nav", name).to_owned(),
        notes: vec![view.words.say(&format!("page-{name}"), &[])],
        sparql: queries
            .first()
            .and_then(|query| named(query))
            .map_or_else(String::new, |q| q.sparql.to_owned()),
        tables,
        ..Page::default()
    };
    page.reply(view, snapshot, || main(view, &page))
}

fn main(view: &View, page: &Page) -> Markup {
    html! {
        h1 { (page.title) }
        p.lead { (page.notes[0]) }
        @if page.tables.iter().all(|table| table.rows.is_empty()) { p { (view.words.get("page", "none-found")) } }
        @for table in &page.tables { (table.section(view, &html! {})) (list::pages(view, table)) }
    }
}

/// What a conflict is about: a mechanism, or what is counted.
pub(super) fn about<'a>(view: &View, catalogue: &'a Catalogue, conflict: &'a Conflict) -> &'a str {
    let known = conflict.mechanism.as_ref().and_then(|iri| catalogue.mechanisms.get(iri));
    known
        .map(|mechanism| view.name(&mechanism.names))
        .or(conflict.counted.as_deref())
        .unwrap_or(&conflict.kind)
}

/// What the labels in the rows of a query mean.
struct Names<'a> {
    catalogue: &'a Catalogue,
    mechanisms: BTreeMap<&'a str, &'a str>,
    articles: BTreeMap<&'a str, Vec<&'a Article>>,
}

impl<'a> Names<'a> {
    fn of(catalogue: &'a Catalogue) -> Self {
        let mechanisms = catalogue.mechanisms.iter();
        let mut articles: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
        for article in &catalogue.articles {
            articles.entry(article.text.title.as_deref().unwrap_or_default()).or_default().push(article);
        }
        Self {
            catalogue,
            mechanisms: mechanisms.map(|(iri, one)| (one.names[0].as_str(), iri.as_str())).collect(),
            articles,
        }
    }

    /// Where the words of a row stand: in an article of its title.
    fn quote(&self, row: &query::Row<'_>) -> Option<Quote> {
        let words = row.text("quote")?;
        self.articles.get(row.text("title").unwrap_or_default())?.iter().find_map(|article| {
            let body: String = article.text.body.iter().collect();
            let start = body[..body.find(words)?].chars().count();
            Some(article.text.quote(start, start + words.chars().count()))
        })
    }
}

/// The columns that say nothing beside another: a code beside its name, a title below its quote, a unit after its number.
const BESIDE: [&str; 5] = ["code", "below_code", "kind", "title", "counted"];

fn table(
    view: &View,
    snapshot: &Snapshot,
    names: &Names<'_>,
    query: &'static NamedQuery<'static>,
) -> Read<Table> {
    let rows = select(snapshot.reader(), query.sparql)?;
    let columns: Vec<&'static str> = query.columns().filter(|column| !BESIDE.contains(column)).collect();
    let rows = rows.iter().map(|row| {
        let things: Vec<Cell> = columns.iter().map(|column| cell(view, names, &row, column)).collect();
        let iri = things.iter().find_map(|cell| match cell {
            Cell::Things(things) => things.first().map(|thing| thing.iri.clone()),
            _ => None,
        });
        let conflict =
            names.catalogue.conflicts.iter().find(|one| row.text("conflict") == Some(one.iri.as_str()));
        let group = conflict.map(|one| [one.name.as_str(), about(view, names.catalogue, one)].join(" · "));
        Row { iri: iri.unwrap_or_default(), group, cells: things }
    });
    Ok(Table::new(query.name, &columns, rows.collect()))
}

fn cell(view: &View, names: &Names<'_>, row: &query::Row<'_>, column: &'static str) -> Cell {
    let text = row.text(column).map(str::to_owned);
    let region = |code: &str| match (row.text(code), &text) {
        (Some(code), Some(name)) => Cell::thing(practice::region(&names.catalogue.units, code, name)),
        _ => Cell::text(text.clone()),
    };
    match (column, &text) {
        (_, None) => Cell::Empty,
        ("conflict", Some(iri)) => {
            Cell::thing(Thing::new(iri, view.words.get("conflict", row.word("kind").unwrap_or_default())))
        }
        ("region" | "unit_name", _) => region("code"),
        ("below_name", _) => region("below_code"),
        ("practice", Some(label)) => match names.mechanisms.get(label.as_str()) {
            Some(iri) => Cell::thing(super::region::mechanism(view, names.catalogue, iri)),
            None => Cell::text(text),
        },
        ("status", Some(status)) => Cell::Stage(status.clone(), None),
        ("verdict", Some(verdict)) => Cell::Words("verdict", vec![verdict.clone()]),
        ("said" | "value", Some(number)) => {
            Cell::Figures([number, row.text("counted").unwrap_or_default()].concat())
        }
        ("quote", Some(words)) => match names.quote(row) {
            Some(quote) => Cell::Quotes(vec![quote]),
            None => Cell::Text(format!("{words} {}", titled(view, row.text("title")))),
        },
        ("names", _) => Cell::text(text),
        _ => Cell::figures(text),
    }
}
