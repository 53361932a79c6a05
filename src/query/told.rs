//! What claims tell beside the stage of a practice: how a text explains it, who was the first, on which document it rests.

use std::collections::BTreeSet;

use oxigraph::model::Term;
use serde::Serialize;

use super::adopted::{Quote, quote};
use super::library::view;
use super::{Dataset, bind, rows};
use crate::error::Result;

/// Something that a claim tells, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// The region's code.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// The IRI of the mechanism spoken of.
    pub mechanism: String,
    /// What is told: the explanation, the name of the region within which it was the first, the document's title.
    pub told: String,
    /// The IRI of the document told of.
    pub paper: Option<String>,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
}

/// How texts explain mechanisms.
///
/// # Errors
/// Where the store cannot be read.
pub fn explained(reader: &dyn Dataset, mechanisms: &[Term]) -> Result<Vec<Told>> {
    told(reader, &bind(view!("explained"), &[("mechanism", mechanisms.to_vec())])?)
}

/// Who says to have been the first with a mechanism (any if empty), of some regions (all if empty).
///
/// # Errors
/// Where the store cannot be read.
pub fn firsts(reader: &dyn Dataset, mechanisms: &[Term], regions: &[Term]) -> Result<Vec<Told>> {
    let of = [("mechanism", mechanisms.to_vec()), ("region", regions.to_vec())];
    told(reader, &bind(view!("first"), &of)?)
}

/// What rests on a statute or document (any if empty), in some regions (all if empty).
///
/// # Errors
/// Where the store cannot be read.
pub fn resting(reader: &dyn Dataset, papers: &[Term], regions: &[Term]) -> Result<Vec<Told>> {
    let of = [("paper", papers.to_vec()), ("region", regions.to_vec())];
    told(reader, &bind(view!("resting"), &of)?)
}

/// One of each claim and what it tells.
fn told(reader: &dyn Dataset, sparql: &str) -> Result<Vec<Told>> {
    let mut seen = BTreeSet::new();
    let rows = rows::view(reader, sparql)?;
    let all = rows.iter().map(|row| Told {
        code: row.owned("code"),
        name: row.owned("name"),
        mechanism: row.owned("mechanism"),
        told: row.owned("told"),
        paper: row.text("paper").map(str::to_owned),
        quote: quote(&row, "claim"),
    });
    Ok(all.filter(|told| seen.insert((told.quote.iri.clone(), told.told.clone()))).collect())
}
