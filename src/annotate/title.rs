//! Titles in book-title marks, nested ones kept whole.

use crate::model::{Mention, MentionKind, TitleKind};
use crate::resource::Lexicon;
use crate::text::titles as in_marks;

/// The mark that opens nothing but titles; the others also stand for less-than or for a note.
const OPEN: char = '\u{300A}';

/// The titles of `body`; spans stand inside the marks.
pub(super) fn titles(lexicon: &Lexicon, body: &str) -> Vec<Mention> {
    let sure = |start: usize| body[..start].ends_with(OPEN);
    in_marks(body)
        .into_iter()
        .map(|span| (span, lexicon.titles.kind(span.of(body))))
        .filter(|(span, kind)| sure(span.start) || *kind != TitleKind::Other)
        .map(|(span, kind)| Mention { span, kind: MentionKind::Title(kind) })
        .collect()
}
