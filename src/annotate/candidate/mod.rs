//! Names that have the form of a mechanism and stand in no list: quoted names, and names with a telling ending.

mod bare;
mod quoted;

use quoted::Quote;

use crate::model::{Article, Mention, MentionKind};
use crate::resource::{CueKind, Found, Lexicon};
use crate::text::{Normalised, Span};

/// A body with what is known of it so far.
struct Known<'a> {
    lexicon: &'a Lexicon,
    article: &'a Article,
    folded: &'a Normalised,
    found: &'a Found<'a>,
    /// Ascending by start.
    mentions: &'a [Mention],
    /// Known mechanisms and titles.
    names: Vec<Span>,
    quotes: Vec<Quote>,
}

/// The candidates of the body. A stretch that a known mechanism or a title covers gives none.
pub(super) fn candidates(
    lexicon: &Lexicon,
    article: &Article,
    folded: &Normalised,
    found: &Found<'_>,
    mentions: &[Mention],
) -> Vec<Mention> {
    let name = |m: &&Mention| matches!(m.kind, MentionKind::Mechanism(_) | MentionKind::Title(_));
    let names = mentions.iter().filter(name).map(|m| m.span).collect();
    let quotes = quoted::quotes(&article.body.text, folded);
    let known = Known { lexicon, article, folded, found, mentions, names, quotes };
    let mut found: Vec<Span> = quoted::quoted(&known);
    found.retain(|span| !known.names(*span));
    let marked = found.len();
    for span in bare::bare(&known, &found) {
        if !known.names(span)
            && !quoted::cuts_a_quote(&known, span)
            && !found.iter().any(|f| f.overlaps(span))
        {
            found.push(span);
        }
    }
    let mention = |(i, span)| Mention { span, kind: MentionKind::Candidate { quoted: i < marked } };
    found.into_iter().enumerate().map(mention).collect()
}

impl Known<'_> {
    fn body(&self) -> &str {
        &self.article.body.text
    }

    /// The words of the sentence that holds a span of the body, folded.
    fn around(&self, span: Span) -> &str {
        let paragraphs = &self.article.paragraphs;
        let paragraph = paragraphs.partition_point(|p| p.span.start <= span.start).checked_sub(1);
        let sentences = paragraph.map_or(&[][..], |n| &paragraphs[n].sentences);
        let sentence = sentences.iter().find(|s| s.span.contains(span));
        sentence.map_or("", |s| self.folded.fold(s.span).of(&self.folded.text))
    }

    /// Whether a known mechanism or a title stands in the span.
    fn names(&self, span: Span) -> bool {
        self.names.iter().any(|name| name.overlaps(span))
    }

    /// The mentions that start inside a span of the body.
    fn within(&self, span: Span) -> &[Mention] {
        let from = self.mentions.partition_point(|m| m.span.start < span.start);
        let length = self.mentions[from..].partition_point(|m| m.span.start < span.end);
        &self.mentions[from..from + length]
    }

    /// The cue words behind which the name of a practice may stand, in order: 探索建立 says more than 建立, and yet
    /// that a name follows.
    fn verbs(&self) -> impl Iterator<Item = Span> {
        let leads = |rule: usize| {
            let kind = self.lexicon.triggers.rules[rule].kind;
            matches!(kind, CueKind::Adopt | CueKind::Piloted | CueKind::Planned | CueKind::Named)
        };
        let cue = move |m: &&Mention| matches!(m.kind, MentionKind::Cue { rule } if leads(rule));
        self.mentions.iter().filter(cue).map(|m| m.span)
    }
}
