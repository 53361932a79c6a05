//! Mentions of a clause → claims.
//!
//! Takes an article and its resolved scene. Gives claims, each with the words that say so, and a diagnostic with a
//! reason code for each mechanism, number or title that became no claim. Never makes a claim without evidence, and
//! never gives a region what was only said in general.

mod above;
mod actor;
mod adoption;
mod cue;
mod evidence;
mod frame;
mod learning;
mod nobody;
mod observation;
mod statute;

use std::collections::BTreeSet;

use crate::model::{Article, Claim, Diagnostic, Page, Scene};
use crate::text::Span;

use crate::resource::Lexicon;
use evidence::Cutter;

/// What an article claims, each claim once, and what was dropped.
pub fn extract(
    lexicon: &Lexicon,
    page: &Page,
    article: &Article,
    scene: &Scene,
) -> (BTreeSet<Claim>, Vec<Diagnostic>) {
    let clauses = frame::clauses(lexicon, article, scene);
    let text = Source { lexicon, article, scene, cutter: Cutter::new(page, article) };
    let mut claims = BTreeSet::new();
    let mut drops = Vec::new();
    for stage in [adoption::adoptions, observation::observations, statute::statutes, learning::contacts] {
        let (kinds, dropped) = stage(&text, &clauses);
        claims.extend(kinds.into_iter().filter_map(Claim::new));
        drops.extend(dropped);
    }
    drops.sort();
    (claims, drops)
}

/// What each kind of claim is made from.
struct Source<'a> {
    lexicon: &'a Lexicon,
    article: &'a Article,
    scene: &'a Scene,
    cutter: Cutter<'a>,
}

impl Source<'_> {
    /// The words at a span of the body.
    fn words(&self, span: Span) -> &str {
        span.of(&self.article.body.text)
    }

    /// A drop, with its reason code and the words it is about.
    fn drop(&self, code: &str, span: Span, why: &str) -> Diagnostic {
        let page = self.article.body.page_spans(span).into_iter().next();
        Diagnostic::note(code, page, format!("{}: {why}", self.words(span)))
    }
}
