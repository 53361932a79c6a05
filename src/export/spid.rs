//! `spid`: who took up what in which year, one row a region and mechanism, as packages on the diffusion of policies
//! read it (cascade, node, time).
//!
//! Takes the graph; gives rows. Never takes a report for a beginning unmarked: where no beginning is told, the year is
//! that of the first report, and the row is left-censored, because it began then or earlier. What is only planned or
//! was given up, statutory duties and names outside the ontology are no diffusion and left out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use petgraph::visit::EdgeRef as _;

use super::csv::table;
use super::network::year;
use crate::graph::{Graph, Mechanism, Node};
use crate::query::adopted::Practice;
use crate::query::network::Unit;

/// The columns. `mechanism` is the cascade, `region` the node, `first_year` the time.
const HEADS: &[&str] = &[
    "mechanism",
    "region",
    "first_year",
    "left_censored",
    "year_basis",
    "stage",
    "mechanism_name",
    "region_name",
    "level",
    "parent",
    "role",
    "via",
    "evidence",
    "claim",
    "article",
    "article_source",
];

/// A year, and on what it rests.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct First {
    censored: bool,
    year: Option<String>,
    basis: &'static str,
}

impl First {
    /// The earliest beginning that is told, for good or on trial; else the first report.
    fn of(practice: &Practice) -> Self {
        let begun = [(&practice.since, "start"), (&practice.piloted_since, "pilot")];
        let begun = begun.into_iter().filter_map(|(date, basis)| {
            let year = date.as_deref().and_then(year)?;
            Some(Self { censored: false, year: Some(year), basis })
        });
        begun.min().unwrap_or_else(|| {
            let year = practice.first_reported.as_deref().and_then(year);
            let basis = if year.is_some() { "reported" } else { "unknown" };
            Self { censored: true, year, basis }
        })
    }
}

/// What a row is made of.
type Row<'a> = (First, &'a Practice, &'a Unit, &'a Mechanism);

/// What may stand in the table beside what regions chose to take up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Also {
    /// Statutory duties.
    pub duties: bool,
    /// Names outside the ontology.
    pub candidates: bool,
}

/// Writes the rows by mechanism and region. With `asked`, what is narrower counts as it: a cascade has each region
/// once, with its earliest year.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn spid(out: &mut impl Write, graph: &Graph, asked: Option<&str>, also: Also) -> io::Result<()> {
    let name = asked.map(|asked| name(graph, asked));
    let mut rows: BTreeMap<(&str, &str), Row<'_>> = BTreeMap::new();
    for edge in graph.edge_references() {
        let (Node::Region(region), Node::Mechanism(mechanism)) =
            (&graph[edge.source()], &graph[edge.target()])
        else {
            continue;
        };
        let practice = edge.weight();
        let wanted = (also.duties || !mechanism.is_duty()) && (also.candidates || !mechanism.candidate);
        if !wanted || !practice.is_done() {
            continue;
        }
        let key = (asked.unwrap_or(&mechanism.iri), region.code.as_str());
        let first = First::of(practice);
        let row = rows.get(&key);
        if row.is_none_or(|(known, ..)| first < *known) {
            rows.insert(key, (first, practice, region, mechanism));
        }
    }
    let slug = |iri: &str| iri.rsplit('/').next().unwrap_or(iri).to_owned();
    let rows = rows.into_iter().map(|((cascade, code), (first, practice, region, mechanism))| {
        let best = practice.claims.first();
        vec![
            Some(slug(cascade)),
            Some(code.to_owned()),
            first.year,
            Some(u8::from(first.censored).to_string()),
            Some(first.basis.to_owned()),
            Some(practice.status.clone()),
            Some(name.clone().unwrap_or_else(|| mechanism.label.clone())),
            Some(region.name.clone()),
            region.level.clone(),
            region.parent.clone(),
            (!practice.roles.is_empty()).then(|| practice.roles.join("|")),
            (mechanism.iri != cascade).then(|| mechanism.slug().to_owned()),
            best.map(|quote| quote.quote.clone()),
            best.map(|quote| quote.iri.clone()),
            best.and_then(|quote| quote.title.clone()),
            best.and_then(|quote| quote.source.clone()),
        ]
    });
    table(out, HEADS, rows)
}

/// The name of a mechanism that is a node, or that a node is narrower than.
fn name(graph: &Graph, iri: &str) -> String {
    let mut names = graph.node_weights().filter_map(|node| match node {
        Node::Mechanism(mechanism) if mechanism.iri == iri => Some(&mechanism.label),
        Node::Mechanism(mechanism) => mechanism.broader.get(iri),
        Node::Region(_) => None,
    });
    names.next().cloned().unwrap_or_default()
}
