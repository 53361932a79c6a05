//! The graph for other programs.

use oxigraph::io::{RdfFormat, RdfParser};
use renda::export::{Also, Filter, Format, write};
use renda::query::region;
use renda::store::Reader;

use crate::sample;

fn reader() -> Reader {
    Reader::open(sample::store()).unwrap()
}

fn everything() -> Filter {
    Filter { region: None, mechanism: None, also: Also::default(), language: "zh" }
}

fn exported(reader: &Reader, format: Format, filter: &Filter) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes, reader, format, filter).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn lines(text: &str, syntax: RdfFormat) -> Vec<String> {
    let quads = RdfParser::from_format(syntax).for_reader(text.as_bytes());
    renda::rdf::sorted_lines(quads.map(|quad| quad.unwrap()))
}

#[test]
fn n_quads_are_the_store() {
    let reader = reader();
    let text = exported(&reader, Format::Nq, &everything());
    assert_eq!(text.lines().collect::<Vec<_>>(), reader.lines().unwrap());
    assert_eq!(
        lines(&exported(&reader, Format::Trig, &everything()), RdfFormat::TriG),
        reader.lines().unwrap()
    );
}

#[test]
fn each_syntax_of_triples_holds_the_same() {
    let reader = reader();
    let turtle = lines(&exported(&reader, Format::Ttl, &everything()), RdfFormat::Turtle);
    assert!(turtle.len() > 1000);
    assert!(turtle.iter().all(|line| !line.contains("articleBody> \"")), "articles are no part of it");
    for (format, syntax) in [
        (Format::Nt, RdfFormat::NTriples),
        (Format::Rdfxml, RdfFormat::RdfXml),
        (Format::Jsonld, RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() }),
    ] {
        assert!(lines(&exported(&reader, format, &everything()), syntax) == turtle, "{format:?}");
    }
}

#[test]
fn a_part_holds_what_its_facts_speak_of() {
    let reader = reader();
    let filter = Filter { region: Some(region(&reader, "兴县").unwrap().iri), ..everything() };
    let turtle = exported(&reader, Format::Ttl, &filter);
    assert!(turtle.contains("\"兴县\"@zh") && turtle.contains("\"山西省\"@zh"), "{turtle}");
    assert!(!turtle.contains("石楼"), "{turtle}");
    let quads = exported(&reader, Format::Nq, &filter);
    assert!(quads.contains("15个乡镇") && !quads.contains("全市推行"), "{quads}");
}
