//! Region × mechanism, with stage, coverage, tier, role and date.

mod detail;
mod owner;
mod since;
mod stage;

pub(super) use stage::reaching;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AdoptionClaim, ClaimKind, Coverage, Diagnostic, Entity, Evidence, MentionKind, OrganKind, RegionCode,
    RegionName, Resolved, Role, Slug, Status, Tier, TitleKind,
};
use crate::resource::CueKind;
use crate::text::Span;

use super::Source;
use super::frame::Clause;
use super::learning;
use super::statute;
use owner::Owner;

/// Who does what with a mechanism, as one clause says it.
struct Reading {
    region: RegionCode,
    role: Role,
    status: Status,
    trigger: Option<Span>,
}

/// A mechanism where it is spoken of: by its name, or by words that stand for the one named last.
#[derive(Clone)]
struct Spoken<'a> {
    slug: Slug,
    /// Its name as printed, where it stands by name.
    name: Span,
    /// The clause that names it.
    clause: &'a Clause<'a>,
}

/// The key under which an article's mentions of one thing become one claim.
type Key = (RegionCode, Slug, Status, Role, Option<Tier>);

pub(super) fn adoptions(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims: BTreeMap<Key, AdoptionClaim> = BTreeMap::new();
    let mut drops = Vec::new();
    let mut last: Option<Spoken<'_>> = None;
    for clause in clauses {
        for (i, m) in clause.mentions.iter().enumerate() {
            let span = m.mention.span;
            let slug = match &m.mention.kind {
                MentionKind::Mechanism(slug) => meant(source, clause, slug),
                MentionKind::Candidate { .. } => Slug::candidate(source.words(span)),
                MentionKind::Cue { rule }
                    if source.lexicon.triggers.rules[*rule].kind == CueKind::Anaphor =>
                {
                    let Some(named) = last.clone().filter(|l| same_paragraph(source, l.name, span)) else {
                        continue;
                    };
                    let Some(first) = quote(source, named.clause, named.name) else { continue };
                    say(source, clause, i, &named, &[first], &mut claims, &mut drops);
                    continue;
                }
                _ => continue,
            };
            let spoken = Spoken { slug, name: span, clause };
            say(source, clause, i, &spoken, &[], &mut claims, &mut drops);
            last = Some(spoken);
        }
    }
    drops.extend(trials_stand(source, &mut claims));
    (claims.into_values().map(ClaimKind::Adoption).collect(), drops)
}

/// The mechanism that a name stands for in the company of its clause.
fn meant(source: &Source<'_>, clause: &Clause<'_>, slug: &Slug) -> Slug {
    let words = source.words(clause.span);
    let has = |list: &[String]| list.iter().any(|w| words.contains(w.as_str()));
    let reading =
        source.lexicon.readings.iter().find(|(name, _, r)| name == slug && has(&r.near) && !has(&r.unless));
    reading.map_or_else(|| slug.clone(), |(_, meant, _)| meant.clone())
}

fn same_paragraph(source: &Source<'_>, a: Span, b: Span) -> bool {
    a.end <= b.start && !source.words(Span::new(a.end, b.start)).contains('\n')
}

fn quote(source: &Source<'_>, clause: &Clause<'_>, inner: Span) -> Option<Evidence> {
    source.cutter.sentence(clause.sentence, clause.span, inner)
}

/// Claims what a clause says of a mechanism at `clause.mentions[i]`, or says why nothing.
fn say(
    source: &Source<'_>,
    clause: &Clause<'_>,
    i: usize,
    spoken: &Spoken<'_>,
    before: &[Evidence],
    claims: &mut BTreeMap<Key, AdoptionClaim>,
    drops: &mut Vec<Diagnostic>,
) {
    let span = clause.mentions[i].mention.span;
    let title = enclosing_title(clause, span);
    let readings = match read(source, clause, i, title) {
        Ok(readings) => readings,
        Err((code, why)) => return drops.push(source.drop(code, span, why)),
    };
    let Some(evidence) = quote(source, clause, span) else {
        return drops.push(source.drop("drop.evidence-torn", span, "no quote around it stands in one piece"));
    };
    let quotes: Vec<Evidence> = before.iter().cloned().chain([evidence]).collect();
    for reading in readings {
        merge(claims, claim(source, clause, i, spoken, reading, title, quotes.clone()));
    }
}

