//! Bytes → [`Page`].
//!
//! Takes paths; documents as bytes with a name; lines of JSON. Gives pages with LF line ends and no BOM, otherwise as
//! they were: text, saved web pages, PDF, Word, tables, lines of JSON, and archives of all these. What the document says
//! of itself (title, date, author, source) goes with the page. Never guesses silently: what was not declared is a
//! diagnostic, what is no text is rejected with its reason, and the rest goes on. Never writes a file, never follows a
//! link.
//!
//! [`pages`] parses in this process. A hostile document may kill its parser; who reads documents of others calls it in a
//! process that may die, as `renda build` does.
//!
//! Codes of its diagnostics: `read.encoding-detected`, `read.encoding-doubtful`, `read.encoding-contradicted`,
//! `read.date` (a date that could not be read), `read.html-whole` (no main text was found), `read.pdf-scan` (pages
//! without text), `read.pdf-unmapped` (glyphs without a character), `read.unlisted` (the manifest has no row for the file).

mod walk;
mod manifest;
mod format;
mod encoding;
mod archive;
mod table;
mod when;
mod html;
mod docx;
mod pdf;
mod warc;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

pub use manifest::Manifests;
pub use table::{FieldMap, json_line};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Page;
use crate::resource::DocumentRules;
use format::Format;

/// The largest text that is read: 64 MiB, some 20 million characters. A page of a newspaper has 10,000.
pub const MAX_BYTES: usize = 64 << 20;

/// The largest file: a table or an archive holds many texts.
pub const MAX_FILE: usize = 255 << 20;

/// A file to read: where it is, and its name without the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The file name without its folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Lists the files under `paths`, folders walked, ascending by name then path; what is missing, may not be read or is no
/// file (a pipe, a socket, a device) comes as an error each, and is never opened.
///
/// Inside a folder only names with an ending that is read (`txt`, `html`, `pdf`, `docx`, `jsonl`, `csv`, `zip`, `gz` …)
/// or without one are taken; hidden files, `README` and manifests are not. A path that is named itself is always read, but
/// for manifests ([`Manifests`]). A file reached twice is listed once.
pub fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
    walk::list(paths)
}

/// Reads a file's bytes, no more than [`MAX_FILE`] of them.
///
/// # Errors
/// Where the file cannot be read or is too large: names the file and the remedy.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A file may grow while it is read: the cap is on what comes, and what says that it is larger is not begun.
    let read = File::open(path).and_then(|file| {
        if file.metadata()?.len() > MAX_FILE as u64 {
            return Ok(MAX_FILE + 1);
        }
        file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)
    });
    match read {
        Err(e) => Err(walk::unreadable(path, e)),
        Ok(length) if length > MAX_FILE => Err(too_large().at(path.display())),
        Ok(_) => Ok(bytes),
    }
}

/// Reads standard input, no more than [`MAX_FILE`] bytes of it.
///
/// # Errors
/// Where it cannot be read or is too large.
pub fn stdin() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_FILE as u64 + 1).read_to_end(&mut bytes);
    match read {
        Err(e) => Err(Error::new(ErrorKind::Input, "standard input cannot be read").because(e)),
        Ok(length) if length > MAX_FILE => Err(too_large().at("-")),
        Ok(_) => Ok(bytes),
    }
}

/// What one document gives.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Reading {
    /// Its pages: one, or many where it is a table or an archive.
    pub pages: Vec<Page>,
    /// What in it could not be read, with its place: the document's name, or the member's behind it.
    pub rejected: Vec<Error>,
}

/// Reads a document of any format. A pure function of name and bytes; nothing is written or opened.
///
/// ```
/// use renda::{read, resource::DocumentRules};
/// let rules = DocumentRules::load()?;
/// let reading = read::pages(&rules, &read::FieldMap::default(), "a.txt", "\u{FEFF}标题\r\n正文。".as_bytes());
/// assert_eq!(reading.pages[0].text, "标题\n正文。");
/// # Ok::<(), renda::error::Error>(())
/// ```
pub fn pages(rules: &DocumentRules, fields: &FieldMap, name: &str, bytes: &[u8]) -> Reading {
    let mut reader =
        Reader { rules, fields, reading: Reading::default(), budget: archive::Budget::default() };
    reader.read(name, name, bytes, 0);
    let Reading { pages, mut rejected } = reader.reading;
    if pages.is_empty() && rejected.is_empty() {
        let error = Error::new(ErrorKind::Input, "it holds nothing that is read").at(name);
        rejected.push(error.remedy("give text, web pages, PDF, Word, tables, or archives of these"));
    }
    let more = rejected.len().saturating_sub(MOST_REASONS);
    if more > 0 {
        rejected.truncate(MOST_REASONS);
        rejected.push(Error::new(ErrorKind::Input, format!("{more} more parts could not be read")).at(name));
    }
    Reading { pages, rejected }
}

