//! Files → a generation of the store: the only place where the two halves of renda meet.
//!
//! Takes paths and the current generation; gives the next generation and a [`Summary`]. What a file gives depends on
//! its name, its bytes and its row in a manifest alone, and the graph on what the files give, so neither the order of files nor the number of
//! threads nor the history of the store can be seen in the result: adding a file and removing it again is the
//! identity. Work is done for what changed: a file that looks as when it was read is not opened, one whose bytes are
//! known is not extracted, an article whose sources stand as they stood is not fused. Never drops what rests on another
//! file, never stops at a bad one.

mod corpus;
mod delta;
mod gone;
mod graph;
mod intake;
mod rejected;
mod summary;

pub use summary::{Progress, Summary};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Page;
use crate::pipeline::{self, Extracted};
use crate::read::{self, FieldMap, Manifests, Reading};
use crate::resource::Lexicon;
use crate::store::{Backend, Hints, Snapshot, Writer};
use corpus::Corpus;
use intake::Intake;

/// What to build, and where.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// Documents given as bytes, each with its name: they have no place, so nothing replaces them.
    pub documents: Vec<(String, Vec<u8>)>,
    /// Which columns of tables hold what, where their names do not tell.
    pub fields: FieldMap,
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

/// What turns documents into pages and pages into records, and under which rules.
pub struct Engine<'a> {
    /// The rules, for what the graph says without articles.
    pub lexicon: &'a Lexicon,
    /// The rules' fingerprint: a source read under another is read again.
    pub rules: String,
    /// A document's name and bytes → its pages.
    pub read: &'a (dyn Fn(&str, &[u8]) -> Reading + Sync),
    /// Pages → what they give, in the same order.
    pub extract: &'a (dyn Fn(&[Page]) -> Vec<Extracted> + Sync),
}

/// So many files are read, extracted and let go together: enough for all threads, little enough for memory.
const BATCH: usize = 64;
/// And so many bytes of them: large files are few at a time.
const HELD: usize = 32 << 20;

/// Reads `options.inputs` into the store and fuses all that it then holds. Documents are parsed in this process; who must
/// survive hostile ones gives [`build_with`] a reader that parses them in another.
///
/// # Errors
/// Where the store is busy, damaged or cannot be written. A bad input is no error but stands in
/// [`Summary::rejected`].
pub fn build(lexicon: &Lexicon, options: &Options, progress: &dyn Fn(Progress<'_>)) -> Result<Summary> {
    let extract = |pages: &[Page]| pipeline::extract_pages(lexicon, pages);
    let read = |name: &str, bytes: &[u8]| read::pages(&lexicon.document, &options.fields, name, bytes);
    let engine = Engine { lexicon, rules: lexicon.fingerprint.clone(), read: &read, extract: &extract };
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
    let (manifests, faults) = Manifests::load(engine.lexicon, &options.inputs, &inputs);
    let rejected = missing.into_iter().chain(faults).collect();
    let mut summary = Summary { rejected, ..Summary::default() };
    if inputs.is_empty() && options.documents.is_empty() {
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
    let fields = (!options.fields.is_empty()).then(|| options.fields.to_string());
    let mut intake = Intake {
        engine,
        fields: fields.clone(),
        manifests: &manifests,
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
    for (name, bytes) in &options.documents {
        intake.take_bytes(name, bytes.clone());
    }
    intake.settle(options);
    intake::reread(engine, fields.as_ref(), &mut corpus, &mut summary);
    rejected::settle(&mut corpus.rejected, &options.inputs, &summary.rejected);
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
    let (read, extract) = (|_: &str, _: &[u8]| Reading::default(), |_: &[Page]| Vec::new());
    let engine = Engine { lexicon, rules: lexicon.fingerprint.clone(), read: &read, extract: &extract };
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

fn finish(
    engine: &Engine<'_>,
    writer: &mut Writer,
    corpus: Corpus,
    backend: Backend,
    before: Option<u64>,
    mut summary: Summary,
    progress: &dyn Fn(Progress<'_>),
) -> Result<Summary> {
    let contents = corpus.contents(engine, &mut summary, progress)?;
    let generation = writer.name_telling(&contents, backend, &|naming| progress(naming.into()))?;
    summary.generation = Some(generation);
    summary.named = before != Some(generation);
    Ok(summary)
}
