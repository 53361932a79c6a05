//! A mechanism: what it is, where it is practised and how far, since when, in whose words, and who says nothing.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::practice::{self, PRACTICE};
use super::table::{Cell, Row, Table, Thing, stage};
use super::view::View;
use super::{picture, shell};
use crate::error::Result as Read;
use crate::model::{Status, Tier};
use crate::query::adopted::{Answer, Practice, Question, adopted};
use crate::query::catalogue::{Catalogue, Mechanism};
use crate::query::timeline::{self, Timeline};
use crate::query::{BASE, Found, bind, named, told};

/// The order in which stages are shown.
const STAGES: [Status; 4] = [Status::Adopted, Status::Piloted, Status::Planned, Status::Discontinued];

/// How many of its other names stand in sight.
const NAMES: usize = 6;
/// How many of those who practise it a comparison begins with.
const BESIDE: usize = 6;

/// What is shown of a mechanism.
struct Shown<'a> {
    catalogue: &'a Catalogue,
    iri: NamedNode,
    mechanism: &'a Mechanism,
    answer: Answer,
    beginnings: Timeline,
    /// Of each stage how many regions.
    counts: [usize; 4],
}

/// The page of a mechanism; `None` where there is none of this IRI.
pub(super) fn page(view: &View, snapshot: &Snapshot, slug: &str) -> Result<Option<Response>, Problem> {
    let catalogue = snapshot.catalogue()?;
    let Ok(iri) = NamedNode::new(format!("{BASE}mechanism/{slug}")) else { return Ok(None) };
    let Some(mechanism) = catalogue.mechanisms.get(iri.as_str()) else { return Ok(None) };
    let label = view.name(&mechanism.names).to_owned();
    let found = Found { iri: iri.clone(), label: label.clone(), note: None };
    let within = within(view)?;
    let language = view.words.tag();
    let exact = view.get("exact").is_some();
    let status = view.all("status").filter_map(|word| word.parse().ok()).collect();
    let since = view.get("since").and_then(|year| year.parse().ok());
    let question =
        Question { mechanism: found.clone(), within: within.clone(), status, since, exact, language };
    let mut answer = adopted(snapshot.reader(), &question)?;
    if let Some(tier) = view.get("tier") {
        for list in [&mut answer.regions, &mut answer.planned, &mut answer.discontinued] {
            list.retain(|practice| practice.tier.iter().any(|at| at == tier));
        }
    }
    let beginnings = timeline::timeline(
        snapshot.reader(),
        &timeline::Question { mechanism: found, within, exact, language },
    )?;
    let practices = || answer.regions.iter().chain(&answer.planned).chain(&answer.discontinued);
    let counts = STAGES.map(|stage| practices().filter(|practice| practice.status == stage.as_str()).count());
    let silence = view
        .words
        .say("silent", &[("articles", &answer.silent.articles), ("regions", &answer.silent.regions)]);
    let mut notes = vec![silence];
    notes.extend(mechanism.candidate.then(|| view.words.get("text", "candidate").to_owned()));
    notes.extend(since.map(|_| view.words.get("text", "no-since").to_owned()));
    let meant: Vec<Term> = vec![iri.clone().into()];
    let page = Page {
        title: label,
        about: Some(iri.as_str().to_owned()),
        tables: vec![
            places(view, catalogue, &answer),
            starts(&beginnings),
            glosses(&told::explained(snapshot.reader(), &meant)?),
            firsts(&told::firsts(snapshot.reader(), &meant, &[])?),
        ],
        notes,
        sparql: named("adopted")
            .map(|query| bind(query.sparql, &[("mechanism", meant)]))
            .transpose()?
            .unwrap_or_default(),
    };
    let shown = Shown { catalogue, iri, mechanism, answer, beginnings, counts };
    let about = About::read(snapshot, &shown)?;
    page.reply(view, snapshot, || main(view, &shown, &about, &page)).map(Some)
}

/// Only regions in this one, by its code.
fn within(view: &View) -> Result<Option<NamedNode>, Problem> {
    let Some(code) = view.get("within") else { return Ok(None) };
    let code = crate::model::RegionCode::new(code)
        .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, format!("{code} is no code of a region")))?;
    Ok(Some(crate::vocab::iri::region(&code)))
}

/// What the ontology says of a mechanism.
struct About {
    notes: Vec<(String, String)>,
    broader: Vec<Thing>,
    narrower: Vec<Thing>,
}

impl About {
    fn read(snapshot: &Snapshot, shown: &Shown<'_>) -> Read<Self> {
        let reader = snapshot.reader();
        let mut about = Self { notes: Vec::new(), broader: Vec::new(), narrower: Vec::new() };
        for triple in super::data::described(reader, shown.iri.as_str())? {
            let predicate = triple.predicate.as_ref();
            match triple.object {
                Term::Literal(words)
                    if predicate == crate::vocab::skos::SCOPE_NOTE
                        || predicate == crate::vocab::skos::DEFINITION =>
                {
                    about.notes.push((words.language().unwrap_or("zh").to_owned(), words.value().to_owned()));
                }
                Term::NamedNode(above) if predicate == crate::vocab::skos::BROADER => {
                    about.broader.push(Thing::new(above.into_string(), ""));
                }
                _ => {}
            }
        }
        let below = crate::query::adopted::narrower(reader, &shown.iri)?;
        about.narrower = below.into_iter().map(|below| Thing::new(below.into_string(), "")).collect();
        about.notes.sort();
        Ok(about)
    }
}

