//! A page as data: the same rows as JSON, CSV and RDF at the same address.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, VARY};
use axum::response::{IntoResponse as _, Response};
use maud::Markup;
use oxigraph::io::RdfFormat;
use oxigraph::model::{NamedNode, NamedOrBlankNodeRef, Triple};
use serde_json::{Map, Value, json};

use super::super::{Form, Problem, Snapshot};
use super::shell;
use super::table::{Cell, Row, Table};
use super::view::View;
use crate::error::{Error, ErrorKind, Result};
use crate::export;
use crate::store::Reader;
use crate::words::Words;

/// What a page says, in any form.
#[derive(Debug, Clone, Default)]
pub(in crate::serve) struct Page {
    /// Its title.
    pub(in crate::serve) title: String,
    /// The thing it is about; lists are about none.
    pub(in crate::serve) about: Option<String>,
    /// Its tables; CSV is the first, or the one that the address names.
    pub(in crate::serve) tables: Vec<Table>,
    /// What a reader must know of it: who says nothing, what is left out.
    pub(in crate::serve) notes: Vec<String>,
    /// The query behind it.
    pub(in crate::serve) sparql: String,
}

impl Page {
    /// A table by its name; an empty one where there is none.
    pub(in crate::serve) fn table(&self, name: &'static str) -> Table {
        let found = self.tables.iter().find(|table| table.name == name).cloned();
        found.unwrap_or(Table { name, ..Table::default() })
    }

    /// The answer in the form that is wanted; `main` makes the main part of the page for people.
    pub(in crate::serve) fn reply(
        &self,
        view: &View,
        snapshot: &Snapshot,
        main: impl FnOnce() -> Markup,
    ) -> std::result::Result<Response, Problem> {
        let form = view.form()?;
        let body = match form {
            Form::Html => {
                let main = maud::html! { (main()) (shell::data(view, &self.sparql)) };
                shell::shell(view, &self.title, Some(snapshot), &main).into_string().into_bytes()
            }
            Form::Csv => self.csv(view)?,
            _ => match form.rdf() {
                Some(syntax) => self.rdf(snapshot.reader(), syntax)?,
                None => self.json(snapshot.reader().generation()),
            },
        };
        Ok(answer(form.content_type(), &tag(view, snapshot), body))
    }

    fn json(&self, generation: u64) -> Vec<u8> {
        let tables = self.tables.iter().map(|table| {
            let rows: Vec<Value> = table.rows.iter().map(|row| row_json(table, row)).collect();
            json!({ "name": table.name, "total": table.total, "rows": rows })
        });
        let page = json!({
            "generation": generation, "title": self.title, "about": self.about,
            "tables": tables.collect::<Vec<_>>(), "notes": self.notes, "sparql": self.sparql,
        });
        page.to_string().into_bytes()
    }

    fn csv(&self, view: &View) -> std::result::Result<Vec<u8>, Problem> {
        let none = Table::default();
        let table = match view.get("table") {
            Some(name) => self.tables.iter().find(|table| table.name == name).ok_or_else(|| {
                let names: Vec<_> = self.tables.iter().map(|table| table.name).collect();
                Problem::new(
                    StatusCode::NOT_FOUND,
                    format!("there is no table {name}; there are: {}", names.join(", ")),
                )
            })?,
            None => self.tables.first().unwrap_or(&none),
        };
        Ok(table_csv(table, view.words)?)
    }

    /// What the store says of the page's thing and of each thing that a row stands for.
    fn rdf(&self, reader: &Reader, syntax: RdfFormat) -> Result<Vec<u8>> {
        let rows = self.tables.iter().flat_map(|table| &table.rows).map(|row| &row.iri);
        let things: BTreeSet<&String> = self.about.iter().chain(rows).collect();
        let mut triples = Vec::new();
        for iri in things {
            triples.extend(described(reader, iri)?);
        }
        let mut bytes = Vec::new();
        export::triples(&mut bytes, syntax, triples)?;
        Ok(bytes)
    }
}

/// The triples of which a thing is the subject, in whichever graph they stand.
pub(super) fn described(reader: &Reader, iri: &str) -> Result<Vec<Triple>> {
    let Ok(subject) = NamedNode::new(iri) else { return Ok(Vec::new()) };
    let subject = NamedOrBlankNodeRef::from(subject.as_ref());
    let quads = reader.graph().quads_for_pattern(Some(subject), None, None, None);
    quads.map(|quad| quad.map(Triple::from).map_err(unread)).collect()
}

/// The store could not be read.
pub(super) fn unread(cause: oxigraph::store::StorageError) -> Error {
    Error::new(ErrorKind::Store, "the graph cannot be read").because(cause)
}

