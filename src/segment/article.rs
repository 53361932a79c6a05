//! A draft → an article: title joined, body cut from the page, paragraphs and sentences marked.

use super::layout::Draft;
use super::line::Lines;
use super::paragraph::{breaks_off, column, paragraphs};
use super::reporter::reporter;
use super::sentence::sentences;
use super::title;
use crate::model::{Article, Diagnostic, Imprint, Paragraph};
use crate::resource::PageRules;
use crate::text::{Body, Span};

/// Makes the article, and says what was odd about it.
pub(super) fn article(
    rules: &PageRules,
    page: &str,
    lines: &Lines,
    draft: &Draft,
    diagnostics: &mut Vec<Diagnostic>,
) -> Article {
    let mut body = Body::default();
    let mut marked = Vec::new();
    for group in paragraphs(lines, &draft.lines) {
        let start = if body.text.is_empty() { 0 } else { body.text.len() + 1 };
        for (n, i) in group.lines.iter().enumerate() {
            body.push(page, lines[*i].span, n == 0);
        }
        marked.push((Span::new(start, body.text.len()), group.heading));
    }
    let paragraphs: Vec<Paragraph> = marked
        .into_iter()
        .map(|(span, heading)| Paragraph { span, heading, sentences: sentences(&body.text, span) })
        .collect();
    let mut byline = draft.head.byline.clone().unwrap_or_default();
    if byline.authors.is_empty() {
        let heads = paragraphs.iter().take(2).map(|p| reporter(&rules.byline, p.span.of(&body.text)));
        byline.authors = heads.into_iter().find(|a| !a.is_empty()).unwrap_or_default();
    }
    let article = Article {
        title: title::join(&rules.furniture.field.title, page, lines, &draft.head.title),
        authors: byline.authors,
        author_role: byline.role.or_else(|| draft.note.clone()),
        byline_region: byline.region,
        source_line: draft.head.source.clone(),
        site_lines: Vec::new(),
        issued: draft.head.date,
        issued_beside: false,
        listed_region: None,
        imprint: Imprint::default(),
        event_date: None,
        event_words: None,
        body,
        paragraphs,
    };
    diagnostics.extend(oddities(page, lines, draft, &article));
    article
}

fn oddities(page: &str, lines: &Lines, draft: &Draft, article: &Article) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let first = draft.lines.first().map(|i| lines[*i].span);
    let last = draft.lines.last().map(|i| lines[*i].span);
    let head = draft.has_head.then(|| lines[draft.head.first].span);
    let mut note = |code: &str, span, words: &str| found.push(Diagnostic::note(code, span, words));
    if article.title.is_none() {
        note("segment.no-title", head.or(first), "no title was found for this article");
    }
    if article.authors.is_empty() {
        note("segment.no-byline", head.or(first), "no author is named for this article");
    }
    if let Some(column) = column(lines, &draft.lines) {
        note("segment.wrapped", first, &format!("its lines are wrapped at {column} columns, and are joined"));
    }
    if draft.displaced {
        note("segment.title-displaced", head, "the title stands behind its article");
    }
    if draft.head.byline.as_ref().is_some_and(|b| b.misread) {
        note("segment.mark-misread", head, "the mark before the author was misread");
    }
    if draft.has_prose(lines) && last.is_some_and(|span| breaks_off(span.of(page))) {
        found.push(Diagnostic::warning("segment.breaks-off", last, "the article breaks off in mid-sentence"));
    }
    found
}
