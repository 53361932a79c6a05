//! A user's own rules: a folder of files in the formats of `ontology/` and `data/`, added to those built in.
//!
//! Only files whose rows stand beside each other can be added to. The others (units, bylines, furniture …) hold rules
//! that work together; a second file of them would have to say what it replaces, so it is refused and not half-read.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// What a user's folder may hold.
const TAKEN: [&str; 5] = ["candidate.toml", "indicator.ttl", "mechanism.ttl", "region.csv", "trigger.toml"];

/// What is known to renda, but is not added to from outside.
const BUILT_IN: [&str; 13] = [
    "byline.toml",
    "document.toml",
    "evaluate.toml",
    "furniture.toml",
    "label.toml",
    "organ.toml",
    "reading.toml",
    "reference.toml",
    "region_change.csv",
    "region_short.csv",
    "statute.toml",
    "traditional.tsv",
    "unit.toml",
];

/// One rule file: what messages call it, and its text.
#[derive(Debug, Clone)]
pub(super) struct RuleFile<'a> {
    pub(super) place: String,
    pub(super) text: &'a str,
}

impl<'a> RuleFile<'a> {
    /// One of the files in the binary.
    pub(super) fn built_in(path: &str, text: &'a str) -> Self {
        Self { place: path.to_owned(), text }
    }

    /// A fault on this line, counted from 1.
    pub(super) fn faulty(&self, line: usize, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Resource, message).at(format!("{}:{line}", self.place))
    }
}

/// The files of a user's folder, by name; empty where there is none.
#[derive(Debug, Default)]
pub(super) struct Own {
    folder: PathBuf,
    files: BTreeMap<String, String>,
}

impl Own {
    /// Reads the folder.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where it is missing, holds no rule file, or one that cannot be added to;
    /// [`ErrorKind::Input`] where a file is no text.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let unreadable = |cause| {
            Error::new(ErrorKind::Usage, "the folder of rules cannot be read")
                .at(folder.display())
                .because(cause)
        };
        let mut files = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !is_rule_file(&path, &name)? {
                continue;
            }
            let bytes = fs::read(&path).map_err(|cause| {
                Error::new(ErrorKind::Input, "cannot be read").at(path.display()).because(cause)
            })?;
            let text = String::from_utf8(bytes).map_err(|cause| {
                let before = &cause.as_bytes()[..cause.utf8_error().valid_up_to()];
                let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
                Error::new(ErrorKind::Input, "not text in UTF-8")
                    .at(format!("{}:{line}", path.display()))
                    .remedy("save the file as UTF-8")
                    .because(cause)
            })?;
            // Spreadsheets put a byte order mark before a table.
            files.insert(name, text.trim_start_matches('\u{FEFF}').to_owned());
        }
        if files.is_empty() {
            return Err(Error::new(ErrorKind::Usage, "the folder holds no rule file")
                .at(folder.display())
                .remedy(format!("it may hold {}", TAKEN.join(", "))));
        }
        Ok(Self { folder: folder.to_owned(), files })
    }

    /// The file of this name, where the folder holds it.
    pub(super) fn get(&self, name: &str) -> Option<RuleFile<'_>> {
        debug_assert!(TAKEN.contains(&name), "{name} is asked for but never taken");
        let text = self.files.get(name)?;
        Some(RuleFile { place: self.folder.join(name).display().to_string(), text })
    }

    /// The built-in file and then the folder's of the same name.
    pub(super) fn beside<'a>(&'a self, path: &str, text: &'a str) -> Vec<RuleFile<'a>> {
        let name = path.rsplit('/').next().unwrap_or(path);
        std::iter::once(RuleFile::built_in(path, text)).chain(self.get(name)).collect()
    }

    /// Names and texts, ascending by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// Whether `path` is a rule file that is taken; papers that lie beside rules and hidden files are passed over.
fn is_rule_file(path: &Path, name: &str) -> Result<bool> {
    let paper = ["README", "LICENSE", "CHANGELOG"].iter().any(|word| name.starts_with(word));
    if paper || name.starts_with('.') {
        return Ok(false);
    }
    if TAKEN.contains(&name) && path.is_file() {
        return Ok(true);
    }
    let refused = |message: &str| Error::new(ErrorKind::Usage, message).at(path.display());
    Err(if name == "renda.ttl" {
        refused("the vocabulary cannot be changed from outside: stores and other programs rely on it")
            .remedy("take the file out of the folder; concepts belong into mechanism.ttl or indicator.ttl")
    } else if BUILT_IN.contains(&name) {
        refused("these rules work together and cannot be added to from outside yet")
            .remedy(format!("take the file out of the folder, or change data/{name} and build renda again"))
    } else {
        // Passed over in silence, a mistyped `mechanisms.ttl` would look as if it were read.
        refused("no rule file that renda knows")
            .remedy(format!("take it out of the folder, or name it as one of {}", TAKEN.join(", ")))
    })
}
