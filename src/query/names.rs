//! What a user typed → the region, mechanism or statute meant, from the store alone.
//!
//! Never guesses silently: of several units the one is taken that the store speaks of, if it is the only such one,
//! and this is said; otherwise the candidates are named and the user chooses.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{Literal, NamedNode, Term};

use super::library::view;
use super::{BASE, Dataset, bind, rows};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{RegionCode, Slug};
use crate::text::fold;

/// How many candidates or near names a message holds.
const SHOWN: usize = 8;

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its name as shown.
    pub label: String,
    /// A choice that was made and must be told.
    pub note: Option<String>,
}

/// A unit that bears a name.
#[derive(Debug, Clone)]
struct Unit {
    iri: NamedNode,
    code: String,
    name: String,
    parent: Option<(String, String)>,
    told: bool,
    rank: u8,
}

/// The region of a code, a full name, a short name, or one of these after the name of a unit it lies in.
///
/// # Errors
/// Where no unit, or more than one, bears the name; names the candidates.
pub fn region(reader: &dyn Dataset, name: &str) -> Result<Found> {
    region_if_known(reader, name)?.ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("no region is called {name}"))
            .remedy("give its full name, its short name or its code")
    })
}

/// Like [`region`], `None` where no unit bears the name.
///
/// # Errors
/// Where more than one unit bears the name.
pub fn region_if_known(reader: &dyn Dataset, name: &str) -> Result<Option<Found>> {
    let name = name.trim();
    if let Some(code) = RegionCode::new(name) {
        return unit_of_code(reader, &code);
    }
    let name = fold(name);
    let mut units = units(reader, &name)?;
    if units.is_empty() {
        units = qualified(reader, &name)?;
    }
    choose(&name, units)
}

/// Of units that bear a name: those by full name before those by short name, then the only one the store speaks of.
fn choose(name: &str, mut units: Vec<Unit>) -> Result<Option<Found>> {
    if let Some(best) = units.iter().map(|u| u.rank).min()
        && best == 1
    {
        units.retain(|u| u.rank == best);
    }
    let mut seen = BTreeSet::new();
    units.retain(|u| seen.insert(u.code.clone()));
    let listed = |units: &[Unit]| {
        let mut words: Vec<_> = units.iter().take(SHOWN).map(Unit::in_full).collect();
        if units.len() > SHOWN {
            words.push(format!("and {} more", units.len() - SHOWN));
        }
        words.join(", ")
    };
    let told: Vec<_> = units.iter().filter(|u| u.told).cloned().collect();
    match (units.as_slice(), told.as_slice()) {
        ([], _) => Ok(None),
        ([unit], _) => Ok(Some(Found { iri: unit.iri.clone(), label: unit.name.clone(), note: None })),
        (_, [unit]) => {
            units.retain(|u| u.code != unit.code);
            let note = format!(
                "{name} is taken as {}, of which the store speaks; not {}",
                unit.in_full(),
                listed(&units)
            );
            Ok(Some(Found { iri: unit.iri.clone(), label: unit.name.clone(), note: Some(note) }))
        }
        (all, _) => Err(Error::new(ErrorKind::Usage, format!("{name} is ambiguous: {}", listed(all)))
            .remedy("give the code, or the name of the unit above in front")),
    }
}

impl Unit {
    /// Name, code and the unit above.
    fn in_full(&self) -> String {
        match &self.parent {
            Some((_, parent)) => format!("{} ({}, {parent})", self.name, self.code),
            None => format!("{} ({})", self.name, self.code),
        }
    }
}

fn unit_of_code(reader: &dyn Dataset, code: &RegionCode) -> Result<Option<Found>> {
    let iri = iri(&format!("region/{code}"))?;
    let rows = rows::view(reader, &bind(view!("region"), &[("region", vec![iri.clone().into()])])?)?;
    let label = rows.iter().find(|row| row.text("code") == Some(code.as_str())).map(|row| row.owned("name"));
    Ok(label.map(|label| Found { iri, label, note: None }))
}

