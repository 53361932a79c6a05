//! Saved web pages → the article's title, its line of date and source, and its main text.
//!
//! The text is what a browser shows of these parts, in the page's order, a paragraph a line; menus and links are left
//! out. What the head of the page says of it goes with the page.

mod depth;
mod lines;
mod meta;

use std::collections::BTreeSet;

use ego_tree::NodeId;
use scraper::Html;

use super::encoding::Decoded;
use super::{table, when};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Diagnostic, Page};
use crate::resource::{DocumentRules, HtmlRules};
use crate::text::fold;
use lines::Line;

/// The largest web page: the tree takes ten times the memory.
const MOST_BYTES: usize = 16 << 20;
/// Elements lie no deeper than this in any page that people read.
const DEEPEST: usize = 1_000;

/// Reads a saved web page.
pub(super) fn page(rules: &DocumentRules, label: &str, decoded: Decoded) -> Result<Page> {
    let html = tree(label, &decoded.text)?;
    let said = meta::said(&rules.html, &html);
    let skipped = skipped(&rules.html, &html)?;
    let all = lines::lines(html.tree.root(), &skipped);
    let mut page = Page { name: label.to_owned(), diagnostics: decoded.diagnostics, ..Page::default() };
    let Some((main, known)) = lines::main(&rules.html, &html, &all)? else {
        let error = Error::new(ErrorKind::Input, "a web page without prose");
        return Err(error.at(label).remedy("save the article's own page, with its text in it"));
    };
    if !known {
        let message = "no known container of a main text: the part with most of the prose was taken";
        page.diagnostics.push(Diagnostic::note("read.html-whole", None, message));
    }
    let body = lines::lines(*main, &skipped);
    let window = meta::window_title(&html);
    let titled = title_line(&rules.html, &html, &all, window.as_deref().or(said.title.as_deref()))?;
    page.title = titled.clone().or(said.title).or_else(|| {
        window.map(|title| meta::without_site(&rules.html, &title)).filter(|title| !title.is_empty())
    });
    page.url = said.url;
    page.issued = said.issued.as_deref().and_then(when::date);
    page.authors = said.author.as_deref().map(table::authors).unwrap_or_default();
    (page.source, page.site) = (said.source, said.site);
    let head = head(&all, &body, page.title.as_deref());
    page.issued = page.issued.or_else(|| head.iter().find_map(|line| day(line)));
    page.text = text(rules, head, &body, page.title.as_deref());
    Ok(page)
}

/// Whether the text of a cell is marked up.
pub(super) fn is_markup(text: &str) -> bool {
    ["<p>", "<p ", "<br>", "<br/>", "<br />", "</p>", "</div>", "<P>", "</P>", "<BR>"]
        .iter()
        .any(|t| text.contains(t))
}

/// The lines of a piece of a web page.
pub(super) fn fragment(rules: &DocumentRules, label: &str, text: &str) -> Result<String> {
    let html = tree(label, text)?;
    let skipped = skipped(&rules.html, &html)?;
    let lines = lines::lines(html.tree.root(), &skipped);
    Ok(lines.into_iter().map(|line| line.text + "\n").collect())
}

fn tree(label: &str, text: &str) -> Result<Html> {
    if text.len() > MOST_BYTES {
        let message = format!("larger than the {} MiB that a web page may have", MOST_BYTES >> 20);
        return Err(Error::new(ErrorKind::Limit, message).at(label).remedy("give its text"));
    }
    if depth::is_deeper(text, DEEPEST) {
        let message = format!("elements are nested deeper than {DEEPEST}");
        return Err(Error::new(ErrorKind::Limit, message).at(label).remedy("give its text"));
    }
    Ok(Html::parse_document(text))
}

fn skipped(rules: &HtmlRules, html: &Html) -> Result<BTreeSet<NodeId>> {
    let mut skipped: BTreeSet<NodeId> = lines::select(html, &rules.skip)?.iter().map(|e| e.id()).collect();
    skipped.extend(lines::select(html, &["head".to_owned()])?.iter().map(|e| e.id()));
    Ok(skipped)
}

