//! Lines → paragraphs: lines that were wrapped or torn in mid-sentence belong together.

use super::line::{Line, Lines};
use super::mark::{End, closes};

/// Lines that make one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Indexes of the lines, in reading order.
    pub lines: Vec<usize>,
    /// Whether it is a heading.
    pub heading: bool,
}

/// Wrapped lines have at most so many columns; a paragraph on one line has more.
const MAX_COLUMN: usize = 120;

/// The least columns of a wrapped list.
const LIST_COLUMN: usize = 32;

/// The columns of a text whose printed lines are lines of their own; `None` where each line is a paragraph.
///
/// Wrapped text is known by lines that are about equally long and break off in mid-sentence.
pub(super) fn column(lines: &Lines, run: &[usize]) -> Option<usize> {
    if run.len() >= FEW {
        return column_of(lines, run, 50);
    }
    // Three lines do not tell; the rest of the page does.
    lines.column.filter(|column| run.iter().all(|i| lines[*i].width <= column + 4))
}

/// The column of a whole page. Fewer of its lines break off near the margin: its titles are among them.
pub(super) fn page_column(lines: &[Line]) -> Option<usize> {
    let all: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].is_text()).collect();
    column_of(lines, &all, 40)
}

/// Fewer lines do not tell whether they are wrapped.
const FEW: usize = 4;

/// The column where at least `share` of a hundred lines break off near the margin.
fn column_of(lines: &[Line], run: &[usize], share: usize) -> Option<usize> {
    let mut widths: Vec<usize> = run.iter().map(|i| lines[*i].width).filter(|w| *w <= MAX_COLUMN).collect();
    if widths.len() < FEW || widths.len() * 2 < run.len() {
        return None;
    }
    widths.sort_unstable();
    let column = widths[widths.len() * 4 / 5];
    let torn = run.iter().filter(|i| {
        let line = &lines[**i];
        matches!(line.end, End::Open | End::Comma) && line.width * 4 >= column * 3 && line.width <= MAX_COLUMN
    });
    if torn.count() * 100 >= run.len() * share {
        return Some(column);
    }
    // A list of short items is wrapped too where many of its lines break off at one margin, and none goes beyond.
    let margin =
        run.iter().map(|i| lines[*i].width).max().filter(|w| (LIST_COLUMN..=MAX_COLUMN).contains(w))?;
    let at_margin = run.iter().filter(|i| {
        let line = &lines[**i];
        matches!(line.end, End::Open | End::Comma) && line.width + 3 >= margin
    });
    (at_margin.count() * 3 >= run.len()).then_some(margin)
}

/// The paragraphs of the lines `run`.
pub(super) fn paragraphs(lines: &Lines, run: &[usize]) -> Vec<Group> {
    let column = column(lines, run);
    let usual_gap = usual_gap(lines, run);
    let indents = run.iter().filter(|i| lines[**i].indent).count();
    // Where all lines are indented, or each is a paragraph anyway, indents tell nothing more.
    let indents_tell = indents > 0 && (column.is_none() || indents * 3 < run.len() * 2);
    let heading = |i: usize| match column {
        // A wrapped line is as wide as the column, less the indent of a paragraph; a heading is narrower.
        Some(column) => lines[i].is_heading_like() && lines[i].width * 10 < column * 7,
        None => lines[i].is_heading_like(),
    };
    let mut groups: Vec<Group> = Vec::new();
    for (n, &i) in run.iter().enumerate() {
        if let Some(group) = groups.last_mut()
            && let Some(&last) = group.lines.last()
        {
            let (a, b) = (&lines[last], &lines[i]);
            let joined = match column {
                _ if group.heading || (indents_tell && b.indent) => false,
                None => matches!(a.end, End::Open | End::Comma) && !heading(i),
                Some(column) => match a.end {
                    // But a short one above an empty line is a line of its own: the key words, a date.
                    End::Open if b.gap > usual_gap && a.width * 4 < column * 3 => false,
                    // A torn line goes on in whatever follows, even in a last short line without a mark.
                    End::Open | End::Comma => true,
                    _ if heading(i) || b.gap > usual_gap => false,
                    // The line is full, and the next is not indented: the stop fell on the margin by chance.
                    End::Full => a.width + 2 >= column && b.width + 2 >= column,
                    End::Soft | End::Pause => a.width + 4 >= column,
                },
            };
            if joined {
                group.lines.push(i);
                continue;
            }
        }
        // A short line with another short one below is the broken end of something; with a full one, it heads that.
        let heads = |column: usize| {
            run.get(n + 1).is_none_or(|&next| {
                let apart = (i.min(next)..next).any(|above| lines[above + 1].gap > 0);
                apart || lines[next].width * 10 >= column * 9 && lines[i].end == End::Open
            })
        };
        groups.push(Group { lines: vec![i], heading: heading(i) && column.is_none_or(heads) });
    }
    groups
}

/// How many empty lines stand between most lines.
fn usual_gap(lines: &[Line], run: &[usize]) -> usize {
    let mut gaps: Vec<usize> = run.iter().skip(1).map(|i| lines[*i].gap).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied().unwrap_or(0)
}

/// Whether a paragraph breaks off: its last words close nothing.
pub(super) fn breaks_off(words: &str) -> bool {
    let last = words.chars().last();
    matches!(super::mark::end_of(words), End::Open | End::Comma) && !last.is_some_and(closes)
}
