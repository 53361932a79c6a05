//! The stages as plain calls: a page in, records out.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::model::{Article, ArticleId, Author, Claim, Diagnostic, Page, Post, Record, Scene, Source};
use crate::resource::Lexicon;
use crate::text::{Piece, Span};
use crate::{annotate, extract, resolve, segment};

/// What one page gives.
#[derive(Debug, Clone, Default)]
pub struct Extracted {
    /// Its articles with what they say, in reading order, each with the table that leads back to the page.
    pub articles: Vec<(Record, Vec<Piece>)>,
    /// What was noticed, ascending by place on the page.
    pub diagnostics: Vec<Diagnostic>,
}

/// An article with what each stage made of it, for people who tune rules.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The article, from `segment`.
    pub article: Article,
    /// Its mentions with what they stand for, its home and its time, from `resolve`.
    pub scene: Scene,
    /// What it says, from `extract`.
    pub claims: BTreeSet<Claim>,
    /// What became no claim, each with its reason code.
    pub drops: Vec<Diagnostic>,
}

/// A page with what each stage made of it.
#[derive(Debug, Clone)]
pub struct ExplainedPage {
    /// Its articles in reading order.
    pub articles: Vec<Explained>,
    /// Page spans that belong to no article.
    pub furniture: Vec<Span>,
    /// Page spans that were left out inside lines.
    pub spared: Vec<Span>,
    /// What `read` and `segment` noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Runs all stages on one page. A pure function.
pub fn extract_page(lexicon: &Lexicon, page: &Page) -> Extracted {
    let segmented = segment::segment(lexicon, page);
    let mut diagnostics = page.diagnostics.clone();
    diagnostics.extend(segmented.diagnostics);
    let mut articles = Vec::with_capacity(segmented.articles.len());
    for article in segmented.articles {
        let Explained { article, scene, claims, drops } = read(lexicon, page, article);
        diagnostics.extend(claims.is_empty().then(|| unclaimed(&article, &drops)));
        diagnostics.extend(scene.diagnostics);
        diagnostics.extend(drops);
        let Article { title, authors, issued, imprint, body, .. } = article;
        let record = Record {
            id: ArticleId::of(title.as_deref(), &authors, &body.text),
            title,
            authors: persons(authors, scene.post),
            issued,
            sources: BTreeSet::from([Source { name: page.url.clone().unwrap_or_else(|| page.name.clone()) }]),
            home_region: scene.home.map(|h| h.region),
            as_of: scene.as_of,
            event: scene.event,
            imprint,
            reprint_of: None,
            body: body.text,
            claims,
        };
        articles.push((record, body.pieces));
    }
    diagnostics.sort_by(|a, b| (a.span, a).cmp(&(b.span, b)));
    Extracted { articles, diagnostics }
}

/// Says that an article gives no claim, and why what it says became none.
fn unclaimed(article: &Article, drops: &[Diagnostic]) -> Diagnostic {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for drop in drops {
        *reasons.entry(&drop.code).or_default() += 1;
    }
    let reasons: Vec<String> = reasons.into_iter().map(|(code, n)| format!("{n} {code}")).collect();
    let why = if reasons.is_empty() {
        "it names no mechanism, no number and no statute of the work of congresses".to_owned()
    } else {
        format!("left out were {}", reasons.join(", "))
    };
    let body = Span::new(0, article.body.text.len());
    let place = article.body.page_spans(body).into_iter().next();
    Diagnostic::note("extract.no-claim", place, format!("the article gives no claim: {why}"))
}

/// Authors with what the page says the first of them is.
fn persons(names: Vec<String>, post: Option<Post>) -> Vec<Author> {
    let posts = std::iter::once(post).chain(std::iter::repeat(None));
    names.into_iter().zip(posts).map(|(name, post)| Author { name, post }).collect()
}

/// Runs all stages on one page and keeps what each gave. [`extract_page`] makes its records of the same values.
pub fn explain_page(lexicon: &Lexicon, page: &Page) -> ExplainedPage {
    let segmented = segment::segment(lexicon, page);
    let articles = segmented.articles.into_iter().map(|article| read(lexicon, page, article)).collect();
    let diagnostics = page.diagnostics.iter().cloned().chain(segmented.diagnostics).collect();
    ExplainedPage { articles, furniture: segmented.furniture, spared: segmented.spared, diagnostics }
}

/// The stages behind `segment`, on one article.
fn read(lexicon: &Lexicon, page: &Page, article: Article) -> Explained {
    let annotated = annotate::annotate(lexicon, &article);
    let scene = resolve::resolve(lexicon, &article, annotated);
    let (claims, drops) = extract::extract(lexicon, page, &article, &scene);
    Explained { article, scene, claims, drops }
}

/// Runs all stages on many pages, on the current rayon pool; results stand in the order of `pages`.
pub fn extract_pages(lexicon: &Lexicon, pages: &[Page]) -> Vec<Extracted> {
    pages.par_iter().map(|page| extract_page(lexicon, page)).collect()
}
