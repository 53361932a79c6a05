//! Files → a generation of the store: the only place where the two halves of renda meet.
//!
//! Takes paths and the current generation; gives the next generation and a [`Summary`]. What a file gives depends on
//! its name and bytes alone, and the graph on what the files give, so neither the order of files nor the number of
//! threads nor the history of the store can be seen in the result: adding a file and removing it again is the
//! identity. Work is done for what changed: a file that looks as when it was read is not opened, one whose bytes are
//! known is not extracted, an article whose sources stand as they stood is not fused. Never drops what rests on another
//! file, never stops at a bad one.

mod corpus;
mod delta;
mod gone;
mod graph;
mod summary;

pub use summary::{Progress, Summary};

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Page;
use crate::pipeline::{self, Extracted};
use crate::read;
use crate::resource::Lexicon;
use crate::store::{Backend, Hints, Look, Snapshot, Writer, sha256};
use corpus::{Corpus, Holding, Key};

/// What to build, and where.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// The store's folder.
    pub store: PathBuf,
    /// Whether to begin with nothing instead of with what the store holds, and to erase that.
    pub fresh: bool,
    /// Whether to look at the bytes of all files, also of those that look as when they were read.
    pub rehash: bool,
    /// Whether to take out the sources whose files are gone from the folders of `inputs`.
    pub prune: bool,
    /// How to keep the graph; `None` for as it is, in memory for a new store.
    pub backend: Option<Backend>,
}

/// What turns pages into records, and under which rules.
pub struct Engine<'a> {
    /// The rules, for what the graph says without articles.
    pub lexicon: &'a Lexicon,
    /// The rules' fingerprint: a source read under another is read again.
    pub rules: String,
    /// Pages → what they give, in the same order.
    pub extract: &'a dyn Fn(&[Page]) -> Vec<Extracted>,
}

/// So many files are read, extracted and let go together: enough for all threads, little enough for memory.
const BATCH: usize = 64;

