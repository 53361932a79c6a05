//! Claims that cannot all be so. Soberly: what may be two truths is no conflict.

use std::collections::BTreeSet;

use super::adoption::{Said, is_after};
use super::time::articles_of_other_years;
use crate::model::{ClaimKind, Conflict, ConflictKind, Coverage, Status, Testimony};
use crate::text::fold;

/// All that stands in a pair which `differ`, if any.
fn between<'a, T: Copy>(
    kind: ConflictKind,
    all: &[T],
    testimony: impl Fn(T) -> &'a Testimony<'a>,
    differ: impl Fn(T, T) -> bool,
) -> Option<Conflict> {
    let mut between = BTreeSet::new();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            if differ(*a, *b) {
                between.extend([*a, *b].map(|said| testimony(said).claim.clone()));
            }
        }
    }
    (!between.is_empty()).then_some(Conflict { kind, between })
}

/// One says it was given up, another that it runs or is to run, and their times do not say which was last.
pub(super) fn status(said: &[Said<'_>]) -> Option<Conflict> {
    between(
        ConflictKind::Status,
        said,
        |s| s.by,
        |a, b| {
            let gone = |s: Said<'_>| s.claim.status == Status::Discontinued;
            gone(a) != gone(b) && !is_after(a, b) && !is_after(b, a)
        },
    )
}

/// Two dates of the same event in its life, equally exact, not equal. The start at the county and the start in its
/// townships are two events, and so are the start and, later, the day it was everywhere.
pub(super) fn since(said: &[Said<'_>]) -> Option<Conflict> {
    between(
        ConflictKind::Since,
        said,
        |s| s.by,
        |a, b| {
            let adopted = a.claim.status == Status::Adopted && b.claim.status == Status::Adopted;
            let dates = a.claim.since.zip(b.claim.since);
            adopted
                && same_tier(a, b)
                && !spread(a, b)
                && !spread(b, a)
                && dates.is_some_and(|(a, b)| {
                    a.kind == b.kind && a.date.precision() == b.date.precision() && a.date != b.date
                })
        },
    )
}

/// Different n or N of one unit at one stage, unless they speak from different years: a practice spreads.
pub(super) fn coverage(said: &[Said<'_>]) -> Option<Conflict> {
    between(
        ConflictKind::Coverage,
        said,
        |s| s.by,
        |a, b| {
            let unit = |s: Said<'_>| s.claim.coverage_unit.as_deref().map(fold);
            let differ = |a: Option<u32>, b: Option<u32>| a.zip(b).is_some_and(|(a, b)| a != b);
            let other_dates = a.claim.since.zip(b.claim.since).is_some_and(|(a, b)| a.date != b.date);
            a.claim.status == b.claim.status
                && same_tier(a, b)
                && unit(a) == unit(b)
                && (differ(a.claim.covered, b.claim.covered) || differ(a.claim.coverable, b.claim.coverable))
                && !other_dates
                && !articles_of_other_years(a.by, b.by)
        },
    )
}

/// Whether the one began and the other tells when it was everywhere.
fn spread(start: Said<'_>, everywhere: Said<'_>) -> bool {
    let full = |s: Said<'_>| s.claim.coverage == Some(Coverage::Full);
    let dates = start.claim.since.zip(everywhere.claim.since);
    !full(start) && full(everywhere) && dates.is_some_and(|(a, b)| a.date < b.date)
}

fn same_tier(a: Said<'_>, b: Said<'_>) -> bool {
    a.claim.tier.zip(b.claim.tier).is_none_or(|(a, b)| a == b)
}

/// Two regions, neither in the other, both the first within one region.
pub(super) fn first(testimonies: &[&Testimony<'_>]) -> Option<Conflict> {
    let said: Vec<Said<'_>> = testimonies.iter().filter_map(|t| Said::of(t)).collect();
    between(
        ConflictKind::First,
        &said,
        |s| s.by,
        |a, b| {
            let (a, b) = (&a.claim.region, &b.claim.region);
            !a.is_within(b) && !b.is_within(a)
        },
    )
}

/// Two articles that give one number differently.
pub(super) fn value(testimonies: &[&Testimony<'_>]) -> Option<Conflict> {
    between(
        ConflictKind::Value,
        testimonies,
        |t| t,
        |a, b| {
            let (ClaimKind::Observation(x), ClaimKind::Observation(y)) = (a.kind.as_ref(), b.kind.as_ref())
            else {
                return false;
            };
            let undated = x.period.is_none();
            // Two named parts of a region have two numbers; a number without a part may be meant of any.
            let one_scope = x.scope.as_ref().zip(y.scope.as_ref()).is_none_or(|(x, y)| x == y);
            x.value != y.value
                && one_scope
                && a.claim.article != b.claim.article
                && !(undated && articles_of_other_years(a, b))
        },
    )
}
