//! What stands on the page, and its footnotes, in the XML of Word.

use std::fmt::Write as _;

use super::super::{Block, Document, Notes, Row, Run, Text};

/// The two parts that a page is written to.
pub(super) struct Body {
    /// `word/document.xml`.
    pub(super) page: String,
    /// `word/footnotes.xml`.
    pub(super) notes: String,
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const R: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// The margins of an A4 page, and its sides, in twentieths of a point.
const MARGIN: usize = 1134;
const SHORT: usize = 11906;
const LONG: usize = 16838;
/// So many columns and more need the long side of the page.
const MANY: usize = 7;

/// What stands on a page.
pub(super) fn body(document: &Document) -> Body {
    let wide = document.blocks.iter().any(|block| match block {
        Block::Table { heads, .. } => heads.len() >= MANY,
        _ => false,
    });
    let (width, height) = if wide { (LONG, SHORT) } else { (SHORT, LONG) };
    let mut pen = Pen { notes: Notes::default(), room: width - 2 * MARGIN };
    let mut page = format!("{HEAD}<w:document {W} {R}><w:body>");
    page += &paragraph("Title", &run(None, &document.title));
    for (i, block) in document.blocks.iter().enumerate() {
        page += &pen.block(block);
        let next = document.blocks.get(i + 1);
        // Word joins tables that touch, and wants a paragraph at the end.
        if matches!(block, Block::Table { .. }) && matches!(next, None | Some(Block::Table { .. })) {
            page += &paragraph("TableText", "");
        }
    }
    let _ = write!(
        page,
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{}/>\
         <w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" \
         w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
        if wide { " w:orient=\"landscape\"" } else { "" },
    );
    Body { page, notes: footnotes(&pen.notes) }
}

/// Writes blocks, and keeps count of the notes.
struct Pen<'a> {
    notes: Notes<'a>,
    /// How wide the page is between its margins.
    room: usize,
}

impl<'a> Pen<'a> {
    fn block(&mut self, block: &'a Block) -> String {
        match block {
            Block::Heading(words) => paragraph("Heading1", &run(None, words)),
            Block::Paragraph(text) => paragraph("Normal", &self.text(text)),
            Block::List(items) => {
                items.iter().map(|item| paragraph("ListBullet", &self.text(item))).collect()
            }
            Block::Quote { words, place } => {
                let place = run(Some("Faint"), &format!("\n— {place}"));
                paragraph("Quote", &(run(None, words) + &place))
            }
            Block::Table { heads, rows } => self.table(heads, rows),
        }
    }

    fn text(&mut self, text: &'a Text) -> String {
        let mut written = String::new();
        let mut behind_note = false;
        for part in &text.0 {
            let is_note = matches!(part, Run::Note(_));
            // Two numbers side by side would read as one.
            if behind_note && is_note {
                written += &run(Some("FootnoteReference"), ",");
            }
            written += &self.run(part);
            behind_note = is_note;
        }
        written
    }

    fn run(&mut self, part: &'a Run) -> String {
        match part {
            Run::Plain(words) => run(None, words),
            Run::Strong(words) => run(Some("Strong"), words),
            Run::Faint(words) => run(Some("Faint"), words),
            Run::Note(note) => {
                let known = self.notes.said.len();
                let n = self.notes.number(note);
                let style = "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>";
                // A note has one place; where it is said again, a field points to its number.
                if n > known {
                    format!(
                        "<w:bookmarkStart w:id=\"{n}\" w:name=\"note{n}\"/><w:r>{style}<w:footnoteReference \
                         w:id=\"{n}\"/></w:r><w:bookmarkEnd w:id=\"{n}\"/>"
                    )
                } else {
                    format!(
                        "<w:fldSimple w:instr=\" NOTEREF note{n} \\f \\h \"><w:r>{style}<w:t>{n}</w:t></w:r>\
                         </w:fldSimple>"
                    )
                }
            }
        }
    }

