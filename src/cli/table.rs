//! Rows for people and programs: an aligned table, CSV, TSV, Markdown, HTML.

use std::fmt::Write as _;
use std::io::{self, Write};

use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};

use super::out::width;

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
    /// A Markdown table
    Md,
    /// An HTML page
    Html,
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
    pub(super) lang: super::words::Words,
}

/// Heads and rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    pub(super) heads: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// The widest each column may be in a terminal; 0 leaves it to the content.
    pub(super) widths: Vec<u16>,
}

impl Table {
    /// Writes the table in a form other than JSON, which has a shape of its own for each command.
    pub(super) fn write(&self, out: &mut impl Write, form: Form) -> anyhow::Result<()> {
        match form.format {
            Format::Table | Format::Json => self.text(out)?,
            Format::Csv => self.separated(out, b',', form.excel)?,
            Format::Tsv => self.separated(out, b'\t', form.excel)?,
            Format::Md => self.markdown(out)?,
            Format::Html => self.html(out)?,
        }
        Ok(())
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

    fn markdown(&self, out: &mut impl Write) -> io::Result<()> {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells
                .iter()
                .map(|c| {
                    c.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', "<br>")
                })
                .collect();
            format!("| {} |", cells.join(" | "))
        };
        writeln!(out, "{}", line(&self.heads))?;
        writeln!(out, "|{}", " --- |".repeat(self.heads.len()))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))
    }

    fn html(&self, out: &mut impl Write) -> io::Result<()> {
        let line = |cells: &[String], tag: &str| {
            let mut text = String::from("<tr>");
            for cell in cells {
                let _ = write!(text, "<{tag}>{}</{tag}>", escaped(cell).replace('\n', "<br>"));
            }
            text + "</tr>"
        };
        writeln!(out, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>renda</title>\n<table>")?;
        writeln!(out, "<thead>{}</thead>\n<tbody>", line(&self.heads, "th"))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row, "td")))?;
        writeln!(out, "</tbody>\n</table>")
    }
}

/// A cell that no spreadsheet takes for a formula; numbers stay numbers.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Text in HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    fn written(format: Format, excel: bool, cell: &str) -> String {
        let table = Table {
            heads: vec!["a".into(), "b".into()],
            rows: vec![vec![cell.into(), "1".into()]],
            widths: vec![],
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
        assert!(written(Format::Html, false, "<script>&").contains("<td>&lt;script&gt;&amp;</td>"));
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
