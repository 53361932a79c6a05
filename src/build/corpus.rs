//! All sources with what each gives alone, and how one graph is made of them.
//!
//! Two sources may give the same article, and may differ in what surrounds it (one page prints a date, the other
//! not). Each keeps its own reading; one of them, chosen by what it holds and not by who came first, stands in the
//! graph. So removing either source leaves just what the other alone would have given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::model::{ArticleId, Diagnostic, Listing, Page, Record, Source};
use crate::pipeline::Extracted;
use crate::store::{ArticleEntry, MADE_BY, Notice, Snapshot, SourceEntry};

/// What tells a file from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileKey {
    /// The file name without folder.
    pub(super) name: String,
    /// SHA-256 of the bytes.
    pub(super) sha256: String,
    /// What the manifest says of it.
    pub(super) listing: Option<Listing>,
}

/// What tells a source from others: its file, and which page of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) file: FileKey,
    page: usize,
}

/// The code of a notice that a part of a file could not be read.
pub(super) const MISSED: &str = "read.rejected";

/// A source and what it gives alone.
#[derive(Debug)]
pub(super) struct Holding {
    /// Its line in `sources.jsonl`.
    pub(super) entry: SourceEntry,
    /// Its reading of each of `entry.articles`, in the same order; `None` for what the generation before says.
    pub(super) readings: Vec<Option<Record>>,
    /// What was noticed in it.
    pub(super) notices: Vec<Notice>,
}

impl Holding {
    /// What `extracted` says of a page of a file; `file` is the file's entry, without articles.
    pub(super) fn new(file: &SourceEntry, page: &Page, extracted: Extracted) -> Self {
        let mut entry = file.clone();
        if page.name != entry.name {
            entry.file = Some(std::mem::replace(&mut entry.name, page.name.clone()));
        }
        entry.url.clone_from(&page.url);
        let source = BTreeSet::from([Source { name: entry.label().to_owned() }]);
        let mut readings = Vec::new();
        for (record, pieces) in extracted.articles {
            entry.articles.push(ArticleEntry::new(record.id.clone(), &pieces));
            readings.push(Some(Record { sources: source.clone(), ..record }));
        }
        let notices = extracted.diagnostics.into_iter().map(|d| Notice::of(&entry, d)).collect();
        Self { entry, readings, notices }
    }

    /// Says that a part of its file could not be read: the next build looks at the file again.
    pub(super) fn miss(&mut self, error: &Error) {
        let missed = Diagnostic::warning(MISSED, None, error.to_string());
        self.notices.push(Notice::of(&self.entry, missed));
    }

    /// The articles found in it, in reading order.
    pub(super) fn articles(&self) -> impl Iterator<Item = &ArticleId> {
        self.entry.articles.iter().map(|article| &article.id)
    }
}

/// All sources.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    pub(super) holdings: BTreeMap<Key, Holding>,
    /// The graph of the generation before.
    pub(super) before: Option<Before>,
    /// What could not be read of files that are no sources.
    pub(super) rejected: Vec<Notice>,
    /// The articles of sources that came or went since.
    pub(super) touched: BTreeSet<ArticleId>,
}

/// The graph of the generation before.
#[derive(Debug)]
pub(super) struct Before {
    /// Its lines, sorted.
    pub(super) lines: Vec<String>,
    /// The rules that made it.
    rules: String,
    /// The renda that made it.
    made_by: String,
}

impl Before {
    /// Whether what it says is what would be said now of the same articles.
    pub(super) fn is_of(&self, rules: &str) -> bool {
        self.rules == rules && self.made_by == MADE_BY
    }
}

impl Corpus {
    /// What a generation was made of.
    pub(super) fn of(snapshot: &Snapshot) -> Result<Self> {
        let mut notices: BTreeMap<(String, String, Option<String>), Vec<Notice>> = BTreeMap::new();
        let mut rejected = Vec::new();
        for notice in snapshot.diagnostics()? {
            if notice.place.is_some() {
                rejected.push(notice);
                continue;
            }
            let key = (notice.source.clone(), notice.sha256.clone(), notice.listing.clone());
            notices.entry(key).or_default().push(notice);
        }
        let mut holdings = BTreeMap::new();
        let mut pages: BTreeMap<FileKey, usize> = BTreeMap::new();
        for entry in snapshot.sources()? {
            let listing = entry.listing.as_ref().map(Listing::name);
            let source = (entry.name.clone(), entry.sha256.clone(), listing);
            let file = FileKey {
                name: entry.file().to_owned(),
                sha256: entry.sha256.clone(),
                listing: entry.listing.clone(),
            };
            let readings = entry.articles.iter().map(|_| None).collect();
            let notices = notices.remove(&source).unwrap_or_default();
            let page = pages.entry(file.clone()).or_default();
            holdings.insert(Key { file, page: *page }, Holding { entry, readings, notices });
            *page += 1;
        }
        let meta = snapshot.meta();
        let before =
            Before { lines: snapshot.lines()?, rules: meta.rules.clone(), made_by: meta.made_by.clone() };
        Ok(Self { holdings, before: Some(before), rejected, touched: BTreeSet::new() })
    }

