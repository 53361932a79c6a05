//! Some articles came, changed or went: what that does to the lines of the graph.
//!
//! Takes the graph's lines, what it said of these articles, and what is to be said now; gives the lines that a graph of
//! all articles has then, byte for byte. What the articles say themselves is exchanged. What articles share goes when
//! nobody else mentions it. Facts are fused anew for the keys whose claims changed, of these claims and those of the
//! articles that mention both things of the key. Never reads another article.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::fuse::{self, Key};
use crate::model::{ArticleId, Facts, Record, Testimony};
use crate::rdf::{self, Spoken, Standing};
use crate::resource::Lexicon;
use crate::vocab::{iri, skos};

/// A graph after the change.
pub(super) struct Delta {
    /// Its lines, sorted.
    pub(super) lines: Vec<String>,
    /// Those that were not there before, sorted.
    pub(super) added: Vec<String>,
    /// How many keys were fused anew.
    pub(super) keys: usize,
}

/// Puts `now` where `stood` was, in the graph of `old`.
pub(super) fn apply(
    lexicon: &Lexicon,
    old: Vec<String>,
    stood: &BTreeMap<ArticleId, Record>,
    now: &[Record],
) -> Result<Delta> {
    let changed = |record: &&Record| stood.get(&record.id) != Some(*record);
    let came: Vec<&Record> = now.iter().filter(changed).collect();
    let same: BTreeSet<&ArticleId> = now.iter().filter(|r| !changed(r)).map(|r| &r.id).collect();
    let went: Vec<&Record> = stood.values().filter(|record| !same.contains(&record.id)).collect();

    let mut lines = Lines::default();
    lines.go(went.iter().copied().flat_map(rdf::record_lines));
    lines.come(came.iter().copied().flat_map(rdf::record_lines));
    let keys = changed_keys(&went, &came);

    let others = Others::new(&old, &went, &came, &keys, &lines.gone)?;
    lines.gone.retain(|line| is_own(line) || !others.say(line));
    lines.go(fact_lines(&keys, &went, &others.records));
    lines.come(fact_lines(&keys, &came, &others.records));
    // A user's rules may say what an article said too.
    lines.come(rdf::sorted_lines(rdf::vocabulary_quads(lexicon)?));
    if speak(&went) == speak(&came) {
        let (lines, added) = lines.put(old);
        return Ok(Delta { lines, added, keys: keys.len() });
    }
    // Which regions lie above those spoken of, and what is counted in them, depends on all that are spoken of.
    let described = |spoken: &Spoken| rdf::spoken_quads(lexicon, spoken).map(rdf::sorted_lines);
    let mut regions = Lines::default();
    regions.go(described(&Standing::new(&old).spoken())?);
    let (lines, mut added) = lines.put(old);
    regions.come(described(&Standing::new(&lines).spoken())?);
    regions.come(rdf::sorted_lines(rdf::vocabulary_quads(lexicon)?));
    let (lines, of_regions) = regions.put(lines);
    added.extend(of_regions);
    added.sort_unstable();
    Ok(Delta { lines, added, keys: keys.len() })
}

/// Lines that go and come. What does both stays.
#[derive(Clone, Default)]
struct Lines {
    gone: BTreeSet<String>,
    come: BTreeSet<String>,
}

impl Lines {
    fn go(&mut self, lines: impl IntoIterator<Item = String>) {
        self.gone.extend(lines);
    }

    fn come(&mut self, lines: impl IntoIterator<Item = String>) {
        self.come.extend(lines);
    }

    /// The old lines without those that went and with those that came, and which of these were not there.
    fn put(self, old: Vec<String>) -> (Vec<String>, Vec<String>) {
        let mut lines = Vec::with_capacity(old.len() + self.come.len());
        let mut added = Vec::new();
        let mut come = self.come.iter().peekable();
        for line in old {
            while let Some(new) = come.next_if(|new| **new < line) {
                lines.push(new.clone());
                added.push(new.clone());
            }
            let stays = come.next_if(|new| **new == line).is_some() || !self.gone.contains(&line);
            if stays {
                lines.push(line);
            }
        }
        added.extend(come.clone().cloned());
        lines.extend(come.cloned());
        (lines, added)
    }
}

/// The keys of which something else is said now.
fn changed_keys(went: &[&Record], came: &[&Record]) -> BTreeSet<Key> {
    let (before, after) = (by_key(went), by_key(came));
    let all: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    all.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
}

