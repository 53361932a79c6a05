//! A whole graph as sorted lines, looked into without an engine.
//!
//! Takes the lines that a generation holds; gives the records of single articles, and who mentions what. Lines of one
//! subject stand together, and so do those of one article: its IRI is the head of the IRIs of its claims, quotes and
//! authors. So what is asked of few articles costs a search, and what is asked of all one pass without a parser.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;

use super::lines::{parse, words};
use super::thing::Things;
use super::{Spoken, reading};
use crate::error::Result;
use crate::model::{ArticleId, Date, Record};
use crate::vocab::{dcterms, iri, rd, rdf, schema};

/// The sorted lines of a whole graph.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    lines: &'a [String],
}

/// What an article prints, and whether again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Which.
    pub id: ArticleId,
    /// Its date.
    pub issued: Option<Date>,
    /// Its text.
    pub body: String,
    /// The article of which it is a reprint.
    pub reprint_of: Option<ArticleId>,
}

/// How much a graph says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Census {
    classes: BTreeMap<String, usize>,
    /// Of how many regions something is claimed.
    pub regions: usize,
}

impl Census {
    /// How many things there are of a class.
    pub fn of(&self, class: oxigraph::model::NamedNodeRef<'_>) -> usize {
        self.classes.get(class.as_str()).copied().unwrap_or_default()
    }
}

impl<'a> Standing<'a> {
    /// `lines` as [`super::sorted_lines`] gives them.
    pub fn new(lines: &'a [String]) -> Self {
        Self { lines }
    }

    /// The records of these articles, of those that there are.
    ///
    /// # Errors
    /// Where lines are damaged.
    pub fn records(self, ids: &BTreeSet<ArticleId>) -> Result<BTreeMap<ArticleId, Record>> {
        let mut lines: BTreeSet<&str> = BTreeSet::new();
        for id in ids {
            for line in self.beginning(&open(&iri::article(id))) {
                lines.insert(line);
                let thing = words(line).map(|(.., object)| object).filter(|object| is_shared(object));
                // A statute of which a thousand articles speak is taken once.
                if let Some(thing) = thing.map(|thing| format!("{thing} ")) {
                    lines.extend(self.beginning(&thing).iter().map(String::as_str));
                }
            }
        }
        let text: Vec<&str> = lines.into_iter().collect();
        let quads = parse("graph.nq", text.join("\n").as_bytes()).collect::<Result<Vec<_>>>()?;
        let records = reading::records(quads)?.into_iter();
        Ok(records.filter(|record| ids.contains(&record.id)).map(|r| (r.id.clone(), r)).collect())
    }

    /// Which articles mention each of these things, in angle brackets, as an object of what they say.
    pub fn mentions(self, things: &BTreeSet<String>) -> BTreeMap<&'a str, BTreeSet<ArticleId>> {
        let mut mentions: BTreeMap<&str, BTreeSet<ArticleId>> = BTreeMap::new();
        for line in self.articles() {
            let Some((subject, _, object)) = words(line) else { continue };
            if object.starts_with('<') && things.contains(object) {
                mentions.entry(object).or_default().extend(article_of(subject));
            }
        }
        mentions
    }

    /// Of which regions and organisations the articles speak: what [`Spoken::hear`] finds in all their records.
    pub fn spoken(self) -> Spoken {
        let shared = SHARED.iter().flat_map(|folder| self.beginning(&format!("<{}{folder}", iri::BASE)));
        let places = [format!("<{}region/", iri::BASE), format!("<{}org/", iri::BASE)];
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for line in self.articles().iter().chain(shared) {
            let object = words(line).map(|(.., object)| object);
            names.extend(object.filter(|o| places.iter().any(|place| o.starts_with(place.as_str()))));
        }
        let mut spoken = Spoken::default();
        for name in names {
            let node = NamedNode::new_unchecked(name.trim_matches(['<', '>']));
            spoken.regions.extend(iri::region_code(node.as_ref()));
            spoken.organs.extend(iri::organisation_key(node.as_ref()));
        }
        spoken.regions.extend(spoken.organs.iter().map(|(code, _)| code.clone()));
        spoken
    }

    /// What all articles print, ascending by id.
    ///
    /// # Errors
    /// Where lines are damaged.
    pub fn printed(self) -> Result<Vec<Printed>> {
        let wanted = [dcterms::ISSUED, schema::ARTICLE_BODY, rd::REPRINT_OF].map(|term| term.to_string());
        let lines = self.articles().iter().map(String::as_str);
        let lines = lines
            .filter(|line| words(line).is_some_and(|(_, property, _)| wanted.iter().any(|w| w == property)));
        let text: Vec<&str> = lines.collect();
        let mut things = Things::default();
        for quad in parse("graph.nq", text.join("\n").as_bytes()) {
            things.add(quad?);
        }
        let mut printed = Vec::new();
        for thing in things.iter() {
            let Some(id) = iri::article_id(thing.iri()) else { continue };
            printed.push(Printed {
                id,
                issued: thing.parsed(dcterms::ISSUED)?,
                body: thing.must(schema::ARTICLE_BODY, thing.text(schema::ARTICLE_BODY))?.to_owned(),
                reprint_of: thing.named(rd::REPRINT_OF, iri::article_id)?,
            });
        }
        Ok(printed)
    }

    /// How much there is.
    pub fn census(self) -> Census {
        let [kind, region, learner] = [rdf::TYPE, rd::REGION, rd::LEARNER].map(|term| term.to_string());
        let mut regions = BTreeSet::new();
        for (_, property, object) in self.articles().iter().filter_map(|line| words(line)) {
            if property == region || property == learner {
                regions.insert(object);
            }
        }
        let mut census = Census { classes: BTreeMap::new(), regions: regions.len() };
        for (_, property, object) in self.lines.iter().filter_map(|line| words(line)) {
            if property != kind {
                continue;
            }
            let class = object.trim_matches(['<', '>']);
            match census.classes.get_mut(class) {
                Some(things) => *things += 1,
                None => drop(census.classes.insert(class.to_owned(), 1)),
            }
        }
        census
    }

    /// The lines whose subject is an article, or a part of one.
    fn articles(self) -> &'a [String] {
        self.beginning(&format!("<{}article/", iri::BASE))
    }

    fn beginning(self, head: &str) -> &'a [String] {
        let start = self.lines.partition_point(|line| line.as_str() < head);
        let length = self.lines[start..].partition_point(|line| line.starts_with(head));
        &self.lines[start..start + length]
    }
}

/// Folders of what articles share and the default graph describes.
const SHARED: [&str; 3] = ["event/", "statute/", "document/"];

fn is_shared(object: &str) -> bool {
    let path = object.strip_prefix('<').and_then(|iri| iri.strip_prefix(iri::BASE));
    path.is_some_and(|path| SHARED.iter().any(|folder| path.starts_with(folder)))
}

/// An IRI without its end.
fn open(node: &NamedNode) -> String {
    format!("<{}", node.as_str())
}

/// The article to which a subject belongs: 16 hex digits behind `article/`.
fn article_of(subject: &str) -> Option<ArticleId> {
    let id = subject.strip_prefix('<')?.strip_prefix(iri::BASE)?.strip_prefix("article/")?;
    ArticleId::new(id.get(..16)?)
}