/// Reads `options.inputs` into the store and fuses all that it then holds.
///
/// # Errors
/// Where the store is busy, damaged or cannot be written. A bad input is no error but stands in
/// [`Summary::rejected`].
pub fn build(lexicon: &Lexicon, options: &Options, progress: &dyn Fn(Progress<'_>)) -> Result<Summary> {
    let extract = |pages: &[Page]| pipeline::extract_pages(lexicon, pages);
    let engine = Engine { lexicon, rules: lexicon.fingerprint.clone(), extract: &extract };
    build_with(&engine, options, progress)
}

/// Like [`build`], with the engine given.
///
/// # Errors
/// As [`build`].
pub fn build_with(
    engine: &Engine<'_>,
    options: &Options,
    progress: &dyn Fn(Progress<'_>),
) -> Result<Summary> {
    let (inputs, missing) = read::list(&options.inputs);
    let mut summary = Summary { rejected: missing, ..Summary::default() };
    if inputs.is_empty() {
        // A mistyped path should not leave an empty store behind.
        return Ok(summary);
    }
    let mut writer = Writer::lock(&options.store)?;
    let current = if options.fresh { None } else { writer.current()? };
    let backend = choose(options, current.as_ref())?;
    let mut corpus = match &current {
        Some(snapshot) => Corpus::of(snapshot)?,
        None => Corpus::default(),
    };
    let before = current.map(|snapshot| snapshot.generation());

    let mut hints = if options.fresh { Hints::default() } else { Hints::load(&options.store) };
    summary.listed = inputs.len();
    let mut intake = Intake {
        engine,
        corpus: &mut corpus,
        summary: &mut summary,
        seen: BTreeMap::new(),
        hints: &mut hints,
        rehash: options.rehash,
        progress,
    };
    let all = inputs.len();
    for (n, batch) in inputs.chunks(BATCH).enumerate() {
        progress(Progress::Reading { done: n * BATCH, all, bytes: intake.summary.bytes });
        intake.take(batch.iter().map(|input| (input.name.as_str(), input.path.as_path())));
    }
    intake.settle(options);
    reread(engine, &mut corpus, &mut summary);
    if corpus.is_empty() && before.is_none() {
        return Ok(summary);
    }
    let mut summary = finish(engine, &mut writer, corpus, backend, before, summary, progress)?;
    if options.fresh {
        summary.unforgotten = writer.forget()?;
    }
    // The generation stands; without hints the next build only reads more.
    let _ = hints.save(&options.store);
    Ok(summary)
}

/// Takes sources out of the store by name (file name, URL or place) and fuses what is left.
///
/// # Errors
/// [`ErrorKind::Usage`] where the store has no source of one of the names: then nothing is removed. Else as [`build`].
pub fn remove(lexicon: &Lexicon, store: &Path, names: &[String]) -> Result<Summary> {
    let engine = Engine { lexicon, rules: lexicon.fingerprint.clone(), extract: &|_| Vec::new() };
    remove_with(&engine, store, names)
}

/// Like [`remove`], with the engine given.
///
/// # Errors
/// As [`remove`].
pub fn remove_with(engine: &Engine<'_>, store: &Path, names: &[String]) -> Result<Summary> {
    // Opened first, so that a mistyped store is not made but missed.
    drop(Snapshot::open(store)?);
    let mut writer = Writer::lock(store)?;
    let Some(current) = writer.current()? else { return Ok(Summary::default()) };
    let mut corpus = Corpus::of(&current)?;
    let mut summary = Summary::default();
    for name in names {
        let removed = corpus.remove(name);
        if removed == 0 {
            let message = format!("the store holds no source named {name}");
            return Err(Error::new(ErrorKind::Usage, message).at(store.display()).remedy(
                "a source is named by its file name, its URL or its whole path; nothing was removed",
            ));
        }
        summary.removed += removed;
    }
    let (backend, before) = (current.meta().backend, Some(current.generation()));
    drop(current);
    finish(engine, &mut writer, corpus, backend, before, summary, &|_| ())
}

fn choose(options: &Options, current: Option<&Snapshot>) -> Result<Backend> {
    let asked = options.backend;
    let chosen = match current {
        Some(snapshot) => {
            let kept = snapshot.meta().backend;
            if let Some(asked) = asked.filter(|&a| a != kept) {
                return Err(Error::new(
                    ErrorKind::Usage,
                    format!("the store is kept in backend {kept}, not in {asked}"),
                )
                .at(options.store.display())
                .remedy("make it anew with --fresh, or leave --backend out"));
            }
            kept
        }
        None => asked.unwrap_or_default(),
    };
    if chosen.is_available() {
        return Ok(chosen);
    }
    Err(Error::new(ErrorKind::Usage, format!("this renda was built without backend {chosen}"))
        .at(options.store.display())
        .remedy("use a renda built with `cargo build --features rocksdb`, or leave --backend out"))
}

/// The files of one run on their way into the corpus.
struct Intake<'a> {
    engine: &'a Engine<'a>,
    corpus: &'a mut Corpus,
    summary: &'a mut Summary,
    /// Which source stands at which place now.
    seen: BTreeMap<String, Key>,
    /// How files looked when they were read.
    hints: &'a mut Hints,
    /// Whether looks do not count.
    rehash: bool,
    /// Who is told.
    progress: &'a dyn Fn(Progress<'_>),
}

