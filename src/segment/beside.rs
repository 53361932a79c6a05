//! What came beside a page's text, for the articles that the text alone leaves without it.

use crate::model::{Article, Page, Segmented};

/// Adds to the articles what the input says of the page. A date that came beside the text holds where it says another
/// than the printed one; title and authors are of the article only where the page has no other.
pub(super) fn add(page: &Page, segmented: &mut Segmented) {
    for article in &mut segmented.articles {
        if let Some(said) = page.issued
            && !article.issued.is_some_and(|printed| printed.agrees_with(said))
        {
            (article.issued, article.issued_beside) = (Some(said), true);
        }
        article.source_line = article.source_line.take().or_else(|| page.source.clone());
        if let Some(listing) = &page.listing {
            article.listed_region.clone_from(&listing.region);
            article.imprint.clone_from(&listing.imprint);
        }
        article.site_lines.extend(page.site.clone().filter(|site| !article.site_lines.contains(site)));
    }
    let [article] = &mut segmented.articles[..] else { return };
    let Article { title, authors, .. } = article;
    if title.is_none() && page.title.is_some() {
        title.clone_from(&page.title);
        segmented.diagnostics.retain(|d| d.code != "segment.no-title");
    }
    if authors.is_empty() && !page.authors.is_empty() {
        authors.clone_from(&page.authors);
        segmented.diagnostics.retain(|d| d.code != "segment.no-byline");
    }
}