/// The heading that the page's own title begins with, as printed; else the longest that stands in it, for papers put their
/// own name in front.
fn title_line(rules: &HtmlRules, html: &Html, all: &[Line], window: Option<&str>) -> Result<Option<String>> {
    let shown: BTreeSet<&str> = all.iter().map(|line| line.text.trim()).collect();
    let mut found: Option<String> = None;
    for element in lines::select(html, &rules.title)? {
        let words: String = element.text().collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(4..=80).contains(&words.chars().count()) || !shown.contains(words.as_str()) {
            continue;
        }
        let fits = match window {
            Some(window) if table::begins_with(window, &words) => return Ok(Some(words)),
            Some(window) => {
                window.contains(&words) && found.as_ref().is_none_or(|found| found.len() < words.len())
            }
            None => found.is_none(),
        };
        if fits {
            found = Some(words);
        }
    }
    Ok(found)
}

/// So many lines above the main text are looked at where the title does not stand there.
const NEAR: usize = 6;

/// The lines between title and main text, and two above the title: a site may print date and source over it.
fn head<'a>(all: &'a [Line], body: &[Line], title: Option<&str>) -> Vec<&'a str> {
    let start = body
        .first()
        .and_then(|first| all.iter().position(|line| line.within == first.within && line.text == first.text));
    let above = &all[..start.unwrap_or(0)];
    let titled = above.iter().rposition(|line| is_title(line, title));
    let from = titled.map_or(above.len().saturating_sub(NEAR), |at| at.saturating_sub(2));
    above[from..].iter().map(|line| line.text.as_str()).collect()
}

fn is_title(line: &Line, title: Option<&str>) -> bool {
    title.is_some_and(|title| line.text.trim() == title)
}

/// The title, the lines of date and source, and the main text.
fn text(rules: &DocumentRules, head: Vec<&str>, body: &[Line], title: Option<&str>) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(title) = title.filter(|_| !body.iter().take(4).any(|line| is_title(line, title))) {
        parts.push(title.to_owned());
    }
    let info: Vec<&str> = head.into_iter().filter(|line| tells_of_it(rules, line)).collect();
    if !info.is_empty() {
        parts.push(info.join("\n"));
    }
    let body: Vec<&str> = body.iter().map(|line| line.text.as_str()).collect();
    parts.push(body.join("\n"));
    parts.join("\n\n") + "\n"
}

/// Whether a line is one of date, source and author: a label with its colon, or a date and nothing else.
fn tells_of_it(rules: &DocumentRules, line: &str) -> bool {
    let folded = fold(line);
    if folded.chars().nth(120).is_some() {
        return false;
    }
    let labels = [&rules.label.date, &rules.label.source, &rules.label.author];
    let labelled = labels.into_iter().flatten().any(|label| {
        folded.match_indices(label.as_str()).any(|(at, _)| folded[at + label.len()..].starts_with(':'))
    });
    // Year, month and day are all the letters that a date has.
    labelled || (day(line).is_some() && line.chars().filter(|c| c.is_alphabetic()).count() <= 3)
}

/// The day that a short line tells.
fn day(line: &str) -> Option<Date> {
    let short = line.chars().nth(80).is_none();
    when::date(line).filter(|date| short && date.precision() == 3)
}

/// What the bytes say of their encoding, and the bytes without the head of a server's answer.
pub(super) fn declared(bytes: &[u8]) -> (Option<String>, &[u8]) {
    let mut header = None;
    let mut bytes = bytes;
    if bytes.starts_with(b"HTTP/1.") || bytes.starts_with(b"HTTP/2") {
        let end = [&b"\r\n\r\n"[..], b"\n\n"].into_iter().find_map(|blank| {
            bytes.windows(blank.len()).take(64 << 10).position(|w| w == blank).map(|at| (at, blank.len()))
        });
        if let Some((at, length)) = end {
            header = charset(&bytes[..at]);
            bytes = &bytes[at + length..];
        }
    }
    let start = &bytes[..bytes.len().min(4096)];
    let marked = start.trim_ascii_start().starts_with(b"<") || start.starts_with(b"\xEF\xBB\xBF<");
    (header.or_else(|| charset(start).filter(|_| marked)), bytes)
}

/// The label behind `charset=` or `encoding=`.
fn charset(bytes: &[u8]) -> Option<String> {
    let lower = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let at =
        ["charset=", "encoding="].into_iter().find_map(|key| lower.find(key).map(|at| at + key.len()))?;
    let label: String = lower[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Some(label).filter(|label| !label.is_empty())
}
