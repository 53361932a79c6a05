//! Paragraphs that are of another region than the article: the parts of a survey (`嵩县：县人大…`, `二、涧西区`), the
//! stations of a journey (`在德清县，考察组一行走进…`).

use std::collections::BTreeMap;

use super::home::Context;
use crate::model::{Annotated, Article, Mention, MentionKind, RegionCode};
use crate::resource::{CueKind, Level, Lexicon};

/// How many characters a line may have that heads a section, besides the headings that the page sets off.
const HEADING: usize = 30;

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
        // ——吉林市：专题询问“问”出压力。
        let heads =
            region.is_some() && text[paragraph.span.start..paragraph.span.end].chars().count() <= HEADING;
        // ——松原、白城两市也作了介绍: the list goes on with others.
        let goes_on = text[paragraph.span.start..].starts_with('\u{2014}');
        if paragraph.heading || heads || goes_on {
            section.clone_from(&region);
        }
        labels.extend(region.or_else(|| section.clone()).map(|r| (n, r)));
    }
    labels
}

/// How many bytes of a paragraph may stand before the name of where a journey has come: a date, and who travels.
const ARRIVAL: usize = 60;

/// The region in which each paragraph of a study visit plays, by the paragraph's number: what is told there as running
/// is what the visitors saw, and not the `home`'s.
pub(super) fn stations(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
    home: &RegionCode,
) -> BTreeMap<usize, RegionCode> {
    let cue = |m: &Mention, kind: CueKind| matches!(m.kind, MentionKind::Cue { rule } if lexicon.triggers.rules[rule].kind == kind);
    let mut stations = BTreeMap::new();
    let mut travelling = false;
    for (n, paragraph) in article.paragraphs.iter().enumerate() {
        let inside: Vec<&Mention> =
            annotated.mentions.iter().filter(|m| paragraph.span.contains(m.span)).collect();
        let visits = inside.iter().any(|m| cue(m, CueKind::Visited));
        let ours = inside
            .iter()
            .any(|m| matches!(m.kind, MentionKind::SelfReference { whole: false, that: false, .. }));
        let first = inside.iter().find_map(|m| match &m.kind {
            MentionKind::Region { candidates, .. } => Some((m.span, candidates)),
            _ => None,
        });
        let arrived = first.filter(|(span, _)| {
            span.start - paragraph.span.start <= ARRIVAL
                && inside.iter().any(|m| m.span.end == span.start && cue(m, CueKind::Travel))
        });
        let place =
            arrived.and_then(|(_, candidates)| context.choose(lexicon, candidates)).and_then(|code| {
                lexicon.regions.lineage(&code).find(|r| r.level < Level::Township).map(|r| r.code.clone())
            });
        // The paragraph that tells who goes where is the home's; those behind it play there.
        if let Some(place) = place.filter(|_| travelling && !ours) {
            let apart = |a: &RegionCode, b: &RegionCode| !lexicon.regions.is_within(a, b);
            if apart(&place, home) && apart(home, &place) {
                stations.insert(n, place);
            }
        }
        travelling |= visits;
    }
    stations
}

/// Whether nothing but a number or a bullet stands there: `二、`, `（三）`, `■`.
fn ordinal(lexicon: &Lexicon, before: &str) -> bool {
    before.chars().all(|c| !c.is_alphabetic() || lexicon.references.ordinals.contains(c))
}
