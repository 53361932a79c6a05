//! Regions, and beside them mechanisms, a line for each fact.

use std::collections::BTreeMap;

use petgraph::visit::EdgeRef as _;

use super::{Diagram, Form, Item, Kind, Line, Link, Say};
use crate::graph::{Graph, Mechanism, Node};
use crate::query::network::Units;

/// How many mechanisms stand in one column; more stand on both sides of the regions, or the picture would be twice as
/// high as it must be.
const ONE_COLUMN: usize = 40;

/// The region–mechanism graph. Regions stand by code under the unit they lie in; mechanisms under their function, those
/// that the upper regions practise further up, so that few lines cross.
pub fn overview(graph: &Graph, units: &Units, title: &str, say: Say<'_>) -> Diagram {
    let mut place = BTreeMap::new();
    let mut items = Vec::new();
    for index in graph.node_indices() {
        if let Node::Region(region) = &graph[index] {
            place.insert(index, items.len());
            let above: Vec<&str> = units.above(&region.code).map(|unit| unit.name.as_str()).collect();
            let group: Vec<&str> = above.into_iter().rev().collect();
            items.push(Item {
                id: region.code.clone(),
                label: region.name.clone(),
                group: group.join(" "),
                column: 1,
                url: Some(format!("{}region/{}", crate::query::BASE, region.code)),
                ..Item::default()
            });
        }
    }
    let regions = items.len();
    let mut mechanisms: Vec<(_, &Mechanism)> = graph
        .node_indices()
        .filter_map(|index| match &graph[index] {
            Node::Mechanism(mechanism) => Some((index, mechanism)),
            Node::Region(_) => None,
        })
        .collect();
    mechanisms.sort_by_cached_key(|(index, mechanism)| {
        let users: Vec<usize> = graph
            .edges_directed(*index, petgraph::Direction::Incoming)
            .map(|edge| place[&edge.source()])
            .collect();
        // The middle of its regions, in thousandths, so that it can be compared as a whole number.
        let middle = (users.iter().sum::<usize>() * 1000).checked_div(users.len());
        (heading(mechanism).0, middle, mechanism.iri.as_str())
    });
    let left = if mechanisms.len() > ONE_COLUMN { half(&mechanisms) } else { 0 };
    for (at, (index, mechanism)) in mechanisms.into_iter().enumerate() {
        place.insert(index, items.len());
        let column = if at < left { 0 } else { 2 };
        items.push(Item { column, group: group(mechanism, say), ..mechanism_item(mechanism) });
    }
    let links: Vec<Link> = graph
        .edge_references()
        .map(|edge| Link {
            from: place[&edge.source()],
            to: place[&edge.target()],
            line: Line::of_status(&edge.weight().status),
            full: edge.weight().coverage.as_deref() == Some("full"),
            label: edge.weight().since.clone().unwrap_or_default(),
        })
        .collect();
    let counts = [regions, items.len() - regions, links.len()].map(|n| n.to_string());
    let about = say("picture", "about-overview")
        .replace("{regions}", &counts[0])
        .replace("{mechanisms}", &counts[1])
        .replace("{facts}", &counts[2]);
    Diagram::new(title, about, Form::Columns, items, links, say)
}

/// How many mechanisms stand on the left: whole functions, as near to half as can be.
fn half(mechanisms: &[(petgraph::graph::NodeIndex, &Mechanism)]) -> usize {
    let all = mechanisms.len();
    let breaks = (1..all).filter(|&at| heading(mechanisms[at - 1].1).0 != heading(mechanisms[at].1).0);
    breaks.min_by_key(|&at| (2 * at).abs_diff(all)).unwrap_or(0)
}

/// A mechanism as a thing of a picture.
pub(super) fn mechanism_item(mechanism: &Mechanism) -> Item {
    Item {
        id: mechanism.slug().to_owned(),
        label: mechanism.label.clone(),
        kind: if mechanism.candidate { Kind::Candidate } else { Kind::Mechanism },
        url: Some(mechanism.iri.clone()),
        ..Item::default()
    }
}

/// What a mechanism stands under: candidates last.
pub(super) fn heading(mechanism: &Mechanism) -> (u32, &str) {
    mechanism.function.as_ref().map_or((u32::MAX, ""), |(number, label)| (*number, label.as_str()))
}

/// The heading's words.
pub(super) fn group(mechanism: &Mechanism, say: Say<'_>) -> String {
    match heading(mechanism) {
        (_, "") => say("picture", "candidates"),
        (_, label) => label.to_owned(),
    }
}
