//! Files on their way into the corpus: looked at, read, told apart, extracted, a batch at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::corpus::{Corpus, FileKey, Holding};
use super::{BATCH, Engine, HELD, Options, Progress, Summary, gone};
use crate::error::Error;
use crate::model::{Listing, Page};
use crate::read::{self, Manifests, Reading};
use crate::store::{Hints, Look, SourceEntry, sha256};

/// The files of one run on their way into the corpus.
pub(super) struct Intake<'a> {
    pub(super) engine: &'a Engine<'a>,
    /// Which columns hold what, as text.
    pub(super) fields: Option<String>,
    /// What is said of files beside them.
    pub(super) manifests: &'a Manifests,
    pub(super) corpus: &'a mut Corpus,
    pub(super) summary: &'a mut Summary,
    /// Which file stands at which place now.
    pub(super) seen: BTreeMap<String, FileKey>,
    /// How files looked when they were read.
    pub(super) hints: &'a mut Hints,
    /// Whether looks do not count.
    pub(super) rehash: bool,
    /// Who is told.
    pub(super) progress: &'a dyn Fn(Progress<'_>),
}

/// Where a file stands, and how it looked before it was read.
struct Place {
    name: String,
    look: Option<Look>,
    folder: PathBuf,
}

/// A document that is not known yet; one that was given as bytes has no place.
struct Fresh {
    key: FileKey,
    place: Option<Place>,
    bytes: Vec<u8>,
}

impl Intake<'_> {
    /// Reads a batch of files: those not known yet are extracted.
    pub(super) fn take<'f>(&mut self, files: impl Iterator<Item = (&'f str, &'f Path)>) {
        let mut fresh: Vec<Fresh> = Vec::new();
        for (name, path) in files {
            let (place, look) = (place(path), Look::at(path));
            let listing = self.manifests.of(path);
            if let Some(key) = self.looks_known(name, &place, look, listing.as_ref()) {
                self.summary.unchanged += 1;
                self.summary.unopened += 1;
                self.seen.insert(place, key);
                continue;
            }
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let place = Place { name: place, look, folder };
            match read::bytes(path) {
                Ok(bytes) => {
                    let file = self.fresh(name, Some(place), bytes, listing, &fresh);
                    fresh.extend(file);
                }
                Err(e) => self.summary.rejected.push(e),
            }
            if fresh.iter().map(|file| file.bytes.len()).sum::<usize>() >= HELD {
                self.extract(std::mem::take(&mut fresh));
            }
        }
        self.extract(fresh);
    }

    /// Takes in a document that was given as bytes.
    pub(super) fn take_bytes(&mut self, name: &str, bytes: Vec<u8>) {
        let fresh = self.fresh(name, None, bytes, None, &[]);
        self.extract(fresh.into_iter().collect());
    }

    /// The document, if it is not known and not among those that are about to be.
    fn fresh(
        &mut self,
        name: &str,
        place: Option<Place>,
        bytes: Vec<u8>,
        listing: Option<Listing>,
        others: &[Fresh],
    ) -> Option<Fresh> {
        let key = FileKey { name: name.to_owned(), sha256: sha256(&bytes), listing };
        let known = self.corpus.is_known(&key, &self.engine.rules, self.fields.as_deref());
        if known || others.iter().any(|other| other.key == key) {
            self.summary.unchanged += 1;
            self.note(place, key);
            return None;
        }
        Some(Fresh { key, place, bytes })
    }

    fn note(&mut self, place: Option<Place>, key: FileKey) {
        if let Some(Place { name, look, .. }) = place {
            self.hints.note(&name, look, &key.sha256);
            self.seen.insert(name, key);
        }
    }

    /// The file that stood at `place` when its bytes were last read, if it still looks so and nothing would be gained by
    /// reading it.
    fn looks_known(
        &self,
        name: &str,
        place: &str,
        look: Option<Look>,
        listing: Option<&Listing>,
    ) -> Option<FileKey> {
        let sha256 = self.hints.sha256(place, look).filter(|_| !self.rehash)?;
        let key = FileKey { name: name.to_owned(), sha256: sha256.to_owned(), listing: listing.cloned() };
        self.corpus.is_known(&key, &self.engine.rules, self.fields.as_deref()).then_some(key)
    }

    fn extract(&mut self, files: Vec<Fresh>) {
        let read = self.engine.read;
        let reading = |file: &Fresh| read(&file.key.name, &file.bytes).listed(file.key.listing.as_ref());
        let readings: Vec<Reading> = files.par_iter().map(reading).collect();
        let read = files.iter().zip(readings).map(|(file, reading)| Read {
            key: file.key.clone(),
            bytes: file.bytes.len() as u64,
            reading,
        });
        let held = held(self.engine, self.fields.as_ref(), read.collect());
        for (Fresh { key, place, bytes }, (pages, rejected)) in files.into_iter().zip(held) {
            let folder = place.as_ref().map(|place| place.folder.clone()).unwrap_or_default();
            self.summary.rejected.extend(rejected.into_iter().map(|error| error.below(&folder)));
            if !pages.is_empty() {
                self.summary.read += 1;
                self.summary.bytes += bytes.len() as u64;
                (self.progress)(Progress::Gave {
                    place: place.as_ref().map_or(key.name.as_str(), |place| place.name.as_str()),
                    articles: pages.iter().map(|page| page.readings.len()).sum(),
                    claims: pages
                        .iter()
                        .flat_map(|page| &page.readings)
                        .flatten()
                        .map(|r| r.claims.len())
                        .sum(),
                    notices: pages.iter().map(|page| page.notices.len()).sum(),
                });
                self.corpus.insert(&key, pages);
                self.note(place, key);
            }
        }
    }

    /// Moves places to the files that stand there now; a file that has lost all its places was replaced.
    pub(super) fn settle(self, options: &Options) {
        self.summary.replaced += self.corpus.settle(&self.seen);
        let folders = options.inputs.iter().filter(|path| path.is_dir());
        let folders: Vec<PathBuf> = folders.filter_map(|path| std::path::absolute(path).ok()).collect();
        gone::settle(self.corpus, &self.seen, &folders, options.prune, self.summary);
        let places = self.corpus.places();
        self.hints.keep(|place| places.contains(place));
    }
}

