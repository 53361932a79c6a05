//! Whatever has an IRI and no page of its own: all that the store says of it, labels first, links everywhere.

use std::collections::BTreeMap;

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term, Triple};

use super::super::{Problem, Snapshot};
use super::data::{Page, described, unread};
use super::practice::{self, PRACTICE};
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use crate::error::Result as Read;
use crate::query::adopted::{Question, adopted};
use crate::query::{BASE, Found};
use crate::store::Reader;
use crate::vocab::{PREFIXES, dcterms, foaf, oa, rd, rdf, rdfs, skos};

/// How many of the things that speak of one are shown.
const SPEAKING: usize = 200;

/// The page of a path; `None` where the store says nothing of its IRI, and nothing speaks of it.
pub(super) fn page(view: &View, snapshot: &Snapshot, path: &str) -> Result<Option<Response>, Problem> {
    let Ok(iri) = NamedNode::new(format!("{BASE}{path}")) else { return Ok(None) };
    let reader = snapshot.reader();
    let triples = described(reader, iri.as_str())?;
    let speaking = speaking(view, reader, &iri)?;
    if triples.is_empty() && speaking.total == 0 {
        return Ok(None);
    }
    let mut notes = Vec::new();
    if speaking.total > speaking.rows.len() {
        notes.push(view.words.say("page-rows", &[("n", &speaking.total), ("shown", &speaking.rows.len())]));
    }
    let kind = triples.iter().find(|triple| triple.predicate == rdf::TYPE).map(|t| t.object.clone());
    let kind = match kind {
        Some(Term::NamedNode(class)) => Some(name(view, reader, &class)?),
        _ => None,
    };
    let page = Page {
        title: name(view, reader, &iri)?,
        about: Some(iri.as_str().to_owned()),
        tables: vec![statements(view, reader, &iri, triples)?, speaking, words(view, snapshot, &iri)?],
        notes,
        sparql: format!(
            "SELECT ?property ?value WHERE {{ {iri} ?property ?value }}\nORDER BY ?property ?value"
        ),
    };
    page.reply(view, snapshot, || main(view, kind.as_deref(), &iri, &page)).map(Some)
}

fn main(view: &View, kind: Option<&str>, iri: &NamedNode, page: &Page) -> Markup {
    html! {
        @if let Some(kind) = kind { p.kind { (kind) } }
        h1 lang=[view.foreign(&page.title)] { (page.title) }
        p.also { code { (iri.as_str()) } }
        (page.table("words").section(view, &html! {}))
        (page.tables[0].section(view, &html! {}))
        (page.tables[1].section(view, &html! { @for note in &page.notes { p.soft { (note) } } }))
    }
}

/// A fact with the words that it rests on; nothing for what is no fact.
fn words(view: &View, snapshot: &Snapshot, iri: &NamedNode) -> Read<Table> {
    let catalogue = snapshot.catalogue()?;
    let mut rows = Vec::new();
    for fact in catalogue.facts.iter().filter(|fact| fact.fact == iri.as_str()) {
        let mechanism = NamedNode::new_unchecked(&fact.mechanism);
        let question = Question {
            mechanism: Found { iri: mechanism, label: fact.label.clone(), note: None },
            within: Some(NamedNode::new_unchecked(format!("{BASE}region/{}", fact.code))),
            status: Vec::new(),
            since: None,
            exact: true,
            language: view.words.tag(),
        };
        let answer = adopted(snapshot.reader(), &question)?;
        let all = answer.regions.iter().chain(&answer.planned).chain(&answer.discontinued);
        for practice in all.filter(|practice| practice.fact == fact.fact) {
            let region = practice::region(&catalogue.units, &practice.code, &practice.name);
            let mechanism = super::region::mechanism(view, catalogue, &fact.mechanism);
            rows.push(practice::row(view, practice, vec![Cell::thing(region), Cell::thing(mechanism)]));
        }
    }
    let columns: Vec<&str> = ["region", "mechanism"].into_iter().chain(PRACTICE).collect();
    Ok(Table::new("words", &columns, rows))
}

