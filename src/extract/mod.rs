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

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{
    Article, Claim, Diagnostic, Entity, MentionKind, Page, RegionCode, RegionName, Resolved, Scene,
};
use crate::text::{Span, in_simplified};

use crate::resource::Lexicon;
use evidence::Cutter;

/// What an article claims, each claim once, and what was dropped.
pub fn extract(
    lexicon: &Lexicon,
    page: &Page,
    article: &Article,
    scene: &Scene,
) -> (BTreeSet<Claim>, Vec<Diagnostic>) {
    let simplified = in_simplified(&article.body.text);
    let renamed = renamed(scene);
    let text = Source { lexicon, article, scene, cutter: Cutter::new(page, article), renamed, simplified };
    let clauses = frame::clauses(&text);
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

/// See [`Source::renamed`].
fn renamed(scene: &Scene) -> Vec<(RegionCode, Span)> {
    let other = |m: &Resolved| match (&m.entity, &m.mention.kind) {
        (
            Entity::Region(code),
            MentionKind::Region { name: RegionName::OtherSuffix | RegionName::Former, .. },
        ) => Some((code.clone(), m.mention.span)),
        _ => None,
    };
    scene.mentions.iter().filter_map(other).collect()
}

/// What each kind of claim is made from.
struct Source<'a> {
    lexicon: &'a Lexicon,
    article: &'a Article,
    scene: &'a Scene,
    cutter: Cutter<'a>,
    /// The regions that are called otherwise than by their names now, and where.
    renamed: Vec<(RegionCode, Span)>,
    /// The body in simplified characters, each where it is printed.
    simplified: Cow<'a, str>,
}

impl<'a> Source<'a> {
    /// The words at a span of the body.
    fn words(&self, span: Span) -> &'a str {
        span.of(&self.article.body.text)
    }

    /// The words at a span of the body, as they are matched.
    fn folded(&self, span: Span) -> &'a str {
        self.scene.folded.fold(span).of(&self.scene.folded.text)
    }

    /// Where a span of [`Source::folded`] words stands in the body.
    fn printed(&self, words: Span, inner: Span) -> Span {
        let start = self.scene.folded.fold(words).start;
        self.scene.folded.span(Span::new(start + inner.start, start + inner.end))
    }

    /// The mentions that start inside a span of the body.
    fn mentions(&self, span: Span) -> &'a [Resolved] {
        let all = self.scene.mentions.as_slice();
        let from = all.partition_point(|m| m.mention.span.start < span.start);
        let length = all[from..].partition_point(|m| m.mention.span.start < span.end);
        &all[from..from + length]
    }

    /// A drop, with its reason code and the words it is about.
    fn drop(&self, code: &str, span: Span, why: &str) -> Diagnostic {
        let page = self.article.body.page_spans(span).into_iter().next();
        Diagnostic::note(code, page, format!("{}: {why}", self.words(span)))
    }
}
