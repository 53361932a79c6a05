//! A region and a mechanism, and all that bears on them: who is above, beside and below, who does it elsewhere, with what
//! numbers and documents, and what others do besides.

use std::collections::BTreeSet;

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::adopted::{self, Mechanism, Practice, Quote, adopted};
use super::compare::{self, Cell, Line, Region, compare, spoken};
use super::library::view;
use super::profile::{Number, headings, numbers_by_region};
use super::{Dataset, Found, bind, rows};
use crate::error::Result;
use crate::model::Status;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The region.
    pub region: Found,
    /// The mechanism; narrower ones count.
    pub mechanism: Found,
    /// The language of labels.
    pub language: &'static str,
}

/// What a briefing rests on, in the shape of its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The mechanism, and the narrower ones that count as it.
    pub mechanism: Mechanism,
    /// The function of congress work that it stands under first.
    pub function: Option<String>,
    /// The region.
    pub own: Stand,
    /// The units that it lies in, the highest first.
    pub above: Vec<Stand>,
    /// The units of its level in the same unit, as far as the store speaks of them, by code.
    pub beside: Vec<Stand>,
    /// The units in it, likewise.
    pub below: Vec<Stand>,
    /// Who practises it elsewhere: those of the region's level first, and of these the hardest claims.
    pub elsewhere: Vec<Practice>,
    /// What is counted of it, the region's own numbers first.
    pub numbers: Vec<Counted>,
    /// What others who practise it do under the same function, and the region is not said to do.
    pub besides: Vec<Line>,
    /// The regions of the cells of `besides`, in their order; the first is the region asked for.
    pub others: Vec<Region>,
}

/// How a region stands to the mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// The region.
    pub region: Region,
    /// What it has, or why nothing is there.
    pub cell: Cell,
    /// The fact behind it: its own, else that of the narrower mechanism farthest on.
    pub practice: Option<Practice>,
}

/// A number of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The region's code.
    pub code: String,
    /// The region's name.
    pub region: String,
    /// The number.
    #[serde(flatten)]
    pub number: Number,
}

/// With how many others a region is held for what they do besides.
const COMPANIONS: usize = 8;

impl Stand {
    /// Whether something is done or on trial there, by its own words.
    pub fn is_done(&self) -> bool {
        let stage = self.cell.status.as_deref().and_then(|status| status.parse().ok());
        matches!(stage, Some(Status::Piloted | Status::Adopted))
    }
}

impl Brief {
    /// All facts about the mechanism that the briefing speaks of: the region's, those around it, those elsewhere.
    pub fn practices(&self) -> impl Iterator<Item = &Practice> {
        let near = [&self.above, &self.beside, &self.below];
        let near = std::iter::once(&self.own).chain(near.into_iter().flatten());
        near.filter_map(|stand| stand.practice.as_ref()).chain(&self.elsewhere)
    }

    /// All quotes of the briefing: where it comes from.
    pub fn quotes(&self) -> impl Iterator<Item = &Quote> {
        let cells = self.besides.iter().flat_map(|line| &line.cells);
        let covering = std::iter::once(&self.own).chain(&self.beside).chain(&self.below);
        (self.practices().flat_map(|practice| &practice.claims))
            .chain(self.numbers.iter().map(|counted| &counted.number.quote))
            .chain(cells.chain(covering.map(|stand| &stand.cell)).flat_map(|cell| &cell.claims))
    }
}

/// Gathers a briefing.
///
/// # Errors
/// Where the store cannot be read.
pub fn brief(reader: &dyn Dataset, question: &Question) -> Result<Brief> {
    let answer = adopted(
        reader,
        &adopted::Question {
            mechanism: question.mechanism.clone(),
            within: None,
            status: Vec::new(),
            since: None,
            exact: false,
            language: question.language,
        },
    )?;
    let mut facts: Vec<Practice> =
        answer.regions.into_iter().chain(answer.planned).chain(answer.discontinued).collect();
    let around = Around::of(reader, &question.region.iri)?;
    let mut stands = stands(reader, question, &around, &facts)?;
    let own = stands.remove(0);
    let below = stands.split_off(around.above.len() + around.beside.len());
    let beside = stands.split_off(around.above.len());
    let level = own.region.level.clone();

    let near: BTreeSet<&str> = std::iter::once(&own)
        .chain(stands.iter().chain(&beside).chain(&below))
        .map(|stand| stand.region.code.as_str())
        .collect();
    facts.retain(|practice| !near.contains(practice.code.as_str()) && practice.is_done());
    facts.sort_by_key(|practice| (practice.level != level, std::cmp::Reverse(practice.hardness)));
    // A region that has a mechanism and a narrower one is one region that does it.
    let mut seen = BTreeSet::new();
    facts.retain(|practice| seen.insert(practice.code.clone()));

    let under = headings(reader, &BTreeSet::from([answer.mechanism.iri.as_str()]), question.language)?;
    let place = under.into_values().flatten().next();
    // Its like first: what a city does a county may not be able to.
    let done = |stands: &[Stand]| -> Vec<String> {
        stands.iter().filter(|stand| stand.is_done()).map(|stand| stand.region.code.clone()).collect()
    };
    let elsewhere = facts.iter().map(|practice| practice.code.clone());
    let doing: Vec<String> = done(&beside).into_iter().chain(elsewhere).chain(done(&stands)).collect();
    let (others, besides) = match &place {
        Some((function, _)) => companions(reader, question, &answer.mechanism, *function, &doing)?,
        None => (Vec::new(), Vec::new()),
    };
    let codes = std::iter::once(&own).chain(&stands).chain(&beside).chain(&below);
    let codes = codes.map(|stand| &stand.region.code).chain(&doing).cloned().collect();
    Ok(Brief {
        generation: reader.generation(),
        numbers: numbers(reader, &answer.mechanism, &codes, &own.region.code)?,
        function: place.and_then(|(_, label)| label),
        mechanism: answer.mechanism,
        own,
        above: stands,
        beside,
        below,
        elsewhere: facts,
        besides,
        others,
    })
}

