//! The time an article speaks from, and the dates it tells from that time or from another date.

use crate::model::{Article, AsOf, AsOfBasis, Date, Entity, MentionKind, Relative, Resolved};

/// The event spoken of, else the date line, else the latest year inside the text.
///
/// A page printed in January may report a meeting of November: its "this year" is the year before, so the event comes
/// first.
pub(super) fn as_of(article: &Article, mentions: &[Resolved]) -> Option<AsOf> {
    if let Some(date) = article.event_date {
        return Some(AsOf { earliest: date, latest: date, basis: AsOfBasis::Event });
    }
    if let Some(date) = article.issued {
        let basis = if article.issued_beside { AsOfBasis::Manifest } else { AsOfBasis::DateLine };
        return Some(AsOf { earliest: date, latest: date, basis });
    }
    let years = mentions.iter().filter_map(|m| match m.mention.kind {
        MentionKind::Date(date) => Date::new(date.year(), None, None),
        _ => None,
    });
    years.max().map(|year| AsOf { earliest: year, latest: year, basis: AsOfBasis::Text })
}

/// A date told in a paragraph.
#[derive(Clone, Copy)]
struct Told {
    date: Date,
    paragraph: usize,
    sentence: usize,
}

/// The mentions with the dates that are told from another. Years inside the text say only that it is no older, so this
/// year stays open where they are all there is.
pub(super) fn dated(article: &Article, as_of: Option<AsOf>, mut mentions: Vec<Resolved>) -> Vec<Resolved> {
    let anchor = as_of.filter(|a| a.basis != AsOfBasis::Text).map(|a| a.latest);
    let mut last: Option<Told> = None;
    for m in &mut mentions {
        let at = m.mention.span.start;
        let paragraph = article.paragraphs.partition_point(|p| p.span.end <= at);
        let sentences = article.paragraphs.get(paragraph).map_or(&[][..], |p| &p.sentences);
        let sentence = sentences.partition_point(|s| s.span.end <= at);
        let told = last.filter(|told| told.paragraph == paragraph);
        if let MentionKind::RelativeDate { year, month, day } = m.mention.kind {
            let year = match year {
                Relative::ToArticle { years } => anchor.map(|date| date.year() + years),
                Relative::ToTold { years } => told.map(|told| told.date.year() + years),
                Relative::Unsaid => month.and_then(|month| {
                    year_of(month, anchor, told, told.map(|t| t.sentence) == Some(sentence))
                }),
            };
            let date =
                year.and_then(|year| Date::new(year, month, day).or_else(|| Date::new(year, month, None)));
            m.entity = date.map_or(Entity::Nil, Entity::Date);
        }
        if let Some(date) = m.date() {
            last = Some(Told { date, paragraph, sentence });
        }
    }
    mentions
}

/// The year of a month alone: that of the date told before it in its sentence, unless it would go back in time; else of
/// the last such month before the article's own, unless its paragraph speaks of another year.
fn year_of(month: i8, anchor: Option<Date>, told: Option<Told>, same_sentence: bool) -> Option<i16> {
    if let Some(told) = told.filter(|_| same_sentence) {
        return told.date.month().is_none_or(|m| m <= month).then(|| told.date.year());
    }
    let anchor = anchor?;
    let later = anchor.month().is_some_and(|m| m < month);
    let year = anchor.year() - i16::from(later);
    told.is_none_or(|told| told.date.year() == year).then_some(year)
}
