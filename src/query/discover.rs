//! Names outside the ontology, for people who keep it: where each stands, what the texts say it is, what it is like.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;
use serde::Serialize;

use super::adopted::{Practice, practices};
use super::library::view;
use super::names::Labels;
use super::{Dataset, rows};
use crate::error::Result;
use crate::model::Slug;

/// Candidates, those of most regions first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Discovery {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The candidates.
    pub candidates: Vec<Candidate>,
}

/// A name that has the form of a mechanism and stands in no list. The same name in two regions may be two things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its IRI.
    pub iri: String,
    /// The name.
    pub label: String,
    /// Labels of known mechanisms that share characters with it, the most alike first: it may be one of these.
    pub near: Vec<String>,
    /// The regions that use it, with their words, by code.
    pub regions: Vec<Practice>,
    /// What the texts themselves say it is, by region: alike, or two things of one name.
    pub glosses: Vec<Gloss>,
}

/// How a region's text explains a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gloss {
    /// The region's code.
    pub code: String,
    /// The words.
    pub gloss: String,
}

/// The candidates of a store that at least `least` regions use.
///
/// # Errors
/// Where the store cannot be read.
pub fn discover(reader: &dyn Dataset, within: &[Term], least: usize, language: &str) -> Result<Discovery> {
    let mut glosses: BTreeMap<String, BTreeSet<Gloss>> = BTreeMap::new();
    for row in rows::view(reader, view!("gloss"))?.iter() {
        let gloss = Gloss { code: row.owned("code"), gloss: row.owned("gloss") };
        glosses.entry(row.owned("mechanism")).or_default().insert(gloss);
    }
    let names: Vec<Term> = rows::view(reader, view!("candidate"))?
        .iter()
        .filter_map(|row| row.term("mechanism").cloned())
        .collect();
    let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
    if !names.is_empty() {
        let labels = Labels::all(reader)?;
        for practice in practices(reader, &names, &[], within, language)? {
            let slug = practice.mechanism.rsplit('/').next().and_then(Slug::new);
            if !slug.is_some_and(|slug| slug.is_candidate()) {
                continue;
            }
            let candidate = found.entry(practice.mechanism.clone()).or_insert_with(|| Candidate {
                iri: practice.mechanism.clone(),
                label: practice.label.clone(),
                near: labels
                    .nearest(&practice.label, |label| !label.is_candidate())
                    .into_iter()
                    .take(3)
                    .map(|label| label.text().to_owned())
                    .collect(),
                regions: Vec::new(),
                glosses: Vec::new(),
            });
            candidate.regions.push(practice);
        }
    }
    let mut candidates: Vec<Candidate> =
        found.into_values().filter(|candidate| candidate.regions.len() >= least).collect();
    for candidate in &mut candidates {
        let told = |gloss: &Gloss| candidate.regions.iter().any(|practice| practice.code == gloss.code);
        let of = glosses.remove(&candidate.iri).into_iter().flatten();
        candidate.glosses = of.filter(told).collect();
    }
    candidates.sort_by(|a, b| {
        b.regions.len().cmp(&a.regions.len()).then_with(|| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)))
    });
    Ok(Discovery { generation: reader.generation(), candidates })
}