/// So many parts of one file are named that could not be read; the rest is counted.
const MOST_REASONS: usize = 100;

/// Whether [`pages`] would read these bytes as plain text, which can be done anywhere; every other format is best parsed
/// in a process that may die.
pub fn is_plain(rules: &DocumentRules, name: &str, bytes: &[u8]) -> bool {
    // More than the beginning is not needed to tell, and it may end inside a character.
    let start = &bytes[..bytes.len().min(4096)];
    format::of_bytes(bytes).is_plain()
        && !start.starts_with(b"HTTP/")
        && !start.trim_ascii_start().starts_with(b"{")
        && format::of_text(&rules.row, name, &String::from_utf8_lossy(start)).is_plain()
}

/// Reads plain text.
///
/// ```
/// let page = renda::read::page("a.txt", "\u{FEFF}标题\r\n正文。".as_bytes()).unwrap();
/// assert_eq!(page.text, "标题\n正文。");
/// ```
///
/// # Errors
/// Where the bytes are empty, no text, or not valid in their encoding: names the file, the place and the remedy.
pub fn page(name: &str, bytes: &[u8]) -> Result<Page> {
    if let Format::Other(what, remedy) = format::of_bytes(bytes) {
        return Err(Error::new(ErrorKind::Input, what).at(name).remedy(remedy));
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large().at(name));
    }
    plain(name, encoding::decode(name, bytes, None)?)
}

fn plain(name: &str, decoded: encoding::Decoded) -> Result<Page> {
    let encoding::Decoded { text, diagnostics } = decoded;
    if text.len() > MAX_BYTES {
        return Err(too_large().at(name));
    }
    Ok(Page { name: name.to_owned(), text, diagnostics, ..Page::default() })
}

/// A document on its way into pages.
struct Reader<'a> {
    rules: &'a DocumentRules,
    fields: &'a FieldMap,
    reading: Reading,
    budget: archive::Budget,
}

impl Reader<'_> {
    /// Reads `bytes`, which are called `label`; `hint` is the name without what packing added. `depth` counts archives.
    fn read(&mut self, label: &str, hint: &str, bytes: &[u8], depth: usize) {
        let page = match format::of_bytes(bytes) {
            Format::Zip if docx::is_docx(bytes) => docx::page(label, bytes),
            Format::Zip => return self.zip(label, bytes, depth),
            Format::Tar => return self.tar(label, bytes, depth),
            Format::Gzip => return self.gzip(label, hint, bytes, depth),
            Format::Zstd => return self.zstd(label, hint, bytes, depth),
            Format::Warc => return self.warc(label, bytes),
            Format::Pdf => pdf::page(label, bytes),
            Format::Other(what, remedy) => Err(Error::new(ErrorKind::Input, what).at(label).remedy(remedy)),
            _ => return self.text(label, hint, bytes),
        };
        self.take(page);
    }

    /// Reads what is text, if it is any: a page, or the pages of a table.
    fn text(&mut self, label: &str, hint: &str, bytes: &[u8]) {
        let (declared, bytes) = html::declared(bytes);
        let decoded = match encoding::decode(label, bytes, declared.as_deref()) {
            Err(error) => return self.reading.rejected.push(error),
            Ok(decoded) => decoded,
        };
        match format::of_text(&self.rules.row, hint, &decoded.text) {
            Format::Html => self.take(html::page(self.rules, label, decoded)),
            Format::JsonLines => table::json_lines(self, label, &decoded),
            Format::Table { delimiter } => table::table(self, label, &decoded, delimiter),
            _ => self.take(plain(label, decoded)),
        }
    }

    /// Takes a page in. Formats with characters by number can write any of them.
    fn take(&mut self, page: Result<Page>) {
        match page {
            Ok(page) if page.text.contains('\0') => {
                let error = Error::new(ErrorKind::Input, "a NUL character in its text").at(page.name);
                self.reading.rejected.push(error.remedy("take it out"));
            }
            Ok(page) => self.reading.pages.push(Page { text: encoding::line_feeds(page.text), ..page }),
            Err(error) => self.reading.rejected.push(error),
        }
    }
}

/// The error for what is larger than [`MAX_BYTES`].
fn too_large() -> Error {
    let (text, file) = (MAX_BYTES >> 20, MAX_FILE >> 20);
    Error::new(
        ErrorKind::Limit,
        format!(
            "larger than the {text} MiB that one text may have, or the {file} MiB of a table or an archive"
        ),
    )
    .remedy("split it into its pages")
}

/// The file name without its folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
