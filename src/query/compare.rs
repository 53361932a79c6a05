//! Regions side by side: mechanism × region, each cell with its words or the reason why it is empty.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, Term};
use serde::Serialize;

use super::adopted::{Practice, Quote, add_quotes, narrower_of, practices};
use super::library::view;
use super::names::preferred;
use super::profile::{Number, headings, numbers_by_region};
use super::{Dataset, Found, Row, bind, rows};
use crate::error::Result;
use crate::model::{Coverage, Slug, Status};

/// How many functions mechanisms stand under; their numbers begin at 1.
pub const FUNCTIONS: u32 = 10;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The regions, in the order of the columns.
    pub regions: Vec<NamedNode>,
    /// Only these mechanisms and narrower ones; empty for all that one of the regions has.
    pub mechanisms: Vec<Found>,
    /// Only mechanisms under the functions of these numbers; empty for all.
    pub functions: Vec<u32>,
    /// Only mechanisms of the ontology, no candidates.
    pub known: bool,
    /// The language of labels.
    pub language: &'static str,
}

impl Question {
    /// Whether only some mechanisms are asked for: numbers answer no question about a mechanism or a function.
    fn is_of_mechanisms(&self) -> bool {
        !self.mechanisms.is_empty() || !self.functions.is_empty()
    }

    /// The facts of the comparison as a query, each once, to be asked of any store.
    ///
    /// # Errors
    /// None that is not ours: the query takes these parameters.
    pub fn sparql(&self) -> Result<String> {
        let regions = self.regions.iter().cloned().map(Term::from).collect();
        let mut functions = self.functions.clone();
        if self.known && functions.is_empty() {
            functions.extend(1..=FUNCTIONS);
        }
        let numbers = functions.iter().map(|n| Literal::new_simple_literal(n.to_string()).into()).collect();
        bind(view!("compared"), &[("region", regions), ("function", numbers)])
    }
}

/// The answer, in the shape of its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The regions, in the order asked.
    pub regions: Vec<Region>,
    /// Mechanisms that a region has, plans or gave up, by function; candidates last.
    pub mechanisms: Vec<Line>,
    /// Known indicators that a region gives a number for. Nothing ranks them: periods and scopes differ.
    pub observations: Vec<Measure>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Region {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How high it stands.
    pub level: Option<String>,
    /// How many articles report on it.
    pub articles: usize,
}

/// A mechanism over the regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The mechanism's IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// The function it stands under first.
    pub category: Option<String>,
    /// Whether it is a name outside the ontology: then the same name may be another thing in another region.
    pub candidate: bool,
    /// One for each region, in their order.
    pub cells: Vec<Cell>,
    /// The number of the function, for the order.
    #[serde(skip)]
    pub function: u32,
}

/// What a region has of a mechanism, or why nothing stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The region's code.
    pub region: String,
    /// The stage.
    pub status: Option<String>,
    /// How far below it reaches.
    pub coverage: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// How many independent origins say so.
    pub origins: Option<u32>,
    /// Why the region is not said to have it.
    pub empty: Option<Empty>,
    /// The narrower mechanism that stands for it.
    pub via: Option<String>,
    /// The fact it rests on: the region's own, or the superior's.
    #[serde(skip)]
    pub fact: Option<String>,
    /// At which tiers.
    #[serde(skip)]
    pub tier: Vec<String>,
    /// What the region is to it: `host`, `practitioner` …
    pub roles: Vec<String>,
    /// How hard the hardest of these words is, 0 to 5.
    pub hardness: usize,
    /// The words: the region's own, or the superior's.
    pub claims: Vec<Quote>,
}

/// Why a region is not said to have a mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Empty {
    /// No article of the store reports on the region.
    NoDocument,
    /// Articles report on it and do not say so.
    NothingFound,
    /// It intends to.
    OnlyPlanned,
    /// A region above claims it for all below.
    CoveredBySuperior,
    /// Its claims cannot all be so.
    Conflicting,
}

impl Empty {
    /// Its word in JSON and in the file of labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoDocument => "no-document",
            Self::NothingFound => "nothing-found",
            Self::OnlyPlanned => "only-planned",
            Self::CoveredBySuperior => "covered-by-superior",
            Self::Conflicting => "conflicting",
        }
    }
}

