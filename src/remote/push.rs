//! A store elsewhere made to hold what a store here holds: what changed is sent, what is gone is removed.
//!
//! What it holds already is asked of itself: no memory is kept here. A push that is killed at any point is taken up by the
//! next, and two that come to their ends leave the same.

use std::collections::BTreeSet;

use ureq::http::Method;

use super::client::{Client, Message};
use super::held::{Held, content, held};
use super::{Address, Endpoint, Part};
use crate::error::{Error, ErrorKind, Result};
use crate::store::sha256;

/// How many bytes of a graph are sent at once, about: the rest is added to it after.
const MOST_BYTES: usize = 4 << 20;
/// How often is looked again whether all is there: what a push that was killed sent last may arrive behind what this one
/// sends, and stand in its place.
const LOOKS: usize = 3;
/// N-Triples is Turtle, which every store reads.
const TURTLE: &str = "text/turtle";

/// Where to send.
pub struct Target<'a> {
    /// Where graphs are written: its Graph Store Protocol.
    pub graphs: &'a Address,
    /// Who sends.
    pub client: &'a Client,
}

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'a> {
    /// What is sent.
    pub send: Vec<&'a Part<'a>>,
    /// The graphs that are removed.
    pub remove: Vec<String>,
    /// How many graphs are there already.
    pub same: usize,
}

/// What was found at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// Graphs.
    pub graphs: usize,
    /// Triples in them, without those that tell hashes.
    pub triples: usize,
    /// The hash of all names of graphs with their hashes: the same for the same store, wherever it is.
    pub sha256: String,
}

/// Compares what is here with what is there.
///
/// # Errors
/// Where the store does not answer.
pub fn plan<'a>(endpoint: &Endpoint, parts: &'a [Part<'a>]) -> Result<Plan<'a>> {
    let there = held(endpoint)?;
    let send: Vec<_> = parts.iter().filter(|part| !is_held(part, there.get(&part.name))).collect();
    let here: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let remove = there.into_keys().filter(|name| !here.contains(name.as_str())).collect();
    Ok(Plan { same: parts.len() - send.len(), send, remove })
}

fn is_held(part: &Part<'_>, held: Option<&Held>) -> bool {
    held.is_some_and(|held| {
        held.sha256.as_ref() == Some(&part.sha256) && held.triples == part.triples.len() + 1
    })
}

/// Does what there is to do, and what a request that was still under way undid meanwhile.
///
/// # Errors
/// Where the store takes something not; what it took before stays, and is not sent again by the next push.
pub fn push(target: &Target<'_>, endpoint: &Endpoint, parts: &[Part<'_>], plan: &Plan<'_>) -> Result<()> {
    carry_out(target, plan)?;
    for _ in 0..LOOKS {
        let left = self::plan(endpoint, parts)?;
        if left.send.is_empty() && left.remove.is_empty() {
            break;
        }
        carry_out(target, &left)?;
    }
    Ok(())
}

fn carry_out(target: &Target<'_>, plan: &Plan<'_>) -> Result<()> {
    plan.send.iter().try_for_each(|part| send(target, part))?;
    plan.remove.iter().try_for_each(|name| target.write(&Method::DELETE, name, &[]))
}

/// Sends a graph in the place of what is there. The triple that tells its hash comes last: a graph that was cut off has
/// none, and is sent again.
fn send(target: &Target<'_>, part: &Part<'_>) -> Result<()> {
    let mut body = String::new();
    let mut method = &Method::PUT;
    let record = part.record();
    for triple in part.triples.iter().copied().chain([record.as_str()]) {
        if body.len() > MOST_BYTES {
            target.write(method, &part.name, body.as_bytes())?;
            method = &Method::POST;
            body.clear();
        }
        body.push_str(triple);
        body.push_str(" .\n");
    }
    target.write(method, &part.name, body.as_bytes())
}

impl Target<'_> {
    fn write(&self, method: &Method, graph: &str, body: &[u8]) -> Result<()> {
        let sent = self.client.send(Message {
            method,
            address: self.graphs,
            uri: &self.graphs.asking("graph", graph),
            accept: "*/*",
            content_type: TURTLE,
            body,
        });
        sent.map(drop)
    }
}

/// Sees that the store holds just these parts: that all say so and have as many triples, and that those `read` back hold
/// what was sent, word by word.
///
/// # Errors
/// Where it does not.
pub fn verify(endpoint: &Endpoint, parts: &[Part<'_>], read: &[&Part<'_>]) -> Result<Pushed> {
    let differs = |what: String| {
        Error::new(ErrorKind::Failed, what)
            .remedy("push again; if that changes nothing, the store alters what it is given")
    };
    let Plan { send, remove, .. } = plan(endpoint, parts)?;
    if let Some(name) = send.iter().map(|part| &part.name).chain(&remove).next() {
        let count = send.len() + remove.len();
        return Err(differs(format!("{count} graph(s) there are not as they are here: {name} for one")));
    }
    for part in read {
        if content(endpoint, &part.name)? != part.sha256 {
            return Err(differs(format!("{} does not hold what was sent", part.name)));
        }
    }
    let told: Vec<&str> =
        parts.iter().flat_map(|part| [part.name.as_str(), " ", &part.sha256, "\n"]).collect();
    Ok(Pushed {
        graphs: parts.len(),
        triples: parts.iter().map(|part| part.triples.len()).sum(),
        sha256: sha256(told.concat().as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::iri;

    #[test]
    fn a_graph_is_there_where_it_says_so_and_has_its_triples() {
        let lines = ["<http://e.org/a> <http://e.org/p> \"x\" .".to_owned()];
        let part = &super::super::parts(&lines)[0];
        let held = |sha256: &str, triples| Held { sha256: Some(sha256.to_owned()), triples };
        assert!(is_held(part, Some(&held(&part.sha256, 2))));
        assert!(!is_held(part, Some(&held(&part.sha256, 1))), "a triple was lost");
        assert!(!is_held(part, Some(&held("0", 2))), "it is another");
        assert!(!is_held(part, Some(&Held { sha256: None, triples: 2 })), "it was cut off");
        assert!(!is_held(part, None));
        assert!(part.name.starts_with(iri::shared("x").as_str().rsplit_once('/').unwrap().0));
    }
}
