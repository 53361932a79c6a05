//! The text of an article in its paragraphs, with the words marked that prove a claim.
//!
//! Places may lie across each other. So the text is cut wherever one begins or ends, and each piece says of which claims it
//! is: the pieces of a claim, in their order, are its quote.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::article::claim as named;
use super::shell::language;
use super::view::{CHINESE, View};
use crate::query::reading::{Claim, Said};

/// A piece of a text over which the same claims hold.
struct Piece<'a> {
    start: usize,
    end: usize,
    claims: Vec<&'a Numbered<'a>>,
}

/// A claim with its number in the order of the text.
struct Numbered<'a> {
    number: usize,
    name: &'a str,
    claim: &'a Claim,
}

impl Numbered<'_> {
    fn covers(&self, start: usize, end: usize) -> bool {
        self.claim.places.iter().any(|(from, to)| *from <= start && end <= *to)
    }

    /// Where its first words begin.
    fn begins(&self) -> Option<usize> {
        self.claim.places.iter().map(|(start, _)| *start).min()
    }

    /// Where its first words end: there its number stands.
    fn ends(&self) -> Option<usize> {
        self.claim.places.iter().min().map(|(_, end)| *end)
    }
}

/// The text of an article.
pub(super) fn text(view: &View, body: &[char], claims: &[Claim]) -> Markup {
    let claims: Vec<Numbered<'_>> = (1..)
        .zip(claims)
        .filter_map(|(number, claim)| Some(Numbered { number, name: named(&claim.quote.iri)?.1, claim }))
        .collect();
    html! {
        article.text lang=(CHINESE) {
            @for (start, end) in paragraphs(body) {
                p { @for piece in pieces(start, end, &claims) { (piece.html(view, body)) } }
            }
        }
    }
}

/// Where the lines of a body stand that hold anything.
fn paragraphs(body: &[char]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut all = Vec::new();
    for line in body.split(|c| *c == '\n') {
        let end = start + line.len();
        all.extend(line.iter().any(|c| !c.is_whitespace()).then_some((start, end)));
        start = end + 1;
    }
    all
}

/// A paragraph, cut where the words of a claim begin or end.
fn pieces<'a>(start: usize, end: usize, claims: &'a [Numbered<'a>]) -> Vec<Piece<'a>> {
    let places = claims.iter().flat_map(|claim| &claim.claim.places);
    let mut cuts: BTreeSet<usize> = places.flat_map(|(from, to)| [*from, *to]).collect();
    cuts.retain(|cut| start < *cut && *cut < end);
    cuts.extend([start, end]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let piece = |pair: &[usize]| {
        let (start, end) = (pair[0], pair[1]);
        Piece { start, end, claims: claims.iter().filter(|claim| claim.covers(start, end)).collect() }
    };
    cuts.windows(2).map(piece).collect()
}

impl Piece<'_> {
    fn html(&self, view: &View, body: &[char]) -> Markup {
        let words: String = body[self.start..self.end].iter().collect();
        if self.claims.is_empty() {
            return html! { (words) };
        }
        let begin: Vec<&str> =
            self.claims.iter().filter(|c| c.begins() == Some(self.start)).map(|c| c.name).collect();
        let names: Vec<&str> = self.claims.iter().map(|claim| claim.name).collect();
        let ended = self.claims.iter().filter(|claim| claim.ends() == Some(self.end));
        let first = begin.first().map(|name| format!("c-{name}"));
        html! {
            mark class=(kind(self.claims[0].claim)) id=[first] data-start=(self.start) data-end=(self.end) data-claims=(names.join(" ")) {
                (within(begin.get(1..).unwrap_or_default(), &words))
            }
            @for claim in ended {
                // The joiner keeps the number on the line of its words.
                sup lang=(language(view.words)) { "\u{2060}" a href={ "#r-" (claim.name) } aria-label=(view.words.say("page-claim", &[("n", &claim.number)])) { (claim.number) } }
            }
        }
    }
}

/// Words at which several claims begin: each has its own anchor.
fn within(names: &[&str], words: &str) -> Markup {
    let Some((name, others)) = names.split_first() else { return html! { (words) } };
    html! { span id={ "c-" (name) } { (within(others, words)) } }
}

/// What kind of claim it is: told by the line below the words.
fn kind(claim: &Claim) -> &'static str {
    match claim.said {
        Said::Adoption { .. } => "of-practice",
        Said::Number(_) => "of-number",
        Said::Act(_) => "of-act",
        Said::Learning { .. } => "of-visit",
    }
}
