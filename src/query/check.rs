//! What must hold in every store, checked after the fact by other means than those that made it.

use std::collections::BTreeMap;

use super::library::{CHECKS, view};
use super::rows::Row;
use super::{Dataset, select};
use crate::error::Result;
use crate::text::{CodePoints, fold, fold_title};

/// The checks that hold quotes against bodies, which no query can; the others are `queries/check/*.rq`.
const OF_QUOTES: [&str; 4] =
    ["quote-not-verbatim", "quote-outside-body", "quote-length", "subject-not-in-quote"];

/// The names of all checks.
pub fn names() -> impl Iterator<Item = &'static str> {
    OF_QUOTES.into_iter().chain(CHECKS.iter().map(|query| query.name))
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: String,
    /// What it is about, in plain words with IRIs.
    pub message: String,
}

/// What was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// How many quotes were compared with the bodies.
    pub quotes: usize,
    /// How many check queries ran.
    pub queries: usize,
    /// What does not hold.
    pub findings: Vec<Finding>,
}

/// Compares every quote with its body and runs the check queries.
///
/// # Errors
/// Where the store cannot be read.
pub fn check(reader: &dyn Dataset) -> Result<Checked> {
    let mut checked = Checked { queries: CHECKS.len(), ..Checked::default() };
    evidence(reader, &mut checked)?;
    for query in CHECKS {
        let rows = select(reader, query.sparql)?;
        for row in rows.iter() {
            let cells: Vec<_> =
                rows.columns.iter().filter_map(|c| Some(format!("{c} {}", row.text(c)?))).collect();
            checked.findings.push(Finding {
                check: query.name.to_owned(),
                message: format!("{}: {}", query.title("en"), cells.join(", ")),
            });
        }
    }
    Ok(checked)
}

/// The bodies of articles, by the article's IRI.
///
/// # Errors
/// Where the store cannot be read.
pub fn bodies(reader: &dyn Dataset) -> Result<BTreeMap<String, String>> {
    let rows = select(reader, view!("body"))?;
    Ok(rows.iter().map(|row| (row.owned("article"), row.owned("body"))).collect())
}

/// Every quote stands verbatim at its offsets, and holds the name, the number or the title it speaks of.
///
/// A claim may have several quotes; the name need stand in one of them only.
fn evidence(reader: &dyn Dataset, checked: &mut Checked) -> Result<()> {
    let bodies: BTreeMap<String, (String, CodePoints)> = bodies(reader)?
        .into_iter()
        .map(|(article, body)| {
            let points = CodePoints::new(&body);
            (article, (body, points))
        })
        .collect();
    let rows = select(reader, view!("evidence"))?;
    let mut held: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for row in rows.iter() {
        checked.quotes += 1;
        let mut found = |check: &str, message: String| {
            debug_assert!(OF_QUOTES.contains(&check));
            checked.findings.push(Finding { check: check.to_owned(), message });
        };
        let claim = row.owned("claim");
        let (Some(exact), Some(start), Some(end)) =
            (row.text("exact"), row.number::<usize>("start"), row.number::<usize>("end"))
        else {
            continue; // the check query evidence-missing says so
        };
        let Some((body, points)) = row.text("article").and_then(|article| bodies.get(article)) else {
            continue; // article-without-body says so
        };
        match points.span(start, end) {
            Some(span) if span.of(body) == exact => {}
            Some(span) => found(
                "quote-not-verbatim",
                format!(
                    "{claim}: at {start}..{end} the body has {:?}, the quote is {exact:?}",
                    span.of(body)
                ),
            ),
            None => {
                found("quote-outside-body", format!("{claim}: the body has no characters {start}..{end}"));
            }
        }
        // A trigger is a word; the words of a claim are a clause to a sentence.
        if row.word("link") != Some("evidence") {
            continue;
        }
        let length = exact.chars().count();
        if !(6..=300).contains(&length) {
            found("quote-length", format!("{claim}: a quote of {length} characters: {exact:?}"));
        }
        if let Some((what, holds)) = subject(&row, exact) {
            let entry = held.entry(claim).or_insert((false, what));
            entry.0 |= holds;
        }
    }
    for (claim, (holds, what)) in held {
        if !holds {
            checked.findings.push(Finding {
                check: "subject-not-in-quote".to_owned(),
                message: format!("{claim}: no quote of it holds {what}"),
            });
        }
    }
    Ok(())
}

/// What must stand inside the quote, and whether it does. Blanks inside words are no difference.
fn subject(row: &Row<'_>, exact: &str) -> Option<(String, bool)> {
    if let Some(title) = row.text("statuteTitle") {
        return Some((title.to_owned(), fold_title(exact).contains(&fold_title(title))));
    }
    let exact = fold(exact);
    if let Some(surface) = row.text("surface") {
        return Some((surface.to_owned(), exact.contains(&fold(surface))));
    }
    let value = row.text("value")?;
    Some((format!("the number {value}"), row.is_true("spelt") || holds_number(&exact, value)))
}

/// Whether a number stands in the text as digits. `27000` may be printed as `2.7` before a character for ten thousand;
/// whether it is written in characters altogether is the view's to say.
fn holds_number(exact: &str, value: &str) -> bool {
    let digits: String = exact.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let significant: String = value.chars().filter(char::is_ascii_digit).collect();
    let significant = significant.trim_matches('0');
    let printed: String = digits.chars().filter(char::is_ascii_digit).collect();
    significant.is_empty() || printed.contains(significant)
}
