//! The store on disk: generations, the lock, recovery, and the two backends.
//!
//! ```text
//! renda.db/  lock  CURRENT  hints.jsonl  work/  gen-000012/{graph.nq | rocksdb/, sources.jsonl, diagnostics.jsonl, meta.json}
//! ```
//!
//! Takes [`Contents`] (sorted N-Quads and what rests beside them) and names them as a generation; gives a [`Snapshot`] or a [`Reader`].
//! A generation is built aside, checked, and becomes visible by one rename of `CURRENT`: a kill at any moment leaves
//! the old generation or the new one. Never writes to a generation that was named, never opens `work/` for reading,
//! never puts a clock, a count of runs or the name of a generation into its files.

mod backend;
mod error;
mod generation;
mod hints;
mod lock;
mod reader;
mod side;
mod snapshot;
mod writer;

pub use backend::Backend;
pub use hints::{Hints, Look};
pub use reader::Reader;
pub use side::{ArticleEntry, Contents, MADE_BY, Meta, Notice, SourceEntry, sha256};
pub use snapshot::Snapshot;
pub use writer::{Naming, Writer, rollback};