impl Cell {
    /// Whether this and `other` show the same to a reader.
    pub fn looks_like(&self, other: &Self) -> bool {
        (&self.status, &self.coverage, self.empty) == (&other.status, &other.coverage, other.empty)
    }
}

impl Line {
    /// Whether all regions show the same.
    pub fn is_level(&self) -> bool {
        self.cells.iter().all(|cell| cell.looks_like(&self.cells[0]))
    }

    /// How hard the hardest claim of one of the regions is.
    pub fn hardness(&self) -> usize {
        self.cells.iter().map(|cell| cell.hardness).max().unwrap_or(0)
    }
}

/// An indicator over the regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// The indicator's IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// One list of values for each region, in their order; most have none.
    pub cells: Vec<Values>,
}

/// The numbers that a region gives for an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Values {
    /// The region's code.
    pub region: String,
    /// The numbers with their words.
    pub values: Vec<Number>,
}

/// The regions that a store speaks of, in `within` but not itself, at a level (`county`) if one is given; by code.
///
/// # Errors
/// Where the store cannot be read.
pub fn spoken(
    reader: &dyn Dataset,
    within: Option<&NamedNode>,
    level: Option<&str>,
) -> Result<Vec<NamedNode>> {
    let within: Vec<Term> = within.cloned().map(Term::from).into_iter().collect();
    let rows = rows::view(reader, &bind(view!("spoken"), &[("within", within)])?)?;
    let of_level = rows.iter().filter(|row| level.is_none_or(|level| row.word("level") == Some(level)));
    let mut regions: Vec<NamedNode> = of_level
        .filter_map(|row| match row.term("region") {
            Some(Term::NamedNode(iri)) => Some(iri.clone()),
            _ => None,
        })
        .collect();
    regions.dedup();
    Ok(regions)
}

/// Compares regions.
///
/// # Errors
/// Where the store cannot be read.
pub fn compare(reader: &dyn Dataset, question: &Question) -> Result<Comparison> {
    let columns = columns(reader, &question.regions)?;
    let asked = question.mechanisms.iter().map(|m| m.iri.clone());
    let below_asked = narrower_of(reader, asked.clone().map(Term::from).collect())?;
    let wanted: BTreeSet<String> =
        asked.chain(below_asked.into_values().flatten()).map(NamedNode::into_string).collect();
    let mechanisms: Vec<Term> = wanted.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let practices = |regions: &[NamedNode]| {
        let regions: Vec<Term> = regions.iter().cloned().map(Term::from).collect();
        if regions.is_empty() {
            return Ok(Vec::new());
        }
        practices(reader, &mechanisms, &regions, &[], question.language)
    };
    let own = practices(&question.regions)?;
    let superiors = practices(&above(&columns))?;
    set_out(reader, question, columns, &own, superiors)
}

/// Like [`compare`] for all mechanisms, of facts that were read before: without the hardness of claims, of which the
/// reading takes the most time.
///
/// # Errors
/// Where the store cannot be read.
pub fn of_facts(reader: &dyn Dataset, question: &Question, facts: &[Practice]) -> Result<Comparison> {
    let columns = columns(reader, &question.regions)?;
    let quoted = |regions: &[NamedNode]| -> Result<Vec<Practice>> {
        let codes: BTreeSet<&str> = regions.iter().map(code_of).collect();
        let mut own: Vec<Practice> =
            facts.iter().filter(|p| codes.contains(p.code.as_str())).cloned().collect();
        if own.is_empty() {
            return Ok(own);
        }
        let named: BTreeSet<&str> = own.iter().map(|p| p.mechanism.as_str()).collect();
        let named = named.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
        let labels = preferred(reader, named, question.language)?;
        for practice in &mut own {
            practice.label = labels.get(&practice.mechanism).unwrap_or(&practice.mechanism).clone();
        }
        let regions = regions.iter().cloned().map(Term::from).collect();
        add_quotes(reader, &mut own, &[("region", regions)])?;
        Ok(own)
    };
    let own = quoted(&question.regions)?;
    let superiors = quoted(&above(&columns))?;
    set_out(reader, question, columns, &own, superiors)
}

/// The units that regions lie in.
fn above(columns: &[Column]) -> Vec<NamedNode> {
    let above: BTreeSet<&NamedNode> = columns.iter().flat_map(|c| &c.above).collect();
    above.into_iter().cloned().collect()
}