    fn table(&mut self, heads: &'a [String], rows: &'a [Row]) -> String {
        let widths = self.widths(heads, rows);
        let mut table = format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout \
             w:type=\"fixed\"/></w:tblPr><w:tblGrid>",
            widths.iter().sum::<usize>()
        );
        for width in &widths {
            let _ = write!(table, "<w:gridCol w:w=\"{width}\"/>");
        }
        table += "</w:tblGrid>";
        let cells =
            widths.iter().zip(heads).map(|(width, words)| cell(*width, 1, "TableHead", &run(None, words)));
        table += &row("<w:cantSplit/><w:tblHeader/>", &cells.collect::<String>());
        for line in rows {
            table += &match line {
                Row::Heading(words) => {
                    let whole = cell(widths.iter().sum(), widths.len(), "TableHead", &run(None, words));
                    row("<w:cantSplit/>", &whole)
                }
                Row::Cells(cells) => {
                    let cells =
                        widths.iter().zip(cells).map(|(w, text)| cell(*w, 1, "TableText", &self.text(text)));
                    let cells: String = cells.collect();
                    row("<w:cantSplit/>", &cells)
                }
            };
        }
        table + "</w:tbl>"
    }

    /// Widths of columns that fill the page, each by its longest line within bounds.
    fn widths(&self, heads: &[String], rows: &[Row]) -> Vec<usize> {
        let need = |i: usize, head: &String| {
            let cells = rows.iter().filter_map(|row| match row {
                Row::Cells(cells) => cells.get(i).map(longest),
                Row::Heading(_) => None,
            });
            // Room beside the words for the margins of the cell.
            cells.chain([columns(head)]).max().unwrap_or(0).clamp(6, 34) + 3
        };
        let needs: Vec<usize> = heads.iter().enumerate().map(|(i, head)| need(i, head)).collect();
        let sum = needs.iter().sum::<usize>().max(1);
        needs.into_iter().map(|need| self.room * need / sum).collect()
    }
}

fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn row(properties: &str, cells: &str) -> String {
    format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
}

fn cell(width: usize, span: usize, style: &str, runs: &str) -> String {
    let span = if span > 1 { format!("<w:gridSpan w:val=\"{span}\"/>") } else { String::new() };
    let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F1F1EC\"/>";
    let shade = if style == "TableHead" { shade } else { "" };
    let properties = format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{shade}");
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(style, runs))
}

/// Words in a style, each line on its own.
fn run(style: Option<&str>, words: &str) -> String {
    let style = style.map(|style| format!("<w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr>"));
    let lines = words.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)));
    let lines: Vec<String> = lines.collect();
    format!("<w:r>{}{}</w:r>", style.unwrap_or_default(), lines.join("<w:br/>"))
}

/// Words in XML, without the characters that it cannot hold.
pub(super) fn escaped(words: &str) -> String {
    let held = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || *c == '\t';
    super::super::html::escaped(&words.chars().filter(held).collect::<String>())
}

/// How many columns the longest line of a text takes; a note takes about one.
fn longest(text: &Text) -> usize {
    let words = text.0.iter().map(|run| match run {
        Run::Plain(words) | Run::Strong(words) | Run::Faint(words) => words.as_str(),
        Run::Note(_) => "0",
    });
    columns(&words.collect::<String>())
}

fn columns(words: &str) -> usize {
    let line = |line: &str| line.chars().map(|c| if u32::from(c) < 0x1100 { 1 } else { 2 }).sum::<usize>();
    words.lines().map(line).max().unwrap_or(0)
}

/// The notes, behind the two lines that Word draws above them.
fn footnotes(notes: &Notes<'_>) -> String {
    let mut part = format!("{HEAD}<w:footnotes {W}>");
    for (id, kind, line) in
        [(-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator")]
    {
        let _ = write!(
            part,
            "<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" \
             w:lineRule=\"auto\"/></w:pPr><w:r><w:{line}/></w:r></w:p></w:footnote>"
        );
    }
    for (n, note) in (1..).zip(&notes.said) {
        let number = "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>";
        let words = run(None, &format!(" {note}"));
        let _ = write!(
            part,
            "<w:footnote w:id=\"{n}\">{}</w:footnote>",
            paragraph("FootnoteText", &format!("{number}{words}"))
        );
    }
    part + "</w:footnotes>"
}
