//! Where regions and functions are chosen: the page without a choice, the form, and what is told of unclear names.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};

use super::super::index::Entry;
use super::super::{Problem, Snapshot};
use super::choice::{Choice, LEVELS, Told};
use super::data::Page;
use super::table::Table;
use super::view::View;
use super::{list, practice, shell};
use crate::query::catalogue::Catalogue;
use crate::query::named;

/// How many regions the page names.
const SHOWN: usize = 12;

/// The page on which regions are chosen.
pub(super) fn page(
    view: &View,
    snapshot: &Snapshot,
    choice: &Choice,
    told: &[Told<'_>],
) -> Result<Response, Problem> {
    let catalogue = snapshot.catalogue()?;
    let text = |key| view.words.get("page", key);
    let most = told_most(catalogue, |_| true);
    let rows = most.iter().map(|code| list::region_row(catalogue, code, catalogue.regions[*code]));
    let page = Page {
        title: text("compare").to_owned(),
        tables: vec![Table {
            total: catalogue.regions.len(),
            ..Table::new("told-most", list::REGION, rows.collect())
        }],
        notes: vec![text("compare-lead").to_owned()],
        sparql: named("coverage").map(|query| query.sparql.to_owned()).unwrap_or_default(),
        ..Page::default()
    };
    page.reply(view, snapshot, || {
        html! {
            h1 { (page.title) }
            p.lead { (page.notes[0]) }
            (unclear(view, catalogue, choice, told))
            (form(view, catalogue, choice))
            p.soft.small { (text("compare-help")) }
            (examples(view, catalogue, &most))
            (page.tables[0].section(view, &html! {}))
        }
    })
}

/// What must be told of the names that were typed.
pub(super) fn unclear(view: &View, catalogue: &Catalogue, choice: &Choice, told: &[Told<'_>]) -> Markup {
    let words = view.words;
    let links = |entries: &[&Entry]| {
        html! {
            @if !entries.is_empty() {
                ul.chips { @for entry in entries {
                    @let code = entry.iri.rsplit('/').next().unwrap_or_default();
                    @let (name, lineage) = (view.name(&entry.names), practice::lineage(&catalogue.units, code));
                    li { a href=(choice.with(code).address(view)) lang=[view.foreign(name)] { (name) } " " span.code lang=[view.foreign(&lineage)] { (lineage) } }
                } }
            }
        }
    };
    html! {
        @for told in told {
            @match told {
                Told::Taken(typed, code) => p.soft {
                    (words.say("compare-taken", &[("typed", typed), ("name", &in_full(catalogue, code))]))
                },
                Told::Several(typed, entries) => div.note.alert { p { (words.say("compare-several", &[("typed", typed)])) } (links(entries)) },
                Told::None(typed, entries) => div.note.alert {
                    p { (words.say(if entries.is_empty() { "compare-unknown" } else { "compare-near" }, &[("typed", typed)])) }
                    (links(entries))
                },
            }
        }
    }
}

/// A region with the units it lies in before its name, and its code.
fn in_full(catalogue: &Catalogue, code: &str) -> String {
    format!("{}{} {code}", practice::lineage(&catalogue.units, code), catalogue.units.named(code).name)
}

/// What is to be chosen. What was chosen stands in it, to be taken out again.
pub(super) fn form(view: &View, catalogue: &Catalogue, choice: &Choice) -> Markup {
    let words = view.words;
    let text = |key| words.get("page", key);
    let chosen = |level: &str| choice.level == Some(level);
    html! {
        form.filter.compare action="/compare" {
            fieldset {
                legend { (words.get("nav", "regions")) }
                @for code in &choice.named {
                    @let name = catalogue.units.named(code).name;
                    label.tick lang=[view.foreign(&name)] { input type="checkbox" name="region" value=(code) checked; (name) }
                }
                label { (text(if choice.named.is_empty() { "compare-regions" } else { "compare-add" }))
                    input type="text" name="region" size="28" maxlength="400" placeholder=(text("compare-hint")) autocomplete="off"; }
                label { (text("compare-within"))
                    input type="text" name="within" size="12" maxlength="60" value=[choice.within.as_ref().map(|code| catalogue.units.named(code).name)] autocomplete="off"; }
                label { (words.get("head", "level")) select name="level" {
                    option value="" { (text("any")) }
                    @for level in LEVELS { option value=(level) selected[chosen(level)] { (words.get("level", level)) } }
                } }
            }
            fieldset {
                legend { (text("compare-functions")) }
                @for (number, label) in list::functions(view, catalogue) {
                    label.tick { input type="checkbox" name="function" value=(number) checked[choice.functions.iter().any(|chosen| chosen.to_string() == number)]; (label) }
                }
            }
            @for name in choice.kept() { input type="hidden" name=(name) value="1"; }
            (shell::kept_language(view))
            button type="submit" { (text("compare-button")) }
        }
    }
}

/// The regions beside those named, to be taken in.
pub(super) fn beside(view: &View, catalogue: &Catalogue, choice: &Choice) -> Markup {
    let parent = |code: &str| catalogue.units.get(code).and_then(|unit| unit.parent.clone());
    let parents: Vec<String> = choice.named.iter().filter_map(|code| parent(code)).collect();
    let near = told_most(catalogue, |code| {
        parent(code).is_some_and(|parent| parents.contains(&parent))
            && !choice.named.iter().any(|named| named == code)
    });
    html! {
        @if choice.named.len() < SHOWN && !near.is_empty() {
            p.soft.small { (view.words.get("page", "compare-beside")) }
            ul.chips { @for code in near {
                @let name = catalogue.units.named(code).name;
                li { a href=(choice.with(code).address(view)) lang=[view.foreign(&name)] { (name) } }
             } }
        }
    }
}

/// The regions of which most is told, of those that are wanted.
fn told_most(catalogue: &Catalogue, wanted: impl Fn(&str) -> bool) -> Vec<&String> {
    let mut all: Vec<_> = catalogue.regions.iter().filter(|(code, _)| wanted(code)).collect();
    all.sort_by_key(|(_, told)| Reverse((told.practised, told.planned, told.articles)));
    all.into_iter().map(|(code, _)| code).take(SHOWN).collect()
}

/// The function under which most is practised.
fn widest(view: &View, catalogue: &Catalogue) -> Option<(u32, String)> {
    let mut practised: BTreeMap<u32, usize> = BTreeMap::new();
    for mechanism in catalogue.mechanisms.values() {
        for (number, _) in &mechanism.functions[0] {
            *practised.entry(*number).or_default() += mechanism.practised.len();
        }
    }
    let (widest, _) = practised.into_iter().max_by_key(|(number, n)| (*n, Reverse(*number)))?;
    let known = list::functions(view, catalogue)
        .into_iter()
        .filter_map(|(number, label)| Some((number.parse().ok()?, label)));
    known.into_iter().find(|(number, _)| *number == widest)
}

/// Comparisons that this store can answer.
fn examples(view: &View, catalogue: &Catalogue, most: &[&String]) -> Markup {
    let words = view.words;
    let names = |codes: &[&String]| -> String {
        let names: Vec<String> = codes.iter().map(|code| catalogue.units.named(code).name).collect();
        names.join(words.get("text", "list-comma"))
    };
    let codes = |codes: &[&String]| codes.iter().map(|code| (*code).clone()).collect::<Vec<_>>();
    let mut all = Vec::new();
    // Those of a level are more alike.
    let level = |code: &str| catalogue.units.get(code).and_then(|unit| unit.level.clone());
    let alike = most
        .first()
        .map(|first| told_most(catalogue, |code| level(code) == level(first)))
        .unwrap_or_default();
    if let Some(three) = alike.get(..3) {
        all.push((names(three), Choice { named: codes(three), ..Choice::default() }));
        if let Some((number, label)) = widest(view, catalogue) {
            let choice = Choice { named: codes(&alike), functions: [number].into(), ..Choice::default() };
            let name = words.say("compare-example", &[("n", &alike.len()), ("function", &label)]);
            all.push((name, choice));
        }
    }
    let below = |code: &str| {
        catalogue.regions.keys().filter(|unit| *unit != code && catalogue.units.is_within(unit, code)).count()
    };
    let above = catalogue.units.iter().filter(|unit| unit.level.as_deref() == Some("prefecture"));
    if let Some((n, unit)) =
        above.map(|unit| (below(&unit.code), unit)).max_by_key(|(n, unit)| (*n, Reverse(&unit.code)))
        && n > 1
    {
        let choice = Choice { within: Some(unit.code.clone()), transposed: true, ..Choice::default() };
        all.push((words.say("compare-all-in", &[("name", &unit.name), ("n", &n)]), choice));
    }
    html! {
        @if !all.is_empty() {
            h2 #examples { (words.get("page", "compare-examples")) }
            ul.chips { @for (name, choice) in all { li { a href=(choice.address(view)) lang=[view.foreign(&name)] { (name) } } } }
        }
    }
}
