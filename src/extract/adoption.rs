//! Region × mechanism, with stage, coverage, tier, role and date.

use std::collections::BTreeMap;

use crate::model::{
    AdoptionClaim, AsOfBasis, ClaimKind, Coverage, Date, Diagnostic, Document, Entity, Evidence, MentionKind,
    OrganKind, RegionCode, Resolved, Role, Since, SinceKind, Slug, Status, Tier, TitleKind,
};
use crate::resource::{CueKind, CueRule, Side};
use crate::text::Span;

use super::Source;
use super::frame::{Clause, follows_cue, organ_behind};

/// How many bytes may stand between a region and the mechanism that it is said to have: two characters and a quote.
const NEAR: usize = 9;

/// One mechanism in one clause, read.
struct Reading {
    region: RegionCode,
    role: Role,
    status: Status,
    trigger: Option<Span>,
}

/// The key under which an article's mentions of one thing become one claim.
type Key = (RegionCode, Slug, Status, Role, Option<Tier>);

pub(super) fn adoptions(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims: BTreeMap<Key, AdoptionClaim> = BTreeMap::new();
    let mut drops = Vec::new();
    for clause in clauses {
        for (i, m) in clause.mentions.iter().enumerate() {
            let span = m.mention.span;
            let surface = source.words(span);
            let slug = match &m.mention.kind {
                MentionKind::Mechanism(slug) => slug.clone(),
                MentionKind::Candidate { .. } => Slug::candidate(surface),
                _ => continue,
            };
            let title = enclosing_title(clause, span);
            match read(source, clause, i, title) {
                Err((code, why)) => drops.push(source.drop(code, span, why)),
                Ok(readings) => {
                    let Some(evidence) = source.cutter.sentence(clause.sentence, clause.span, span) else {
                        drops.push(source.drop(
                            "drop.evidence-torn",
                            span,
                            "no quote around it stands in one piece",
                        ));
                        continue;
                    };
                    for reading in readings {
                        let claim = claim(source, clause, i, &slug, reading, title, evidence.clone());
                        merge(&mut claims, claim);
                    }
                }
            }
        }
    }
    (claims.into_values().map(ClaimKind::Adoption).collect(), drops)
}