/// The tag of what an address gives in this generation: the colours are no part of the address.
pub(super) fn tag(view: &View, snapshot: &Snapshot) -> String {
    let of_generation = snapshot.tag().to_str().unwrap_or_default().trim_end_matches('"');
    format!("{of_generation}-{}\"", view.theme.unwrap_or("auto"))
}

/// An answer that a browser asks for again each time, and is told in a word that nothing changed.
pub(super) fn answer(media_type: &'static str, tag: &str, body: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, media_type.to_owned()),
        (ETAG, tag.to_owned()),
        (VARY, "accept, cookie".to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
    ];
    (headers, body).into_response()
}

fn row_json(table: &Table, row: &Row) -> Value {
    let mut members = Map::new();
    members.insert("iri".into(), row.iri.as_str().into());
    if let Some(group) = &row.group {
        members.insert("group".into(), group.as_str().into());
    }
    for (column, cell) in table.columns.iter().zip(&row.cells) {
        members.insert((*column).to_owned(), cell_json(cell));
    }
    Value::Object(members)
}

fn cell_json(cell: &Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) | Cell::Figures(text) | Cell::Told(text, None) => text.as_str().into(),
        Cell::Told(text, Some(language)) => json!({ "value": text, "language": language }),
        Cell::Words(_, words) => json!(words),
        Cell::Stage(status, conflict) => json!({ "status": status, "conflict": conflict }),
        Cell::Things(things) => things
            .iter()
            .map(|t| json!({ "iri": t.iri, "label": t.label, "id": t.id() }))
            .collect::<Vec<_>>()
            .into(),
        Cell::Quotes(quotes) => json!(quotes),
    }
}

/// One line a row: a thing has its name and its identifier, a quote its words and where they stand.
fn table_csv(table: &Table, words: Words) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let unwritten =
        |cause: csv::Error| Error::new(ErrorKind::Failed, "the table cannot be written").because(cause);
    let grouped = table.rows.iter().any(|row| row.group.is_some());
    let mut heads: Vec<String> = Vec::new();
    heads.extend(grouped.then(|| words.head("group")));
    // A column is as wide as its widest cell: some indicators are things, others words.
    let kinds: Vec<Option<&Cell>> = (0..table.columns.len())
        .map(|at| table.rows.iter().filter_map(|row| row.cells.get(at)).max_by_key(|cell| width(cell)))
        .collect();
    for (column, kind) in table.columns.iter().zip(&kinds) {
        match kind {
            Some(Cell::Things(_)) => {
                let head = words.head(column);
                heads.push(words.say("identifier-of", &[("head", &head)]));
                heads.insert(heads.len() - 1, head);
            }
            Some(Cell::Quotes(_)) => heads.extend(PLACE.iter().map(|key| words.head(key))),
            _ => heads.push(words.head(column)),
        }
    }
    heads.push("IRI".to_owned());
    writer.write_record(&heads).map_err(unwritten)?;
    for row in &table.rows {
        let mut record = Vec::new();
        record.extend(grouped.then(|| row.group.clone().unwrap_or_default()));
        for (cell, kind) in row.cells.iter().zip(&kinds) {
            let end = record.len() + kind.map_or(1, width);
            cell_csv(&mut record, cell, words);
            record.resize(end, String::new());
        }
        record.push(row.iri.clone());
        writer.write_record(&record).map_err(unwritten)?;
    }
    writer.into_inner().map_err(|error| {
        Error::new(ErrorKind::Failed, "the table cannot be written").because(error.into_error())
    })
}

/// What a table tells of the most telling quote.
const PLACE: [&str; 7] = ["quote", "title", "source", "issued", "article", "start", "end"];

/// How many columns a cell fills.
fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Quotes(_) => PLACE.len(),
        Cell::Things(_) => 2,
        _ => 1,
    }
}

fn cell_csv(record: &mut Vec<String>, cell: &Cell, words: Words) {
    let comma = words.get("text", "list-comma");
    match cell {
        Cell::Things(things) => {
            record.push(things.iter().map(|thing| thing.label.as_str()).collect::<Vec<_>>().join(comma));
            record.push(things.iter().map(super::table::Thing::id).collect::<Vec<_>>().join(comma));
        }
        Cell::Quotes(quotes) if !quotes.is_empty() => {
            let quote = &quotes[0];
            let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
            record.push(quote.quote.clone());
            record.extend([or_empty(&quote.title), or_empty(&quote.source), or_empty(&quote.issued)]);
            record.extend([quote.article.clone(), quote.start.to_string(), quote.end.to_string()]);
        }
        Cell::Text(text) | Cell::Figures(text) | Cell::Told(text, _) => record.push(text.clone()),
        Cell::Words(group, keys) => record.push(words.all(group, keys)),
        Cell::Stage(status, _) => record.push(words.get("status", status).to_owned()),
        Cell::Empty | Cell::Quotes(_) => {}
    }
}
