//! What stands of several things that an article tells of one practice: the trial, and that it was given up.

use std::collections::BTreeSet;

use crate::model::{AdoptionClaim, Coverage, Diagnostic, RegionCode, Slug, Status};

use super::super::Source;
use super::claim::{self, Claims, Key};

/// A mention without a stage of its own says nothing new where the article calls the practice a trial: 试点县 stays one
/// though the article goes on to tell how the vote was held. At which tier it was held is told of the trial; what began
/// on a date of its own is no trial.
pub(super) fn trials(source: &Source<'_>, claims: &mut Claims) -> Vec<Diagnostic> {
    let trials = told_as(claims, Status::Piloted);
    let weak = |key: &Key, claim: &AdoptionClaim| {
        key.2 == Status::Adopted
            && trials.contains(&(key.0.clone(), key.1.clone()))
            && claim.coverage != Some(Coverage::Full)
            && claim.since.is_none()
    };
    let weak: Vec<Key> = claims.iter().filter(|(k, c)| weak(k, c)).map(|(k, _)| k.clone()).collect();
    let mut notes = Vec::new();
    for key in weak {
        let Some(mut claim) = claims.remove(&key) else { continue };
        if claim.tier.is_some() {
            claim.status = Status::Piloted;
            claim::merge(claims, claim);
            continue;
        }
        let why = "a mention without a stage of its own; the article calls it a trial";
        notes.push(note(source, &claim, "drop.trial-stands", why));
    }
    notes
}

/// Where an article tells that a practice was given up, what it tells of it besides, without a date, is how it was
/// before: 曾推行的“亮号”，去年底叫停.
pub(super) fn ends(source: &Source<'_>, claims: &mut Claims) -> Vec<Diagnostic> {
    let ended = told_as(claims, Status::Discontinued);
    // 2018年推出的“信箱”已拆除: what tells the beginning tells the end.
    let with_end = |key: &Key, claim: &AdoptionClaim| {
        let of_it = |(k, _): &(&Key, _)| k.2 == Status::Discontinued && (&k.0, &k.1) == (&key.0, &key.1);
        let mut ends = claims.iter().filter(of_it);
        ends.any(|(_, end)| claim.evidence.iter().all(|quote| end.evidence.contains(quote)))
    };
    let before = |key: &Key, claim: &AdoptionClaim| {
        let stage = matches!(key.2, Status::Adopted | Status::Piloted);
        let gone = stage && ended.contains(&(key.0.clone(), key.1.clone()));
        gone && (claim.since.is_none() || with_end(key, claim))
    };
    let past: Vec<Key> = claims.iter().filter(|(k, c)| before(k, c)).map(|(k, _)| k.clone()).collect();
    let why = "how it was before; the article tells that it was given up";
    let gone = past.iter().filter_map(|key| claims.remove(key));
    gone.map(|claim| note(source, &claim, "drop.given-up", why)).collect()
}

/// Who is told to be at a stage, and with what.
fn told_as(claims: &Claims, stage: Status) -> BTreeSet<(RegionCode, Slug)> {
    claims.keys().filter(|key| key.2 == stage).map(|key| (key.0.clone(), key.1.clone())).collect()
}

/// That a claim does not stand, with its place.
fn note(source: &Source<'_>, claim: &AdoptionClaim, code: &str, why: &str) -> Diagnostic {
    let at = claim.evidence.first().map(|e| source.cutter.span(e));
    let page = at.and_then(|span| source.article.body.page_spans(span).into_iter().next());
    Diagnostic::note(code, page, format!("{}: {why}", claim.surface_form))
}
