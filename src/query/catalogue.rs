//! What a store holds, as lists: regions, mechanisms, statutes, documents, articles, with how much is said of each.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::Term;

use super::adopted::{Practice, facts};
use super::library::view;
use super::network::{Units, concepts};
use super::profile::{Headings, headings};
use super::text::{Text, texts};
use super::tie::{Tie, ties};
use super::{Dataset, rows};
use crate::error::Result;
use crate::model::Slug;

/// The lists of a store.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// All regions of the gazetteer.
    pub units: Units,
    /// Their short and other names, by code.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// The regions that the store speaks of, by code.
    pub regions: BTreeMap<String, Region>,
    /// All mechanisms, by IRI; headings are none.
    pub mechanisms: BTreeMap<String, Mechanism>,
    /// Statutes and documents, by title.
    pub papers: Vec<Paper>,
    /// Articles with their texts, by IRI.
    pub articles: Vec<Article>,
    /// Who went where to learn, and who works together, with the words.
    pub ties: Vec<Tie>,
    /// What articles say that cannot all be so, by IRI.
    pub conflicts: Vec<Conflict>,
    /// The facts without their words, by code and mechanism.
    pub facts: Vec<Practice>,
}

/// A region that the store speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Region {
    /// How many articles report on it.
    pub articles: usize,
    /// How many mechanisms it practises or tries.
    pub practised: usize,
    /// How many it only plans.
    pub planned: usize,
}

/// A mechanism with who practises it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mechanism {
    /// Its names as shown, in the languages `zh` and `en`; one that is missing is the other.
    pub names: [String; 2],
    /// Other names by which it may be looked for; those that are misprints last.
    pub also: Vec<String>,
    /// How many of the other names are misprints and fragments.
    pub hidden: usize,
    /// Whether it is a name outside the ontology.
    pub candidate: bool,
    /// Its form.
    pub form: Option<String>,
    /// The functions it stands under, in each language.
    pub functions: [Headings; 2],
    /// The codes of regions that practise or try it.
    pub practised: BTreeSet<String>,
    /// The codes of regions that only plan it.
    pub planned: BTreeSet<String>,
    /// The earliest beginning that is told.
    pub since: Option<String>,
}

/// Claims that cannot all be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Its IRI.
    pub iri: String,
    /// What they differ in: status, since, coverage, value, first.
    pub kind: String,
    /// The code of the first region that it is about.
    pub code: String,
    /// That region's name.
    pub name: String,
    /// The mechanism that it is about.
    pub mechanism: Option<String>,
    /// What was counted, in the words of the text.
    pub counted: Option<String>,
}

/// A statute or a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Its IRI.
    pub iri: String,
    /// Whether it is a statute.
    pub statute: bool,
    /// Its title.
    pub title: String,
    /// Whose it is: IRI and name.
    pub owner: Option<(String, String)>,
    /// How many claims speak of it.
    pub claims: usize,
}

/// An article with how many claims it makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The article.
    pub text: Text,
    /// How many claims stand in it.
    pub claims: usize,
}

impl Catalogue {
    /// Reads them.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn read(reader: &dyn Dataset) -> Result<Self> {
        let facts = facts(reader, &[], &[], &[], "zh")?;
        let articles = articles(reader)?;
        let mut regions: BTreeMap<String, Region> = BTreeMap::new();
        for row in rows::view(reader, &super::bind(view!("spoken"), &[])?)?.iter() {
            regions.entry(row.owned("code")).or_default();
        }
        for article in &articles {
            if let Some(code) = &article.text.code {
                regions.entry(code.clone()).or_default().articles += 1;
            }
        }
        for fact in &facts {
            let region = regions.entry(fact.code.clone()).or_default();
            region.practised += usize::from(fact.is_done());
            region.planned += usize::from(fact.status == crate::model::Status::Planned.as_str());
        }
        Ok(Self {
            units: Units::read(reader)?,
            aliases: aliases(reader)?,
            regions,
            mechanisms: mechanisms(reader, &facts)?,
            papers: papers(reader)?,
            articles,
            ties: ties(reader, "zh")?,
            conflicts: conflicts(reader)?,
            facts,
        })
    }
}

fn aliases(reader: &dyn Dataset) -> Result<BTreeMap<String, Vec<String>>> {
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows::view(reader, view!("region-alias"))?.iter() {
        aliases.entry(row.owned("code")).or_default().push(row.owned("alias"));
    }
    Ok(aliases)
}

