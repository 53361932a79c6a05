//! One field in which everything is looked for: names first, then words in texts.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::super::index::{Entry, Fit, Index, Kind};
use super::super::{Form, Problem, Snapshot};
use super::data::Page;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use super::{list, practice, shell};
use crate::query::catalogue::Catalogue;

/// How many rows of a kind are shown where all kinds are; of one kind all are, by pages.
const SHOWN: usize = 8;
/// How many characters stand before and behind the words in a text.
const AROUND: usize = 40;

/// The page of what was typed; a name that is one thing's alone leads to it.
pub(super) fn page(view: &View, snapshot: &Snapshot) -> Result<Response, Problem> {
    let catalogue = snapshot.catalogue()?;
    let index = snapshot.index()?;
    let typed: String = view.get("q").unwrap_or_default().chars().take(200).collect();
    let found = index.find(&typed);
    if let Some(only) = only(view, &found)? {
        return Ok((
            StatusCode::SEE_OTHER,
            [(LOCATION, view.thing(&only.iri)), (CACHE_CONTROL, "no-cache".to_owned())],
        )
            .into_response());
    }
    let mut tables: Vec<Table> =
        Kind::ALL.into_iter().map(|kind| named(view, catalogue, &found, kind)).collect();
    tables.push(texts(view, catalogue, &typed));
    let near: Vec<&Entry> =
        if tables.iter().all(|table| table.total == 0) { index.near(&typed) } else { Vec::new() };
    tables.push(Table::new(
        "near",
        &["name", "beside"],
        near.iter().map(|entry| row(view, catalogue, entry)).collect(),
    ));
    tables.retain(|table| view.get("in").is_none_or(|name| name == table.name));
    let total: usize = tables.iter().filter(|table| table.name != "near").map(|table| table.total).sum();
    let page = Page {
        title: view.words.say("page-results", &[("typed", &typed)]),
        tables,
        notes: vec![view.words.say("page-found", &[("n", &total)])],
        sparql: String::new(),
        ..Page::default()
    };
    page.reply(view, snapshot, || main(view, &typed, &page))
}

/// The region or mechanism that alone bears the name, where a person asks and does not say that all are wanted.
fn only<'a>(view: &View, found: &[(Fit, &'a Entry)]) -> Result<Option<&'a Entry>, Problem> {
    if view.get("all").is_some() || view.get("in").is_some() || view.form()? != Form::Html {
        return Ok(None);
    }
    let Some(best) = found.first().map(|(fit, _)| *fit).filter(|fit| *fit <= Fit::Other) else {
        return Ok(None);
    };
    let mut bearers = found.iter().filter(|(fit, _)| *fit == best).map(|(_, entry)| *entry);
    let first = bearers.next().filter(|entry| matches!(entry.kind, Kind::Region | Kind::Mechanism));
    Ok(first.filter(|_| bearers.next().is_none()))
}

fn main(view: &View, typed: &str, page: &Page) -> Markup {
    let words = view.words;
    html! {
        h1 { (words.get("page", "search-title")) }
        (shell::search(view, typed, true))
        p.soft.small { (words.get("page", "search-help")) }
        @if !typed.is_empty() { p role="status" { (page.notes[0]) } }
        @for table in &page.tables {
            @if table.name == "near" && !table.rows.is_empty() { p { (words.get("page", "not-found")) } }
            (table.section(view, &html! {}))
            @if table.total > table.rows.len() && view.get("in").is_none() {
                p.small { a href=(view.with(&[("in", table.name)])) { (words.say("page-all", &[("n", &table.total)])) } }
            }
            @if view.get("in").is_some() { (list::pages(view, table)) }
        }
        @if view.get("in").is_some() { p { a href=(view.with(&[("in", ""), ("page", ""), ("all", "1")])) { (words.get("page", "all-kinds")) } } }
    }
}

/// Of all rows the first few, or where one kind is asked for those of its page.
fn few(view: &View, table: Table) -> Table {
    if view.get("in").is_some() {
        return list::part(view, table);
    }
    let rows = table.rows.into_iter().take(SHOWN).collect();
    Table { rows, ..table }
}

