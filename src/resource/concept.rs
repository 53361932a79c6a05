//! `mechanism.ttl` and `indicator.ttl`: known concepts with their labels, ours and then a user's own.

use std::collections::BTreeMap;

use oxttl::TurtleParser;

use super::own::RuleFile;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Slug;
use crate::text::Normalised;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const RD: &str = "https://w3id.org/renda/ontology#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
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
    /// In which units it is usually counted; none for mechanisms.
    pub units: Vec<String>,
    /// What form it has: `platform`, `procedure`, `statutory-duty` …; none for indicators.
    pub form: Option<String>,
}

/// The concepts of one kind, by slug.
#[derive(Debug)]
pub struct Concepts {
    by_slug: BTreeMap<Slug, Concept>,
}

/// Which concepts of a file are meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// The IRI of their class.
    pub(super) class: &'static str,
    /// The class as Turtle has it, for messages.
    pub(super) class_name: &'static str,
    /// Their IRIs begin with `https://w3id.org/renda/<folder>/`.
    pub(super) folder: &'static str,
    /// Whether each stands under another.
    pub(super) needs_broader: bool,
}

/// What practices are.
pub(super) const MECHANISM: Kind = Kind {
    class: "https://w3id.org/renda/ontology#Mechanism",
    class_name: "rd:Mechanism",
    folder: "mechanism",
    needs_broader: true,
};

/// What is counted.
pub(super) const INDICATOR: Kind = Kind {
    class: "http://www.w3.org/2004/02/skos/core#Concept",
    class_name: "skos:Concept",
    folder: "indicator",
    needs_broader: false,
};

/// A subject on its way to a concept, with the places of what is said of it.
#[derive(Debug, Default)]
struct Draft {
    concept: Concept,
    classes: Vec<String>,
    place: String,
    /// Language → preferred label.
    preferred: BTreeMap<String, String>,
    names: Vec<Name>,
    broader: Vec<(Slug, String)>,
}

/// A label in Chinese; in the order of the files and their lines.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    file: usize,
    line: usize,
    text: String,
    place: String,
}

