//! The stages as plain calls: a page in, records out.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::model::{Article, ArticleId, Diagnostic, Page, Record, Source};
use crate::resource::Lexicon;
use crate::text::Piece;
use crate::{annotate, extract, resolve, segment};

/// What one page gives.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    /// Its articles with what they say, in reading order, each with the table that leads back to the page.
    pub articles: Vec<(Record, Vec<Piece>)>,
    /// What was noticed, ascending by place on the page.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs all stages on one page. A pure function.
pub fn extract_page(lexicon: &Lexicon, page: &Page) -> Extracted {
    let segmented = segment::segment(lexicon, page);
    let mut diagnostics = segmented.diagnostics;
    let mut articles = Vec::with_capacity(segmented.articles.len());
    for article in segmented.articles {
        let annotated = annotate::annotate(lexicon, &article);
        let scene = resolve::resolve(lexicon, &article, annotated);
        let (claims, drops) = extract::extract(lexicon, page, &article, &scene);
        diagnostics.extend(scene.diagnostics);
        diagnostics.extend(drops);
        let Article { title, authors, issued, body, .. } = article;
        let record = Record {
            id: ArticleId::of(title.as_deref(), &authors, &body.text),
            title,
            authors,
            issued,
            sources: BTreeSet::from([Source { name: page.url.clone().unwrap_or_else(|| page.name.clone()) }]),
            home_region: scene.home.map(|h| h.region),
            as_of: scene.as_of,
            body: body.text,
            claims,
        };
        articles.push((record, body.pieces));
    }
    diagnostics.sort_by(|a, b| (a.span, a).cmp(&(b.span, b)));
    Extracted { articles, diagnostics }
}

/// Runs all stages on many pages, on the current rayon pool; results stand in the order of `pages`.
pub fn extract_pages(lexicon: &Lexicon, pages: &[Page]) -> Vec<Extracted> {
    pages.par_iter().map(|page| extract_page(lexicon, page)).collect()
}