/// The title that a span stands in, if any.
fn enclosing_title<'c>(clause: &'c Clause<'_>, span: Span) -> Option<&'c Resolved> {
    clause
        .mentions
        .iter()
        .find(|m| matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.contains(span))
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
    let cue = |kind: CueKind| reaching(source, clause, kind, at);
    if let Some(title) = title {
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
    let home = source.scene.home.as_ref().map(|h| &h.region);
    let own = owner(source, clause, i);
    let subject = match &own {
        Some(Owner::Has(code)) => Some(code.clone()),
        _ => clause.subject.clone(),
    };
    let Some(subject) = subject else {
        return Err(("drop.no-region", "no region is said to do it"));
    };
    let (status, trigger) = stage(source, clause, at);
    let region = |region: RegionCode, role: Role, status: Status| Reading { region, role, status, trigger };
    if let Some(Owner::Superior(owner)) = own {
        let host = if subject == owner { home.cloned() } else { Some(subject) };
        let host = host.filter(|h| *h != owner).map(|h| region(h, Role::Host, status));
        return Ok(host.into_iter().chain([region(owner, Role::Owner, status)]).collect());
    }
    // A superior names a pilot: the named one practises, the superior designates.
    if let Some(named) = cue(CueKind::Named).and_then(|_| named_below(source, clause, &subject)) {
        return Ok(vec![region(named, Role::PilotSite, status), region(subject, Role::Designator, status)]);
    }
    let guided = clause.cues(lexicon, CueKind::Guided).any(|(span, _)| span.end <= at.start)
        || neighbour_guides(source, clause, at);
    Ok(vec![region(subject, if guided { Role::Instructor } else { Role::Practitioner }, status)])
}

/// Whether an earlier clause of the sentence guides units below: 指导4个县和145个乡镇，试点开展…
fn neighbour_guides(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> bool {
    let guides = |m: &Resolved| match m.mention.kind {
        MentionKind::Cue { rule } => source.lexicon.triggers.rules[rule].kind == CueKind::Guided,
        _ => false,
    };
    source.scene.mentions.iter().any(|m| {
        clause.sentence.contains(m.mention.span) && m.mention.span.end <= at.start && guides(m) && {
            let behind = &source.article.body.text[m.mention.span.end..at.start];
            behind.chars().filter(|c| matches!(c, ',' | '\u{FF0C}')).count() <= 1
                && units_below(source, behind).is_some()
        }
    })
}

/// A cue of `kind` that reaches the mechanism at `at`.
fn reaching<'c>(source: &'c Source<'_>, clause: &'c Clause<'_>, kind: CueKind, at: Span) -> Option<Span> {
    let behind = |span: Span| &source.article.body.text[span.end..clause.span.end];
    let holds = |span: Span, rule: &CueRule| {
        let side = rule.side == Side::Any || span.end <= at.start;
        side && !at.overlaps(span) && !rule.unless.iter().any(|w| behind(span).contains(w.as_str()))
    };
    let head_only = |rule: &CueRule| rule.reach == crate::resource::Reach::Head;
    let here = clause
        .cues(source.lexicon, kind)
        .filter(|(_, rule)| !head_only(rule))
        .find(|(span, rule)| holds(*span, rule));
    here.map(|(span, _)| span).or_else(|| {
        clause.from_sentence.iter().any(|rule| rule.kind == kind).then_some(Span::new(at.start, at.start))
    })
}

/// How far the practice has come, with the word that says so.
fn stage(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> (Status, Option<Span>) {
    let cue =
        |kind: CueKind| reaching(source, clause, kind, at).map(|span| (!span.is_empty()).then_some(span));
    if let Some(trigger) = cue(CueKind::Discontinued) {
        return (Status::Discontinued, trigger);
    }
    if let Some(trigger) = cue(CueKind::Planned) {
        return (Status::Planned, trigger);
    }
    if let Some(trigger) = cue(CueKind::Piloted) {
        return (Status::Piloted, trigger);
    }
    (Status::Adopted, None)
}

/// Whom the words directly before a mechanism make it belong to.
enum Owner {
    /// A region other than the subject: 离石区“家站合一”.
    Has(RegionCode),
    /// A unit above the subject, whose point or platform stands on the subject's ground: 省人大常委会基层立法联系点.
    Superior(RegionCode),
}

fn owner(source: &Source<'_>, clause: &Clause<'_>, i: usize) -> Option<Owner> {
    let lexicon = source.lexicon;
    let body = source.article.body.text.as_str();
    let at = clause.mentions[i].mention.span;
    let gap = |from: usize, allowed: &[String]| {
        let mut between = body[from..at.start].trim_matches(crate::text::is_quotation_mark);
        while let Some(rest) = allowed.iter().find_map(|w| between.strip_prefix(w.as_str())) {
            between = rest.trim_matches(crate::text::is_quotation_mark);
        }
        between.is_empty()
    };
    for (j, m) in clause.mentions[..i].iter().enumerate().rev() {
        let (Entity::Region(code), span) = (&m.entity, m.mention.span) else { continue };
        if span.end > at.start || at.start - span.end > 3 * NEAR {
            continue;
        }
        let above = clause.subject.as_ref().is_some_and(|s| s != code && lexicon.regions.is_within(s, code));
        match &m.mention.kind {
            MentionKind::Organ { kind: OrganKind::Congress, .. }
                if gap(span.end, &lexicon.references.owner_gap) =>
            {
                let named =
                    clause.mentions[..j].iter().enumerate().rev().find_map(|(k, r)| match &r.entity {
                        Entity::Region(named)
                            if matches!(r.mention.kind, MentionKind::Region { .. })
                                && organ_behind(body, clause.mentions, k).is_some()
                                && r.mention.span.end <= span.start
                                && span.start - r.mention.span.end <= NEAR =>
                        {
                            Some((k, named.clone()))
                        }
                        _ => None,
                    });
                let (k, code) = named.unwrap_or_else(|| (j, code.clone()));
                let at_head = clause.mentions[k].mention.span.start == clause.span.start;
                let above = clause
                    .subject
                    .as_ref()
                    .is_some_and(|s| *s != code && lexicon.regions.is_within(s, &code));
                let home_below = source
                    .scene
                    .home
                    .as_ref()
                    .is_some_and(|h| h.region != code && lexicon.regions.is_within(&h.region, &code));
                if (above || home_below) && !at_head {
                    return Some(Owner::Superior(code));
                }
            }
            MentionKind::Region { .. }
                if !above
                    && clause.subject.as_ref() != Some(code)
                    && gap(span.end, &lexicon.references.possessive_gap)
                    && !follows_cue(lexicon, clause.mentions, j, &[CueKind::Partner, CueKind::Visited]) =>
            {
                return Some(Owner::Has(code.clone()));
            }
            _ => {}
        }
    }
    None
}

/// The region below `superior` that a clause names or points at: 市人大将我县确定为…
fn named_below(source: &Source<'_>, clause: &Clause<'_>, superior: &RegionCode) -> Option<RegionCode> {
    clause.mentions.iter().find_map(|m| match (&m.entity, &m.mention.kind) {
        (Entity::Region(code), MentionKind::Region { .. } | MentionKind::SelfReference { .. })
            if code != superior && source.lexicon.regions.is_within(code, superior) =>
        {
            Some(code.clone())
        }
        _ => None,
    })
}

fn claim(
    source: &Source<'_>,
    clause: &Clause<'_>,
    i: usize,
    slug: &Slug,
    reading: Reading,
    title: Option<&Resolved>,
    evidence: Evidence,
) -> AdoptionClaim {
    let at = clause.mentions[i].mention.span;
    let below = coverage(source, clause, at);
    let since =
        (reading.status != Status::Planned).then(|| since(source, clause, at, reading.status)).flatten();
    let mut quotes = vec![evidence];
    let trigger = reading.trigger.map(|span| source.cutter.word(span));
    // The since of a practice may stand in an earlier clause: its words belong to the proof.
    if let Some((_, span)) = since {
        quotes
            .extend(source.cutter.clause(clause.sentence, span, span).filter(|q| !q_contains(&quotes[0], q)));
    }
    let unit = below.as_ref().and_then(|b| b.unit.clone());
    let (tier, n) = below.as_ref().map_or((None, None), |b| (b.unit.as_ref().map(|u| u.1), b.n));
    let full = below.as_ref().is_some_and(|b| b.full);
    let region_as_printed = source.scene.mentions.iter().find_map(|m| match (&m.entity, &m.mention.kind) {
        (
            Entity::Region(code),
            MentionKind::Region {
                name: crate::model::RegionName::OtherSuffix | crate::model::RegionName::Former,
                ..
            },
        ) if *code == reading.region => Some(source.words(m.mention.span).to_owned()),
        _ => None,
    });
    let adopter_named = clause.mentions.iter().any(|m| {
        matches!(m.mention.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
            && m.mention.span.end <= at.start
    });
    AdoptionClaim {
        region: reading.region,
        mechanism: slug.clone(),
        status: reading.status,
        surface_form: source.words(at).to_owned(),
        trigger,
        coverage: full.then_some(Coverage::Full),
        covered: n,
        coverable: if full { n } else { None },
        coverage_unit: n.and(unit.map(|u| u.0)),
        tier,
        role: reading.role,
        adopter_named,
        partner: None,
        since: since.map(|(since, _)| since),
        basis: title.map(|t| {
            Document::new(source.words(t.mention.span), source.scene.home.as_ref().map(|h| h.region.clone()))
        }),
        topic: None,
        gloss: None,
        first_within: None,
        region_as_printed,
        evidence: quotes,
    }
}

fn q_contains(outer: &Evidence, inner: &Evidence) -> bool {
    outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// What a clause says about the units below.
struct Below {
    full: bool,
    n: Option<u32>,
    unit: Option<(String, Tier)>,
}

fn coverage(source: &Source<'_>, clause: &Clause<'_>, at: Span) -> Option<Below> {
    let lexicon = source.lexicon;
    let full = clause.cues(lexicon, CueKind::Full).any(|(span, _)| {
        !at.contains(span) && !clause.cues(lexicon, CueKind::Hedged).any(|(hedge, _)| hedge.end <= span.start)
    });
    let counted = clause.mentions.iter().find_map(|m| match &m.mention.kind {
        MentionKind::Quantity(q) if m.mention.span.end <= at.start => {
            let unit = units_below(source, &source.article.body.text[m.mention.span.end..at.start]).filter(
                |(word, _)| {
                    source.article.body.text[m.mention.span.end..].trim_start().starts_with(word.as_str())
                },
            )?;
            Some((u32::try_from(q.value).ok()?, unit))
        }
        _ => None,
    });
    let (n, unit) = counted.map_or((None, None), |(n, unit)| (Some(n), Some(unit)));
    (full || n.is_some()).then_some(Below { full, n, unit })
}

/// The word for units below with which `text` begins, and their tier.
fn units_below(source: &Source<'_>, text: &str) -> Option<(String, Tier)> {
    source.lexicon.references.units_below.iter().find(|(word, _)| text.contains(word.as_str())).cloned()
}

/// Since when: a date before the mechanism in its clause, tied to it by a word that begins a practice; or this year,
/// where the article's event says which year that is.
fn since(source: &Source<'_>, clause: &Clause<'_>, at: Span, status: Status) -> Option<(Since, Span)> {
    let starts = |from: usize| {
        clause
            .cues(source.lexicon, CueKind::Start)
            .any(|(span, _)| span.start >= from && span.end <= at.start)
    };
    let kind = if status == Status::Piloted { SinceKind::Pilot } else { SinceKind::Start };
    let dated = clause.mentions.iter().rev().find_map(|m| match m.mention.kind {
        MentionKind::Date(date) if m.mention.span.end <= at.start && starts(m.mention.span.end) => {
            Some((date, m.mention.span))
        }
        _ => None,
    });
    let (date, span): (Date, Span) = dated?;
    let known =
        source.scene.as_of.is_none_or(|a| a.basis == AsOfBasis::Text || date.year() <= a.latest.year());
    known.then_some((Since { date, kind }, span))
}

/// Joins a further mention of the same thing: what it adds is kept, with its words.
fn merge(claims: &mut BTreeMap<Key, AdoptionClaim>, new: AdoptionClaim) {
    let key = (new.region.clone(), new.mechanism.clone(), new.status, new.role, new.tier);
    let Some(old) = claims.get_mut(&key) else {
        claims.insert(key, new);
        return;
    };
    let adds = (old.since.is_none() && new.since.is_some())
        || (old.coverage.is_none() && new.coverage.is_some())
        || (old.covered.is_none() && new.covered.is_some())
        || (old.basis.is_none() && new.basis.is_some());
    if !adds {
        return;
    }
    old.since = old.since.or(new.since);
    old.coverage = old.coverage.or(new.coverage);
    if old.covered.is_none() {
        old.covered = new.covered;
        old.coverable = new.coverable;
        old.coverage_unit = new.coverage_unit;
    }
    old.basis = old.basis.take().or(new.basis);
    old.adopter_named |= new.adopter_named;
    old.evidence.extend(new.evidence);
}
