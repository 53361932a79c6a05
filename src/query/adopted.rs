//! Which regions practise a mechanism: the main question.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::hardness::{Point, points};
use super::library::view;
use super::names::preferred;
use super::rows::Row;
use super::{Dataset, Found, bind, rows};
use crate::error::Result;
use crate::model::{Coverage, Status};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// The mechanism.
    pub mechanism: Found,
    /// Only regions that are this one or lie in it.
    pub within: Option<NamedNode>,
    /// Only these stages; empty for all.
    pub status: Vec<Status>,
    /// Only what began in this year or later.
    pub since: Option<i32>,
    /// Without narrower mechanisms.
    pub exact: bool,
    /// The language of labels.
    pub language: &'static str,
}

/// The answer, in the shape of its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The generation of the store that was asked.
    pub generation: Option<u64>,
    /// What was asked for.
    pub mechanism: Mechanism,
    /// Where it is tried or practised, by code.
    pub regions: Vec<Practice>,
    /// Where it is intended and nothing was done yet, by code.
    pub planned: Vec<Practice>,
    /// Where it was given up, by code.
    pub discontinued: Vec<Practice>,
    /// Who says nothing, which is not "does not practise it".
    pub silent: Silent,
}

/// The mechanism asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mechanism {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// IRIs of the narrower mechanisms that count.
    pub includes: Vec<String>,
}

/// A region and a mechanism. A region that practises a mechanism and a narrower one has a row for each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Practice {
    /// The region's code.
    pub code: String,
    /// The region's name.
    pub name: String,
    /// How high the region stands.
    pub level: Option<String>,
    /// Where it is practised.
    pub tier: Vec<String>,
    /// How far it has come.
    pub status: String,
    /// How far below it reaches.
    pub coverage: Option<String>,
    /// Since when.
    pub since: Option<String>,
    /// How many independent origins say so.
    pub origins: Option<u32>,
    /// How many of the articles that say so are reprints, which add no origin.
    pub reprints: usize,
    /// The narrower mechanism meant, if it is not the one asked for.
    pub via: Option<String>,
    /// A conflict among the claims.
    pub conflict: Option<String>,
    /// How hard its hardest claim is, 0 to 5.
    pub hardness: usize,
    /// The claims it rests on.
    pub claims: Vec<Quote>,
    /// The mechanism meant.
    #[serde(skip)]
    pub mechanism: String,
    /// The fact's IRI.
    #[serde(skip)]
    pub fact: String,
    /// The name of the mechanism meant.
    #[serde(skip)]
    pub label: String,
    /// What the region is to it.
    #[serde(skip)]
    pub roles: Vec<String>,
    /// Since when on trial, where that is told.
    #[serde(skip)]
    pub piloted_since: Option<String>,
    /// The date of the first article that says so.
    #[serde(skip)]
    pub first_reported: Option<String>,
}

impl Practice {
    /// Whether something was done, not only intended or given up.
    pub fn is_done(&self) -> bool {
        [Status::Piloted, Status::Adopted].iter().any(|s| s.as_str() == self.status)
    }
}

/// A claim with its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quote {
    /// The claim's IRI.
    pub iri: String,
    /// The article's IRI.
    pub article: String,
    /// The article's title.
    pub title: Option<String>,
    /// Where the article was found: a URL, or a file name.
    pub source: Option<String>,
    /// The paper that printed it, as a manifest says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// The page of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The article's date.
    pub issued: Option<String>,
    /// The stage this claim speaks of.
    pub status: Option<String>,
    /// The words.
    pub quote: String,
    /// Where they start in the body, in code points.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// What makes the claim hard, and the words that say so; none for what is no claim of an adoption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardness: Option<Vec<Point>>,
    /// Since when, as this claim says.
    #[serde(skip)]
    pub since: Option<String>,
    /// What that dates.
    #[serde(skip)]
    pub since_kind: Option<String>,
    /// The name as printed.
    #[serde(skip)]
    pub surface: Option<String>,
    /// n of N and its unit, as the claim counts them.
    #[serde(skip)]
    pub extent: Option<String>,
    /// The document that the claim names as its basis.
    #[serde(skip)]
    pub document: Option<String>,
    /// Whether the article is a reprint of another.
    #[serde(skip)]
    pub reprint: bool,
    /// How much a claim of an adoption tells: the least is shown first.
    #[serde(skip)]
    pub(super) weight: Weight,
}

