//! All sources with what each gives alone, and how one graph is made of them.
//!
//! Two sources may give the same article, and may differ in what surrounds it (one page prints a date, the other
//! not). Each keeps its own reading; one of them, chosen by what it holds and not by who came first, stands in the
//! graph. So removing either source leaves just what the other alone would have given.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{Engine, Summary};
use crate::error::{Error, ErrorKind, Result};
use crate::fuse;
use crate::model::{ArticleId, Claim, ClaimKind, Page, Record, Source};
use crate::pipeline::Extracted;
use crate::rdf;
use crate::store::{ArticleEntry, Contents, Notice, Reader, SourceEntry};

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
    /// Its line in `sources.jsonl`, but for the readings, which are chosen anew each time.
    entry: SourceEntry,
    /// Its reading of each of `entry.articles`, in the same order.
    readings: Vec<Record>,
    /// What was noticed in it.
    notices: Vec<Notice>,
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
            readings.push(Record { sources: source.clone(), ..record });
        }
        let notices =
            extracted.diagnostics.into_iter().map(|d| Notice::new(&key.name, &key.sha256, d)).collect();
        Self { entry, readings, notices }
    }
}

/// All sources.
#[derive(Debug, Default)]
pub(super) struct Corpus {
    holdings: BTreeMap<Key, Holding>,
}

impl Corpus {
    /// What a generation was made of.
    pub(super) fn of(reader: &Reader) -> Result<Self> {
        let quads: Vec<_> = reader.graph().iter().collect::<Result<_, _>>().map_err(|e| {
            Error::new(ErrorKind::Store, "the graph cannot be read")
                .remedy("make the store anew with `renda build --fresh PATH…`")
                .because(e)
        })?;
        let records: BTreeMap<ArticleId, Record> =
            rdf::records(quads)?.into_iter().map(|record| (record.id.clone(), record)).collect();
        let mut notices: BTreeMap<Key, Vec<Notice>> = BTreeMap::new();
        for notice in reader.diagnostics()? {
            let key = Key { name: notice.source.clone(), sha256: notice.sha256.clone() };
            notices.entry(key).or_default().push(notice);
        }
        let mut holdings = BTreeMap::new();
        for mut entry in reader.sources()? {
            let key = Key { name: entry.name.clone(), sha256: entry.sha256.clone() };
            let source = BTreeSet::from([Source { name: entry.label().to_owned() }]);
            let mut readings = Vec::new();
            for article in &mut entry.articles {
                let own = own_reading(&std::mem::take(&mut article.reading))?;
                let record = own.or_else(|| records.get(&article.id).cloned()).ok_or_else(|| {
                    Error::new(ErrorKind::Store, format!("the graph lacks article {}", article.id))
                        .at(&entry.name)
                        .remedy("make the store anew with `renda build --fresh PATH…`")
                })?;
                readings.push(Record { sources: source.clone(), ..record });
            }
            let notices = notices.remove(&key).unwrap_or_default();
            holdings.insert(key, Holding { entry, readings, notices });
        }
        Ok(Self { holdings })
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
            holding.entry.places = old.entry.places;
        }
        self.holdings.insert(key, holding);
    }

    /// The sources read under other rules, and where their files may be.
    pub(super) fn stale(&self, rules: &str) -> Vec<(Key, Vec<PathBuf>)> {
        let stale = self.holdings.iter().filter(|(_, holding)| holding.entry.rules != rules);
        stale.map(|(key, h)| (key.clone(), h.entry.places.iter().map(PathBuf::from).collect())).collect()
    }

    /// Takes out the sources of this file name, URL or place, and says how many they were.
    pub(super) fn remove(&mut self, name: &str) -> usize {
        let before = self.holdings.len();
        self.holdings.retain(|_, Holding { entry, .. }| {
            entry.name != name && entry.url.as_deref() != Some(name) && !entry.places.contains(name)
        });
        before - self.holdings.len()
    }

    /// Gives each place of `seen` to the source that stands there now, and drops the sources that have lost their last
    /// place by that: their files have other bytes now. Says how many they were.
    pub(super) fn settle(&mut self, seen: &BTreeMap<String, Key>) -> usize {
        let before = self.holdings.len();
        let mut now: BTreeMap<&Key, Vec<&String>> = BTreeMap::new();
        for (place, key) in seen {
            now.entry(key).or_default().push(place);
        }
        self.holdings.retain(|key, holding| {
            let places = &mut holding.entry.places;
            let had = !places.is_empty();
            places.retain(|place| seen.get(place).is_none_or(|there| there == key));
            places.extend(now.remove(key).into_iter().flatten().cloned());
            !(had && places.is_empty())
        });
        before - self.holdings.len()
    }

    /// The contents of the generation that these sources make; what is counted on the way goes into `summary`.
    pub(super) fn contents(&self, engine: &Engine<'_>, summary: &mut Summary) -> Result<Contents> {
        let chosen = self.choose();
        let records = self.merge(&chosen);
        described(engine, &records)?;
        let facts = fuse::fuse(&records);

        let mut quads = rdf::reference_quads(engine.lexicon, &records)?;
        quads.extend(records.iter().flat_map(rdf::record_quads));
        quads.extend(rdf::fact_quads(&facts));
        let lines = rdf::described(rdf::sorted_lines(quads));
        let mut diagnostics: Vec<_> =
            self.holdings.values().flat_map(|h| h.notices.iter().cloned()).collect();
        diagnostics.sort();

        summary.sources = self.holdings.len();
        summary.articles = records.len();
        summary.facts = facts.adoptions.len();
        summary.conflicts = facts.conflicts.len();
        summary.diagnostics = diagnostics.len();
        summary.quads = lines.len();
        let claims = || records.iter().flat_map(|record| &record.claims);
        summary.regions = claims().map(Claim::region).collect::<BTreeSet<_>>().len();
        for claim in claims() {
            match claim.kind() {
                ClaimKind::Adoption(_) => summary.adoptions += 1,
                ClaimKind::Observation(_) => summary.observations += 1,
                ClaimKind::Statute(_) => summary.statutes += 1,
                ClaimKind::Learning(_) => summary.learning += 1,
            }
        }
        Ok(Contents { lines, sources: self.entries(&chosen), diagnostics, rules: engine.rules.clone() })
    }

    /// For each article the reading that stands in the graph: the one that knows most.
    fn choose(&self) -> BTreeMap<&ArticleId, &Record> {
        let mut chosen: BTreeMap<&ArticleId, &Record> = BTreeMap::new();
        for reading in self.holdings.values().flat_map(|holding| &holding.readings) {
            let knows = |r: &Record| {
                let dated = (r.issued.is_some(), r.as_of.is_some(), r.home_region.is_some());
                Reverse((dated, r.claims.len()))
            };
            // Of readings that know as much, the first by name and bytes of the source stays.
            let best = chosen.entry(&reading.id).or_insert(reading);
            if knows(reading) < knows(best) {
                *best = reading;
            }
        }
        chosen
    }

    /// One record an article, with all its sources.
    fn merge(&self, chosen: &BTreeMap<&ArticleId, &Record>) -> Vec<Record> {
        let mut sources: BTreeMap<&ArticleId, BTreeSet<Source>> = BTreeMap::new();
        for reading in self.holdings.values().flat_map(|holding| &holding.readings) {
            sources.entry(&reading.id).or_default().extend(reading.sources.iter().cloned());
        }
        let one = |(id, sources)| chosen.get(id).map(|&record| Record { sources, ..record.clone() });
        sources.into_iter().filter_map(one).collect()
    }

    /// The lines of `sources.jsonl`, with the readings that do not stand in the graph.
    fn entries(&self, chosen: &BTreeMap<&ArticleId, &Record>) -> Vec<SourceEntry> {
        let mut entries = Vec::new();
        for holding in self.holdings.values() {
            let mut entry = holding.entry.clone();
            for (article, reading) in entry.articles.iter_mut().zip(&holding.readings) {
                if chosen.get(&reading.id).is_none_or(|best| !same_but_for_sources(best, reading)) {
                    article.reading = rdf::record_lines(reading);
                }
            }
            entries.push(entry);
        }
        entries
    }
}

