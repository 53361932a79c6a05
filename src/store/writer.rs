//! The one who writes: makes generations, names them, cleans up behind.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::generation::{self, Current};
use super::lock::{self, StoreLock};
use super::side::{self, Contents, Meta};
use super::{Backend, Snapshot, backend, error};
use crate::error::{Error, ErrorKind, Result};

/// How far the naming of a generation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// Quads are stored.
    Storing {
        /// So many are.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// They are read again.
    Checking {
        /// So many were.
        done: usize,
        /// Of so many.
        all: usize,
    },
}

/// The holder of a store's lock.
#[derive(Debug)]
pub struct Writer {
    dir: PathBuf,
    _lock: StoreLock,
}

impl Writer {
    /// Takes the lock of the store at `dir`, which is made if it is not there, and clears what a killed run left.
    ///
    /// # Errors
    /// [`ErrorKind::Busy`] where another holds the lock; [`ErrorKind::Store`] where `dir` is something else than a
    /// store or cannot be written.
    pub fn lock(dir: &Path) -> Result<Self> {
        fs::create_dir_all(dir).map_err(error::io("make the store's folder", dir))?;
        refuse_foreign(dir)?;
        let writer = Self { dir: dir.to_owned(), _lock: StoreLock::take(dir)? };
        writer.clear().map_err(error::io("clear what an interrupted run left", dir))?;
        Ok(writer)
    }

    /// The current generation; `None` in a new store.
    ///
    /// # Errors
    /// As [`Snapshot::open`].
    pub fn current(&self) -> Result<Option<Snapshot>> {
        match Current::read(&self.dir)? {
            Some(_) => Snapshot::open(&self.dir).map(Some),
            None => Ok(None),
        }
    }

    /// Names `contents` as the current generation and gives its number.
    ///
    /// Where the current generation already holds just that, and is whole, it stays.
    ///
    /// # Errors
    /// Where the disk refuses, or the engine does not give back what was written; the store stays as it was.
    pub fn name(&mut self, contents: &Contents, backend: Backend) -> Result<u64> {
        self.name_telling(contents, backend, &|_| ())
    }

    /// Like [`Writer::name`]; `tell` hears from time to time how far it has come.
    ///
    /// # Errors
    /// As [`Writer::name`].
    pub fn name_telling(
        &mut self,
        contents: &Contents,
        backend: Backend,
        tell: &dyn Fn(Naming),
    ) -> Result<u64> {
        let meta = Meta::of(contents, backend)?;
        // A CURRENT that cannot be read does not keep us from naming: that is how a damaged store is made anew.
        let current = Current::read(&self.dir).ok().flatten();
        if let Some(current) = current
            && self.holds(current.generation, &meta)
        {
            return Ok(current.generation);
        }
        let existing = generation::existing(&self.dir)?;
        let number = existing.last().copied().max(current.map(|c| c.generation)).unwrap_or(0) + 1;
        let aside = self.dir.join(format!("{}.tmp", generation::name(number)));
        let all = contents.lines.len();
        self.build(contents, &meta, &aside, &|done| tell(Naming::Storing { done, all }))?;
        check(contents, &aside, number, &|done| tell(Naming::Checking { done, all }))?;
        let folder = generation::folder(&self.dir, number);
        let publish = || -> io::Result<()> {
            generation::sync_folder(&aside)?;
            fs::rename(&aside, &folder)?;
            generation::sync_folder(&self.dir)
        };
        publish().map_err(error::io("name the generation", &folder))?;
        let before = current.map(|c| c.generation).filter(|n| existing.contains(n));
        Current { generation: number, before }.write(&self.dir)?;
        self.clean_up(&existing, before);
        Ok(number)
    }

    /// Makes the generation before the current one again.
    ///
    /// # Errors
    /// Where there is none, or it is damaged.
    pub fn rollback(&mut self) -> Result<u64> {
        let Some(current) = Current::read(&self.dir)? else { return Err(error::absent(&self.dir)) };
        let none = || {
            let message = format!(
                "there is no generation before {} to go back to",
                generation::name(current.generation)
            );
            Error::new(ErrorKind::Usage, message).at(self.dir.display())
        };
        let before = current.before.ok_or_else(none)?;
        Snapshot::at(generation::folder(&self.dir, before), before)?.ok_or_else(none)?.verify()?;
        Current { generation: before, before: None }.write(&self.dir)?;
        Ok(before)
    }

