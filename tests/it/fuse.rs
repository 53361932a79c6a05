//! Facts and conflicts: cases as files, and what must hold for all claims.
//!
//! A case is `tests/fixtures/fuse/<case>.ttl`, claims in Turtle under the prefixes below, and `<case>.facts`, the
//! quads of what is fused, shortened. `RENDA_BLESS=1` writes the second.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;
use renda::fuse::{Key, fuse, fuse_key, fuse_testimonies};
use renda::model::{Conflict, Facts, Record, Testimony};
use renda::rdf::{fact_quads, record_quads, sorted_lines, testimonies};
use renda::vocab::{PREFIXES, iri};

use crate::arbitrary;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/fuse")
}

/// The claims of a Turtle file, its names relative to `article/`, as N-Quads text.
fn n_quads(turtle: &str) -> String {
    let folders = ["region", "mechanism", "indicator", "status", "role", "tier", "event"];
    let folders = folders.map(|folder| (folder, format!("{}{folder}/", iri::BASE)));
    let mut head = vec![format!("@base <{}article/> .", iri::BASE)];
    head.extend(PREFIXES.iter().map(|(prefix, namespace)| format!("@prefix {prefix}: <{namespace}> .")));
    head.extend(folders.iter().map(|(prefix, namespace)| format!("@prefix {prefix}: <{namespace}> .")));
    let text = format!("{}\n{turtle}", head.join("\n"));
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_reader(text.as_bytes());
    sorted_lines(quads.map(Result::unwrap)).join("\n")
}

/// Facts as lines to read: no base, no datatypes.
fn shortened(facts: &Facts) -> String {
    let mut text = String::new();
    for line in sorted_lines(fact_quads(facts)) {
        let mut line = line.replace(iri::BASE, "").replace("<ontology#", "<rd:");
        for (prefix, namespace) in PREFIXES {
            line = line.replace(&format!("<{namespace}"), &format!("<{prefix}:"));
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[test]
fn the_cases() {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "ttl"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 10, "{cases:?}");
    for case in cases {
        let claims = n_quads(&std::fs::read_to_string(&case).unwrap());
        let name = case.display().to_string();
        let got = shortened(&fuse_testimonies(testimonies(&name, claims.as_bytes()).unwrap()));
        let facts = case.with_extension("facts");
        if std::env::var_os("RENDA_BLESS").is_some() {
            std::fs::write(&facts, &got).unwrap();
        }
        assert_eq!(got, std::fs::read_to_string(&facts).unwrap(), "{name}");
    }
}

#[test]
fn a_faulty_line_is_named() {
    let error = testimonies("claims.nq", "<https://example.org/a> <https://example.org/b> .\n".as_bytes());
    assert!(error.unwrap_err().to_string().starts_with("claims.nq:1: "));
}

#[test]
fn an_incomplete_claim_is_named() {
    let text = n_quads("<0000000000000001/claim/00000000000a> a rd:AdoptionClaim .");
    let error = testimonies("-", text.as_bytes()).unwrap_err().to_string();
    let expected = "<https://w3id.org/renda/article/0000000000000001/claim/00000000000a>: no value of ";
    assert!(error.starts_with(expected), "{error}");
}

fn all_testimonies(records: &[Record]) -> Vec<Testimony<'_>> {
    records.iter().flat_map(Testimony::of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// The order of records and claims is no matter, nor is hearing them twice.
    #[test]
    fn order_does_not_matter(
        (records, shuffled) in arbitrary::records(5).prop_flat_map(|r| (Just(r.clone()), Just(r).prop_shuffle()))
    ) {
        let facts = fuse(&records);
        prop_assert_eq!(&fuse(&shuffled), &facts);
        let mut heard = all_testimonies(&shuffled);
        heard.reverse();
        let twice = heard.iter().cloned().chain(heard.clone());
        prop_assert_eq!(&fuse_testimonies(twice), &facts);
    }

    /// Records added one by one, the facts of the keys they touch fused again = fused from scratch.
    #[test]
    fn incremental_is_from_scratch(
        records in arbitrary::records(5).prop_flat_map(|r| Just(r).prop_shuffle()), gone in any::<prop::sample::Index>()
    ) {
        let mut facts: BTreeMap<Key, Facts> = BTreeMap::new();
        let mut refresh = |present: &[Record], changed: &Record| {
            let heard = all_testimonies(present);
            for key in Key::of_record(changed) {
                let fused = fuse_key(&key, &heard);
                facts.insert(key, fused);
            }
            facts.values().cloned().fold(Facts::default(), |mut all, some| { all.extend(some); all })
        };
        for n in 0..records.len() {
            prop_assert_eq!(refresh(&records[..=n], &records[n]), fuse(&records[..=n]));
        }
        // And one taken away again.
        if !records.is_empty() {
            let mut left = records.clone();
            let removed = left.remove(gone.index(records.len()));
            prop_assert_eq!(refresh(&left, &removed), fuse(&left));
        }
    }

    /// The facts of a key are those of its claims alone.
    #[test]
    fn a_key_depends_on_its_own_claims(records in arbitrary::records(5)) {
        let heard = all_testimonies(&records);
        let mut joined = Facts::default();
        for key in heard.iter().flat_map(|t| Key::of(&t.kind)) {
            let own: Vec<Testimony<'_>> =
                heard.iter().filter(|t| Key::of(&t.kind).contains(&key)).cloned().collect();
            let alone = fuse_key(&key, &own);
            prop_assert_eq!(&fuse_key(&key, &heard), &alone);
            joined.extend(alone);
        }
        prop_assert_eq!(joined, fuse(&records));
    }

    /// A cluster's way, by text and without the words, leads to the same facts.
    #[test]
    fn by_text_is_by_value(records in arbitrary::records(4)) {
        let lines = sorted_lines(records.iter().flat_map(record_quads));
        let words = |line: &String| line.contains("articleBody") || line.contains("/oa#");
        let text = lines.into_iter().filter(|line| !words(line)).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(fuse_testimonies(testimonies("-", text.as_bytes()).unwrap()), fuse(&records));
    }

    /// No claim is lost: each that makes a fact stands under its fact, and nothing stands there that was not said.
    #[test]
    fn no_claim_is_lost(records in arbitrary::records(5)) {
        let facts = fuse(&records);
        let mut cited: Vec<_> = facts.adoptions.iter().flat_map(|fact| fact.claims.clone()).collect();
        cited.sort();
        let mut said: Vec<_> = all_testimonies(&records)
            .into_iter()
            .filter(|t| Key::of(&t.kind).iter().any(|key| matches!(key, Key::Practice(..))))
            .map(|t| t.claim)
            .collect();
        said.sort();
        prop_assert_eq!(cited, said);
        for conflict in &facts.conflicts {
            prop_assert!(conflict.between.len() >= 2);
        }
        for fact in &facts.adoptions {
            let hashes: BTreeSet<String> = facts.conflicts.iter().map(Conflict::hash).collect();
            prop_assert!(fact.conflicts.is_subset(&hashes));
        }
    }
}
