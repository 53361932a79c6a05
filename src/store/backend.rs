//! The two ways to keep a generation's graph. Each answers the same.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
#[cfg(feature = "rocksdb")]
use oxigraph::model::Quad;
use oxigraph::store::{LoaderError, Store};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::error;
use super::side::{Meta, sha256, sha256_of_lines};
use crate::error::{Error, ErrorKind, Result};

/// How a store keeps its graph; chosen at its first build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// As sorted N-Quads, loaded into memory when opened: small stores open faster so.
    #[default]
    Memory,
    /// As a RocksDB database: large stores open at once. Needs the feature `rocksdb`.
    RocksDb,
}

impl Backend {
    /// The word in `meta.json` and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::RocksDb => "rocksdb",
        }
    }

    /// Whether this binary can read and write it.
    pub fn is_available(self) -> bool {
        match self {
            Self::Memory => true,
            Self::RocksDb => cfg!(feature = "rocksdb"),
        }
    }

    /// Refuses what this binary cannot do.
    pub(super) fn check(self, place: &Path) -> Result<()> {
        if self.is_available() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Store, "this store is kept in RocksDB, which this renda was built without")
            .at(place.display())
            .remedy("use a renda built with `cargo build --features rocksdb`, as the released ones are"))
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Backend {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        [Self::Memory, Self::RocksDb].into_iter().find(|b| b.as_str() == word).ok_or_else(|| {
            Error::new(ErrorKind::Usage, format!("unknown backend {word}"))
                .remedy("known are memory, rocksdb")
        })
    }
}

/// Writes the graph into the folder of a generation that is being built; `work` is the writer's own folder.
/// `tell` hears how many lines are written.
pub(super) fn write(
    backend: Backend,
    lines: &[String],
    work: &Path,
    folder: &Path,
    tell: &dyn Fn(usize),
) -> Result<()> {
    backend.check(folder)?;
    match backend {
        Backend::Memory => {
            let path = folder.join("graph.nq");
            write_lines(lines, &path).map_err(error::io("write the graph", &path))
        }
        Backend::RocksDb => write_database(lines, work, folder, tell),
    }
}

/// Opens the graph of a generation for reading only.
pub(super) fn open(folder: &Path, meta: &Meta) -> Result<Store> {
    meta.backend.check(folder)?;
    match meta.backend {
        Backend::Memory => {
            let path = folder.join("graph.nq");
            let bytes = fs::read(&path).map_err(error::io("read the graph", &path))?;
            let store = load(&bytes, &path)?;
            let quads = store.len().map_err(|e| error::damaged(&path, "cannot be counted").because(e))?;
            if quads != meta.quads {
                let what = format!("holds {quads} quads, meta.json speaks of {}", meta.quads);
                return Err(error::damaged(&path, what));
            }
            Ok(store)
        }
        Backend::RocksDb => open_database(folder),
    }
}

/// Checks every byte of a generation's graph against what its description says; slower than opening it.
pub(super) fn verify(folder: &Path, meta: &Meta) -> Result<()> {
    meta.backend.check(folder)?;
    let (path, found) = match meta.backend {
        Backend::Memory => {
            let path = folder.join("graph.nq");
            let bytes = fs::read(&path).map_err(error::io("read the graph", &path))?;
            (path, sha256(&bytes))
        }
        Backend::RocksDb => {
            (folder.join("rocksdb"), sha256_of_lines(&lines(&open_database(folder)?, folder)?))
        }
    };
    if found == meta.graph_sha256 {
        Ok(())
    } else {
        Err(error::damaged(&path, "the graph differs from what meta.json says of it"))
    }
}

/// The graph as N-Quads lines, sorted by bytes, each once: the same from either backend.
pub(super) fn lines(store: &Store, place: &Path) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for quad in store {
        let quad = quad.map_err(|e| error::damaged(place, "the graph cannot be read").because(e))?;
        lines.push(format!("{quad} ."));
    }
    lines.sort_unstable();
    lines.dedup();
    Ok(lines)
}

/// What the engine makes of lines; `place` goes into messages.
pub(super) fn reread(written: &[String], place: &Path) -> Result<Store> {
    load(written.join("\n").as_bytes(), place)
}

/// So many quads are read, and compared, at once.
const BATCH: usize = 1 << 14;

