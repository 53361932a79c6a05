//! A mechanism over time: where it began, on trial or for good, and where a beginning is not told.

use std::collections::BTreeSet;

use oxigraph::model::Term;
use serde::Serialize;

use super::adopted::{Mechanism, Practice, Quote, asked, practices};
use super::{Dataset, Found};
use crate::error::Result;
use crate::model::{SinceKind, Status};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The mechanism.
    pub mechanism: Found,
    /// Only regions that are this one or lie in it.
    pub within: Option<oxigraph::model::NamedNode>,
    /// Without narrower mechanisms.
    pub exact: bool,
    /// The language of labels.
    pub language: &'static str,
}

/// The answer, in the shape of its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The mechanism.
    pub mechanism: Mechanism,
    /// What is dated, by date.
    pub events: Vec<Event>,
    /// Regions of which no beginning is told: it lies before the first report, if anywhere.
    pub undated: Vec<Event>,
}

/// Something that happened, or the first report of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Event {
    /// When, as exactly as told: a year, a month or a day. Of an undated one the date of the first article, if it has
    /// one.
    pub time: Option<String>,
    /// The region's code.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// What happened: `start`, `pilot`, `rule`, `plate`; `reported` where only an article is dated.
    pub kind: String,
    /// The stage that is told.
    pub status: String,
    /// The narrower mechanism meant, if it is not the one asked for.
    pub via: Option<String>,
    /// Its name.
    #[serde(skip)]
    pub label: String,
    /// The words.
    pub claims: Vec<Quote>,
}

impl Timeline {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.undated.is_empty()
    }
}

/// The beginnings of a mechanism.
///
/// # Errors
/// Where the store cannot be read.
pub fn timeline(reader: &dyn Dataset, question: &Question) -> Result<Timeline> {
    let (mechanism, meant) = asked(reader, &question.mechanism, question.exact, question.language)?;
    let within: Vec<Term> = question.within.iter().cloned().map(Term::from).collect();
    let mut events = BTreeSet::new();
    let mut undated = BTreeSet::new();
    for practice in practices(reader, &meant, &[], &within, question.language)? {
        let told = beginnings(&practice, &mechanism.iri);
        if told.is_empty() {
            undated.insert(report(&practice, &mechanism.iri));
        } else {
            events.extend(told);
        }
    }
    Ok(Timeline {
        generation: reader.generation(),
        mechanism,
        events: events.into_iter().collect(),
        undated: undated.into_iter().collect(),
    })
}

/// What the claims of a fact date, each date of a kind once with all its words.
fn beginnings(practice: &Practice, asked: &str) -> Vec<Event> {
    let mut told: Vec<Event> = Vec::new();
    for claim in &practice.claims {
        let Some(time) = &claim.since else { continue };
        let status = claim.status.clone().unwrap_or_default();
        let usual = if status == Status::Piloted.as_str() { SinceKind::Pilot } else { SinceKind::Start };
        let kind = claim.since_kind.clone().unwrap_or_else(|| usual.as_str().to_owned());
        match told.iter_mut().find(|e| e.time.as_ref() == Some(time) && e.kind == kind) {
            Some(event) => event.claims.push(claim.clone()),
            None => told.push(event(practice, asked, Some(time.clone()), kind, status, vec![claim.clone()])),
        }
    }
    told
}

/// A fact without a beginning, at its first report.
fn report(practice: &Practice, asked: &str) -> Event {
    let first = practice.claims.iter().filter_map(|claim| claim.issued.clone()).min();
    let status = practice.status.clone();
    let claims = practice.claims.clone();
    event(practice, asked, first, "reported".to_owned(), status, claims)
}

fn event(
    practice: &Practice,
    asked: &str,
    time: Option<String>,
    kind: String,
    status: String,
    claims: Vec<Quote>,
) -> Event {
    Event {
        time,
        code: practice.code.clone(),
        name: practice.name.clone(),
        kind,
        status,
        via: (practice.mechanism != asked).then(|| practice.mechanism.clone()),
        label: practice.label.clone(),
        claims,
    }
}