impl Concepts {
    /// Reads the concepts of one kind from Turtle, each file adding to those before it.
    ///
    /// # Errors
    /// Where a file is no Turtle, speaks of something else than concepts of this kind, or leaves a concept without
    /// class, Chinese label or place in the tree; where two concepts share a label. Each with file and line.
    pub(super) fn parse(files: &[RuleFile<'_>], kind: Kind) -> Result<Self> {
        let mut drafts: BTreeMap<Slug, Draft> = BTreeMap::new();
        for (n, file) in files.iter().enumerate() {
            for (line, triple) in triples(file)? {
                take(&mut drafts, (n, file), line, &triple, kind)?;
            }
        }
        for (slug, draft) in &drafts {
            check(slug, draft, &drafts, kind)?;
        }
        drafts.retain(|_, draft| draft.is(kind));
        distinct(&drafts)?;
        let finished = |draft: Draft| Concept {
            names: draft.names.into_iter().map(|name| name.text).collect(),
            broader: draft.broader.into_iter().map(|(slug, _)| slug.to_string()).collect(),
            ..draft.concept
        };
        Ok(Self { by_slug: drafts.into_iter().map(|(slug, draft)| (slug, finished(draft))).collect() })
    }

    /// Takes out the concepts of which `unknown` holds; gives their slugs.
    pub(super) fn take_out(&mut self, unknown: impl Fn(&Concept) -> bool) -> Vec<Slug> {
        let of_unknown = |(slug, concept): (&Slug, &Concept)| unknown(concept).then(|| slug.clone());
        let slugs: Vec<Slug> = self.by_slug.iter().filter_map(of_unknown).collect();
        for slug in &slugs {
            self.by_slug.remove(slug);
        }
        slugs
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

impl Draft {
    fn is(&self, kind: Kind) -> bool {
        self.classes.iter().any(|class| class == kind.class)
    }
}

/// The triples of a file, each with the line on which it ends: the parser is fed line by line, for it keeps the lines
/// of its triples to itself.
fn triples(file: &RuleFile<'_>) -> Result<Vec<(usize, oxrdf::Triple)>> {
    let mut parser = TurtleParser::new().low_level();
    let mut triples = Vec::new();
    let lines = file.text.split_inclusive('\n').count();
    for (number, line) in (1..).zip(file.text.split_inclusive('\n')) {
        parser.extend_from_slice(line.as_bytes());
        if number == lines {
            parser.end();
        }
        while let Some(triple) = parser.parse_next() {
            let triple = triple.map_err(|e| {
                let line = usize::try_from(e.location().start.line).unwrap_or(number) + 1;
                file.faulty(line, "not valid Turtle").because(e)
            })?;
            triples.push((number, triple));
        }
    }
    Ok(triples)
}

/// Adds what a triple says to the draft of its subject.
fn take(
    drafts: &mut BTreeMap<Slug, Draft>,
    (n, file): (usize, &RuleFile<'_>),
    line: usize,
    triple: &oxrdf::Triple,
    kind: Kind,
) -> Result<()> {
    let place = format!("{}:{line}", file.place);
    if triple.object.is_blank_node() || triple.subject.is_blank_node() {
        let message = format!("a blank node, as value or subject of {}", triple.predicate);
        return Err(file.faulty(line, message).remedy("give it an IRI"));
    }
    let subject = triple.subject.to_string();
    let prefix = format!("{BASE}{}/", kind.folder);
    let Some(name) = strip(&subject, &prefix) else {
        // Facts and regions come from articles and tables; a statement of them here would pass for one with evidence.
        let message = format!("this file describes <{prefix}…>, not {subject}");
        return Err(file.faulty(line, message).remedy("check the prefix, or take the statement out"));
    };
    let slug = Slug::new(name).filter(|slug| !slug.is_candidate()).ok_or_else(|| {
        file.faulty(line, format!("{name} is no name of a concept"))
            .remedy("use lower-case English words joined by hyphens")
    })?;
    let draft = drafts.entry(slug.clone()).or_default();
    if draft.place.is_empty() {
        draft.place.clone_from(&place);
    }
    let predicate = triple.predicate.as_str();
    match (predicate.strip_prefix(SKOS), predicate.strip_prefix(RD)) {
        (Some(label @ ("prefLabel" | "altLabel" | "hiddenLabel")), _) => {
            let oxrdf::Term::Literal(literal) = &triple.object else {
                return Err(file.faulty(line, format!("a label of {slug} is no text")));
            };
            let (value, language) = (literal.value(), literal.language().unwrap_or_default());
            if label == "prefLabel" {
                let known = draft.preferred.entry(language.to_owned()).or_insert_with(|| value.to_owned());
                if known != value {
                    let message =
                        format!("{slug} is called {known} already, and cannot be called {value} too");
                    return Err(file.faulty(line, message).remedy("make the further name a skos:altLabel"));
                }
            }
            if language == "zh" {
                if label == "prefLabel" {
                    value.clone_into(&mut draft.concept.label);
                }
                draft.names.push(Name { file: n, line, text: value.to_owned(), place });
            }
        }
        (Some("broader"), _) => {
            let object = triple.object.to_string();
            let broader = strip(&object, &prefix).and_then(Slug::new).ok_or_else(|| {
                file.faulty(line, format!("{slug} cannot stand under {object}"))
                    .remedy(format!("name a concept of <{prefix}…>"))
            })?;
            draft.broader.push((broader, place));
        }
        (_, Some("form")) => {
            draft.concept.form =
                strip(&triple.object.to_string(), &format!("{BASE}form/")).map(str::to_owned);
        }
        (_, Some("unit")) => {
            if let oxrdf::Term::Literal(literal) = &triple.object {
                draft.concept.units.push(literal.value().to_owned());
            }
        }
        _ if predicate == TYPE => {
            draft.classes.extend(strip(&triple.object.to_string(), "").map(str::to_owned));
        }
        _ => {}
    }
    Ok(())
}

/// Whether all is there that a concept needs.
fn check(slug: &Slug, draft: &Draft, drafts: &BTreeMap<Slug, Draft>, kind: Kind) -> Result<()> {
    let lacks = |message: String, remedy: &str| {
        Err(Error::new(ErrorKind::Resource, message).at(&draft.place).remedy(remedy))
    };
    if draft.classes.is_empty() {
        return lacks(
            format!("{slug} is no known concept, and is not said to be one"),
            &format!("write `a {}` into its block, or correct the name", kind.class_name),
        );
    }
    if let Some((unknown, place)) = draft.broader.iter().find(|(broader, _)| !drafts.contains_key(broader)) {
        let message = format!("{slug} stands under {unknown}, which is no known concept");
        return Err(Error::new(ErrorKind::Resource, message).at(place).remedy("correct the name"));
    }
    if !draft.is(kind) {
        return Ok(());
    }
    if draft.concept.label.is_empty() {
        return lacks(format!("{slug} has no Chinese label"), "add skos:prefLabel \"…\"@zh");
    }
    if kind.needs_broader && draft.broader.is_empty() {
        return lacks(
            format!("{slug} stands under no other concept"),
            "add skos:broader with one of the ten functions, or a known concept",
        );
    }
    if let Some(name) = draft.names.iter().find(|name| folded(&name.text).chars().count() < 2) {
        let message =
            format!("the label \"{}\" of {slug} is too short: it would be found everywhere", name.text);
        return Err(Error::new(ErrorKind::Resource, message)
            .at(&name.place)
            .remedy("take at least two characters"));
    }
    Ok(())
}

/// That no label, folded as text is folded, stands for two concepts: which one is meant could not be told.
fn distinct(drafts: &BTreeMap<Slug, Draft>) -> Result<()> {
    let mut names: Vec<(&Name, &Slug)> =
        drafts.iter().flat_map(|(slug, draft)| draft.names.iter().map(move |name| (name, slug))).collect();
    names.sort_unstable();
    let mut owners: BTreeMap<String, (&Slug, &str)> = BTreeMap::new();
    for (name, slug) in names {
        let (owner, first) = *owners.entry(folded(&name.text)).or_insert((slug, &name.place));
        if owner != slug {
            let message = format!("\"{}\" is a label of {slug}, and of {owner} at {first}", name.text);
            return Err(Error::new(ErrorKind::Resource, message)
                .at(&name.place)
                .remedy("a label belongs to one concept: take it from one of them"));
        }
    }
    Ok(())
}

fn folded(name: &str) -> String {
    Normalised::new(name).text
}

/// The rest of an IRI in angle brackets behind `prefix`.
fn strip<'a>(term: &'a str, prefix: &str) -> Option<&'a str> {
    term.strip_prefix('<')?.strip_suffix('>')?.strip_prefix(prefix)
}