    /// Whether nothing is held.
    pub(super) fn is_empty(&self) -> bool {
        self.holdings.is_empty()
    }

    /// The sources of a file.
    fn pages(&self, file: &FileKey) -> impl Iterator<Item = (&Key, &Holding)> {
        let page = |page| Key { file: file.clone(), page };
        self.holdings.range(page(0)..=page(usize::MAX))
    }

    /// Whether all of the file is held and was read under these rules, with its columns so mapped.
    pub(super) fn is_known(&self, file: &FileKey, rules: &str, fields: Option<&str>) -> bool {
        let as_now = |h: &Holding| h.entry.rules == rules && h.entry.fields.as_deref() == fields;
        let whole = |h: &Holding| h.notices.iter().all(|notice| notice.code != MISSED);
        let mut pages = self.pages(file).peekable();
        pages.peek().is_some() && pages.all(|(_, page)| as_now(page) && whole(page))
    }

    /// Takes the sources of a file in, in the place of those it gave before. A table may hold one row twice.
    pub(super) fn insert(&mut self, file: &FileKey, mut pages: Vec<Holding>) {
        let old: Vec<Key> = self.pages(file).map(|(key, _)| key.clone()).collect();
        let mut places = BTreeSet::new();
        for old in old.iter().filter_map(|key| self.holdings.remove(key)) {
            self.touched.extend(old.articles().cloned());
            places.extend(old.entry.places);
        }
        pages.sort_by(|a, b| a.entry.cmp(&b.entry));
        pages.dedup_by(|a, b| a.entry == b.entry);
        for (page, mut holding) in pages.into_iter().enumerate() {
            holding.entry.places.clone_from(&places);
            self.touched.extend(holding.articles().cloned());
            self.holdings.insert(Key { file: file.clone(), page }, holding);
        }
    }

    /// The files read under other rules, and where they may be.
    pub(super) fn stale(&self, rules: &str) -> Vec<(FileKey, Vec<PathBuf>)> {
        let mut stale: BTreeMap<&FileKey, BTreeSet<&String>> = BTreeMap::new();
        for (key, holding) in self.holdings.iter().filter(|(_, holding)| holding.entry.rules != rules) {
            stale.entry(&key.file).or_default().extend(&holding.entry.places);
        }
        let paths = |places: BTreeSet<&String>| places.into_iter().map(PathBuf::from).collect();
        stale.into_iter().map(|(file, places)| (file.clone(), paths(places))).collect()
    }

    /// Takes out the sources of this name, file name, URL or place, and says how many they were.
    pub(super) fn remove(&mut self, name: &str) -> usize {
        self.drop_where(|_, Holding { entry, .. }| {
            let named = entry.name == name || entry.file() == name;
            named || entry.url.as_deref() == Some(name) || entry.places.contains(name)
        })
    }

    /// Gives each place of `seen` to the file that stands there now, and drops the files that have lost their last place
    /// by that: there are other bytes now. Says how many sources they were.
    pub(super) fn settle(&mut self, seen: &BTreeMap<String, FileKey>) -> usize {
        let mut now: BTreeMap<&FileKey, Vec<&String>> = BTreeMap::new();
        for (place, file) in seen {
            now.entry(file).or_default().push(place);
        }
        self.drop_where(|key, holding| {
            let places = &mut holding.entry.places;
            let had = !places.is_empty();
            places.retain(|place| seen.get(place).is_none_or(|there| *there == key.file));
            places.extend(now.get(&key.file).into_iter().flatten().copied().cloned());
            had && places.is_empty()
        })
    }

    /// Where sources stand.
    pub(super) fn places(&self) -> BTreeSet<&str> {
        self.holdings.values().flat_map(|holding| &holding.entry.places).map(String::as_str).collect()
    }

    /// Forgets that sources stood at these places; those that stand nowhere then go.
    pub(super) fn forget(&mut self, places: &[(Key, String)]) {
        for (key, place) in places {
            if let Some(holding) = self.holdings.get_mut(key) {
                holding.entry.places.remove(place);
            }
        }
        let keys: BTreeSet<&Key> = places.iter().map(|(key, _)| key).collect();
        self.drop_where(|key, holding| keys.contains(key) && holding.entry.places.is_empty());
    }

    /// Drops the sources that are `unwanted`, and says how many they were.
    fn drop_where(&mut self, mut unwanted: impl FnMut(&Key, &mut Holding) -> bool) -> usize {
        let before = self.holdings.len();
        let touched = &mut self.touched;
        self.holdings.retain(|key, holding| {
            let unwanted = unwanted(key, holding);
            if unwanted {
                touched.extend(holding.articles().cloned());
            }
            !unwanted
        });
        before - self.holdings.len()
    }
}
