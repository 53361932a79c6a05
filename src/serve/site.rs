//! What is served: one generation, with what is computed once for it, and the means to ask it.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use axum::http::header::{HeaderMap, HeaderValue, IF_NONE_MATCH};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::index::Index;
use super::measure::Counts;
use super::{Log, Problem, Scratch};
use crate::error::Result as Answered;
use crate::graph::{Graph, Scope, adoptions};
use crate::query::catalogue::Catalogue;
use crate::store::Reader;
use crate::words::Words;
use crate::worker::{Launch, Pool, Room};

/// What whoever starts the server may choose.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long an answer may take.
    pub timeout: Duration,
    /// Whether only this machine can reach the server: then it answers to names of this machine only.
    pub local: bool,
    /// How requests are logged.
    pub log: Log,
    /// How many pages are made at once; the others wait for as long as an answer may take.
    pub at_once: usize,
    /// How the processes are started that answer queries of strangers.
    pub workers: Workers,
}

/// How workers are started.
#[derive(Debug, Clone)]
pub struct Workers {
    /// The program `renda`.
    pub program: PathBuf,
    /// The folder of the store.
    pub store: PathBuf,
    /// How many bytes of memory one may take, beside the graph.
    pub memory: u64,
    /// How many there are.
    pub room: Room,
}

/// How many bytes a quad takes while a graph is loaded into memory: 629 were measured.
const QUAD: u64 = 1024;

impl Workers {
    /// Workers of a kind (what stands after `renda worker`) over a graph of so many quads.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(&self, kind: &[&str], quads: usize) -> std::io::Result<Pool> {
        let mut arguments = vec!["worker".into(), "--store".into(), self.store.clone().into_os_string()];
        let memory = self.memory.saturating_add(QUAD.saturating_mul(quads as u64));
        arguments.extend(kind.iter().map(Into::into));
        arguments.extend(["--memory".into(), memory.to_string().into()]);
        Pool::start(Launch { program: self.program.clone(), arguments }, self.room)
    }
}

impl Default for Workers {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            program: std::env::current_exe().unwrap_or_else(|_| "renda".into()),
            store: "renda.db".into(),
            memory: 2 << 30,
            room: Room { workers: cores, spares: 1, queue: 8 * cores },
        }
    }
}

impl Settings {
    /// How long a client may take to send a head or a body, or leave an answer untaken: as long as the answer may take,
    /// but no longer than ten seconds.
    pub(super) fn patience(&self) -> Duration {
        self.timeout.min(Duration::from_secs(10))
    }
}

impl Default for Settings {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            timeout: Duration::from_secs(10),
            local: false,
            log: Log::Off,
            at_once: cores + 2,
            workers: Workers::default(),
        }
    }
}

/// One opened generation and what is computed once for it. Whoever holds one is answered by this generation to the end,
/// whatever is built meanwhile.
pub struct Snapshot {
    reader: Reader,
    tag: HeaderValue,
    pool: OnceLock<Arc<Pool>>,
    catalogue: OnceLock<Catalogue>,
    index: OnceLock<Index>,
    graphs: [OnceLock<Graph>; 2],
}

impl Snapshot {
    /// Of a generation.
    pub fn new(reader: Reader) -> Self {
        // Weak, since an address has several representations; with the version, since it makes the pages.
        let hash = reader.meta().graph_sha256.get(..16).unwrap_or_default();
        let tag = format!("W/\"{hash}-{}\"", env!("CARGO_PKG_VERSION"));
        let tag = HeaderValue::from_str(&tag).unwrap_or(HeaderValue::from_static("W/\"unknown\""));
        Self {
            reader,
            tag,
            pool: OnceLock::new(),
            catalogue: OnceLock::new(),
            index: OnceLock::new(),
            graphs: Default::default(),
        }
    }

