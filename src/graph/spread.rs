//! How a mechanism spread: down from the region above, or from region to region.
//!
//! Takes the facts about a mechanism, the tree of regions and who went where to learn; gives for each region the way
//! that the texts make likely, with the facts. Where they do not tell which came first, it says so.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::similar::Named;
use crate::error::Result;
use crate::model::{Coverage, Role};
use crate::query::Dataset;
use crate::query::Found;
use crate::query::adopted::{Practice, narrower, practices};
use crate::query::network::Units;
use crate::query::tie::{TieKind, ties};

/// How a mechanism spread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// The mechanism's IRI.
    pub mechanism: String,
    /// Its name.
    pub label: String,
    /// The regions of which something is said, by code: a region stands before those in it.
    pub regions: Vec<Arrival>,
}

/// A region and how the mechanism came there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrival {
    /// The region's fact, with its words; of several the farthest on.
    #[serde(flatten)]
    pub practice: Practice,
    /// How many regions of the answer it lies in.
    pub depth: usize,
    /// How it came.
    pub way: Way,
    /// From whom or beside whom: the region above, or those beside it.
    pub by: Vec<Named>,
    /// The facts of those.
    pub facts: Vec<String>,
}

/// How a mechanism came to a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Down: a region above instructs it, claims it for all below, named this one, or began earlier.
    Above,
    /// Up: it began here before the region above.
    Before,
    /// A region above has it too, and nothing tells which came first.
    Open,
    /// Sideways: no region above has it, one beside it or one it learned from does.
    Beside,
    /// Neither above nor beside is anything said of it.
    Alone,
    /// It is only planned, or was given up.
    NotDone,
}

impl Way {
    /// Its word in JSON and in the file of labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Above => "above",
            Self::Before => "before",
            Self::Open => "open",
            Self::Beside => "beside",
            Self::Alone => "alone",
            Self::NotDone => "not-done",
        }
    }
}

/// How a mechanism, with what is narrower, spread.
///
/// # Errors
/// Where the store cannot be read.
pub fn spread(
    reader: &dyn Dataset,
    found: &Found,
    within: Option<&NamedNode>,
    language: &str,
) -> Result<Spread> {
    let meant = std::iter::once(found.iri.clone()).chain(narrower(reader, &found.iri)?);
    let meant: Vec<Term> = meant.map(Term::from).collect();
    let within: Vec<Term> = within.cloned().map(Term::from).into_iter().collect();
    let units = Units::read(reader)?;
    // Who is outside of `within` still counts as above or as a place of learning.
    let all = farthest(practices(reader, &meant, &[], &[], language)?);
    let shown: BTreeSet<String> = if within.is_empty() {
        all.keys().cloned().collect()
    } else {
        farthest(practices(reader, &meant, &[], &within, language)?).into_keys().collect()
    };
    let mut learned: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for tie in ties(reader, language)?.into_iter().filter(|tie| tie.kind == TieKind::Learning) {
        learned.entry(tie.code).or_default().extend(tie.other_code);
    }
    let field = Field { all: &all, units: &units, learned: &learned };
    let regions = shown.iter().map(|code| Arrival {
        depth: units.above(code).filter(|unit| shown.contains(&unit.code)).count(),
        ..field.arrival(&all[code])
    });
    Ok(Spread {
        generation: reader.generation(),
        mechanism: found.iri.as_str().to_owned(),
        label: found.label.clone(),
        regions: regions.collect(),
    })
}

/// Of each region the fact that is farthest on.
fn farthest(practices: Vec<Practice>) -> BTreeMap<String, Practice> {
    let mut of: BTreeMap<String, Practice> = BTreeMap::new();
    for practice in practices {
        let far = |p: &Practice| (p.is_done(), p.coverage.is_some(), begun(p).is_some());
        match of.get(&practice.code) {
            Some(known) if far(known) >= far(&practice) => {}
            _ => {
                of.insert(practice.code.clone(), practice);
            }
        }
    }
    of
}

/// All that bears on how a mechanism came to a region.
struct Field<'a> {
    all: &'a BTreeMap<String, Practice>,
    units: &'a Units,
    learned: &'a BTreeMap<String, BTreeSet<String>>,
}

impl Field<'_> {
    fn arrival(&self, practice: &Practice) -> Arrival {
        let (way, by) = self.way(practice);
        let named = |p: &&Practice| Named { code: p.code.clone(), name: p.name.clone() };
        Arrival {
            practice: practice.clone(),
            depth: 0,
            way,
            facts: by.iter().map(|p| p.fact.clone()).collect(),
            by: by.iter().map(named).collect(),
        }
    }

    fn way(&self, own: &Practice) -> (Way, Vec<&Practice>) {
        if !own.is_done() {
            return (Way::NotDone, Vec::new());
        }
        let above = self.units.above(&own.code).filter_map(|unit| self.all.get(&unit.code));
        if let Some(above) = above.into_iter().find(|practice| practice.is_done()) {
            return (order(own, above), vec![above]);
        }
        let parent = self.units.named(&own.code).parent;
        let beside = self.all.values().filter(|other| {
            let sibling = parent.is_some() && self.units.named(&other.code).parent == parent;
            let teacher = self.learned.get(&own.code).is_some_and(|from| from.contains(&other.code));
            other.code != own.code && other.is_done() && (sibling || teacher)
        });
        let beside: Vec<&Practice> = beside.collect();
        (if beside.is_empty() { Way::Alone } else { Way::Beside }, beside)
    }
}

/// Which of a region and one above it came first, by dates, then by what each is to the mechanism.
fn order(own: &Practice, above: &Practice) -> Way {
    if let (Some(own), Some(above)) = (begun(own), begun(above)) {
        // To the precision that both have: 2023 is not before 2023-09.
        let precision = own.len().min(above.len());
        match own[..precision].cmp(&above[..precision]) {
            std::cmp::Ordering::Less => return Way::Before,
            std::cmp::Ordering::Greater => return Way::Above,
            std::cmp::Ordering::Equal => {}
        }
    }
    let role = |practice: &Practice, of: &[Role]| {
        practice.roles.iter().any(|role| of.iter().any(|known| known.as_str() == role))
    };
    let full = above.coverage.as_deref() == Some(Coverage::Full.as_str());
    let instructed = role(above, &[Role::Instructor, Role::Designator, Role::Owner]);
    if full || instructed || role(own, &[Role::PilotSite, Role::Host]) { Way::Above } else { Way::Open }
}

/// The earliest beginning that is told, for good or on trial.
fn begun(practice: &Practice) -> Option<&str> {
    [&practice.since, &practice.piloted_since].into_iter().filter_map(|date| date.as_deref()).min()
}
