//! Names of generations, and `CURRENT`, which says which one holds.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error;
use crate::error::{Error, ErrorKind, Result};

/// What `CURRENT` says. Its first line names the generation that holds; a second line, where there is one, names the
/// generation that `rollback` goes back to.
///
/// Both stand in one file so that one rename changes both: after a rollback the number before is not always the
/// generation before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Current {
    /// The generation that holds.
    pub(super) generation: u64,
    /// The generation before.
    pub(super) before: Option<u64>,
}

impl Current {
    /// Reads `CURRENT`; `None` where there is no such file.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join("CURRENT");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(e) if e.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(e) => return Err(error::io("read which generation holds", &path)(e)),
        };
        let mut lines = text.lines();
        let generation = lines.next().and_then(number);
        let before = lines.next().map(number);
        match (generation, before, lines.next()) {
            (Some(generation), None, None) => Ok(Some(Self { generation, before: None })),
            (Some(generation), Some(Some(before)), None) => {
                Ok(Some(Self { generation, before: Some(before) }))
            }
            _ => Err(Error::new(ErrorKind::Store, "does not name a generation").at(path.display()).remedy(
                format!(
                    "write one of {} into it, or make the store anew with `renda build --fresh PATH…`",
                    list(dir)
                ),
            )),
        }
    }

    /// Writes `CURRENT`: from here on readers see this generation.
    pub(super) fn write(self, dir: &Path) -> Result<()> {
        let aside = dir.join("CURRENT.tmp");
        let mut text = format!("{}\n", name(self.generation));
        if let Some(before) = self.before {
            text.push_str(&name(before));
            text.push('\n');
        }
        let write = || -> io::Result<()> {
            let mut file = File::create(&aside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&aside, dir.join("CURRENT"))?;
            sync_folder(dir)
        };
        write().map_err(error::io("name the generation that holds", &dir.join("CURRENT")))
    }
}

/// `gen-000012`.
pub(super) fn name(generation: u64) -> String {
    format!("gen-{generation:06}")
}

/// The folder of a generation.
pub(super) fn folder(dir: &Path, generation: u64) -> PathBuf {
    dir.join(name(generation))
}

/// The number in a generation's name, written as [`name`] writes it.
pub(super) fn number(text: &str) -> Option<u64> {
    let generation = text.strip_prefix("gen-")?.parse().ok()?;
    (name(generation) == text).then_some(generation)
}

/// The generations that have a folder, ascending; some of them may never have been named by `CURRENT`.
pub(super) fn existing(dir: &Path) -> Result<Vec<u64>> {
    let read = || -> io::Result<Vec<u64>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(dir)? {
            found.extend(entry?.file_name().to_str().and_then(number));
        }
        found.sort_unstable();
        Ok(found)
    };
    read().map_err(error::io("list the generations", dir))
}

/// The generations that are there, for a message.
pub(super) fn list(dir: &Path) -> String {
    let names: Vec<String> = existing(dir).unwrap_or_default().into_iter().map(name).collect();
    if names.is_empty() { "no generation (none is there)".to_owned() } else { names.join(", ") }
}

/// Makes the names in a folder last.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // A folder can be opened, and so synced, on Unix only; elsewhere the rename alone must do.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Makes all files under a folder last, and their names.
#[cfg(feature = "rocksdb")]
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_all(&entry.path())?;
        } else {
            File::open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_as_written_is_a_name() {
        assert_eq!(name(12), "gen-000012");
        assert_eq!(number("gen-000012"), Some(12));
        assert_eq!(number("gen-1234567"), Some(1_234_567));
        for other in ["gen-12", "gen-000012.tmp", "gen-+00012", "gen-", "work", "gen-0001234567"] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn current_is_read_as_written() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Current::read(dir.path()).unwrap(), None);
        for current in [Current { generation: 1, before: None }, Current { generation: 9, before: Some(7) }] {
            current.write(dir.path()).unwrap();
            assert_eq!(Current::read(dir.path()).unwrap(), Some(current));
        }
    }
}
