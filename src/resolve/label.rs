//! Paragraphs and sections of a survey that are headed by a region: `嵩县：县人大…`, `二、涧西区`.

use std::collections::BTreeMap;

use super::home::Context;
use crate::model::{Annotated, Article, MentionKind, RegionCode};
use crate::resource::Lexicon;

/// The region that each paragraph is headed by, where one is; by the paragraph's number.
pub(super) fn labels(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
) -> BTreeMap<usize, RegionCode> {
    let text = article.body.text.as_str();
    let mut labels = BTreeMap::new();
    let mut section = None;
    for (n, paragraph) in article.paragraphs.iter().enumerate() {
        let first = annotated
            .mentions
            .iter()
            .find(|m| paragraph.span.contains(m.span) && matches!(m.kind, MentionKind::Region { .. }));
        let headed = first.filter(|m| {
            let before = &text[paragraph.span.start..m.span.start];
            let after = text[m.span.end..paragraph.span.end].trim_start();
            let set_off =
                after.starts_with([':', '：', '】', '—']) || (paragraph.heading && after.is_empty());
            set_off && ordinal(lexicon, before)
        });
        let region = headed.and_then(|m| match &m.kind {
            MentionKind::Region { candidates, .. } => context.choose(lexicon, candidates),
            _ => None,
        });
        if paragraph.heading {
            section.clone_from(&region);
        }
        labels.extend(region.or_else(|| section.clone()).map(|r| (n, r)));
    }
    labels
}

/// Whether nothing but a number or a bullet stands there: `二、`, `（三）`, `■`.
fn ordinal(lexicon: &Lexicon, before: &str) -> bool {
    before.chars().all(|c| !c.is_alphabetic() || lexicon.references.ordinals.contains(c))
}
