//! A picture of regions and mechanisms for Graphviz.

use std::io::{self, Write};

use petgraph::visit::EdgeRef as _;

use crate::graph::{Graph, Node};
use crate::query::adopted::Practice;

/// Writes a graph in the DOT language.
///
/// The stage shows in the line (solid practised, dashed on trial, dotted planned, grey given up), full coverage in its
/// width, a candidate in a dashed frame. Nodes and edges stand in the order of the graph, which is stable.
///
/// ```
/// use renda::export::dot;
/// use renda::graph::{Graph, Mechanism, Node};
/// use renda::query::adopted::Practice;
/// use renda::query::network::Unit;
/// let mut graph = Graph::new();
/// let unit = Unit { code: "141123".into(), name: "兴县".into(), level: None, parent: None };
/// let region = graph.add_node(Node::Region(unit));
/// let iri = "https://w3id.org/renda/mechanism/project-voting".into();
/// let voting = Mechanism { iri, label: "\"票决制\"".into(), ..Mechanism::default() };
/// let voting = graph.add_node(Node::Mechanism(voting));
/// graph.add_edge(region, voting, Practice { status: "planned".into(), ..Practice::default() });
/// let mut text = Vec::new();
/// dot(&mut text, &graph).unwrap();
/// let text = String::from_utf8(text).unwrap();
/// assert!(text.contains(r#"label="\"票决制\"""#));
/// assert!(text.contains(r#""141123" -> "project-voting" [style="dotted""#));
/// ```
///
/// # Errors
/// Where `out` cannot be written.
pub fn dot(out: &mut impl Write, graph: &Graph) -> io::Result<()> {
    writeln!(out, "digraph renda {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [fontname=\"Noto Sans CJK SC\"];")?;
    writeln!(out, "  edge [fontname=\"Noto Sans CJK SC\", fontsize=10];")?;
    for node in graph.node_weights() {
        match node {
            Node::Region(region) => {
                writeln!(out, "  {} [shape=\"box\", label={}];", quoted(&region.code), quoted(&region.name))?;
            }
            Node::Mechanism(mechanism) => {
                let style = if mechanism.candidate { ", style=\"dashed\"" } else { "" };
                let (id, label) = (quoted(mechanism.slug()), quoted(&mechanism.label));
                let url = quoted(&mechanism.iri);
                writeln!(out, "  {id} [shape=\"ellipse\", label={label}, URL={url}{style}];")?;
            }
        }
    }
    for edge in graph.edge_references() {
        let (from, to) = (graph[edge.source()].id(), graph[edge.target()].id());
        let Practice { status, coverage, since, .. } = edge.weight();
        let style = match status.as_str() {
            "adopted" => "solid",
            "piloted" => "dashed",
            _ => "dotted",
        };
        let mut attributes = vec![format!("style=\"{style}\"")];
        if status == "discontinued" {
            attributes.push("color=\"gray\", arrowhead=\"tee\"".to_owned());
        }
        if coverage.as_deref() == Some("full") {
            attributes.push("penwidth=2.5".to_owned());
        }
        attributes.extend(since.as_ref().map(|since| format!("label={}", quoted(since))));
        writeln!(out, "  {} -> {} [{}];", quoted(from), quoted(to), attributes.join(", "))?;
    }
    writeln!(out, "}}")
}

/// A quoted string of DOT. A backslash begins an escape of its own there (`\N` is the node's name), so it is doubled.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' | '\0' => {}
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_string_early() {
        assert_eq!(quoted("a\"]; x [URL=\"evil"), r#""a\"]; x [URL=\"evil""#);
        assert_eq!(quoted("\\\""), r#""\\\"""#);
        assert_eq!(quoted("两\n行\\N"), r#""两\n行\\N""#);
    }
}
