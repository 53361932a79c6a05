//! Columns that a page prints twice: the text is kept once.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;
use super::torn::{Mentions, Unit};
use crate::text::fold;

/// A repeated stretch shorter than this many characters may be chance.
const MIN_CHARS: usize = 40;

/// A stretch of lines that stands on the page twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repeat {
    /// The lines that are left out.
    pub dropped: Vec<usize>,
    /// The lines that are kept.
    pub kept: Vec<usize>,
}

/// Finds the repeats among the lines `text`, ascending.
pub(super) fn repeats(page: &str, lines: &[Line], text: &[usize], mentions: &Mentions) -> Vec<Repeat> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    let mut runs: Vec<Vec<(usize, usize)>> = Vec::new();
    for (at, &line) in text.iter().enumerate() {
        let words = lines[line].span.of(page);
        // Headings recur by right; they go with the stretch that they stand on.
        if words.chars().nth(14).is_none() || lines[line].is_heading_like() && lines[line].width < 36 {
            continue;
        }
        let Some(&before) = first.get(words) else {
            first.insert(words, at);
            continue;
        };
        let no_prose =
            |range: std::ops::Range<usize>| range.into_iter().all(|k| lines[text[k]].is_heading_like());
        match runs.last_mut() {
            Some(run)
                if run
                    .last()
                    .is_some_and(|(a, b)| *a < before && no_prose(a + 1..before) && no_prose(b + 1..at)) =>
            {
                run.push((before, at));
            }
            _ => runs.push(vec![(before, at)]),
        }
    }
    let long = |run: &Vec<(usize, usize)>| {
        run.iter().map(|(a, _)| lines[text[*a]].span.of(page).chars().count()).sum::<usize>() >= MIN_CHARS
    };
    runs.retain(long);
    if runs.is_empty() {
        return Vec::new();
    }
    let taken: BTreeSet<usize> = runs.iter().flatten().flat_map(|(a, b)| [*a, *b]).collect();
    let named: Vec<Option<Unit<'_>>> =
        text.iter().map(|i| mentions.of(lines[*i].span.of(page)).into_iter().next()).collect();
    // For each line the last one above that names a region, repeats passed over.
    let mut above = Vec::with_capacity(text.len());
    let mut last = None;
    for (at, unit) in named.iter().enumerate() {
        above.push(last);
        last = if unit.is_some() && !taken.contains(&at) { Some(at) } else { last };
    }
    runs.iter().map(|run| choose(page, lines, text, run, &named, &above)).collect()
}

/// The first printing is kept, unless only the second stands among text of its own region.
fn choose(
    page: &str,
    lines: &[Line],
    text: &[usize],
    run: &[(usize, usize)],
    named: &[Option<Unit<'_>>],
    above: &[Option<usize>],
) -> Repeat {
    let above = |at: usize| above[at].and_then(|k| named[k]);
    let own = run.iter().find_map(|(a, _)| named[*a]);
    let (mut a, mut b): (Vec<usize>, Vec<usize>) = run.iter().copied().unzip();
    let second = own.is_some() && above(b[0]) == own && above(a[0]).is_some_and(|r| Some(r) != own);
    // A heading printed above both goes with them.
    if let (Some(over_a), Some(over_b)) = (a[0].checked_sub(1), b[0].checked_sub(1)) {
        let words = |at: usize| fold(lines[text[at]].span.of(page));
        if over_b > over_a && lines[text[over_a]].is_heading_like() && words(over_a) == words(over_b) {
            a.insert(0, over_a);
            b.insert(0, over_b);
        }
    }
    let lines_of = |places: Vec<usize>| places.into_iter().map(|at| text[at]).collect();
    let (dropped, kept) = if second { (a, b) } else { (b, a) };
    Repeat { dropped: lines_of(dropped), kept: lines_of(kept) }
}