/// Compares the quads of `store` with the sorted lines that were written, without a second list of them: each is one of
/// these, and they are as many. `tell` hears how many were compared; `place` goes into messages.
pub(super) fn compare(written: &[String], store: &Store, place: &Path, tell: &dyn Fn(usize)) -> Result<()> {
    let changed = |what: String| Error::new(ErrorKind::Store, what).at(place.display());
    let mut quads = store.iter();
    let mut came = 0;
    loop {
        let quads = quads.by_ref().take(BATCH).collect::<Result<Vec<_>, _>>();
        let quads = quads.map_err(|e| error::damaged(place, "the graph cannot be read").because(e))?;
        if quads.is_empty() {
            break;
        }
        let foreign = quads
            .par_iter()
            .map(|quad| format!("{quad} ."))
            .find_first(|line| written.binary_search(line).is_err());
        if let Some(line) = foreign {
            return Err(changed(format!("a quad does not come back as written: there is {line}")));
        }
        came += quads.len();
        tell(came);
    }
    if came == written.len() {
        return Ok(());
    }
    Err(changed(format!("of {} quads {came} came back", written.len())))
}

fn load(bytes: &[u8], path: &Path) -> Result<Store> {
    let load = || -> Result<Store, LoaderError> {
        let store = Store::new()?;
        let mut loader = store.bulk_loader();
        // Lenient, since renda itself wrote these lines: checking every IRI again would cost as much as all the rest.
        // Not by `load_from_slice`, which gives blank nodes other names, so that scratch stores would not come back as written.
        let quads = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(bytes);
        loader.load_ok_quads::<_, LoaderError>(quads.map(|quad| quad.map_err(RdfParseError::from)))?;
        loader.commit()?;
        Ok(store)
    };
    load().map_err(|e| error::damaged(path, "is no N-Quads").because(e))
}

/// The quads of lines that renda wrote itself; lenient for that reason.
#[cfg(feature = "rocksdb")]
fn parse(lines: &[String]) -> Vec<Result<Quad, RdfParseError>> {
    let parse = |lines: &[String]| {
        let text = lines.join("\n");
        let quads = RdfParser::from_format(RdfFormat::NQuads).lenient().for_slice(&text);
        quads.map(|quad| quad.map_err(RdfParseError::from)).collect::<Vec<_>>()
    };
    lines.par_chunks(BATCH / 16).flat_map_iter(parse).collect()
}

fn write_lines(lines: &[String], path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for line in lines {
        file.write_all(line.as_bytes())?;
        file.write_all(b"\n")?;
    }
    file.into_inner()?.sync_all()
}

#[cfg(feature = "rocksdb")]
fn write_database(lines: &[String], work: &Path, folder: &Path, tell: &dyn Fn(usize)) -> Result<()> {
    let target = folder.join("rocksdb");
    let fill = || -> Result<(), LoaderError> {
        let store = Store::open(work.join("rocksdb"))?;
        let mut loader = store.bulk_loader();
        let batches = lines.chunks(BATCH).enumerate().flat_map(|(n, lines)| {
            tell(n * BATCH);
            parse(lines)
        });
        loader.load_ok_quads::<_, LoaderError>(batches)?;
        loader.commit()?;
        // Commits of the engine are not synced, and a backup from another handle would lose what is not flushed:
        // so both are done here, on the handle that wrote.
        store.flush()?;
        store.backup(&target)?;
        Ok(())
    };
    fill().map_err(|e| {
        Error::new(ErrorKind::Store, "cannot write the graph").at(target.display()).because(e)
    })?;
    super::generation::sync_all(&target).map_err(error::io("write the graph", &target))
}

#[cfg(not(feature = "rocksdb"))]
fn write_database(_: &[String], _: &Path, folder: &Path, _: &dyn Fn(usize)) -> Result<()> {
    Backend::RocksDb.check(folder)
}

#[cfg(feature = "rocksdb")]
fn open_database(folder: &Path) -> Result<Store> {
    let path = folder.join("rocksdb");
    Store::open_read_only(&path)
        .map_err(|e| error::damaged(&path, "the database cannot be opened").because(e))
}

#[cfg(not(feature = "rocksdb"))]
fn open_database(folder: &Path) -> Result<Store> {
    Backend::RocksDb.check(folder)?;
    Store::new().map_err(|e| error::damaged(folder, "no store can be made").because(e))
}
