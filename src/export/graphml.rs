//! `GraphML`: networkx, yEd, Cytoscape, igraph, Neo4j.

use std::io::{self, Write};

use super::network::{Column, EDGE, Kind, NODE, Network, cell};
use super::xml::Xml;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";
const SCHEMA: &str =
    "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd";

/// Writes the graph. A key's id is the attribute's own name, because some programs show the id; those of edges are
/// told from those of nodes by a prefix, because ids must differ.
pub(super) fn graphml(out: &mut impl Write, network: &Network) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    let schema = "http://www.w3.org/2001/XMLSchema-instance";
    let root = [("xmlns", NAMESPACE), ("xmlns:xsi", schema), ("xsi:schemaLocation", SCHEMA)];
    xml.open("graphml", &root)?;
    keys(&mut xml, "node", "", &NODE[1..])?;
    keys(&mut xml, "edge", "edge_", &EDGE[3..])?;
    xml.open("graph", &[("id", "renda"), ("edgedefault", "directed")])?;
    for node in &network.nodes {
        xml.open("node", &[("id", cell(node, 0))])?;
        data(&mut xml, "", &NODE[1..], &node[1..])?;
        xml.close("node")?;
    }
    for edge in &network.edges {
        let ends = [("id", cell(edge, 0)), ("source", cell(edge, 1)), ("target", cell(edge, 2))];
        xml.open("edge", &ends)?;
        data(&mut xml, "edge_", &EDGE[3..], &edge[3..])?;
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.close("graphml")?;
    xml.finish()
}

fn keys(xml: &mut Xml<impl Write>, whose: &str, prefix: &str, columns: &[Column]) -> io::Result<()> {
    for (name, kind) in columns {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Integer => "int",
            Kind::Truth => "boolean",
        };
        let id = format!("{prefix}{name}");
        xml.empty("key", &[("id", &id), ("for", whose), ("attr.name", name), ("attr.type", kind)])?;
    }
    Ok(())
}

fn data(
    xml: &mut Xml<impl Write>,
    prefix: &str,
    columns: &[Column],
    values: &[Option<String>],
) -> io::Result<()> {
    for ((name, _), value) in columns.iter().zip(values) {
        if let Some(value) = value {
            xml.text("data", &[("key", &format!("{prefix}{name}"))], value)?;
        }
    }
    Ok(())
}
