//! Documents of Word (`.docx`) → their paragraphs, a line each, in the order in which they are read.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{MAX_BYTES, table};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Page;

/// The part with the text.
const BODY: &str = "word/document.xml";
/// The part with title and author.
const CORE: &str = "docProps/core.xml";
/// Boxes in boxes in tables lie no deeper in any document that people write.
const DEEPEST: usize = 1_000;

/// Whether a zip archive is a document of Word.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| archive.index_for_name(BODY).is_some())
}

/// Reads a document of Word.
pub(super) fn page(label: &str, bytes: &[u8]) -> Result<Page> {
    let xml = part(bytes, BODY).map_err(|error| error.at(label))?;
    let text = paragraphs(&xml).map_err(|error| error.at(label))?;
    if text.trim().is_empty() {
        let error = Error::new(ErrorKind::Input, "a document of Word without text").at(label);
        return Err(error.remedy("its text may be in pictures: run character recognition (OCR) over it"));
    }
    let (title, author) = part(bytes, CORE).map(|xml| properties(&xml)).unwrap_or_default();
    Ok(Page {
        name: label.to_owned(),
        // Templates leave titles that are none: only one that the text has counts.
        title: title.filter(|title| text.lines().take(8).any(|line| line.trim() == title)),
        authors: author
            .filter(|author| text.contains(author.as_str()))
            .map(|author| table::authors(&author))
            .unwrap_or_default(),
        text,
        ..Page::default()
    })
}

fn damaged(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Input, "the document of Word is damaged")
        .remedy("save it again in Word")
        .because(cause)
}

/// One part of the package, unpacked.
fn part(bytes: &[u8], name: &str) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let part = archive.by_name(name).map_err(damaged)?;
    // XML is packed to a twentieth; a bomb to a thousandth.
    let most = MAX_BYTES.min(bytes.len().saturating_mul(200).max(1 << 20));
    let mut xml = Vec::new();
    part.take(most as u64 + 1).read_to_end(&mut xml).map_err(damaged)?;
    if xml.len() > most {
        let message = format!("{name} unpacks to more than {most} bytes");
        return Err(Error::new(ErrorKind::Limit, message).remedy("give its text"));
    }
    Ok(xml)
}

/// The paragraphs of the body. A paragraph in a box stands behind the one that holds the box.
fn paragraphs(xml: &[u8]) -> Result<String> {
    let mut reader = Reader::from_reader(xml);
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut behind: Vec<String> = Vec::new();
    let mut in_text = false;
    // What is kept for older programs says the same again.
    let mut fallback = 0;
    let mut depth = 0;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        match &event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    let message = format!("elements are nested deeper than {DEEPEST}");
                    return Err(Error::new(ErrorKind::Limit, message).remedy("give its text"));
                }
                match tag.local_name().as_ref() {
                    _ if fallback > 0 => fallback += 1,
                    b"Fallback" => fallback = 1,
                    b"p" => open.push(String::new()),
                    b"t" => in_text = true,
                    _ => {}
                }
            }
            Event::Empty(tag) if fallback == 0 => match (tag.local_name().as_ref(), open.last_mut()) {
                (b"tab", Some(line)) => line.push('\t'),
                (b"br" | b"cr", Some(line)) if !is_page_break(tag) => line.push('\n'),
                (b"noBreakHyphen", Some(line)) => line.push('-'),
                _ => {}
            },
            Event::End(tag) => {
                depth -= 1;
                match tag.local_name().as_ref() {
                    _ if fallback > 0 => fallback -= 1,
                    b"p" => {
                        let line = open.pop().unwrap_or_default();
                        if open.is_empty() {
                            for line in std::iter::once(line).chain(behind.drain(..)) {
                                text.push_str(&line);
                                text.push('\n');
                            }
                        } else {
                            behind.push(line);
                        }
                    }
                    b"t" => in_text = false,
                    _ => {}
                }
            }
            Event::Text(words) if in_text && fallback == 0 => {
                if let Some(line) = open.last_mut() {
                    line.push_str(&words.unescape().map_err(damaged)?);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(damaged("the document ends inside an element"));
    }
    Ok(text)
}

fn is_page_break(tag: &BytesStart<'_>) -> bool {
    tag.try_get_attribute("w:type").ok().flatten().is_some_and(|kind| kind.value.as_ref() == b"page")
}

/// Title and author, where the document says them.
fn properties(xml: &[u8]) -> (Option<String>, Option<String>) {
    let mut reader = Reader::from_reader(xml);
    let (mut title, mut author) = (None, None);
    let mut within = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => within = tag.local_name().as_ref().to_vec(),
            Event::End(_) => within.clear(),
            Event::Text(words) => {
                let words =
                    words.unescape().map(|words| words.trim().to_owned()).ok().filter(|w| !w.is_empty());
                match within.as_slice() {
                    b"title" => title = words,
                    b"creator" => author = words,
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (title, author)
}
