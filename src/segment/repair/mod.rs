//! A page as printed → its text without what printing put into it.
//!
//! Takes the page's text. Gives slices of it that read on as the text did before it was set, with what was left out
//! and where. Never changes or moves a character, and gives nothing where there is nothing to repair: a page without
//! such damage is read as it is.

mod ends;
mod letters;
mod twice;
mod wraps;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{Diagnostic, Segmented};
use crate::resource::PageRules;
use crate::text::{Body, Piece, Span};

use letters::Letters;

/// A page without what printing put into it, and the way back.
#[derive(Debug)]
pub(super) struct Repaired {
    /// What is to be read, with the table that leads back to the page.
    pub text: Body,
    /// What was left out inside lines: second printings of characters, blanks that set letters apart.
    spared: Vec<Span>,
    /// Lines that were left out.
    furniture: Vec<Span>,
    /// What was repaired, in page bytes.
    diagnostics: Vec<Diagnostic>,
}

/// A page on its way.
struct Repair<'a> {
    page: &'a str,
    lines: Vec<Print<'a>>,
    /// The lines that are left out.
    dropped: BTreeSet<usize>,
    diagnostics: Vec<Diagnostic>,
}

/// A line of the page, in slices.
struct Print<'a> {
    /// With its line feed.
    raw: Span,
    /// What is read of it, line feed included.
    slices: Vec<Span>,
    /// The words of it, without the blanks around them.
    words: Cow<'a, str>,
}

impl Print<'_> {
    /// The line without the blanks around it.
    fn printed(&self, page: &str) -> Span {
        let words = self.raw.of(page);
        let start = self.raw.start + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// What has more lines, or a longer one in bytes, is no page that somebody printed, and is read as it is.
const MOST_LINES: usize = 20_000;
const LONGEST: usize = 100_000;

/// Leaves out what printing put into `page`; `None` where there is nothing of the kind.
pub(super) fn repair(rules: &PageRules, page: &str) -> Option<Repaired> {
    let mut lines = page.split('\n');
    if lines.by_ref().take(MOST_LINES).any(|line| line.len() > LONGEST) || lines.next().is_some() {
        return None;
    }
    let mut repair = Repair::new(page);
    repair.letters();
    repair.printings();
    repair.page_ends(rules);
    repair.margins();
    let untouched = repair.diagnostics.is_empty() && repair.dropped.is_empty();
    (!untouched).then(|| repair.assemble())
}

impl<'a> Repair<'a> {
    fn new(page: &'a str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in page.split_inclusive('\n') {
            let raw = Span::new(start, start + line.len());
            start = raw.end;
            lines.push(Print { raw, slices: vec![raw], words: Cow::Borrowed(line.trim()) });
        }
        Self { page, lines, dropped: BTreeSet::new(), diagnostics: Vec::new() }
    }

    /// Says what was done with `lines`, one or more.
    fn note(&mut self, code: &str, lines: &[usize], words: String) {
        let printed = |i: &usize| self.lines[*i].printed(self.page);
        let span = lines.first().zip(lines.last());
        let span = span.map(|(first, last)| Span::new(printed(first).start, printed(last).end));
        self.diagnostics.push(Diagnostic::note(code, span, words));
    }

    /// Characters that stand twice, and apart.
    fn letters(&mut self) {
        let told = Letters::twice(self.page, &self.lines).apply(self.page, &mut self.lines);
        for (lines, count) in told {
            self.note(
                "segment.doubled",
                &lines,
                format!("{count} characters are printed twice and read once"),
            );
        }
        let told = Letters::apart(self.page, &self.lines).apply(self.page, &mut self.lines);
        for (lines, count) in told {
            self.note(
                "segment.spaced",
                &lines,
                format!("{count} blanks set characters apart and are passed over"),
            );
        }
    }

    /// The page or a paragraph that was saved twice.
    fn printings(&mut self) {
        let second = twice::pages(&self.lines);
        if !second.is_empty() {
            let words = format!("the page stands twice; {} lines are kept once", second.len());
            self.note("segment.repeat", &second, words);
            self.dropped.extend(second);
        }
        for again in twice::paragraphs(&self.lines) {
            if self.dropped.insert(again) {
                let words = "a paragraph stands twice and is kept once".to_owned();
                self.note("segment.repeat", &[again], words);
            }
        }
    }

    /// Numbers, heads and feet of pages.
    fn page_ends(&mut self, rules: &PageRules) {
        for end in ends::ends(rules, self.page, &self.lines, &self.dropped) {
            if end.inside {
                let words =
                    format!("the text goes on behind {} lines of a page's foot and head", end.lines.len());
                self.note("segment.page-break", &end.lines, words);
            }
            self.dropped.extend(end.lines);
            self.dropped.extend(end.blank);
            if let Some(above) = end.joined {
                self.join(above);
            }
        }
    }

    /// Paragraphs that were broken off at a margin.
    fn margins(&mut self) {
        let wrapped = wraps::wrapped(self.page, &self.lines, &self.dropped);
        if let [first, ..] = wrapped[..] {
            let words = format!("{} lines are broken off at one margin and are joined", wrapped.len());
            self.note("segment.wrapped", &[first], words);
        }
        for line in wrapped {
            self.join(line);
        }
    }

    /// Lets a line go on in the next.
    fn join(&mut self, line: usize) {
        let slices = &mut self.lines[line].slices;
        while let Some(slice) = slices.last_mut() {
            slice.end = slice.start + slice.of(self.page).trim_end().len();
            if !slice.is_empty() {
                break;
            }
            slices.pop();
        }
    }

    fn assemble(self) -> Repaired {
        let mut repaired = Repaired {
            text: Body::default(),
            spared: Vec::new(),
            furniture: Vec::new(),
            diagnostics: self.diagnostics,
        };
        // Lines that nothing was taken from are one slice with those before.
        let mut open = Span::new(0, 0);
        for (i, line) in self.lines.iter().enumerate() {
            if self.dropped.contains(&i) {
                let printed = line.printed(self.page);
                repaired.furniture.extend((!printed.is_empty()).then_some(printed));
                continue;
            }
            let mut at = line.raw.start;
            for &slice in &line.slices {
                repaired.spared.extend((at < slice.start).then(|| Span::new(at, slice.start)));
                at = slice.end;
                if open.end == slice.start {
                    open.end = slice.end;
                } else {
                    repaired.text.push(self.page, std::mem::replace(&mut open, slice), false);
                }
            }
            repaired.spared.extend((at < line.raw.end).then(|| Span::new(at, line.raw.end)));
        }
        repaired.text.push(self.page, open, false);
        repaired
    }
}

