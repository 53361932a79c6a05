//! Mechanisms by regions: a mark in each cell, or the sign of why none stands there.

use std::io::{self, Write};

use super::super::canvas::{Anchor, Canvas, FAINT, FONT, GREY, INK, cut, legend_width, width};
use super::super::picture::{Line, Say};
use crate::query::compare::{Cell, Comparison, Empty};

const MARGIN: i32 = 24;
const ROW: i32 = 22;
const COLUMN: i32 = 30;
/// The widest name of a mechanism.
const WIDEST: i32 = 320;

/// Draws a comparison. Names of regions stand upright over their columns, one character under the other.
///
/// # Errors
/// Where `out` cannot be written.
pub fn matrix(out: &mut impl Write, answer: &Comparison, title: &str, say: Say<'_>) -> io::Result<()> {
    let longest = answer.regions.iter().map(|region| region.name.chars().count()).max().unwrap_or_default();
    let high = i32::try_from(longest).unwrap_or(0) * FONT;
    let top = 104 + high;
    let names = answer.mechanisms.iter().map(|line| width(&line.label, FONT).min(WIDEST)).max();
    let left = MARGIN + names.unwrap_or_default() + 16;
    let legend = legend(answer, say);
    let note = say("picture", "matrix-note");
    let headings = headings(answer);
    let rows = answer.mechanisms.len() + headings;
    let grid = left + COLUMN * i32::try_from(answer.regions.len()).unwrap_or(0);
    let bottom = top + ROW * i32::try_from(rows).unwrap_or(0);
    let head = width(title, FONT + 5).max(legend_width(&legend)).max(width(&note, FONT - 1)) + 2 * MARGIN;
    let size = ((grid + MARGIN).max(head), bottom + MARGIN);
    let mut canvas = Canvas::new(out, size, (title, &note, &say("picture", "language")))?;
    canvas.words((MARGIN, 28), FONT + 5, Anchor::Start, INK, title)?;
    canvas.words((MARGIN, 52), FONT - 1, Anchor::Start, GREY, &note)?;
    canvas.legend((MARGIN, 76), &legend)?;
    for (region, x) in answer.regions.iter().zip((left + COLUMN / 2..).step_by(30)) {
        canvas.rule([x, top, x, bottom], FAINT)?;
        for (letter, y) in region.name.chars().rev().zip((0..).map(|n| top - 12 - n * FONT)) {
            canvas.words((x, y), FONT - 1, Anchor::Middle, INK, &letter.to_string())?;
        }
    }
    let mut y = top;
    let mut group = None;
    for line in &answer.mechanisms {
        let category = heading(line);
        if group != Some(category) {
            group = Some(category);
            let words = category.map_or_else(|| say("picture", "candidates"), str::to_owned);
            canvas.words((MARGIN, y + ROW / 2), FONT - 1, Anchor::Start, GREY, &words)?;
            y += ROW;
        }
        canvas.rule([left, y + ROW / 2, grid, y + ROW / 2], FAINT)?;
        let label = cut(&line.label, FONT, WIDEST);
        canvas.words((left - 16, y + ROW / 2), FONT, Anchor::End, INK, &label)?;
        for ((cell, region), x) in
            line.cells.iter().zip(&answer.regions).zip((left + COLUMN / 2..).step_by(30))
        {
            let words = format!("{} {} {}", region.name, line.label, state(cell, say));
            draw(&mut canvas, cell, (x, y + ROW / 2), &words)?;
        }
        y += ROW;
    }
    canvas.finish()
}

/// What a line stands under; `None` for names outside the ontology.
fn heading(line: &crate::query::compare::Line) -> Option<&str> {
    line.category.as_deref().filter(|_| !line.candidate)
}

/// How many headings stand between the lines.
fn headings(answer: &Comparison) -> usize {
    let mut all: Vec<Option<&str>> = answer.mechanisms.iter().map(heading).collect();
    all.dedup();
    all.len()
}

fn draw(canvas: &mut Canvas<impl Write>, cell: &Cell, (x, y): (i32, i32), words: &str) -> io::Result<()> {
    canvas.open(words, None)?;
    if cell.coverage.as_deref() == Some("full") {
        canvas.frame((x - 9, y - 9, 18, 18), 9, "#ffffff", (INK, ""))?;
    }
    match (&cell.status, cell.empty) {
        (Some(status), _) => canvas.mark((x, y), Line::of_status(status))?,
        (None, Some(Empty::CoveredBySuperior)) => {
            canvas.words((x, y), FONT, Anchor::Middle, INK, "↓")?;
        }
        (None, Some(Empty::NoDocument)) => canvas.words((x, y), FONT, Anchor::Middle, GREY, "–")?,
        _ => {}
    }
    canvas.close(None)
}

/// A cell in words.
fn state(cell: &Cell, say: Say<'_>) -> String {
    let stage = cell.status.as_deref().map(|status| say("status", status));
    let reach = cell.coverage.as_deref().map(|coverage| say("coverage", coverage));
    let why = cell.empty.map(|why| say("empty", why.as_str()));
    let parts: Vec<String> = stage.into_iter().chain(reach).chain(cell.since.clone()).chain(why).collect();
    parts.join(" ")
}

fn legend(answer: &Comparison, say: Say<'_>) -> Vec<(Line, String)> {
    let statuses =
        answer.mechanisms.iter().flat_map(|line| &line.cells).filter_map(|cell| cell.status.as_deref());
    let lines: std::collections::BTreeMap<Line, &str> =
        statuses.map(|status| (Line::of_status(status), status)).collect();
    lines.into_iter().map(|(line, status)| (line, say("status", status))).collect()
}
