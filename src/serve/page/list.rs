//! The lists: mechanisms, regions, statutes, documents, articles, each with a few filters and whole numbers.

use std::cmp::Reverse;

use axum::response::Response;
use maud::{Markup, html};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use super::{practice, quote, shell};
use crate::query::catalogue::{Article, Catalogue, Mechanism, Paper, Region};
use crate::query::{BASE, named};
use crate::text::fold;

/// How many rows a page of a list has.
const ROWS: usize = 100;

/// A list of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    /// Mechanisms.
    Mechanisms,
    /// Regions.
    Regions,
    /// Statutes.
    Statutes,
    /// Documents.
    Documents,
    /// Articles.
    Articles,
}

impl List {
    /// All lists, with the paths at which they stand.
    pub(super) const ALL: &'static [(&'static str, Self)] = &[
        ("mechanisms", Self::Mechanisms),
        ("regions", Self::Regions),
        ("statutes", Self::Statutes),
        ("documents", Self::Documents),
        ("articles", Self::Articles),
    ];

    /// The query that gives the like.
    fn query(self) -> &'static str {
        match self {
            Self::Mechanisms => "mechanism",
            Self::Regions => "coverage",
            Self::Statutes => "statutes",
            Self::Documents => "documents",
            Self::Articles => "sources",
        }
    }
}

/// The page of a list.
pub(super) fn page(
    view: &View,
    snapshot: &Snapshot,
    name: &'static str,
    list: List,
) -> Result<Response, Problem> {
    let catalogue = snapshot.catalogue()?;
    let (columns, rows) = match list {
        List::Mechanisms => (MECHANISM, mechanisms(view, catalogue)),
        List::Regions => (REGION, regions(view, catalogue)),
        List::Statutes => (PAPER, papers(view, catalogue, true)),
        List::Documents => (PAPER, papers(view, catalogue, false)),
        List::Articles => (ARTICLE, articles(view, catalogue)),
    };
    let table = part(view, Table::new(name, columns, rows));
    let page = Page {
        title: view.words.get("nav", name).to_owned(),
        notes: vec![rows_of(view, &table)],
        tables: vec![table],
        sparql: named(list.query()).map(|query| query.sparql.to_owned()).unwrap_or_default(),
        ..Page::default()
    };
    page.reply(view, snapshot, || main(view, catalogue, name, list, &page))
}

fn main(view: &View, catalogue: &Catalogue, name: &'static str, list: List, page: &Page) -> Markup {
    let table = &page.tables[0];
    html! {
        h1 #(name) { (page.title) }
        (filter(view, catalogue, list))
        p.soft { (page.notes[0]) }
        @if table.rows.is_empty() { p { (view.words.get("page", "nothing-matches")) } }
        @else { (table.html(view)) (pages(view, table)) }
    }
}

/// How many rows there are in all, and here where these are fewer.
pub(super) fn rows_of(view: &View, table: &Table) -> String {
    let key = if table.rows.len() < table.total { "page-rows" } else { "page-all-rows" };
    view.words.say(key, &[("n", &table.total), ("shown", &table.rows.len())])
}

/// Of all rows those of the page asked for; `page=all` gives all.
pub(super) fn part(view: &View, table: Table) -> Table {
    if view.get("page") == Some("all") {
        return table;
    }
    let rows = table.rows.into_iter().skip(ROWS * (number(view) - 1)).take(ROWS).collect();
    Table { rows, ..table }
}

/// The number of the page asked for, from 1.
fn number(view: &View) -> usize {
    view.get("page").and_then(|page| page.parse().ok()).map_or(1, |page: usize| page.clamp(1, 1_000_000))
}

/// The way to the other pages of a list.
pub(super) fn pages(view: &View, table: &Table) -> Markup {
    let (last, here) = (table.total.div_ceil(ROWS), number(view));
    let to = |page: usize| {
        if page == 1 { view.with(&[("page", "")]) } else { view.with(&[("page", &page.to_string())]) }
    };
    html! {
        @if last > 1 && view.get("page") != Some("all") {
            nav.pages aria-label=(view.words.get("page", "pages")) {
                @if here > 1 { a href=(to(here - 1)) rel="prev" { (view.words.get("page", "previous")) } }
                span { (view.words.say("page-of", &[("here", &here), ("last", &last)])) }
                @if here < last { a href=(to(here + 1)) rel="next" { (view.words.get("page", "next")) } }
                a href=(view.with(&[("page", "all")])) { (view.words.say("page-all", &[("n", &table.total)])) }
            }
        }
    }
}