/// What is said under each key.
pub(super) fn by_key<'a>(records: &[&'a Record]) -> BTreeMap<Key, BTreeSet<Testimony<'a>>> {
    let mut keys: BTreeMap<Key, BTreeSet<Testimony<'a>>> = BTreeMap::new();
    for testimony in records.iter().flat_map(|record| Testimony::of(record)) {
        for key in Key::of(&testimony.kind) {
            keys.entry(key).or_default().insert(testimony.clone());
        }
    }
    keys
}

/// The lines of what is fused under these keys.
fn fact_lines(keys: &BTreeSet<Key>, some: &[&Record], others: &BTreeMap<ArticleId, Record>) -> Vec<String> {
    let records: Vec<&Record> = some.iter().copied().chain(others.values()).collect();
    let said = by_key(&records);
    let mut facts = Facts::default();
    for (key, testimonies) in keys.iter().filter_map(|key| Some((key, said.get(key)?))) {
        facts.extend(fuse::fuse_key(key, testimonies));
    }
    rdf::fact_lines(&facts)
}

fn speak(records: &[&Record]) -> Spoken {
    let mut spoken = Spoken::default();
    for record in records {
        spoken.hear(record);
    }
    spoken
}

/// The articles that stay as they are, as far as they have to do with the change.
struct Others<'a> {
    /// Who mentions what.
    mentions: BTreeMap<&'a str, BTreeSet<ArticleId>>,
    /// What those say that share a key or the name of a candidate.
    records: BTreeMap<ArticleId, Record>,
    /// The shared lines of these.
    lines: BTreeSet<String>,
}

impl<'a> Others<'a> {
    fn new(
        old: &'a [String],
        went: &[&Record],
        came: &[&Record],
        keys: &BTreeSet<Key>,
        gone: &BTreeSet<String>,
    ) -> Result<Self> {
        let shared = gone.iter().filter(|line| !is_own(line)).map(|line| subject(line).to_owned());
        let mut things: BTreeSet<String> = shared.collect();
        things.extend(keys.iter().flat_map(things_of));
        let standing = Standing::new(old);
        let mut mentions = standing.mentions(&things);
        let mine: BTreeSet<&ArticleId> = went.iter().chain(came).map(|record| &record.id).collect();
        for articles in mentions.values_mut() {
            articles.retain(|id| !mine.contains(id));
        }
        let who = |thing: &str| mentions.get(thing);
        let mut wanted: BTreeSet<ArticleId> = BTreeSet::new();
        for key in keys {
            let [one, other] = things_of(key);
            if let Some((one, other)) = who(&one).zip(who(&other)) {
                wanted.extend(one.intersection(other).cloned());
            }
        }
        for line in gone.iter().filter(|line| is_name(line) && !is_own(line)) {
            wanted.extend(who(subject(line)).into_iter().flatten().cloned());
        }
        let records = standing.records(&wanted)?;
        let lines = records.values().flat_map(rdf::record_lines).collect();
        Ok(Self { mentions, records, lines })
    }

    /// Whether one of them says this too. The description of a thing is a function of the thing, so whoever mentions it
    /// says it; only the name of a candidate is known from the words of some articles and not of others.
    fn say(&self, line: &str) -> bool {
        if is_name(line) {
            return self.lines.contains(line);
        }
        self.mentions.get(subject(line)).is_some_and(|articles| !articles.is_empty())
    }
}

/// The two things of a key as N-Quads write them: who has a claim under the key mentions both.
fn things_of(key: &Key) -> [String; 2] {
    let things = match key {
        Key::Practice(region, mechanism) | Key::First(mechanism, region) => {
            [iri::region(region), iri::mechanism(mechanism)]
        }
        Key::Value { region, indicator, .. } => [iri::region(region), iri::indicator(indicator)],
    };
    things.map(|thing| thing.to_string())
}

/// Whether a line stands in the graph of an article.
fn is_own(line: &str) -> bool {
    let graph = line.strip_suffix("> .").and_then(|line| line.rsplit_once(" <")).map(|(_, graph)| graph);
    graph.and_then(|graph| graph.strip_prefix(iri::BASE)).is_some_and(|path| path.starts_with("article/"))
}

fn subject(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(subject, _)| subject)
}

fn is_name(line: &str) -> bool {
    let property = line.split(' ').nth(1);
    property.is_some_and(|property| property.trim_matches(['<', '>']) == skos::PREF_LABEL.as_str())
}
