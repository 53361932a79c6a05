//! The stages as plain calls: a page in, records out.

use rayon::prelude::*;

use crate::model::{Diagnostic, Page, Record};
use crate::resource::Lexicon;
use crate::text::Piece;

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
    let _ = (lexicon, page);
    unimplemented!("pipeline")
}

/// Runs all stages on many pages, on the current rayon pool; results stand in the order of `pages`.
pub fn extract_pages(lexicon: &Lexicon, pages: &[Page]) -> Vec<Extracted> {
    pages.par_iter().map(|page| extract_page(lexicon, page)).collect()
}
