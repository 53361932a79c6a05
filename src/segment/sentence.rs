//! A paragraph → sentences → clauses; each level tiles the one above.

use super::mark::{closer_of, closes, ends_clause, ends_sentence, stops_behind};
use crate::model::Sentence;
use crate::text::Span;

/// The sentences of `paragraph`, a span of `text`.
pub(super) fn sentences(text: &str, paragraph: Span) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut start = paragraph.start;
    let mut ended = false;
    // What stands in brackets ends no sentence: `（见上。）`. A bracket that is never closed is a misprint.
    let mut bracket_end = 0;
    let mut unclosed = false;
    let words = paragraph.of(text);
    let mut push = |start: usize, end: usize| {
        let span = Span::new(start, end);
        found.push(Sentence { span, clauses: clauses(text, span) });
    };
    let mut before = None;
    for (i, c) in words.char_indices() {
        let at = paragraph.start + i;
        let last = before.replace(c);
        if i < bracket_end {
            continue;
        }
        if ends_sentence(c) || stops_behind(c, last) {
            ended = true;
        } else if ended && !closes(c) && !c.is_whitespace() {
            push(start, at);
            start = at;
            ended = false;
        }
        if matches!(c, '（' | '(') && !unclosed {
            match words[i..].find(['）', ')']) {
                Some(length) => bracket_end = i + length,
                None => unclosed = true,
            }
        }
    }
    if start < paragraph.end {
        push(start, paragraph.end);
    }
    found
}

/// The clauses of `sentence`: cut behind commas, semicolons and colons that stand neither in a quotation, nor in the
/// name of a document, nor between digits.
fn clauses(text: &str, sentence: Span) -> Vec<Span> {
    let words = sentence.of(text);
    let mut found = Vec::new();
    let mut start = 0;
    let mut skip_to = 0;
    let mut before = None;
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if i >= skip_to {
            if let Some(closer) = closer_of(c) {
                // A quotation that is never closed quotes nothing: `“` alone is a misprint.
                if let Some(length) = words[i..].find(closer) {
                    skip_to = i + length;
                }
            } else if ends_clause(c) {
                let digits = before.is_some_and(char::is_numeric)
                    && chars.peek().is_some_and(|(_, next)| next.is_numeric());
                let end = i + c.len_utf8();
                if !digits && end < words.len() {
                    found.push(Span::new(sentence.start + start, sentence.start + end));
                    start = end;
                }
            }
        }
        before = Some(c);
    }
    found.push(Span::new(sentence.start + start, sentence.end));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` parts sentences, `/` clauses.
    fn check(marked: &str) {
        let text = marked.replace(['|', '/'], "");
        let got: Vec<String> = sentences(&text, Span::new(0, text.len()))
            .iter()
            .map(|s| s.clauses.iter().map(|c| c.of(&text)).collect::<Vec<_>>().join("/"))
            .collect();
        assert_eq!(got.join("|"), marked);
    }

    #[test]
    fn sentences_end_behind_their_closing_marks() {
        check("甲县设站。|乙县呢？！|“丙县也设。”|丁县（见上。）不设……|完");
        check("没有句号的一行");
        check("甲县设站.|乙县第1.5次也设.");
        check("甲县（乙县也在内。丙县不在。）设站。|丁县（未完。|戊县。");
    }

    #[test]
    fn clauses_keep_quotations_names_and_numbers() {
        check("一是建站，/二是建家；/共12,300元,/用在“建、管，用”上：/《甲，乙办法》");
        check("“没有收住，/还是要分，/时间10:30开始");
    }
}
