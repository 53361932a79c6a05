//! How deep a page nests its elements, told from its tokens before a tree is made of it: the time a tree takes grows with
//! the square of its depth (4,000 elements deep take seconds, 200,000 hours).

use std::cell::{Cell, RefCell};

use html5ever::LocalName;
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Whether elements lie in each other deeper than `most`.
pub(super) fn is_deeper(html: &str, most: usize) -> bool {
    let input = BufferQueue::default();
    let tokenizer = Tokenizer::new(Nesting { most, ..Nesting::default() }, TokenizerOpts::default());
    // In pieces, so that a page that nests without end is left early.
    let mut rest = html;
    while !rest.is_empty() && !tokenizer.sink.deeper.get() {
        let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE.min(rest.len())));
        input.push_back(StrTendril::from(piece));
        let _ = tokenizer.feed(&input);
        rest = behind;
    }
    tokenizer.sink.deeper.get()
}

const PIECE: usize = 64 << 10;

#[derive(Default)]
struct Nesting {
    most: usize,
    open: RefCell<Vec<LocalName>>,
    deeper: Cell<bool>,
}

impl TokenSink for Nesting {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        match tag.kind {
            TagKind::StartTag => self.start(&tag),
            TagKind::EndTag => {
                self.end(&tag.name);
                TokenSinkResult::Continue
            }
        }
    }
}

impl Nesting {
    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        match &*tag.name {
            "script" => return TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            "title" | "textarea" => return TokenSinkResult::RawData(RawKind::Rcdata),
            "plaintext" => return TokenSinkResult::Plaintext,
            // These hold nothing, or end where the next of them begins.
            "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param"
            | "source" | "track" | "wbr" | "p" | "li" | "dt" | "dd" | "option" | "optgroup" | "tr" | "td"
            | "th" | "tbody" | "thead" | "tfoot" | "colgroup" | "html" | "head" | "body" => {}
            _ => {
                let mut open = self.open.borrow_mut();
                // Past the limit nothing is told any more.
                if open.len() <= self.most {
                    open.push(tag.name.clone());
                }
                self.deeper.set(self.deeper.get() || open.len() > self.most);
            }
        }
        TokenSinkResult::Continue
    }

    /// Closes the element and those in it; an end without a beginning closes nothing, and none reaches out of a table.
    fn end(&self, name: &LocalName) {
        let mut open = self.open.borrow_mut();
        let walls = ["table", "template", "object", "marquee", "applet"];
        for at in (0..open.len()).rev() {
            if open[at] == *name {
                return open.truncate(at);
            }
            if walls.contains(&&*open[at]) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_told_before_a_tree_is_made() {
        assert!(is_deeper(&"<div>".repeat(200_000), 1000));
        assert!(is_deeper(&"<div></x><b>".repeat(2_000), 1000));
        assert!(is_deeper(&"<div><table></div>".repeat(2_000), 1000));
        assert!(!is_deeper(&"<p>a<br><li>b<td>".repeat(5_000), 1000));
        assert!(!is_deeper(&"<div><b>a</b></div>".repeat(5_000), 1000));
        assert!(!is_deeper(&format!("<script>{}</script>", "'<div>'".repeat(5_000)), 1000));
    }
}
