//! Profiles: all that the store says of a region, a mechanism or a statute.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::adopted::{Practice, Quote, practices, quote};
use super::library::view;
use super::names::{Found, Statute, preferred};
use super::{Dataset, bind, rows};
use crate::error::Result;

/// A heading of the ontology and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Function {
    /// Its name; `None` for what stands under none, as candidates do.
    pub label: Option<String>,
    /// A region's mechanisms under it.
    pub practices: Vec<Entry>,
}

/// A mechanism of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The mechanism's IRI.
    pub mechanism: String,
    /// Its name.
    pub label: String,
    /// What holds.
    #[serde(flatten)]
    pub practice: Practice,
}

/// A number with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Number {
    /// What was counted, as the text says.
    pub indicator: String,
    /// The concept counted, where it is a known one.
    pub concept: Option<String>,
    /// The value.
    pub value: String,
    /// Its unit.
    pub unit: Option<String>,
    /// How exact it is meant.
    pub bound: Option<String>,
    /// The time it covers.
    pub period: Option<String>,
    /// The scope word.
    pub scope: Option<String>,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
}

/// An act on a statute with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Act {
    /// Who acts, by code.
    pub code: String,
    /// Who acts, by name.
    pub region: String,
    /// The statute's title.
    pub statute: String,
    /// The statute's IRI.
    #[serde(skip)]
    pub iri: String,
    /// What is done.
    pub relation: String,
    /// When.
    pub time: Option<String>,
    /// The words.
    #[serde(flatten)]
    pub quote: Quote,
}

/// A region's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegionProfile {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How high it stands.
    pub level: Option<String>,
    /// The names of the units it lies in, the highest first.
    pub within: Vec<String>,
    /// How many articles report on it.
    pub articles: usize,
    /// Its mechanisms by function.
    pub functions: Vec<Function>,
    /// Its numbers.
    pub observations: Vec<Number>,
    /// Its acts on statutes.
    pub statutes: Vec<Act>,
}

impl RegionProfile {
    /// Whether the store says nothing of it.
    pub fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.observations.is_empty() && self.statutes.is_empty()
    }
}

/// All that the store says of a region.
///
/// # Errors
/// Where the store cannot be read.
pub fn region(reader: &dyn Dataset, region: &Found, language: &str) -> Result<RegionProfile> {
    let term = vec![Term::from(region.iri.clone())];
    let of = [("region", term.clone())];
    let lineage = rows::view(reader, &bind(view!("region"), &of)?)?;
    let own = lineage.iter().find(|row| row.text("unit") == Some(region.iri.as_str()));
    let homes = rows::view(reader, view!("article"))?;
    let articles: BTreeSet<_> = homes
        .iter()
        .filter(|row| row.text("region") == Some(region.iri.as_str()))
        .filter_map(|row| row.text("article"))
        .collect();
    Ok(RegionProfile {
        generation: reader.generation(),
        code: own.map(|row| row.owned("code")).unwrap_or_default(),
        name: region.label.clone(),
        level: own.and_then(|row| row.word("level").map(str::to_owned)),
        within: lineage
            .iter()
            .filter(|row| row.text("unit") != Some(region.iri.as_str()))
            .map(|row| row.owned("name"))
            .collect(),
        articles: articles.len(),
        functions: functions(reader, practices(reader, &[], &term, &[], language)?, language)?,
        observations: numbers(reader, &of)?,
        statutes: acts(reader, &of)?,
    })
}

/// Mechanisms under the functions of the ontology, in the ontology's order; one of two functions stands under both.
fn functions(reader: &dyn Dataset, practices: Vec<Practice>, language: &str) -> Result<Vec<Function>> {
    let meant = practices.iter().map(|p| p.mechanism.as_str()).collect();
    let under = headings(reader, &meant, language)?;
    let mut groups: BTreeMap<(u32, Option<String>), Vec<Entry>> = BTreeMap::new();
    for practice in practices {
        let nowhere = || vec![(u32::MAX, None)];
        for place in under.get(&practice.mechanism).cloned().unwrap_or_else(nowhere) {
            groups.entry(place).or_default().push(Entry {
                mechanism: practice.mechanism.clone(),
                label: practice.label.clone(),
                practice: practice.clone(),
            });
        }
    }
    Ok(groups.into_iter().map(|((_, label), practices)| Function { label, practices }).collect())
}

/// The functions that a mechanism stands under: their numbers and names, in their order.
pub type Headings = Vec<(u32, Option<String>)>;

/// The headings of mechanisms by their IRIs. Candidates stand under none.
///
/// # Errors
/// Where the store cannot be read.
pub fn headings(
    reader: &dyn Dataset,
    mechanisms: &BTreeSet<&str>,
    language: &str,
) -> Result<BTreeMap<String, Headings>> {
    let mut under: BTreeMap<String, Headings> = BTreeMap::new();
    if mechanisms.is_empty() {
        return Ok(under);
    }
    let meant: Vec<Term> = mechanisms.iter().map(|iri| NamedNode::new_unchecked(*iri).into()).collect();
    let rows = rows::view(reader, &bind(view!("function"), &[("mechanism", meant)])?)?;
    let functions: BTreeSet<&str> = rows.iter().filter_map(|row| row.text("function")).collect();
    let functions = functions.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, functions, language)?;
    for row in rows.iter() {
        let number = row.number("notation").unwrap_or(u32::MAX);
        let label = row.text("function").and_then(|iri| labels.get(iri).cloned());
        under.entry(row.owned("mechanism")).or_default().push((number, label));
    }
    Ok(under)
}