/// A mention without a stage of its own says nothing new where the article calls the practice a trial: 试点县 stays one
/// though the article goes on to tell how the vote was held.
fn trials_stand(source: &Source<'_>, claims: &mut BTreeMap<Key, AdoptionClaim>) -> Vec<Diagnostic> {
    let trials: BTreeSet<(RegionCode, Slug)> =
        claims.keys().filter(|k| k.2 == Status::Piloted).map(|k| (k.0.clone(), k.1.clone())).collect();
    let weak = |key: &Key, claim: &AdoptionClaim| {
        key.2 == Status::Adopted
            && trials.contains(&(key.0.clone(), key.1.clone()))
            && claim.coverage != Some(Coverage::Full)
    };
    let dropped: Vec<Key> = claims.iter().filter(|(k, c)| weak(k, c)).map(|(k, _)| k.clone()).collect();
    let notes = dropped.iter().filter_map(|key| claims.remove(key)).map(|claim| {
        let message = format!(
            "{}: a mention without a stage of its own; the article calls it a trial",
            claim.surface_form
        );
        let at = claim.evidence.first().map(|e| source.cutter.span(e));
        let page = at.and_then(|span| source.article.body.page_spans(span).into_iter().next());
        Diagnostic::note("drop.trial-stands", page, message)
    });
    notes.collect()
}

/// The title that a span stands in, if any.
fn enclosing_title<'c>(clause: &'c Clause<'_>, span: Span) -> Option<&'c Resolved> {
    let inside =
        |m: &&Resolved| matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.contains(span);
    clause.mentions.iter().find(inside)
}

/// Whether a title is that of a draft of the clause's own region, and of no superior's.
fn own_draft(source: &Source<'_>, clause: &Clause<'_>, title: Span) -> bool {
    let words = source.words(title);
    source.lexicon.titles.is_draft(words)
        && clause.subject.as_ref().is_some_and(|region| {
            statute::owner(source, words, region, true).is_some_and(|owner| owner == *region)
        })
}

/// Who does what with the mechanism `clause.mentions[i]`, or why nobody.
fn read(
    source: &Source<'_>,
    clause: &Clause<'_>,
    i: usize,
    title: Option<&Resolved>,
) -> Result<Vec<Reading>, (&'static str, &'static str)> {
    let lexicon = source.lexicon;
    let at = clause.mentions[i].mention.span;
    let cue = |kind: CueKind| stage::reaching(source, clause, kind, at);
    let draft = title.is_some_and(|t| own_draft(source, clause, t.mention.span));
    if let Some(title) = title.filter(|_| !draft) {
        let issued =
            matches!(title.mention.kind, MentionKind::Title(TitleKind::Statute | TitleKind::Document))
                && clause.cues(lexicon, CueKind::Adopt).any(|(span, _)| span.end <= title.mention.span.start);
        if !issued {
            return Err(("drop.in-title", "stands inside a title that nobody is said to issue"));
        }
    }
    if cue(CueKind::Negated).is_some() {
        return Err(("drop.negated", "said not to be there"));
    }
    if cue(CueKind::Normative).is_some() {
        return Err(("drop.normative", "said of what ought to be"));
    }
    if cue(CueKind::Visited).is_some() {
        return Err(("drop.visited", "seen or learned elsewhere"));
    }
    let learns = clause.cues(lexicon, CueKind::Learn).any(|(span, _)| span.end <= at.start);
    if learns && !learning::visited(source, clause).is_empty() {
        return Err(("drop.visited", "learned elsewhere"));
    }
    let home = source.scene.home.as_ref().map(|h| &h.region);
    let own = owner::owner(source, clause, i);
    let subject = match &own {
        Some(Owner::Has(code)) => Some(code.clone()),
        _ => clause.subject.clone(),
    };
    let Some(subject) = subject else {
        return Err(("drop.no-region", "no region is said to do it"));
    };
    // The rule of a practice that is sent out for discussion has it planned.
    let (status, trigger) = if draft { (Status::Planned, None) } else { stage::stage(source, clause, at) };
    let region = |region: RegionCode, role: Role, status: Status| Reading { region, role, status, trigger };
    if let Some(Owner::Superior(owner)) = own {
        let host = if subject == owner { home.cloned() } else { Some(subject) };
        let host = host.filter(|h| *h != owner).map(|h| region(h, Role::Host, status));
        return Ok(host.into_iter().chain([region(owner, Role::Owner, status)]).collect());
    }
    // A superior names a pilot: the named one practises, the superior designates.
    if let Some(named) = cue(CueKind::Named).and_then(|_| owner::named_below(source, clause, &subject)) {
        return Ok(vec![region(named, Role::PilotSite, status), region(subject, Role::Designator, status)]);
    }
    let guided = detail::guides(source, clause, at);
    let role = if guided { Role::Instructor } else { Role::Practitioner };
    let others = if own.is_none() { clause.others.as_slice() } else { &[] };
    Ok(std::iter::once(&subject).chain(others).map(|r| region(r.clone(), role, status)).collect())
}

