//! Files that are no longer where they were.
//!
//! Whose bytes stand elsewhere now was moved or renamed, and its old place is forgotten. All others are kept and named,
//! unless the user asks to prune: then a source goes with its last file, if the file stood under a folder that was given.
//! Never takes an empty folder's word for it: so looks a network folder or a disk that is not mounted, and what stood in
//! it is kept. A deleted folder is believed where the folder above it holds anything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Summary;
use super::corpus::{Corpus, FileKey, Key};

/// Looks for the files of `corpus` that were not `seen` in this run though they stood under one of `folders`.
pub(super) fn settle(
    corpus: &mut Corpus,
    seen: &BTreeMap<String, FileKey>,
    folders: &[PathBuf],
    prune: bool,
    summary: &mut Summary,
) {
    let found: BTreeSet<&str> = seen.values().map(|key| key.sha256.as_str()).collect();
    let folder_of = |place: &Path| folders.iter().find(|folder| place.starts_with(folder));
    let mut forgotten: Vec<(Key, String)> = Vec::new();
    for (key, holding) in &corpus.holdings {
        for place in holding.entry.places.iter().filter(|&place| !seen.contains_key(place)) {
            let path = Path::new(place);
            let (moved, folder) = (found.contains(key.file.sha256.as_str()), folder_of(path));
            if !(moved || folder.is_some()) || !is_gone(path) {
                continue;
            }
            if moved {
                summary.moved += 1;
            } else if prune && folder.is_some_and(|folder| is_believed(path, folder)) {
                summary.pruned += 1;
            } else {
                summary.gone.push(place.clone());
                continue;
            }
            forgotten.push((key.clone(), place.clone()));
        }
    }
    corpus.forget(&forgotten);
}

/// Whether nothing is there: not whether it may be looked at.
fn is_gone(path: &Path) -> bool {
    fs::symlink_metadata(path)
        .is_err_and(|e| matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory))
}

/// Whether the nearest folder above that is there, no higher than `folder`, holds anything.
fn is_believed(path: &Path, folder: &Path) -> bool {
    let above = path.ancestors().skip(1).take_while(|above| above.starts_with(folder));
    let nearest = above.into_iter().find(|above| above.is_dir());
    nearest.and_then(|nearest| fs::read_dir(nearest).ok()).is_some_and(|mut entries| entries.next().is_some())
}
