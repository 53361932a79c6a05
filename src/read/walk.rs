//! Paths → the files to read.

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use super::manifest::is_manifest;
use super::{Input, format, name_of};
use crate::error::{Error, ErrorKind};

/// See [`super::list`].
pub(super) fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
    let mut files = BTreeSet::new();
    let mut errors = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => walk(path, &mut files, &mut errors),
            Ok(_) if is_manifest(&name_of(path)) => {}
            Ok(found) => {
                take(&found, Input { name: name_of(path), path: path.clone() }, &mut files, &mut errors);
            }
            Err(e) => errors.push(unreadable(path, e)),
        }
    }
    // One file can be reached as `dir` and as `dir/file`, spelled differently; it is read once.
    let mut seen = BTreeSet::new();
    let once =
        |input: &Input| seen.insert(fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone()));
    (files.into_iter().filter(once).collect(), errors)
}

/// Adds the documents of a folder and of those in it. Folders that are links are not entered: they could lead back.
fn walk(folder: &Path, files: &mut BTreeSet<Input>, errors: &mut Vec<Error>) {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                errors.push(unreadable(&folder, e));
                continue;
            }
        };
        for entry in entries {
            let (path, kind) = match entry.and_then(|e| Ok((e.path(), e.file_type()?))) {
                Ok(found) => found,
                Err(e) => {
                    errors.push(unreadable(&folder, e));
                    continue;
                }
            };
            let name = name_of(&path);
            if kind.is_dir() && !name.starts_with('.') {
                folders.push(path);
            } else if !kind.is_dir() && is_taken(&name) {
                match fs::metadata(&path) {
                    Ok(found) if found.is_dir() => {}
                    Ok(found) => take(&found, Input { name, path }, files, errors),
                    Err(e) => errors.push(unreadable(&path, e)),
                }
            }
        }
    }
}

/// A file is read; a pipe, a socket or a device would block or never end, so it is not opened.
fn take(found: &Metadata, input: Input, files: &mut BTreeSet<Input>, errors: &mut Vec<Error>) {
    if found.is_file() {
        files.insert(input);
        return;
    }
    let error =
        Error::new(ErrorKind::Input, "no file but a pipe, a socket or a device").at(input.path.display());
    errors.push(error.remedy("write what it gives into a file, or give it on standard input"));
}

/// The endings of the names that are read in a folder or an archive.
const ENDINGS: [&str; 21] = [
    "txt", "text", "html", "htm", "shtml", "xhtml", "pdf", "docx", "jsonl", "ndjson", "json", "csv", "tsv",
    "tab", "zip", "gz", "tgz", "tar", "zst", "warc", "doc",
];

/// Whether a file of a folder is a document by its name: an ending that is read, or none; not hidden, no README
/// and no manifest.
pub(super) fn is_taken(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if is_manifest(name) || lower.starts_with("readme") || lower.starts_with('.') {
        return false;
    }
    !lower.contains('.') || ENDINGS.iter().any(|ending| format::has_ending(&lower, ending))
}

/// The error for what the system does not give.
pub(super) fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    let (message, remedy) = match cause.kind() {
        std::io::ErrorKind::NotFound => ("there is no such file or folder", "check the path"),
        std::io::ErrorKind::PermissionDenied => ("may not be read", "check the permissions"),
        _ => ("cannot be read", "check the disk and the path"),
    };
    Error::new(ErrorKind::Input, message).at(path.display()).remedy(remedy).because(cause)
}
