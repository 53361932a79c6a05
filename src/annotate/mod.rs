//! Article → mentions: regions, organs, mechanisms, titles, numbers, dates, cue words.
//!
//! Takes an article and the lexicon. Gives mentions in the order of the text, each with its span in the body. Never
//! changes text, and never decides which of several readings is meant: that is `resolve`.

mod candidate;
mod quantity;
mod region;
mod title;

use crate::model::{Annotated, Article, Mention, MentionKind};
use crate::resource::{Lexicon, Pointer};
use crate::text::{Normalised, Span};

/// Finds what `article` mentions.
pub fn annotate(lexicon: &Lexicon, article: &Article) -> Annotated {
    let body = &article.body.text;
    let folded = Normalised::new(body);
    let mut mentions = title::titles(lexicon, body);
    mentions.extend(mechanisms(lexicon, &folded));
    mentions.extend(region::regions(lexicon, article, &folded));
    mentions.extend(pointers(lexicon, &folded));
    mentions.extend(cues(lexicon, &folded, &mentions));
    mentions.extend(quantity::quantities(lexicon, body, &folded));
    mentions.extend(quantity::dates(lexicon, &folded));
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    let candidates = candidate::candidates(lexicon, article, &folded, &mentions);
    mentions.extend(candidates);
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    Annotated { mentions, head: region::head(lexicon, article) }
}

fn mechanisms(lexicon: &Lexicon, folded: &Normalised) -> Vec<Mention> {
    let found = lexicon.mechanism_names.find(&folded.text);
    found
        .map(|(span, slugs)| Mention {
            span: folded.span(span),
            kind: MentionKind::Mechanism(slugs[0].clone()),
        })
        .collect()
}

fn pointers(lexicon: &Lexicon, folded: &Normalised) -> Vec<Mention> {
    let found = lexicon.references.words.find(&folded.text);
    found
        .map(|(span, pointers)| {
            let kind = match &pointers[0] {
                Pointer::SelfReference { level, whole } => {
                    MentionKind::SelfReference { level: Some(level.clone()), whole: *whole }
                }
                Pointer::Organ { kind, level } => MentionKind::Organ { kind: *kind, level: level.clone() },
            };
            Mention { span: folded.span(span), kind }
        })
        .collect()
}

/// Cue words outside titles: (试行) in a rule's title is no trial.
fn cues(lexicon: &Lexicon, folded: &Normalised, mentions: &[Mention]) -> Vec<Mention> {
    let titles: Vec<Span> =
        mentions.iter().filter(|m| matches!(m.kind, MentionKind::Title(_))).map(|m| m.span).collect();
    let found = lexicon.triggers.words.find(&folded.text);
    found
        .flat_map(|(span, rules)| {
            let span = folded.span(span);
            rules.iter().map(move |&rule| Mention { span, kind: MentionKind::Cue { rule } })
        })
        .filter(|m| !titles.iter().any(|t| t.contains(m.span)))
        .collect()
}