/// What may be chosen of a list.
fn filter(view: &View, catalogue: &Catalogue, list: List) -> Markup {
    let words = view.words;
    let choice = |name: &'static str, label: &str, options: Vec<(String, String)>| {
        html! {
            label { (label) select name=(name) {
                option value="" { (words.get("page", "any")) }
                @for (value, label) in options { option value=(value) lang=[view.foreign(&label)] selected[view.get(name) == Some(&value)] { (label) } }
            } }
        }
    };
    let levels = ["province", "prefecture", "county", "township"];
    let levels = levels.map(|level| (level.to_owned(), words.get("level", level).to_owned())).to_vec();
    html! {
        form.filter {
            label { (words.get("page", "with-words")) input type="text" name="name" value=[view.get("name")] maxlength="100"; }
            @match list {
                List::Mechanisms => {
                    (choice("function", words.get("head", "function"), functions(view, catalogue)))
                    (choice("kind", words.get("head", "kind"), ["known", "candidate", "silent"].map(|kind| (kind.to_owned(), words.get("kind", kind).to_owned())).to_vec()))
                }
                List::Regions => {
                    (choice("level", words.get("head", "level"), levels))
                    (choice("within", words.get("head", "within"), provinces(catalogue)))
                    (choice("kind", words.get("head", "kind"), vec![("all".to_owned(), words.get("kind", "gazetteer").to_owned())]))
                }
                _ => (choice("within", words.get("head", "within"), provinces(catalogue))),
            }
            (shell::kept_language(view))
            button type="submit" { (words.get("page", "filter")) }
        }
    }
}

/// The functions of mechanisms: number and name.
pub(super) fn functions(view: &View, catalogue: &Catalogue) -> Vec<(String, String)> {
    let language = usize::from(view.words == crate::words::Words::En);
    let all = catalogue.mechanisms.values().flat_map(|mechanism| &mechanism.functions[language]);
    let named = all.filter_map(|(number, label)| Some((*number, label.clone()?)));
    let all: std::collections::BTreeSet<(u32, String)> = named.collect();
    all.into_iter().map(|(number, label)| (number.to_string(), label)).collect()
}

/// The provinces that the store speaks of.
fn provinces(catalogue: &Catalogue) -> Vec<(String, String)> {
    let spoken = |code: &str| catalogue.regions.keys().any(|region| catalogue.units.is_within(region, code));
    let provinces =
        catalogue.units.iter().filter(|unit| unit.level.as_deref() == Some("province") && spoken(&unit.code));
    provinces.map(|unit| (unit.code.clone(), unit.name.clone())).collect()
}

/// Whether one of the names holds the words asked for.
fn is_named<'a>(view: &View, names: impl IntoIterator<Item = &'a str>) -> bool {
    let Some(asked) = view.get("name").map(|name| fold(name).to_lowercase()) else { return true };
    names.into_iter().any(|name| fold(name).to_lowercase().contains(&asked))
}

/// Whether a region lies where it is asked for.
fn is_within(view: &View, catalogue: &Catalogue, code: Option<&str>) -> bool {
    view.get("within").is_none_or(|within| code.is_some_and(|code| catalogue.units.is_within(code, within)))
}

const MECHANISM: &[&str] = &["mechanism", "function", "form", "practising", "planned", "earliest-since"];

fn mechanisms(view: &View, catalogue: &Catalogue) -> Vec<Row> {
    let told = |mechanism: &Mechanism| {
        mechanism.since.is_some() || !mechanism.practised.is_empty() || !mechanism.planned.is_empty()
    };
    let kind = |mechanism: &Mechanism| match view.get("kind") {
        Some("candidate") => mechanism.candidate && told(mechanism),
        Some("silent") => !told(mechanism),
        Some("known") => !mechanism.candidate && told(mechanism),
        _ => told(mechanism),
    };
    let under = |mechanism: &Mechanism| {
        view.get("function")
            .is_none_or(|asked| mechanism.functions[0].iter().any(|(number, _)| number.to_string() == asked))
    };
    let names = |mechanism: &'_ Mechanism| -> Vec<String> {
        mechanism.names.iter().chain(&mechanism.also).cloned().collect()
    };
    let mut all: Vec<(&String, &Mechanism)> = catalogue
        .mechanisms
        .iter()
        .filter(|(_, mechanism)| kind(mechanism) && under(mechanism))
        .filter(|(_, mechanism)| is_named(view, names(mechanism).iter().map(String::as_str)))
        .collect();
    all.sort_by_key(|(_, mechanism)| {
        (mechanism.candidate, Reverse(mechanism.practised.len()), Reverse(mechanism.planned.len()))
    });
    let language = usize::from(view.words == crate::words::Words::En);
    let row = |(iri, mechanism): (&String, &Mechanism)| {
        let function = mechanism.functions[language].iter().find_map(|(_, label)| label.clone());
        let candidate = mechanism.candidate.then(|| view.words.get("kind", "candidate").to_owned());
        Row {
            iri: iri.clone(),
            group: None,
            cells: vec![
                Cell::thing(Thing::new(iri.clone(), view.name(&mechanism.names))),
                Cell::text(function.or(candidate)),
                mechanism.form.clone().map_or(Cell::Empty, |form| Cell::Words("form", vec![form])),
                Cell::count(mechanism.practised.len()),
                Cell::count(mechanism.planned.len()),
                Cell::figures(mechanism.since.clone()),
            ],
        }
    };
    all.into_iter().map(row).collect()
}

