//! Torn pages: articles that run into each other without a byline, and titles that stand inside a body.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::Draft;
use super::line::Lines;
use super::mark::End;
use super::paragraph::column;
use super::repeat::Repeat;
use crate::model::RegionCode;
use crate::resource::{Lexicon, OrganRules, Regions};
use crate::text::fold;

/// Finds the units whose organs a text names: `赤壁市人大常委会`, `邳州市委`. Cities and counties by full name;
/// provinces would not tell two articles apart.
pub(super) struct Mentions<'a> {
    regions: &'a Regions,
    rules: &'a OrganRules,
}

/// The units that one name may mean.
pub(super) type Unit<'a> = &'a BTreeSet<RegionCode>;

impl<'a> Mentions<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self { regions: &lexicon.regions, rules: &lexicon.page.furniture.organ }
    }

    /// The units named in `text`, in order.
    pub(super) fn of(&self, text: &str) -> Vec<Unit<'a>> {
        let text = fold(text);
        self.places(&text).into_iter().map(|(_, unit)| unit).collect()
    }

    /// The units named in folded text, each with the byte where its name starts.
    fn places(&self, text: &str) -> Vec<(usize, Unit<'a>)> {
        let mut ends: Vec<usize> =
            self.rules.words.iter().flat_map(|w| text.match_indices(w.as_str()).map(|(at, _)| at)).collect();
        ends.sort_unstable();
        ends.dedup();
        let longest_name_before = |end: usize| {
            let starts = text[..end].char_indices().rev().map(|(i, _)| i).take(self.regions.longest_name());
            starts.filter_map(|start| Some((start, self.regions.by_name(&text[start..end])?))).last()
        };
        ends.into_iter().filter_map(longest_name_before).collect()
    }

    /// Whether `text` introduces `unit` with its province, as the first sentence of an article does.
    fn introduces(&self, text: &str, unit: Unit<'_>) -> bool {
        let text = fold(text);
        self.places(&text).iter().any(|(start, found)| {
            *found == unit && self.regions.provinces().any(|p| text[..*start].ends_with(p.name.as_str()))
        })
    }

    /// Whether one lies in the other, by any reading of the names.
    fn related(&self, a: Unit<'_>, b: Unit<'_>) -> bool {
        a.iter().any(|x| b.iter().any(|y| self.regions.is_within(x, y) || self.regions.is_within(y, x)))
    }
}

/// Parts a draft where the text turns from one region to another for good.
///
/// Only for pages known to be torn: an article that surveys several regions turns too.
pub(super) fn part(mentions: &Mentions, page: &str, lines: &Lines, draft: Draft) -> Vec<Draft> {
    let mut said: Vec<Vec<Unit>> = draft.lines.iter().map(|i| mentions.of(lines[*i].span.of(page))).collect();
    let mut parts = Vec::new();
    let mut rest = draft;
    while let Some(at) = turn(mentions, page, lines, &rest.lines, &said) {
        said = said.split_off(at);
        let tail = rest.lines.split_off(at);
        parts.push(rest);
        rest = Draft { lines: tail, ..Draft::default() };
    }
    parts.push(rest);
    for part in &mut parts[1..] {
        part.take_title(lines);
    }
    parts
}

/// Where in `run`, whose lines name the units `said`, the next article begins; never at its first line.
fn turn(mentions: &Mentions, page: &str, lines: &Lines, run: &[usize], said: &[Vec<Unit>]) -> Option<usize> {
    let home = said.iter().flatten().next()?;
    let last_home = said.iter().rposition(|units| units.iter().any(|u| mentions.related(u, home)))?;
    let (first_other, other) = said
        .iter()
        .enumerate()
        .skip(last_home + 1)
        .find_map(|(at, units)| units.iter().find(|u| !mentions.related(u, home)).map(|u| (at, u)))?;
    let heading = (last_home + 1..first_other).rev().find(|at| lines[run[*at]].is_heading_like());
    // `湖北省赤壁市人大常委会…` is how an article begins: it needs no title above.
    let introduced = mentions.introduces(lines[run[first_other]].span.of(page), other);
    if introduced && heading.is_none_or(|at| at + 1 < first_other) {
        return Some(first_other);
    }
    heading
}

/// Moves what follows a repeat to where the repeat was kept: the second printing of a column goes on where the
/// first broke off.
pub(super) fn rejoin(lines: &Lines, repeats: &[Repeat], drafts: &mut [Draft]) {
    let owner: BTreeMap<usize, usize> =
        drafts.iter().enumerate().flat_map(|(n, d)| d.lines.iter().map(move |i| (*i, n))).collect();
    for repeat in repeats {
        let (Some(kept), Some(dropped)) = (repeat.kept.last(), repeat.dropped.last()) else { continue };
        let (Some(&to), Some(&from)) = (owner.get(kept), owner.get(&(dropped + 1))) else { continue };
        // Only behind the second printing, and only where the first was the end of its article.
        if dropped < kept || from == to || drafts[to].lines.last() != Some(kept) {
            continue;
        }
        let tail = drafts[from].lines.partition_point(|i| i < dropped);
        let follows = drafts[from].lines.get(tail) == Some(&(dropped + 1));
        if tail > 0 && follows && drafts[from].lines[tail..].iter().all(|i| lines[*i].is_prose()) {
            let moved = drafts[from].lines.split_off(tail);
            drafts[to].lines.extend(moved);
        }
    }
}

/// Takes a title that stands inside the body of an article that has none: a heading that parts a sentence, else the
/// one that shares most with the article's first words.
pub(super) fn take_inner_title(page: &str, lines: &Lines, draft: &mut Draft) -> bool {
    if !draft.head.title.is_empty() || column(lines, &draft.lines).is_some() {
        return false;
    }
    let Some(lead) = draft.lines.iter().find(|i| lines[**i].is_prose()) else { return false };
    let lead: Vec<char> = fold(lines[*lead].span.of(page)).chars().take(600).collect();
    let headings: Vec<usize> = draft.lines.iter().copied().filter(|i| lines[*i].is_heading_like()).collect();
    let shared = |i: usize| {
        let heading: Vec<char> = fold(lines[i].span.of(page)).chars().collect();
        longest_common(&heading, &lead)
    };
    // What stands in the middle of a sentence is no heading of a section.
    let breaks = |j: usize| lines[j].is_prose() && matches!(lines[j].end, End::Open | End::Comma);
    let parting: BTreeSet<usize> = draft.lines.windows(2).filter(|w| breaks(w[0])).map(|w| w[1]).collect();
    let least = if headings.len() == 1 { 2 } else { 5 };
    let best = headings
        .into_iter()
        .map(|i| (parting.contains(&i), shared(i), i))
        .filter(|(parts, n, _)| *parts || *n >= least);
    // Of equals, the first.
    let best = best.max_by_key(|(parts, n, i)| (*parts, *n, std::cmp::Reverse(*i)));
    let Some((_, _, title)) = best else { return false };
    draft.lines.retain(|i| *i != title);
    draft.head.title = vec![title];
    true
}

/// The length of the longest stretch that both have.
fn longest_common(a: &[char], b: &[char]) -> usize {
    let mut best = 0;
    let mut row = vec![0; b.len() + 1];
    for x in a {
        for (j, y) in b.iter().enumerate().rev() {
            row[j + 1] = if x == y { row[j] + 1 } else { 0 };
            best = best.max(row[j + 1]);
        }
    }
    best
}
