//! The description of a graph as a data set (`VoID`): what there is in it, and how much.
//!
//! Takes the lines of a graph; gives them with what they amount to. The counts are a function of the lines, so that two
//! builds of the same articles say the same; they leave themselves out.

use std::collections::BTreeMap;

use oxigraph::model::{GraphName, NamedNode};

use super::lines::{sorted_lines, words};
use super::term::{Pen, integer};
use crate::vocab::{iri, rdf, void};

/// Adds to the lines of a graph, sorted and each once, how many triples, subjects, things of each class and triples of
/// each property there are. What the data set is called and is about stands in `ontology/dataset.ttl`.
///
/// ```
/// let lines = vec!["<https://example.org/a> <http://purl.org/dc/terms/title> \"a\" .".to_owned()];
/// let described = renda::rdf::described(lines);
/// let triples = "<https://w3id.org/renda/dataset> <http://rdfs.org/ns/void#triples> \"1\"";
/// assert!(described.iter().any(|line| line.starts_with(triples)));
/// assert!(described.is_sorted());
/// ```
pub fn described(mut lines: Vec<String>) -> Vec<String> {
    let mut counts = Counts::default();
    for line in &lines {
        counts.add(line);
    }
    lines.extend(sorted_lines(counts.quads()));
    // Two sorted runs, which this sort merges.
    lines.sort();
    lines
}

/// Takes the counts out again: the inverse of [`described`].
pub fn undescribed(mut lines: Vec<String>) -> Vec<String> {
    let counted = [
        void::TRIPLES,
        void::DISTINCT_SUBJECTS,
        void::CLASSES,
        void::PROPERTIES,
        void::CLASS_PARTITION,
        void::PROPERTY_PARTITION,
    ];
    let counted = counted.map(|property| property.to_string());
    let (dataset, part) = (iri::dataset().to_string(), format!("<{}/", iri::dataset().as_str()));
    lines.retain(|line| {
        let of_dataset = || {
            words(line).is_some_and(|(subject, property, _)| {
                subject == dataset && counted.iter().any(|counted| counted == property)
            })
        };
        !line.starts_with(&part) && !of_dataset()
    });
    lines
}

#[derive(Default)]
struct Counts<'a> {
    triples: usize,
    subjects: usize,
    last: &'a str,
    classes: BTreeMap<&'a str, usize>,
    properties: BTreeMap<&'a str, usize>,
}

impl<'a> Counts<'a> {
    /// Counts a line. Each triple stands in one graph.
    fn add(&mut self, line: &'a str) {
        let Some((subject, property, object)) = words(line) else { return };
        self.triples += 1;
        // Lines of one subject stand together.
        if subject != self.last {
            self.subjects += 1;
            self.last = subject;
        }
        let property = bare(property);
        *self.properties.entry(property).or_default() += 1;
        if property == rdf::TYPE.as_str() {
            *self.classes.entry(bare(object)).or_default() += 1;
        }
    }

    fn quads(&self) -> Vec<oxigraph::model::Quad> {
        let mut pen = Pen::new(GraphName::DefaultGraph);
        let dataset = iri::dataset();
        pen.say(&dataset, void::TRIPLES, integer(self.triples));
        pen.say(&dataset, void::DISTINCT_SUBJECTS, integer(self.subjects));
        pen.say(&dataset, void::CLASSES, integer(self.classes.len()));
        pen.say(&dataset, void::PROPERTIES, integer(self.properties.len()));
        for (&class, &things) in &self.classes {
            let part = iri::partition("class", class);
            pen.say(&dataset, void::CLASS_PARTITION, part.clone());
            pen.say(&part, void::CLASS, NamedNode::new_unchecked(class));
            pen.say(&part, void::ENTITIES, integer(things));
        }
        for (&property, &triples) in &self.properties {
            let part = iri::partition("property", property);
            pen.say(&dataset, void::PROPERTY_PARTITION, part.clone());
            pen.say(&part, void::PROPERTY, NamedNode::new_unchecked(property));
            pen.say(&part, void::TRIPLES, integer(triples));
        }
        pen.quads
    }
}

fn bare(word: &str) -> &str {
    word.trim_start_matches('<').trim_end_matches('>')
}
