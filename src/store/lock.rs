//! The two locks: one writer a store, and any number of readers on a generation.
//!
//! Both are locks of the operating system, which end with the process that holds them: a killed run leaves none.
//! They are given back by name and not by closing the file alone: a process that another thread is just starting holds
//! a copy of every open file for a moment, and with it the lock (so a test that names generations was told *busy*
//! while the next test started the writer that it kills).

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::{error, generation};
use crate::error::{Error, ErrorKind, Result};

/// The writer's lock on a store.
#[derive(Debug)]
pub(super) struct StoreLock {
    file: File,
}

impl Drop for StoreLock {
    fn drop(&mut self) {
        // If this fails, closing the file gives the lock back a moment later.
        let _ = self.file.unlock();
    }
}

impl StoreLock {
    /// Takes the lock at once, or says who could not be waited for.
    pub(super) fn take(dir: &Path) -> Result<Self> {
        let path = dir.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(error::io("open the store's lock", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => {
                Err(Error::new(ErrorKind::Busy, "another renda is writing to this store")
                    .at(dir.display())
                    .remedy("run this again when it is done; reading goes on meanwhile"))
            }
            Err(TryLockError::Error(e)) => Err(error::io("lock the store", &path)(e)),
        }
    }
}

/// A reader's hold on a generation: while it lives, no clean-up removes the generation.
///
/// The lock lies on `meta.json`, which every generation has, so reading needs no right to write.
#[derive(Debug)]
pub(super) struct Hold {
    file: File,
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl Hold {
    /// Takes hold of the generation in `folder`; `None` where it is not there, or went while we waited.
    pub(super) fn shared(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join("meta.json");
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(error::io("read the generation", &path)(e)),
        };
        // Only a clean-up locks exclusively, and it lets go at once.
        file.lock_shared().map_err(error::io("take hold of the generation", &path))?;
        let hold = Self { file };
        // The clean-up may have had it first: then the file we hold has no name any more.
        let there = fs::exists(&path).map_err(error::io("read the generation", &path))?;
        Ok(there.then_some(hold))
    }
}

/// Removes a generation unless a reader holds it. Its name goes in one step, so that no reader finds a part.
pub(super) fn remove_unless_held(dir: &Path, number: u64) -> io::Result<()> {
    let folder = generation::folder(dir, number);
    let gone = dir.join(format!("{}.tmp", generation::name(number)));
    // A generation without this file was torn by someone else, and nobody can hold it.
    let file = match File::open(folder.join("meta.json")) {
        Ok(file) => Some(file),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(e),
    };
    if let Some(file) = &file {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(()),
            Err(TryLockError::Error(e)) => return Err(e),
        }
    }
    let renamed = fs::rename(&folder, &gone);
    if let Some(file) = file {
        file.unlock()?;
    }
    renamed?;
    fs::remove_dir_all(gone)
}
