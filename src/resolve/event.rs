//! The event that an article reports.

use crate::model::{Article, Date, Event, EventKind, Home, MentionKind, RegionCode, Resolved};
use crate::resource::{Lexicon, Pointer};
use crate::text::Normalised;

use super::focus::of_level;

/// The event that an introduction on the page dates, else the one that the article's head reports.
pub(super) fn event(
    lexicon: &Lexicon,
    article: &Article,
    home: Option<&Home>,
    mentions: &[Resolved],
) -> Option<Event> {
    let own = home.map(|h| &h.region);
    if let Some((date, words)) = article.event_date.zip(article.event_words.as_deref()) {
        let folded = Normalised::new(words).text;
        let region = pointed(lexicon, &folded, own);
        return Some(Event { kind: kind(lexicon, &folded)?, date, region });
    }
    let sentences = article.paragraphs.iter().filter(|p| !p.heading).flat_map(|p| &p.sentences);
    sentences.take(lexicon.events.opening).find_map(|sentence| {
        let inside = |m: &&Resolved| sentence.span.contains(m.mention.span);
        let date = mentions.iter().filter(inside).find_map(|m| day(&m.mention.kind))?;
        let folded = Normalised::new(sentence.span.of(&article.body.text)).text;
        let held = lexicon.events.held.are_in(&folded);
        let kind = kind(lexicon, &folded).filter(|_| held)?;
        Some(Event { kind, date, region: own.cloned() })
    })
}

fn day(kind: &MentionKind) -> Option<Date> {
    match kind {
        MentionKind::Date(date) if date.precision() == 3 => Some(*date),
        _ => None,
    }
}

fn kind(lexicon: &Lexicon, text: &str) -> Option<EventKind> {
    let rows = &lexicon.events.event;
    rows.iter().find(|row| row.words.are_in(text)).map(|row| row.kind)
}

/// The first region that words outside an article point at, seen from the article's own: 全市.
fn pointed(lexicon: &Lexicon, text: &str, own: Option<&RegionCode>) -> Option<RegionCode> {
    let level = lexicon.references.words.find(text).find_map(|(_, pointers)| match &pointers[0] {
        Pointer::SelfReference { level, .. } => Some(level.as_str()),
        Pointer::Organ { level, .. } => level.as_deref(),
    });
    own.zip(level).and_then(|(own, level)| of_level(lexicon, own, Some(level)))
}
