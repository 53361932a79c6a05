//! What is to be compared, as the address says it: regions by any of their names, functions, and how to set them out.
//!
//! Takes a request. Gives the regions by their codes, what the names that mean none or several may mean, and the address
//! that says the same. Never guesses silently.

use std::collections::BTreeSet;

use super::super::Snapshot;
use super::super::index::{Entry, Fit, Kind};
use super::view::View;
use crate::error::Result;
use crate::query::catalogue::Catalogue;
use crate::query::compare::FUNCTIONS;
use crate::query::{BASE, region_if_known};
use crate::text::fold;

/// How many regions are compared at once.
pub(super) const REGIONS: usize = 300;
/// Up to how many regions candidates are shown: names that one region alone has say nothing beside many.
pub(super) const FEW: usize = 20;
/// How many unclear names are looked into.
const UNCLEAR: usize = 8;
/// The longest name that is looked into, in characters.
const LONGEST: usize = 40;

/// What is to be compared.
#[derive(Debug, Clone, Default)]
pub(super) struct Choice {
    /// The codes of regions that were named, each once.
    pub(super) named: Vec<String>,
    /// How many names were too many to be looked into.
    pub(super) over: usize,
    /// The code of the region of which all below are meant.
    pub(super) within: Option<String>,
    /// Of those below only this level.
    pub(super) level: Option<&'static str>,
    /// The numbers of functions, ascending; none for all.
    pub(super) functions: BTreeSet<u32>,
    /// Whether lines in which all regions are alike are left out.
    pub(super) differences: bool,
    /// Whether regions stand in rows.
    pub(super) transposed: bool,
    /// Whether names outside the ontology are wanted.
    pub(super) candidates: bool,
}

/// A name that was typed, and what it may mean.
#[derive(Debug)]
pub(super) enum Told<'a> {
    /// It was taken as the region of this code, though it may mean another.
    Taken(String, String),
    /// Several regions bear it.
    Several(String, Vec<&'a Entry>),
    /// None bears it; these are called nearly so.
    None(String, Vec<&'a Entry>),
}

/// What a name means: the code of a region, if it is clear, and what must be told of it.
type Meaning<'a> = (Option<String>, Option<Told<'a>>);

/// The levels of regions.
pub(super) const LEVELS: [&str; 4] = ["province", "prefecture", "county", "township"];

