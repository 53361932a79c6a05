//! Text in inks, broken into lines: for terminals in colour, else plain.

use std::io::{self, IsTerminal as _, Write};

/// What a stretch of text is, and so how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Dim,
    Head,
    Region,
    Pointer,
    Mechanism,
    Candidate,
    Title,
    Number,
    Date,
    Cue,
    Claim,
    Drop,
    Notice,
}

impl Ink {
    /// The parameters of the terminal's sequence; only the 16 colours that every theme sets for itself.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Dim => "2",
            Self::Head => "1",
            Self::Region => "36",
            Self::Pointer => "4;36",
            Self::Mechanism => "1;35",
            Self::Candidate => "35",
            Self::Title => "4;34",
            Self::Number => "33",
            Self::Date => "34",
            Self::Cue => "91",
            Self::Claim => "32",
            Self::Drop => "31",
            Self::Notice => "93",
        }
    }
}

/// Whether stdout is a terminal that is to be coloured.
pub(super) fn coloured() -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdout().is_terminal() && !refused && !dumb
}

/// How many columns a character takes. Quotation marks, dashes and dots between words are one in most terminals.
fn columns(c: char) -> usize {
    match c {
        '\u{0300}'..='\u{036F}' | '\u{200B}'..='\u{200F}' | '\u{FE00}'..='\u{FE0F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// How many columns a text takes.
pub(super) fn measure(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// A paragraph of inked text.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    cells: Vec<(char, Ink)>,
}

impl Text {
    /// A paragraph in one ink.
    pub(super) fn new(ink: Ink, words: &str) -> Self {
        Self::default().and(ink, words)
    }

    /// Appends words.
    pub(super) fn push(&mut self, ink: Ink, words: &str) {
        self.cells.extend(words.chars().map(|c| (c, ink)));
    }

    /// The same with words behind.
    pub(super) fn and(mut self, ink: Ink, words: &str) -> Self {
        self.push(ink, words);
        self
    }

    /// The head of the text that fits into `width` columns, with an ellipsis where something was cut off.
    pub(super) fn cut(mut self, width: usize) -> Self {
        let end = fit(&self.cells, width);
        if end < self.cells.len() {
            self.cells.truncate(fit(&self.cells, width.saturating_sub(1)));
            self.push(Ink::Dim, "\u{2026}");
        }
        self
    }
}

/// Where texts go: so wide, in colour or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) colour: bool,
}

impl Canvas {
    /// Writes a paragraph, its first line behind `first` blanks and the others behind `rest`.
    pub(super) fn write(
        self,
        out: &mut impl Write,
        text: &Text,
        first: usize,
        rest: usize,
    ) -> io::Result<()> {
        let mut cells = text.cells.as_slice();
        let mut indent = first;
        loop {
            let end = break_at(cells, self.width.saturating_sub(indent).max(16));
            let (line, more) = cells.split_at(end);
            write!(out, "{:indent$}", "")?;
            self.line(out, line)?;
            cells = more;
            while let [(' ', _), tail @ ..] = cells {
                cells = tail;
            }
            if cells.is_empty() {
                return Ok(());
            }
            indent = rest;
        }
    }

    fn line(self, out: &mut impl Write, cells: &[(char, Ink)]) -> io::Result<()> {
        let blank = cells.iter().rev().take_while(|(c, _)| *c == ' ').count();
        let mut ink = Ink::Plain;
        for &(c, next) in &cells[..cells.len() - blank] {
            if self.colour && next != ink {
                write!(out, "\x1b[0m")?;
                if next != Ink::Plain {
                    write!(out, "\x1b[{}m", next.code())?;
                }
                ink = next;
            }
            // A page may hold control characters; a terminal would obey them.
            write!(out, "{}", if c.is_control() { '\u{FFFD}' } else { c })?;
        }
        writeln!(out, "{}", if ink == Ink::Plain { "" } else { "\x1b[0m" })
    }
}

/// How many cells fit into `width` columns.
fn fit(cells: &[(char, Ink)], width: usize) -> usize {
    let mut used = 0;
    let over = cells.iter().position(|&(c, _)| {
        used += columns(c);
        used > width
    });
    over.unwrap_or(cells.len())
}

/// Where the first line ends: anywhere between Chinese characters, but not inside a word or number of Latin letters,
/// not before a mark that closes and not behind one that opens.
fn break_at(cells: &[(char, Ink)], width: usize) -> usize {
    let most = fit(cells, width);
    if most == cells.len() {
        return most;
    }
    let good = |at: usize| {
        let (before, after) = (cells[at - 1].0, cells[at].0);
        !(closes(after) || opens(before) || (word(before) && word(after)))
    };
    // A mark in brackets stays in one piece where that leaves no great gap.
    let whole = |at: usize| {
        let last = cells[..at].iter().rev().find(|(c, _)| matches!(c, '[' | ']'));
        last.is_none_or(|(c, _)| *c == ']')
    };
    let least = most.saturating_sub(24).max(1);
    let spots = || (least..=most).rev().filter(|&at| good(at));
    spots().find(|&at| whole(at)).or_else(|| spots().next()).unwrap_or(most.max(1))
}

fn word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '%' | '+')
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '\u{3001}' | '\u{3002}' | '\u{FF0C}' | '\u{FF1B}' | '\u{FF1A}' | '\u{FF1F}' | '\u{FF01}' | '\u{FF09}'
    ) || matches!(c, '\u{300B}' | '\u{300D}' | '\u{300F}' | '\u{3011}' | '\u{201D}' | '\u{2019}')
        || matches!(c, ',' | ';' | ')' | ']' | '|' | '\u{2192}' | '\u{00B7}')
}

fn opens(c: char) -> bool {
    matches!(c, '\u{FF08}' | '\u{300A}' | '\u{300C}' | '\u{300E}' | '\u{3010}' | '\u{201C}' | '\u{2018}')
        || matches!(c, '(' | '[' | '|' | '\u{2192}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &Text, width: usize, colour: bool) -> String {
        let mut bytes = Vec::new();
        Canvas { width, colour }.write(&mut bytes, text, 0, 2).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn lines_break_where_a_reader_would() {
        let text = Text::new(Ink::Plain, "全县十五个乡镇都已推行票决，共投出2023项。");
        let lines = written(&text, 26, false);
        assert_eq!(lines, "全县十五个乡镇都已推行票\n  决，共投出2023项。\n");
        assert!(lines.lines().all(|line| measure(line) <= 26));
    }

    #[test]
    fn nothing_is_coloured_that_need_not_be() {
        let text = Text::new(Ink::Plain, "在").and(Ink::Region, "兴县").and(Ink::Plain, "。");
        assert_eq!(written(&text, 80, false), "在兴县。\n");
        assert_eq!(written(&text, 80, true), "在\u{1b}[0m\u{1b}[36m兴县\u{1b}[0m。\n");
    }

    #[test]
    fn a_page_cannot_steer_the_terminal() {
        let text = Text::new(Ink::Plain, "甲\u{1b}[2J乙");
        assert_eq!(written(&text, 80, true), "甲\u{FFFD}[2J乙\n");
    }
}
