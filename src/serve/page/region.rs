//! A region: what it practises, its numbers, statutes, documents and articles, and what it could learn from others.

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::list;
use super::practice::{self, PRACTICE};
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use crate::error::Result as Read;
use crate::graph::learn;
use crate::query::catalogue::Catalogue;
use crate::query::network::Unit;
use crate::query::profile::{self, RegionProfile};
use crate::query::{BASE, Found, bind, named, told};

/// From how many peers something is learned, how much, and how many are shown.
const PEERS: usize = 8;
const LESSONS: usize = 12;
/// How many regions like it a comparison begins with.
const BESIDE: usize = 3;

/// The page of a region; `None` where the gazetteer has none of this code.
pub(super) fn page(view: &View, snapshot: &Snapshot, code: &str) -> Result<Option<Response>, Problem> {
    let catalogue = snapshot.catalogue()?;
    let Some(unit) = catalogue.units.get(code) else { return Ok(None) };
    let Ok(iri) = NamedNode::new(format!("{BASE}region/{code}")) else { return Ok(None) };
    let found = Found { iri: iri.clone(), label: unit.name.clone(), note: None };
    let profile = profile::region(snapshot.reader(), &found, view.words.tag())?;
    let of: Vec<Term> = vec![iri.clone().into()];
    let spoken = catalogue.regions.contains_key(code);
    let note = match (spoken, profile.articles) {
        (false, _) => view.words.say("page-region-silent", &[("region", &unit.name)]),
        (true, 0) => view.words.say("page-region-elsewhere", &[("region", &unit.name)]),
        (true, n) => view.words.say("page-region-articles", &[("region", &unit.name), ("n", &n)]),
    };
    let mut tables = vec![mechanisms(view, catalogue, &profile), numbers(view, &profile), acts(&profile)];
    tables.push(documents(catalogue, snapshot, code, &of)?);
    tables.push(firsts(view, catalogue, &told::firsts(snapshot.reader(), &[], &of)?));
    tables.push(ties(view, catalogue, code));
    if spoken {
        tables.extend(learning(view, snapshot, catalogue, &found)?);
    }
    tables.push(articles(view, catalogue, code));
    tables.push(below(catalogue, code));
    let sparql = match named("region") {
        Some(query) if !tables[0].rows.is_empty() => bind(query.sparql, &[("region", of)])?,
        // It practises nothing that is known: all that speaks of it.
        _ => format!("SELECT ?thing ?property WHERE {{ ?thing ?property {iri} }}\nORDER BY ?property ?thing"),
    };
    let page =
        Page { title: unit.name.clone(), about: Some(iri.into_string()), tables, notes: vec![note], sparql };
    page.reply(view, snapshot, || main(view, catalogue, unit, &page)).map(Some)
}

fn main(view: &View, catalogue: &Catalogue, unit: &Unit, page: &Page) -> Markup {
    let words = view.words;
    let mut above: Vec<&Unit> = catalogue.units.above(&unit.code).collect();
    above.reverse();
    let before = |name: &str| match name {
        "lessons" => html! { p.soft { (words.get("text", "learn-silence")) } },
        "similar" => html! { p.soft { (words.get("page", "similar-how")) } },
        "observations" => html! { p.soft { (words.get("text", "not-ranked")) } },
        _ => html! {},
    };
    let shown: Vec<&Table> = page.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    html! {
        nav aria-label=(words.get("page", "crumbs")) { ol.crumbs {
            li { a href=(view.to("/regions")) { (words.get("nav", "regions")) } }
            @for unit in above { li { (Thing::new(format!("{BASE}region/{}", unit.code), unit.name.clone()).html(view)) } }
        } }
        h1 lang=[view.foreign(&unit.name)] { (unit.name) }
        p.also {
            @if let Some(level) = &unit.level { (words.get("level", level)) " · " }
            (words.head("code")) " " (unit.code)
        }
        div.note { p { (page.notes[0]) } p { (words.get("page", "what-it-is-not")) } }
        (compared(view, &unit.code, &page.table("similar")))
        @if shown.len() > 2 {
            nav aria-label=(words.get("page", "on-this-page")) { ul.chips {
                @for table in &shown { li { a href={ "#" (table.name) } { (words.get("table", table.name)) } " " span.code { (table.total) } } }
            } }
        }
        @for table in shown { (table.section(view, &before(table.name))) }
    }
}