fn main(view: &View, shown: &Shown<'_>, about: &About, page: &Page) -> Markup {
    let text = |key| view.words.get("text", key);
    let names = |things: &[Thing]| -> Vec<Thing> {
        let named = |thing: &Thing| {
            let known = shown.catalogue.mechanisms.get(&thing.iri)?;
            Some(Thing::new(thing.iri.clone(), view.name(&known.names)))
        };
        things.iter().filter_map(named).collect()
    };
    let (broader, narrower) = (names(&about.broader), names(&about.narrower));
    let also: Vec<&str> = shown
        .mechanism
        .also
        .iter()
        .map(String::as_str)
        .take(shown.mechanism.also.len() - shown.mechanism.hidden)
        .collect();
    html! {
        (crumbs(view, shown.mechanism, &broader))
        h1 lang=[view.foreign(&page.title)] { (page.title) }
        @if view.words == crate::words::Words::Zh && shown.mechanism.names[1] != shown.mechanism.names[0] {
            p.also lang="en" { (shown.mechanism.names[1]) }
        }
        @if shown.mechanism.candidate { div.note.alert { p { (text("candidate")) } } }
        (names_of(view, &also))
        @for (language, note) in &about.notes {
            @if language == view.words.tag() { p.notes { (note) } }
            @else { details.notes { summary { (view.words.get("page", "note-of-other-language")) } p lang=(language) { (note) } } }
        }
        @if !narrower.is_empty() {
            p.also { (text("narrower")) (text("colon")) @for (at, thing) in narrower.iter().enumerate() {
                @if at > 0 { (text("list-comma")) } (thing.html(view))
            } }
        }
        (counts(view, shown))
        div.note { p { (page.notes[0]) } }
        (compared(view, shown))
        (filter(view, shown))
        @let places = page.table("practices");
        @if places.rows.is_empty() { p { (view.words.get("page", "nothing-matches")) } }
        (places.section(view, &html! {}))
        (beginnings(view, shown, &page.table("beginnings")))
        @for name in ["glosses", "firsts"] { (page.table(name).section(view, &html! {})) }
    }
}

/// Other names: a few, and the rest behind a line.
fn names_of(view: &View, also: &[&str]) -> Markup {
    let (comma, colon) = (view.words.get("text", "list-comma"), view.words.get("text", "colon"));
    let few = also.len().min(NAMES);
    let names = |names: &[&str]| {
        let names = names.join(comma);
        html! { span lang=[view.foreign(&names)] { (names) } }
    };
    html! {
        @if few > 0 { p.also { (view.words.get("text", "also")) (colon) (names(&also[..few])) } }
        @if also.len() > few {
            details.notes { summary { (view.words.say("more-names", &[("n", &(also.len() - few))])) } p { (names(&also[few..])) } }
        }
    }
}

fn crumbs(view: &View, mechanism: &Mechanism, broader: &[Thing]) -> Markup {
    let language = usize::from(view.words == crate::words::Words::En);
    html! {
        nav aria-label=(view.words.get("page", "crumbs")) { ol.crumbs {
            li { a href=(view.to("/mechanisms")) { (view.words.get("nav", "mechanisms")) } }
            @for (number, label) in &mechanism.functions[language] {
                @if let Some(label) = label { li { a href=(view.ask("/mechanisms", &[("function", &number.to_string())])) { (label) } } }
            }
            @for above in broader { li { (above.html(view)) } }
        } }
    }
}

/// How many regions there are of each stage, and how many say nothing.
fn counts(view: &View, shown: &Shown<'_>) -> Markup {
    html! {
        dl.facts {
            @for (status, n) in STAGES.iter().zip(shown.counts) {
                @if n > 0 || *status == Status::Adopted {
                    div { dt { (stage(view, status.as_str())) } dd { (n) } }
                }
            }
            div { dt { (view.words.get("empty", "nothing-found")) } dd { (shown.answer.silent.regions) } }
        }
    }
}

/// The way to see those who practise it side by side, under its function: those of which most is told.
fn compared(view: &View, shown: &Shown<'_>) -> Markup {
    let told =
        |code: &&String| shown.catalogue.regions.get(*code).map(|region| (region.practised, region.articles));
    let mut codes: Vec<&String> = shown.mechanism.practised.iter().collect();
    codes.sort_by_key(|code| std::cmp::Reverse(told(code)));
    codes.truncate(BESIDE);
    let regions: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    let function =
        shown.mechanism.functions[0].first().map(|(number, _)| number.to_string()).unwrap_or_default();
    let (regions, name) = (regions.join(" "), if function.is_empty() { "candidates" } else { "function" });
    let value = if function.is_empty() { "1" } else { function.as_str() };
    html! {
        @if codes.len() > 1 {
            p.turns { a.button href=(view.ask("/compare", &[("region", &regions), (name, value)])) {
                (view.words.say("compare-practising", &[("n", &codes.len())]))
            } }
        }
    }
}

