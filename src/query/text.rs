//! The texts of articles, with the places in them that prove a practice.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};

use super::adopted::{Quote, Weight};
use super::library::view;
use super::names::preferred;
use super::{Dataset, rows};
use crate::error::Result;

/// An article's text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The article's IRI.
    pub article: String,
    /// The code of the region it reports on.
    pub code: Option<String>,
    /// That region's name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it was found.
    pub source: Option<String>,
    /// Its date.
    pub issued: Option<String>,
    /// The body, a character each.
    pub body: Vec<char>,
    /// Where mechanisms are proved.
    pub proved: Vec<Proof>,
}

/// A place of a text that proves a practice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Where it starts, in code points.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The mechanism's name as printed.
    pub surface: String,
    /// Its label.
    pub mechanism: String,
}

impl Text {
    /// The words from `start` to `end`, in code points, as a quote.
    pub fn quote(&self, start: usize, end: usize) -> Quote {
        Quote {
            iri: format!("{}#char={start},{end}", self.article),
            article: self.article.clone(),
            title: self.title.clone(),
            source: self.source.clone(),
            paper: None,
            page: None,
            issued: self.issued.clone(),
            status: None,
            quote: self.body[start..end].iter().collect(),
            start,
            end,
            since: None,
            since_kind: None,
            surface: None,
            extent: None,
            document: None,
            reprint: false,
            hardness: None,
            weight: Weight::default(),
        }
    }
}

/// All articles of a store, by IRI.
///
/// # Errors
/// Where the store cannot be read.
pub fn texts(reader: &dyn Dataset, language: &str) -> Result<Vec<Text>> {
    let mut texts: BTreeMap<String, Text> = BTreeMap::new();
    for row in rows::view(reader, view!("text"))?.iter() {
        let owned = |column| row.text(column).map(str::to_owned);
        texts.entry(row.owned("article")).or_insert_with(|| Text {
            article: row.owned("article"),
            code: owned("code"),
            name: row.owned("name"),
            title: owned("title"),
            source: owned("source"),
            issued: owned("issued"),
            body: row.text("body").unwrap_or_default().chars().collect(),
            proved: Vec::new(),
        });
    }
    let proved = rows::view(reader, view!("proved"))?;
    let mechanisms: BTreeSet<&str> = proved.iter().filter_map(|row| row.text("mechanism")).collect();
    let mechanisms: Vec<Term> =
        mechanisms.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, mechanisms, language)?;
    for row in proved.iter() {
        let place = row.number("start").zip(row.number("end"));
        if let (Some(text), Some((start, end))) = (texts.get_mut(&row.owned("article")), place) {
            let mechanism = row.owned("mechanism");
            text.proved.push(Proof {
                start,
                end,
                surface: row.owned("surface"),
                mechanism: labels.get(&mechanism).cloned().unwrap_or(mechanism),
            });
        }
    }
    Ok(texts.into_values().collect())
}