/// The columns of a list of regions.
pub(super) const REGION: &[&str] = &["region", "level", "practising-here", "planned-here", "articles"];

fn regions(view: &View, catalogue: &Catalogue) -> Vec<Row> {
    let all = view.get("kind") == Some("all");
    let level = |level: Option<&str>| view.get("level").is_none_or(|asked| level == Some(asked));
    let shown = catalogue.units.iter().filter(|unit| all || catalogue.regions.contains_key(&unit.code));
    shown
        .filter(|unit| level(unit.level.as_deref()) && is_within(view, catalogue, Some(&unit.code)))
        .filter(|unit| is_named(view, [unit.name.as_str(), unit.code.as_str()]))
        .map(|unit| {
            region_row(catalogue, &unit.code, catalogue.regions.get(&unit.code).copied().unwrap_or_default())
        })
        .collect()
}

/// A region with how much is told of it.
pub(super) fn region_row(catalogue: &Catalogue, code: &str, told: Region) -> Row {
    let unit = catalogue.units.named(code);
    Row {
        iri: format!("{BASE}region/{code}"),
        group: None,
        cells: vec![
            Cell::thing(practice::region(&catalogue.units, code, &unit.name)),
            unit.level.map_or(Cell::Empty, |level| Cell::Words("level", vec![level])),
            Cell::count(told.practised),
            Cell::count(told.planned),
            Cell::count(told.articles),
        ],
    }
}

const PAPER: &[&str] = &["paper", "owner", "claims"];

fn papers(view: &View, catalogue: &Catalogue, statutes: bool) -> Vec<Row> {
    let owner =
        |paper: &Paper| paper.owner.as_ref().and_then(|(iri, _)| iri.rsplit('/').next().map(str::to_owned));
    let shown = catalogue.papers.iter().filter(|paper| paper.statute == statutes);
    shown
        .filter(|paper| {
            is_within(view, catalogue, owner(paper).as_deref()) && is_named(view, [paper.title.as_str()])
        })
        .map(|paper| Row {
            iri: paper.iri.clone(),
            group: None,
            cells: vec![
                Cell::paper(&paper.iri, &paper.title),
                paper
                    .owner
                    .as_ref()
                    .map_or(Cell::Empty, |(iri, name)| Cell::thing(Thing::new(iri.clone(), name.clone()))),
                Cell::count(paper.claims),
            ],
        })
        .collect()
}

/// The columns of a list of articles.
pub(super) const ARTICLE: &[&str] = &["title", "region", "issued", "source", "claims"];

fn articles(view: &View, catalogue: &Catalogue) -> Vec<Row> {
    let mut all: Vec<&Article> = catalogue
        .articles
        .iter()
        .filter(|article| is_within(view, catalogue, article.text.code.as_deref()))
        .filter(|article| is_named(view, article.text.title.as_deref()))
        .collect();
    all.sort_by_key(|article| Reverse(article.text.issued.clone()));
    all.into_iter().map(|article| article_row(view, catalogue, article)).collect()
}

/// An article with where it is from and how much it says.
pub(super) fn article_row(view: &View, catalogue: &Catalogue, article: &Article) -> Row {
    let text = &article.text;
    let region = text.code.as_deref().map(|code| practice::region(&catalogue.units, code, &text.name));
    Row {
        iri: text.article.clone(),
        group: None,
        cells: vec![
            Cell::thing(Thing::new(text.article.clone(), quote::titled(view, text.title.as_deref()))),
            region.map_or(Cell::Empty, Cell::thing),
            Cell::figures(text.issued.clone()),
            Cell::text(text.source.clone()),
            Cell::count(article.claims),
        ],
    }
}
