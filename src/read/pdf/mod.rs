//! PDF → text in reading order, by the places of its characters: columns one after another, wrapped lines joined to
//! paragraphs where the print shows them.

mod glyph;
mod column;
mod paragraph;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::metadata::Metadata;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Diagnostic, Page};
use crate::text::Span;

/// A document with more pages is a book or worse.
const MOST_PAGES: usize = 2_000;
/// What a glyph without a character is shown as.
const UNKNOWN: char = '\u{FFFD}';

/// Reads a PDF.
pub(super) fn page(label: &str, bytes: &[u8]) -> Result<Page> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|fault| unreadable(fault).at(label))?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        let message = format!("{} pages, more than the {MOST_PAGES} that are read", pages.len());
        return Err(Error::new(ErrorKind::Limit, message).at(label).remedy("split it"));
    }
    let mut text = String::new();
    let mut scans = Vec::new();
    for (n, page) in pages.iter().enumerate() {
        let glyphs = glyph::glyphs(page);
        if glyphs.characters.is_empty() {
            scans.extend(glyphs.has_image.then_some(n + 1));
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        paragraph::write(&column::columns(glyphs.characters), &mut text);
    }
    if text.trim().is_empty() {
        let (message, remedy) = if scans.is_empty() {
            ("a PDF without text", "give its text")
        } else {
            ("a scan: its pages are images without text", "run character recognition (OCR) over it")
        };
        return Err(Error::new(ErrorKind::Input, message).at(label).remedy(remedy));
    }
    let mut diagnostics = Vec::new();
    if !scans.is_empty() {
        let message = format!("page {} is a scan without text", list(&scans));
        diagnostics.push(Diagnostic::warning("read.pdf-scan", None, message));
    }
    if let Some(notice) = unmapped(label, &text)? {
        diagnostics.push(notice);
    }
    let title = title(pdf.metadata()).filter(|title| text.lines().any(|line| line.trim() == title));
    Ok(Page { name: label.to_owned(), title, text, diagnostics, ..Page::default() })
}

fn unreadable(fault: LoadPdfError) -> Error {
    let (message, remedy) = match fault {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            ("the PDF is encrypted and asks for a password", "save it without a password")
        }
        LoadPdfError::Decryption(_) => {
            ("the PDF is encrypted in a way that cannot be read", "print it as PDF again")
        }
        LoadPdfError::Invalid => ("the PDF is damaged or cut off", "get it again, or print it as PDF again"),
    };
    Error::new(ErrorKind::Input, message).remedy(remedy)
}

/// That glyphs have no character; where many have none, the text is no text.
fn unmapped(label: &str, text: &str) -> Result<Option<Diagnostic>> {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let Some(first) = text.find(UNKNOWN) else { return Ok(None) };
    let unknown = text.chars().filter(|c| *c == UNKNOWN).count();
    let message = format!("{unknown} of {all} glyphs have no character (their fonts do not say which)");
    if unknown * 5 > all {
        let error = Error::new(ErrorKind::Input, message).at(label);
        return Err(error.remedy("run character recognition (OCR) over it, or give its text"));
    }
    let span = Span::new(first, first + UNKNOWN.len_utf8());
    Ok(Some(Diagnostic::warning("read.pdf-unmapped", Some(span), message)))
}

/// The title of the document's properties: UTF-16 with its mark, else one byte a character.
fn title(metadata: &Metadata) -> Option<String> {
    let bytes = metadata.title.as_deref()?;
    let title = match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    Some(title.trim().to_owned()).filter(|title| !title.is_empty())
}

fn list(numbers: &[usize]) -> String {
    let words: Vec<String> = numbers.iter().take(20).map(ToString::to_string).collect();
    words.join(", ")
}