/// What makes one claim of a fact more telling than another, the most telling the least: whether it lacks full coverage,
/// n of N, a start, a named document, words that hold the name; then how many words.
pub(super) type Weight = [usize; 6];

impl Quote {
    /// Whether the words hold the name as printed.
    fn holds_name(&self) -> bool {
        self.surface.as_deref().is_some_and(|surface| self.quote.contains(surface))
    }
}

/// Who says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Silent {
    /// Regions that articles report on, and of which none says anything.
    pub regions: usize,
    /// Articles that do not mention it.
    pub articles: usize,
}

impl Answer {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.planned.is_empty() && self.discontinued.is_empty()
    }
}

/// Answers from the facts of a store.
///
/// # Errors
/// Where the store cannot be read.
pub fn adopted(reader: &dyn Dataset, question: &Question) -> Result<Answer> {
    let (mechanism, meant) = asked(reader, &question.mechanism, question.exact, question.language)?;
    let within: Vec<Term> = question.within.iter().cloned().map(Term::from).collect();
    let all = practices(reader, &meant, &[], &within, question.language)?;
    let silent = silent(reader, &meant, &within, &all)?;

    let mut answer = Answer {
        generation: reader.generation(),
        mechanism,
        regions: Vec::new(),
        planned: Vec::new(),
        discontinued: Vec::new(),
        silent,
    };
    for mut practice in all {
        let year = practice.since.as_deref().and_then(|since| since.get(..4)?.parse::<i32>().ok());
        let status: Option<Status> = practice.status.parse().ok();
        let wanted = question.status.is_empty() || status.is_some_and(|s| question.status.contains(&s));
        let late = question.since.is_none_or(|since| year.is_some_and(|year| year >= since));
        if !wanted || !late {
            continue;
        }
        practice.via = (practice.mechanism != answer.mechanism.iri).then(|| practice.mechanism.clone());
        match status {
            Some(Status::Planned) => answer.planned.push(practice),
            Some(Status::Discontinued) => answer.discontinued.push(practice),
            _ => answer.regions.push(practice),
        }
    }
    for list in [&mut answer.regions, &mut answer.planned, &mut answer.discontinued] {
        list.sort_by(|a, b| (&a.code, &a.via).cmp(&(&b.code, &b.via)));
    }
    Ok(answer)
}

/// The mechanism asked for, and the terms that count as it: itself and, unless `exact`, the narrower ones.
pub(super) fn asked(
    reader: &dyn Dataset,
    found: &Found,
    exact: bool,
    language: &str,
) -> Result<(Mechanism, Vec<Term>)> {
    let iri = &found.iri;
    let includes = if exact { Vec::new() } else { narrower(reader, iri)? };
    let meant = std::iter::once(iri).chain(&includes).cloned().map(Term::from).collect();
    let label = preferred(reader, vec![iri.clone().into()], language)?.remove(iri.as_str());
    let mechanism = Mechanism {
        iri: iri.as_str().to_owned(),
        label: label.unwrap_or_else(|| found.label.clone()),
        includes: includes.into_iter().map(NamedNode::into_string).collect(),
    };
    Ok((mechanism, meant))
}

/// The concepts under one, at any depth, ascending.
///
/// # Errors
/// Where the store cannot be read.
pub fn narrower(reader: &dyn Dataset, concept: &NamedNode) -> Result<Vec<NamedNode>> {
    Ok(narrower_of(reader, vec![concept.clone().into()])?.remove(concept.as_str()).unwrap_or_default())
}

/// The concepts under each of several, at any depth, ascending, by the IRI of the one above; who has none is not there.
pub(super) fn narrower_of(
    reader: &dyn Dataset,
    concepts: Vec<Term>,
) -> Result<BTreeMap<String, Vec<NamedNode>>> {
    let mut below: BTreeMap<String, Vec<NamedNode>> = BTreeMap::new();
    if concepts.is_empty() {
        return Ok(below);
    }
    let rows = rows::view(reader, &bind(view!("narrower"), &[("mechanism", concepts)])?)?;
    for row in rows.iter() {
        if let (above, Some(Term::NamedNode(iri))) = (row.owned("mechanism"), row.term("narrower"))
            && *iri.as_str() != *above
        {
            below.entry(above).or_default().push(iri.clone());
        }
    }
    Ok(below)
}

