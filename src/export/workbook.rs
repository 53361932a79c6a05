//! Rows as a workbook for Excel: heads that stay in sight, filters, numbers that count, text that never computes.

use std::io::Write;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError,
};

use crate::error::{Error, ErrorKind, Result};

/// Rows under heads, and what a reader should know of them.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// What the rows answer: the workbook's title.
    pub title: &'a str,
    /// The names of the two sheets: rows, notes. At most 31 characters, none of `[]:*?/\`.
    pub sheets: [&'a str; 2],
    /// The heads of the columns.
    pub heads: &'a [String],
    /// One cell for each head.
    pub rows: &'a [Vec<String>],
    /// Which columns hold numbers; those behind the last hold text.
    pub numbers: &'a [bool],
    /// Sentences for the second sheet: what an empty cell means, what is left out. Without any there is no such sheet.
    pub notes: &'a [String],
}

/// What a cell can hold, in UTF-16 units, says the format.
const LONGEST: usize = 32_767;

/// The narrowest and the widest column, in characters of the usual size.
const WIDTHS: (usize, usize) = (6, 48);

/// How high a line is, in points, and how many a row shows at most.
const LINE: f64 = 15.0;
const MOST_LINES: usize = 12;

/// Writes rows as a workbook.
///
/// ```
/// use renda::export::workbook::{Rows, xlsx};
/// let (heads, rows) = ([String::from("n")], [vec![String::from("=1+1")], vec![String::from("15")]]);
/// let sheet = Rows { title: "t", sheets: ["rows", "notes"], heads: &heads, rows: &rows, numbers: &[true], notes: &[] };
/// let mut bytes = Vec::new();
/// xlsx(&sheet, &mut bytes).unwrap();
/// assert!(bytes.starts_with(b"PK"));
/// ```
///
/// # Errors
/// Where there are more rows than a sheet has, or `out` cannot be written.
pub fn xlsx(rows: &Rows<'_>, out: &mut impl Write) -> Result<()> {
    let bytes = build(rows).map_err(|error| match error {
        XlsxError::RowColumnLimitError => {
            Error::new(ErrorKind::Limit, format!("a sheet has no room for {} rows", rows.rows.len()))
                .remedy("ask for less, or write --format csv")
        }
        error => Error::new(ErrorKind::Input, "the workbook cannot be made").because(error),
    })?;
    out.write_all(&bytes).map_err(super::unwritten)
}

fn build(rows: &Rows<'_>) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The library would write the hour: the same rows give the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(rows.title).set_creation_datetime(&epoch));
    table(book.add_worksheet().set_name(rows.sheets[0])?, rows)?;
    if !rows.notes.is_empty() {
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = book.add_worksheet().set_name(rows.sheets[1])?;
        sheet.set_column_width(0, 100)?;
        for (row, note) in (0..).zip(std::iter::once(rows.title).chain(rows.notes.iter().map(String::as_str)))
        {
            sheet.write_string_with_format(row, 0, fitting(note), &text)?;
        }
    }
    book.save_to_buffer()
}

fn table(sheet: &mut Worksheet, rows: &Rows<'_>) -> std::result::Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_background_color(0x00F1_F1EC);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top);
    let mut widths = Vec::new();
    for (column, words) in (0..).zip(rows.heads) {
        sheet.write_string_with_format(0, column, fitting(words), &head)?;
        let cells = rows.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let width = width(std::iter::once(words).chain(cells));
        sheet.set_column_width(column, points(width))?;
        widths.push(width);
    }
    for (line, row) in (1..).zip(rows.rows) {
        // Excel finds the height of a broken text by itself, others cut it off.
        let lines = row.iter().zip(&widths).map(|(cell, width)| broken(cell, *width)).max().unwrap_or(1);
        if lines > 1 {
            sheet.set_row_height(line, LINE * points(lines.min(MOST_LINES)))?;
        }
        for (column, cell) in (0..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let counts = rows.numbers.get(usize::from(column)).is_some_and(|counts| *counts);
            match exact(cell).filter(|_| counts) {
                Some(value) => sheet.write_number_with_format(line, column, value, &number)?,
                None => sheet.write_string_with_format(line, column, fitting(cell), &text)?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if let (Some(last), Ok(lines)) = (rows.heads.len().checked_sub(1), u32::try_from(rows.rows.len())) {
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, lines, last)?;
        // A code or a year is meant as text: no mark in its corner.
        sheet.ignore_error_range(0, 0, lines, last, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_landscape().set_paper_size(9).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The number that a cell says, where a spreadsheet keeps each of its digits: it holds 15.
fn exact(cell: &str) -> Option<f64> {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let plain = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    cell.parse().ok().filter(|value: &f64| plain && digits <= 15 && value.is_finite())
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).collect()
}

/// How wide a column is that shows its longest line, or where that is too wide, breaks it.
fn width<'a>(cells: impl Iterator<Item = &'a String>) -> usize {
    let widest = cells.flat_map(|cell| cell.lines()).map(columns).max().unwrap_or(0);
    // Room for the arrow of the filter.
    (widest + 3).clamp(WIDTHS.0, WIDTHS.1)
}

/// How many lines a cell takes in a column.
fn broken(cell: &str, width: usize) -> usize {
    cell.lines().map(|line| columns(line).div_ceil(width.saturating_sub(1).max(1)).max(1)).sum()
}

/// How many columns a line takes where wide characters take two.
fn columns(line: &str) -> usize {
    line.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum()
}

fn points(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}
