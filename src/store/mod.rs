//! The store on disk: generations, the lock, recovery, and the two backends.

use std::path::Path;

use oxigraph::store::Store;

use crate::error::Result;

/// A generation opened for reading.
pub struct Reader {
    graph: Store,
    generation: u64,
}

impl Reader {
    /// Opens the current generation of the store at `dir`.
    ///
    /// # Errors
    /// Where there is no store, or it is damaged, or a later version made it.
    pub fn open(dir: &Path) -> Result<Self> {
        let _ = dir;
        unimplemented!("store")
    }

    /// The quads, to be read only.
    pub fn graph(&self) -> &Store {
        &self.graph
    }

    /// The generation's number.
    pub fn generation(&self) -> u64 {
        self.generation
    }
}
