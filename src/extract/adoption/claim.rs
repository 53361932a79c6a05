//! What is told of a mechanism → one claim, and claims of one thing joined.

use std::collections::BTreeMap;

use crate::model::{
    AdoptionClaim, Coverage, Evidence, MentionKind, OrganKind, RegionCode, Role, Slug, Status, Tier,
};
use crate::resource::Level;
use crate::text::{Span, is_quotation_mark};

use super::super::{Source, statute};
use super::reach::Reach;
use super::{Reading, Spoken, Told, detail, first, since, topic};

/// The key under which an article's mentions of one thing become one claim.
pub(super) type Key = (RegionCode, Slug, Status, Role, Option<Tier>, Option<String>);
/// The claims of an article.
pub(super) type Claims = BTreeMap<Key, AdoptionClaim>;

/// What is told of a mechanism, for one who does it and one kind of units below.
pub(super) fn claim(
    source: &Source<'_>,
    told: &Told<'_>,
    reading: &Reading,
    reach: &Reach,
    mut quotes: Vec<Evidence>,
) -> AdoptionClaim {
    let &Told { clause, at, spoken, title } = told;
    let since = (reading.status != Status::Planned)
        .then(|| since::since(source, clause, at, &spoken.slug, reading.status))
        .flatten();
    let gloss = detail::gloss(source, clause, spoken.name);
    let trigger = reading.trigger.map(|span| source.cutter.word(span));
    // The since of a practice may stand in an earlier clause, its explanation in a later one: the words that prove the
    // practice are widened to hold them.
    let further: Vec<Span> =
        since.iter().map(|(_, span)| *span).chain(gloss.iter().map(|(_, s)| *s)).collect();
    if let Some(quote) = quotes.last_mut() {
        for span in further {
            *quote = source.cutter.widened(quote, span).unwrap_or_else(|| quote.clone());
        }
    }
    // What is only planned reaches nobody yet.
    let full = reading.status != Status::Planned && reach.full;
    let covered = reach.covered.filter(|_| reading.status != Status::Planned);
    let some = reach.coverable > covered && covered.is_some();
    let coverage = if full { Some(Coverage::Full) } else { some.then_some(Coverage::Partial) };
    let other_name = source.renamed.iter().find(|(code, _)| *code == reading.region);
    let region_as_printed = other_name.map(|(_, span)| source.words(*span).to_owned());
    let adopter_named = clause.mentions.iter().any(|m| {
        matches!(m.mention.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
            && m.mention.span.end <= at.start
    });
    let issued = title.filter(|t| !statute::is_draft(source, told.clause, t.mention.span));
    let basis = issued.map(|t| {
        let title = source.words(t.mention.span);
        statute::paper(source, title, statute::owner(source, title, &reading.region, true))
    });
    AdoptionClaim {
        region: reading.region.clone(),
        mechanism: spoken.slug.clone(),
        status: reading.status,
        surface_form: printed(source, spoken),
        trigger,
        coverage,
        covered,
        coverable: reach.coverable.filter(|_| coverage.is_some()),
        coverage_unit: covered.and(reach.unit.clone()),
        tier: reach.tier.and_then(|tier| own_tier(source, &reading.region, tier)),
        role: reading.role,
        adopter_named,
        partner: detail::partner(source, clause, at),
        since: since.map(|(since, _)| since),
        basis,
        topic: topic::topic(source, clause, at, &spoken.slug),
        gloss: gloss.map(|(gloss, _)| gloss),
        first_within: first::first_within(source, clause, at, &reading.region),
        region_as_printed,
        evidence: quotes,
    }
}

/// The name as printed: a short one in quotation marks with the word behind it that says what it is: “四审”流程.
fn printed(source: &Source<'_>, spoken: &Spoken<'_>) -> String {
    let name = source.words(spoken.name);
    let rules = &source.lexicon.candidates;
    let body = source.article.body.text.as_str();
    let mark = |c: &char| is_quotation_mark(*c);
    let opening = body[..spoken.name.start].chars().next_back().filter(mark);
    let behind = &body[spoken.name.end..spoken.clause.span.end.max(spoken.name.end)];
    let (Some(opening), Some(closing)) = (opening, behind.chars().next().filter(mark)) else {
        return name.to_owned();
    };
    let short = spoken.slug.is_candidate() && name.chars().count() <= rules.attribute;
    let rest = &behind[closing.len_utf8()..];
    let tail = rules.printed.iter().filter(|t| short && rest.starts_with(t.as_str())).max_by_key(|t| t.len());
    tail.map_or_else(|| name.to_owned(), |tail| format!("{opening}{name}{closing}{tail}"))
}

/// The tier as a region has it: the city of a county-level city is its county tier, and of tiers above it, it has none.
fn own_tier(source: &Source<'_>, region: &RegionCode, tier: Tier) -> Option<Tier> {
    let unit = source.lexicon.regions.get(region)?;
    match (unit.level, tier) {
        (Level::County, Tier::City) => {
            (source.lexicon.reaches.tier_of(&unit.name) == Some(Tier::City)).then_some(Tier::County)
        }
        (level, tier) => (tier >= level.tier()).then_some(tier),
    }
}

/// Joins a further mention of the same thing. The more telling one gives the words; of the other only what it adds is
/// kept, with its words.
pub(super) fn merge(claims: &mut Claims, new: AdoptionClaim) {
    let topic = new.topic.clone();
    let key = (new.region.clone(), new.mechanism.clone(), new.status, new.role, new.tier, topic);
    let Some(old) = claims.remove(&key) else {
        claims.insert(key, new);
        return;
    };
    let (mut best, other) = if telling(&new) > telling(&old) { (new, old) } else { (old, new) };
    let mut adds = false;
    let mut take = |missing: bool| {
        adds |= missing;
        missing
    };
    if take(best.since.is_none() && other.since.is_some()) {
        best.since = other.since;
    }
    if take(best.coverage.is_none() && other.coverage.is_some()) {
        best.coverage = other.coverage;
    }
    if take(best.covered.is_none() && other.covered.is_some()) {
        best.covered = other.covered;
        best.coverable = other.coverable;
        best.coverage_unit = other.coverage_unit;
    }
    if take(best.basis.is_none() && other.basis.is_some()) {
        best.basis = other.basis;
    }
    if take(best.gloss.is_none() && other.gloss.is_some()) {
        best.gloss = other.gloss;
    }
    if take(best.first_within.is_none() && other.first_within.is_some()) {
        best.first_within = other.first_within;
    }
    best.adopter_named |= other.adopter_named;
    if adds {
        best.evidence.extend(other.evidence);
    }
    claims.insert(key, best);
}

/// Joins what is said of a practice without a topic to the first that has one: two inquiries about two things are two.
pub(super) fn join_topics(claims: Claims) -> Claims {
    let base = |key: &Key| (key.0.clone(), key.1.clone(), key.2, key.3, key.4);
    let (mut joined, plain): (Claims, Claims) = claims.into_iter().partition(|(key, _)| key.5.is_some());
    let mut topics = BTreeMap::new();
    for key in joined.keys() {
        topics.entry(base(key)).or_insert_with(|| key.5.clone());
    }
    for (key, mut claim) in plain {
        claim.topic = topics.get(&base(&key)).cloned().flatten();
        merge(&mut joined, claim);
    }
    joined
}

/// How much a claim tells, most telling first: full or counted coverage, since, a document, a verb that begins.
fn telling(claim: &AdoptionClaim) -> (bool, bool, bool, bool, bool) {
    (
        claim.coverage.is_some(),
        claim.covered.is_some(),
        claim.since.is_some(),
        claim.basis.is_some() || claim.gloss.is_some() || claim.first_within.is_some(),
        claim.topic.is_some(),
    )
}
