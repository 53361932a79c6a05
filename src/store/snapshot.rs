//! A generation held on disk, its graph not loaded.

use std::fs;
use std::path::{Path, PathBuf};

use super::generation::{self, Current};
use super::lock::Hold;
use super::side::{self, Meta, Notice, SourceEntry};
use super::{Backend, Reader, backend, error};
use crate::error::{Error, ErrorKind, Result};

/// A generation held on disk. It stays as it is, and stays there, while this lives, whatever is built. The graph is
/// not loaded: who wants to ask takes a [`Reader`].
#[derive(Debug)]
pub struct Snapshot {
    generation: u64,
    meta: Meta,
    folder: PathBuf,
    _hold: Hold,
}

impl Snapshot {
    /// Takes hold of the current generation of the store at `dir`.
    ///
    /// # Errors
    /// Where there is no store, or its description is damaged, or a later version made it.
    pub fn open(dir: &Path) -> Result<Self> {
        let mut missed = None;
        loop {
            let Some(current) = Current::read(dir)? else { return Err(error::absent(dir)) };
            let folder = generation::folder(dir, current.generation);
            if let Some(snapshot) = Self::at(folder, current.generation)? {
                return Ok(snapshot);
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

    /// Takes hold of this generation of the store at `dir`, whichever is current: for a process beside one that holds
    /// it.
    ///
    /// # Errors
    /// Where it is not there, or its description is damaged.
    pub fn numbered(dir: &Path, generation: u64) -> Result<Self> {
        let folder = generation::folder(dir, generation);
        let place = folder.display().to_string();
        Self::at(folder, generation)?
            .ok_or_else(|| Error::new(ErrorKind::Store, "this generation is not there").at(place))
    }

    /// Takes hold of the generation in `folder`, named or not; `None` where it is not there.
    pub(super) fn at(folder: PathBuf, generation: u64) -> Result<Option<Self>> {
        let Some(hold) = Hold::shared(&folder)? else { return Ok(None) };
        let meta = Meta::read(&folder)?;
        Ok(Some(Self { generation, meta, folder, _hold: hold }))
    }

    /// Loads the graph.
    ///
    /// # Errors
    /// Where it is damaged, or kept in a way that this binary cannot read.
    pub fn load(self) -> Result<Reader> {
        let graph = backend::open(&self.folder, &self.meta)?;
        Ok(Reader::new(graph, self))
    }

    /// The generation's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What the generation says of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Its folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
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

    /// The graph as N-Quads lines without line feed, sorted by bytes, every byte checked: the same from either backend,
    /// and the same as [`Reader::lines`].
    ///
    /// # Errors
    /// Where the graph cannot be read or is damaged.
    pub fn lines(&self) -> Result<Vec<String>> {
        match self.meta.backend {
            Backend::Memory => {
                let path = self.folder.join("graph.nq");
                let text = fs::read_to_string(&path).map_err(error::io("read the graph", &path))?;
                if side::sha256(text.as_bytes()) != self.meta.graph_sha256 {
                    return Err(error::damaged(&path, "the graph differs from what meta.json says of it"));
                }
                Ok(text.lines().map(str::to_owned).collect())
            }
            Backend::RocksDb => backend::lines(&backend::open(&self.folder, &self.meta)?, &self.folder),
        }
    }

    /// Checks every byte of the graph and the side files against what the generation says of itself.
    ///
    /// # Errors
    /// Where one differs.
    pub fn verify(&self) -> Result<()> {
        backend::verify(&self.folder, &self.meta)?;
        self.verify_side()
    }

    /// Checks every byte of the side files.
    pub(super) fn verify_side(&self) -> Result<()> {
        self.sources()?;
        self.diagnostics().map(drop)
    }
}
