//! What a document is: told by its first bytes, with the name as a hint where text could be several things.

use crate::resource::RowRules;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Html,
    Pdf,
    /// A zip archive, or a document of Word that is one.
    Zip,
    Tar,
    Gzip,
    Zstd,
    Warc,
    JsonLines,
    Table {
        delimiter: u8,
    },
    /// Something of which the text cannot be had, and what to do about it.
    Other(&'static str, &'static str),
}

impl Format {
    /// Whether it is read where it is asked for: the others have parsers that hostile files may kill.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Text | Self::Other(..))
    }
}

const IMAGE: (&str, &str) =
    ("an image, no text", "run character recognition (OCR) over it and give the text");

/// First bytes of what is no text, and what each is.
const SIGNS: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"\x1F\x8B", Format::Gzip),
    (b"\x28\xB5\x2F\xFD", Format::Zstd),
    (b"WARC/", Format::Warc),
    (b"\x89PNG", Format::Other(IMAGE.0, IMAGE.1)),
    (b"\xFF\xD8\xFF", Format::Other(IMAGE.0, IMAGE.1)),
    (b"GIF8", Format::Other(IMAGE.0, IMAGE.1)),
    (b"II*\0", Format::Other(IMAGE.0, IMAGE.1)),
    (b"MM\0*", Format::Other(IMAGE.0, IMAGE.1)),
    (
        b"\xD0\xCF\x11\xE0",
        Format::Other("a document of Word 97 to 2003, or a workbook", "save it as .docx or as text"),
    ),
    (b"{\\rtf", Format::Other("a document in RTF", "save it as .docx or as text")),
    (b"7z\xBC\xAF\x27\x1C", Format::Other("a 7z archive", "pack it as .zip or .tar.gz")),
    (b"Rar!", Format::Other("a RAR archive", "pack it as .zip or .tar.gz")),
    (b"BZh", Format::Other("packed by bzip2", "pack it by gzip or zstd")),
    (b"\xFD7zXZ", Format::Other("packed by xz", "pack it by gzip or zstd")),
    (
        b"AT&TFORM",
        Format::Other("a scan in DjVu", "run character recognition (OCR) over it and give the text"),
    ),
    (b"CAJ", Format::Other("a document of CAJViewer", "print it as PDF")),
];

/// What these bytes are, before they are decoded. Text is told apart further by [`of_text`].
pub(super) fn of_bytes(bytes: &[u8]) -> Format {
    // Mail and servers put lines before a PDF; readers look for it in the first kilobyte.
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|w| w == b"%PDF-") && !start.trim_ascii_start().starts_with(b"<") {
        return Format::Pdf;
    }
    if bytes.get(257..262) == Some(b"ustar") {
        return Format::Tar;
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Format::Other(IMAGE.0, IMAGE.1);
    }
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map_or(Format::Text, |(_, format)| *format)
}

/// What a decoded text is.
pub(super) fn of_text(rules: &RowRules, name: &str, text: &str) -> Format {
    let ends = |ending: &str| has_ending(name, ending);
    let start = text.trim_start();
    if is_html(start)
        || ((ends("html") || ends("htm") || ends("shtml") || ends("xhtml")) && text.contains('<'))
    {
        return Format::Html;
    }
    let first = start.lines().next().unwrap_or_default();
    if start.starts_with(['{', '[']) && (ends("json") || ends("jsonl") || ends("ndjson") || is_row(first)) {
        return Format::JsonLines;
    }
    if ends("csv") || ends("tsv") || ends("tab") || names_text(rules, first) {
        let count = |delimiter: char| first.matches(delimiter).count();
        let delimiters = [',', '\t', ';', '|'];
        let best = delimiters.into_iter().rev().max_by_key(|d| count(*d)).filter(|d| count(*d) > 0);
        return Format::Table { delimiter: u8::try_from(best.unwrap_or(',')).unwrap_or(b',') };
    }
    Format::Text
}

/// Whether a name ends in a dot and this, whatever the case.
pub(super) fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(ending))
}

/// Whether it begins as web pages begin.
fn is_html(start: &str) -> bool {
    let mut rest = start;
    // A declaration, a comment of the program that saved it.
    for _ in 0..8 {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => break,
        };
        let Some((_, behind)) = rest.split_once(end) else { break };
        rest = behind.trim_start();
    }
    let tag = |name: &str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    ["<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<table", "<article"]
        .into_iter()
        .any(tag)
}

fn is_row(line: &str) -> bool {
    line.starts_with('{') && serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
}

/// Whether a line is the head of a table with a column of texts.
fn names_text(rules: &RowRules, line: &str) -> bool {
    [',', '\t'].into_iter().any(|delimiter| {
        let cells: Vec<String> =
            line.split(delimiter).map(|c| c.trim().trim_matches('"').to_lowercase()).collect();
        let known = |list: &[String]| cells.iter().any(|cell| list.contains(cell));
        cells.len() > 1
            && known(&rules.text)
            && (known(&rules.title) || known(&rules.name) || known(&rules.url))
    })
}
