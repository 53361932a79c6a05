//! One region, what it practises, and who practises that too.

use std::collections::BTreeMap;

use petgraph::visit::EdgeRef as _;

use super::overview::{group, heading, mechanism_item};
use super::{Diagram, Form, Item, Line, Link, Say};
use crate::graph::similar::Peer;
use crate::graph::{Graph, Mechanism, Node};
use crate::query::adopted::Practice;
use crate::query::network::Unit;

/// The region on the left, its mechanisms by function in the middle, on the right the peers that practise one of them;
/// behind each mechanism stands how many others do.
pub fn neighbourhood(graph: &Graph, region: &Unit, peers: &[Peer], title: &str, say: Say<'_>) -> Diagram {
    let unit = |code: &str, name: &str, column: usize| Item {
        id: code.to_owned(),
        label: name.to_owned(),
        column,
        url: Some(format!("{}region/{code}", crate::query::BASE)),
        ..Item::default()
    };
    let mut items = vec![unit(&region.code, &region.name, 0)];
    let mut links = Vec::new();
    let own = |edge: &petgraph::graph::EdgeReference<'_, Practice>| edge.weight().code == region.code;
    let mut mechanisms: Vec<(&Mechanism, &Practice, petgraph::graph::NodeIndex)> = graph
        .edge_references()
        .filter(own)
        .filter_map(|edge| match &graph[edge.target()] {
            Node::Mechanism(mechanism) => Some((mechanism, edge.weight(), edge.target())),
            Node::Region(_) => None,
        })
        .collect();
    mechanisms.sort_by_key(|(mechanism, ..)| {
        (heading(mechanism).0, mechanism.label.as_str(), mechanism.iri.as_str())
    });
    let shown: BTreeMap<&str, usize> =
        peers.iter().enumerate().map(|(at, peer)| (peer.code.as_str(), 1 + mechanisms.len() + at)).collect();
    let mut to_peers = Vec::new();
    for (at, (mechanism, practice, index)) in mechanisms.iter().enumerate() {
        let mut others = 0_usize;
        for edge in graph.edges_directed(*index, petgraph::Direction::Incoming) {
            let other = edge.weight();
            if other.code == region.code || !other.is_done() {
                continue;
            }
            match shown.get(other.code.as_str()) {
                Some(&peer) => to_peers.push(link(1 + at, peer, other)),
                None => others += 1,
            }
        }
        let note = say("picture", "more").replace("{n}", &others.to_string());
        items.push(Item {
            column: 1,
            group: group(mechanism, say),
            note: if others > 0 { note } else { String::new() },
            ..mechanism_item(mechanism)
        });
        links.push(link(0, 1 + at, practice));
    }
    items.extend(peers.iter().map(|peer| unit(&peer.code, &peer.name, 2)));
    links.extend(to_peers);
    let about = say("picture", "about-neighbourhood")
        .replace("{name}", &region.name)
        .replace("{mechanisms}", &mechanisms.len().to_string())
        .replace("{peers}", &peers.len().to_string());
    Diagram::new(title, about, Form::Columns, items, links, say)
}

fn link(from: usize, to: usize, practice: &Practice) -> Link {
    Link {
        from,
        to,
        line: Line::of_status(&practice.status),
        full: practice.coverage.as_deref() == Some("full"),
        label: practice.since.clone().unwrap_or_default(),
    }
}
