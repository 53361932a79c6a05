//! Titles in book-title marks.

use super::Span;

/// The most characters of a title: a mark whose fellow stands farther off is a misprint.
const LONGEST_TITLE: usize = 200;

/// The stretches inside book-title marks, those inside a title kept with it: 《…》, and, as some pages print them,
/// 〈…〉, «…», <…>. A mark that is not soon closed in its line opens nothing.
///
/// ```
/// use renda::text::{Span, titles};
/// let text = "修改《关于〈甲〉的决定》和〈乙〉";
/// let found: Vec<&str> = titles(text).into_iter().map(|t| t.of(text)).collect();
/// assert_eq!(found, ["关于〈甲〉的决定", "乙"]);
/// ```
pub fn titles(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut skip_to = 0;
    for (at, open) in text.char_indices() {
        let close = match open {
            _ if at < skip_to => continue,
            '\u{300A}' => '\u{300B}',
            '\u{3008}' => '\u{3009}',
            '\u{AB}' => '\u{BB}',
            '<' => '>',
            '\u{FF1C}' => '\u{FF1E}',
            _ => continue,
        };
        let start = at + open.len_utf8();
        let mut depth = 1_usize;
        for (i, c) in text[start..].char_indices().take(LONGEST_TITLE).take_while(|(_, c)| *c != '\n') {
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
            }
            if depth == 0 {
                // <<甲>> is one title in doubled marks.
                let mut title = Span::new(start, start + i);
                while title.len() > open.len_utf8() + close.len_utf8()
                    && title.of(text).starts_with(open)
                    && title.of(text).ends_with(close)
                {
                    title = Span::new(title.start + open.len_utf8(), title.end - close.len_utf8());
                }
                if !title.is_empty() {
                    found.push(title);
                }
                skip_to = start + i + close.len_utf8();
                break;
            }
        }
    }
    found
}
