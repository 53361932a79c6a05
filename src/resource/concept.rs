//! `ontology/mechanism.ttl` and `ontology/indicator.ttl`: known concepts with their labels.

use std::collections::BTreeMap;

use oxttl::TurtleParser;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Slug;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RD: &str = "https://w3id.org/renda/ontology#";
const BASE: &str = "https://w3id.org/renda/";

/// A known concept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// The name that is shown, in Chinese.
    pub label: String,
    /// All names that stand for it in text: preferred, alternative and hidden, as written.
    pub names: Vec<String>,
    /// Slugs of the broader concepts.
    pub broader: Vec<String>,
    /// What form it has: `platform`, `procedure`, `statutory-duty` …; none for indicators.
    pub form: Option<String>,
}

/// The concepts of one kind, by slug.
#[derive(Debug)]
pub struct Concepts {
    by_slug: BTreeMap<Slug, Concept>,
}

impl Concepts {
    /// Reads the concepts that are of the class with this IRI from the Turtle `text`, under `https://w3id.org/renda/<folder>/`.
    ///
    /// # Errors
    /// Where the Turtle is faulty (with its line), or a concept lacks a Chinese label.
    pub fn parse(file: &str, class: &str, folder: &str, text: &str) -> Result<Self> {
        let mut found: BTreeMap<Slug, Concept> = BTreeMap::new();
        let mut members: BTreeMap<Slug, bool> = BTreeMap::new();
        let prefix = format!("{BASE}{folder}/");
        for triple in TurtleParser::new().for_slice(text) {
            let triple = triple.map_err(|e| {
                let line = e.location().start.line + 1;
                Error::new(ErrorKind::Resource, "not valid Turtle").at(format!("{file}:{line}")).because(e)
            })?;
            let subject = triple.subject.to_string();
            let Some(slug) = strip(&subject, &prefix).and_then(Slug::new) else { continue };
            let predicate = triple.predicate.as_str();
            let object = triple.object.to_string();
            let concept = found.entry(slug.clone()).or_default();
            match predicate.strip_prefix(SKOS) {
                Some("prefLabel") => {
                    if let Some(label) = chinese(&triple.object) {
                        concept.names.push(label.clone());
                        concept.label = label;
                    }
                }
                Some("altLabel" | "hiddenLabel") => concept.names.extend(chinese(&triple.object)),
                Some("broader") => concept.broader.extend(strip(&object, &prefix).map(str::to_owned)),
                _ if predicate.strip_prefix(RD) == Some("form") => {
                    concept.form = strip(&object, &format!("{BASE}form/")).map(str::to_owned);
                }
                _ if predicate.ends_with("#type") && strip(&object, "") == Some(class) => {
                    members.insert(slug, true);
                }
                _ => {}
            }
        }
        found.retain(|slug, _| members.contains_key(slug));
        if let Some((slug, _)) = found.iter().find(|(_, c)| c.label.is_empty()) {
            return Err(Error::new(ErrorKind::Resource, format!("{slug} has no Chinese label"))
                .at(file)
                .remedy("add skos:prefLabel \"…\"@zh"));
        }
        Ok(Self { by_slug: found })
    }

    /// The concept of this slug.
    pub fn get(&self, slug: &Slug) -> Option<&Concept> {
        self.by_slug.get(slug)
    }

    /// All concepts, ascending by slug.
    pub fn iter(&self) -> impl Iterator<Item = (&Slug, &Concept)> {
        self.by_slug.iter()
    }
}

/// The rest of an IRI in angle brackets behind `prefix`.
fn strip<'a>(term: &'a str, prefix: &str) -> Option<&'a str> {
    term.strip_prefix('<')?.strip_suffix('>')?.strip_prefix(prefix)
}

/// A literal's text where it is Chinese.
fn chinese(term: &oxrdf::Term) -> Option<String> {
    match term {
        oxrdf::Term::Literal(literal) if literal.language() == Some("zh") => Some(literal.value().to_owned()),
        _ => None,
    }
}
