//! The graph as two tables, of nodes and of edges, with typed columns: what `GraphML`, GEXF and CSV all hold.

use petgraph::visit::EdgeRef as _;

use crate::graph::{Graph, Node};
use crate::query::adopted::Practice;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Truth,
}

/// A column: its name and what its values are.
pub(super) type Column = (&'static str, Kind);

/// Columns of nodes. The first is the key. `label` and `name` hold the same: programs look for one or the other.
pub(super) const NODE: &[Column] = &[
    ("id", Kind::Text),
    ("label", Kind::Text),
    ("name", Kind::Text),
    ("kind", Kind::Text),
    ("iri", Kind::Text),
    ("level", Kind::Text),
    ("parent", Kind::Text),
    ("candidate", Kind::Truth),
    ("form", Kind::Text),
    ("function", Kind::Integer),
    ("function_label", Kind::Text),
];

/// Columns of edges. The first three are the key and the ends.
pub(super) const EDGE: &[Column] = &[
    ("id", Kind::Text),
    ("source", Kind::Text),
    ("target", Kind::Text),
    ("label", Kind::Text),
    ("status", Kind::Text),
    ("coverage", Kind::Text),
    ("since", Kind::Text),
    ("since_year", Kind::Integer),
    ("piloted_since", Kind::Text),
    ("first_reported", Kind::Text),
    ("tier", Kind::Text),
    ("role", Kind::Text),
    ("origins", Kind::Integer),
    ("claims", Kind::Integer),
    ("conflict", Kind::Truth),
    ("iri", Kind::Text),
    ("claim", Kind::Text),
    ("article", Kind::Text),
    ("article_source", Kind::Text),
    ("issued", Kind::Text),
    ("quote", Kind::Text),
];

/// The values of a row, one for each column; `None` where there is none.
pub(super) type Values = Vec<Option<String>>;

/// The value of a column that every row has.
pub(super) fn cell(row: &[Option<String>], column: usize) -> &str {
    row[column].as_deref().unwrap_or_default()
}

/// The two tables, rows in the order of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) nodes: Vec<Values>,
    pub(super) edges: Vec<Values>,
}

impl Network {
    pub(super) fn new(graph: &Graph) -> Self {
        let edges = graph.edge_references().map(|edge| {
            let [source, target] = [edge.source(), edge.target()].map(|end| graph[end].id());
            edge_values(source, target, edge.weight())
        });
        Self { nodes: graph.node_weights().map(node_values).collect(), edges: edges.collect() }
    }
}

fn node_values(node: &Node) -> Values {
    let some = |text: &str| Some(text.to_owned());
    let base = crate::query::BASE;
    let (id, label) = (some(node.id()), some(node.label()));
    match node {
        Node::Region(region) => vec![
            id,
            label.clone(),
            label,
            some("region"),
            Some(format!("{base}region/{}", region.code)),
            region.level.clone(),
            region.parent.clone(),
            None,
            None,
            None,
            None,
        ],
        Node::Mechanism(mechanism) => vec![
            id,
            label.clone(),
            label,
            some("mechanism"),
            some(&mechanism.iri),
            None,
            None,
            Some(mechanism.candidate.to_string()),
            mechanism.form.clone(),
            mechanism.function.as_ref().map(|(number, _)| number.to_string()),
            mechanism.function.as_ref().map(|(_, label)| label.clone()),
        ],
    }
}

fn edge_values(source: &str, target: &str, practice: &Practice) -> Values {
    let list = |words: &[String]| (!words.is_empty()).then(|| words.join("|"));
    let best = practice.claims.first();
    vec![
        Some(format!("{source}/{target}")),
        Some(source.to_owned()),
        Some(target.to_owned()),
        Some(practice.status.clone()),
        Some(practice.status.clone()),
        practice.coverage.clone(),
        practice.since.clone(),
        practice.since.as_deref().and_then(year),
        practice.piloted_since.clone(),
        practice.first_reported.clone(),
        list(&practice.tier),
        list(&practice.roles),
        practice.origins.map(|n| n.to_string()),
        Some(practice.claims.len().to_string()),
        Some(practice.conflict.is_some().to_string()),
        Some(practice.fact.clone()),
        best.map(|quote| quote.iri.clone()),
        best.and_then(|quote| quote.title.clone()),
        best.and_then(|quote| quote.source.clone()),
        best.and_then(|quote| quote.issued.clone()),
        best.map(|quote| quote.quote.clone()),
    ]
}

/// The year of a date of any precision.
pub(super) fn year(date: &str) -> Option<String> {
    let year = date.get(..4)?;
    year.bytes().all(|b| b.is_ascii_digit()).then(|| year.to_owned())
}
