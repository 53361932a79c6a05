//! Paths → the files to read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Input, name_of};
use crate::error::{Error, ErrorKind};

/// See [`super::list`].
pub(super) fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Error>) {
    let mut files = BTreeSet::new();
    let mut errors = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => walk(path, &mut files, &mut errors),
            Ok(_) => {
                files.insert(Input { name: name_of(path), path: path.clone() });
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

/// Adds the texts of a folder and of those in it. Folders that are links are not entered: they could lead back.
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
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if is_text(&name) && path.is_file() {
                files.insert(Input { name, path });
            }
        }
    }
}

/// Whether a file of a folder is an article by its name: `*.txt` or no extension, and no README.
fn is_text(name: &str) -> bool {
    if name.to_ascii_uppercase().starts_with("README") {
        return false;
    }
    match Path::new(name).extension() {
        None => true,
        Some(extension) => extension.eq_ignore_ascii_case("txt"),
    }
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