/// The ways to see it beside others: any, and those that practise alike.
fn compared(view: &View, code: &str, similar: &Table) -> Markup {
    let alike = similar.rows.iter().take(BESIDE).filter_map(|row| match row.cells.first() {
        Some(Cell::Things(things)) => things.first(),
        _ => None,
    });
    let (codes, names): (Vec<&str>, Vec<&str>) =
        alike.map(|thing| (thing.id(), thing.label.as_str())).unzip();
    let names = names.join(view.words.get("text", "list-comma"));
    html! {
        p.turns {
            a.button href=(view.ask("/compare", &[("region", code)])) { (view.words.get("page", "compare-with")) }
            @if !codes.is_empty() {
                a.button href=(view.ask("/compare", &[("region", &format!("{code} {}", codes.join(" ")))])) {
                    (view.words.say("compare-similar", &[("names", &names)]))
                }
            }
        }
    }
}

/// Its mechanisms by function; one of two functions stands under the first.
fn mechanisms(view: &View, catalogue: &Catalogue, profile: &RegionProfile) -> Table {
    let mut seen = std::collections::BTreeSet::new();
    let mut rows = Vec::new();
    for function in &profile.functions {
        let group =
            function.label.clone().unwrap_or_else(|| view.words.get("text", "no-function").to_owned());
        for entry in &function.practices {
            if seen.insert(entry.practice.fact.clone()) {
                let cells = vec![Cell::thing(mechanism(view, catalogue, &entry.mechanism))];
                rows.push(Row { group: Some(group.clone()), ..practice::row(view, &entry.practice, cells) });
            }
        }
    }
    let columns: Vec<&str> = ["mechanism"].into_iter().chain(PRACTICE).collect();
    Table::new("mechanisms", &columns, rows)
}

/// A mechanism by its name.
pub(super) fn mechanism(view: &View, catalogue: &Catalogue, iri: &str) -> Thing {
    let known = catalogue.mechanisms.get(iri);
    Thing::new(iri, known.map_or(iri, |mechanism| view.name(&mechanism.names)))
}

fn numbers(view: &View, profile: &RegionProfile) -> Table {
    let rows = profile.observations.iter().map(|number| Row {
        iri: number.quote.iri.clone(),
        group: None,
        cells: vec![
            match &number.concept {
                Some(concept) => Cell::thing(Thing::new(concept.clone(), number.indicator.clone())),
                None => Cell::Text(number.indicator.clone()),
            },
            Cell::Figures(value(view, number)),
            Cell::text(number.period.clone()),
            Cell::text(number.scope.clone()),
            Cell::Quotes(vec![number.quote.clone()]),
        ],
    });
    Table::new("observations", &["indicator", "value", "period", "scope", "quote"], rows.collect())
}

/// A number with its bound and unit.
pub(super) fn value(view: &View, number: &profile::Number) -> String {
    let bound = number.bound.as_deref().map_or("", |bound| view.words.get("bound", bound));
    format!("{bound}{}{}", number.value, number.unit.as_deref().unwrap_or_default())
}

fn acts(profile: &RegionProfile) -> Table {
    let rows = profile.statutes.iter().map(|act| Row {
        iri: act.quote.iri.clone(),
        group: None,
        cells: vec![
            Cell::paper(&act.iri, &act.statute),
            Cell::Words("relation", vec![act.relation.clone()]),
            Cell::figures(act.time.clone()),
            Cell::Quotes(vec![act.quote.clone()]),
        ],
    });
    Table::new("statutes", &["statute", "relation", "time", "quote"], rows.collect())
}

/// The documents that are its own, with the words that say what rests on them.
fn documents(catalogue: &Catalogue, snapshot: &Snapshot, code: &str, of: &[Term]) -> Read<Table> {
    let resting = told::resting(snapshot.reader(), &[], of)?;
    let own = format!("{BASE}region/{code}");
    let own = |paper: &&crate::query::catalogue::Paper| {
        !paper.statute && paper.owner.as_ref().is_some_and(|(owner, _)| *owner == own)
    };
    let rows = catalogue.papers.iter().filter(own).map(|paper| {
        let quotes = resting.iter().filter(|told| told.paper.as_ref() == Some(&paper.iri));
        Row {
            iri: paper.iri.clone(),
            group: None,
            cells: vec![
                Cell::paper(&paper.iri, &paper.title),
                Cell::count(paper.claims),
                Cell::quotes(quotes.map(|told| told.quote.clone()).collect()),
            ],
        }
    });
    Ok(Table::new("documents", &["document", "claims", "quote"], rows.collect()))
}

fn firsts(view: &View, catalogue: &Catalogue, all: &[told::Told]) -> Table {
    let rows = all.iter().map(|told| Row {
        iri: told.quote.iri.clone(),
        group: None,
        cells: vec![
            Cell::thing(mechanism(view, catalogue, &told.mechanism)),
            Cell::Text(told.told.clone()),
            Cell::figures(told.quote.since.clone()),
            Cell::Quotes(vec![told.quote.clone()]),
        ],
    });
    Table::new("firsts", &["mechanism", "scope-first", "since", "quote"], rows.collect())
}

