//! A generation opened for reading.

use std::ops::Deref;
use std::path::Path;

use oxigraph::store::Store;

use super::{Snapshot, backend};
use crate::error::Result;

/// A generation opened for reading, with its graph loaded: a [`Snapshot`] that can be asked.
pub struct Reader {
    graph: Store,
    snapshot: Snapshot,
}

impl Reader {
    /// Opens the current generation of the store at `dir`.
    ///
    /// # Errors
    /// Where there is no store, or it is damaged, or a later version made it.
    pub fn open(dir: &Path) -> Result<Self> {
        Snapshot::open(dir)?.load()
    }

    pub(super) fn new(graph: Store, snapshot: Snapshot) -> Self {
        Self { graph, snapshot }
    }

    /// The quads, to be read only.
    pub fn graph(&self) -> &Store {
        &self.graph
    }

    /// The graph as N-Quads lines without line feed, sorted by bytes, as the engine gives it back.
    ///
    /// # Errors
    /// Where the graph cannot be read.
    pub fn lines(&self) -> Result<Vec<String>> {
        backend::lines(&self.graph, self.snapshot.folder())
    }
}

impl Deref for Reader {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}