    /// The generation.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Its lists, read when they are first asked for.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn catalogue(&self) -> Answered<&Catalogue> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(catalogue);
        }
        let catalogue = Catalogue::read(&self.reader)?;
        Ok(self.catalogue.get_or_init(|| catalogue))
    }

    /// The graph of regions and mechanisms with labels in a language, read when it is first asked for.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn graph(&self, words: Words) -> Answered<&Graph> {
        let kept = &self.graphs[usize::from(words == Words::En)];
        if let Some(graph) = kept.get() {
            return Ok(graph);
        }
        let graph = adoptions(&self.reader, &Scope::default(), words.tag())?;
        Ok(kept.get_or_init(|| graph))
    }

    /// Everything that has a name, made when something is first looked for.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub(super) fn index(&self) -> Answered<&Index> {
        let catalogue = self.catalogue()?;
        Ok(self.index.get_or_init(|| Index::new(catalogue)))
    }

    /// The `ETag` of whatever is computed from this generation alone.
    pub fn tag(&self) -> &HeaderValue {
        &self.tag
    }

    /// Whether the client has what it would be given (`If-None-Match`): then 304 will do.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let tag = self.tag.to_str().map(opaque).unwrap_or_default();
        let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        given.flat_map(|value| value.split(',')).any(|one| one.trim() == "*" || opaque(one) == tag)
    }
}

/// What all handlers share.
pub struct Site {
    snapshot: RwLock<Arc<Snapshot>>,
    settings: Settings,
    room: Arc<Semaphore>,
    scratch: Option<Scratch>,
    counts: Counts,
}

impl Site {
    /// A site that serves a generation.
    pub fn new(snapshot: Snapshot, settings: Settings, scratch: Option<Scratch>) -> Arc<Self> {
        let room = Arc::new(Semaphore::new(settings.at_once));
        Arc::new(Self {
            snapshot: RwLock::new(Arc::new(snapshot)),
            settings,
            room,
            scratch,
            counts: Counts::default(),
        })
    }

    /// The generation that is served now. A handler takes it once, so that its answer is of one piece.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Serves another generation from now on; gives back the one before, which others may still be asking.
    pub fn switch(&self, snapshot: Snapshot) -> Arc<Snapshot> {
        let mut current = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut current, Arc::new(snapshot))
    }

    /// The workers that answer queries over a generation.
    pub(super) fn pool(&self, snapshot: &Snapshot) -> Result<Arc<Pool>, Problem> {
        if let Some(pool) = snapshot.pool.get() {
            return Ok(Arc::clone(pool));
        }
        let generation = snapshot.reader.generation().to_string();
        let pool = self
            .settings
            .workers
            .start(&["query", "--generation", &generation], snapshot.reader.meta().quads);
        let pool = Arc::new(pool.map_err(|_| Problem::busy())?);
        Ok(Arc::clone(snapshot.pool.get_or_init(|| pool)))
    }

    /// The store that clients may change, if this is one.
    pub(super) fn scratch(&self) -> Option<&Scratch> {
        self.scratch.as_ref()
    }

    /// What was done so far.
    pub(super) fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What was chosen.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Asks the generation something of our own making (foreign queries go to the workers): on a thread where it may
    /// block, with few at once.
    ///
    /// # Errors
    /// The question's own problem; 503 where there is no room for as long as an answer may take; 500 where it panics.
    pub async fn ask<T: Send + 'static, E: Into<Problem> + Send + 'static>(
        &self,
        question: impl FnOnce(&Snapshot) -> Result<T, E> + Send + 'static,
    ) -> Result<T, Problem> {
        let snapshot = self.snapshot();
        let room = timeout(self.settings.timeout, Arc::clone(&self.room).acquire_owned()).await;
        let Ok(Ok(room)) = room else { return Err(Problem::busy()) };
        let answer = tokio::task::spawn_blocking(move || {
            let answer = question(&snapshot);
            drop(room);
            answer
        });
        answer.await.map_err(|_| Problem::internal())?.map_err(Into::into)
    }
}