fn code_of(region: &NamedNode) -> &str {
    region.as_str().rsplit('/').next().unwrap_or_default()
}

/// The answer from the facts of the regions and of those above them.
fn set_out(
    reader: &dyn Dataset,
    question: &Question,
    columns: Vec<Column>,
    own: &[Practice],
    mut superiors: Vec<Practice>,
) -> Result<Comparison> {
    let full = Some(Coverage::Full.as_str());
    superiors.retain(|p| p.coverage.as_deref() == full && p.is_done());
    let facts = Facts { own: index(own), above: index(&superiors) };

    let mut rows: BTreeMap<&str, &str> =
        own.iter().map(|p| (p.mechanism.as_str(), p.label.as_str())).collect();
    // What was asked for by name has its line, though no region has it.
    rows.extend(question.mechanisms.iter().map(|m| (m.iri.as_str(), m.label.as_str())));
    let under = headings(reader, &rows.keys().copied().collect(), question.language)?;
    let mut below = narrower_of(reader, rows.keys().map(|i| NamedNode::new_unchecked(*i).into()).collect())?;
    let mut lines = Vec::new();
    for (iri, label) in rows {
        let candidate = is_candidate(iri);
        let mut places = under.get(iri).into_iter().flatten();
        let place = places.find(|(n, _)| question.functions.is_empty() || question.functions.contains(n));
        if (question.known && candidate) || (!question.functions.is_empty() && place.is_none()) {
            continue;
        }
        let below = below.remove(iri).unwrap_or_default();
        lines.push(Line {
            iri: iri.to_owned(),
            label: label.to_owned(),
            category: place.and_then(|(_, label)| label.clone()),
            candidate,
            cells: columns.iter().map(|column| facts.cell(column, iri, &below)).collect(),
            function: place.map_or(u32::MAX, |(n, _)| *n),
        });
    }
    // What most of the regions have stands first under its function: there they compare best.
    let order = |line: &Line| {
        let filled = line.cells.iter().filter(|cell| cell.status.is_some()).count();
        (line.candidate, line.function, std::cmp::Reverse(filled))
    };
    lines.sort_by(|a, b| (order(a), &a.label, &a.iri).cmp(&(order(b), &b.label, &b.iri)));
    Ok(Comparison {
        generation: reader.generation(),
        observations: if question.is_of_mechanisms() {
            Vec::new()
        } else {
            measures(reader, &columns, question)?
        },
        regions: columns.into_iter().map(|c| c.region).collect(),
        mechanisms: lines,
    })
}

fn is_candidate(mechanism: &str) -> bool {
    mechanism.rsplit('/').next().and_then(Slug::new).is_some_and(|slug| slug.is_candidate())
}

/// A region with what it lies in.
struct Column {
    region: Region,
    iri: NamedNode,
    above: Vec<NamedNode>,
}

fn columns(reader: &dyn Dataset, regions: &[NamedNode]) -> Result<Vec<Column>> {
    let mut articles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows::view(reader, view!("article"))?.iter() {
        articles.entry(row.owned("region")).or_default().insert(row.owned("article"));
    }
    let of: Vec<Term> = regions.iter().cloned().map(Term::from).collect();
    let units = rows::view(reader, &bind(view!("region"), &[("region", of)])?)?;
    let mut lineages: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for row in units.iter() {
        lineages.entry(row.text("region").unwrap_or_default()).or_default().push(row);
    }
    let mut columns = Vec::with_capacity(regions.len());
    for iri in regions {
        let lineage = lineages.get(iri.as_str()).map(Vec::as_slice).unwrap_or_default();
        let own = lineage.iter().find(|row| row.text("unit") == Some(iri.as_str()));
        let above = lineage.iter().filter_map(|row| match row.term("unit") {
            Some(Term::NamedNode(unit)) if unit != iri => Some(unit.clone()),
            _ => None,
        });
        columns.push(Column {
            region: Region {
                code: own.map(|row| row.owned("code")).unwrap_or_default(),
                name: own.map(|row| row.owned("name")).unwrap_or_default(),
                level: own.and_then(|row| row.word("level").map(str::to_owned)),
                articles: articles.get(iri.as_str()).map_or(0, BTreeSet::len),
            },
            iri: iri.clone(),
            above: above.collect(),
        });
    }
    Ok(columns)
}