/// The units around a region.
struct Around {
    above: Vec<NamedNode>,
    beside: Vec<NamedNode>,
    below: Vec<NamedNode>,
}

impl Around {
    fn of(reader: &dyn Dataset, region: &NamedNode) -> Result<Self> {
        let rows = rows::view(reader, &bind(view!("region"), &[("region", vec![region.clone().into()])])?)?;
        let mut above = Vec::new();
        let mut level = None;
        for row in rows.iter() {
            match row.term("unit") {
                Some(Term::NamedNode(unit)) if unit != region => above.push(unit.clone()),
                _ => level = row.word("level"),
            }
        }
        let mut beside = match above.last() {
            Some(parent) => spoken(reader, Some(parent), level)?,
            None => spoken(reader, None, level)?,
        };
        beside.retain(|unit| unit != region);
        Ok(Self { above, beside, below: spoken(reader, Some(region), None)? })
    }
}

/// How the region and those around it stand: itself, above, beside, below.
fn stands(
    reader: &dyn Dataset,
    question: &Question,
    around: &Around,
    facts: &[Practice],
) -> Result<Vec<Stand>> {
    let regions = std::iter::once(&question.region.iri);
    let regions = regions.chain(&around.above).chain(&around.beside).chain(&around.below);
    let comparison = compare(
        reader,
        &compare::Question {
            regions: regions.cloned().collect(),
            mechanisms: vec![question.mechanism.clone()],
            functions: Vec::new(),
            known: false,
            language: question.language,
        },
    )?;
    let iri = question.mechanism.iri.as_str();
    let cells = comparison.mechanisms.into_iter().find(|line| line.iri == iri).map(|line| line.cells);
    let stand = |(region, cell): (Region, Cell)| {
        let meant = cell.via.as_deref().unwrap_or(iri);
        let fact = facts.iter().find(|fact| fact.code == region.code && fact.mechanism == meant);
        Stand { practice: fact.cloned(), region, cell }
    };
    Ok(comparison.regions.into_iter().zip(cells.into_iter().flatten()).map(stand).collect())
}

/// What others who practise the mechanism do under its function, and the region is not said to do: what most do first.
fn companions(
    reader: &dyn Dataset,
    question: &Question,
    mechanism: &Mechanism,
    function: u32,
    doing: &[String],
) -> Result<(Vec<Region>, Vec<Line>)> {
    let mut seen = BTreeSet::new();
    let others = doing.iter().filter(|code| seen.insert(code.as_str())).take(COMPANIONS);
    let others = others.map(|code| NamedNode::new_unchecked(format!("{}region/{code}", super::BASE)));
    let comparison = compare(
        reader,
        &compare::Question {
            regions: std::iter::once(question.region.iri.clone()).chain(others).collect(),
            mechanisms: Vec::new(),
            functions: vec![function],
            known: true,
            language: question.language,
        },
    )?;
    let mut lines = comparison.mechanisms;
    lines.retain(|line| {
        let asked = line.iri == mechanism.iri || mechanism.includes.contains(&line.iri);
        !asked && line.cells.first().is_some_and(|own| own.status.is_none())
    });
    Ok((comparison.regions, lines))
}

/// What is counted of the mechanism in these regions.
fn numbers(
    reader: &dyn Dataset,
    mechanism: &Mechanism,
    codes: &BTreeSet<String>,
    own: &str,
) -> Result<Vec<Counted>> {
    let node = |iri: &String| Term::from(NamedNode::new_unchecked(iri));
    let meant = std::iter::once(&mechanism.iri).chain(&mechanism.includes).map(node).collect();
    let rows = rows::view(reader, &bind(view!("counted"), &[("mechanism", meant)])?)?;
    let counting: BTreeSet<&str> = rows.iter().filter_map(|row| row.text("indicator")).collect();
    let regions: Vec<Term> =
        codes.iter().map(|code| node(&format!("{}region/{code}", super::BASE))).collect();
    let mut numbers = Vec::new();
    for (region, number) in numbers_by_region(reader, &[("region", regions.clone())])? {
        if number.concept.as_deref().is_some_and(|concept| counting.contains(concept)) {
            let code = region.rsplit('/').next().unwrap_or_default().to_owned();
            numbers.push(Counted { region: String::new(), code, number });
        }
    }
    numbers.sort_by_key(|counted| (counted.code != own, counted.code.clone()));
    let units = rows::view(reader, &bind(view!("region"), &[("region", regions)])?)?;
    for counted in &mut numbers {
        let unit = units.iter().find(|row| row.text("code") == Some(counted.code.as_str()));
        counted.region = unit.map_or_else(|| counted.code.clone(), |row| row.owned("name"));
    }
    Ok(numbers)
}
