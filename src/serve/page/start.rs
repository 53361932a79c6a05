//! The first page: the corpus at a glance, and one field in which everything is found.

use std::collections::BTreeSet;

use axum::response::Response;
use maud::{Markup, html};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use super::{report, shell};
use crate::query::adopted::Practice;
use crate::query::catalogue::Catalogue;
use crate::query::{BASE, named};

/// How many lines a list of this page has.
const SHOWN: usize = 10;

pub(super) fn page(view: &View, snapshot: &Snapshot) -> Result<Response, Problem> {
    let catalogue = snapshot.catalogue()?;
    let page = Page {
        title: view.words.get("page", "name").to_owned(),
        tables: vec![widespread(view, catalogue), newest(view, catalogue), conflicting(view, catalogue)],
        notes: vec![period(view, catalogue)],
        sparql: named("mechanism").map(|query| query.sparql.to_owned()).unwrap_or_default(),
        ..Page::default()
    };
    page.reply(view, snapshot, || main(view, catalogue, &page))
}

fn main(view: &View, catalogue: &Catalogue, page: &Page) -> Markup {
    let text = |key| view.words.get("page", key);
    html! {
        h1 { (text("name")) }
        p.lead { (text("lead")) }
        (shell::search(view, "", true))
        p.soft.small { (text("search-help")) }
        (figures(view, catalogue))
        p.soft { (page.notes[0]) }
        div.columns {
            @for (name, more) in [("widespread", "/mechanisms"), ("newest", "/mechanisms"), ("conflicting", "")] {
                @let table = page.table(name);
                @if !table.rows.is_empty() { (list(view, &table, more)) }
            }
        }
    }
}

/// How much there is of everything, each with the way to its list.
fn figures(view: &View, catalogue: &Catalogue) -> Markup {
    let province = |code: &String| {
        let above = catalogue.units.above(code).last().map(|unit| unit.code.clone());
        above.unwrap_or_else(|| code.clone())
    };
    let practised = catalogue.mechanisms.values().filter(|m| !m.candidate && !m.practised.is_empty()).count();
    let provinces: BTreeSet<String> = catalogue.regions.keys().map(province).collect();
    let statutes = catalogue.papers.iter().filter(|paper| paper.statute).count();
    let all = [
        ("articles", catalogue.articles.len(), "/articles"),
        ("regions", catalogue.regions.len(), "/regions"),
        ("provinces", provinces.len(), "/regions?level=province"),
        ("mechanisms", practised, "/mechanisms"),
        ("facts", catalogue.facts.len(), ""),
        ("statutes", statutes, "/statutes"),
        ("documents", catalogue.papers.len() - statutes, "/documents"),
    ];
    html! {
        dl.facts {
            @for (key, n, path) in all {
                div {
                    dt { (view.words.get("figure", key)) }
                    dd { @if path.is_empty() { (n) } @else { a href=(path_in(view, path)) { (n) } } }
                }
            }
        }
    }
}

/// A path that may carry a question.
fn path_in(view: &View, path: &str) -> String {
    match path.split_once('?').and_then(|(path, pair)| Some((path, pair.split_once('=')?))) {
        Some((path, pair)) => view.ask(path, &[pair]),
        None => view.to(path),
    }
}

/// From when to when the articles are.
fn period(view: &View, catalogue: &Catalogue) -> String {
    let dates: BTreeSet<&str> =
        catalogue.articles.iter().filter_map(|article| article.text.issued.as_deref()).collect();
    let undated = catalogue.articles.iter().filter(|article| article.text.issued.is_none()).count();
    match (dates.first(), dates.last()) {
        (Some(day), Some(last)) if day == last => {
            view.words.say("page-day", &[("day", day), ("n", &undated)])
        }
        (Some(first), Some(last)) => {
            view.words.say("page-period", &[("first", first), ("last", last), ("n", &undated)])
        }
        _ => view.words.say("page-no-period", &[("n", &undated)]),
    }
}

/// A short list, as a table that looks like a list.
fn list(view: &View, table: &Table, more: &str) -> Markup {
    html! {
        section aria-labelledby=(table.name) {
            h2 #(table.name) { (view.words.get("table", table.name)) }
            (table.html(view))
            @if !more.is_empty() && table.total > table.rows.len() {
                p.small { a href=(view.to(more)) { (view.words.say("page-all", &[("n", &table.total)])) } }
            }
        }
    }
}

/// The mechanisms of most regions; names outside the ontology are not compared with them.
fn widespread(view: &View, catalogue: &Catalogue) -> Table {
    let mut all: Vec<_> =
        catalogue.mechanisms.iter().filter(|(_, m)| !m.candidate && !m.practised.is_empty()).collect();
    all.sort_by(|(a, x), (b, y)| y.practised.len().cmp(&x.practised.len()).then_with(|| a.cmp(b)));
    let rows = all.iter().take(SHOWN).map(|(iri, mechanism)| Row {
        iri: (*iri).clone(),
        group: None,
        cells: vec![
            Cell::thing(Thing::new(*iri, view.name(&mechanism.names))),
            Cell::count(mechanism.practised.len()),
            Cell::count(mechanism.planned.len()),
        ],
    });
    Table {
        total: all.len(),
        ..Table::new("widespread", &["mechanism", "practising", "planned"], rows.collect())
    }
}

/// What began last, where the beginning is told.
fn newest(view: &View, catalogue: &Catalogue) -> Table {
    let mut all: Vec<&Practice> =
        catalogue.facts.iter().filter(|fact| fact.is_done() && fact.since.is_some()).collect();
    all.sort_by(|a, b| (&b.since, &a.code, &a.mechanism).cmp(&(&a.since, &b.code, &b.mechanism)));
    let rows = all.iter().take(SHOWN).map(|fact| Row {
        iri: fact.fact.clone(),
        group: None,
        cells: vec![
            Cell::thing(mechanism(view, catalogue, fact)),
            Cell::thing(Thing::new(format!("{BASE}region/{}", fact.code), fact.name.clone())),
            Cell::figures(fact.since.clone()),
        ],
    });
    Table { total: all.len(), ..Table::new("newest", &["mechanism", "region", "since"], rows.collect()) }
}

/// What articles say that cannot all be so.
fn conflicting(view: &View, catalogue: &Catalogue) -> Table {
    let rows = catalogue.conflicts.iter().take(SHOWN).map(|conflict| {
        let about = report::about(view, catalogue, conflict);
        Row {
            iri: conflict.iri.clone(),
            group: None,
            cells: vec![
                Cell::thing(Thing::new(conflict.iri.clone(), about)),
                Cell::thing(Thing::new(format!("{BASE}region/{}", conflict.code), conflict.name.clone())),
                Cell::Words("conflict", vec![conflict.kind.clone()]),
            ],
        }
    });
    Table {
        total: catalogue.conflicts.len(),
        ..Table::new("conflicting", &["about", "region", "kind"], rows.collect())
    }
}

/// The mechanism of a fact, by its name in the language of the page.
fn mechanism(view: &View, catalogue: &Catalogue, fact: &Practice) -> Thing {
    let known = catalogue.mechanisms.get(&fact.mechanism);
    let name = known.map_or(fact.label.as_str(), |mechanism| view.name(&mechanism.names));
    Thing::new(fact.mechanism.clone(), name)
}