/// The facts about mechanisms (all if empty) and regions (all if empty), without their claims, by code and mechanism.
///
/// # Errors
/// Where the store cannot be read.
pub fn facts(
    reader: &dyn Dataset,
    mechanisms: &[Term],
    regions: &[Term],
    within: &[Term],
    language: &str,
) -> Result<Vec<Practice>> {
    let of = [("mechanism", mechanisms.to_vec()), ("region", regions.to_vec())];
    let inside = [of[0].clone(), of[1].clone(), ("within", within.to_vec())];
    let facts = rows::view(reader, &bind(view!("adoption"), &inside)?)?;
    if facts.rows.is_empty() {
        return Ok(Vec::new());
    }
    let details = rows::view(reader, &bind(view!("adoption-detail"), &of)?)?;
    let mut detail: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
    for row in details.iter() {
        let kind = row.text("kind").unwrap_or_default();
        let value = if kind == "conflict" { row.text("value") } else { row.word("value") };
        let values = detail.entry((row.text("fact").unwrap_or_default(), kind)).or_default();
        values.extend(value.map(str::to_owned));
    }
    let list = |fact: &str, kind: &str| -> Vec<String> {
        detail.get(&(fact, kind)).into_iter().flatten().cloned().collect()
    };
    let named: BTreeSet<&str> = facts.iter().filter_map(|row| row.text("mechanism")).collect();
    let named = named.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, named, language)?;

    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for row in facts.iter() {
        let fact = row.owned("fact");
        // A region with two names or two levels would double its facts; the first row stands.
        if !seen.insert(fact.clone()) {
            continue;
        }
        let mechanism = row.owned("mechanism");
        let trial = row.text("pilotedSince").filter(|_| row.word("status") == Some(Status::Piloted.as_str()));
        all.push(Practice {
            code: row.owned("code"),
            name: row.owned("name"),
            level: row.word("level").map(str::to_owned),
            tier: list(&fact, "tier"),
            status: row.word("status").unwrap_or_default().to_owned(),
            coverage: row.word("coverage").map(str::to_owned),
            // What is on trial is so since its trial began; what is practised has its own start, or none is known.
            since: row.text("since").or(trial).map(str::to_owned),
            origins: row.number("origins"),
            reprints: 0,
            via: None,
            conflict: list(&fact, "conflict").into_iter().next(),
            hardness: 0,
            claims: Vec::new(),
            label: labels.get(&mechanism).cloned().unwrap_or_else(|| mechanism.clone()),
            mechanism,
            roles: list(&fact, "role"),
            piloted_since: row.text("pilotedSince").map(str::to_owned),
            first_reported: row.text("firstReported").map(str::to_owned),
            fact,
        });
    }
    Ok(all)
}

/// Like [`facts`], with their claims, the most telling first.
///
/// # Errors
/// Where the store cannot be read.
pub fn practices(
    reader: &dyn Dataset,
    mechanisms: &[Term],
    regions: &[Term],
    within: &[Term],
    language: &str,
) -> Result<Vec<Practice>> {
    let mut practices = facts(reader, mechanisms, regions, within, language)?;
    if practices.is_empty() {
        return Ok(practices);
    }
    let of = [("mechanism", mechanisms.to_vec()), ("region", regions.to_vec())];
    add_quotes(reader, &mut practices, &of)?;
    let mut points = points(reader, &of)?;
    for practice in &mut practices {
        for claim in &mut practice.claims {
            claim.hardness = Some(points.remove(&claim.iri).unwrap_or_default());
        }
        let all = practice.claims.iter().filter_map(|claim| claim.hardness.as_ref().map(Vec::len));
        practice.hardness = all.max().unwrap_or(0);
    }
    Ok(practices)
}

/// Gives facts their claims, the most telling first. `of` are the mechanisms and regions that they are of.
pub(super) fn add_quotes(
    reader: &dyn Dataset,
    practices: &mut [Practice],
    of: &[(&str, Vec<Term>)],
) -> Result<()> {
    let mut quotes = quotes(reader, of)?;
    for practice in practices {
        practice.claims = quotes.remove(&practice.fact).unwrap_or_default();
        let reprints = practice.claims.iter().filter(|claim| claim.reprint);
        practice.reprints = reprints.map(|claim| &claim.article).collect::<BTreeSet<_>>().len();
        // Those that speak of the stage the fact has come first, and of these the most telling: the table shows one.
        let status = Some(practice.status.clone());
        practice.claims.sort_by_key(|claim| (claim.status != status, claim.weight));
    }
    Ok(())
}

