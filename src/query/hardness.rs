//! How hard a claim is: what in its words can be checked, from 0 points to 5.

use std::collections::BTreeMap;

use oxigraph::model::Term;
use serde::Serialize;

use super::adopted::Practice;
use super::{Dataset, bind, rows};
use crate::error::Result;

/// What earns a point, in the order of the points.
pub const POINTS: [&str; 5] = ["named", "document", "number", "date", "outcome"];

/// What the points are is said there, for `renda query hardness` as for this module.
const REPORT: &str = include_str!("../../queries/report/hardness.rq");

/// A point of a claim, and the words of its article that earn it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Point {
    /// One of [`POINTS`].
    pub point: String,
    /// The words.
    pub quote: String,
    /// Where they start in the body, in code points.
    pub start: usize,
    /// Where they end.
    pub end: usize,
}

/// The points of claims by their IRIs, each with the words that say it best. Who earns none is not there.
pub(super) fn points(reader: &dyn Dataset, of: &[(&str, Vec<Term>)]) -> Result<BTreeMap<String, Vec<Point>>> {
    let rows = rows::view(reader, &bind(REPORT, of)?)?;
    let mut claims: BTreeMap<String, Vec<Point>> = BTreeMap::new();
    for row in rows.iter() {
        let points = claims.entry(row.owned("claim")).or_default();
        let point = row.owned("point");
        // The report gives the best words first.
        if points.iter().all(|known| known.point != point) {
            let (start, end) = (row.number("start"), row.number("end"));
            points.push(Point {
                point,
                quote: row.owned("quote"),
                start: start.unwrap_or_default(),
                end: end.unwrap_or_default(),
            });
        }
    }
    for points in claims.values_mut() {
        points.sort_by_key(|point| POINTS.iter().position(|known| *known == point.point));
    }
    Ok(claims)
}

/// Puts the regions whose claims are hardest first; equals stay as they are.
pub fn hardest_first(practices: &mut [Practice]) {
    practices.sort_by_key(|practice| std::cmp::Reverse(practice.hardness));
}