impl Choice {
    /// As an address says it, with what must be told of the names in it.
    pub(super) fn read<'a>(view: &View, snapshot: &'a Snapshot) -> Result<(Self, Vec<Told<'a>>)> {
        let mut choice = Self {
            level: LEVELS.into_iter().find(|level| view.get("level") == Some(level)),
            functions: view
                .all("function")
                .filter_map(|number| number.parse().ok())
                .filter(|number| (1..=FUNCTIONS).contains(number))
                .collect(),
            differences: view.get("differences").is_some(),
            transposed: view.get("transpose").is_some(),
            candidates: view.get("candidates").is_some(),
            ..Self::default()
        };
        let mut told = Vec::new();
        let mut meaning = |typed: &str| -> Result<Option<String>> {
            let deep = told.len() < UNCLEAR && typed.chars().count() <= LONGEST;
            let (code, tell) = meaning(snapshot, typed, deep)?;
            told.extend(tell);
            Ok(code)
        };
        let mut seen = BTreeSet::new();
        let separates = |c: char| c.is_whitespace() || ",;\u{3001}\u{FF0C}\u{FF1B}".contains(c);
        let typed =
            view.all("region").flat_map(|names| names.split(separates)).filter(|name| !name.is_empty());
        let typed: Vec<&str> = typed.collect();
        choice.over = typed.len().saturating_sub(REGIONS);
        for name in typed.into_iter().take(REGIONS) {
            let code = meaning(name)?;
            choice.named.extend(code.filter(|code| seen.insert(code.clone())));
        }
        choice.within = view.get("within").map(meaning).transpose()?.flatten();
        Ok((choice, told))
    }

    /// The codes of all regions: those named, then those of the store that lie where it is said, and how many are
    /// left out.
    pub(super) fn regions(&self, catalogue: &Catalogue) -> (Vec<String>, usize) {
        let mut regions = self.named.clone();
        if self.within.is_some() || self.level.is_some() {
            let inside = |code: &&String| {
                let unit = catalogue.units.get(code);
                let within = self
                    .within
                    .as_ref()
                    .is_none_or(|within| within != *code && catalogue.units.is_within(code, within));
                let of_level =
                    self.level.is_none_or(|level| unit.and_then(|unit| unit.level.as_deref()) == Some(level));
                within && of_level && !self.named.contains(code)
            };
            regions.extend(catalogue.regions.keys().filter(inside).cloned());
        }
        let over = self.over + regions.len().saturating_sub(REGIONS);
        regions.truncate(REGIONS);
        (regions, over)
    }

    /// The address that says so.
    pub(super) fn address(&self, view: &View) -> String {
        let pairs = self.pairs();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        view.ask("/compare", &pairs)
    }

    /// With another region, for a link.
    pub(super) fn with(&self, code: &str) -> Self {
        let mut choice = self.clone();
        choice.named.push(code.to_owned());
        choice
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.named.is_empty() {
            pairs.push(("region", self.named.join(" ")));
        }
        pairs.extend(self.within.clone().map(|within| ("within", within)));
        pairs.extend(self.level.map(|level| ("level", level.to_owned())));
        pairs.extend(self.functions.iter().map(|number| ("function", number.to_string())));
        pairs.extend(self.kept().map(|name| (name, "1".to_owned())));
        pairs
    }

    /// The names of what is set out otherwise than usual.
    pub(super) fn kept(&self) -> impl Iterator<Item = &'static str> {
        let set = [
            ("differences", self.differences),
            ("transpose", self.transposed),
            ("candidates", self.candidates),
        ];
        set.into_iter().filter(|(_, set)| *set).map(|(name, _)| name)
    }
}

/// What a name means, as the commands take it: a code; a name of several regions is that of the only one of which the
/// store speaks. More than the commands it takes the beginning of a name, and pinyin.
fn meaning<'a>(snapshot: &'a Snapshot, typed: &str, deep: bool) -> Result<Meaning<'a>> {
    let catalogue = snapshot.catalogue()?;
    if catalogue.units.get(typed).is_some() {
        return Ok((Some(typed.to_owned()), None));
    }
    let index = snapshot.index()?;
    let found: Vec<(Fit, &Entry)> =
        index.find(typed).into_iter().filter(|(_, entry)| entry.kind == Kind::Region).collect();
    let Some(best) = found.first().map(|(fit, _)| *fit) else {
        // The name of a unit above may stand in front.
        let qualified = if deep { region_if_known(snapshot.reader(), typed).ok().flatten() } else { None };
        if let Some(found) = qualified {
            return Ok((found.iri.as_str().strip_prefix(BASE).and_then(code_of).map(str::to_owned), None));
        }
        let mut near = if deep { index.near(typed) } else { Vec::new() };
        near.retain(|entry| entry.kind == Kind::Region);
        return Ok((None, Some(Told::None(typed.to_owned(), near))));
    };
    let mut bearers: Vec<&Entry> =
        found.into_iter().filter(|(fit, _)| *fit == best).map(|(_, entry)| entry).collect();
    let whole = fold(typed);
    if bearers.iter().any(|entry| fold(&entry.names[0]) == whole) {
        bearers.retain(|entry| fold(&entry.names[0]) == whole);
    }
    let spoken: Vec<&Entry> = bearers.iter().copied().filter(|entry| entry.weight > 0).collect();
    let code = |entry: &Entry| code_of(&entry.iri).unwrap_or_default().to_owned();
    Ok(match (bearers.as_slice(), spoken.as_slice()) {
        ([one], _) if best == Fit::Whole => (Some(code(one)), None),
        ([one], _) | (_, [one]) => (Some(code(one)), Some(Told::Taken(typed.to_owned(), code(one)))),
        _ => {
            bearers.truncate(UNCLEAR);
            (None, Some(Told::Several(typed.to_owned(), bearers)))
        }
    })
}

fn code_of(iri: &str) -> Option<&str> {
    iri.rsplit('/').next()
}