fn units(reader: &dyn Dataset, name: &str) -> Result<Vec<Unit>> {
    let rows = rows::view(reader, &bind(view!("region-by-label"), &[("label", literals(name))])?)?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let Term::NamedNode(iri) = row.term("region")? else { return None };
            Some(Unit {
                iri: iri.clone(),
                code: row.owned("code"),
                name: row.owned("name"),
                parent: row
                    .text("parent")
                    .zip(row.text("parentName"))
                    .map(|(iri, name)| (iri.to_owned(), name.to_owned())),
                told: row.is_true("told"),
                rank: row.number("rank").unwrap_or(2),
            })
        })
        .collect())
}

/// Units named with the unit above in front, at any depth: a county after its city or its province.
fn qualified(reader: &dyn Dataset, name: &str) -> Result<Vec<Unit>> {
    let mut found = Vec::new();
    for (at, _) in name.char_indices().skip(1) {
        let (above, below) = name.split_at(at);
        let above: BTreeSet<_> = units(reader, above)?.into_iter().map(|u| u.iri).collect();
        if above.is_empty() {
            continue;
        }
        for unit in units(reader, below)? {
            let lineage =
                rows::view(reader, &bind(view!("region"), &[("region", vec![unit.iri.clone().into()])])?)?;
            let inside = lineage.iter().any(|row| match row.term("unit") {
                Some(Term::NamedNode(iri)) => *iri != unit.iri && above.contains(iri),
                _ => false,
            });
            if inside {
                found.push(unit);
            }
        }
    }
    Ok(found)
}

/// The mechanism of a label (preferred before alternative before hidden, then those of candidates), slug or IRI.
///
/// # Errors
/// Where no mechanism, or more than one of the same rank, bears the label; names the nearest labels.
pub fn mechanism(reader: &dyn Dataset, name: &str) -> Result<Found> {
    if let Some(found) = mechanism_if_known(reader, name)? {
        return Ok(found);
    }
    let near = nearest(reader, name)?;
    let error = Error::new(ErrorKind::Usage, format!("no mechanism is called {}", name.trim()));
    Err(if near.is_empty() {
        error.remedy("`renda query mechanism` lists those of the store")
    } else {
        error.remedy(format!("near: {}", near.join(", ")))
    })
}

/// Like [`mechanism`], `None` where no mechanism bears the label.
///
/// # Errors
/// Where more than one mechanism bears the label with the same rank.
pub fn mechanism_if_known(reader: &dyn Dataset, name: &str) -> Result<Option<Found>> {
    let name = name.trim();
    let slug = name.strip_prefix(BASE).and_then(|path| path.strip_prefix("mechanism/")).unwrap_or(name);
    if let Some(slug) = Slug::new(slug) {
        let iri = iri(&format!("mechanism/{slug}"))?;
        if let Some(label) = label(reader, &iri, "zh")? {
            return Ok(Some(Found { iri, label, note: None }));
        }
    }
    let rows = rows::view(reader, &bind(view!("mechanism-by-label"), &[("label", literals(name))])?)?;
    let mut hits: Vec<(Term, (bool, u8))> = rows
        .iter()
        .filter_map(|row| {
            let rank = (row.is_true("candidate"), row.number("rank").unwrap_or(9));
            Some((row.term("mechanism")?.clone(), rank))
        })
        .collect();
    if hits.is_empty() {
        let plain = plain(name);
        hits = labels(reader)?
            .into_iter()
            .filter(|l| crate::query::names::plain(&l.text) == plain)
            .map(|l| (l.mechanism, l.rank))
            .collect();
    }
    let Some(best) = hits.iter().map(|(_, rank)| *rank).min() else { return Ok(None) };
    let hits: BTreeSet<String> = hits
        .into_iter()
        .filter(|(_, rank)| *rank == best)
        .filter_map(|(term, _)| match term {
            Term::NamedNode(iri) => Some(iri.into_string()),
            _ => None,
        })
        .collect();
    let hits: Vec<NamedNode> = hits.into_iter().map(NamedNode::new_unchecked).collect();
    let shown =
        |iri: &NamedNode| Ok::<_, Error>(label(reader, iri, "zh")?.unwrap_or_else(|| iri.to_string()));
    if let [iri] = hits.as_slice() {
        return Ok(Some(Found { iri: iri.clone(), label: shown(iri)?, note: None }));
    }
    let slug = |iri: &NamedNode| iri.as_str().rsplit('/').next().unwrap_or_default().to_owned();
    let words: Vec<_> = hits
        .iter()
        .take(SHOWN)
        .map(|iri| Ok(format!("{} ({})", shown(iri)?, slug(iri))))
        .collect::<Result<_>>()?;
    Err(Error::new(ErrorKind::Usage, format!("{name} is ambiguous: {}", words.join(", ")))
        .remedy("give the name in brackets"))
}

