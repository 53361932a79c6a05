//! Quads → the records and testimonies they hold.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::str::FromStr;

use oxigraph::model::{GraphName, NamedNodeRef, Quad, Term};
use rust_decimal::Decimal;

use super::lines::parse;
use super::term::FIGURE_COMMA;
use super::thing::{Thing, Things};
use crate::error::Result;
use crate::model::{
    AdoptionClaim, ArticleId, AsOf, Author, Claim, ClaimKind, Event, Evidence, Imprint, LearningContact,
    Observation, Organ, Paper, PaperKind, Post, Record, RegionCode, Reprint, Since, SinceKind, Source,
    StatuteAction, Testimony,
};
use crate::text::CodePoints;
use crate::vocab::{dcterms, foaf, iri, oa, org, rd, schema};

/// The records that `quads` hold, ascending by id; quads of other things are passed over.
///
/// The inverse of [`super::record_quads`], whatever the order of the quads and however many records they hold.
///
/// # Errors
/// Where quads that claim to be a record are incomplete, or a quote is not at its offsets.
pub fn records(quads: impl IntoIterator<Item = Quad>) -> Result<Vec<Record>> {
    let mut shared = Things::default();
    let mut articles: BTreeMap<ArticleId, Things> = BTreeMap::new();
    for quad in quads {
        match &quad.graph_name {
            GraphName::DefaultGraph => shared.add(quad),
            GraphName::NamedNode(graph) => {
                if let Some(id) = iri::article_id(graph.as_ref()) {
                    articles.entry(id).or_default().add(quad);
                }
            }
            GraphName::BlankNode(_) => {}
        }
    }
    let mut records = Vec::with_capacity(articles.len());
    for (id, things) in articles {
        let iri = iri::article(&id);
        if let Some(article) = things.get(iri.as_ref()).filter(|thing| thing.is_a(rd::ARTICLE_CLASS)) {
            records.push(record(id, article, &things, &shared)?);
        } else if let Some(claim) = things.iter().find(|thing| is_claim(*thing)) {
            return Err(claim
                .wrong("the article of this claim is missing")
                .remedy("give all quads of its graph"));
        }
    }
    Ok(records)
}

/// What the claims in N-Quads text say, for [`crate::fuse::fuse_testimonies`]; `name` (a file name, or `-`) goes into
/// messages.
///
/// Reads of an article only its dates, its event and its original, and of a claim all but its words, so that a cluster may send the claims of a
/// key together, without the articles. Graphs do not matter. Statute actions are passed over: nothing is fused of
/// them.
///
/// # Errors
/// Where a line is no N-Quads, with its number, or a claim is incomplete.
pub fn testimonies(name: &str, input: impl Read) -> Result<Vec<Testimony<'static>>> {
    let mut things = Things::default();
    for quad in parse(name, input) {
        let quad = quad?;
        let words = [schema::ARTICLE_BODY, oa::EXACT];
        if !words.contains(&quad.predicate.as_ref()) {
            things.add(quad);
        }
    }
    let mut testimonies = Vec::new();
    for thing in things.iter() {
        let kind = if thing.is_a(rd::ADOPTION_CLAIM) {
            ClaimKind::Adoption(adoption(thing)?)
        } else if thing.is_a(rd::OBSERVATION) {
            ClaimKind::Observation(observation(thing)?)
        } else {
            continue;
        };
        let claim =
            iri::claim_name(thing.iri()).ok_or_else(|| thing.wrong("this is not the name of a claim"))?;
        let article = iri::article(&claim.article);
        let article = things.get(article.as_ref());
        let issued = article.map_or(Ok(None), |a| a.parsed(dcterms::ISSUED))?;
        let as_of = article.map_or(Ok(None), as_of)?;
        let event = article.map_or(Ok(None), |a| a.named(rd::EVENT, iri::event_hash))?.map(str::to_owned);
        let reprint_of = article.map_or(Ok(None), |a| a.named(rd::REPRINT_OF, iri::article_id))?;
        testimonies.push(Testimony { claim, issued, as_of, event, reprint_of, kind: Cow::Owned(kind) });
    }
    Ok(testimonies)
}

