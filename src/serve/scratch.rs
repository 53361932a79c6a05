//! A store that anybody on this machine may change by SPARQL: to try things out, and for programs that are being written.
//!
//! It is a store like any other, in a folder of its own, of which each change names a generation: what was told to have
//! been done outlives the server, and a change that a worker dies of has changed nothing. That costs a whole writing of
//! the graph for each change; a store of articles is made by `renda build` and is never a scratch store.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::{HeaderMap, StatusCode};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::relay::{problem, relay};
use super::{Problem, Site, Snapshot, origin};
use crate::error::{Error, ErrorKind, Result};
use crate::query::change::Change;
use crate::store::{Backend, Contents, Reader, Writer};
use crate::worker::{Fault, Pool};

/// The longest graph that a change may leave, in bytes of N-Quads.
const LONGEST: usize = 256 << 20;

/// A store that can be changed.
pub struct Scratch {
    dir: PathBuf,
    writer: Arc<Mutex<Writer>>,
    changes: Arc<Pool>,
}

impl Scratch {
    /// Takes a folder for a scratch store, and makes it where it is not there; `changes` are workers for this store.
    ///
    /// # Errors
    /// Where another writes to it, or it holds something else, a store of articles too.
    pub fn open(dir: &Path, changes: Pool) -> Result<Self> {
        let mut writer = Writer::lock(dir)?;
        match writer.current()? {
            None => drop(writer.name(&Contents::default(), Backend::Memory)?),
            Some(reader) if reader.sources()?.is_empty() && reader.meta().backend == Backend::Memory => {}
            Some(_) => {
                let message = "this store was made from articles, and is no scratch store";
                return Err(Error::new(ErrorKind::Usage, message)
                    .at(dir.display())
                    .remedy("name a folder that is not there yet"));
            }
        }
        Ok(Self { dir: dir.to_owned(), writer: Arc::new(Mutex::new(writer)), changes: Arc::new(changes) })
    }

    /// Changes the store, and serves what came of it; tells whether the graph that the change is about was there before.
    /// Goes on where the client leaves.
    pub(super) async fn change(site: &Arc<Site>, change: Change) -> Result<bool, Problem> {
        let site = Arc::clone(site);
        let changed = tokio::spawn(async move {
            let scratch = site.scratch().ok_or_else(Problem::internal)?;
            scratch.make(&site, &change).await
        });
        changed.await.unwrap_or_else(|_| Err(Problem::internal()))
    }

    async fn make(&self, site: &Site, change: &Change) -> Result<bool, Problem> {
        let time = site.settings().timeout;
        let writer = timeout(time, Arc::clone(&self.writer).lock_owned()).await;
        let mut writer = writer.map_err(|_| Problem::busy())?;
        let request = serde_json::to_vec(change).map_err(|_| Problem::internal())?;
        let relayed = relay(Arc::clone(&self.changes), request, time).await?;
        let lines = to_bytes(relayed.body, LONGEST).await.map_err(|_| problem(Fault::TooLarge, time))?;
        let lines = std::str::from_utf8(&lines).map_err(|_| Problem::internal())?;
        let contents = Contents { lines: lines.lines().map(str::to_owned).collect(), ..Contents::default() };
        let dir = self.dir.clone();
        let named = tokio::task::spawn_blocking(move || {
            writer.name(&contents, Backend::Memory)?;
            Ok::<_, Error>((Snapshot::new(Reader::open(&dir)?), writer))
        });
        // The writer is held until the change is served: the next one is made of it.
        let (snapshot, _writer) = named.await.map_err(|_| Problem::internal())??;
        site.switch(snapshot);
        Ok(relayed.head == EXISTED)
    }
}

/// What a worker says of a change to a graph that was there before.
pub const EXISTED: &[u8] = b"existed";

/// Refuses changes where there is nothing to change, or where a page of another origin asks for them.
pub(super) fn writable(site: &Site, headers: &HeaderMap) -> Result<(), Problem> {
    origin::same(headers)?;
    if site.scratch().is_some() {
        return Ok(());
    }
    let detail = "this server changes nothing; `renda serve --writable --scratch DIR` serves a store that can be changed";
    Err(Problem::new(StatusCode::FORBIDDEN, detail))
}
