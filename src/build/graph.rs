//! The sources → the contents of the next generation.
//!
//! Where a generation is there that these rules and this renda made, only the articles are read and fused whose sources
//! came or went; else all are. Both give the same bytes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::corpus::{Corpus, Key};
use super::delta::{self, Delta};
use super::{Engine, Progress, Summary};
use crate::error::{Error, ErrorKind, Result};
use crate::fuse;
use crate::model::{ArticleId, ClaimKind, Record, Reprint, Source};
use crate::rdf::{self, Standing};
use crate::reprint::{self, Text};
use crate::store::Contents;
use crate::vocab::rd;

/// A source, and what it says of an article, which is the so-manieth of its own.
type Reading = (Key, usize, Record);
/// The readings of each article, in the order of the sources.
type Readings = BTreeMap<ArticleId, Vec<Reading>>;
/// Who is told how far it has come.
type Tell<'a> = &'a dyn Fn(Progress<'_>);

/// So many articles are written and let go together.
const BATCH: usize = 1024;

impl Corpus {
    /// The contents of the generation that these sources make; what is counted on the way goes into `summary`.
    pub(super) fn contents(
        mut self,
        engine: &Engine<'_>,
        summary: &mut Summary,
        tell: Tell<'_>,
    ) -> Result<Contents> {
        let before = self.before.take();
        let part = before.as_ref().is_some_and(|before| before.is_of(&engine.rules));
        let mut ids: BTreeSet<ArticleId> = if part {
            std::mem::take(&mut self.touched)
        } else {
            self.holdings.values().flat_map(|holding| holding.articles().cloned()).collect()
        };
        let old = before.map(|before| rdf::undescribed(before.lines)).unwrap_or_default();
        let mut stood = Standing::new(&old).records(&ids)?;
        let mut records = self.take(&ids, &stood)?;
        let (mut originals, turned) = originals(engine, &records, &old, &ids, tell)?;
        if !turned.is_empty() {
            let also = Standing::new(&old).records(&turned)?;
            records.extend(self.take(&turned, &also)?);
            stood.extend(also);
            ids.extend(turned);
        }
        for record in &mut records {
            record.reprint_of = originals.remove(&record.id);
        }
        described(engine, &records)?;
        summary.articles_anew = records.len();

        let (lines, added) = if part {
            let Delta { lines, added, keys } = delta::apply(engine.lexicon, old, &stood, &records)?;
            summary.keys = keys;
            (lines, Some(added))
        } else {
            let (lines, keys) = whole(engine, records, tell)?;
            summary.keys = keys;
            (lines, None)
        };
        let lines = rdf::described(lines);
        let mut diagnostics: Vec<_> =
            self.holdings.values_mut().flat_map(|h| std::mem::take(&mut h.notices)).collect();
        diagnostics.append(&mut self.rejected);
        diagnostics.sort();
        let mut sources: Vec<_> = self.holdings.into_values().map(|holding| holding.entry).collect();
        sources.sort();

        let census = Standing::new(&lines).census();
        summary.sources = sources.len();
        summary.articles = census.of(rd::ARTICLE_CLASS);
        summary.regions = census.regions;
        summary.adoptions = census.of(rd::ADOPTION_CLAIM);
        summary.observations = census.of(rd::OBSERVATION);
        summary.statutes = census.of(rd::STATUTE_ACTION);
        summary.learning = census.of(rd::LEARNING_CONTACT);
        summary.facts = census.of(rd::ADOPTION);
        summary.conflicts = census.of(rd::CONFLICT_CLASS);
        summary.diagnostics = diagnostics.len();
        let noticed = |code: &str| diagnostics.iter().filter(|notice| notice.code == code).count();
        summary.without_article = noticed("segment.no-article");
        summary.without_region = noticed("resolve.no-home");
        summary.without_claim = noticed("extract.no-claim");
        summary.quads = lines.len();
        Ok(Contents { lines, added, sources, diagnostics, rules: engine.rules.clone() })
    }

    /// These articles as they are to stand in the graph; the other readings of their sources are kept beside it.
    fn take(
        &mut self,
        ids: &BTreeSet<ArticleId>,
        stood: &BTreeMap<ArticleId, Record>,
    ) -> Result<Vec<Record>> {
        let readings = self.readings(ids, stood)?;
        let records: Vec<Record> = readings.values().filter_map(|readings| merged(readings)).collect();
        self.keep(readings, &records);
        Ok(records)
    }

    /// What each source says of these articles; `stood` is what the graph said of them.
    fn readings(
        &mut self,
        ids: &BTreeSet<ArticleId>,
        stood: &BTreeMap<ArticleId, Record>,
    ) -> Result<Readings> {
        let mut readings = Readings::new();
        for (key, holding) in &mut self.holdings {
            let source = BTreeSet::from([Source { name: holding.entry.label().to_owned() }]);
            let articles = holding.entry.articles.iter_mut().zip(&mut holding.readings);
            for (place, (article, reading)) in articles.enumerate() {
                if !ids.contains(&article.id) {
                    continue;
                }
                let own = match reading.take() {
                    Some(record) => Some(record),
                    None => own_reading(&std::mem::take(&mut article.reading))?,
                };
                let record = own.or_else(|| stood.get(&article.id).cloned()).ok_or_else(|| {
                    Error::new(ErrorKind::Store, format!("the graph lacks article {}", article.id))
                        .at(&key.file.name)
                        .remedy("make the store anew with `renda build --fresh PATH…`")
                })?;
                // Which article is a reprint rests on all others, and no reading holds it.
                let record = Record { sources: source.clone(), reprint_of: None, ..record };
                readings.entry(article.id.clone()).or_default().push((key.clone(), place, record));
            }
        }
        Ok(readings)
    }

    /// Keeps beside the graph the readings that do not stand in it.
    fn keep(&mut self, readings: Readings, records: &[Record]) {
        for (standing, (key, place, reading)) in records
            .iter()
            .zip(readings.into_values())
            .flat_map(|(r, all)| all.into_iter().map(move |own| (r, own)))
        {
            if let Some(holding) = self.holdings.get_mut(&key)
                && !same_but_for_sources(standing, &reading)
            {
                holding.entry.articles[place].reading = rdf::record_lines(&reading);
            }
        }
    }
}

/// The originals of those reprints that are told anew, and which articles of the graph besides `ids` were none and are one now, or the other
/// way, or of another. Nothing is told anew where nothing changed.
fn originals(
    engine: &Engine<'_>,
    records: &[Record],
    old: &[String],
    ids: &BTreeSet<ArticleId>,
    tell: Tell<'_>,
) -> Result<(BTreeMap<ArticleId, Reprint>, BTreeSet<ArticleId>)> {
    if ids.is_empty() {
        return Ok(<_>::default());
    }
    let mut printed = Standing::new(old).printed()?;
    printed.retain(|article| !ids.contains(&article.id));
    let others = printed.iter().map(|p| Text { id: &p.id, issued: p.issued, body: &p.body });
    let texts: Vec<Text<'_>> = records.iter().map(Text::of).chain(others).collect();
    let compared = |done| tell(Progress::Comparing { done, all: texts.len() });
    let originals = reprint::originals_telling(engine.lexicon, &texts, &compared);
    let turned = printed.iter().filter(|article| originals.get(&article.id) != article.reprint_of.as_ref());
    let turned: BTreeSet<ArticleId> = turned.map(|article| article.id.clone()).collect();
    let bodies: BTreeMap<&ArticleId, &str> = texts.iter().map(|text| (text.id, text.body)).collect();
    let told = |id: &ArticleId| ids.contains(id) || turned.contains(id);
    let reprints = originals.into_iter().filter(|(id, _)| told(id)).map(|(id, of)| {
        let (original, body) = (bodies[&of], bodies[&id]);
        let reprint = reprint::explain(engine.lexicon, of, original, body);
        (id, reprint)
    });
    let reprints = reprints.collect();
    Ok((reprints, turned))
}

/// The lines of a graph of these records alone, and under how many keys they were fused.
///
/// Never all quads at once, which are five times as large as their lines.
fn whole(engine: &Engine<'_>, mut records: Vec<Record>, tell: Tell<'_>) -> Result<(Vec<String>, usize)> {
    let mut lines = rdf::sorted_lines(rdf::reference_quads(engine.lexicon, &records)?);
    let all: Vec<&Record> = records.iter().collect();
    let said: Vec<_> = delta::by_key(&all).into_iter().collect();
    let keys = said.len();
    lines.par_extend(said.into_par_iter().flat_map_iter(|(key, testimonies)| {
        let facts = fuse::fuse_key(&key, &testimonies);
        rdf::fact_lines(&facts)
    }));
    let all = records.len();
    while !records.is_empty() {
        tell(Progress::Writing { done: all - records.len(), all });
        let some = records.split_off(records.len().saturating_sub(BATCH));
        lines.par_extend(some.into_par_iter().flat_map_iter(|record| rdf::record_lines(&record)));
    }
    lines.par_sort_unstable();
    lines.dedup();
    Ok((lines, keys))
}

/// The article as it stands in the graph: the reading that knows most, with the sources of all.
fn merged(readings: &[Reading]) -> Option<Record> {
    let knows = |r: &Record| {
        let dated = (r.issued.is_some(), r.as_of.is_some(), r.home_region.is_some());
        Reverse((dated, r.claims.len()))
    };
    // Of readings that know as much, the first by name and bytes of the source stays.
    let (.., best) = readings.iter().min_by_key(|(.., reading)| knows(reading))?;
    let sources = readings.iter().flat_map(|(.., reading)| reading.sources.iter().cloned()).collect();
    Some(Record { sources, ..best.clone() })
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
