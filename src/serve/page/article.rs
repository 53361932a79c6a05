//! An article: its text with the words marked that prove something, and what it claims, each one step from the other.

use axum::response::Response;
use maud::{Markup, html};
use oxigraph::model::{NamedNode, NamedNodeRef, Term, Triple};

use super::super::{Problem, Snapshot};
use super::data::{Page, described, unread};
use super::list;
use super::passage;
use super::practice;
use super::quote;
use super::region::{mechanism, value};
use super::table::{Cell, Row, Table, Thing};
use super::thing::name;
use super::view::View;
use crate::error::Result as Read;
use crate::query::BASE;
use crate::query::catalogue::{Article, Catalogue};
use crate::query::reading::{Claim, Said, claims};
use crate::vocab::{dcterms, rd};

/// The page of an article; `None` where the store has none of this IRI.
pub(super) fn page(view: &View, snapshot: &Snapshot, iri: &NamedNode) -> Result<Option<Response>, Problem> {
    let catalogue = snapshot.catalogue()?;
    let Some(article) = catalogue.articles.iter().find(|article| article.text.article == iri.as_str()) else {
        return Ok(None);
    };
    let claims = claims(snapshot.reader(), iri)?;
    let about = About::read(view, snapshot, catalogue, article, iri)?;
    let page = Page {
        title: quote::titled(view, article.text.title.as_deref()),
        about: Some(iri.as_str().to_owned()),
        tables: vec![
            practices(view, catalogue, &claims),
            numbers(view, catalogue, &claims),
            acts(catalogue, &claims),
            visits(catalogue, &claims),
            reprints(view, snapshot, catalogue, iri)?,
        ],
        notes: Vec::new(),
        sparql: format!(
            "PREFIX rd: <{}>\nPREFIX oa: <http://www.w3.org/ns/oa#>\nSELECT ?claim ?kind ?start ?end ?words WHERE {{\n  GRAPH {iri} {{ ?claim rd:article {iri} ; a ?kind ; rd:evidence ?evidence .\n    ?evidence oa:start ?start ; oa:end ?end ; oa:exact ?words }}\n}} ORDER BY ?start ?end",
            rd::NAMESPACE
        ),
    };
    page.reply(view, snapshot, || main(view, article, &about, &claims, &page)).map(Some)
}

fn main(view: &View, article: &Article, about: &About, claims: &[Claim], page: &Page) -> Markup {
    let words = view.words;
    let shown: Vec<&Table> = page.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    html! {
        nav aria-label=(words.get("page", "crumbs")) { ol.crumbs { li { a href=(view.to("/articles")) { (words.get("nav", "articles")) } } } }
        @let title = article.text.title.as_deref().unwrap_or(words.get("text", "untitled"));
        h1 lang=[view.foreign(title)] { (title) }
        (about.html(view, article))
        @if !shown.is_empty() {
            nav aria-label=(words.get("page", "on-this-page")) { ul.chips {
                @for table in &shown { li { a href={ "#" (table.name) } { (words.get("table", table.name)) } " " span.code { (table.total) } } }
            } }
        }
        @if claims.is_empty() { p.note { (words.get("page", "article-silent")) } }
        @else { p.soft.small { (words.get("page", "article-marks")) } }
        (passage::text(view, &article.text.body, claims))
        @for table in shown { (table.section(view, &html! {})) }
    }
}

