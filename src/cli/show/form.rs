//! A profile's sections as tables in a terminal, as a page with footnotes, as one table for spreadsheets.

use std::io::Write;

use super::super::cite::{cells, dots, note};
use super::super::table::{self, Form, Table};
use super::super::words::Words;
use super::section::{Line, Page};
use crate::export::document::{self, Block, Row, Run, Text};

/// How many quotes a statement of a page leads to: the most telling ones.
const SHOWN: usize = 2;

pub(super) fn terminal(page: &Page<'_>, out: &mut impl Write, form: Form) -> anyhow::Result<()> {
    writeln!(out, "{}", page.title)?;
    for line in &page.about {
        writeln!(out, "{line}")?;
    }
    for section in &page.sections {
        writeln!(out)?;
        if let Some(heading) = &section.heading {
            writeln!(out, "{heading}")?;
        }
        let mut keys: Vec<&str> = section.lines.iter().take(1).flat_map(keys).collect();
        keys.push("evidence");
        let rows = section.lines.iter().map(|line| {
            let cells = line.cells.iter().map(|(_, cell)| cell.clone());
            cells.chain([line.proof.clone()]).collect()
        });
        Table::new(&keys, rows, form.lang).within(section.widths).write(out, form)?;
    }
    Ok(())
}

pub(super) fn document(page: &Page<'_>, words: Words) -> document::Document {
    let about = page.about.join("\n");
    let mut blocks = Vec::new();
    blocks.extend((!about.is_empty()).then(|| Block::Paragraph(about.into())));
    let mut table = None;
    for section in &page.sections {
        let Some(first) = section.lines.first() else { continue };
        let mut rows = Vec::new();
        match section.under {
            None => blocks.extend(section.heading.clone().map(Block::Heading)),
            Some(under) => {
                if table != section.under {
                    blocks.push(Block::Heading(words.get("text", under).to_owned()));
                }
                rows.extend(section.heading.clone().map(Row::Heading));
            }
        }
        rows.extend(section.lines.iter().map(|line| row(line, words)));
        match blocks.last_mut() {
            Some(Block::Table { rows: above, .. }) if table.is_some() && table == section.under => {
                above.extend(rows);
            }
            _ => {
                let heads = keys(first).chain(first.hardness.map(|_| "hardness"));
                let heads = heads.map(|key| words.head(key)).collect();
                blocks.push(Block::Table { heads, rows });
            }
        }
        table = section.under;
    }
    if page.sections.iter().flat_map(|section| &section.lines).any(|line| line.hardness.is_some()) {
        blocks.push(Block::Paragraph(Text(vec![Run::Faint(words.get("text", "dots").to_owned())])));
    }
    table::document(&page.title, blocks, words)
}

/// A statement with its words in notes; what no article tells is said to be untold.
fn row(line: &Line<'_>, words: Words) -> Row {
    let mut cells: Vec<Text> = line.cells.iter().map(|(_, cell)| told(cell, words)).collect();
    if let Some(name) = cells.first_mut() {
        let notes = line.quotes.iter().take(SHOWN).map(|quote| note(quote, words));
        *name = std::mem::take(name).noted(notes);
    }
    cells.extend(line.hardness.map(|hardness| Text(vec![Run::Faint(dots(hardness))])));
    Row::Cells(cells)
}

fn told(cell: &str, words: Words) -> Text {
    match cell {
        "" => Text(vec![Run::Faint(words.get("text", "untold").to_owned())]),
        told => Text::plain(told),
    }
}

/// One row a statement, with its most telling quote.
pub(super) fn flat(page: &Page<'_>, words: Words) -> Table {
    const KEYS: [&str; 23] = [
        "kind",
        "code",
        "name",
        "practice",
        "status",
        "coverage",
        "since",
        "origins",
        "reprints",
        "hardness",
        "indicator",
        "value",
        "unit",
        "bound",
        "period",
        "scope",
        "statute",
        "relation",
        "time",
        "title",
        "source",
        "issued",
        "quote",
    ];
    let mut rows = Vec::new();
    for section in &page.sections {
        for line in &section.lines {
            let own = KEYS[1..KEYS.len() - 4].iter().map(|key| {
                let mut cells = line.plain.iter().chain(&line.cells);
                cells.find(|(of, _)| of == key).map(|(_, cell)| cell.clone()).unwrap_or_default()
            });
            let kind = section.heading.clone().unwrap_or_default();
            let quote = cells(line.quotes.first().copied());
            rows.push(std::iter::once(kind).chain(own).chain(quote).collect());
        }
    }
    Table::new(&KEYS, rows, words).titled(&page.title).noting(page.about.iter().cloned())
}

/// The columns of a statement.
fn keys<'a>(line: &'a Line<'_>) -> impl Iterator<Item = &'static str> + use<'a> {
    line.cells.iter().map(|(key, _)| *key)
}
