//! What a briefing cannot say, and why: a gap that is named can be asked about.

use super::super::words::Words;
use crate::export::document::Text;
use crate::query::adopted::{Practice, Quote};
use crate::query::brief::Brief;
use crate::query::compare::Empty;

/// The gaps, the region's own first.
pub(super) fn gaps(brief: &Brief, words: Words) -> Vec<Text> {
    let mut gaps = own(brief, words);
    gaps.extend(others(brief, words));
    let undated: usize = {
        let articles = brief.quotes().filter(|quote| quote.issued.is_none()).map(|quote| &quote.article);
        articles.collect::<std::collections::BTreeSet<_>>().len()
    };
    if undated > 0 {
        gaps.push(words.say("gap-undated", &[("n", &undated)]));
    }
    if gaps.is_empty() {
        gaps.push(words.get("text", "gap-none").to_owned());
    }
    gaps.into_iter().map(Text::from).collect()
}

/// What no article tells of the region itself.
fn own(brief: &Brief, words: Words) -> Vec<String> {
    let region = &brief.own.region;
    let place: [(&str, &dyn std::fmt::Display); 2] = [("region", &region.name), ("n", &region.articles)];
    let Some(practice) = &brief.own.practice else {
        let key = match brief.own.cell.empty {
            Some(Empty::NoDocument) => "gap-no-document",
            Some(Empty::CoveredBySuperior) if region.articles == 0 => "gap-covered-unreported",
            Some(Empty::CoveredBySuperior) => "gap-covered",
            _ => "gap-nothing-found",
        };
        return vec![words.say(key, &place)];
    };
    let mut gaps = Vec::new();
    let planned = brief.own.cell.empty == Some(Empty::OnlyPlanned);
    gaps.extend(planned.then(|| words.say("gap-planned", &place)));
    let none = |told: fn(&Quote) -> bool| !practice.claims.iter().any(told);
    let untold = [
        ("since", none(|claim| claim.since.is_some())),
        ("coverage", practice.coverage.is_none() && none(|claim| claim.extent.is_some())),
        ("document", none(|claim| claim.document.is_some())),
        ("number", lacks(practice, "number")),
        ("outcome", lacks(practice, "outcome")),
    ];
    let untold = untold.into_iter().filter(|(_, missing)| *missing);
    let untold: Vec<&str> = untold.map(|(key, _)| words.get("untold", key)).collect();
    if !untold.is_empty() {
        let untold = untold.join(words.get("text", "list-comma"));
        gaps.push(words.say("gap-untold", &[("region", &region.name), ("untold", &untold)]));
    }
    gaps.extend(practice.conflict.is_some().then(|| words.say("gap-conflict", &place)));
    gaps
}

/// Whether no claim of a practice earns a point.
fn lacks(practice: &Practice, point: &str) -> bool {
    let mut points = practice.claims.iter().flat_map(|claim| claim.hardness.iter().flatten());
    !points.any(|earned| earned.point == point)
}

/// What no article on the mechanism tells, of whomever.
fn others(brief: &Brief, words: Words) -> Vec<String> {
    let mut gaps = Vec::new();
    let all: Vec<&Practice> = brief.practices().collect();
    if all.is_empty() {
        return gaps;
    }
    let nobody = |told: fn(&Quote) -> bool| !all.iter().flat_map(|practice| &practice.claims).any(told);
    if nobody(|claim| claim.document.is_some()) {
        gaps.push(words.get("text", "gap-no-papers").to_owned());
    }
    if nobody(|claim| claim.since.is_some()) {
        gaps.push(words.get("text", "gap-no-dates").to_owned());
    }
    if all.iter().all(|practice| lacks(practice, "outcome")) {
        gaps.push(words.get("text", "gap-no-outcomes").to_owned());
    }
    gaps
}
