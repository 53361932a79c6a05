//! When a mechanism began where: a row a region, the years from left to right.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::canvas::{Anchor, Canvas, FAINT, FONT, GREY, INK, cut, legend_width, width};
use super::super::picture::{Line, Say};
use crate::query::timeline::{Event, Timeline};

const MARGIN: i32 = 24;
const ROW: i32 = 26;
const TOP: i32 = 116;
/// The widest name of a region.
const WIDEST: i32 = 200;
/// A year's width, at least.
const YEAR: i32 = 44;

/// A region and what is dated of it.
struct Row<'a> {
    name: &'a str,
    events: Vec<&'a Event>,
    reported: bool,
}

/// Draws the beginnings, the earliest region on top; where none is told, an arrow from the first report leads back:
/// it began then or earlier.
///
/// # Errors
/// Where `out` cannot be written.
pub fn timeline(out: &mut impl Write, timeline: &Timeline, title: &str, say: Say<'_>) -> io::Result<()> {
    let rows = rows(timeline);
    let years: Vec<i32> = rows.iter().flat_map(|row| &row.events).filter_map(|event| year(event)).collect();
    let (first, last) = (years.iter().min().copied(), years.iter().max().copied());
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0) + 1);
    let step = (900 / (last - first).max(1)).clamp(YEAR, 160);
    let names = rows.iter().map(|row| width(row.name, FONT).min(WIDEST)).max().unwrap_or_default();
    let left = MARGIN + names + 40;
    let right = left + step * (last - first);
    let bottom = TOP + ROW * i32::try_from(rows.len()).unwrap_or(0);
    let legend = legend(timeline, say);
    let note = say("picture", "timeline-note");
    let head = width(title, FONT + 5).max(legend_width(&legend)).max(width(&note, FONT - 1)) + 2 * MARGIN;
    let size = ((right + 170).max(head), bottom + MARGIN);
    let mut canvas = Canvas::new(out, size, (title, &note, &say("picture", "language")))?;
    canvas.words((MARGIN, 28), FONT + 5, Anchor::Start, INK, title)?;
    canvas.words((MARGIN, 52), FONT - 1, Anchor::Start, GREY, &note)?;
    canvas.legend((MARGIN, 76), &legend)?;
    for year in first..=last {
        let x = left + step * (year - first);
        canvas.rule([x, TOP - 8, x, bottom], FAINT)?;
        if year < last {
            canvas.words((x + step / 2, TOP - 16), FONT - 2, Anchor::Middle, GREY, &year.to_string())?;
        }
    }
    for (row, y) in rows.iter().zip((TOP + ROW / 2..).step_by(26)) {
        let name = cut(row.name, FONT, WIDEST);
        canvas.words((left - 40, y), FONT, Anchor::End, INK, &name)?;
        let mut end = left;
        for event in &row.events {
            let Some(year) = year(event) else { continue };
            let x = left + step * (year - first) + month(event) * step / 12;
            let line = Line::of_status(&event.status);
            canvas.open(&tip(event, say), event.claims.first().map(|claim| claim.article.as_str()))?;
            // What is only planned has not begun.
            if row.reported && line != Line::Planned {
                canvas.rule([left - 24, y, x - 6, y], GREY)?;
                canvas.rule([left - 24, y, left - 18, y - 4], GREY)?;
                canvas.rule([left - 24, y, left - 18, y + 4], GREY)?;
            }
            canvas.mark((x, y), line)?;
            canvas.close(event.claims.first().map(|claim| claim.article.as_str()))?;
            end = end.max(x);
        }
        let told: Vec<String> = row.events.iter().map(|event| told(event, say)).collect();
        let told = if told.is_empty() { say("text", "undated") } else { told.join("  ") };
        canvas.words((end + 12, y), FONT - 2, Anchor::Start, GREY, &told)?;
    }
    canvas.finish()
}

fn rows(timeline: &Timeline) -> Vec<Row<'_>> {
    let mut rows: BTreeMap<&str, Row<'_>> = BTreeMap::new();
    for (events, reported) in [(&timeline.events, false), (&timeline.undated, true)] {
        for event in events {
            let row = rows.entry(&event.code).or_insert_with(|| Row {
                name: &event.name,
                events: vec![],
                reported,
            });
            // A region whose beginning is told needs no report besides.
            if row.reported == reported {
                row.events.extend(event.time.is_some().then_some(event));
            }
        }
    }
    let mut rows: Vec<Row<'_>> = rows.into_values().collect();
    rows.sort_by_key(|row| {
        let first = row.events.first().and_then(|event| event.time.as_deref());
        (first.is_none(), row.reported, first)
    });
    rows
}

fn legend(timeline: &Timeline, say: Say<'_>) -> Vec<(Line, String)> {
    let all = timeline.events.iter().chain(&timeline.undated);
    let lines: std::collections::BTreeSet<Line> = all.map(|event| Line::of_status(&event.status)).collect();
    let word = |line| match line {
        Line::Adopted => say("status", "adopted"),
        Line::Piloted => say("status", "piloted"),
        Line::Discontinued => say("status", "discontinued"),
        _ => say("status", "planned"),
    };
    lines.into_iter().map(|line| (line, word(line))).collect()
}

fn year(event: &Event) -> Option<i32> {
    event.time.as_deref()?.get(..4)?.parse().ok()
}

/// The month, from 0; the middle of a year of which no month is told.
fn month(event: &Event) -> i32 {
    let month = event.time.as_deref().and_then(|time| time.get(5..7)?.parse::<i32>().ok());
    month.map_or(6, |month| month - 1)
}

fn told(event: &Event, say: Say<'_>) -> String {
    format!("{} {}", event.time.as_deref().unwrap_or_default(), say("since", &event.kind))
}

fn tip(event: &Event, say: Say<'_>) -> String {
    let quote = event.claims.first().map(|claim| claim.quote.as_str()).unwrap_or_default();
    format!("{} {} {quote}", event.name, told(event, say))
}
