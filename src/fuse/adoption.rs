//! The claims of one region and one mechanism → the fact and its conflicts.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict;
use super::time::{When, earliest};
use crate::model::{
    Adoption, AdoptionClaim, ClaimKind, Conflict, Coverage, Date, Facts, SinceKind, Status, Testimony,
};

/// A claim with who said it.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) by: &'a Testimony<'a>,
    pub(super) claim: &'a AdoptionClaim,
}

impl<'a> Said<'a> {
    pub(super) fn of(by: &'a Testimony<'_>) -> Option<Self> {
        match by.kind.as_ref() {
            ClaimKind::Adoption(claim) => Some(Self { by, claim }),
            _ => None,
        }
    }

    /// The time of what is said: its own date, else its article's.
    pub(super) fn when(self) -> Option<When> {
        self.claim.since.map(|since| When::at(since.date)).or_else(|| When::of_article(self.by))
    }
}

/// Fuses the claims of one key.
pub(super) fn fuse(testimonies: &[&Testimony<'_>]) -> Facts {
    let said: Vec<Said<'_>> = testimonies.iter().filter_map(|t| Said::of(t)).collect();
    let Some(Said { claim, .. }) = said.first() else { return Facts::default() };
    let conflicts: BTreeSet<Conflict> =
        [conflict::status(&said), conflict::since(&said), conflict::coverage(&said)]
            .into_iter()
            .flatten()
            .collect();
    let adoption = Adoption {
        region: claim.region.clone(),
        mechanism: claim.mechanism.clone(),
        status: status(&said),
        tiers: said.iter().filter_map(|s| s.claim.tier).collect(),
        roles: said.iter().map(|s| s.claim.role).collect(),
        coverage: coverage(&said),
        since: earliest(dates(&said, |status, kind| status == Status::Adopted && kind != SinceKind::Pilot)),
        piloted_since: earliest(dates(&said, |status, kind| {
            status == Status::Piloted || status == Status::Adopted && kind == SinceKind::Pilot
        })),
        first_reported: earliest(said.iter().filter_map(|s| s.by.issued)),
        origins: origins(&said),
        claims: said.iter().map(|s| s.by.claim.clone()).collect(),
        conflicts: conflicts.iter().map(Conflict::hash).collect(),
    };
    Facts { adoptions: BTreeSet::from([adoption]), conflicts }
}

/// The highest stage. That a practice was given up holds only if it is said of a later time than everything else.
fn status(said: &[Said<'_>]) -> Status {
    let (gone, others): (Vec<Said<'_>>, Vec<Said<'_>>) =
        said.iter().partition(|s| s.claim.status == Status::Discontinued);
    let last = |gone: &Said<'_>| others.iter().all(|other| is_after(*gone, *other));
    if gone.iter().any(last) {
        return Status::Discontinued;
    }
    others.iter().map(|s| s.claim.status).max().unwrap_or(Status::Discontinued)
}

/// Whether `a` is known to speak of a later time than `b`.
pub(super) fn is_after(a: Said<'_>, b: Said<'_>) -> bool {
    a.when().zip(b.when()).is_some_and(|(a, b)| a.is_after(b))
}

/// The farthest reach. Full only where the practice runs; a plan reaches nowhere yet.
fn coverage(said: &[Said<'_>]) -> Option<Coverage> {
    let says = |status: &[Status], coverage| {
        said.iter().any(|s| status.contains(&s.claim.status) && s.claim.coverage == Some(coverage))
    };
    if says(&[Status::Adopted], Coverage::Full) {
        Some(Coverage::Full)
    } else {
        says(&[Status::Piloted, Status::Adopted], Coverage::Partial).then_some(Coverage::Partial)
    }
}

fn dates(said: &[Said<'_>], wanted: impl Fn(Status, SinceKind) -> bool) -> impl Iterator<Item = Date> {
    said.iter()
        .filter_map(move |s| s.claim.since.filter(|since| wanted(s.claim.status, since.kind)).map(|s| s.date))
}

/// How many say so independently: a text and its reprints are one origin, and so are articles that report one event;
/// each other article is its own.
fn origins(said: &[Said<'_>]) -> u32 {
    // Who is known under another's name: an article under its event's, an event under that of a reprint's other event.
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    for said in said {
        let (text, event) = (find(&known, text(said.by)), said.by.event.as_deref());
        if let Some(event) = event.map(|event| find(&known, event)).filter(|event| *event != text) {
            known.insert(text, event);
        }
    }
    let origins: BTreeSet<&str> = said.iter().map(|said| find(&known, text(said.by))).collect();
    u32::try_from(origins.len()).unwrap_or(u32::MAX)
}

/// The article whose text it is.
fn text<'a>(testimony: &'a Testimony<'_>) -> &'a str {
    testimony.reprint_of.as_ref().unwrap_or(&testimony.claim.article).as_str()
}

fn find<'a>(known: &BTreeMap<&'a str, &'a str>, mut name: &'a str) -> &'a str {
    while let Some(other) = known.get(name) {
        name = other;
    }
    name
}
