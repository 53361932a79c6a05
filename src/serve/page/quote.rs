//! The words of articles, set as quotes, each one step from its place in the text.

use maud::{Markup, html};

use super::article::claim;
use super::view::{CHINESE, View};
use crate::query::BASE;
use crate::query::adopted::Quote;

/// The most telling quote, and the others behind a line that says how many there are.
pub(super) fn quotes(view: &View, quotes: &[Quote]) -> Markup {
    let Some((first, others)) = quotes.split_first() else { return html! {} };
    html! {
        (quote(view, first))
        @if !others.is_empty() {
            details {
                summary { (view.words.say("more", &[("n", &others.len())])) }
                @for other in others { (quote(view, other)) }
            }
        }
    }
}

/// One quote: the words, the paper, the day, the way to the place. No marks are put around the words, which have their
/// own: a line and a face of their own set them apart.
pub(in crate::serve) fn quote(view: &View, quote: &Quote) -> Markup {
    html! {
        blockquote cite=(place(view, quote)) {
            p lang=(CHINESE) { (marked(quote)) }
            footer { (from(view, quote)) }
        }
    }
}

/// The words, the name that they prove marked.
fn marked(quote: &Quote) -> Markup {
    let surface = quote.surface.as_deref().filter(|surface| !surface.is_empty());
    let parts = surface.and_then(|surface| Some((quote.quote.split_once(surface)?, surface)));
    html! {
        @if let Some(((before, after), surface)) = parts { (before) mark { (surface) } (after) } @else { (quote.quote) }
    }
}

/// Where a quote is from, as a link to its place; on the page of its own article that alone.
fn from(view: &View, quote: &Quote) -> Markup {
    let words = view.words;
    let here = quote.article.strip_prefix(BASE) == Some(view.path().trim_start_matches('/'));
    let title = titled(view, quote.title.as_deref());
    html! {
        span.from {
            @if here {
                a href=(place(view, quote)) { (words.get("page", "in-text")) }
            } @else {
                a href=(place(view, quote)) lang=[view.foreign(&title)] { (title) }
                " "
                (issued(view, quote))
            }
        }
    }
}

fn issued(view: &View, quote: &Quote) -> Markup {
    html! {
        @match quote.issued.as_deref() {
            Some(issued) => time datetime=(issued) { (issued) },
            None => (view.words.get("text", "undated")),
        }
    }
}

/// A title in its marks, or that there is none.
pub(in crate::serve) fn titled(view: &View, title: Option<&str>) -> String {
    let words = view.words;
    match title {
        Some(title) => [words.get("text", "title-open"), title, words.get("text", "title-close")].concat(),
        None => words.get("text", "untitled").to_owned(),
    }
}

/// Where the words stand: at the mark of their claim; words that claim nothing have no mark, only their article.
pub(super) fn place(view: &View, quote: &Quote) -> String {
    match claim(&quote.iri) {
        Some((_, claim)) => view.thing(&format!("{}#c-{claim}", quote.article)),
        None => view.thing(&quote.article),
    }
}
