//! Titles in book-title marks, nested ones kept whole.

use crate::model::{Mention, MentionKind, TitleKind};
use crate::resource::Lexicon;
use crate::text::{Span, fold};

const OPEN: char = '\u{300A}';
const CLOSE: char = '\u{300B}';

/// The titles of `body`; spans stand inside the marks.
pub(super) fn titles(lexicon: &Lexicon, body: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in body.char_indices() {
        match c {
            OPEN => {
                if depth == 0 {
                    start = at + c.len_utf8();
                }
                depth += 1;
            }
            CLOSE if depth > 0 => {
                depth -= 1;
                if depth == 0 && at > start {
                    let span = Span::new(start, at);
                    found.push(Mention { span, kind: MentionKind::Title(kind(lexicon, span.of(body))) });
                }
            }
            // A mark that was opened and not closed must not swallow the rest of the article.
            '\n' => depth = 0,
            _ => {}
        }
    }
    found
}

/// What a title is, by its ending.
pub(crate) fn kind(lexicon: &Lexicon, title: &str) -> TitleKind {
    let folded = fold(title);
    let mut bare = folded.as_str();
    while let Some(rest) = lexicon.titles.tail.iter().find_map(|t| bare.strip_suffix(&*fold(t))) {
        bare = rest;
    }
    let ends = |endings: &[String]| endings.iter().any(|e| bare.ends_with(e.as_str()));
    if ends(&lexicon.titles.statute) {
        TitleKind::Statute
    } else if ends(&lexicon.titles.document) {
        TitleKind::Document
    } else {
        TitleKind::Other
    }
}
