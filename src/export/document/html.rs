//! Pages as one HTML file: no script, no request elsewhere, legible in the dark and on paper.

use std::io::{self, Write};

use super::{Block, Document, Notes, Row, Run, Text};

const STYLE: &str = include_str!("page.css");

pub(super) fn write(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let mut notes = Notes::default();
    let title = escaped(&document.title);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">",
        document.language
    )?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(
        out,
        "<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>"
    )?;
    for block in &document.blocks {
        match block {
            Block::Heading(words) => writeln!(out, "<h2>{}</h2>", escaped(words))?,
            Block::Paragraph(words) => writeln!(out, "<p>{}</p>", text(words, &mut notes))?,
            Block::List(items) => {
                writeln!(out, "<ul>")?;
                for item in items {
                    writeln!(out, "<li>{}</li>", text(item, &mut notes))?;
                }
                writeln!(out, "</ul>")?;
            }
            Block::Quote { words, place } => {
                let (words, place) = (escaped(words), escaped(place));
                writeln!(out, "<blockquote>{words}<footer>{place}</footer></blockquote>")?;
            }
            Block::Table { heads, rows } => table(heads, rows, &mut notes, out)?,
        }
    }
    if !notes.said.is_empty() {
        writeln!(out, "<h2>{}</h2>\n<ol class=\"notes\">", escaped(&document.notes))?;
        for (i, note) in notes.said.iter().enumerate() {
            writeln!(out, "<li id=\"n{}\">{}</li>", i + 1, escaped(note))?;
        }
        writeln!(out, "</ol>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn table<'a>(
    heads: &[String],
    rows: &'a [Row],
    notes: &mut Notes<'a>,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
    for head in heads {
        writeln!(out, "<th scope=\"col\">{}</th>", lines(head))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in rows {
        match row {
            Row::Heading(words) => writeln!(
                out,
                "<tr class=\"heading\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>",
                heads.len(),
                escaped(words)
            )?,
            Row::Cells(cells) => {
                write!(out, "<tr>")?;
                for (i, cell) in cells.iter().enumerate() {
                    match i {
                        0 => write!(out, "<th scope=\"row\">{}</th>", text(cell, notes))?,
                        _ => write!(out, "<td>{}</td>", text(cell, notes))?,
                    }
                }
                writeln!(out, "</tr>")?;
            }
        }
    }
    writeln!(out, "</tbody>\n</table></div>")
}

fn text<'a>(text: &'a Text, notes: &mut Notes<'a>) -> String {
    let run = |run: &'a Run| match run {
        Run::Plain(words) => lines(words),
        Run::Strong(words) => format!("<strong>{}</strong>", lines(words)),
        Run::Faint(words) => format!("<span class=\"faint\">{}</span>", lines(words)),
        Run::Note(note) => {
            let number = notes.number(note);
            format!("<sup><a href=\"#n{number}\">{number}</a></sup>")
        }
    };
    text.0.iter().map(run).collect()
}

/// Words in HTML, each line on its own.
fn lines(words: &str) -> String {
    escaped(words).replace('\n', "<br>")
}

/// Words in HTML.
pub(super) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
