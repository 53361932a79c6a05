//! Where a page of paper ends inside the text: its number, and what stands at the foot and the head of every page.

use std::collections::{BTreeMap, BTreeSet};

use super::Print;
use crate::resource::{FurnitureRules, PageRules};
use crate::segment::byline;
use crate::segment::line::{Kind, kind};
use crate::segment::mark::{End, end_of, ends_clause, ends_sentence};
use crate::text::fold;

/// The longest line that is tried, in characters.
const LONGEST: usize = 40;
/// A line of so many characters is no heading.
const PROSE: usize = 40;
/// So many lines at most stand above the text.
const TOP: usize = 50;
/// What stands so often in mid-sentence is no line that was printed again.
const OFTEN: usize = 3;
/// How often the sign is passed on: a head may stand beside a foot that stands beside a number.
const ROUNDS: usize = 3;

/// Lines that stand together between two pages.
pub(super) struct PageEnd {
    /// Numbers, feet and heads, ascending.
    pub lines: Vec<usize>,
    /// The empty lines around them, where they tear a sentence or a paragraph.
    pub blank: Vec<usize>,
    /// The line above, where what stands below is surely of its paragraph.
    pub joined: Option<usize>,
    /// Whether there is text on both sides.
    pub inside: bool,
}

/// What a line may be at the end of a page.
struct Row<'a> {
    /// Which line it is.
    line: usize,
    words: &'a str,
    /// Folded, with each number a sign, where it is short and closes no sentence.
    key: Option<String>,
    /// Whether only short lines stand above.
    top: bool,
    /// Whether it begins with a form feed, or is a page number.
    marked: bool,
}

/// The ends of pages, in order.
pub(super) fn ends(
    rules: &PageRules,
    page: &str,
    lines: &[Print<'_>],
    dropped: &BTreeSet<usize>,
) -> Vec<PageEnd> {
    let mut rows = rows(&rules.furniture, page, lines);
    rows.retain(|row| !dropped.contains(&row.line));
    let numbers = numbers(&rules.furniture, &rows);
    let running = running(rules, &rows, &numbers);
    let mut taken = numbers;
    taken.retain(|at| {
        !rows[*at].bare(&rules.furniture) || neighbours(*at, rows.len()).any(|n| running.contains(&n))
    });
    taken.extend(running);
    if taken.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<PageEnd> = Vec::new();
    let mut last = None;
    for &at in &taken {
        match found.last_mut() {
            Some(end) if last == Some(at - 1) => end.lines.push(rows[at].line),
            _ => found.push(PageEnd {
                lines: vec![rows[at].line],
                blank: Vec::new(),
                joined: None,
                inside: false,
            }),
        }
        last = Some(at);
    }
    // Where nearly each paragraph is indented, one that is not goes on from the page before.
    let paragraphs = || lines.iter().filter(|line| prose(&line.words));
    let indented = paragraphs().filter(|line| indent(page, line)).count() * 3 > paragraphs().count() * 2;
    for end in &mut found {
        let (first, last) = (end.lines[0], end.lines[end.lines.len() - 1]);
        let above = (0..first).rev().find(|i| !lines[*i].words.is_empty());
        let below = (last + 1..lines.len()).find(|i| !lines[*i].words.is_empty());
        let (Some(above), Some(below)) = (above, below) else { continue };
        end.inside = true;
        if indented
            && prose(&lines[above].words)
            && !indent(page, &lines[below])
            && prose(&lines[below].words)
        {
            end.joined = Some(above);
        }
        if end.joined.is_some() || breaks_off(&lines[above].words) {
            end.blank = (above + 1..below).filter(|i| lines[*i].words.is_empty()).collect();
        }
    }
    found
}

impl Row<'_> {
    /// Whether it is a number without any sign of a page's.
    fn bare(&self, rules: &FurnitureRules) -> bool {
        self.key.as_deref() == Some(rules.folio.number.as_str())
    }
}

fn rows<'a>(rules: &FurnitureRules, page: &str, lines: &'a [Print<'_>]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut top = true;
    for (line, print) in lines.iter().enumerate().filter(|(_, print)| !print.words.is_empty()) {
        let words = print.words.as_ref();
        let short = words.chars().nth(LONGEST).is_none();
        let key = (short && !words.contains(ends_sentence) && end_of(words) != End::Comma)
            .then(|| masked(rules, &fold(words)));
        let marked = print.raw.of(page).starts_with('\u{C}');
        rows.push(Row { line, words, key, top, marked });
        top &= rows.len() < TOP && short && !words.contains(ends_sentence);
    }
    rows
}