fn numbers(reader: &dyn Dataset, of: &[(&str, Vec<Term>)]) -> Result<Vec<Number>> {
    Ok(numbers_by_region(reader, of)?.into_iter().map(|(_, number)| number).collect())
}

/// Numbers, each with the IRI of its region, in the order of articles and text.
pub(super) fn numbers_by_region(
    reader: &dyn Dataset,
    of: &[(&str, Vec<Term>)],
) -> Result<Vec<(String, Number)>> {
    let rows = rows::view(reader, &bind(view!("observation"), of)?)?;
    let mut seen = BTreeSet::new();
    Ok(rows
        .iter()
        .filter(|row| seen.insert(row.owned("observation")))
        .map(|row| {
            let owned = |column| row.text(column).map(str::to_owned);
            let number = Number {
                indicator: row.owned("text"),
                concept: owned("indicator"),
                value: row.owned("value"),
                unit: owned("unit"),
                bound: owned("bound"),
                period: owned("period"),
                scope: owned("scope"),
                quote: Quote {
                    surface: owned("text"),
                    extent: None,
                    status: None,
                    ..quote(&row, "observation")
                },
            };
            (row.owned("region"), number)
        })
        .collect())
}

fn acts(reader: &dyn Dataset, of: &[(&str, Vec<Term>)]) -> Result<Vec<Act>> {
    let rows = rows::view(reader, &bind(view!("statute-action"), of)?)?;
    let mut seen = BTreeSet::new();
    Ok(rows
        .iter()
        .filter(|row| seen.insert(row.owned("action")))
        .map(|row| Act {
            code: row.owned("code"),
            region: row.owned("name"),
            statute: row.owned("statuteTitle"),
            iri: row.owned("statute"),
            relation: row.word("relation").unwrap_or_default().to_owned(),
            time: row.text("time").map(str::to_owned),
            quote: Quote { surface: row.text("statuteTitle").map(str::to_owned), ..quote(&row, "action") },
        })
        .collect())
}

/// A mechanism's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MechanismProfile {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// Whether it is a name outside the ontology, which may mean different things in different regions.
    pub candidate: bool,
    /// Its other names.
    pub also: Vec<String>,
    /// What it stands directly under.
    pub broader: Vec<String>,
    /// What stands under it.
    pub narrower: Vec<String>,
}

/// What the store knows of a mechanism itself; who practises it is [`super::adopted::adopted`]'s to say.
///
/// # Errors
/// Where the store cannot be read.
pub fn mechanism(reader: &dyn Dataset, found: &Found, language: &str) -> Result<MechanismProfile> {
    let term = vec![Term::from(found.iri.clone())];
    let of = [("mechanism", term.clone())];
    let labels = rows::view(reader, &bind(view!("mechanism-label"), &of)?)?;
    let label =
        preferred(reader, term, language)?.remove(found.iri.as_str()).unwrap_or_else(|| found.label.clone());
    // Hidden labels are misprints and fragments: they lead here and are never shown.
    let also: BTreeSet<String> = labels
        .iter()
        .filter(|row| row.number::<u8>("rank").is_some_and(|rank| rank < 3))
        .map(|row| row.owned("label"))
        .filter(|other| *other != label)
        .collect();
    let broader = rows::view(reader, &bind(view!("broader"), &of)?)?;
    let broader = broader.iter().filter_map(|row| row.term("broader").cloned()).collect();
    let narrower: Vec<Term> =
        super::adopted::narrower(reader, &found.iri)?.into_iter().map(Term::from).collect();
    Ok(MechanismProfile {
        iri: found.iri.as_str().to_owned(),
        candidate: labels.iter().any(|row| row.is_true("candidate")),
        label,
        also: also.into_iter().collect(),
        broader: preferred(reader, broader, language)?.into_values().collect(),
        narrower: preferred(reader, narrower, language)?.into_values().collect(),
    })
}

/// A statute's profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatuteProfile {
    /// Its IRI.
    pub iri: String,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// What regions do with it.
    pub acts: Vec<Act>,
}

/// All that the store says of a statute.
///
/// # Errors
/// Where the store cannot be read.
pub fn statute(reader: &dyn Dataset, statute: &Statute) -> Result<StatuteProfile> {
    Ok(StatuteProfile {
        iri: statute.iri.as_str().to_owned(),
        title: statute.title.clone(),
        owner: statute.owner.clone(),
        acts: acts(reader, &[("statute", vec![statute.iri.clone().into()])])?,
    })
}