/// Which regions are to be shown.
fn filter(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let all = words.get("page", "any");
    let provinces = shown.catalogue.units.iter().filter(|unit| {
        unit.level.as_deref() == Some("province")
            && shown
                .mechanism
                .practised
                .iter()
                .chain(&shown.mechanism.planned)
                .any(|code| shown.catalogue.units.is_within(code, &unit.code))
    });
    html! {
        form.filter {
            label { (words.get("head", "within")) select name="within" {
                option value="" { (all) }
                @for unit in provinces { option value=(unit.code) lang=[view.foreign(&unit.name)] selected[view.get("within") == Some(&unit.code)] { (unit.name) } }
            } }
            label { (words.get("head", "tier")) select name="tier" {
                option value="" { (all) }
                @for tier in Tier::ALL { option value=(tier.as_str()) selected[view.get("tier") == Some(tier.as_str())] { (words.get("tier", tier.as_str())) } }
            } }
            label { (words.get("head", "status")) select name="status" {
                option value="" { (all) }
                @for status in STAGES { option value=(status.as_str()) selected[view.get("status") == Some(status.as_str())] { (words.get("status", status.as_str())) } }
            } }
            label { (words.get("page", "since")) input type="number" name="since" min="1979" max="2100" value=[view.get("since")]; }
            (shell::kept_language(view))
            button type="submit" { (words.get("page", "filter")) }
        }
    }
}

/// Where it is practised, the stages apart.
fn places(view: &View, catalogue: &Catalogue, answer: &Answer) -> Table {
    let mut practices: Vec<&Practice> =
        answer.regions.iter().chain(&answer.planned).chain(&answer.discontinued).collect();
    let rank = |practice: &Practice| STAGES.iter().position(|stage| stage.as_str() == practice.status);
    practices.sort_by_key(|practice| rank(practice));
    let rows = practices.into_iter().map(|practice| {
        let region = practice::region(&catalogue.units, &practice.code, &practice.name);
        let via = practice.via.as_ref().map(|iri| Thing::new(iri.clone(), practice.label.clone()));
        let via = via.map_or(Cell::Empty, Cell::thing);
        let row = practice::row(view, practice, vec![Cell::thing(region), via]);
        Row { group: Some(view.words.get("status", &practice.status).to_owned()), ..row }
    });
    let columns: Vec<&str> = ["region", "via"].into_iter().chain(PRACTICE).collect();
    Table::new("practices", &columns, rows.collect())
}

/// What is dated, by date.
fn starts(beginnings: &Timeline) -> Table {
    let rows = beginnings.events.iter().map(|event| Row {
        iri: event.claims.first().map(|claim| claim.iri.clone()).unwrap_or_default(),
        group: None,
        cells: vec![
            Cell::figures(event.time.clone()),
            Cell::thing(Thing::new(format!("{BASE}region/{}", event.code), event.name.clone())),
            Cell::Words("since", vec![event.kind.clone()]),
            Cell::Quotes(event.claims.clone()),
        ],
    });
    Table::new("beginnings", &["since", "region", "kind", "quote"], rows.collect())
}

/// The beginnings as a picture, and as a list for who cannot see it.
fn beginnings(view: &View, shown: &Shown<'_>, table: &Table) -> Markup {
    html! {
        @if !table.rows.is_empty() {
            section aria-labelledby="picture" {
                h2 #picture { (view.words.get("page", "timeline")) }
                (picture::timeline(view, &shown.beginnings))
                @if !shown.beginnings.undated.is_empty() {
                    p.soft.small { (view.words.say("page-undated", &[("n", &shown.beginnings.undated.len())])) }
                }
                details { summary { (view.words.get("table", "beginnings")) } h3.hidden #beginnings { (view.words.get("table", "beginnings")) } (table.html(view)) }
            }
        }
    }
}

fn glosses(all: &[told::Told]) -> Table {
    let rows = all.iter().map(|told| Row {
        iri: told.quote.iri.clone(),
        group: None,
        cells: vec![region(told), Cell::Text(told.told.clone()), Cell::Quotes(vec![told.quote.clone()])],
    });
    Table::new("glosses", &["region", "gloss", "quote"], rows.collect())
}

fn firsts(all: &[told::Told]) -> Table {
    let rows = all.iter().map(|told| Row {
        iri: told.quote.iri.clone(),
        group: None,
        cells: vec![
            region(told),
            Cell::Text(told.told.clone()),
            Cell::figures(told.quote.since.clone()),
            Cell::Quotes(vec![told.quote.clone()]),
        ],
    });
    Table::new("firsts", &["region", "scope-first", "since", "quote"], rows.collect())
}

fn region(told: &told::Told) -> Cell {
    Cell::thing(Thing::new(format!("{BASE}region/{}", told.code), told.name.clone()))
}