/// The claims of facts, by the fact's IRI, in the order of date and article.
fn quotes(reader: &dyn Dataset, of: &[(&str, Vec<Term>)]) -> Result<BTreeMap<String, Vec<Quote>>> {
    let rows = rows::view(reader, &bind(view!("adoption-claim"), of)?)?;
    let mut facts: BTreeMap<String, Vec<Quote>> = BTreeMap::new();
    for row in rows.iter() {
        let quotes = facts.entry(row.owned("fact")).or_default();
        let quote = quote(&row, "claim");
        match quotes.iter_mut().find(|q| q.iri == quote.iri) {
            None => quotes.push(quote),
            Some(known) => prefer(known, quote),
        }
    }
    Ok(facts)
}

/// Of two rows of one claim: the shortest evidence that holds the name, and a URL before a file name.
fn prefer(known: &mut Quote, other: Quote) {
    if other.weight < known.weight {
        known.quote.clone_from(&other.quote);
        (known.start, known.end, known.weight) = (other.start, other.end, other.weight);
    }
    let web = |q: &Quote| q.source.as_deref().is_some_and(|s| s.starts_with("http"));
    if !web(known) && web(&other) {
        known.source = other.source;
    }
}

/// The quote of a row, where `claim` is the column of the claim's IRI.
pub(super) fn quote(row: &Row<'_>, claim: &str) -> Quote {
    let owned = |column| row.text(column).map(str::to_owned);
    let extent = match (row.text("covered"), row.text("coverable")) {
        (Some(n), Some(of)) => Some(format!("{n}/{of}")),
        (Some(n), None) => Some(n.to_owned()),
        _ => None,
    };
    let mut quote = Quote {
        iri: row.owned(claim),
        article: row.owned("article"),
        title: owned("title"),
        source: owned("source"),
        paper: owned("printedIn"),
        page: owned("printedPage"),
        issued: owned("issued"),
        status: row.word("status").map(str::to_owned),
        quote: row.owned("quote"),
        start: row.number("start").unwrap_or_default(),
        end: row.number("end").unwrap_or_default(),
        hardness: None,
        since: owned("since"),
        since_kind: owned("sinceKind"),
        surface: owned("surface"),
        extent: extent.map(|n| n + row.text("unit").unwrap_or_default()),
        document: owned("document"),
        reprint: row.text("original").is_some(),
        weight: Weight::default(),
    };
    quote.weight = [
        usize::from(row.word("coverage") != Some(Coverage::Full.as_str())),
        2 - usize::from(row.text("covered").is_some()) - usize::from(row.text("coverable").is_some()),
        usize::from(row.text("since").is_none()),
        usize::from(quote.document.is_none()),
        usize::from(!quote.holds_name()),
        quote.quote.chars().count(),
    ];
    quote
}

fn silent(reader: &dyn Dataset, meant: &[Term], within: &[Term], practices: &[Practice]) -> Result<Silent> {
    let mentions = rows::view(reader, &bind(view!("mention"), &[("mechanism", meant.to_vec())])?)?;
    let mentions: BTreeSet<&str> = mentions.iter().filter_map(|row| row.text("article")).collect();
    let articles = rows::view(reader, &bind(view!("article"), &[("within", within.to_vec())])?)?;
    let mut homes = BTreeSet::new();
    let mut speaking: BTreeSet<&str> = practices.iter().map(|p| p.code.as_str()).collect();
    let mut mute = BTreeSet::new();
    for row in articles.iter() {
        let home = row.word("region");
        // An article of no region lies within none.
        if home.is_none() && !within.is_empty() {
            continue;
        }
        homes.extend(home);
        let article = row.text("article").unwrap_or_default();
        if mentions.contains(article) {
            speaking.extend(home);
        } else {
            mute.insert(article);
        }
    }
    Ok(Silent { regions: homes.difference(&speaking).count(), articles: mute.len() })
}