impl Repaired {
    /// What was found in the repaired text, in places of the page.
    pub(super) fn lead_back(self, found: &mut Segmented) {
        for article in &mut found.articles {
            let pieces = std::mem::take(&mut article.body.pieces);
            for piece in pieces {
                let mut body = piece.body;
                for page in self.text.page_spans(piece.page) {
                    article.body.pieces.push(Piece { body, page });
                    body += page.len();
                }
            }
        }
        let furniture = found.furniture.iter().flat_map(|span| self.stretches(*span));
        found.furniture = furniture.collect();
        for span in found.diagnostics.iter_mut().filter_map(|d| d.span.as_mut()) {
            let stretches = self.stretches(*span);
            if let (Some(first), Some(last)) = (stretches.first(), stretches.last()) {
                *span = Span::new(first.start, last.end);
            }
        }
        found.furniture.extend(self.furniture);
        found.furniture.sort_unstable();
        found.spared = self.spared;
        found.diagnostics.splice(0..0, self.diagnostics);
    }

    /// Where a span of the repaired text stands on the page, with what was left out inside lines.
    fn stretches(&self, span: Span) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        for slice in self.text.page_spans(span) {
            let mut whole = slice;
            while let Ok(at) = self.spared.binary_search_by_key(&whole.end, |spared| spared.start) {
                whole.end = self.spared[at].end;
            }
            match stretches.last_mut() {
                Some(last) if last.end == slice.start => last.end = whole.end,
                _ => stretches.push(whole),
            }
        }
        stretches
    }
}
