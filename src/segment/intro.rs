//! Introductions by the editors: no article, but they date the event whose speeches the page prints.

use super::date::dates;
use super::layout::Draft;
use super::line::Lines;
use super::mark::ends_sentence;
use crate::model::{Date, Diagnostic};
use crate::resource::{FurnitureRules, PageRules};
use crate::text::fold;

/// Takes introductions out of `drafts`; gives the date of the event that one of them tells.
pub(super) fn take(
    rules: &PageRules,
    page: &str,
    lines: &Lines,
    drafts: &mut Vec<Draft>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Date, String)> {
    let readable = drafts.iter().filter(|d| d.has_prose(lines)).count();
    if readable < 2 {
        return None;
    }
    let mut event = None;
    drafts.retain(|draft| {
        if draft.has_head || !draft.has_prose(lines) {
            return true;
        }
        let body: String = draft.lines.iter().map(|i| lines[*i].span.of(page)).collect();
        let folded = fold(&body);
        let is_intro = rules.furniture.intro.cues.are_in(&folded);
        if is_intro {
            event = event.take().or_else(|| event_date(&rules.furniture, &body));
            diagnostics.push(Diagnostic::note(
                "segment.intro",
                draft.lines.first().map(|i| lines[*i].span),
                "an introduction by the editors is no article",
            ));
        }
        !is_intro
    });
    event
}

/// The date in the sentence that says something was held, and that sentence.
fn event_date(rules: &FurnitureRules, text: &str) -> Option<(Date, String)> {
    let sentences = text.split_inclusive(ends_sentence);
    sentences
        .filter(|s| rules.intro.events.are_in(s))
        .flat_map(|s| dates(&rules.date, s).into_iter().map(move |(_, date)| (date, s.trim().to_owned())))
        .find(|(date, _)| date.precision() == 3)
}
