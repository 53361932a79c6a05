//! Names of things, minted from what the things are, and read back.

use oxigraph::model::{NamedNode, NamedNodeRef};

use crate::model::{
    ArticleId, ClaimName, Conflict, Event, Evidence, Organ, Paper, RegionCode, Relation, Role, Slug, Status,
    Tier, hash12,
};

/// What every minted IRI starts with.
pub const BASE: &str = "https://w3id.org/renda/";

// Codes, slugs and hashes are ASCII letters, digits and hyphens by construction, so nothing needs escaping and the
// result is always an IRI.
fn mint(path: impl std::fmt::Display) -> NamedNode {
    NamedNode::new_unchecked(format!("{BASE}{path}"))
}

fn read<'a>(iri: NamedNodeRef<'a>, folder: &str) -> Option<&'a str> {
    iri.as_str().strip_prefix(BASE)?.strip_prefix(folder)?.strip_prefix('/')
}

/// `dataset`: the graph as a whole.
pub fn dataset() -> NamedNode {
    mint("dataset")
}

/// `dataset/class/<12 hex>`, `dataset/property/<12 hex>`: what there is of one class, of one property.
pub fn partition(by: &str, term: &str) -> NamedNode {
    mint(format_args!("dataset/{by}/{}", hash12(&[term])))
}

/// `region/141100`.
pub fn region(code: &RegionCode) -> NamedNode {
    mint(format_args!("region/{code}"))
}

/// The code in a region's IRI.
pub fn region_code(iri: NamedNodeRef<'_>) -> Option<RegionCode> {
    RegionCode::new(read(iri, "region")?)
}

/// `mechanism/<slug>`, of candidates `mechanism/c-<12 hex>`.
pub fn mechanism(slug: &Slug) -> NamedNode {
    mint(format_args!("mechanism/{slug}"))
}

/// The slug in a mechanism's IRI.
pub fn mechanism_slug(iri: NamedNodeRef<'_>) -> Option<Slug> {
    Slug::new(read(iri, "mechanism")?)
}

/// `indicator/<slug>`.
pub fn indicator(slug: &Slug) -> NamedNode {
    mint(format_args!("indicator/{slug}"))
}

/// The slug in an indicator's IRI.
pub fn indicator_slug(iri: NamedNodeRef<'_>) -> Option<Slug> {
    Slug::new(read(iri, "indicator")?)
}

/// `org/<code>/standing-committee` …
pub fn organisation(code: &RegionCode, organ: Organ) -> NamedNode {
    mint(format_args!("org/{code}/{organ}"))
}

/// The region and the organ in the IRI of an organisation.
pub fn organisation_key(iri: NamedNodeRef<'_>) -> Option<(RegionCode, Organ)> {
    let (code, organ) = read(iri, "org")?.split_once('/')?;
    Some((RegionCode::new(code)?, organ.parse().ok()?))
}

/// `statute/<12 hex>`, of documents `document/<12 hex>`.
pub fn paper(paper: &Paper) -> NamedNode {
    mint(paper.path())
}

/// `event/<12 hex>`.
pub fn event(event: &Event) -> NamedNode {
    mint(format_args!("event/{}", event.hash()))
}

/// The hash in an event's IRI.
pub fn event_hash(iri: NamedNodeRef<'_>) -> Option<&str> {
    read(iri, "event")
}

/// `article/<16 hex>`: the article, and the graph of all it says.
pub fn article(id: &ArticleId) -> NamedNode {
    mint(format_args!("article/{id}"))
}

/// What the names of all graphs of articles begin with.
pub fn articles() -> String {
    format!("{BASE}article/")
}

/// `shared/<12 hex>`: in a store elsewhere, a graph of what articles share, by the first thing in it.
pub fn shared(first: &str) -> NamedNode {
    mint(format_args!("shared/{}", hash12(&[first])))
}

/// The id in an article's IRI.
pub fn article_id(iri: NamedNodeRef<'_>) -> Option<ArticleId> {
    ArticleId::new(read(iri, "article")?)
}

/// `article/<h>/claim/<12 hex>`.
pub fn claim(name: &ClaimName) -> NamedNode {
    mint(name)
}

/// The name in a claim's IRI.
pub fn claim_name(iri: NamedNodeRef<'_>) -> Option<ClaimName> {
    let (article, claim) = read(iri, "article")?.split_once("/claim/")?;
    let hex = claim.len() == 12 && claim.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    hex.then_some(())?;
    Some(ClaimName { article: ArticleId::new(article)?, claim: claim.to_owned() })
}

/// `article/<h>#char=<start>,<end>` (RFC 5147), in code points of the body.
pub fn evidence(article: &ArticleId, quote: &Evidence) -> NamedNode {
    mint(format_args!("article/{article}#char={},{}", quote.start(), quote.end()))
}

/// `article/<h>/author/<n>`, counted from 1. Persons are not merged across articles.
pub fn author(article: &ArticleId, n: usize) -> NamedNode {
    mint(format_args!("article/{article}/author/{n}"))
}

/// The number in an author's IRI.
pub fn author_number(iri: NamedNodeRef<'_>) -> Option<usize> {
    read(iri, "article")?.split_once("/author/")?.1.parse().ok()
}

/// `adoption/<code>/<slug>`: the fact of a region and a mechanism.
pub fn adoption(region: &RegionCode, mechanism: &Slug) -> NamedNode {
    mint(format_args!("adoption/{region}/{mechanism}"))
}

/// The key in a fact's IRI.
pub fn adoption_key(iri: NamedNodeRef<'_>) -> Option<(RegionCode, Slug)> {
    let (code, slug) = read(iri, "adoption")?.split_once('/')?;
    Some((RegionCode::new(code)?, Slug::new(slug)?))
}

/// `conflict/<12 hex>`.
pub fn conflict(conflict: &Conflict) -> NamedNode {
    conflict_of_hash(&conflict.hash())
}

/// `conflict/<12 hex>` of a hash that [`Conflict::hash`] gave.
pub fn conflict_of_hash(hash: &str) -> NamedNode {
    mint(format_args!("conflict/{hash}"))
}

/// `status/adopted` …
pub fn status(status: Status) -> NamedNode {
    mint(format_args!("status/{status}"))
}

/// `relation/enacted` …
pub fn relation(relation: Relation) -> NamedNode {
    mint(format_args!("relation/{relation}"))
}

/// `role/host` …
pub fn role(role: Role) -> NamedNode {
    mint(format_args!("role/{role}"))
}

/// `tier/county` …
pub fn tier(tier: Tier) -> NamedNode {
    mint(format_args!("tier/{tier}"))
}

/// `level/county` …
pub fn level(level: crate::resource::Level) -> NamedNode {
    mint(format_args!("level/{level}"))
}

/// `form/platform` …; `None` where `word` is no word of ASCII letters and hyphens.
pub fn form(word: &str) -> Option<NamedNode> {
    Slug::new(word).map(|word| mint(format_args!("form/{word}")))
}

/// The last part of the IRI of a status, relation, role, tier, level or form: `word(iri, "status")`.
pub fn word<'a>(iri: NamedNodeRef<'a>, folder: &str) -> Option<&'a str> {
    read(iri, folder)
}
