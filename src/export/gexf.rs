//! GEXF 1.3: Gephi, and what else reads it.

use std::io::{self, Write};

use super::network::{Column, EDGE, Kind, NODE, Network, cell};
use super::xml::Xml;

/// Writes the graph, static: a beginning without an end would be an open interval, which Gephi misreads. The year of a
/// beginning is an attribute, `since_year`, by which Gephi filters.
pub(super) fn gexf(out: &mut impl Write, network: &Network) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    let root = [
        ("xmlns", "http://gexf.net/1.3"),
        ("xmlns:viz", "http://gexf.net/1.3/viz"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:schemaLocation", "http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd"),
        ("version", "1.3"),
    ];
    xml.open("gexf", &root)?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], "renda")?;
    xml.text(
        "description",
        &[],
        "Regions and the mechanisms of congress work that they practise, try or plan",
    )?;
    xml.close("meta")?;
    xml.open("graph", &[("defaultedgetype", "directed"), ("mode", "static")])?;
    // What an element has as an attribute of its own is no attribute value besides.
    let (node, edge) = (&NODE[2..], &EDGE[4..]);
    attributes(&mut xml, "node", node)?;
    attributes(&mut xml, "edge", edge)?;
    xml.open("nodes", &[])?;
    for values in &network.nodes {
        xml.open("node", &[("id", cell(values, 0)), ("label", cell(values, 1))])?;
        attvalues(&mut xml, node, &values[2..])?;
        // Colours that stay apart for the colour-blind, and a shape for each kind.
        let region = values[3].as_deref() == Some("region");
        let [r, g, b] = if region { ["0", "114", "178"] } else { ["213", "94", "0"] };
        xml.empty("viz:color", &[("r", r), ("g", g), ("b", b)])?;
        xml.empty("viz:shape", &[("value", if region { "square" } else { "disc" })])?;
        xml.close("node")?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for values in &network.edges {
        let [id, source, target, label] = [0, 1, 2, 3].map(|column| cell(values, column));
        xml.open("edge", &[("id", id), ("source", source), ("target", target), ("label", label)])?;
        attvalues(&mut xml, edge, &values[4..])?;
        xml.close("edge")?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.close("gexf")?;
    xml.finish()
}

fn attributes(xml: &mut Xml<impl Write>, class: &str, columns: &[Column]) -> io::Result<()> {
    xml.open("attributes", &[("class", class)])?;
    for (name, kind) in columns {
        let kind = match kind {
            Kind::Text => "string",
            Kind::Integer => "integer",
            Kind::Truth => "boolean",
        };
        xml.empty("attribute", &[("id", name), ("title", name), ("type", kind)])?;
    }
    xml.close("attributes")
}

fn attvalues(xml: &mut Xml<impl Write>, columns: &[Column], values: &[Option<String>]) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for ((name, _), value) in columns.iter().zip(values) {
        if let Some(value) = value {
            xml.empty("attvalue", &[("for", name), ("value", value)])?;
        }
    }
    xml.close("attvalues")
}
