//! Why a query has no answer, in the words of who wrote it: where, what is mostly meant, and then what the program says.

use maud::{Markup, html};

use super::super::super::Problem;
use super::super::view::View;
use crate::query::slip::{Faulty, Slip, look};

/// How much of a line is shown on each side of the place.
const BESIDE: usize = 80;

/// Tells a problem; that of a query's text with its place.
pub(super) fn show(view: &View, sparql: Option<&str>, problem: &Problem) -> Markup {
    let words = view.words;
    let faulty = sparql.zip(problem.place()).map(|(sparql, at)| look(sparql, at, problem.detail()));
    html! {
        div.note.alert #fault role="alert" {
            @match &faulty {
                Some(faulty) => {
                    p { strong { (words.say("ask-fault-at", &[("line", &faulty.at.0), ("column", &faulty.at.1)])) } }
                    (line(faulty))
                    p { (remedy(view, faulty.slip)) }
                },
                None => p { (words.get("ask", met(problem))) },
            }
            details { summary { (words.get("ask", "exactly")) } p.small lang="en" { (problem.detail()) } }
        }
    }
}

/// The line with a mark below the words at fault; of a long one, what stands around them.
fn line(faulty: &Faulty<'_>) -> Markup {
    let start = faulty.before.char_indices().rev().nth(BESIDE).map(|(at, _)| at);
    let end = |text: &str, most: usize| text.char_indices().nth(most).map(|(at, _)| at);
    let words = &faulty.words[..end(faulty.words, BESIDE).unwrap_or(faulty.words.len())];
    html! {
        pre.line { code {
            span.code aria-hidden="true" { (faulty.at.0) }
            @if start.is_some() { "…" }
            (&faulty.before[start.unwrap_or_default()..])
            mark { @if words.is_empty() { "\u{A0}" } @else { (words) } }
            @if words.len() == faulty.words.len() {
                (&faulty.after[..end(faulty.after, BESIDE).unwrap_or(faulty.after.len())])
                @if end(faulty.after, BESIDE).is_some() { "…" }
            } @else { "…" }
        } }
    }
}

/// What to do about a slip.
fn remedy(view: &View, slip: Slip) -> String {
    let key = match slip {
        Slip::FullWidth(wide, plain) => {
            return view.words.say("ask-full-width", &[("wide", &wide), ("plain", &plain)]);
        }
        Slip::Prefix => "slip-prefix",
        Slip::Iri => "slip-iri",
        Slip::Ungrouped => "slip-ungrouped",
        Slip::Unfinished => "slip-unfinished",
        Slip::Change => "slip-change",
        Slip::Start => "slip-start",
        Slip::Other => "slip-other",
    };
    view.words.get("ask", key).to_owned()
}

/// The key of what happened, and what helps.
fn met(problem: &Problem) -> &'static str {
    match problem.status().as_u16() {
        400 => "met-400",
        413 => "met-413",
        422 => "met-422",
        503 => "met-503",
        504 => "met-504",
        _ => "met-500",
    }
}
