//! Tables of nodes and edges as CSV (RFC 4180), and the statements with which Neo4j loads them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::network::{Column, EDGE, NODE, Network, Values, cell};

/// Writes the table of nodes.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn nodes(out: &mut impl Write, network: &Network) -> io::Result<()> {
    table(out, &names(NODE), network.nodes.iter().cloned())
}

/// Writes the table of edges, with the names of both ends, so that it can be read alone.
///
/// # Errors
/// Where `out` cannot be written.
pub(super) fn edges(out: &mut impl Write, network: &Network) -> io::Result<()> {
    let labels: BTreeMap<&str, &str> =
        network.nodes.iter().map(|node| (cell(node, 0), cell(node, 1))).collect();
    let mut heads = names(EDGE);
    heads.extend(["source_label", "target_label"]);
    let rows = network.edges.iter().map(|edge| {
        let ends = [1, 2].map(|end| labels.get(cell(edge, end)).map(|label| (*label).to_owned()));
        edge.iter().cloned().chain(ends).collect()
    });
    table(out, &heads, rows)
}

fn names(columns: &[Column]) -> Vec<&'static str> {
    columns.iter().map(|(name, _)| *name).collect()
}

/// Writes rows under heads.
pub(super) fn table(
    out: &mut impl Write,
    heads: &[&str],
    rows: impl Iterator<Item = Values>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(heads)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_deref().unwrap_or_default()))?;
    }
    writer.flush()
}

/// What Neo4j runs to load the two tables from its import folder.
pub(super) const CYPHER: &str = include_str!("load.cypher");
