//! Paragraphs that a program broke off at a fixed number of characters or of columns.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::Print;
use crate::segment::mark::{End, end_of, width};

/// No program breaks lines off at fewer columns.
const LEAST: usize = 30;
/// Lines of one length are chance below this number, and below this share of a hundred.
const FEW: usize = 4;
const SHARE: usize = 35;

/// The lines that go on in the next, ascending.
pub(super) fn wrapped(page: &str, lines: &[Print<'_>], dropped: &BTreeSet<usize>) -> Vec<usize> {
    let columns = |line: &Print<'_>| width(line.raw.of(page).trim_end());
    // A character of Chinese takes two columns; what counts characters counts a figure as much.
    let chars = |line: &Print<'_>| 2 * line.raw.of(page).trim_end().chars().count();
    let (numbers, kept): (Vec<usize>, Vec<&Print<'_>>) =
        lines.iter().enumerate().filter(|(i, _)| !dropped.contains(i)).unzip();
    let found = [by(page, &kept, columns), by(page, &kept, chars)];
    let most = found.into_iter().flatten().max_by_key(Vec::len).unwrap_or_default();
    most.into_iter().map(|i| numbers[i]).collect()
}

fn by(page: &str, lines: &[&Print<'_>], length: impl Fn(&Print<'_>) -> usize) -> Option<Vec<usize>> {
    let lengths: Vec<usize> =
        lines.iter().map(|line| if line.words.is_empty() { 0 } else { length(line) }).collect();
    let mut often: BTreeMap<usize, usize> = BTreeMap::new();
    for length in lengths.iter().filter(|length| **length >= LEAST) {
        *often.entry(*length).or_default() += 1;
    }
    let (column, _) = often.into_iter().max_by_key(|(_, count)| *count)?;
    // Half a Chinese character does not fit, and a blank at the end is not seen.
    let full: RangeInclusive<usize> = column - 2..=column;
    let first = lengths.iter().position(|length| full.contains(length))?;
    let run = || lengths[first..].iter().filter(|length| **length > 0);
    let at_margin: Vec<usize> = (first..lines.len()).filter(|i| full.contains(&lengths[*i])).collect();
    let open = |i: &usize| matches!(end_of(&lines[*i].words), End::Open | End::Comma);
    let torn = at_margin.iter().filter(|i| open(i)).count();
    // The others end their paragraphs, or are short. Where many do not, something else parted the lines.
    let ragged =
        (first..lines.len()).filter(|i| (column / 2..column - 2).contains(&lengths[*i]) && open(i)).count();
    let sure = at_margin.len() >= FEW
        && at_margin.len() * 100 >= run().count() * SHARE
        && torn * 3 >= at_margin.len() * 2
        && ragged * 10 <= at_margin.len()
        && run().all(|length| *length <= column);
    let indented = |i: usize| lines[i].raw.of(page).starts_with(['\u{3000}', '\t']);
    let goes_on = |i: &usize| lines.get(i + 1).is_some_and(|next| !next.words.is_empty()) && !indented(i + 1);
    sure.then(|| at_margin.into_iter().filter(goes_on).collect())
}
