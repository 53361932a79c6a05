//! `ontology/shapes.ttl`: a shape for every class, held to by two validators that are not ours.
//!
//! pySHACL and rudof are packages of the Python that `.ci/run` makes; nothing of them is in the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Quad, Term};
use renda::rdf::vocabulary_quads;
use renda::resource::Lexicon;
use renda::vocab::{SHAPES_TTL, owl, rd, rdf, rdfs, schema};

use crate::support::{self, fixture, fixture_text, renda, root};

const SH: &str = "http://www.w3.org/ns/shacl#";

/// What subjects say by a property.
fn says(quads: &[Quad], property: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for quad in quads.iter().filter(|quad| quad.predicate.as_str() == property) {
        said.entry(quad.subject.to_string()).or_default().insert(quad.object.to_string());
    }
    said
}

fn shapes() -> Vec<Quad> {
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_reader(SHAPES_TTL.as_bytes());
    parser.map(|quad| quad.unwrap_or_else(|e| panic!("ontology/shapes.ttl: {e}"))).collect()
}

#[test]
fn every_class_has_a_shape_that_names_its_properties() {
    let vocabulary = vocabulary_quads(&Lexicon::load().unwrap()).unwrap();
    let shapes = shapes();
    let (paths, properties) = (says(&shapes, &format!("{SH}path")), says(&shapes, &format!("{SH}property")));
    let mut named: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (shape, classes) in says(&shapes, &format!("{SH}targetClass")) {
        for class in classes {
            let of_shape =
                properties.get(&shape).into_iter().flatten().filter_map(|p| paths.get(p)).flatten();
            named.entry(class).or_default().extend(of_shape.cloned());
        }
    }
    let ours = |class: &str| class.starts_with(&format!("<{}", rd::NAMESPACE));
    for quad in vocabulary.iter().filter(|q| q.predicate == rdf::TYPE && q.object == Term::from(owl::CLASS)) {
        let class = quad.subject.to_string();
        assert!(named.contains_key(&class), "ontology/shapes.ttl has no shape for {class}");
    }
    for property in [rdfs::DOMAIN, schema::DOMAIN_INCLUDES] {
        for (term, classes) in says(&vocabulary, property.as_str()) {
            for class in classes.iter().filter(|class| ours(class)) {
                assert!(named[class].contains(&term), "the shape of {class} does not name {term}");
            }
        }
    }
}

/// What each validator finds in a file: nodes with the constraint that does not hold.
fn findings(mut python: Command, data: &Path) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let output = python
        .arg(fixture("tools/shacl.py"))
        .arg(root().join("ontology/shapes.ttl"))
        .arg(data)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut found: BTreeMap<String, BTreeSet<(String, String)>> =
        ["pyshacl", "rudof"].map(|name| (name.to_owned(), BTreeSet::new())).into();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let [validator, _, node, constraint] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        found.get_mut(validator).unwrap().insert((node.to_owned(), constraint.to_owned()));
    }
    found
}

#[test]
fn both_validators_find_each_planted_fault_and_no_other() {
    let Some(python) = support::python_with_packages() else { return };
    let planted: BTreeSet<(String, String)> = fixture_text("shacl/plants.tsv")
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(node, constraint)| (node.to_owned(), constraint.to_owned()))
        .collect();
    let nodes: BTreeSet<_> = planted.iter().map(|(node, _)| node).collect();
    assert_eq!(nodes.len(), 10, "ten faults are planted");
    for (validator, found) in findings(python, &fixture("shacl/plants.ttl")) {
        assert_eq!(found, planted, "{validator}");
    }
}

#[test]
fn both_validators_find_nothing_in_a_built_store() {
    if support::python_with_packages().is_none() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let own = root().join("data/articles");
    let pages = [Some(own), support::shared().map(|shared| shared.join("corpus"))];
    for (n, pages) in pages.into_iter().flatten().enumerate() {
        let store = scratch.path().join(format!("{n}.db"));
        let run = |arguments: &[&str]| {
            let output = renda().arg("--store").arg(&store).args(arguments).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            output.stdout
        };
        run(&["build", pages.to_str().unwrap()]);
        let turtle = scratch.path().join(format!("{n}.ttl"));
        std::fs::write(&turtle, run(&["query", "-e", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"])).unwrap();
        for (validator, found) in findings(support::python_with_packages().unwrap(), &turtle) {
            assert_eq!(found, BTreeSet::new(), "{validator}, {}", pages.display());
        }
    }
}
