//! Article → mentions: regions, organs, mechanisms, titles, numbers, dates, cue words.
//!
//! Takes an article and the lexicon. Gives mentions in the order of the text, each with its span in the body. Never
//! changes text, and never decides which of several readings is meant: that is `resolve`.

mod accident;
mod candidate;
mod date;
mod list;
mod quantity;
mod region;
mod township;
mod title;

use crate::model::{Annotated, Article, Mention, MentionKind};
use crate::resource::{Found, Lexicon, Pointer, Reach};
use crate::text::{Normalised, Span, is_quotation_mark};

/// Finds what `article` mentions.
pub fn annotate(lexicon: &Lexicon, article: &Article) -> Annotated {
    let body = &article.body.text;
    let folded = Normalised::new(body);
    let found = lexicon.scan(&folded.text);
    let mut mentions = title::titles(lexicon, body);
    mentions.extend(mechanisms(lexicon, body, &folded, &found));
    let called = region::Names::new(lexicon, &folded.text, &found);
    let printed = region::printed(lexicon, article);
    let papers = region::of_papers(lexicon, &folded.text, &called);
    let named = region::named_in_full(lexicon, article, &folded.text, &called, &printed, &papers);
    let regions = region::regions(lexicon, body, &folded, &called, &named);
    mentions.extend(pointers(lexicon, &folded, &found, &regions));
    mentions.extend(regions);
    mentions.extend(cues(lexicon, article, &folded, &found, &mentions));
    mentions.extend(quantity::quantities(lexicon, body, &folded));
    mentions.extend(date::dates(lexicon, &folded, &found));
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    let candidates = candidate::candidates(lexicon, article, &folded, &found, &mentions);
    mentions.extend(candidates);
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    let head = region::head(lexicon, article, &printed, &named, &papers);
    Annotated { mentions, folded, head }
}

/// Names of known mechanisms, but those with which a longer name in quotation marks only begins: “代表轮值周” is no 代表轮值.
fn mechanisms(lexicon: &Lexicon, body: &str, folded: &Normalised, found: &Found<'_>) -> Vec<Mention> {
    let names = found.mechanisms.iter();
    let begins_another = |span: Span| {
        let opened = body[..span.start].ends_with(is_quotation_mark);
        let behind = &body[span.end..];
        let rest = behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
        let closed = behind[rest..].starts_with(is_quotation_mark);
        let form = lexicon.candidates.form.iter().any(|w| *w == behind[..rest]);
        opened && closed && (1..=2).contains(&behind[..rest].chars().count()) && !form
    };
    names
        .filter(|(span, _)| !begins_another(folded.span(*span)))
        .map(|(span, slugs)| Mention {
            span: folded.span(*span),
            kind: MentionKind::Mechanism(slugs[0].clone()),
        })
        .collect()
}

/// Pointing words and organs. In 吕梁市人大常委会 the letter before the organ ends the region's name: there the organ
/// is the region's, of no level of its own.
fn pointers(lexicon: &Lexicon, folded: &Normalised, found: &Found<'_>, regions: &[Mention]) -> Vec<Mention> {
    let words = found.pointers.iter();
    words
        .filter_map(|&(span, pointers)| {
            let after = &folded.text[span.end..];
            let person = lexicon.references.organ_not_before.open(after);
            if person && matches!(pointers[0], Pointer::Organ { .. }) {
                return None;
            }
            let mut span = folded.span(span);
            let within = regions.iter().find(|r| r.span.start <= span.start && span.start < r.span.end);
            let kind = match &pointers[0] {
                Pointer::SelfReference { .. } if within.is_some() => return None,
                Pointer::SelfReference { level, whole, that } => {
                    MentionKind::SelfReference { level: Some(level.clone()), whole: *whole, that: *that }
                }
                Pointer::Organ { kind, level } => {
                    let level = level.clone().filter(|_| within.is_none());
                    MentionKind::Organ { kind: *kind, level }
                }
            };
            if let Some(region) = within {
                if region.span.end >= span.end {
                    return None;
                }
                span.start = region.span.end;
            }
            Some(Mention { span, kind })
        })
        .collect()
}

/// Cue words outside titles ((试行) in a rule's title is no trial); those that ask for a name that holds them (票决),
/// outside that name; none inside names of places. Words of headings are looked for in headings.
fn cues(
    lexicon: &Lexicon,
    article: &Article,
    folded: &Normalised,
    found: &Found<'_>,
    mentions: &[Mention],
) -> Vec<Mention> {
    let spans = |is: fn(&MentionKind) -> bool| -> Vec<Span> {
        mentions.iter().filter(|m| is(&m.kind)).map(|m| m.span).collect()
    };
    let titles = spans(|kind| matches!(kind, MentionKind::Title(_)));
    let names = spans(|kind| matches!(kind, MentionKind::Mechanism(_)));
    // 将 in 将台堡 is no word.
    let places = spans(|kind| matches!(kind, MentionKind::Region { .. }));
    let headings: Vec<Span> = article.paragraphs.iter().filter(|p| p.heading).map(|p| p.span).collect();
    // Titles, names, places and headings stand in order, and apart.
    let within = |spans: &[Span], span: Span| {
        let after = spans.partition_point(|outer| outer.start <= span.start);
        after.checked_sub(1).is_some_and(|last| spans[last].contains(span))
    };
    let words = found.cues.iter();
    words
        .flat_map(|&(span, rules)| {
            let span = folded.span(span);
            rules.iter().map(move |&rule| (span, rule))
        })
        .filter(|&(span, rule)| {
            let rule = &lexicon.triggers.rules[rule];
            let in_name = rule.in_name && within(&names, span);
            let misplaced = rule.reach == Reach::Section && !within(&headings, span);
            !(within(&titles, span) || within(&places, span) || in_name || misplaced)
        })
        .map(|(span, rule)| Mention { span, kind: MentionKind::Cue { rule } })
        .collect()
}