/// A file with what it says.
struct Read {
    key: FileKey,
    bytes: u64,
    reading: Reading,
}

/// What each file gives, and what of it could not be read, in the order of the files.
fn held(engine: &Engine<'_>, fields: Option<&String>, files: Vec<Read>) -> Vec<(Vec<Holding>, Vec<Error>)> {
    let pages: Vec<Page> = files.iter().flat_map(|file| file.reading.pages.iter().cloned()).collect();
    let extracted = (engine.extract)(&pages);
    debug_assert_eq!(extracted.len(), pages.len(), "an engine gives one result a page");
    let mut extracted = extracted.into_iter();
    let mut all = Vec::with_capacity(files.len());
    for Read { key, bytes, reading } in files {
        let file = SourceEntry {
            name: key.name,
            file: None,
            sha256: key.sha256,
            bytes,
            url: None,
            fields: fields.cloned(),
            listing: key.listing,
            places: BTreeSet::new(),
            rules: engine.rules.clone(),
            articles: Vec::new(),
        };
        let pages = reading.pages.iter().zip(extracted.by_ref());
        let mut held: Vec<Holding> = pages.map(|(page, gives)| Holding::new(&file, page, gives)).collect();
        if let Some(first) = held.first_mut() {
            reading.rejected.iter().for_each(|error| first.miss(error));
        }
        all.push((held, reading.rejected));
    }
    all
}

/// Reads again what was read under other rules, where its file still stands as it was.
pub(super) fn reread(
    engine: &Engine<'_>,
    fields: Option<&String>,
    corpus: &mut Corpus,
    summary: &mut Summary,
) {
    let stale: Vec<(FileKey, Vec<PathBuf>)> = corpus.stale(&engine.rules);
    for batch in stale.chunks(BATCH) {
        let mut files = Vec::new();
        for (key, places) in batch {
            let found = places.iter().find_map(|place| {
                let bytes = fs::read(place).ok().filter(|bytes| sha256(bytes) == key.sha256)?;
                let reading = (engine.read)(&key.name, &bytes).listed(key.listing.as_ref());
                let read = Read { key: key.clone(), bytes: bytes.len() as u64, reading };
                (!read.reading.pages.is_empty()).then_some(read)
            });
            match found {
                Some(file) => files.push(file),
                None => summary.stale.push(key.name.clone()),
            }
        }
        let keys: Vec<(FileKey, u64)> = files.iter().map(|file| (file.key.clone(), file.bytes)).collect();
        for ((key, bytes), (pages, _)) in keys.into_iter().zip(held(engine, fields, files)) {
            summary.read += 1;
            summary.bytes += bytes;
            corpus.insert(&key, pages);
        }
    }
}

/// A path as `sources.jsonl` keeps it: absolute, links left as they are.
fn place(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned()
}
