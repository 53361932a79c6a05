//! Pages as Markdown with footnotes, as Pandoc and GitHub read them.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Block, Document, Notes, Row, Run, Text};

pub(super) fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let mut notes = Notes::default();
    writeln!(out, "# {}", escaped(&document.title))?;
    for block in &document.blocks {
        writeln!(out)?;
        match block {
            Block::Heading(words) => writeln!(out, "## {}", escaped(words))?,
            Block::Paragraph(words) => writeln!(out, "{}", text(words, &mut notes, "  \n"))?,
            Block::List(items) => {
                for item in items {
                    writeln!(out, "- {}", text(item, &mut notes, " "))?;
                }
            }
            Block::Quote { words, place } => {
                writeln!(out, "> {}  \n> — {}", escaped(words), escaped(place))?;
            }
            Block::Table { heads, rows } => table(heads, rows, &mut notes, out)?,
        }
    }
    for (i, note) in notes.said.iter().enumerate() {
        if i == 0 {
            writeln!(out, "\n## {}\n", escaped(&document.notes))?;
        }
        writeln!(out, "[^{}]: {}", i + 1, escaped(note))?;
    }
    Ok(())
}

fn table<'a>(
    heads: &[String],
    rows: &'a [Row],
    notes: &mut Notes<'a>,
    out: &mut impl Write,
) -> io::Result<()> {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", line(&heads.iter().map(|h| escaped(h)).collect::<Vec<_>>()))?;
    writeln!(out, "|{}", " --- |".repeat(heads.len()))?;
    for row in rows {
        let cells: Vec<String> = match row {
            Row::Heading(words) => {
                let blank = std::iter::repeat_n(String::new(), heads.len().saturating_sub(1));
                std::iter::once(format!("**{}**", escaped(words))).chain(blank).collect()
            }
            Row::Cells(cells) => cells.iter().map(|cell| text(cell, notes, "<br>")).collect(),
        };
        writeln!(out, "{}", line(&cells))?;
    }
    Ok(())
}

fn text<'a>(text: &'a Text, notes: &mut Notes<'a>, line_break: &str) -> String {
    let mut written = String::new();
    for run in &text.0 {
        let _ = match run {
            Run::Plain(words) => write!(written, "{}", lines(words, line_break)),
            Run::Strong(words) => write!(written, "{}", marked(words, "**")),
            Run::Faint(words) => write!(written, "{}", marked(words, "*")),
            Run::Note(note) => write!(written, "[^{}]", notes.number(note)),
        };
    }
    written
}

fn lines(words: &str, line_break: &str) -> String {
    words.split('\n').map(escaped).collect::<Vec<_>>().join(line_break)
}

/// Words between marks; blanks at their ends stand outside, where the marks would not be read as such.
fn marked(words: &str, mark: &str) -> String {
    let bare = words.trim();
    let (before, behind) = words.split_once(bare).unwrap_or_default();
    if bare.is_empty() {
        return escaped(words);
    }
    format!("{}{mark}{}{mark}{}", escaped(before), escaped(bare), escaped(behind))
}

/// Marks that would begin something are escaped, a line break is a blank.
fn escaped(words: &str) -> String {
    let mut escaped = String::new();
    for c in words.chars() {
        match c {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|' => escaped.extend(['\\', c]),
            '\n' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}