    /// Removes every generation but the current one, so that no file of the store keeps what was taken out of it, and says
    /// how many stay because somebody reads them; those go at the next naming. There is nothing to roll back to then.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn forget(&mut self) -> Result<usize> {
        let Some(current) = Current::read(&self.dir)? else { return Ok(0) };
        Current { before: None, ..current }.write(&self.dir)?;
        let existing = generation::existing(&self.dir)?;
        self.clean_up(&existing, Some(current.generation));
        Ok(generation::existing(&self.dir)?.len().saturating_sub(1))
    }

    /// Whether the generation holds what `meta` describes, down to the last byte.
    fn holds(&self, number: u64, meta: &Meta) -> bool {
        let folder = generation::folder(&self.dir, number);
        Meta::read(&folder).is_ok_and(|m| m == *meta)
            && Snapshot::at(folder, number).is_ok_and(|found| found.is_some_and(|s| s.verify().is_ok()))
    }

    /// Writes all files of a generation into the folder `aside`.
    fn build(&self, contents: &Contents, meta: &Meta, aside: &Path, tell: &dyn Fn(usize)) -> Result<()> {
        let work = self.dir.join("work");
        self.clear().map_err(error::io("clear what an interrupted run left", &self.dir))?;
        for folder in [&work, aside] {
            fs::create_dir(folder).map_err(error::io("make a folder", folder))?;
        }
        backend::write(meta.backend, &contents.lines, &work, aside, tell)?;
        let sources = side::json_lines(&contents.sources)?;
        let diagnostics = side::json_lines(&contents.diagnostics)?;
        for (name, bytes) in
            [("sources.jsonl", sources), ("diagnostics.jsonl", diagnostics), ("meta.json", meta.json()?)]
        {
            let path = aside.join(name);
            let write = || -> io::Result<()> {
                let mut file = File::create(&path)?;
                file.write_all(&bytes)?;
                file.sync_all()
            };
            write().map_err(error::io("write", &path))?;
        }
        fs::remove_dir_all(&work).map_err(error::io("clear", &work))
    }

    /// Removes `work/` and what was never renamed. Whoever holds the lock finds these only after a kill.
    fn clear(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if name == "CURRENT.tmp" || name == "hints.tmp" {
                fs::remove_file(entry.path())?;
            } else if name == "work" || name.strip_suffix(".tmp").and_then(generation::number).is_some() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Removes the generations that were there before this one, but for the one before and those that are being read.
    fn clean_up(&self, existing: &[u64], before: Option<u64>) {
        for &number in existing.iter().filter(|&&n| Some(n) != before) {
            // The new generation stands whatever becomes of this; the next naming tries again.
            let _ = lock::remove_unless_held(&self.dir, number);
        }
    }
}

/// Makes the generation before the current one of the store at `dir` current again, and gives its number.
///
/// # Errors
/// Where there is no store, or no generation before, or it is damaged, or the store is busy.
pub fn rollback(dir: &Path) -> Result<u64> {
    if Current::read(dir)?.is_none() {
        return Err(error::absent(dir));
    }
    Writer::lock(dir)?.rollback()
}

/// A folder is taken for a store if it is empty, says so by `CURRENT`, or has nothing but what a store has.
fn refuse_foreign(dir: &Path) -> Result<()> {
    let list = || -> io::Result<Vec<String>> {
        fs::read_dir(dir)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    let names = list().map_err(error::io("list the store's folder", dir))?;
    let ours = |name: &String| {
        matches!(name.as_str(), "lock" | "CURRENT" | "CURRENT.tmp" | "hints.jsonl" | "hints.tmp" | "work")
            || generation::number(name.strip_suffix(".tmp").unwrap_or(name)).is_some()
    };
    let store = names.iter().any(|n| n == "lock") && names.iter().any(|n| n == "CURRENT");
    match names.iter().find(|name| !ours(name)) {
        Some(other) if !store => Err(Error::new(
            ErrorKind::Store,
            format!("is no renda store and not empty (it holds {other}), so nothing is written here"),
        )
        .at(dir.display())
        .remedy("name a new or empty folder with --store")),
        _ => Ok(()),
    }
}

/// Opens a generation that is not named yet, as a reader will, and compares what it gives back: all of it, or, where the
/// rest came back in a generation before, what is new. Every byte on the disk is read again in either case.
fn check(contents: &Contents, aside: &Path, number: u64, tell: &dyn Fn(usize)) -> Result<()> {
    tell(0);
    let snapshot = Snapshot::at(aside.to_owned(), number)?
        .ok_or_else(|| error::damaged(aside, "what was just written is not there"))?;
    let meta = snapshot.meta();
    let (written, graph) = match (meta.backend, &contents.added) {
        (Backend::Memory, Some(added)) => (added, backend::reread(added, aside)?),
        _ => (&contents.lines, backend::open(aside, meta)?),
    };
    match meta.backend {
        Backend::Memory => snapshot.verify()?,
        // Its graph is read as a whole by the comparison.
        Backend::RocksDb => snapshot.verify_side()?,
    }
    backend::compare(written, &graph, aside, tell)
}
