//! [`Page`] → articles → paragraphs, sentences, clauses.
//!
//! Takes a page as read. Gives its articles in the order of their bodies, each with title, authors, dates and a body
//! of verbatim slices. Never loses a character: what belongs to no body (titles, bylines, mastheads, repeats, chrome)
//! is marked as furniture, not gone; slices and furniture together are the page without its white space.
//!
//! Codes of its diagnostics. Of repairs: `segment.doubled` (characters printed twice), `segment.spaced` (set apart by
//! blanks), `segment.page-break` (feet and heads of pages inside the text), `segment.repeat` (a page saved twice),
//! `segment.wrapped`. Of a page: `segment.masthead-doubled`, `segment.date-doubtful` (the weekday contradicts
//! the date), `segment.repeat`, `segment.intro`, `segment.no-body` (a head without an article), `segment.no-article` (none at all). Of an article:
//! `segment.no-title`, `segment.no-byline`, `segment.title-displaced` (behind its body), `segment.title-inside`,
//! `segment.mark-misread`, `segment.breaks-off`.

mod repair;
mod mark;
mod date;
mod masthead;
mod byline;
mod reporter;
mod site;
mod line;
mod head;
mod title;
mod paragraph;
mod sentence;
mod layout;
mod behind;
mod repeat;
mod torn;
mod intro;
mod article;
mod beside;

use std::collections::BTreeSet;

use head::Head;
use layout::Draft;
use line::{Kind, Lines};
use repeat::Repeat;
use torn::Mentions;

use crate::model::{Date, Diagnostic, Page, Segmented};
use crate::resource::{Lexicon, PageRules};

/// Finds the articles of `page`.
///
/// ```
/// use renda::{model::Page, resource::Lexicon, segment::segment};
/// let lexicon = Lexicon::load()?;
/// let text = "选票交给代表\n\n■ 高远（山西）\n\n甲县设立联络站3个。代表每月接待选民。\n".to_owned();
/// let page = Page { name: "a.txt".to_owned(), text, ..Page::default() };
/// let article = &segment(&lexicon, &page).articles[0];
/// assert_eq!(article.title.as_deref(), Some("选票交给代表"));
/// assert_eq!(article.authors, ["高远"]);
/// assert_eq!(article.body.text, "甲县设立联络站3个。代表每月接待选民。");
/// assert_eq!(article.paragraphs[0].sentences.len(), 2);
/// # Ok::<(), renda::error::Error>(())
/// ```
pub fn segment(lexicon: &Lexicon, page: &Page) -> Segmented {
    let mut segmented = match repair::repair(&lexicon.page, &page.text) {
        None => articles(lexicon, &page.text),
        Some(repaired) => {
            let mut found = articles(lexicon, &repaired.text.text);
            repaired.lead_back(&mut found);
            found
        }
    };
    beside::add(page, &mut segmented);
    segmented
}

/// The articles of a text that is as it was before it was printed.
fn articles(lexicon: &Lexicon, text: &str) -> Segmented {
    let lines = line::lines(&lexicon.page, text);
    let heads = head::heads(&lines);
    let mut diagnostics = Vec::new();
    let issued = page_date(&lines, &mut diagnostics);

    let mentions = Mentions::new(lexicon);
    let repeats = repeat::repeats(text, &lines, &free_text(&lines, &heads), &mentions);
    let dropped: BTreeSet<usize> = repeats.iter().flat_map(|r| r.dropped.iter().copied()).collect();
    for repeat in &repeats {
        let span = lines[repeat.dropped[0]].span;
        diagnostics.push(Diagnostic::note(
            "segment.repeat",
            Some(span),
            format!("{} lines stand on the page twice and are kept once", repeat.dropped.len()),
        ));
    }

    let mut drafts = layout::drafts(&lexicon.page, text, &lines, &heads, &dropped);
    let untitled = drafts.iter().any(|d| d.has_head && d.head.title.is_empty() && !d.displaced);
    if !repeats.is_empty() || untitled {
        drafts = mend(&mentions, text, &lines, drafts, &repeats, &mut diagnostics);
    }
    let event = intro::take(&lexicon.page, text, &lines, &mut drafts, &mut diagnostics);
    keep_readable(&lines, &mut drafts, &dropped, &mut diagnostics);

    let mut segmented = Segmented { diagnostics, ..Segmented::default() };
    let site_lines = site_lines(&lexicon.page, text, &lines);
    let mut in_body = BTreeSet::new();
    for draft in &drafts {
        in_body.extend(draft.lines.iter().copied());
        let mut article = article::article(&lexicon.page, text, &lines, draft, &mut segmented.diagnostics);
        article.issued = article.issued.or(issued);
        (article.event_date, article.event_words) = event.clone().unzip();
        article.site_lines.clone_from(&site_lines);
        segmented.articles.push(article);
    }
    if segmented.articles.is_empty() {
        let nothing = Diagnostic::warning("segment.no-article", None, "no article was found on the page");
        segmented.diagnostics.push(nothing);
    }
    let furniture = lines.iter().enumerate().filter(|(i, _)| !in_body.contains(i));
    segmented.furniture = furniture.map(|(_, line)| line.span).collect();
    segmented
}

