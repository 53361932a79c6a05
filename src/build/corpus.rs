//! All sources with what each gives alone, and how one graph is made of them.
//!
//! Two sources may give the same article, and may differ in what surrounds it (one page prints a date, the other
//! not). Each keeps its own reading; one of them, chosen by what it holds and not by who came first, stands in the
//! graph. So removing either source leaves just what the other alone would have given.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::error::Result;
use crate::model::{ArticleId, Page, Record, Source};
use crate::pipeline::Extracted;
use crate::store::{ArticleEntry, MADE_BY, Notice, Snapshot, SourceEntry};

/// What tells a source from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The file name without folder.
    pub(super) name: String,
    /// SHA-256 of the bytes.
    pub(super) sha256: String,
}

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
    /// What `extracted` says of the source `key`.
    pub(super) fn new(key: &Key, page: &Page, bytes: u64, rules: &str, extracted: Extracted) -> Self {
        let mut entry = SourceEntry {
            name: key.name.clone(),
            sha256: key.sha256.clone(),
            bytes,
            url: page.url.clone(),
            places: BTreeSet::new(),
            rules: rules.to_owned(),
            articles: Vec::new(),
        };
        let source = BTreeSet::from([Source { name: entry.label().to_owned() }]);
        let mut readings = Vec::new();
        for (record, pieces) in extracted.articles {
            entry.articles.push(ArticleEntry::new(record.id.clone(), &pieces));
            readings.push(Some(Record { sources: source.clone(), ..record }));
        }
        let notices =
            extracted.diagnostics.into_iter().map(|d| Notice::new(&key.name, &key.sha256, d)).collect();
        Self { entry, readings, notices }
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
        let mut notices: BTreeMap<Key, Vec<Notice>> = BTreeMap::new();
        for notice in snapshot.diagnostics()? {
            let key = Key { name: notice.source.clone(), sha256: notice.sha256.clone() };
            notices.entry(key).or_default().push(notice);
        }
        let mut holdings = BTreeMap::new();
        for entry in snapshot.sources()? {
            let key = Key { name: entry.name.clone(), sha256: entry.sha256.clone() };
            let readings = entry.articles.iter().map(|_| None).collect();
            let notices = notices.remove(&key).unwrap_or_default();
            holdings.insert(key, Holding { entry, readings, notices });
        }
        let meta = snapshot.meta();
        let before =
            Before { lines: snapshot.lines()?, rules: meta.rules.clone(), made_by: meta.made_by.clone() };
        Ok(Self { holdings, before: Some(before), touched: BTreeSet::new() })
    }

    /// Whether nothing is held.
    pub(super) fn is_empty(&self) -> bool {
        self.holdings.is_empty()
    }

    /// Whether the source is held and was read under these rules.
    pub(super) fn is_known(&self, key: &Key, rules: &str) -> bool {
        self.holdings.get(key).is_some_and(|holding| holding.entry.rules == rules)
    }

    /// Takes a source in.
    pub(super) fn insert(&mut self, key: Key, mut holding: Holding) {
        if let Some(old) = self.holdings.remove(&key) {
            self.touched.extend(old.articles().cloned());
            holding.entry.places = old.entry.places;
        }
        self.touched.extend(holding.articles().cloned());
        self.holdings.insert(key, holding);
    }

    /// The sources read under other rules, and where their files may be.
    pub(super) fn stale(&self, rules: &str) -> Vec<(Key, Vec<PathBuf>)> {
        let stale = self.holdings.iter().filter(|(_, holding)| holding.entry.rules != rules);
        stale.map(|(key, h)| (key.clone(), h.entry.places.iter().map(PathBuf::from).collect())).collect()
    }

    /// Takes out the sources of this file name, URL or place, and says how many they were.
    pub(super) fn remove(&mut self, name: &str) -> usize {
        self.drop_where(|_, Holding { entry, .. }| {
            entry.name == name || entry.url.as_deref() == Some(name) || entry.places.contains(name)
        })
    }

    /// Gives each place of `seen` to the source that stands there now, and drops the sources that have lost their last
    /// place by that: their files have other bytes now. Says how many they were.
    pub(super) fn settle(&mut self, seen: &BTreeMap<String, Key>) -> usize {
        let mut now: BTreeMap<&Key, Vec<&String>> = BTreeMap::new();
        for (place, key) in seen {
            now.entry(key).or_default().push(place);
        }
        self.drop_where(|key, holding| {
            let places = &mut holding.entry.places;
            let had = !places.is_empty();
            places.retain(|place| seen.get(place).is_none_or(|there| there == key));
            places.extend(now.remove(key).into_iter().flatten().cloned());
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