/// The preferred label of a mechanism in a language, else in any.
///
/// # Errors
/// Where the store cannot be read.
pub(super) fn label(reader: &dyn Dataset, iri: &NamedNode, language: &str) -> Result<Option<String>> {
    Ok(preferred(reader, vec![iri.clone().into()], language)?.remove(iri.as_str()))
}

/// The preferred labels of mechanisms in a language, else in any, by IRI.
pub(super) fn preferred(
    reader: &dyn Dataset,
    mechanisms: Vec<Term>,
    language: &str,
) -> Result<BTreeMap<String, String>> {
    let mut labels = BTreeMap::new();
    if mechanisms.is_empty() {
        return Ok(labels);
    }
    let rows = rows::view(reader, &bind(view!("mechanism-name"), &[("mechanism", mechanisms)])?)?;
    for row in rows.iter() {
        let wanted = matches!(row.term("label"), Some(Term::Literal(l)) if l.language() == Some(language));
        let label = row.owned("label");
        if wanted {
            labels.insert(row.owned("mechanism"), label);
        } else {
            labels.entry(row.owned("mechanism")).or_insert(label);
        }
    }
    Ok(labels)
}

/// A label of a mechanism.
pub(super) struct Label {
    mechanism: Term,
    rank: (bool, u8),
    text: String,
}

impl Label {
    /// Its words.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is a name outside the ontology.
    pub(super) fn is_candidate(&self) -> bool {
        self.rank.0
    }
}

fn labels(reader: &dyn Dataset) -> Result<Vec<Label>> {
    let rows = rows::view(reader, view!("mechanism-label"))?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            Some(Label {
                mechanism: row.term("mechanism")?.clone(),
                rank: (row.is_true("candidate"), row.number("rank").unwrap_or(9)),
                text: row.owned("label"),
            })
        })
        .collect())
}

/// The labels of mechanisms most like `name` by the pairs of characters they share, best first.
///
/// # Errors
/// Where the store cannot be read.
pub fn nearest(reader: &dyn Dataset, name: &str) -> Result<Vec<String>> {
    Ok(Labels::all(reader)?.nearest(name, |_| true).into_iter().map(|label| label.text.clone()).collect())
}

/// The labels of mechanisms that may be offered, to compare many names with.
pub(super) struct Labels(Vec<Label>);

impl Labels {
    /// All that are shown: hidden ones are misprints and fragments.
    pub(super) fn all(reader: &dyn Dataset) -> Result<Self> {
        Ok(Self(labels(reader)?.into_iter().filter(|label| label.rank.1 < 3).collect()))
    }

