//! Where the things of a diagram stand, in pixels: columns with groups, or a tree that grows to the right.
//!
//! Generic layouts know neither that a region lies in another nor that mechanisms have functions, and their boxes are
//! not made for Chinese. These two need no search: a list reads best from top to bottom.

use std::collections::BTreeMap;

use super::super::canvas::{FONT, width};
use super::{Diagram, Form, Item};

/// The height of a row.
pub(super) const ROW: i32 = 24;
/// What is left free at the edges.
pub(super) const MARGIN: i32 = 24;
/// The widest that a name is drawn.
pub(super) const WIDEST: i32 = 300;
/// Between a frame and its words.
pub(super) const PADDING: i32 = 8;

/// A thing's frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Frame {
    pub(super) x: i32,
    /// Its middle.
    pub(super) y: i32,
    pub(super) width: i32,
}

/// A heading over things: its left end and middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) words: String,
}

/// Where all stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) frames: Vec<Frame>,
    pub(super) headings: Vec<Heading>,
}

/// Places the things below `top`.
pub(super) fn layout(diagram: &Diagram, top: i32) -> Layout {
    match diagram.form {
        Form::Columns => columns(diagram, top),
        Form::Tree => tree(diagram, top),
    }
}

/// The width of a thing's frame.
fn frame_width(item: &Item) -> i32 {
    width(&item.label, FONT).min(WIDEST) + 2 * PADDING
}

/// What stands behind the frame.
fn note_width(item: &Item) -> i32 {
    if item.note.is_empty() { 0 } else { width(&item.note, FONT - 2) + PADDING }
}

/// Rows of a column: headings and things.
enum RowOf<'a> {
    Heading(&'a str),
    Item(usize),
}

fn columns(diagram: &Diagram, top: i32) -> Layout {
    let last = diagram.items.iter().map(|item| item.column).max().unwrap_or_default();
    let mut rows: Vec<Vec<RowOf<'_>>> = Vec::new();
    for column in 0..=last {
        let mut of = Vec::new();
        let mut group = "";
        for (at, item) in diagram.items.iter().enumerate().filter(|(_, item)| item.column == column) {
            if item.group != group {
                group = &item.group;
                of.push(RowOf::Heading(group));
            }
            of.push(RowOf::Item(at));
        }
        rows.push(of);
    }
    let first = rows.iter().position(|of| !of.is_empty()).unwrap_or_default();
    let most = rows.iter().map(Vec::len).max().unwrap_or_default();
    let height = ROW * count(most);
    let mut layout = Layout { frames: vec![Frame::default(); diagram.items.len()], ..Layout::default() };
    let mut x = MARGIN;
    for (column, of) in rows.iter().enumerate().filter(|(_, of)| !of.is_empty()) {
        let things: Vec<&Item> = diagram.items.iter().filter(|item| item.column == column).collect();
        let widest = things.iter().map(|item| frame_width(item)).max().unwrap_or_default();
        // A short column is spread, so that lines to a long one stay flat; yet not so far that it falls apart.
        let step = (height / count(of.len().max(1))).clamp(ROW, 4 * ROW);
        let mut y = top + (height - step * count(of.len())) / 2 + step / 2;
        for row in of {
            match row {
                RowOf::Heading(words) => {
                    layout.headings.push(Heading {
                        x,
                        y: y + step / 2 - ROW / 2,
                        words: (*words).to_owned(),
                    });
                }
                RowOf::Item(at) => {
                    let width = frame_width(&diagram.items[*at]);
                    // Names of the first column end where its lines begin.
                    let shift = if column == first { widest - width } else { 0 };
                    layout.frames[*at] = Frame { x: x + shift, y, width };
                }
            }
            y += step;
        }
        let notes = things.iter().map(|item| note_width(item)).max().unwrap_or_default();
        let headings = of.iter().filter_map(|row| match row {
            RowOf::Heading(words) => Some(width(words, FONT - 1)),
            RowOf::Item(_) => None,
        });
        let heading = headings.max().unwrap_or_default();
        let right = (widest + notes).max(if column == first { 0 } else { heading });
        layout.width = x + right.max(heading) + MARGIN;
        x += right + gap(height);
    }
    layout.height = top + height + MARGIN;
    layout
}

/// Between columns: the taller, the wider, or lines would run straight up and down.
fn gap(height: i32) -> i32 {
    (height / 5).clamp(180, 900)
}

fn tree(diagram: &Diagram, top: i32) -> Layout {
    let mut below: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut is_below = vec![false; diagram.items.len()];
    for link in &diagram.links {
        below.entry(link.from).or_default().push(link.to);
        is_below[link.to] = true;
    }
    let mut widest: BTreeMap<usize, i32> = BTreeMap::new();
    for item in &diagram.items {
        let width = widest.entry(item.column).or_default();
        *width = (*width).max(frame_width(item) + note_width(item));
    }
    let mut start: BTreeMap<usize, i32> = BTreeMap::new();
    let mut x = MARGIN + ROW;
    for (column, width) in &widest {
        start.insert(*column, x);
        x += width + 3 * ROW;
    }
    let mut layout = Layout { frames: vec![Frame::default(); diagram.items.len()], ..Layout::default() };
    let mut y = top + ROW / 2;
    // Depth first, without recursion: a thing is placed when all below it are.
    let mut open: Vec<(usize, bool)> =
        (0..diagram.items.len()).rev().filter(|&at| !is_below[at]).map(|at| (at, false)).collect();
    while let Some((at, seen)) = open.pop() {
        let children = below.get(&at).map(Vec::as_slice).unwrap_or_default();
        let item = &diagram.items[at];
        let frame = |y: i32| Frame { x: start[&item.column], y, width: frame_width(item) };
        match children {
            [] => {
                layout.frames[at] = frame(y);
                y += ROW;
            }
            [first, .., last] if seen => {
                layout.frames[at] = frame(i32::midpoint(layout.frames[*first].y, layout.frames[*last].y));
            }
            [only] if seen => layout.frames[at] = frame(layout.frames[*only].y),
            children => {
                open.push((at, true));
                open.extend(children.iter().rev().map(|&child| (child, false)));
            }
        }
    }
    layout.width = x - 2 * ROW + MARGIN;
    layout.height = y + MARGIN;
    layout
}

/// A count as a number of pixels' rows.
fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX / ROW)
}