fn named(view: &View, catalogue: &Catalogue, found: &[(Fit, &Entry)], kind: Kind) -> Table {
    let of = found.iter().filter(|(_, entry)| entry.kind == kind);
    few(
        view,
        Table::new(
            kind.as_str(),
            &["name", "beside"],
            of.map(|(_, entry)| row(view, catalogue, entry)).collect(),
        ),
    )
}

/// A thing with what tells it from others of the name.
pub(super) fn row(view: &View, catalogue: &Catalogue, entry: &Entry) -> Row {
    let id = entry.iri.rsplit('/').next().unwrap_or_default();
    let beside = match entry.kind {
        Kind::Region => {
            let told = catalogue.regions.get(id).copied().unwrap_or_default();
            let count =
                view.words.say("page-told", &[("mechanisms", &told.practised), ("articles", &told.articles)]);
            [practice::lineage(&catalogue.units, id), count].join(" · ").trim_start_matches(" · ").to_owned()
        }
        Kind::Mechanism => {
            let also = catalogue
                .mechanisms
                .get(&entry.iri)
                .map(|mechanism| mechanism.practised.len())
                .unwrap_or_default();
            view.words.say("found", &[("n", &also)])
        }
        Kind::Statute | Kind::Document => {
            let paper = catalogue.papers.iter().find(|paper| paper.iri == entry.iri);
            paper.and_then(|paper| paper.owner.clone()).map(|(_, name)| name).unwrap_or_default()
        }
        Kind::Article => {
            let article = catalogue.articles.iter().find(|article| article.text.article == entry.iri);
            article
                .map(|article| {
                    [article.text.name.as_str(), article.text.issued.as_deref().unwrap_or_default()].join(" ")
                })
                .unwrap_or_default()
        }
    };
    let name = view.name(&entry.names);
    let name = if name.is_empty() { view.words.get("text", "untitled") } else { name };
    Row {
        iri: entry.iri.clone(),
        group: None,
        cells: vec![
            Cell::thing(Thing::new(entry.iri.clone(), name)),
            Cell::text(Some(beside.trim().to_owned())),
        ],
    }
}

/// Where the words stand in texts: the first place of each article.
fn texts(view: &View, catalogue: &Catalogue, typed: &str) -> Table {
    let asked: Vec<char> = typed.chars().collect();
    let mut rows = Vec::new();
    if asked.len() > 1 {
        for article in &catalogue.articles {
            let text = &article.text;
            let Some(at) = place(&text.body, typed) else { continue };
            let (start, end) = (at.saturating_sub(AROUND), (at + asked.len() + AROUND).min(text.body.len()));
            let mut quote = text.quote(start, end);
            quote.surface = Some(text.body[at..at + asked.len()].iter().collect());
            let region =
                text.code.as_deref().map(|code| practice::region(&catalogue.units, code, &text.name));
            rows.push(Row {
                iri: text.article.clone(),
                group: None,
                cells: vec![region.map_or(Cell::Empty, Cell::thing), Cell::Quotes(vec![quote])],
            });
        }
    }
    few(view, Table::new("texts", &["region", "quote"], rows))
}

/// Where in a body words stand as they are typed, small and capital letters alike; in characters.
fn place(body: &[char], typed: &str) -> Option<usize> {
    let small = |c: char| c.to_ascii_lowercase();
    let asked: Vec<char> = typed.chars().map(small).collect();
    body.windows(asked.len())
        .position(|window| window.iter().zip(&asked).all(|(c, asked)| small(*c) == *asked))
}

/// What is called nearly as the last part of a path, for who finds nothing there.
pub(super) fn near<'a>(index: &'a Index, path: &str) -> Vec<&'a Entry> {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let last = form_urlencoded::parse(format!("q={}", last.replace('+', "%2B")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    let found = index.find(&last).into_iter().map(|(_, entry)| entry).take(8).collect::<Vec<_>>();
    if found.is_empty() { index.near(&last) } else { found }
}
