//! Titles in book-title marks.

use crate::model::{MentionKind, TitleKind};
use crate::text::{Normalised, Span, fold_title, titles as in_marks};

use super::super::Source;
use super::super::frame::Clause;
use super::Named;

/// Titles in book-title marks that name a statute or a document.
pub(super) fn titles(source: &Source<'_>, clause: &Clause<'_>) -> Vec<Named> {
    let body = source.article.body.text.as_str();
    let rules = &source.lexicon.titles;
    let titles: Vec<(Span, TitleKind)> = clause
        .mentions
        .iter()
        .filter_map(|m| match m.mention.kind {
            MentionKind::Title(kind) => Some((m.mention.span, kind)),
            _ => None,
        })
        .collect();
    // Titles that follow each other with nothing but marks between are one list: one verb rules them all.
    let joined = |a: Span, b: Span| {
        let between = body[with_marks(body, a).end..with_marks(body, b).start].trim();
        between.is_empty() || rules.joiners.iter().any(|j| between == j)
    };
    let mut names: Vec<Named> = Vec::new();
    for (i, &(span, kind)) in titles.iter().enumerate() {
        if kind == TitleKind::Other {
            continue;
        }
        let first = (1..=i).rev().find(|&k| !joined(titles[k - 1].0, titles[k].0)).unwrap_or(0);
        let last =
            (i + 1..titles.len()).find(|&k| !joined(titles[k - 1].0, titles[k].0)).unwrap_or(titles.len());
        let (from, to) = (with_marks(body, titles[first].0).start, with_marks(body, titles[last - 1].0).end);
        let whole = Span::new(from, to);
        let inner = decided(source, span, whole);
        if inner.is_empty() {
            names.push(Named { span, list: whole, marked: true, decided: None });
        } else {
            names.extend(inner);
        }
    }
    names
}

/// A title with the marks around it.
fn with_marks(body: &str, title: Span) -> Span {
    let open = body[..title.start].chars().next_back().map_or(0, char::len_utf8);
    let close = body[title.end..].chars().next().map_or(0, char::len_utf8);
    Span::new(title.start - open, title.end + close)
}

/// The statutes that a decision names in its title, with what it does to them: 关于修改〈…条例〉的决定.
fn decided(source: &Source<'_>, title: Span, list: Span) -> Vec<Named> {
    let rules = &source.lexicon.titles;
    let words = source.words(title);
    let folded = fold_title(words);
    let bare = rules.without_tail(&folded);
    if !rules.decision.endings.close(bare) {
        return Vec::new();
    }
    let inner: Vec<Span> =
        in_marks(words).into_iter().filter(|t| rules.kind(t.of(words)) != TitleKind::Other).collect();
    let Some(first) = inner.first() else { return Vec::new() };
    let before = Normalised::new(&words[..first.start]).text;
    let verb = rules.relation.before.places(&before).map(|(at, said)| (at.end, said)).max();
    let Some((_, decided)) = verb else { return Vec::new() };
    let whole = |t: &Span| Span::new(title.start + t.start, title.start + t.end);
    inner.iter().map(|t| Named { span: whole(t), list, marked: true, decided: Some(decided) }).collect()
}
