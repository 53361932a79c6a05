//! Where the bodies stand: each below its head, as in most papers, or all heads behind the bodies.

use std::collections::BTreeSet;

use super::behind;
use super::head::Head;
use super::line::{Kind, Lines};
use super::paragraph::column;
use crate::resource::PageRules;

/// An article in the making: its head and the lines of its body.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Title, byline, source, date.
    pub head: Head,
    /// The lines of the body, in reading order.
    pub lines: Vec<usize>,
    /// What a note at the end says that the author is.
    pub note: Option<String>,
    /// Whether head and body stand apart.
    pub displaced: bool,
    /// Whether it has a head of its own, with a byline or a line of date and source.
    pub has_head: bool,
}

impl Draft {
    /// Whether there is anything to read in it.
    pub(super) fn has_prose(&self, lines: &Lines) -> bool {
        self.lines.iter().any(|i| lines[*i].is_prose())
    }

    /// Takes the first lines as the title, where they look like one and prose follows.
    pub(super) fn take_title(&mut self, lines: &Lines) {
        if !self.head.title.is_empty() || !self.has_prose(lines) {
            return;
        }
        let Some(&first) = self.lines.first() else { return };
        let group = 1 + self
            .lines
            .windows(2)
            .take_while(|w| lines[w[1]].gap == 0 && lines[w[1]].is_heading_like())
            .count();
        let set_off = self.lines.get(group).is_some_and(|i| lines[*i].gap > 0);
        // Without an empty line behind it, the second short line is the first section's heading.
        let group = if set_off { group } else { 1 };
        // In wrapped text the first line looks like a heading; it is one if it is narrower than the column.
        let wrapped = column(lines, &self.lines).is_some_and(|c| lines[first].width * 10 >= c * 8);
        if lines[first].is_heading_like() && !wrapped && group <= 3 && group < self.lines.len() {
            self.head.title = self.lines.drain(..group).collect();
        }
    }
}

/// Sorts the lines that are not in `dropped` into articles.
pub(super) fn drafts(
    rules: &PageRules,
    page: &str,
    lines: &Lines,
    heads: &[Head],
    dropped: &BTreeSet<usize>,
) -> Vec<Draft> {
    let mut drafts = if behind::is_behind(rules, page, lines, heads) {
        behind::drafts(rules, page, lines, heads, dropped)
    } else {
        ahead(lines, heads, dropped)
    };
    for draft in &mut drafts {
        draft.take_title(lines);
    }
    drafts
}

/// Each head begins an article; so does text behind a note or a name that ends one.
fn ahead(lines: &Lines, heads: &[Head], dropped: &BTreeSet<usize>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut draft = Draft::default();
    let mut over = false;
    let mut in_frame = false;
    // Whether the draft has prose: asked for each line of a frame, so not counted anew each time.
    let mut readable = false;
    let mut next_head = heads.iter().peekable();
    let mut i = 0;
    while i < lines.len() {
        if let Some(head) = next_head.next_if(|h| h.first == i) {
            let next = next_head.peek().map_or(lines.len(), |h| h.first);
            let nothing_below = !(head.last + 1..next).any(|j| lines[j].is_text());
            let fits = draft.head.byline.is_none() || head.byline.is_none();
            if head.title.is_empty() && nothing_below && fits && readable {
                // The byline stands below its article.
                draft.head.byline = draft.head.byline.take().or_else(|| head.byline.clone());
                draft.head.source = draft.head.source.take().or_else(|| head.source.clone());
                draft.head.date = draft.head.date.or(head.date);
                over = true;
            } else {
                drafts.push(std::mem::replace(
                    &mut draft,
                    Draft { head: head.clone(), has_head: true, ..Draft::default() },
                ));
                (over, in_frame, readable) = (false, false, false);
            }
            i = head.last + 1;
            continue;
        }
        let line = &lines[i];
        match &line.kind {
            Kind::Text if dropped.contains(&i) => {}
            // Links to other articles look like headings.
            Kind::Text if in_frame && line.is_heading_like() => {}
            Kind::Text => {
                if over {
                    drafts.push(std::mem::take(&mut draft));
                    (over, readable) = (false, false);
                }
                in_frame = false;
                readable |= line.is_prose();
                draft.lines.push(i);
            }
            Kind::Note(role) => {
                // 甲 / （某县人大常委会,某县,226200）: such a note may stand above its article too.
                draft.note = draft.note.take().or_else(|| Some(role.clone()));
                over = readable;
            }
            Kind::Tail(byline) => {
                draft.head.byline = draft.head.byline.take().or_else(|| Some(byline.clone()));
                over = !draft.lines.is_empty();
            }
            Kind::Date(date) => draft.head.date = draft.head.date.or(Some(*date)),
            Kind::End => in_frame = readable,
            _ => {}
        }
        i += 1;
    }
    drafts.push(draft);
    drafts
}
