//! Bytes → [`Page`].
//!
//! Takes paths, or lines of JSON. Gives pages with LF line ends and no BOM, otherwise as they were. Never guesses
//! silently: what is no text is rejected with its reason, and the rest goes on.

mod decode;
mod walk;

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Page};

/// The largest text that is read: 64 MiB, some 20 million characters. A page of a newspaper has 10,000.
pub const MAX_BYTES: usize = 64 << 20;

/// A file to read: where it is, and its name without the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The file name without its folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Lists the files under `paths`, folders walked, ascending by name then path; what is missing comes as an error each.
///
/// Inside a folder only `*.txt` and names without an extension are read; hidden files and `README` are not. A path
/// that is named itself is always read. A file reached twice is listed once.
pub fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
    walk::list(paths)
}

/// Reads a file's bytes, no more than [`MAX_BYTES`] of them.
///
/// # Errors
/// Where the file cannot be read or is too large: names the file and the remedy.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // A file may grow while it is read, and a pipe has no length: the cap is on what comes.
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
    match read {
        Err(e) => Err(walk::unreadable(path, e)),
        Ok(length) if length > MAX_BYTES => Err(decode::too_large().at(path.display())),
        Ok(_) => Ok(bytes),
    }
}

/// Reads one file's bytes into a page.
///
/// ```
/// let page = renda::read::page("a.txt", "\u{FEFF}标题\r\n正文。".as_bytes()).unwrap();
/// assert_eq!(page.text, "标题\n正文。");
/// ```
///
/// # Errors
/// Where the bytes are empty, no text, or not valid in their encoding: names the file, the place and the remedy.
pub fn page(name: &str, bytes: &[u8]) -> Result<Page> {
    let text = decode::text(name, bytes)?;
    Ok(Page { name: name.to_owned(), url: None, issued: None, text })
}

/// One line of JSON Lines, as the contract has it.
#[derive(serde::Deserialize)]
struct Record {
    name: String,
    text: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    issued: Option<String>,
}

/// Reads one line of JSON Lines: `{"name", "text", "url"?, "issued"?}`; other keys are passed over.
///
/// ```
/// let page = renda::read::json_line("-:1", r#"{"name": "a", "text": "正文。", "issued": "2024-01"}"#).unwrap();
/// assert_eq!(page.issued.unwrap().to_string(), "2024-01");
/// ```
///
/// # Errors
/// Where the line is no such object; `place` (e.g. `-:12`) goes into the message.
pub fn json_line(place: &str, line: &str) -> Result<Page> {
    if line.len() > MAX_BYTES {
        return Err(decode::too_large().at(place));
    }
    let record: Record = serde_json::from_str(line).map_err(|e| {
        Error::new(ErrorKind::Input, "not a line of JSON with a name and a text")
            .at(place)
            .remedy("write {\"name\": \"…\", \"text\": \"…\"}, and if known \"url\" and \"issued\"")
            .because(e)
    })?;
    let issued = match &record.issued {
        None => None,
        Some(text) => Some(text.parse::<Date>().map_err(|e| {
            Error::new(ErrorKind::Input, format!("\"issued\" is {text:?}, no date"))
                .at(place)
                .remedy("write YYYY, YYYY-MM or YYYY-MM-DD")
                .because(e)
        })?),
    };
    let text = decode::text(place, record.text.as_bytes())?;
    Ok(Page { name: record.name, url: record.url, issued, text })
}

/// The file name without its folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
