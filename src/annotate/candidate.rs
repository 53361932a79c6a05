//! Names that have the form of a mechanism and stand in no list: quoted names, and names with a telling ending.

use crate::model::{Article, Mention, MentionKind};
use crate::resource::{CueKind, Lexicon};
use crate::text::{Normalised, Span, fold, is_quotation_mark};

const OPEN: char = '\u{201C}';
const CLOSE: char = '\u{201D}';

/// The candidates of the body. A stretch that a known mechanism or a title covers gives none.
pub(super) fn candidates(
    lexicon: &Lexicon,
    article: &Article,
    folded: &Normalised,
    mentions: &[Mention],
) -> Vec<Mention> {
    let body = article.body.text.as_str();
    let taken = |span: Span| {
        mentions.iter().any(|m| {
            matches!(m.kind, MentionKind::Mechanism(_) | MentionKind::Title(_)) && m.span.overlaps(span)
        })
    };
    let mut found = quoted(lexicon, body);
    found.retain(|m| !taken(m.span));
    let bare = bare(lexicon, article, folded, mentions);
    for mention in bare {
        if !taken(mention.span) && !found.iter().any(|f| f.span.overlaps(mention.span)) {
            found.push(mention);
        }
    }
    found
}

/// Names in quotation marks with a telling word behind or before them; spans stand inside the marks.
fn quoted(lexicon: &Lexicon, body: &str) -> Vec<Mention> {
    let rules = &lexicon.candidates;
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in body.char_indices() {
        match c {
            OPEN => start = Some(at),
            CLOSE => {
                let Some(open) = start.take() else { continue };
                let span = Span::new(open + OPEN.len_utf8(), at);
                let name = fold(span.of(body));
                let length = name.chars().count();
                let (before, after) = (&body[..open], &body[at + CLOSE.len_utf8()..]);
                let follows = |words: &[String]| words.iter().any(|w| after.starts_with(w.as_str()));
                let telling = follows(&rules.tails)
                    || follows(&rules.glosses)
                    || rules.verbs.iter().any(|v| before.ends_with(v.as_str()))
                    || rules.endings.iter().any(|e| name.ends_with(e.as_str()))
                    || lexicon.candidate_forms.is_match(&name);
                let sentence = name.contains(['\u{3002}', ';', '?', '!', ':']);
                let good = telling
                    && !sentence
                    && !follows(&rules.not_before)
                    && (rules.least..=rules.most).contains(&length);
                if good && !rules.slogans.contains(&name) {
                    found.push(Mention { span, kind: MentionKind::Candidate { quoted: true } });
                }
            }
            '\n' => start = None,
            _ => {}
        }
    }
    found
}

/// Names without marks, from behind the nearest verb that adopts to a telling ending, inside a clause.
fn bare(lexicon: &Lexicon, article: &Article, folded: &Normalised, mentions: &[Mention]) -> Vec<Mention> {
    let rules = &lexicon.candidates.bare;
    let body = article.body.text.as_str();
    let cuts: Vec<Span> =
        lexicon.candidate_cuts.find(&folded.text).map(|(span, _)| folded.span(span)).collect();
    let clauses: Vec<Span> = article
        .paragraphs
        .iter()
        .filter(|p| !p.heading)
        .flat_map(|p| p.sentences.iter().flat_map(|s| s.clauses.iter().copied()))
        .collect();
    let adopts = |rule: usize| lexicon.triggers.rules[rule].kind == CueKind::Adopt;
    let verbs: Vec<Span> = mentions
        .iter()
        .filter(|m| matches!(m.kind, MentionKind::Cue { rule } if adopts(rule)))
        .map(|m| m.span)
        .collect();
    let mut found = Vec::new();
    for (ending, _) in lexicon.candidate_endings.find(&folded.text) {
        let ending = folded.span(ending);
        let after = clauses.partition_point(|c| c.start < ending.end);
        let Some(clause) = after.checked_sub(1).map(|i| clauses[i]).filter(|c| ending.end <= c.end) else {
            continue;
        };
        let Some(verb) = last_before(&verbs, clause.start, ending.start) else { continue };
        let start = last_before(&cuts, verb.end, ending.start).map_or(verb.end, |cut| cut.end);
        let span = Span::new(start, ending.end);
        let name = fold(span.of(body));
        let good = (rules.least..=rules.most).contains(&name.chars().count())
            && !rules.unless.iter().any(|w| name.contains(w.as_str()))
            && !rules.empty.contains(&name)
            && !name.contains(is_quotation_mark)
            && !name.starts_with(|c: char| c.is_ascii_digit());
        if good {
            found.push(Mention { span, kind: MentionKind::Candidate { quoted: false } });
        }
    }
    found
}

/// The last of `spans` (ascending) that starts at `from` or later and ends at `to` or before.
fn last_before(spans: &[Span], from: usize, to: usize) -> Option<Span> {
    let after = spans.partition_point(|s| s.end <= to);
    after.checked_sub(1).map(|i| spans[i]).filter(|s| s.start >= from)
}