/// Where it went to learn, who came, and with whom it works together.
fn ties(view: &View, catalogue: &Catalogue, code: &str) -> Table {
    let rows =
        catalogue.ties.iter().filter(|tie| tie.code == code || tie.other_code.as_deref() == Some(code)).map(
            |tie| {
                let other = match (&tie.other_code, tie.code == code) {
                    (_, false) => Cell::thing(practice::region(&catalogue.units, &tie.code, &tie.name)),
                    (Some(other), true) => {
                        Cell::thing(Thing::new(format!("{BASE}region/{other}"), tie.other.clone()))
                    }
                    (None, true) => Cell::Text(tie.other.clone()),
                };
                let about = tie.mechanism.as_deref().map(|iri| mechanism(view, catalogue, iri));
                Row {
                    iri: tie.quote.iri.clone(),
                    group: None,
                    cells: vec![
                        other,
                        Cell::Words(
                            if tie.code == code { "tie" } else { "tie-of-other" },
                            vec![tie.kind.as_str().to_owned()],
                        ),
                        about.map_or(Cell::Empty, Cell::thing),
                        Cell::figures(tie.time.clone()),
                        Cell::Quotes(vec![tie.quote.clone()]),
                    ],
                }
            },
        );
    Table::new("ties", &["with", "kind", "mechanism", "time", "quote"], rows.collect())
}

/// What regions like it practise and no article tells of here, and these regions.
fn learning(view: &View, snapshot: &Snapshot, catalogue: &Catalogue, found: &Found) -> Read<[Table; 2]> {
    let question = learn::Question {
        within: None,
        peers: PEERS,
        limit: LESSONS,
        any_level: false,
        language: view.words.tag(),
    };
    let graph = snapshot.graph(view.words)?;
    let learning = learn::of_graph(snapshot.reader(), graph, &catalogue.units, found, &question)?;
    Ok([lessons(view, &learning), alike(&learning)])
}

fn lessons(view: &View, learning: &learn::Learning) -> Table {
    let rows = learning.mechanisms.iter().map(|lesson| {
        let places =
            lesson.practices.iter().map(|p| Thing::new(format!("{BASE}region/{}", p.code), p.name.clone()));
        let quotes = lesson.practices.iter().filter_map(|practice| practice.claims.first().cloned());
        let documents: Vec<String> = lesson.documents.iter().cloned().collect();
        Row {
            iri: lesson.iri.clone(),
            group: None,
            cells: vec![
                Cell::thing(Thing::new(lesson.iri.clone(), lesson.label.clone())),
                Cell::text(lesson.function.clone()),
                Cell::Words("empty", vec![lesson.empty.as_str().to_owned()]),
                Cell::Things(places.collect()),
                Cell::text(
                    (!documents.is_empty()).then(|| documents.join(view.words.get("text", "list-comma"))),
                ),
                Cell::quotes(quotes.collect()),
            ],
        }
    });
    let columns = ["mechanism", "function", "here", "practised-by", "evidence", "quote"];
    Table::new("lessons", &columns, rows.collect())
}

/// Those that practise alike; of the peers some only lie beside it.
fn alike(learning: &learn::Learning) -> Table {
    let alike = learning.peers.iter().filter(|peer| peer.similarity > 0.0);
    let rows = alike.map(|peer| Row {
        iri: format!("{BASE}region/{}", peer.code),
        group: None,
        cells: vec![
            Cell::thing(Thing::new(format!("{BASE}region/{}", peer.code), peer.name.clone())),
            Cell::Figures(format!("{:.2}", peer.similarity)),
            Cell::Things(
                peer.shared
                    .iter()
                    .map(|shared| Thing::new(shared.iri.clone(), shared.label.clone()))
                    .collect(),
            ),
        ],
    });
    Table::new("similar", &["region", "similarity", "shared-list"], rows.collect())
}

fn articles(view: &View, catalogue: &Catalogue, code: &str) -> Table {
    let of = |article: &&crate::query::catalogue::Article| article.text.code.as_deref() == Some(code);
    let rows =
        catalogue.articles.iter().filter(of).map(|article| list::article_row(view, catalogue, article));
    Table::new("articles", list::ARTICLE, rows.collect())
}

/// The units in it that the store speaks of.
fn below(catalogue: &Catalogue, code: &str) -> Table {
    let below =
        catalogue.regions.iter().filter(|(unit, _)| *unit != code && catalogue.units.is_within(unit, code));
    let rows = below.map(|(code, region)| list::region_row(catalogue, code, *region));
    Table::new("below", list::REGION, rows.collect())
}
