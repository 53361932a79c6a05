//! Pictures inside pages: shapes that take their colours from the style sheet, so that they are light and dark with it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::view::View;
use crate::model::Status;
use crate::query::timeline::{Event, Timeline};

/// How far apart two marks are, and how far a year is from the next at least.
const MARK: i32 = 14;
const YEAR: i32 = 26;
/// How wide the picture is at least.
const WIDE: i32 = 640;
const MARGIN: i32 = 24;

/// The beginnings of a mechanism: a mark for each, those of a year above each other.
pub(super) fn timeline(view: &View, timeline: &Timeline) -> Markup {
    let mut years: BTreeMap<i32, Vec<&Event>> = BTreeMap::new();
    for event in &timeline.events {
        if let Some(year) = event.time.as_deref().and_then(|time| time.get(..4)?.parse().ok()) {
            years.entry(year).or_default().push(event);
        }
    }
    let (Some(first), Some(last)) = (years.keys().next().copied(), years.keys().last().copied()) else {
        return html! {};
    };
    let step = (WIDE / (last - first + 1)).clamp(YEAR, 72);
    let height = |marks: usize| MARK * i32::try_from(marks).unwrap_or(0);
    let base = height(years.values().map(Vec::len).max().unwrap_or(0)) + 12;
    let (wide, high) = (step * (last - first + 1) + 2 * MARGIN, base + 28);
    let x = |year: i32| MARGIN + step * (year - first) + step / 2;
    // Figures of four digits need room: of narrow years only some are named.
    let every = if step < 40 { 5 } else { 1 };
    let title = view.words.say("timeline", &[("mechanism", &timeline.mechanism.label)]);
    html! {
        div.picture tabindex="0" role="region" aria-label=(title) {
            svg width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="img" aria-labelledby="picture-title" {
                title #picture-title { (title) }
                line.axis x1=(MARGIN) y1=(base) x2=(wide - MARGIN) y2=(base) {}
                @for year in first..=last {
                    line.tick x1=(x(year)) y1=(base) x2=(x(year)) y2=(base + 4) {}
                    @if year % every == 0 || year == first { text x=(x(year)) y=(base + 20) text-anchor="middle" { (year) } }
                }
                @for (year, events) in &years {
                    @for (event, above) in events.iter().zip(1..) { (mark(view, event, x(*year), base - MARK * above + 3)) }
                }
            }
        }
    }
}

/// The mark of a stage: full, half full, empty, crossed out.
fn mark(view: &View, event: &Event, x: i32, y: i32) -> Markup {
    let is = |status: Status| event.status == status.as_str();
    html! {
        g class=(event.status) stroke-width="1.5" {
            title lang=[view.foreign(&event.name)] { (event.name) " · " (event.time.as_deref().unwrap_or_default()) " · " (view.words.get("status", &event.status)) }
            @if is(Status::Discontinued) {
                path d={ "M" (x - 4) " " (y - 4) "l8 8m0 -8l-8 8" } {}
            } @else {
                circle cx=(x) cy=(y) r="5" {}
            }
            @if is(Status::Piloted) { path.half d={ "M" (x) " " (y - 5) "a5 5 0 0 0 0 10z" } {} }
        }
    }
}