    /// At most five of those `wanted`, the most like `name` first.
    pub(super) fn nearest(&self, name: &str, wanted: impl Fn(&Label) -> bool) -> Vec<&Label> {
        let pairs_of_name = pairs(name);
        let mut scored: Vec<(usize, &Label)> = self
            .0
            .iter()
            .filter(|label| wanted(label))
            .filter_map(|label| {
                let have = pairs(&label.text);
                let shared = pairs_of_name.intersection(&have).count();
                let likeness = (2000 * shared).checked_div(pairs_of_name.len() + have.len())?;
                // One pair of many is chance: it would offer any English label for any English word.
                (likeness >= 250).then_some((likeness, label))
            })
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
        scored.dedup_by(|a, b| a.1.text == b.1.text);
        scored.into_iter().take(5).map(|(_, label)| label).collect()
    }
}

fn pairs(text: &str) -> BTreeSet<(char, char)> {
    let chars: Vec<char> = plain(text).chars().collect();
    chars.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// A label as it is compared: folded, lower case, without quotes.
fn plain(text: &str) -> String {
    Slug::candidate_name(text).to_lowercase()
}

/// A statute by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statute {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its title.
    pub title: String,
    /// Whose it is.
    pub owner: Option<String>,
}

/// The statutes of a title, with or without book-title marks; several where several regions have one of that title.
///
/// # Errors
/// Where the store cannot be read.
pub fn statute(reader: &dyn Dataset, title: &str) -> Result<Vec<Statute>> {
    let bare = |text: &str| fold(text).trim_matches(['\u{300A}', '\u{300B}']).to_owned();
    let wanted = bare(title);
    let rows = rows::view(reader, view!("statute"))?;
    Ok(rows
        .iter()
        .filter(|row| row.text("title").is_some_and(|t| bare(t) == wanted))
        .filter_map(|row| match row.term("statute") {
            Some(Term::NamedNode(iri)) => Some(Statute {
                iri: iri.clone(),
                title: row.owned("title"),
                owner: row.text("ownerName").map(str::to_owned),
            }),
            _ => None,
        })
        .collect())
}

/// The indicator of a label (preferred before alternative) or slug.
///
/// # Errors
/// Where no indicator, or more than one of the same rank, bears the label.
pub fn indicator(reader: &dyn Dataset, name: &str) -> Result<Found> {
    let name = name.trim();
    let slug = name.strip_prefix(BASE).and_then(|path| path.strip_prefix("indicator/")).unwrap_or(name);
    if Slug::new(slug).is_some() {
        let iri = iri(&format!("indicator/{slug}"))?;
        if let Some(label) = label(reader, &iri, "zh")? {
            return Ok(Found { iri, label, note: None });
        }
    }
    let rows = rows::view(reader, &bind(view!("indicator-by-label"), &[("label", literals(name))])?)?;
    let best = rows.iter().filter_map(|row| row.number::<u8>("rank")).min();
    let hits: BTreeMap<String, String> = rows
        .iter()
        .filter(|row| row.number("rank") == best)
        .map(|row| (row.owned("indicator"), row.owned("name")))
        .collect();
    let mut hits = hits.into_iter();
    match (hits.next(), hits.next()) {
        (Some((iri, label)), None) => Ok(Found { iri: NamedNode::new_unchecked(iri), label, note: None }),
        (None, _) => Err(Error::new(ErrorKind::Usage, format!("no indicator is called {name}"))
            .remedy("`renda query indicator` shows the numbers of all indicators with their names")),
        (Some((_, first)), Some((_, second))) => {
            Err(Error::new(ErrorKind::Usage, format!("{name} is ambiguous: {first}, {second}"))
                .remedy("give the whole name"))
        }
    }
}

/// An IRI of renda.
fn iri(path: &str) -> Result<NamedNode> {
    NamedNode::new(format!("{BASE}{path}"))
        .map_err(|e| Error::new(ErrorKind::Usage, format!("{path} is no part of an IRI")).because(e))
}

/// A name as the literals it may stand as in the graph.
fn literals(name: &str) -> Vec<Term> {
    let mut terms = vec![Literal::new_simple_literal(name).into()];
    for language in ["zh", "en"] {
        terms.push(Literal::new_language_tagged_literal_unchecked(name, language).into());
    }
    terms
}
