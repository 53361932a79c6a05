//! A sentence with its mentions marked: in inks, or in brackets as `[words|kind]`.

use std::collections::VecDeque;

use super::paint::{Ink, Text};
use super::words::Words;
use crate::model::{Bound, Entity, MentionKind, Quantity, RegionCode, Resolved, TitleKind};
use crate::resource::Lexicon;
use crate::text::Span;

/// The kinds of mentions, in the order of the legend; the words of brackets and keys of the label file.
pub(super) const KINDS: [(&str, Ink); 11] = [
    ("region", Ink::Region),
    ("self", Ink::Pointer),
    ("organ", Ink::Pointer),
    ("mechanism", Ink::Mechanism),
    ("candidate", Ink::Candidate),
    ("statute", Ink::Title),
    ("document", Ink::Title),
    ("title", Ink::Title),
    ("number", Ink::Number),
    ("date", Ink::Date),
    ("cue", Ink::Cue),
];

/// Marks mentions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marker<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) words: Words,
    /// Whether inks tell kinds; else brackets do.
    pub(super) colour: bool,
}

/// A stretch to mark.
#[derive(Debug, Clone)]
struct Mark {
    span: Span,
    ink: Ink,
    /// What it is, for brackets: several where several mentions share the stretch.
    kinds: Vec<String>,
    /// What it stands for, where the words themselves do not say so.
    meant: Vec<String>,
}

impl Marker<'_> {
    /// The words at `span` with the mentions that start in it.
    pub(super) fn mark(&self, body: &str, span: Span, mentions: &[Resolved]) -> Text {
        let mut text = Text::default();
        let mut queue = self.marks(body, span, mentions);
        let mut open: Vec<Mark> = Vec::new();
        let mut at = span.start;
        loop {
            let next = queue.front().map_or(span.end, |mark| mark.span.start);
            if let Some(mark) = open.pop_if(|mark| mark.span.end <= next) {
                text.push(mark.ink, &body[at..mark.span.end]);
                at = mark.span.end;
                self.close(&mut text, &mark);
                continue;
            }
            text.push(open.last().map_or(Ink::Plain, |mark| mark.ink), &body[at..next]);
            at = next;
            let Some(mut mark) = queue.pop_front() else { return text };
            // Two mentions that cross: the second is parted at the end of the first.
            if let Some(outer) = open.last().map(|outer| outer.span.end).filter(|end| *end < mark.span.end) {
                let rest = Mark { span: Span::new(outer, mark.span.end), ..mark.clone() };
                queue.insert(queue.partition_point(|m| order(m) < order(&rest)), rest);
                mark.span.end = outer;
            }
            if !self.colour {
                text.push(Ink::Plain, "[");
            }
            open.push(mark);
        }
    }

    fn close(&self, text: &mut Text, mark: &Mark) {
        if !self.colour {
            text.push(Ink::Plain, "|");
            text.push(Ink::Plain, &mark.kinds.join("+"));
        }
        for (n, meant) in mark.meant.iter().enumerate() {
            text.push(Ink::Dim, if n == 0 { "\u{2192}" } else { "/" });
            text.push(Ink::Dim, meant);
        }
        if !self.colour {
            text.push(Ink::Plain, "]");
        }
    }

    /// One mark a stretch, outer before inner.
    fn marks(&self, body: &str, span: Span, mentions: &[Resolved]) -> VecDeque<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for m in
            mentions.iter().filter(|m| span.start <= m.mention.span.start && m.mention.span.start < span.end)
        {
            let at = Span::new(m.mention.span.start, m.mention.span.end.min(span.end));
            let (kind, ink, meant) = self.describe(m, at.of(body));
            let known = marks.iter().position(|mark| mark.span == at).unwrap_or_else(|| {
                marks.push(Mark { span: at, ink, kinds: Vec::new(), meant: Vec::new() });
                marks.len() - 1
            });
            let mark = &mut marks[known];
            // A name that is also a cue word looks like a name.
            if mark.ink == Ink::Cue {
                mark.ink = ink;
            }
            if !mark.kinds.contains(&kind) {
                mark.kinds.push(kind);
                mark.meant.extend(meant);
            }
        }
        marks.sort_by_key(order);
        marks.into()
    }

    /// What a mention is, and what it stands for where the printed words are another name of it.
    fn describe(&self, resolved: &Resolved, printed: &str) -> (String, Ink, Option<String>) {
        let region = || match &resolved.entity {
            Entity::Region(code) => Some(self.region(code)).filter(|name| name != printed),
            Entity::Nil => Some("?".to_owned()),
            Entity::Itself | Entity::Date(_) => None,
        };
        let (kind, meant) = match &resolved.mention.kind {
            MentionKind::Region { .. } => ("region", region()),
            MentionKind::SelfReference { .. } => ("self", region()),
            // Behind a region's name the organ is that region's.
            MentionKind::Organ { level, .. } => ("organ", level.as_ref().and_then(|_| region())),
            MentionKind::Mechanism(slug) => {
                let label = self.lexicon.mechanisms.get(slug).map(|concept| concept.label.clone());
                ("mechanism", label.filter(|label| label != printed))
            }
            MentionKind::Candidate { .. } => ("candidate", None),
            MentionKind::Title(TitleKind::Statute) => ("statute", None),
            MentionKind::Title(TitleKind::Document) => ("document", None),
            MentionKind::Title(TitleKind::Other) => ("title", None),
            MentionKind::Quantity(quantity) => {
                ("number", Some(self.quantity(quantity)).filter(|words| words != printed))
            }
            MentionKind::Date(_) => ("date", None),
            MentionKind::RelativeDate { .. } => {
                ("date", Some(resolved.date().map_or_else(|| "?".to_owned(), |date| date.to_string())))
            }
            MentionKind::Cue { rule } => {
                let kind = self.lexicon.triggers.rules[*rule].kind.as_str();
                // Brackets say the kind themselves.
                let meant = self.colour.then(|| self.words.get("cue", kind).to_owned());
                return (kind.to_owned(), Ink::Cue, meant);
            }
        };
        let ink = KINDS.iter().find(|(name, _)| *name == kind).map_or(Ink::Plain, |(_, ink)| *ink);
        (kind.to_owned(), ink, meant)
    }

    /// The region's full name, else its code.
    pub(super) fn region(&self, code: &RegionCode) -> String {
        self.lexicon.regions.get(code).map_or_else(|| code.to_string(), |region| region.name.clone())
    }

    fn quantity(&self, quantity: &Quantity) -> String {
        let bound = if quantity.bound == Bound::Exact { "" } else { quantity.bound.as_str() };
        format!("{}{}{}", self.words.get("bound", bound), quantity.value, quantity.unit)
    }
}

fn order(mark: &Mark) -> (usize, std::cmp::Reverse<usize>) {
    (mark.span.start, std::cmp::Reverse(mark.span.end))
}
