//! A quote as tables show it: shortened around the name, with title, paper and date.

use super::words::Words;
use crate::export::document::{Block, Run};
use crate::query::adopted::{Practice, Quote};
use crate::query::hardness::{POINTS, Point};

/// How many characters of a quote a terminal's table shows.
pub(super) const SHORT: usize = 50;

/// The words around `surface`, at most `limit` characters, with dots where something is left out.
pub(super) fn shortened(quote: &str, surface: Option<&str>, limit: usize) -> String {
    let chars: Vec<char> = quote.chars().filter(|c| *c != '\n').collect();
    if chars.len() <= limit {
        return chars.into_iter().collect();
    }
    let name: Vec<char> = surface.unwrap_or_default().chars().collect();
    let at =
        (!name.is_empty()).then(|| chars.windows(name.len()).position(|w| w == name)).flatten().unwrap_or(0);
    // Two thirds before the name: who does it stands there more often than behind.
    let room = limit.saturating_sub(name.len());
    let start = at.saturating_sub(room * 2 / 3).min(chars.len() - limit);
    // A cut one or two characters after the start would leave out less than the dots that mark it.
    let start = if start < 3 { 0 } else { start };
    let end = (start + limit).min(chars.len());
    let mut text: String = chars[start..end].iter().collect();
    if start > 0 {
        text.insert(0, '…');
    }
    if end < chars.len() {
        text.push('…');
    }
    text
}

/// Where a quote stands: title, paper, date, on one line.
pub(super) fn place(quote: &Quote, words: Words) -> String {
    format!("{}{}{}", title(quote, words), words.get("text", "comma"), paper(quote, words))
}

/// The title in its marks. A title of two printed lines is one title.
pub(super) fn title(quote: &Quote, words: Words) -> String {
    let text = |key| words.get("text", key);
    match &quote.title {
        Some(title) => format!("{}{}{}", text("title-open"), title.replace('\n', " "), text("title-close")),
        None => text("untitled").to_owned(),
    }
}

/// Paper and date, and whether it is a reprint there. Where no manifest names the paper, the address or the file does for it.
pub(super) fn paper(quote: &Quote, words: Words) -> String {
    let date = quote.issued.as_deref().unwrap_or_else(|| words.get("text", "undated"));
    let reprint = quote.reprint.then(|| words.get("text", "reprint"));
    let printed = match (&quote.paper, &quote.page) {
        (Some(paper), Some(page)) => Some(words.say("paper-page", &[("paper", paper), ("page", page)])),
        (Some(paper), None) => Some(paper.clone()),
        (None, _) => quote.source.clone(),
    };
    let parts: Vec<_> = printed.as_deref().into_iter().chain([date]).chain(reprint).collect();
    parts.join(words.get("text", "comma"))
}

/// A shortened quote over its place, for a table: title and paper on lines of their own, so that neither is broken in
/// the middle of a date.
pub(super) fn cell(quote: &Quote, words: Words) -> String {
    let short = quoted(&shortened(&quote.quote, quote.surface.as_deref(), SHORT), words);
    format!("{short}\n{}\n{}", title(quote, words), paper(quote, words))
}

/// Quotes as blocks of a page; words that several claims rest on stand once.
pub(super) fn blocks(quotes: &[Quote], words: Words) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for quote in quotes {
        let block = Block::Quote { words: quoted(&quote.quote, words), place: place(quote, words) };
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    blocks
}

/// A quote as a footnote says it: the words, then where they stand.
pub(super) fn note(quote: &Quote, words: Words) -> String {
    format!("{}{}", quoted(&quote.quote, words), place(quote, words))
}

/// A quote in the cells of a spreadsheet: article, source, date, words; empty where there is none.
pub(super) fn cells(quote: Option<&Quote>) -> [String; 4] {
    let of = |get: fn(&Quote) -> Option<String>| quote.and_then(get).unwrap_or_default();
    [
        of(|q| q.title.clone()),
        of(|q| q.source.clone()),
        of(|q| q.issued.clone()),
        of(|q| Some(q.quote.clone())),
    ]
}

/// The claim of a practice that is hardest, the most telling of equals: its points.
fn hardest(practice: &Practice) -> &[Point] {
    let points = practice.claims.iter().map(|claim| claim.hardness.as_deref().unwrap_or_default());
    points.rev().max_by_key(|points| points.len()).unwrap_or_default()
}

/// How hard a claim is, as dots: five for five points.
pub(super) fn dots(hardness: usize) -> String {
    let full = hardness.min(POINTS.len());
    "●".repeat(full) + &"○".repeat(POINTS.len() - full)
}

/// How hard a practice's hardest claim is: dots, then the points, each with a note of the words that earn it.
pub(super) fn hardness(practice: &Practice, words: Words) -> Vec<Run> {
    let mut runs = vec![Run::Faint(format!("{} {}", words.head("hardness"), dots(practice.hardness)))];
    for point in hardest(practice) {
        runs.push(Run::Faint(format!(" {}", words.get("point", &point.point))));
        let claim = practice
            .claims
            .iter()
            .find(|claim| claim.hardness.as_ref().is_some_and(|points| points.contains(point)));
        runs.extend(
            claim.map(|claim| Run::Note(format!("{}{}", quoted(&point.quote, words), place(claim, words)))),
        );
    }
    runs
}

/// How hard a practice's hardest claim is, on one line.
pub(super) fn in_brief(practice: &Practice, words: Words) -> String {
    let points: Vec<&str> = hardest(practice).iter().map(|point| words.get("point", &point.point)).collect();
    let points = points.join(words.get("text", "list-comma"));
    format!("{} {} {points}", words.head("hardness"), dots(practice.hardness)).trim_end().to_owned()
}

/// The words that earn each point of a practice's hardest claim, in the order of the points, for a spreadsheet.
pub(super) fn points(practice: &Practice) -> [String; 5] {
    POINTS.map(|kind| {
        let point = hardest(practice).iter().find(|point| point.point == kind);
        point.map(|point| point.quote.clone()).unwrap_or_default()
    })
}

/// A quote in quotation marks.
pub(super) fn quoted(text: &str, words: Words) -> String {
    format!("{}{text}{}", words.get("text", "open"), words.get("text", "close"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_quote_is_left_alone() {
        assert_eq!(shortened("县人大推行票决制。", Some("票决制"), 20), "县人大推行票决制。");
    }

    #[test]
    fn a_long_quote_keeps_the_name() {
        let long = format!("{}推行票决制{}", "前".repeat(40), "后".repeat(40));
        let short = shortened(&long, Some("票决制"), 20);
        assert!(short.contains("推行票决制"), "{short}");
        assert_eq!(short.chars().count(), 22);
        assert!(short.starts_with('…') && short.ends_with('…'));
    }

    #[test]
    fn without_the_name_the_beginning_is_shown() {
        assert_eq!(shortened(&"字".repeat(30), Some("票决制"), 10), format!("{}…", "字".repeat(10)));
    }
}
