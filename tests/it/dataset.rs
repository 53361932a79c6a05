//! What a store says of itself as a data set, and the vocabulary as one document.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};
use proptest::prelude::*;
use renda::model::Record;
use renda::rdf::{
    described, parse, record_quads, reference_quads, sorted_lines, undescribed, vocabulary_quads,
};
use renda::resource::Lexicon;
use renda::vocab::{iri, rd, rdf, skos, void};

use crate::arbitrary;
use crate::support::{fixture, renda};

fn quads(lines: &[String]) -> Vec<Quad> {
    parse("lines", lines.join("\n").as_bytes()).map(Result::unwrap).collect()
}

/// What the description counts, by partition: the term and the number.
fn told(lines: &[String], kind: NamedNodeRef<'_>, number: NamedNodeRef<'_>) -> BTreeMap<String, usize> {
    let mut terms: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for quad in quads(lines) {
        match quad.object {
            Term::NamedNode(term) if quad.predicate == kind => {
                terms.entry(quad.subject.to_string()).or_default().0 = term.into_string();
            }
            Term::Literal(n) if quad.predicate == number => {
                terms.entry(quad.subject.to_string()).or_default().1 = n.value().parse().unwrap();
            }
            _ => {}
        }
    }
    terms.into_values().filter(|(term, _)| !term.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// The description counts what a parser counts, adds nothing but itself, and is a function of the graph.
    #[test]
    fn the_counts_are_those_of_the_graph(records in proptest::collection::vec(arbitrary::record(), 0..4)) {
        let lines = sorted_lines(records.iter().flat_map(record_quads));
        let whole = described(lines.clone());
        prop_assert!(whole.is_sorted());
        let own = format!("<{}", iri::dataset().as_str());
        let without: Vec<_> = whole.iter().filter(|line| !line.starts_with(&own)).cloned().collect();
        prop_assert_eq!(&without, &lines);
        prop_assert_eq!(undescribed(whole.clone()), lines.clone());

        let (mut classes, mut properties) = (BTreeMap::new(), BTreeMap::new());
        for quad in quads(&lines) {
            *properties.entry(quad.predicate.as_str().to_owned()).or_insert(0) += 1;
            if let (Term::NamedNode(class), true) = (&quad.object, quad.predicate == rdf::TYPE) {
                *classes.entry(class.as_str().to_owned()).or_insert(0) += 1;
            }
        }
        prop_assert_eq!(told(&whole, void::CLASS, void::ENTITIES), classes);
        prop_assert_eq!(told(&whole, void::PROPERTY, void::TRIPLES), properties);
    }
}

#[test]
fn a_store_tells_what_it_is_called_and_what_it_holds() {
    let lexicon = Lexicon::load().unwrap();
    let records: [Record; 0] = [];
    let lines = described(sorted_lines(reference_quads(&lexicon, &records).unwrap()));
    let dataset = iri::dataset();
    let said: BTreeSet<String> = quads(&lines)
        .into_iter()
        .filter(|quad| quad.subject == dataset.clone().into())
        .map(|quad| quad.predicate.as_str().rsplit(['/', '#']).next().unwrap().to_owned())
        .collect();
    for property in ["type", "title", "description", "uriSpace", "vocabulary", "triples", "classPartition"] {
        assert!(said.contains(property), "{property}: {said:?}");
    }
    let regions = told(&lines, void::CLASS, void::ENTITIES)[rd::REGION_CLASS.as_str()];
    assert!(regions > 3000, "{regions} regions");
}

fn ontology(arguments: &[&str]) -> String {
    let output = renda().arg("ontology").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_vocabulary_in_turtle_is_that_of_the_store() {
    let rules = fixture("ontology/added/rules");
    let rules = rules.to_str().unwrap();
    for (arguments, lexicon) in [
        (&[][..], Box::new(Lexicon::load().unwrap())),
        (&["--ontology", rules][..], Box::new(Lexicon::load_with(rules.as_ref()).unwrap())),
    ] {
        let text = ontology(arguments);
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_reader(text.as_bytes());
        let printed: BTreeSet<String> = parser.map(|quad| quad.unwrap().to_string()).collect();
        let stored: BTreeSet<String> =
            vocabulary_quads(&lexicon).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(printed, stored);
    }
}

#[test]
fn the_pages_name_every_term_mechanism_and_indicator() {
    let quads = vocabulary_quads(&Lexicon::load().unwrap()).unwrap();
    for (format, language) in [("markdown", "zh"), ("html", "en")] {
        let page = ontology(&["--format", format, "--lang", language]);
        // What stands between the marks of the page.
        let cells: BTreeSet<&str> = page.split(['|', '<', '>']).map(str::trim).collect();
        let mut missing = BTreeSet::new();
        for quad in &quads {
            let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { continue };
            let path = subject.as_str().trim_start_matches(iri::BASE);
            if path.ends_with("/scheme") || path.contains("/function-") || path == "ontology" {
                continue;
            }
            let term = path.strip_prefix("ontology#").map(|term| format!("rd:{term}"));
            missing.extend(Some(term.unwrap_or_else(|| path.to_owned())).filter(|t| !cells.contains(&**t)));
            if let (true, Term::Literal(label)) = (quad.predicate == skos::PREF_LABEL, &quad.object)
                && label.language() == Some(language)
                && !cells.contains(label.value())
            {
                missing.insert(label.to_string());
            }
        }
        assert_eq!(missing, BTreeSet::new(), "{format} {language}");
        assert_eq!(page, ontology(&["--format", format, "--lang", language]), "the same on every run");
    }
}

#[test]
fn rules_of_ones_own_stand_on_the_page_too() {
    let rules = fixture("ontology/added/rules");
    let page = ontology(&["--format", "md", "--ontology", rules.to_str().unwrap()]);
    assert!(page.contains("院坝听诉会") && page.contains("courtyard-hearing"), "{page}");
}