fn mechanisms(reader: &dyn Dataset, facts: &[Practice]) -> Result<BTreeMap<String, Mechanism>> {
    let mut all: BTreeMap<String, Mechanism> = BTreeMap::new();
    for row in rows::view(reader, view!("mechanism-label"))?.iter() {
        let mechanism = all.entry(row.owned("mechanism")).or_default();
        let label = row.owned("label");
        let english = matches!(row.term("label"), Some(Term::Literal(l)) if l.language() == Some("en"));
        match row.number::<u8>("rank") {
            Some(1) => mechanism.names[usize::from(english)] = label,
            rank => {
                mechanism.hidden += usize::from(rank == Some(3));
                mechanism.also.push(label);
            }
        }
    }
    let told: BTreeSet<&str> = all.keys().map(String::as_str).collect();
    let mut functions = [headings(reader, &told, "zh")?, headings(reader, &told, "en")?];
    let mut concepts = concepts(reader, "zh")?;
    for fact in facts {
        let Some(mechanism) = all.get_mut(&fact.mechanism) else { continue };
        if fact.is_done() {
            mechanism.practised.insert(fact.code.clone());
        } else if fact.status == crate::model::Status::Planned.as_str() {
            mechanism.planned.insert(fact.code.clone());
        }
        let mut earlier =
            fact.since.iter().filter(|since| mechanism.since.as_ref().is_none_or(|known| *since < known));
        mechanism.since = earlier.next().cloned().or(mechanism.since.take());
    }
    for (iri, mechanism) in &mut all {
        let slug = iri.rsplit('/').next().and_then(Slug::new);
        mechanism.candidate = slug.is_some_and(|slug| slug.is_candidate());
        mechanism.form = concepts.remove(iri).and_then(|concept| concept.form);
        for (known, read) in mechanism.functions.iter_mut().zip(&mut functions) {
            *known = read.remove(iri).unwrap_or_default();
        }
        if mechanism.names[1].is_empty() {
            let [zh, en] = &mut mechanism.names;
            en.clone_from(zh);
        }
        if mechanism.names[0].is_empty() {
            let [zh, en] = &mut mechanism.names;
            zh.clone_from(en);
        }
    }
    // The functions themselves are headings: they stand under none and are no candidates.
    all.retain(|_, mechanism| mechanism.candidate || !mechanism.functions[0].is_empty());
    Ok(all)
}

fn papers(reader: &dyn Dataset) -> Result<Vec<Paper>> {
    let mut papers: Vec<(Paper, BTreeSet<String>)> = Vec::new();
    for row in rows::view(reader, view!("paper"))?.iter() {
        let iri = row.owned("paper");
        if papers.last().is_none_or(|(last, _)| last.iri != iri) {
            let paper = Paper {
                iri,
                statute: row.word("kind") == Some("Statute"),
                title: row.owned("title"),
                owner: row.text("owner").map(|owner| (owner.to_owned(), row.owned("ownerName"))),
                claims: 0,
            };
            papers.push((paper, BTreeSet::new()));
        }
        if let (Some(said), Some((_, claims))) = (row.text("said"), papers.last_mut()) {
            claims.insert(said.to_owned());
        }
    }
    Ok(papers.into_iter().map(|(paper, claims)| Paper { claims: claims.len(), ..paper }).collect())
}

fn conflicts(reader: &dyn Dataset) -> Result<Vec<Conflict>> {
    let mut conflicts: Vec<Conflict> = Vec::new();
    for row in rows::view(reader, view!("conflict"))?.iter() {
        let iri = row.owned("conflict");
        if conflicts.last().is_none_or(|last| last.iri != iri) {
            conflicts.push(Conflict {
                iri,
                kind: row.owned("kind"),
                code: row.owned("code"),
                name: row.owned("name"),
                mechanism: row.text("mechanism").map(str::to_owned),
                counted: row.text("text").map(str::to_owned),
            });
        }
    }
    Ok(conflicts)
}

fn articles(reader: &dyn Dataset) -> Result<Vec<Article>> {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows::view(reader, view!("claim"))?.iter() {
        *claims.entry(row.owned("article")).or_default() += 1;
    }
    let texts = texts(reader, "zh")?.into_iter();
    Ok(texts.map(|text| Article { claims: claims.get(&text.article).copied().unwrap_or(0), text }).collect())
}
