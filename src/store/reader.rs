//! A generation opened for reading.

use std::path::{Path, PathBuf};

use oxigraph::store::Store;

use super::generation::{self, Current};
use super::lock::Hold;
use super::side::{self, Meta, Notice, SourceEntry};
use super::{backend, error};
use crate::error::{Error, ErrorKind, Result};

/// A generation opened for reading. It stays as it is, and stays there, while the reader lives, whatever is built.
pub struct Reader {
    graph: Store,
    generation: u64,
    meta: Meta,
    folder: PathBuf,
    _hold: Hold,
}

impl Reader {
    /// Opens the current generation of the store at `dir`.
    ///
    /// # Errors
    /// Where there is no store, or it is damaged, or a later version made it.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut missed = None;
        loop {
            let Some(current) = Current::read(dir)? else { return Err(error::absent(dir)) };
            let folder = generation::folder(dir, current.generation);
            if let Some(hold) = Hold::shared(&folder)? {
                return Self::load(folder, current.generation, hold);
            }
            // Between our look at CURRENT and our hold on the generation, two builds may have named others and
            // cleaned ours up: then CURRENT says something new now. If not, the generation is just not there.
            if missed == Some(current.generation) {
                return Err(Error::new(
                    ErrorKind::Store,
                    format!("names {}, which is not there", generation::name(current.generation)),
                )
                .at(dir.join("CURRENT").display())
                .remedy(format!(
                    "write one of {} into it, or make the store anew with `renda build --fresh PATH…`",
                    generation::list(dir)
                )));
            }
            missed = Some(current.generation);
        }
    }

    /// Opens the generation in `folder`, named or not; `None` where it is not there.
    pub(super) fn at(folder: PathBuf, number: u64) -> Result<Option<Self>> {
        Hold::shared(&folder)?.map(|hold| Self::load(folder, number, hold)).transpose()
    }

    fn load(folder: PathBuf, generation: u64, hold: Hold) -> Result<Self> {
        let meta = Meta::read(&folder)?;
        let graph = backend::open(&folder, &meta)?;
        Ok(Self { graph, generation, meta, folder, _hold: hold })
    }

    /// The quads, to be read only.
    pub fn graph(&self) -> &Store {
        &self.graph
    }

    /// The generation's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What the generation says of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The sources, ascending.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub fn sources(&self) -> Result<Vec<SourceEntry>> {
        side::read_lines(&self.folder.join("sources.jsonl"), &self.meta.sources_sha256)
    }

    /// The diagnostics, ascending.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub fn diagnostics(&self) -> Result<Vec<Notice>> {
        side::read_lines(&self.folder.join("diagnostics.jsonl"), &self.meta.diagnostics_sha256)
    }

    /// The graph as N-Quads lines without line feed, sorted by bytes: the same from either backend.
    ///
    /// # Errors
    /// Where the graph cannot be read.
    pub fn lines(&self) -> Result<Vec<String>> {
        backend::lines(&self.graph, &self.folder)
    }

    /// Checks every byte of the graph and the side files against what the generation says of itself.
    ///
    /// # Errors
    /// Where one differs.
    pub fn verify(&self) -> Result<()> {
        backend::verify(&self.folder, &self.meta)?;
        self.sources()?;
        self.diagnostics().map(drop)
    }
}