/// Facts by the code of their region and their mechanism.
type Index<'a> = BTreeMap<(&'a str, &'a str), &'a Practice>;

fn index(practices: &[Practice]) -> Index<'_> {
    practices.iter().map(|p| ((p.code.as_str(), p.mechanism.as_str()), p)).collect()
}

/// Facts of the regions, and those of regions above them that reach everywhere.
struct Facts<'a> {
    own: Index<'a>,
    above: Index<'a>,
}

impl Facts<'_> {
    /// The cell of a region and a mechanism: its own fact, else that of a narrower mechanism, else a superior's, else
    /// why there is none.
    fn cell(&self, column: &Column, mechanism: &str, below: &[NamedNode]) -> Cell {
        let code = column.region.code.as_str();
        let own = self.own.get(&(code, mechanism)).copied();
        let narrower = below.iter().filter_map(|iri| self.own.get(&(code, iri.as_str())).copied());
        // Of narrower ones the farthest on: what is done before what is planned.
        let narrower = narrower.max_by_key(|p| (p.is_done(), p.status.parse::<Status>().ok()));
        let narrower = narrower.filter(|p| p.is_done() && !own.is_some_and(Practice::is_done));
        if let Some(practice) = narrower.or(own) {
            let empty = match (practice.status.parse(), &practice.conflict) {
                (Ok(Status::Planned), _) => Some(Empty::OnlyPlanned),
                (Ok(Status::Discontinued), Some(_)) => Some(Empty::Conflicting),
                _ => None,
            };
            return filled(code, practice, empty, narrower.map(|p| p.mechanism.clone()));
        }
        let superior = column.above.iter().rev().find_map(|unit| {
            let mut all = std::iter::once(mechanism).chain(below.iter().map(NamedNode::as_str));
            all.find_map(|iri| self.above.get(&(code_of(unit), iri)))
        });
        if let Some(practice) = superior {
            return Cell {
                fact: Some(practice.fact.clone()),
                hardness: practice.hardness,
                claims: practice.claims.clone(),
                ..empty(code, Empty::CoveredBySuperior)
            };
        }
        empty(code, if column.region.articles == 0 { Empty::NoDocument } else { Empty::NothingFound })
    }
}

fn empty(code: &str, why: Empty) -> Cell {
    Cell {
        region: code.to_owned(),
        status: None,
        coverage: None,
        since: None,
        origins: None,
        empty: Some(why),
        via: None,
        fact: None,
        tier: Vec::new(),
        roles: Vec::new(),
        hardness: 0,
        claims: Vec::new(),
    }
}

fn filled(code: &str, practice: &Practice, empty: Option<Empty>, via: Option<String>) -> Cell {
    Cell {
        region: code.to_owned(),
        status: Some(practice.status.clone()),
        coverage: practice.coverage.clone(),
        since: practice.since.clone(),
        origins: practice.origins,
        empty,
        via,
        fact: Some(practice.fact.clone()),
        tier: practice.tier.clone(),
        roles: practice.roles.clone(),
        hardness: practice.hardness,
        claims: practice.claims.clone(),
    }
}

/// The known indicators for which one of the regions gives a number.
fn measures(reader: &dyn Dataset, columns: &[Column], question: &Question) -> Result<Vec<Measure>> {
    let regions: Vec<Term> = columns.iter().map(|c| c.iri.clone().into()).collect();
    if regions.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: BTreeMap<String, BTreeMap<String, Vec<Number>>> = BTreeMap::new();
    for (region, number) in numbers_by_region(reader, &[("region", regions)])? {
        if let Some(concept) = number.concept.clone() {
            values.entry(concept).or_default().entry(region).or_default().push(number);
        }
    }
    let concepts: Vec<Term> = values.keys().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, concepts, question.language)?;
    let mut measures: Vec<Measure> = values
        .into_iter()
        .map(|(iri, mut of)| Measure {
            label: labels.get(&iri).cloned().unwrap_or_else(|| iri.clone()),
            cells: columns
                .iter()
                .map(|c| Values {
                    region: c.region.code.clone(),
                    values: of.remove(c.iri.as_str()).unwrap_or_default(),
                })
                .collect(),
            iri,
        })
        .collect();
    measures.sort_by(|a, b| (&a.label, &a.iri).cmp(&(&b.label, &b.iri)));
    Ok(measures)
}
