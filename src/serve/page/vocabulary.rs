//! The vocabulary: each class and property of renda's own, at the place where its IRI points.

use std::collections::BTreeSet;

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term, Triple};

use super::super::{Problem, Snapshot};
use super::data::{Page, described, unread};
use super::table::{Cell, Row, Table, Thing};
use super::thing::name;
use super::view::View;
use crate::error::Result as Read;
use crate::query::BASE;
use crate::vocab::{rdf, rdfs, schema};

/// The page of the vocabulary.
pub(super) fn page(view: &View, snapshot: &Snapshot) -> Result<Response, Problem> {
    let ontology = format!("{BASE}ontology");
    let page = Page {
        title: view.words.get("page", "vocabulary").to_owned(),
        tables: vec![terms(view, snapshot, &ontology)?],
        sparql: format!(
            "PREFIX rdfs: <{}>\nSELECT ?term ?label ?comment WHERE {{ ?term rdfs:isDefinedBy <{ontology}> ; rdfs:label ?label ; rdfs:comment ?comment }}\nORDER BY ?term",
            rdfs::LABEL.as_str().trim_end_matches("label"),
        ),
        about: Some(ontology),
        notes: Vec::new(),
    };
    page.reply(view, snapshot, || main(view, &page))
}

fn main(view: &View, page: &Page) -> Markup {
    html! {
        h1 { (page.title) }
        p.lead { (view.words.get("page", "vocabulary-lead")) }
        (page.tables[0].section(view, &html! {}))
    }
}

fn terms(view: &View, snapshot: &Snapshot, ontology: &str) -> Read<Table> {
    let reader = snapshot.reader();
    let space = format!("{ontology}#");
    let defined = Term::from(NamedNode::new_unchecked(ontology));
    let mut terms = BTreeSet::new();
    for quad in
        reader.graph().quads_for_pattern(None, Some(rdfs::IS_DEFINED_BY), Some(defined.as_ref()), None)
    {
        terms.insert(quad.map_err(unread)?.subject.to_string().trim_matches(['<', '>']).to_owned());
    }
    let mut rows = Vec::new();
    for term in terms.into_iter().filter(|term| term.starts_with(&space)) {
        let triples = described(reader, &term)?;
        let things = |properties: &[oxigraph::model::NamedNodeRef<'_>]| -> Read<Cell> {
            let mut things = Vec::new();
            for triple in triples.iter().filter(|triple| properties.contains(&triple.predicate.as_ref())) {
                if let Term::NamedNode(object) = &triple.object {
                    things.push(Thing::new(object.as_str(), name(view, reader, object)?));
                }
            }
            Ok(if things.is_empty() { Cell::Empty } else { Cell::Things(things) })
        };
        let label = name(view, reader, &NamedNode::new_unchecked(&term))?;
        rows.push(Row {
            group: None,
            cells: vec![
                Cell::thing(Thing::new(term.clone(), term.replacen(&space, "rd:", 1))),
                Cell::Text(label),
                things(&[rdf::TYPE])?,
                Cell::text(comment(view, &triples)),
                things(&[rdfs::DOMAIN, schema::DOMAIN_INCLUDES])?,
                things(&[rdfs::RANGE, schema::RANGE_INCLUDES])?,
            ],
            iri: term,
        });
    }
    Ok(Table::new("terms", &["term", "name", "kind", "meaning", "of", "range"], rows))
}

/// What a term means, in the language of the page.
fn comment(view: &View, triples: &[Triple]) -> Option<String> {
    let comments = triples.iter().filter(|triple| triple.predicate == rdfs::COMMENT);
    let words = comments.filter_map(|triple| match &triple.object {
        Term::Literal(words) if words.language() == Some(view.words.tag()) => Some(words.value().to_owned()),
        _ => None,
    });
    words.min()
}