impl Intake<'_> {
    /// Reads a batch of files: those not known yet are extracted.
    fn take<'f>(&mut self, files: impl Iterator<Item = (&'f str, &'f Path)>) {
        let mut fresh: Vec<(Key, Page, u64)> = Vec::new();
        let mut places: Vec<String> = Vec::new();
        for (name, path) in files {
            let (place, look) = (place(path), Look::at(path));
            if let Some(key) = self.looks_known(name, &place, look) {
                self.summary.unchanged += 1;
                self.summary.unopened += 1;
                self.seen.insert(place, key);
                continue;
            }
            let bytes = match read::bytes(path) {
                Ok(bytes) => bytes,
                Err(e) => {
                    self.summary.rejected.push(e);
                    continue;
                }
            };
            let key = Key { name: name.to_owned(), sha256: sha256(&bytes) };
            let known = self.corpus.is_known(&key, &self.engine.rules);
            if !known && fresh.iter().all(|(other, ..)| *other != key) {
                match read::page(name, &bytes) {
                    Ok(page) => {
                        fresh.push((key.clone(), page, bytes.len() as u64));
                        places.push(place.clone());
                    }
                    Err(e) => {
                        self.summary.rejected.push(e.at(path.display()));
                        continue;
                    }
                }
            } else {
                self.summary.unchanged += 1;
            }
            self.hints.note(&place, look, &key.sha256);
            self.seen.insert(place, key);
        }
        let (keys, pages): (Vec<_>, Vec<_>) =
            fresh.into_iter().map(|(key, page, bytes)| ((key, bytes), page)).unzip();
        let extracted = (self.engine.extract)(&pages);
        debug_assert_eq!(extracted.len(), pages.len(), "an engine gives one result a page");
        for ((((key, bytes), page), extracted), place) in
            keys.into_iter().zip(pages).zip(extracted).zip(places)
        {
            self.summary.read += 1;
            self.summary.bytes += bytes;
            (self.progress)(Progress::Gave {
                place: &place,
                articles: extracted.articles.len(),
                claims: extracted.articles.iter().map(|(record, _)| record.claims.len()).sum(),
                notices: extracted.diagnostics.len(),
            });
            let holding = Holding::new(&key, &page, bytes, &self.engine.rules, extracted);
            self.corpus.insert(key, holding);
        }
    }

    /// The source that stood at `place` when its bytes were last read, if the file still looks so and nothing would be
    /// gained by reading it.
    fn looks_known(&self, name: &str, place: &str, look: Option<Look>) -> Option<Key> {
        let sha256 = self.hints.sha256(place, look).filter(|_| !self.rehash)?;
        let key = Key { name: name.to_owned(), sha256: sha256.to_owned() };
        self.corpus.is_known(&key, &self.engine.rules).then_some(key)
    }

    /// Moves places to the sources that stand there now; a source that has lost all its places was replaced.
    fn settle(self, options: &Options) {
        self.summary.replaced += self.corpus.settle(&self.seen);
        let folders = options.inputs.iter().filter(|path| path.is_dir());
        let folders: Vec<PathBuf> = folders.filter_map(|path| std::path::absolute(path).ok()).collect();
        gone::settle(self.corpus, &self.seen, &folders, options.prune, self.summary);
        let places = self.corpus.places();
        self.hints.keep(|place| places.contains(place));
    }
}

/// Reads again what was read under other rules, where its file still stands as it was.
fn reread(engine: &Engine<'_>, corpus: &mut Corpus, summary: &mut Summary) {
    let stale: Vec<(Key, Vec<PathBuf>)> = corpus.stale(&engine.rules);
    for batch in stale.chunks(BATCH) {
        let mut fresh = Vec::new();
        for (key, places) in batch {
            let found = places.iter().find_map(|place| {
                let bytes = fs::read(place).ok().filter(|bytes| sha256(bytes) == key.sha256)?;
                Some((read::page(&key.name, &bytes).ok()?, bytes.len() as u64))
            });
            match found {
                Some((page, bytes)) => fresh.push((key, page, bytes)),
                None => summary.stale.push(key.name.clone()),
            }
        }
        let pages: Vec<Page> = fresh.iter().map(|(_, page, _)| page.clone()).collect();
        for ((key, page, bytes), extracted) in fresh.into_iter().zip((engine.extract)(&pages)) {
            summary.read += 1;
            summary.bytes += bytes;
            corpus.insert(key.clone(), Holding::new(key, &page, bytes, &engine.rules, extracted));
        }
    }
}

fn finish(
    engine: &Engine<'_>,
    writer: &mut Writer,
    corpus: Corpus,
    backend: Backend,
    before: Option<u64>,
    mut summary: Summary,
    progress: &dyn Fn(Progress<'_>),
) -> Result<Summary> {
    progress(Progress::Fusing);
    let contents = corpus.contents(engine, &mut summary)?;
    progress(Progress::Storing { quads: contents.lines.len() });
    let generation = writer.name(&contents, backend)?;
    summary.generation = Some(generation);
    summary.named = before != Some(generation);
    Ok(summary)
}

/// A path as `sources.jsonl` keeps it: absolute, links left as they are.
fn place(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}