fn is_claim(thing: Thing<'_>) -> bool {
    [rd::ADOPTION_CLAIM, rd::OBSERVATION, rd::STATUTE_ACTION, rd::LEARNING_CONTACT]
        .iter()
        .any(|class| thing.is_a(*class))
}

fn record(id: ArticleId, article: Thing<'_>, things: &Things, shared: &Things) -> Result<Record> {
    let body = article.must(schema::ARTICLE_BODY, article.text(schema::ARTICLE_BODY))?.to_owned();
    let mut authors = BTreeMap::new();
    for term in article.all(dcterms::CREATOR) {
        let author = node(term).and_then(|node| Some((iri::author_number(node)?, things.get(node)?)));
        let (n, author) =
            author.ok_or_else(|| article.wrong(format!("nothing is said of its author {term}")))?;
        let name = author.must(foaf::NAME, author.text(foaf::NAME))?.to_owned();
        authors.insert(n, Author { name, post: post(author)? });
    }
    let mut sources = BTreeSet::new();
    for term in article.all(dcterms::SOURCE) {
        let Term::Literal(name) = term else { return Err(article.wrong("a source that is no literal")) };
        sources.insert(Source { name: name.value().to_owned() });
    }
    let quotes = Quotes { article: &id, points: CodePoints::new(&body), body: &body, things };
    let mut claims = BTreeSet::new();
    for thing in things.iter().filter(|thing| is_claim(*thing)) {
        claims.insert(claim(thing, &quotes, shared)?);
    }
    Ok(Record {
        title: article.text(dcterms::TITLE)?.map(str::to_owned),
        authors: authors.into_values().collect(),
        issued: article.parsed(dcterms::ISSUED)?,
        sources,
        home_region: article.named(rd::HOME_REGION, iri::region_code)?,
        as_of: as_of(article)?,
        event: event(article, shared)?,
        imprint: imprint(article)?,
        reprint_of: reprint(article)?,
        claims,
        id,
        body,
    })
}

fn reprint(article: Thing<'_>) -> Result<Option<Reprint>> {
    let Some(of) = article.named(rd::REPRINT_OF, iri::article_id)? else { return Ok(None) };
    let figures = |property| {
        let listed = article.text(property)?.into_iter().flat_map(|list| list.split(FIGURE_COMMA));
        Ok(listed.map(str::to_owned).collect())
    };
    Ok(Some(Reprint {
        of,
        share: article.must(rd::SHARED_TEXT, article.parsed(rd::SHARED_TEXT))?,
        figures: figures(rd::SHARED_FIGURES)?,
        other_figures: figures(rd::OTHER_FIGURES)?,
    }))
}

fn imprint(article: Thing<'_>) -> Result<Imprint> {
    let words = |property| Ok(article.text(property)?.map(str::to_owned));
    let (issuer, paper) = (words(rd::ISSUED_BY)?, words(rd::PAPER)?);
    Ok(Imprint { issuer, paper, page: words(rd::PRINTED_PAGE)?, licence: words(rd::LICENCE)? })
}

fn as_of(article: Thing<'_>) -> Result<Option<AsOf>> {
    let Some(basis) = article.parsed(rd::AS_OF_BASIS)? else { return Ok(None) };
    let earliest = article.must(rd::AS_OF_EARLIEST, article.parsed(rd::AS_OF_EARLIEST))?;
    let latest = article.must(rd::AS_OF_LATEST, article.parsed(rd::AS_OF_LATEST))?;
    Ok(Some(AsOf { earliest, latest, basis }))
}

fn post(author: Thing<'_>) -> Result<Option<Post>> {
    let Some(title) = author.text(rd::POST)? else { return Ok(None) };
    Ok(Some(Post { title: title.to_owned(), organ: author.named(org::MEMBER_OF, iri::organisation_key)? }))
}

/// The event that an article reports, from its shared description.
fn event(article: Thing<'_>, shared: &Things) -> Result<Option<Event>> {
    let Some(term) = article.one(rd::EVENT)? else { return Ok(None) };
    let described = node(term).and_then(|node| shared.get(node));
    let described = described.ok_or_else(|| article.wrong(format!("nothing is said of {term}")))?;
    let event = Event {
        kind: described.must(rd::EVENT_KIND, described.parsed(rd::EVENT_KIND))?,
        date: described.must(rd::TIME, described.parsed(rd::TIME))?,
        region: described.named(rd::REGION, iri::region_code)?,
    };
    if iri::event(&event).as_ref() != described.iri() {
        return Err(described.wrong("the name does not fit the kind, the date and the region"));
    }
    Ok(Some(event))
}

