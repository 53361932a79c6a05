//! The matrix of a comparison: mechanisms down and regions across, or the other way round.
//!
//! A store may fill thousands of cells, so that each is written in few bytes: a letter for its class, from which the style
//! sheet makes the mark, and the words.

use maud::{Markup, html};

use super::compare::{category, unusual};
use super::quote;
use super::view::View;
use crate::model::Status;
use crate::query::compare::{Cell, Comparison, Empty, Line, Region};

/// The table, in a frame of its own that scrolls.
pub(super) fn html(view: &View, answer: &Comparison, transposed: bool) -> Markup {
    let words = view.words;
    let caption = words
        .say("compare-size", &[("regions", &answer.regions.len()), ("mechanisms", &answer.mechanisms.len())]);
    html! {
        div.frame role="region" aria-labelledby="caption" tabindex="0" {
            table.matrix data-table="comparison" {
                caption #caption { span { (caption) } }
                @if transposed { (down(view, answer)) } @else { (across(view, answer)) }
            }
        }
    }
}

/// The lines of each function together.
fn groups(answer: &Comparison) -> impl Iterator<Item = &[Line]> {
    answer.mechanisms.chunk_by(|a, b| (a.candidate, &a.category) == (b.candidate, &b.category))
}

/// Regions across.
fn across(view: &View, answer: &Comparison) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (view.words.get("head", "mechanism")) }
            @for region in &answer.regions { th scope="col" { (head(view, answer, region)) } }
        } }
        @for lines in groups(answer) {
            tbody {
                tr.group { th scope="rowgroup" colspan=(answer.regions.len() + 1) { span { (category(view, &lines[0])) } } }
                @for line in lines {
                    tr { th scope="row" { (mechanism(view, line)) } @for cell in &line.cells { (written(view, cell)) } }
                }
            }
        }
    }
}

/// Regions down.
fn down(view: &View, answer: &Comparison) -> Markup {
    html! {
        colgroup {}
        @for lines in groups(answer) { colgroup span=(lines.len()) {} }
        thead {
            tr {
                th scope="row" { (view.words.get("head", "function")) }
                @for lines in groups(answer) { th scope="colgroup" colspan=(lines.len()) { span { (category(view, &lines[0])) } } }
            }
            tr {
                th scope="col" { (view.words.get("head", "region")) }
                @for line in &answer.mechanisms { th scope="col" { (mechanism(view, line)) } }
            }
        }
        tbody {
            @for (at, region) in answer.regions.iter().enumerate() {
                tr {
                    th scope="row" { (head(view, answer, region)) }
                    @for cell in answer.mechanisms.iter().filter_map(|line| line.cells.get(at)) { (written(view, cell)) }
                }
            }
        }
    }
}

/// A region, with its code where another bears the name.
fn head(view: &View, answer: &Comparison, region: &Region) -> Markup {
    let bearers = answer.regions.iter().filter(|other| other.name == region.name).count();
    html! {
        a href=(view.to(&format!("/region/{}", region.code))) lang=[view.foreign(&region.name)] { (region.name) }
        @if bearers > 1 { " " small { (region.code) } }
        " " small { (view.words.say("articles", &[("n", &region.articles)])) }
    }
}

fn mechanism(view: &View, line: &Line) -> Markup {
    html! { a href=(view.thing(&line.iri)) lang=[view.foreign(&line.label)] { (line.label) } }
}

/// A cell: the stage, and in a line of its own tier, reach, beginning and role; or why nothing stands there. It leads to
/// the words.
fn written(view: &View, cell: &Cell) -> Markup {
    let words = view.words;
    let (stage, more) = told(view, cell);
    let inside = html! { (stage) @if !more.is_empty() { br; (more.join(" ")) } };
    html! {
        td class=[class(cell)] {
            @if let Some(claim) = cell.claims.first() { a href=(quote::place(view, claim)) { (inside) } } @else { (inside) }
            @if cell.via.is_some() { " " small { (words.get("page", "compare-via")) } }
        }
    }
}

/// The stage, and what is told beside it; or the reason.
fn told<'a>(view: &View, cell: &'a Cell) -> (&'a str, Vec<String>) {
    let words = view.words;
    let reason = cell.empty.map_or("", |why| words.get("empty", why.as_str()));
    let Some(status) = &cell.status else { return (reason, Vec::new()) };
    let mut more = Vec::new();
    more.extend((!cell.tier.is_empty()).then(|| words.all("tier", &cell.tier)));
    more.extend(cell.coverage.as_deref().map(|coverage| words.get("coverage", coverage).to_owned()));
    more.extend(cell.since.clone());
    let unusual = unusual(&cell.roles);
    more.extend((!unusual.is_empty()).then(|| words.all("role", &unusual)));
    more.extend((cell.empty == Some(Empty::Conflicting)).then(|| reason.to_owned()));
    (words.get("status", status), more)
}

/// The letter of what a cell shows; what is found nowhere, the most of many, has none.
fn class(cell: &Cell) -> Option<&'static str> {
    match (&cell.status, cell.empty) {
        (Some(status), _) => status.parse().ok().map(letter),
        (None, Some(Empty::CoveredBySuperior)) => Some("s"),
        (None, Some(Empty::NoDocument)) => Some("x"),
        _ => None,
    }
}

fn letter(status: Status) -> &'static str {
    match status {
        Status::Adopted => "a",
        Status::Piloted => "t",
        Status::Planned => "p",
        Status::Discontinued => "d",
    }
}

/// What the marks mean.
pub(super) fn key(view: &View) -> Markup {
    let words = view.words;
    let stages = [Status::Adopted, Status::Piloted, Status::Planned, Status::Discontinued];
    let reasons = [("s", Empty::CoveredBySuperior), ("n", Empty::NothingFound), ("x", Empty::NoDocument)];
    html! {
        ul.chips.key {
            @for stage in stages { li class=(letter(stage)) { (words.get("status", stage.as_str())) } }
            @for (letter, why) in reasons { li class=(letter) { (words.get("empty", why.as_str())) } }
        }
    }
}