/// The date of the page's masthead, or one that stands alone on top.
fn page_date(lines: &Lines, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let mut issued = None;
    let mut on_top = true;
    for line in lines.iter() {
        on_top &= !line.is_prose();
        let masthead = match &line.kind {
            Kind::Masthead(masthead) => masthead,
            Kind::Date(date) if on_top => {
                issued = issued.or(Some(*date));
                continue;
            }
            _ => continue,
        };
        if masthead.doubled {
            diagnostics.push(Diagnostic::note(
                "segment.masthead-doubled",
                Some(line.span),
                "the characters of the masthead are doubled",
            ));
        }
        if masthead.doubtful {
            diagnostics.push(Diagnostic::warning(
                "segment.date-doubtful",
                Some(line.span),
                "the weekday does not fit the date",
            ));
        }
        issued = issued.or(masthead.date);
    }
    issued
}

/// The lines of the frame that tell whose site it is.
fn site_lines(rules: &PageRules, text: &str, lines: &Lines) -> Vec<String> {
    let frame = lines.iter().filter(|l| matches!(l.kind, Kind::Chrome | Kind::End));
    frame.map(|l| l.span.of(text)).filter(|l| site::tells_whose(rules, l)).map(str::to_owned).collect()
}

/// The lines of text that are in no head.
fn free_text(lines: &Lines, heads: &[Head]) -> Vec<usize> {
    let titles: BTreeSet<usize> = heads.iter().flat_map(|h| h.title.iter().copied()).collect();
    (0..lines.len()).filter(|i| lines[*i].is_text() && !titles.contains(i)).collect()
}

/// Parts articles that run into each other, and finds titles that stand inside their bodies.
fn mend(
    mentions: &Mentions,
    text: &str,
    lines: &Lines,
    drafts: Vec<Draft>,
    repeats: &[Repeat],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft> {
    let mut mended = Vec::new();
    for draft in drafts {
        for mut part in torn::part(mentions, text, lines, draft) {
            if torn::take_inner_title(text, lines, &mut part) {
                diagnostics.push(Diagnostic::note(
                    "segment.title-inside",
                    part.head.title.first().map(|i| lines[*i].span),
                    "the title stands inside its article",
                ));
            }
            mended.push(part);
        }
    }
    torn::rejoin(lines, repeats, &mut mended);
    mended
}

/// Leaves out drafts without prose, and says so; a page of nothing but short lines is one article.
fn keep_readable(
    lines: &Lines,
    drafts: &mut Vec<Draft>,
    dropped: &BTreeSet<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !drafts.iter().any(|d| d.has_prose(lines)) {
        let all: Vec<usize> =
            (0..lines.len()).filter(|i| lines[*i].is_text() && !dropped.contains(i)).collect();
        drafts.clear();
        if !all.is_empty() {
            drafts.push(Draft { lines: all, ..Draft::default() });
        }
        return;
    }
    drafts.retain(|draft| {
        let keep = draft.has_prose(lines);
        if !keep && draft.has_head {
            diagnostics.push(Diagnostic::warning(
                "segment.no-body",
                Some(lines[draft.head.first].span),
                "a title or a byline without an article",
            ));
        }
        keep
    });
}