/// What is said of a thing: a row a triple, names before the rest.
fn statements(view: &View, reader: &Reader, iri: &NamedNode, mut triples: Vec<Triple>) -> Read<Table> {
    triples.sort_by_cached_key(|triple| {
        (rank(&triple.predicate), triple.predicate.as_str().to_owned(), triple.object.to_string())
    });
    triples.dedup();
    let mut rows = Vec::new();
    for triple in triples {
        let property = Thing::new(triple.predicate.as_str(), name(view, reader, &triple.predicate)?);
        let value = match &triple.object {
            Term::NamedNode(object) => Cell::thing(Thing::new(object.as_str(), name(view, reader, object)?)),
            Term::Literal(words) => Cell::Told(words.value().to_owned(), words.language().map(str::to_owned)),
            Term::BlankNode(node) => Cell::Text(node.to_string()),
        };
        rows.push(Row {
            iri: iri.as_str().to_owned(),
            group: None,
            cells: vec![Cell::thing(property), value],
        });
    }
    Ok(Table::new("statements", &["property", "value"], rows))
}

fn rank(predicate: &NamedNode) -> usize {
    let first = [rdfs::LABEL, skos::PREF_LABEL, dcterms::TITLE, foaf::NAME, rdf::TYPE, oa::EXACT];
    first.iter().position(|known| *known == predicate.as_ref()).unwrap_or(first.len())
}

/// What speaks of a thing: subjects by the property with which they do.
fn speaking(view: &View, reader: &Reader, iri: &NamedNode) -> Read<Table> {
    let object = Term::from(iri.clone());
    let mut found: BTreeMap<(String, String), NamedNode> = BTreeMap::new();
    for quad in reader.graph().quads_for_pattern(None, None, Some(object.as_ref()), None) {
        let quad = quad.map_err(unread)?;
        found.insert((quad.predicate.as_str().to_owned(), quad.subject.to_string()), quad.predicate);
    }
    let total = found.len();
    let mut rows = Vec::new();
    for ((_, subject), predicate) in found.into_iter().take(SPEAKING) {
        let subject = NamedNode::new_unchecked(subject.trim_matches(['<', '>']));
        let property = Thing::new(predicate.as_str(), name(view, reader, &predicate)?);
        let cells = vec![
            Cell::thing(Thing::new(subject.as_str(), name(view, reader, &subject)?)),
            Cell::thing(property),
        ];
        rows.push(Row { iri: subject.into_string(), group: None, cells });
    }
    Ok(Table { total, ..Table::new("speaking", &["thing", "property"], rows) })
}

/// What a thing is called: its label in the language, else in another, else its IRI in short.
pub(super) fn name(view: &View, reader: &Reader, iri: &NamedNode) -> Read<String> {
    let mut other = None;
    for label in [
        skos::PREF_LABEL,
        rdfs::LABEL,
        dcterms::TITLE,
        foaf::NAME,
        rd::SURFACE_FORM,
        rd::INDICATOR_TEXT,
        oa::EXACT,
    ] {
        for quad in reader.graph().quads_for_pattern(Some(iri.as_ref().into()), Some(label), None, None) {
            if let Term::Literal(words) = quad.map_err(unread)?.object {
                match words.language() {
                    Some(language) if language != view.words.tag() => {
                        other.get_or_insert(words.value().to_owned());
                    }
                    _ => return Ok(words.value().to_owned()),
                }
            }
        }
    }
    if let Some(other) = other {
        return Ok(other);
    }
    let short = short(iri.as_str());
    match view.words.get("property", &short) {
        unknown if unknown == short => Ok(composed(view, reader, iri)?.unwrap_or(short)),
        known => Ok(known.to_owned()),
    }
}

/// What a claim or a fact is called: by its region and what it says of it.
fn composed(view: &View, reader: &Reader, iri: &NamedNode) -> Read<Option<String>> {
    let mut parts = Vec::new();
    for property in [rd::REGION, rd::LEARNER, rd::MECHANISM, rd::STATUTE, rd::LEARNED_FROM] {
        for quad in
            reader.graph().quads_for_pattern(Some(iri.as_ref().into()), Some(property), None, None).take(1)
        {
            if let Term::NamedNode(part) = quad.map_err(unread)?.object {
                parts.push(name(view, reader, &part)?);
            }
        }
    }
    Ok((parts.len() > 1).then(|| parts.join(" · ")))
}

/// An IRI with the prefix that stands for its namespace, or without what all of ours begin with.
pub(super) fn short(iri: &str) -> String {
    if let Some((prefix, name)) =
        PREFIXES.iter().find_map(|(prefix, space)| Some((prefix, iri.strip_prefix(space)?)))
    {
        return format!("{prefix}:{name}");
    }
    iri.strip_prefix(BASE).unwrap_or(iri).to_owned()
}