/// Each number as the sign that stands for it in `data/furniture.toml`.
fn masked(rules: &FurnitureRules, folded: &str) -> String {
    let mut key = String::with_capacity(folded.len());
    let mut number = false;
    for c in folded.chars() {
        let digit = rules.date.digit(c).is_some() || c == rules.date.ten;
        if !digit {
            key.push(c);
        } else if !number {
            key.push_str(&rules.folio.number);
        }
        number = digit;
    }
    key
}

/// The page numbers. Numbers alone count where they follow each other.
fn numbers(rules: &FurnitureRules, rows: &[Row<'_>]) -> BTreeSet<usize> {
    let is = |row: &Row<'_>| row.key.as_ref().is_some_and(|key| rules.folio.forms.contains(key));
    let mut found: BTreeSet<usize> = (0..rows.len()).filter(|at| is(&rows[*at])).collect();
    let bare: Vec<(usize, usize)> = (0..rows.len())
        .filter(|at| rows[*at].bare(rules))
        .filter_map(|at| Some((at, rows[at].words.parse().ok()?)))
        .collect();
    let counts = bare.len() > 1 && bare.windows(2).all(|pair| pair[0].1 + 1 == pair[1].1);
    found.extend(bare.iter().map(|(at, _)| *at).filter(|_| counts));
    found
}

fn neighbours(at: usize, all: usize) -> impl Iterator<Item = usize> {
    [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(move |n| *n < all)
}

/// Lines that stand on page after page: beside the page's number, or in mid-sentence.
fn running(rules: &PageRules, rows: &[Row<'_>], numbers: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !numbers.contains(at)) {
        // 一 alone, 3., are no words.
        let words = row.key.as_deref().filter(|key| key.chars().filter(|c| c.is_alphabetic()).count() > 2);
        if let Some(key) = words {
            places.entry(key).or_default().push(at);
        }
    }
    places.retain(|_, at| at.len() > 1);
    let mut running = BTreeSet::new();
    let torn = |row: &Row<'_>| prose(row.words) && breaks_off(row.words);
    for _ in 0..ROUNDS {
        // For each row the last one above that is no part of a page's end.
        let mut last = None;
        let mut above = Vec::with_capacity(rows.len());
        for at in 0..rows.len() {
            above.push(last);
            last = if running.contains(&at) || numbers.contains(&at) { last } else { Some(at) };
        }
        for at in places.values() {
            let inner: Vec<usize> = at.iter().copied().filter(|at| !rows[*at].top).collect();
            let beside = |at: usize| {
                rows[at].marked
                    || rows.get(at + 1).is_some_and(|row| row.marked)
                    || neighbours(at, rows.len()).any(|n| numbers.contains(&n) || running.contains(&n))
            };
            let tears = |at: usize| above[at].is_some_and(|n| torn(&rows[n]));
            let often = at.len() >= OFTEN;
            let signs = inner.iter().filter(|at| beside(**at) || often && tears(**at)).count();
            if signs * 2 > inner.len() {
                running.extend(at.iter().copied().filter(|at| !is_title(rules, rows, *at)));
            }
        }
    }
    running
}

/// Whether the line on top of a page is the only one that can be the title.
fn is_title(rules: &PageRules, rows: &[Row<'_>], at: usize) -> bool {
    let heading = |row: &Row<'_>| {
        row.key.as_deref() != rows[at].key.as_deref()
            && matches!(end_of(row.words), End::Open | End::Soft)
            && row.key.is_some()
            && kind(rules, row.words, false) == Kind::Text
            && byline::bare(&rules.byline, row.words).is_none()
    };
    rows[at].top && !rows.iter().take_while(|row| row.top).any(|row| heading(row) && !prose(row.words))
}

fn indent(page: &str, line: &Print<'_>) -> bool {
    let words = line.raw.of(page);
    words.starts_with('\u{3000}') || words.starts_with("  ")
}

fn prose(words: &str) -> bool {
    words.contains(|c| ends_sentence(c) || ends_clause(c)) || words.chars().nth(PROSE).is_some()
}

fn breaks_off(words: &str) -> bool {
    matches!(end_of(words), End::Open | End::Comma)
}