/// A claim with its words and its paper.
fn claim(thing: Thing<'_>, quotes: &Quotes<'_>, shared: &Things) -> Result<Claim> {
    let evidence: Vec<Evidence> =
        thing.all(rd::EVIDENCE).iter().map(|term| quotes.quote(thing, term)).collect::<Result<_>>()?;
    let kind = if thing.is_a(rd::ADOPTION_CLAIM) {
        let trigger = thing.one(rd::TRIGGER)?.map(|term| quotes.quote(thing, term)).transpose()?;
        let basis = paper(thing, rd::BASIS, shared)?;
        ClaimKind::Adoption(AdoptionClaim { trigger, basis, evidence, ..adoption(thing)? })
    } else if thing.is_a(rd::OBSERVATION) {
        ClaimKind::Observation(Observation { evidence, ..observation(thing)? })
    } else if thing.is_a(rd::LEARNING_CONTACT) {
        ClaimKind::Learning(LearningContact {
            region: thing.must(rd::LEARNER, thing.named(rd::LEARNER, iri::region_code))?,
            from: thing.must(rd::LEARNED_FROM, thing.named(rd::LEARNED_FROM, iri::region_code))?,
            time: thing.parsed(rd::TIME)?,
            evidence,
        })
    } else {
        let region = thing.must(rd::REGION, thing.named(rd::REGION, iri::region_code))?;
        let issuer = thing.named(rd::ISSUER, |org| {
            iri::organisation_key(org).filter(|(code, _)| *code == region).map(|(_, organ)| organ)
        });
        ClaimKind::Statute(StatuteAction {
            issuer: issuer?,
            region,
            paper: thing.must(rd::STATUTE, paper(thing, rd::STATUTE, shared))?,
            relation: thing.must(rd::RELATION, word(thing, rd::RELATION, "relation"))?,
            time: thing.parsed(rd::TIME)?,
            evidence,
        })
    };
    let claim = Claim::new(kind).ok_or_else(|| thing.wrong("a claim without evidence"))?;
    let name = iri::claim_name(thing.iri()).filter(|name| name.article == *quotes.article);
    if name.is_none_or(|name| name.claim != claim.id()) {
        return Err(thing.wrong(format!("the name does not fit what is said, which is named {}", claim.id())));
    }
    Ok(claim)
}

/// What an adoption claim says, without its words and its document.
fn adoption(thing: Thing<'_>) -> Result<AdoptionClaim> {
    let owned = |predicate| Ok(thing.text(predicate)?.map(str::to_owned));
    let since = thing
        .parsed(rd::SINCE)?
        .map(|date| Ok(Since { date, kind: thing.parsed(rd::SINCE_KIND)?.unwrap_or(SinceKind::Start) }));
    Ok(AdoptionClaim {
        region: thing.must(rd::REGION, thing.named(rd::REGION, iri::region_code))?,
        mechanism: thing.must(rd::MECHANISM, thing.named(rd::MECHANISM, iri::mechanism_slug))?,
        status: thing.must(rd::STATUS, word(thing, rd::STATUS, "status"))?,
        surface_form: thing.must(rd::SURFACE_FORM, owned(rd::SURFACE_FORM))?,
        trigger: None,
        coverage: thing.parsed(rd::COVERAGE)?,
        covered: thing.parsed(rd::COVERED)?,
        coverable: thing.parsed(rd::COVERABLE)?,
        coverage_unit: owned(rd::COVERAGE_UNIT)?,
        tier: word(thing, rd::TIER, "tier")?,
        role: thing.must(rd::ROLE, word(thing, rd::ROLE, "role"))?,
        adopter_named: thing.named(rd::ADOPTER, standing_committee)?.is_some(),
        partner: owned(rd::PARTNER)?,
        since: since.transpose()?,
        basis: None,
        topic: owned(rd::TOPIC)?,
        gloss: owned(rd::GLOSS)?,
        first_within: thing.named(rd::FIRST_WITHIN, iri::region_code)?,
        region_as_printed: owned(rd::REGION_AS_PRINTED)?,
        evidence: Vec::new(),
    })
}