/// What a manifest says of an article.
const LISTED: [(&str, NamedNodeRef<'static>); 4] = [
    ("paper", rd::PAPER),
    ("printed-page", rd::PRINTED_PAGE),
    ("issued-by", rd::ISSUED_BY),
    ("licence", rd::LICENCE),
];

/// What is told of an article beside its text.
struct About {
    authors: Vec<String>,
    home: Option<Thing>,
    as_of: Option<String>,
    basis: Option<String>,
    /// What a manifest says: the key of its label, and its words.
    listed: Vec<(&'static str, String)>,
    sources: Vec<String>,
    original: Option<Thing>,
    /// Why it is a reprint: keys of the words, and what they say.
    likeness: Vec<(&'static str, &'static str, String)>,
}

impl About {
    fn read(
        view: &View,
        snapshot: &Snapshot,
        catalogue: &Catalogue,
        article: &Article,
        iri: &NamedNode,
    ) -> Read<Self> {
        let reader = snapshot.reader();
        let triples = described(reader, iri.as_str())?;
        let all = |property: NamedNodeRef<'static>| triples.iter().filter(move |t| t.predicate == property);
        let words = |property| all(property).filter_map(literal).collect::<Vec<_>>();
        let mut authors = Vec::new();
        for author in all(dcterms::CREATOR).filter_map(node) {
            authors.push(name(view, reader, author)?);
        }
        let first = |property| words(property).into_iter().next();
        let original = match all(rd::REPRINT_OF).find_map(node) {
            Some(original) => Some(Thing::new(original.as_str(), name(view, reader, original)?)),
            None => None,
        };
        let percent =
            |share: String| share.parse::<f64>().map_or(share, |share| format!("{:.0}", share * 100.0));
        let likeness = [
            ("reprint-why", "share", first(rd::SHARED_TEXT).map(percent)),
            ("reprint-figures", "figures", first(rd::SHARED_FIGURES)),
            ("reprint-other", "figures", first(rd::OTHER_FIGURES)),
        ];
        let mut sources = words(dcterms::SOURCE);
        sources.sort();
        Ok(Self {
            authors,
            home: article
                .text
                .code
                .as_deref()
                .map(|code| practice::region(&catalogue.units, code, &article.text.name)),
            as_of: first(rd::AS_OF_EARLIEST).zip(first(rd::AS_OF_LATEST)).map(|(earliest, latest)| {
                if earliest == latest { earliest } else { format!("{earliest} – {latest}") }
            }),
            basis: first(rd::AS_OF_BASIS),
            listed: LISTED.into_iter().filter_map(|(key, property)| Some((key, first(property)?))).collect(),
            sources,
            original,
            likeness: likeness.into_iter().filter_map(|(key, name, told)| Some((key, name, told?))).collect(),
        })
    }

    fn html(&self, view: &View, article: &Article) -> Markup {
        let words = view.words;
        let comma = words.get("text", "list-comma");
        html! {
            dl.about {
                @if !self.authors.is_empty() { div { dt { (words.head("author")) } @let authors = self.authors.join(comma); dd lang=[view.foreign(&authors)] { (authors) } } }
                div { dt { (words.head("issued")) } dd {
                    @match article.text.issued.as_deref() { Some(day) => time datetime=(day) { (day) }, None => (words.get("text", "undated")) }
                } }
                @if let Some(home) = &self.home { div { dt { (words.get("page", "reports-on")) } dd { (home.html(view)) } } }
                @if let Some(as_of) = &self.as_of { div {
                    dt { (words.get("page", "as-of")) }
                    dd { (as_of) @if let Some(basis) = &self.basis { (words.say("brackets", &[("words", &words.get("as-of", basis))])) } }
                } }
                @if !self.sources.is_empty() { div { dt { (words.head("source")) } dd { @for (at, source) in self.sources.iter().enumerate() {
                    @if at > 0 { (comma) }
                    @if source.starts_with("http://") || source.starts_with("https://") { a href=(source) rel="noreferrer" { (source) } } @else { (source) }
                } } } }
                @for (key, told) in &self.listed { div { dt { (words.get("listing", key)) } dd { (told) } } }
                @if let Some(original) = &self.original { div { dt { (words.get("text", "reprint")) } dd { (words.get("page", "reprint-of")) (original.html(view))
                    @for (key, name, told) in &self.likeness { (words.say(key, &[(name, told)])) }
                } } }
            }
        }
    }
}

fn literal(triple: &Triple) -> Option<String> {
    match &triple.object {
        Term::Literal(words) => Some(words.value().to_owned()),
        _ => None,
    }
}

fn node(triple: &Triple) -> Option<&NamedNode> {
    match &triple.object {
        Term::NamedNode(node) => Some(node),
        _ => None,
    }
}

/// The rows of claims that say something of a kind: their number in the text leads to the claim's own page.
fn rows(claims: &[Claim], cells: impl Fn(&Claim) -> Option<Vec<Cell>>) -> Vec<Row> {
    let row = |(at, claim): (usize, &Claim)| {
        let number = Cell::thing(Thing::new(claim.quote.iri.clone(), format!("{}", at + 1)));
        let cells = [vec![number], cells(claim)?, vec![Cell::Quotes(vec![claim.quote.clone()])]].concat();
        Some(Row { iri: claim.quote.iri.clone(), group: None, cells })
    };
    claims.iter().enumerate().filter_map(row).collect()
}

fn anchored(name: &'static str, columns: &[&'static str], rows: Vec<Row>) -> Table {
    Table { anchored: true, ..Table::new(name, columns, rows) }
}

fn place(catalogue: &Catalogue, claim: &Claim) -> Cell {
    Cell::thing(practice::region(&catalogue.units, &claim.code, &claim.name))
}

fn practices(view: &View, catalogue: &Catalogue, claims: &[Claim]) -> Table {
    let cells = |claim: &Claim| {
        let Said::Adoption { mechanism: iri, coverage, basis } = &claim.said else { return None };
        let mut extent: Vec<String> = Vec::new();
        extent.extend(coverage.as_deref().map(|coverage| view.words.get("coverage", coverage).to_owned()));
        extent.extend(claim.quote.extent.clone());
        Some(vec![
            place(catalogue, claim),
            Cell::thing(mechanism(view, catalogue, iri)),
            claim.quote.status.clone().map_or(Cell::Empty, |status| Cell::Stage(status, None)),
            Cell::text(Some(extent.join(" "))),
            Cell::figures(claim.quote.since.clone()),
            basis.as_ref().map_or(Cell::Empty, |(iri, title)| Cell::paper(iri, title)),
        ])
    };
    let columns = ["claim", "region", "mechanism", "status", "coverage", "since", "document", "quote"];
    anchored("claims", &columns, rows(claims, cells))
}

fn numbers(view: &View, catalogue: &Catalogue, claims: &[Claim]) -> Table {
    let cells = |claim: &Claim| {
        let Said::Number(number) = &claim.said else { return None };
        Some(vec![
            place(catalogue, claim),
            match &number.concept {
                Some(concept) => Cell::thing(Thing::new(concept.clone(), number.indicator.clone())),
                None => Cell::Text(number.indicator.clone()),
            },
            Cell::Figures(value(view, number)),
            Cell::text(number.period.clone()),
            Cell::text(number.scope.clone()),
        ])
    };
    let columns = ["claim", "region", "indicator", "value", "period", "scope", "quote"];
    anchored("observations", &columns, rows(claims, cells))
}

fn acts(catalogue: &Catalogue, claims: &[Claim]) -> Table {
    let cells = |claim: &Claim| {
        let Said::Act(act) = &claim.said else { return None };
        Some(vec![
            place(catalogue, claim),
            Cell::Words("relation", vec![act.relation.clone()]),
            Cell::paper(&act.iri, &act.statute),
            Cell::figures(act.time.clone()),
        ])
    };
    anchored("acts", &["claim", "region", "relation", "paper", "time", "quote"], rows(claims, cells))
}

fn visits(catalogue: &Catalogue, claims: &[Claim]) -> Table {
    let cells = |claim: &Claim| {
        let Said::Learning { code, name, time } = &claim.said else { return None };
        let from = Cell::thing(practice::region(&catalogue.units, code, name));
        Some(vec![place(catalogue, claim), from, Cell::figures(time.clone())])
    };
    anchored("visits", &["claim", "region", "from_name", "time", "quote"], rows(claims, cells))
}

/// The articles that print it again.
fn reprints(view: &View, snapshot: &Snapshot, catalogue: &Catalogue, iri: &NamedNode) -> Read<Table> {
    let of = Term::from(iri.clone());
    let graph = snapshot.reader().graph();
    let mut again = std::collections::BTreeSet::new();
    for quad in graph.quads_for_pattern(None, Some(rd::REPRINT_OF), Some(of.as_ref()), None) {
        again.insert(quad.map_err(unread)?.subject.to_string());
    }
    let of = |article: &&Article| again.contains(&format!("<{}>", article.text.article));
    let rows = catalogue.articles.iter().filter(of).map(|other| list::article_row(view, catalogue, other));
    Ok(Table::new("reprints", list::ARTICLE, rows.collect()))
}

/// The article in whose text a claim stands, and the claim's own name there.
pub(super) fn claim(iri: &str) -> Option<(&str, &str)> {
    iri.strip_prefix(BASE)?.split_once("/claim/")
}
