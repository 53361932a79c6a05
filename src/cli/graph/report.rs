//! How an answer about the graph comes out: tables with their evidence for people, one tidy table for programs.

use std::io::Write;

use serde::Serialize;

use super::super::cite::{cell, cells, note};
use super::super::exit::Exit;
use super::super::out::say;
use super::super::table::{Form, Format, Table, document, write_page};
use super::super::words::Words;
use crate::export::document::{Block, Document, Row, Text};
use crate::query::adopted::Quote;

/// An answer as people read it.
pub(super) struct Report {
    /// What is answered.
    pub(super) title: String,
    /// Sentences under the title: on what the answer rests, and what it does not say.
    pub(super) remarks: Vec<String>,
    /// The tables.
    pub(super) parts: Vec<Part>,
    /// The keys of the heads of the tidy table for CSV; those of a quote follow by themselves.
    pub(super) heads: &'static [&'static str],
    /// Its rows.
    pub(super) rows: Vec<Line>,
}

/// A table of a report.
pub(super) struct Part {
    /// What stands over it; empty for nothing.
    pub(super) heading: String,
    /// The keys of its heads.
    pub(super) heads: &'static [&'static str],
    /// How wide each column may be in a terminal; 0 for as wide as it likes.
    pub(super) widths: &'static [u16],
    /// Its rows.
    pub(super) lines: Vec<Line>,
}

/// A row with the words it rests on.
#[derive(Default)]
pub(super) struct Line {
    /// The cells, one for each head.
    pub(super) cells: Vec<String>,
    /// The words.
    pub(super) quotes: Vec<Quote>,
}

/// Writes an answer in any form. Without a row there is nothing to be found.
pub(super) fn write(
    out: &mut impl Write,
    answer: &impl Serialize,
    report: &Report,
    form: Form,
) -> anyhow::Result<Exit> {
    let words = form.lang;
    let nothing = report.rows.is_empty();
    match form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, answer)?;
            writeln!(out)?;
        }
        Format::Table => terminal(out, report, form)?,
        Format::Md | Format::Html | Format::Docx => write_page(&page(report, words), out, form.format)?,
        Format::Csv | Format::Tsv | Format::Xlsx => tidy(report, words).write(out, form)?,
    }
    if nothing {
        say(words.get("text", "none"));
    }
    Ok(if nothing { Exit::Failed } else { Exit::Done })
}

fn terminal(out: &mut impl Write, report: &Report, form: Form) -> anyhow::Result<()> {
    let words = form.lang;
    writeln!(out, "{}", report.title)?;
    for remark in &report.remarks {
        writeln!(out, "{remark}")?;
    }
    for part in report.parts.iter().filter(|part| !part.lines.is_empty()) {
        writeln!(out)?;
        if !part.heading.is_empty() {
            writeln!(out, "{}", part.heading)?;
        }
        let proved = part.lines.iter().any(|line| !line.quotes.is_empty());
        let keys: Vec<&str> = part.heads.iter().copied().chain(proved.then_some("evidence")).collect();
        let rows = part.lines.iter().map(|line| {
            let proof = proved.then(|| line.quotes.first().map(|q| cell(q, words)).unwrap_or_default());
            line.cells.iter().cloned().chain(proof).collect()
        });
        Table::new(&keys, rows, words).within(part.widths).write(out, form)?;
    }
    Ok(())
}

fn page(report: &Report, words: Words) -> Document {
    let mut blocks: Vec<Block> =
        report.remarks.iter().map(|remark| Block::Paragraph(Text::plain(remark))).collect();
    for part in report.parts.iter().filter(|part| !part.lines.is_empty()) {
        if !part.heading.is_empty() {
            blocks.push(Block::Heading(part.heading.clone()));
        }
        let rows = part.lines.iter().map(|line| {
            let mut cells: Vec<Text> = line.cells.iter().map(Text::plain).collect();
            if let Some(last) = cells.last_mut() {
                let notes = line.quotes.iter().map(|quote| note(quote, words));
                *last = std::mem::take(last).noted(notes);
            }
            Row::Cells(cells)
        });
        let heads = part.heads.iter().map(|key| words.head(key)).collect();
        blocks.push(Block::Table { heads, rows: rows.collect() });
    }
    document(&report.title, blocks, words)
}

fn tidy(report: &Report, words: Words) -> Table {
    let proved = report.rows.iter().any(|line| !line.quotes.is_empty());
    let quote: &[&str] = if proved { &["title", "source", "issued", "quote"] } else { &[] };
    let keys: Vec<&str> = report.heads.iter().chain(quote).copied().collect();
    let rows = report.rows.iter().map(|line| {
        let mut row = line.cells.clone();
        if proved {
            row.extend(cells(line.quotes.first()));
        }
        row
    });
    Table::new(&keys, rows, words).titled(&report.title).noting(report.remarks.iter().cloned())
}
