//! What facts stand in: the tree of regions, and what mechanisms are and stand under.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::NamedNode;
use serde::Serialize;

use super::library::view;
use super::names::preferred;
use super::{Dataset, rows};
use crate::error::Result;

/// The form of mechanisms that the law asks of every congress: used, not adopted.
pub const DUTY: &str = "statutory-duty";

/// A region in the tree of regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How high it stands.
    pub level: Option<String>,
    /// The code of the unit it lies in.
    pub parent: Option<String>,
}

/// All regions of a store, by code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units(BTreeMap<String, Unit>);

impl Units {
    /// Reads them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn read(reader: &dyn Dataset) -> Result<Self> {
        let mut units = BTreeMap::new();
        for row in rows::view(reader, view!("unit"))?.iter() {
            let code = row.owned("code");
            units.entry(code.clone()).or_insert_with(|| Unit {
                code,
                name: row.owned("name"),
                level: row.word("level").map(str::to_owned),
                parent: row.text("parent").map(str::to_owned),
            });
        }
        Ok(Self(units))
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.0.values()
    }

    /// The region of a code.
    pub fn get(&self, code: &str) -> Option<&Unit> {
        self.0.get(code)
    }

    /// The region of a code, or one that has nothing but the code.
    pub fn named(&self, code: &str) -> Unit {
        let bare = || Unit { code: code.to_owned(), name: code.to_owned(), level: None, parent: None };
        self.get(code).cloned().unwrap_or_else(bare)
    }

    /// The units that a region lies in, the nearest first.
    pub fn above(&self, code: &str) -> impl Iterator<Item = &Unit> {
        let up = |unit: &&Unit| unit.parent.as_deref().and_then(|parent| self.get(parent));
        // A loop among units would be a fault of the store; ten steps lead out of any country.
        std::iter::successors(self.get(code), up).skip(1).take(10)
    }

    /// Whether a region is another or lies in it.
    pub fn is_within(&self, code: &str, other: &str) -> bool {
        code == other || self.above(code).any(|unit| unit.code == other)
    }
}

/// What a mechanism is and stands under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// Its form: `platform`, `statutory-duty` …
    pub form: Option<String>,
    /// The mechanisms it is narrower than, at any depth: names by IRI; headings are none.
    pub broader: BTreeMap<String, String>,
}

/// The mechanisms of the ontology, by IRI.
///
/// # Errors
/// Where the store cannot be read.
pub fn concepts(reader: &dyn Dataset, language: &str) -> Result<BTreeMap<String, Concept>> {
    let mut concepts: BTreeMap<String, Concept> = BTreeMap::new();
    for row in rows::view(reader, view!("form"))?.iter() {
        let form = row.word("form").map(str::to_owned);
        concepts.entry(row.owned("mechanism")).or_default().form = form;
    }
    let mut direct: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows::view(reader, view!("broader"))?.iter() {
        if row.text("notation").is_none() {
            direct.entry(row.owned("mechanism")).or_default().push(row.owned("broader"));
        }
    }
    let above: BTreeSet<&String> = direct.values().flatten().collect();
    let above = above.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, above, language)?;
    for iri in direct.keys() {
        let mut broader = BTreeSet::new();
        let mut open = direct[iri].clone();
        while let Some(next) = open.pop() {
            if broader.insert(next.clone()) {
                open.extend(direct.get(&next).into_iter().flatten().cloned());
            }
        }
        broader.remove(iri);
        concepts.entry(iri.clone()).or_default().broader =
            broader.into_iter().map(|iri| (iri.clone(), labels.get(&iri).cloned().unwrap_or(iri))).collect();
    }
    Ok(concepts)
}
