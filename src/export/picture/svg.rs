//! A diagram as SVG, by a layout of our own.

use std::io::{self, Write};

use super::super::canvas::{Anchor, Canvas, FAINT, FONT, GREY, INK, cut, legend_width, width};
use super::layout::{Frame, Layout, MARGIN, PADDING, ROW, WIDEST, layout};
use super::{Diagram, Form, Item, Kind, Line, Link};

/// Where the things begin, below title and legend.
const TOP: i32 = 92;
/// How many lines can be told apart where they cross.
const FEW: usize = 60;
/// Half the height of a frame.
const HALF: i32 = 9;

pub(super) fn write(out: &mut impl Write, diagram: &Diagram) -> io::Result<()> {
    let layout = layout(diagram, TOP);
    let head = (width(&diagram.title, FONT + 5)).max(legend_width(&diagram.legend)) + 2 * MARGIN;
    let size = (layout.width.max(head), layout.height);
    let mut canvas = Canvas::new(out, size, (&diagram.title, &diagram.about, &diagram.language))?;
    canvas.words((MARGIN, 28), FONT + 5, Anchor::Start, INK, &diagram.title)?;
    canvas.legend((MARGIN, 60), &diagram.legend)?;
    for heading in &layout.headings {
        canvas.words((heading.x, heading.y), FONT - 1, Anchor::Start, GREY, &heading.words)?;
    }
    let mut ends = vec![Vec::new(); diagram.items.len()];
    for link in &diagram.links {
        ends[link.from].push(link.line);
        ends[link.to].push(link.line);
    }
    for link in &diagram.links {
        draw_link(&mut canvas, diagram, &layout, link, &ends)?;
    }
    for (item, frame) in diagram.items.iter().zip(&layout.frames) {
        draw_item(&mut canvas, item, *frame)?;
    }
    canvas.finish()
}

fn draw_link(
    canvas: &mut Canvas<impl Write>,
    diagram: &Diagram,
    layout: &Layout,
    link: &Link,
    ends: &[Vec<Line>],
) -> io::Result<()> {
    let [from, to] = [link.from, link.to].map(|at| layout.frames[at]);
    let [one, other] = [link.from, link.to].map(|at| &diagram.items[at]);
    if diagram.form == Form::Tree {
        // At right angles, the stem halfway, as a table of contents is drawn.
        let (x1, stem) = (right(one, from) + 4, to.x - ROW);
        let path = format!("M{x1} {}H{stem}V{}H{}", from.y, to.y, to.x - ROW / 2);
        return canvas.path(&path, link.line, false, "1");
    }
    let rightwards = other.column >= one.column;
    let (step, start, end) =
        if rightwards { (1, right(one, from), to.x) } else { (-1, from.x, right(other, to)) };
    // The mark stands where fewer lines end, so that marks do not hide each other; where lines of several stages meet
    // there, a little way off, where they part. Among many lines such marks would lie on others: there the line tells.
    let at_start = ends[link.from].len() < ends[link.to].len();
    let crowd = &ends[if at_start { link.from } else { link.to }];
    let (x1, x2, mark) = if crowd.iter().any(|line| line != &link.line) {
        let part = |from: i32, to: i32, parts: i32| from + (to - from) * parts / 64;
        let (x1, x2) = (start, end - step);
        let mark = if at_start {
            (part(x1, x2, 19), part(from.y, to.y, 10))
        } else {
            (part(x2, x1, 19), part(to.y, from.y, 10))
        };
        (x1, x2, (diagram.links.len() <= FEW).then_some(mark))
    } else if at_start {
        (start + 12 * step, end - step, Some((start + 6 * step, from.y)))
    } else {
        (start, end - 12 * step, Some((end - 6 * step, to.y)))
    };
    let bend = (x2 - x1) / 2;
    let path = format!("M{x1} {}C{} {} {} {} {x2} {}", from.y, x1 + bend, from.y, x2 - bend, to.y, to.y);
    let words = [one.label.as_str(), "→", &other.label, &link.label].join(" ");
    canvas.open(words.trim_end(), None)?;
    canvas.path(&path, link.line, link.full, opacity(diagram.links.len()))?;
    if let Some(mark) = mark {
        canvas.mark(mark, link.line)?;
    }
    canvas.close(None)
}

/// Where a thing ends, with what stands behind it.
fn right(item: &Item, frame: Frame) -> i32 {
    let behind = if item.note.is_empty() { 0 } else { width(&item.note, FONT - 2) + PADDING };
    frame.x + frame.width + behind
}

/// The more lines, the fainter each.
fn opacity(links: usize) -> &'static str {
    match links {
        _ if links <= FEW => "1",
        _ if links <= 300 => "0.7",
        _ if links <= 1000 => "0.5",
        _ => "0.3",
    }
}

fn draw_item(canvas: &mut Canvas<impl Write>, item: &Item, frame: Frame) -> io::Result<()> {
    let url = item.url.as_deref();
    let whole = [item.label.as_str(), &item.note].join(" ");
    canvas.open(whole.trim_end(), url)?;
    let place = (frame.x, frame.y - HALF, frame.width, 2 * HALF);
    match item.kind {
        Kind::Region => canvas.frame(place, 0, "#f4f7fa", (FAINT, ""))?,
        Kind::Mechanism => canvas.frame(place, HALF, "#fdf6ec", (FAINT, ""))?,
        Kind::Candidate => canvas.frame(place, HALF, "#ffffff", (GREY, "4 3"))?,
        Kind::Other => {}
    }
    let label = cut(&item.label, FONT, WIDEST);
    canvas.words((frame.x + PADDING, frame.y), FONT, Anchor::Start, INK, &label)?;
    if !item.note.is_empty() {
        let x = frame.x + frame.width + PADDING;
        canvas.words((x, frame.y), FONT - 2, Anchor::Start, GREY, &item.note)?;
    }
    if let Some(stage) = item.stage {
        canvas.mark((frame.x - 8, frame.y), stage)?;
    }
    canvas.close(url)
}
