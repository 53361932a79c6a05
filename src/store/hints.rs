//! What files looked like when their bytes were last read: `hints.jsonl`, beside the generations.
//!
//! A file that looks the same (size, times, inode) is taken to hold the same bytes, so that a build over a folder of ten
//! thousand files reads the one that changed. This is no data: nothing in a generation depends on it, it may be deleted
//! at any time, and a damaged one counts as none.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::{error, side};
use crate::error::Result;

/// How files looked, by place.
#[derive(Debug, Default)]
pub struct Hints {
    looks: BTreeMap<String, Hint>,
}

/// One line of `hints.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Hint {
    place: String,
    look: Look,
    sha256: String,
}

/// How a file looks from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    size: u64,
    /// When it was written, in nanoseconds since 1970.
    modified: u64,
    /// When anything of it changed; a program that sets the time of writing back does not set this one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inode: Option<u64>,
}

/// A file that was written less than this before it was looked at may be written again without looking otherwise: clocks
/// of file systems are as coarse as this.
const COARSE: Duration = Duration::from_secs(2);

impl Look {
    /// How the file at `path` looks; `None` where it is not there, or was written so lately that looks may deceive.
    pub fn at(path: &Path) -> Option<Self> {
        let found = fs::metadata(path).ok().filter(Metadata::is_file)?;
        let modified = found.modified().ok()?;
        if SystemTime::now().duration_since(modified).ok()? < COARSE {
            return None;
        }
        let modified = modified.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos().try_into().ok()?;
        let (changed, inode) = identity(&found);
        Some(Self { size: found.len(), modified, changed, inode })
    }
}

#[cfg(unix)]
fn identity(found: &Metadata) -> (Option<i64>, Option<u64>) {
    use std::os::unix::fs::MetadataExt as _;
    (Some(found.ctime().wrapping_mul(1_000_000_000).wrapping_add(found.ctime_nsec())), Some(found.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (Option<i64>, Option<u64>) {
    (None, None)
}

impl Hints {
    /// Reads the hints of the store at `dir`; where there are none, or they are damaged, there are none.
    pub fn load(dir: &Path) -> Self {
        let bytes = fs::read(file(dir)).unwrap_or_default();
        let lines = bytes.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice::<Hint>(line).ok());
        Self { looks: lines.map(|hint| (hint.place.clone(), hint)).collect() }
    }

    /// The SHA-256 of the bytes at `place`, if the file there still looks so.
    pub fn sha256(&self, place: &str, look: Option<Look>) -> Option<&str> {
        let hint = self.looks.get(place)?;
        (Some(hint.look) == look).then_some(hint.sha256.as_str())
    }

    /// Keeps that the file at `place` looked so just before its bytes were read, or forgets how it looked.
    pub fn note(&mut self, place: &str, look: Option<Look>, sha256: &str) {
        match look {
            Some(look) => {
                let hint = Hint { place: place.to_owned(), look, sha256: sha256.to_owned() };
                self.looks.insert(place.to_owned(), hint);
            }
            None => drop(self.looks.remove(place)),
        }
    }

    /// Forgets all places but those `wanted`.
    pub fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.looks.retain(|place, _| wanted(place));
    }

    /// Writes them beside the generations of the store at `dir`.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn save(&self, dir: &Path) -> Result<()> {
        let rows: Vec<&Hint> = self.looks.values().collect();
        let (path, aside) = (file(dir), dir.join("hints.tmp"));
        fs::write(&aside, side::json_lines(&rows)?)
            .and_then(|()| fs::rename(&aside, &path))
            .map_err(error::io("write", &path))
    }
}

fn file(dir: &Path) -> PathBuf {
    dir.join("hints.jsonl")
}