/// What an observation says, without its words.
fn observation(thing: Thing<'_>) -> Result<Observation> {
    let owned = |predicate| Ok(thing.text(predicate)?.map(str::to_owned));
    Ok(Observation {
        region: thing.must(rd::REGION, thing.named(rd::REGION, iri::region_code))?,
        indicator: thing.named(rd::INDICATOR, iri::indicator_slug)?,
        indicator_text: thing.must(rd::INDICATOR_TEXT, owned(rd::INDICATOR_TEXT))?,
        value: thing.must(rd::VALUE, value(thing))?,
        unit: thing.must(rd::UNIT, owned(rd::UNIT))?,
        bound: thing.must(rd::BOUND, thing.parsed(rd::BOUND))?,
        period: owned(rd::PERIOD)?,
        scope: owned(rd::SCOPE)?,
        evidence: Vec::new(),
    })
}

/// Exactly, since [`Decimal`]'s own reading rounds what is too long.
fn value(thing: Thing<'_>) -> Result<Option<Decimal>> {
    let Some(text) = thing.text(rd::VALUE)? else { return Ok(None) };
    let value = Decimal::from_str_exact(text);
    value.map(Some).map_err(|cause| thing.wrong(format!("cannot read the value {text}")).because(cause))
}

/// The concept of a closed vocabulary.
fn word<T: FromStr>(thing: Thing<'_>, predicate: NamedNodeRef<'_>, folder: &str) -> Result<Option<T>> {
    thing.named(predicate, |concept| iri::word(concept, folder)?.parse().ok())
}

/// Whose standing committee an IRI names.
fn standing_committee(org: NamedNodeRef<'_>) -> Option<RegionCode> {
    iri::organisation_key(org).filter(|(_, organ)| *organ == Organ::StandingCommittee).map(|(code, _)| code)
}

/// The statute or document that `predicate` names, from its shared description.
fn paper(thing: Thing<'_>, predicate: NamedNodeRef<'_>, shared: &Things) -> Result<Option<Paper>> {
    let Some(term) = thing.one(predicate)? else { return Ok(None) };
    let described = node(term).and_then(|node| shared.get(node));
    let described = described.ok_or_else(|| thing.wrong(format!("nothing is said of {term}")))?;
    let kind = if described.is_a(rd::DOCUMENT) { PaperKind::Document } else { PaperKind::Statute };
    let title = described.must(dcterms::TITLE, described.text(dcterms::TITLE))?;
    let paper = Paper::new(kind, title, described.named(rd::REGION, iri::region_code)?);
    if iri::paper(&paper).as_ref() != described.iri() {
        return Err(described.wrong("the name does not fit the title and the region"));
    }
    Ok(Some(paper))
}

fn node(term: &Term) -> Option<NamedNodeRef<'_>> {
    match term {
        Term::NamedNode(node) => Some(node.as_ref()),
        _ => None,
    }
}

/// The quotes of one article, held against its body.
struct Quotes<'a> {
    article: &'a ArticleId,
    body: &'a str,
    points: CodePoints,
    things: &'a Things,
}

impl Quotes<'_> {
    fn quote(&self, claim: Thing<'_>, term: &Term) -> Result<Evidence> {
        let quote = node(term).and_then(|node| self.things.get(node));
        let quote = quote.ok_or_else(|| claim.wrong(format!("nothing is said of its evidence {term}")))?;
        let start = quote.must(oa::START, quote.parsed(oa::START))?;
        let end = quote.must(oa::END, quote.parsed(oa::END))?;
        let exact = quote.must(oa::EXACT, quote.text(oa::EXACT))?;
        let evidence = Evidence::check_with(self.body, &self.points, start, end, exact)
            .ok_or_else(|| quote.wrong("the article's body does not hold these words at these offsets"))?;
        if iri::evidence(self.article, &evidence).as_ref() != quote.iri() {
            return Err(quote.wrong("the name does not fit the offsets"));
        }
        Ok(evidence)
    }
}
