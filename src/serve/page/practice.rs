//! Facts as rows of tables.

use super::table::{Cell, Row, Thing};
use super::view::View;
use crate::model::Role;
use crate::query::BASE;
use crate::query::adopted::Practice;
use crate::query::network::Units;

/// The columns that tell of a practice, behind the one that says of what.
pub(super) const PRACTICE: [&str; 7] = ["status", "tier", "role", "coverage", "since", "evidence", "quote"];

/// A row about a fact, behind the cells that say what it is about.
pub(super) fn row(view: &View, practice: &Practice, mut cells: Vec<Cell>) -> Row {
    let unusual: Vec<String> =
        practice.roles.iter().filter(|role| *role != Role::Practitioner.as_str()).cloned().collect();
    cells.extend([
        Cell::Stage(practice.status.clone(), practice.conflict.clone()),
        if practice.tier.is_empty() { Cell::Empty } else { Cell::Words("tier", practice.tier.clone()) },
        if unusual.is_empty() { Cell::Empty } else { Cell::Words("role", unusual) },
        Cell::text(extent(view, practice)),
        Cell::figures(practice.since.clone().or_else(|| practice.piloted_since.clone())),
        Cell::text(practice.claims.iter().find_map(|claim| claim.document.clone())),
        Cell::Quotes(practice.claims.clone()),
    ]);
    Row { iri: practice.fact.clone(), group: None, cells }
}

/// How far below, as the fact sums it up and as a claim of its stage counts it.
fn extent(view: &View, practice: &Practice) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts
        .extend(practice.coverage.as_deref().map(|coverage| view.words.get("coverage", coverage).to_owned()));
    let mut now = practice.claims.iter().filter(|claim| claim.status.as_ref() == Some(&practice.status));
    parts.extend(now.find_map(|claim| claim.extent.clone()));
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// A region by its name, with the units it lies in beside it.
pub(super) fn region(units: &Units, code: &str, name: &str) -> Thing {
    Thing::new(format!("{BASE}region/{code}"), name).beside(Some(lineage(units, code)))
}

/// The names of the units that a region lies in, the highest first.
pub(super) fn lineage(units: &Units, code: &str) -> String {
    let mut above: Vec<&str> = units.above(code).map(|unit| unit.name.as_str()).collect();
    above.reverse();
    above.concat()
}
