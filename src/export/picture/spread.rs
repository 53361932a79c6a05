//! How a mechanism spreads over the tree of regions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagram, Form, Item, Line, Link, Say};
use crate::query::adopted::Practice;
use crate::query::network::Units;

/// The regions of which something is said, under those they lie in; units of which nothing is said have no mark.
/// Behind a name stand tier, reach and start. Of a region with several facts the farthest on is shown.
pub fn spread(practices: &[Practice], units: &Units, title: &str, say: Say<'_>) -> Diagram {
    let mut of: BTreeMap<&str, &Practice> = BTreeMap::new();
    for practice in practices {
        let rank = |p: &Practice| (p.is_done(), p.status == "adopted", p.since.is_some());
        let known = of.entry(&practice.code).or_insert(practice);
        if rank(practice) > rank(known) {
            *known = practice;
        }
    }
    let mut codes: BTreeSet<&str> = of.keys().copied().collect();
    for code in of.keys() {
        codes.extend(units.above(code).map(|unit| unit.code.as_str()));
    }
    let place: BTreeMap<&str, usize> = codes.iter().enumerate().map(|(at, code)| (*code, at)).collect();
    let mut items = Vec::new();
    let mut links = Vec::new();
    for (&code, &at) in &place {
        let unit = units.named(code);
        let practice = of.get(code);
        items.push(Item {
            id: code.to_owned(),
            label: unit.name.clone(),
            note: practice.map(|practice| note(practice, say)).unwrap_or_default(),
            stage: practice.map(|practice| Line::of_status(&practice.status)),
            column: units.above(code).count(),
            url: Some(format!("{}region/{code}", crate::query::BASE)),
            ..Item::default()
        });
        if let Some(&above) = unit.parent.as_deref().and_then(|parent| place.get(parent)) {
            links.push(Link { from: above, to: at, line: Line::Contains, full: false, label: String::new() });
        }
    }
    let done = of.values().filter(|practice| practice.is_done()).count();
    let about = say("picture", "about-spread")
        .replace("{regions}", &done.to_string())
        .replace("{planned}", &(of.len() - done).to_string());
    Diagram::new(title, about, Form::Tree, items, links, say)
}

/// Stage, tier, reach, start, in words.
fn note(practice: &Practice, say: Say<'_>) -> String {
    let mut parts = vec![say("status", &practice.status)];
    parts.extend(practice.tier.iter().map(|tier| say("tier", tier)));
    let extent = practice.claims.iter().find_map(|claim| claim.extent.clone());
    parts.extend(extent.or_else(|| practice.coverage.as_ref().map(|coverage| say("coverage", coverage))));
    parts.extend(practice.since.clone());
    let roles = practice.roles.iter().filter(|role| *role != "practitioner");
    parts.extend(roles.map(|role| say("role", role)));
    parts.join(" ")
}
