//! A graph in parts: the named graphs that a store elsewhere holds it in.

use crate::model::hash12;
use crate::rdf;
use crate::store::sha256;
use crate::vocab::{iri, rd};

/// How many things stand together in a part of what articles share, about.
const THINGS: u64 = 128;

/// A named graph as it is sent: triples, and a last one that tells their hash.
///
/// The last triple is what makes a push resumable without a memory of its own: where it stands, the graph was written
/// whole, and its hash says whether it is still the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// The IRI of the graph.
    pub name: String,
    /// The triples as N-Triples without ` .`, sorted by bytes.
    pub triples: Vec<&'a str>,
    /// SHA-256 of the triples, each with ` .` and a line feed.
    pub sha256: String,
}

impl<'a> Part<'a> {
    fn new(name: String, mut triples: Vec<&'a str>) -> Self {
        triples.sort_unstable();
        let sha256 = hash(triples.iter().copied());
        Self { name, triples, sha256 }
    }

    /// Whether it is an article's own graph.
    pub fn is_article(&self) -> bool {
        self.name.starts_with(&iri::articles())
    }

    /// The last triple.
    pub(super) fn record(&self) -> String {
        format!("<{}> {} \"{}\"", self.name, rd::SHA256, self.sha256)
    }
}

/// The hash of triples, which come sorted.
pub(super) fn hash<'a>(triples: impl IntoIterator<Item = &'a str>) -> String {
    let text: String = triples.into_iter().flat_map(|triple| [triple, " .\n"]).collect();
    sha256(text.as_bytes())
}

/// The parts of a store's graph, by name: one for each article, and for what articles share one for about a hundred
/// things that stand together.
///
/// Where a shared part begins is told by the name of a thing alone, and its own name is made of that. So a change to one
/// thing changes one part, whatever else there is, and two stores that say the same have the same parts. Stores such as
/// Virtuoso have no default graph to write to; that is why there are no triples outside of named ones.
///
/// ```
/// let lines = [
///     "<http://e.org/a> <http://e.org/p> \"x\" .".to_owned(),
///     "<http://e.org/c> <http://e.org/p> <http://e.org/o> <https://w3id.org/renda/article/0123456789abcdef> .".to_owned(),
/// ];
/// let parts = renda::remote::parts(&lines);
/// assert_eq!(parts.len(), 2);
/// assert_eq!(parts[0].triples, ["<http://e.org/c> <http://e.org/p> <http://e.org/o>"]);
/// assert!(parts[0].is_article() && !parts[1].is_article());
/// ```
pub fn parts(lines: &[String]) -> Vec<Part<'_>> {
    let mut articles: std::collections::BTreeMap<&str, Vec<&str>> = std::collections::BTreeMap::new();
    let mut shared: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut last = "";
    for (triple, graph) in lines.iter().filter_map(|line| rdf::split(line)) {
        if let Some(graph) = graph {
            articles.entry(graph).or_default().push(triple);
            continue;
        }
        let subject = triple.split(' ').next().unwrap_or_default();
        if shared.is_empty() || (subject != last && begins(subject)) {
            shared.push((subject, Vec::new()));
        }
        last = subject;
        if let Some((_, triples)) = shared.last_mut() {
            triples.push(triple);
        }
    }
    let articles = articles.into_iter().map(|(graph, triples)| Part::new(graph.to_owned(), triples));
    let shared =
        shared.into_iter().map(|(first, triples)| Part::new(iri::shared(first).into_string(), triples));
    let mut parts: Vec<Part<'_>> = articles.chain(shared).collect();
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    parts
}

/// Whether a part begins with this thing.
fn begins(subject: &str) -> bool {
    let hash = hash12(&[subject]);
    u64::from_str_radix(&hash, 16).is_ok_and(|number| number % THINGS == 0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn line(thing: u16, article: Option<u8>) -> String {
        let graph =
            article.map(|a| format!("<https://w3id.org/renda/article/{a:016x}> ")).unwrap_or_default();
        format!("<https://w3id.org/renda/region/{thing}> <http://e.org/p> \"<{thing}> .\"@zh {graph}.")
    }

    proptest! {
        #[test]
        fn the_parts_join_to_the_whole(lines in proptest::collection::btree_set((any::<u16>(), any::<Option<u8>>()), 0..400)) {
            let lines: BTreeSet<String> = lines.into_iter().map(|(thing, article)| line(thing, article)).collect();
            let lines: Vec<String> = lines.into_iter().collect();
            let parts = parts(&lines);
            let names: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
            prop_assert_eq!(names.len(), parts.len());
            let joined: BTreeSet<String> = parts.iter().flat_map(|part| {
                let graph = if part.is_article() { format!("<{}> ", part.name) } else { String::new() };
                part.triples.iter().map(move |triple| format!("{triple} {graph}."))
            }).collect();
            prop_assert_eq!(joined.into_iter().collect::<Vec<_>>(), lines);
        }

        #[test]
        fn one_thing_more_changes_two_parts_at_most(things in proptest::collection::btree_set(any::<u16>(), 1..2000), more: u16) {
            let lines = |things: &BTreeSet<u16>| -> Vec<String> {
                things.iter().map(|&thing| line(thing, None)).collect::<BTreeSet<_>>().into_iter().collect()
            };
            let (before, after) = (lines(&things), lines(&things.iter().copied().chain([more]).collect()));
            let (before, after) = (parts(&before), parts(&after));
            let new = after.iter().filter(|part| !before.contains(part)).count();
            prop_assert!(new <= 2, "{} of {}", new, after.len());
        }
    }
}
