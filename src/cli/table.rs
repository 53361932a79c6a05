//! Rows and pages for people and programs: an aligned table, CSV, TSV, a workbook; Markdown, HTML, Word.

use std::io::{self, IsTerminal, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};

use super::out::width;
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::export::document::{Block, Document, Row, Text};
use crate::export::workbook;

/// The form in which rows come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For reading in a terminal
    #[default]
    Table,
    /// For programs
    Json,
    /// RFC 4180
    Csv,
    /// Tab-separated values
    Tsv,
    /// A Markdown page
    Md,
    /// An HTML page
    Html,
    /// A workbook for Excel
    Xlsx,
    /// A page for Word
    Docx,
}

/// How rows come out.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Form {
    /// The form in which the rows come out
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// With csv and tsv: a byte order mark, and no cell that a spreadsheet takes for a formula
    #[arg(long)]
    pub(super) excel: bool,
    /// The language of heads and words
    #[arg(long, value_enum, default_value_t)]
    pub(super) lang: Words,
}

/// By what answers are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Sort {
    /// As each answer is by itself: by code, or what most regions have first
    #[default]
    Usual,
    /// What is proved hardest first: named, with a document, a number, a date, an outcome
    Hardness,
}

/// Columns that hold numbers, by their keys.
const NUMBERS: [&str; 9] =
    ["hardness", "origins", "reprints", "value", "start", "end", "similarity", "shared", "regions"];

/// Heads and rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// What a page or workbook of them is called.
    pub(super) title: String,
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// The widest each column may be in a terminal; 0 leaves it to the content.
    pub(super) widths: Vec<u16>,
    /// Which columns hold numbers; those behind the last hold text.
    pub(super) numbers: Vec<bool>,
    /// What a reader of a page or workbook should know of the rows.
    pub(super) notes: Vec<String>,
}

impl Table {
    /// Rows under the heads of `keys`.
    pub(super) fn new(keys: &[&str], rows: impl IntoIterator<Item = Vec<String>>, words: Words) -> Self {
        Self {
            heads: keys.iter().map(|key| words.head(key)).collect(),
            rows: rows.into_iter().collect(),
            numbers: keys.iter().map(|key| NUMBERS.contains(key)).collect(),
            ..Self::default()
        }
    }

    /// With widths for a terminal.
    pub(super) fn within(self, widths: &[u16]) -> Self {
        Self { widths: widths.to_vec(), ..self }
    }

    /// With a title.
    pub(super) fn titled(self, title: impl Into<String>) -> Self {
        Self { title: title.into(), ..self }
    }

    /// With what a reader should know.
    pub(super) fn noting(self, notes: impl IntoIterator<Item = String>) -> Self {
        Self { notes: notes.into_iter().collect(), ..self }
    }

    /// Writes the table in a form other than JSON, which has a shape of its own for each command.
    pub(super) fn write(&self, out: &mut impl Write, form: Form) -> anyhow::Result<()> {
        match form.format {
            Format::Table | Format::Json => self.text(out)?,
            Format::Csv => self.separated(out, b',', form.excel)?,
            Format::Tsv => self.separated(out, b'\t', form.excel)?,
            Format::Xlsx => self.workbook(out, form.lang)?,
            Format::Md | Format::Html | Format::Docx => write_page(&self.page(form.lang), out, form.format)?,
        }
        Ok(())
    }

    fn workbook(&self, out: &mut impl Write, words: Words) -> anyhow::Result<()> {
        bytes_have_a_file("xlsx")?;
        let rows = workbook::Rows {
            title: &self.title,
            sheets: ["sheet-rows", "sheet-notes"].map(|key| words.get("text", key)),
            heads: &self.heads,
            rows: &self.rows,
            numbers: &self.numbers,
            notes: &self.notes,
        };
        Ok(workbook::xlsx(&rows, out)?)
    }

    fn page(&self, words: Words) -> Document {
        let row = |row: &Vec<String>| Row::Cells(row.iter().cloned().map(Text::from).collect());
        let rows = self.rows.iter().map(row).collect();
        let mut blocks = vec![Block::Table { heads: self.heads.clone(), rows }];
        blocks.extend(self.notes.iter().cloned().map(|note| Block::Paragraph(note.into())));
        document(&self.title, blocks, words)
    }

