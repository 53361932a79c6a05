//! Bytes → [`Page`].
//!
//! Takes paths, or lines of JSON. Gives pages with LF line ends and no BOM, otherwise as they were. Never guesses
//! silently: what is no text is rejected with its reason, and the rest goes on.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::model::Page;

/// A file to read: where it is, and its name without the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The file name without its folder.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Lists the files under `paths`, folders walked, ascending by name then path; what is missing comes as an error each.
pub fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
    let _ = paths;
    unimplemented!("read")
}

/// Reads one file's bytes into a page.
///
/// # Errors
/// Where the bytes are empty, no text, or not valid in their encoding: names the file, the place and the remedy.
pub fn page(name: &str, bytes: &[u8]) -> Result<Page> {
    let _ = (name, bytes);
    unimplemented!("read")
}

/// Reads one line of JSON Lines: `{"name", "text", "url"?, "issued"?}`.
///
/// # Errors
/// Where the line is no such object; `place` (e.g. `-:12`) goes into the message.
pub fn json_line(place: &str, line: &str) -> Result<Page> {
    let _ = (place, line);
    unimplemented!("read")
}

/// The file name without its folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}