/// That the rules at hand describe each mechanism and indicator that is claimed. A source whose file is gone keeps its
/// claims under the rules it was read with; without those its graph would speak of things that nothing describes.
fn described(engine: &Engine<'_>, records: &[Record]) -> Result<()> {
    let lexicon = engine.lexicon;
    for record in records {
        for claim in &record.claims {
            let unknown = match claim.kind() {
                ClaimKind::Adoption(c) if c.mechanism.is_candidate() => None,
                ClaimKind::Adoption(c) => {
                    lexicon.mechanisms.get(&c.mechanism).is_none().then_some(&c.mechanism)
                }
                ClaimKind::Observation(c) => {
                    c.indicator.as_ref().filter(|i| lexicon.indicators.get(i).is_none())
                }
                ClaimKind::Statute(_) | ClaimKind::Learning(_) => None,
            };
            if let Some(slug) = unknown {
                let source = record.sources.first().map_or("", |source| source.name.as_str());
                let message = format!("the store speaks of {slug}, which the rules at hand do not know");
                return Err(Error::new(ErrorKind::Usage, message).at(source).remedy(
                    "give the --ontology it was built with, or take the source out with `renda remove`",
                ));
            }
        }
    }
    Ok(())
}

/// The record in N-Quads lines; `None` where there are none.
fn own_reading(lines: &[String]) -> Result<Option<Record>> {
    if lines.is_empty() {
        return Ok(None);
    }
    let text = lines.join("\n");
    let quads = rdf::parse("sources.jsonl", text.as_bytes()).collect::<Result<Vec<_>>>()?;
    Ok(rdf::records(quads)?.pop())
}

fn same_but_for_sources(one: &Record, other: &Record) -> bool {
    one == &Record { sources: one.sources.clone(), ..other.clone() }
}