    fn text(&self, out: &mut impl Write) -> io::Result<()> {
        // ASCII lines: box-drawing characters are one column wide in some terminals and two in Chinese ones.
        let style = TableStyle::new()
            .header_separator(LineStyle::none().fill('-').junction('-'))
            .row_separator(LineStyle::none());
        let mut table = comfy_table::Table::new();
        table.load_style(style);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width());
        table.set_header(&self.heads);
        for row in &self.rows {
            table.add_row(row);
        }
        for (column, &width) in table.column_iter_mut().zip(&self.widths) {
            if width > 0 {
                column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(width)));
            }
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn separated(&self, out: &mut impl Write, delimiter: u8, excel: bool) -> anyhow::Result<()> {
        if excel {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        let mut writer =
            csv::WriterBuilder::new().delimiter(delimiter).terminator(csv::Terminator::CRLF).from_writer(out);
        for row in std::iter::once(&self.heads).chain(&self.rows) {
            if excel {
                writer.write_record(row.iter().map(|cell| harmless(cell)))?;
            } else {
                writer.write_record(row)?;
            }
        }
        writer.flush()?;
        Ok(())
    }
}

/// A page with its notes at the end.
pub(super) fn document(title: impl Into<String>, blocks: Vec<Block>, words: Words) -> Document {
    let notes = words.get("text", "notes").to_owned();
    Document { title: title.into(), language: words.tag(), notes, blocks }
}

/// Writes a page in one of the forms that have pages.
pub(super) fn write_page(page: &Document, out: &mut impl Write, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Html => page.html(out)?,
        Format::Docx => {
            bytes_have_a_file("docx")?;
            page.docx(out)?;
        }
        _ => page.markdown(out)?,
    }
    Ok(())
}

/// Refuses to send a file of bytes to a screen.
fn bytes_have_a_file(ending: &str) -> Result<(), Error> {
    if io::stdout().is_terminal() {
        return Err(Error::new(ErrorKind::Usage, format!("a terminal cannot show {ending}"))
            .remedy(format!("send it to a file: > answer.{ending}")));
    }
    Ok(())
}

/// A cell that no spreadsheet takes for a formula; numbers stay numbers.
fn harmless(cell: &str) -> String {
    // Excel in Chinese takes the wide forms of the marks as well.
    let marks = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(marks) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: Format, excel: bool, cell: &str) -> String {
        let table = Table {
            heads: vec!["a".into(), "b".into()],
            rows: vec![vec![cell.into(), "1".into()]],
            ..Table::default()
        };
        let mut bytes = Vec::new();
        table.write(&mut bytes, Form { format, excel, lang: Words::En }).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn csv_is_rfc_4180() {
        assert_eq!(written(Format::Csv, false, "x, \"y\"\nz"), "a,b\r\n\"x, \"\"y\"\"\nz\",1\r\n");
        assert_eq!(written(Format::Csv, false, "=1+1"), "a,b\r\n=1+1,1\r\n", "plain CSV is unchanged");
    }

    #[test]
    fn for_spreadsheets_formulas_are_harmless() {
        assert_eq!(
            written(Format::Csv, true, "=cmd|'/c calc'!A1"),
            "\u{FEFF}a,b\r\n'=cmd|'/c calc'!A1,1\r\n"
        );
        assert_eq!(written(Format::Csv, true, "-2.5"), "\u{FEFF}a,b\r\n-2.5,1\r\n");
    }

    #[test]
    fn markdown_and_html_are_escaped() {
        assert!(written(Format::Md, false, "a|b\nc").contains("| a\\|b<br>c | 1 |"));
        assert!(written(Format::Html, false, "<script>&").contains(">&lt;script&gt;&amp;<"));
    }

    #[test]
    fn wide_characters_align() {
        let table = written(Format::Table, false, "人大");
        let at = |line: &str, mark: char| {
            line.chars().take_while(|c| *c != mark).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
        };
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(at(lines[0], 'b'), at(lines[2], '1'), "{table}");
    }
}
