//! A statute or a document: whose it is, what is done with it, and what rests on it.

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, Term};

use super::super::{Problem, Snapshot};
use super::data::Page;
use super::practice;
use super::table::{Cell, Row, Table, Thing};
use super::view::View;
use crate::query::catalogue::{Catalogue, Paper};
use crate::query::profile::{self, Act};
use crate::query::told::{Told, resting};
use crate::query::{Statute, bind, named};

/// The page of a statute or document; `None` where the store has none of this IRI.
pub(super) fn page(view: &View, snapshot: &Snapshot, iri: &NamedNode) -> Result<Option<Response>, Problem> {
    let catalogue = snapshot.catalogue()?;
    let Some(paper) = catalogue.papers.iter().find(|paper| paper.iri == iri.as_str()) else {
        return Ok(None);
    };
    let owner = paper.owner.as_ref().map(|(_, name)| name.clone());
    let statute = Statute { iri: iri.clone(), title: paper.title.clone(), owner };
    let meant: Vec<Term> = vec![iri.clone().into()];
    let profile = profile::statute(snapshot.reader(), &statute)?;
    let page = Page {
        title: paper.title.clone(),
        about: Some(paper.iri.clone()),
        tables: vec![
            acts(catalogue, &profile.acts),
            rests(view, catalogue, &resting(snapshot.reader(), &meant, &[])?),
        ],
        notes: Vec::new(),
        sparql: named("statute")
            .map(|query| bind(query.sparql, &[("statute", meant)]))
            .transpose()?
            .unwrap_or_default(),
    };
    page.reply(view, snapshot, || main(view, catalogue, paper, &page)).map(Some)
}

fn main(view: &View, catalogue: &Catalogue, paper: &Paper, page: &Page) -> Markup {
    let words = view.words;
    let list = if paper.statute { "statutes" } else { "documents" };
    html! {
        nav aria-label=(words.get("page", "crumbs")) { ol.crumbs { li { a href=(view.to(&format!("/{list}"))) { (words.get("nav", list)) } } } }
        h1 lang=[view.foreign(&paper.title)] { (words.get("text", "title-open")) (paper.title) (words.get("text", "title-close")) }
        @if let Some((iri, name)) = &paper.owner {
            @let code = iri.rsplit('/').next().unwrap_or_default();
            p.also { (words.get("head", "owner")) (words.get("text", "colon")) (practice::region(&catalogue.units, code, name).html(view)) }
        }
        @if page.tables.iter().all(|table| table.rows.is_empty()) { p { (words.get("page", "paper-silent")) } }
        @for table in &page.tables { (table.section(view, &html! {})) }
    }
}

fn acts(catalogue: &Catalogue, acts: &[Act]) -> Table {
    let rows = acts.iter().map(|act| Row {
        iri: act.quote.iri.clone(),
        group: None,
        cells: vec![
            Cell::thing(practice::region(&catalogue.units, &act.code, &act.region)),
            Cell::Words("relation", vec![act.relation.clone()]),
            Cell::figures(act.time.clone()),
            Cell::Quotes(vec![act.quote.clone()]),
        ],
    });
    Table::new("acts", &["region", "relation", "time", "quote"], rows.collect())
}

fn rests(view: &View, catalogue: &Catalogue, all: &[Told]) -> Table {
    let rows = all.iter().map(|told| {
        let known = catalogue.mechanisms.get(&told.mechanism);
        let name = known.map_or(told.mechanism.as_str(), |mechanism| view.name(&mechanism.names));
        Row {
            iri: told.quote.iri.clone(),
            group: None,
            cells: vec![
                Cell::thing(practice::region(&catalogue.units, &told.code, &told.name)),
                Cell::thing(Thing::new(told.mechanism.clone(), name)),
                Cell::Quotes(vec![told.quote.clone()]),
            ],
        }
    });
    Table::new("resting", &["region", "mechanism", "quote"], rows.collect())
}