fn claim(
    source: &Source<'_>,
    clause: &Clause<'_>,
    i: usize,
    spoken: &Spoken<'_>,
    reading: Reading,
    title: Option<&Resolved>,
    mut quotes: Vec<Evidence>,
) -> AdoptionClaim {
    let at = clause.mentions[i].mention.span;
    let below = detail::coverage(source, clause, at);
    let since = (reading.status != Status::Planned)
        .then(|| since::since(source, clause, at, &spoken.slug, reading.status))
        .flatten();
    let gloss = detail::gloss(source, clause, spoken.name);
    let trigger = reading.trigger.map(|span| source.cutter.word(span));
    // The since of a practice may stand in an earlier clause: its words belong to the proof.
    if let Some((_, span)) = since {
        quotes
            .extend(source.cutter.clause(clause.sentence, span, span).filter(|q| !q_contains(&quotes[0], q)));
    }
    if let Some((_, span)) = gloss {
        quotes
            .extend(source.cutter.clause(clause.sentence, span, span).filter(|q| !q_contains(&quotes[0], q)));
    }
    let unit = below.as_ref().and_then(|b| b.unit.clone());
    let (tier, n) = below.as_ref().map_or((None, None), |b| (b.unit.as_ref().map(|u| u.1), b.n));
    // What is only planned reaches nobody yet.
    let full = reading.status != Status::Planned && below.as_ref().is_some_and(|b| b.full);
    let region_as_printed = source.scene.mentions.iter().find_map(|m| match (&m.entity, &m.mention.kind) {
        (
            Entity::Region(code),
            MentionKind::Region { name: RegionName::OtherSuffix | RegionName::Former, .. },
        ) if *code == reading.region => Some(source.words(m.mention.span).to_owned()),
        _ => None,
    });
    let adopter_named = clause.mentions.iter().any(|m| {
        matches!(m.mention.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
            && m.mention.span.end <= at.start
    });
    let issued = title.filter(|t| !source.lexicon.titles.is_draft(source.words(t.mention.span)));
    let basis = issued.map(|t| {
        let title = source.words(t.mention.span);
        statute::paper(source, title, statute::owner(source, title, &reading.region, true))
    });
    AdoptionClaim {
        region: reading.region,
        mechanism: spoken.slug.clone(),
        status: reading.status,
        surface_form: source.words(spoken.name).to_owned(),
        trigger,
        coverage: full.then_some(Coverage::Full),
        covered: n,
        coverable: if full { n } else { None },
        coverage_unit: n.and(unit.map(|u| u.0)),
        tier,
        role: reading.role,
        adopter_named,
        partner: detail::partner(source, clause, at),
        since: since.map(|(since, _)| since),
        basis,
        topic: detail::topic(source, clause, at, &spoken.slug),
        gloss: gloss.map(|(gloss, _)| gloss),
        first_within: detail::first_within(source, clause, at),
        region_as_printed,
        evidence: quotes,
    }
}

fn q_contains(outer: &Evidence, inner: &Evidence) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// Joins a further mention of the same thing. The more telling one gives the words; of the other only what it adds is
/// kept, with its words.
fn merge(claims: &mut BTreeMap<Key, AdoptionClaim>, new: AdoptionClaim) {
    let key = (new.region.clone(), new.mechanism.clone(), new.status, new.role, new.tier);
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
    if take(best.topic.is_none() && other.topic.is_some()) {
        best.topic = other.topic;
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
