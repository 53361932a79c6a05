//! [`Page`] → articles → paragraphs, sentences, clauses.
//!
//! Never loses a character: what belongs to no article (mastheads, repeats, chrome) is marked as furniture, not gone.

use crate::model::{Page, Segmented};
use crate::resource::Lexicon;

/// Finds the articles of `page`.
pub fn segment(lexicon: &Lexicon, page: &Page) -> Segmented {
    let _ = (lexicon, page);
    unimplemented!("segment")
}
