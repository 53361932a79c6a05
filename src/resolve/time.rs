//! The time an article speaks from.

use crate::model::{Article, AsOf, AsOfBasis, Date, MentionKind, Resolved};

/// The event spoken of, else the date line, else the latest year inside the text.
///
/// A page printed in January may report a meeting of November: its "this year" is the year before, so the event comes
/// first.
pub(super) fn as_of(article: &Article, mentions: &[Resolved]) -> Option<AsOf> {
    if let Some(date) = article.event_date {
        return Some(AsOf { earliest: date, latest: date, basis: AsOfBasis::Event });
    }
    if let Some(date) = article.issued {
        return Some(AsOf { earliest: date, latest: date, basis: AsOfBasis::DateLine });
    }
    let years = mentions.iter().filter_map(|m| match m.mention.kind {
        MentionKind::Date(date) => Date::new(date.year(), None, None),
        _ => None,
    });
    years.max().map(|year| AsOf { earliest: year, latest: year, basis: AsOfBasis::Text })
}
