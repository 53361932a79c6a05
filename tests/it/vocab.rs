//! The IRIs in code and the terms of `ontology/` are the same.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use renda::model::{AsOfBasis, Bound, ConflictKind, Coverage, Relation, Role, SinceKind, Status, Tier};
use renda::rdf::vocabulary_quads;
use renda::resource::{Level, Lexicon, RENDA_TTL};
use renda::vocab::{PREFIXES, dcterms, foaf, iri, oa, org, rd, schema, skos};

/// What is said of each subject.
fn ontology() -> BTreeMap<String, Vec<Quad>> {
    let mut things: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for quad in vocabulary_quads(&Lexicon::load().unwrap()).unwrap() {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { panic!("a blank node: {quad}") };
        things.entry(subject.as_str().to_owned()).or_default().push(quad);
    }
    things
}

#[test]
fn every_term_in_code_is_declared() {
    let ontology = ontology();
    let missing: Vec<&str> =
        rd::ALL.iter().map(|term| term.as_str()).filter(|term| !ontology.contains_key(*term)).collect();
    assert!(missing.is_empty(), "declare in ontology/renda.ttl, or take out of src/vocab: {missing:#?}");
}

#[test]
fn every_declared_term_is_used_or_says_why_not() {
    let used: BTreeSet<&str> = rd::ALL.iter().map(|term| term.as_str()).collect();
    let not_yet = |quad: &Quad| {
        quad.predicate == skos::CHANGE_NOTE
            && matches!(&quad.object, Term::Literal(note) if note.value().starts_with("Not yet used:"))
    };
    let idle: Vec<String> = ontology()
        .into_iter()
        .filter(|(term, _)| term.starts_with(rd::NAMESPACE) && !used.contains(term.as_str()))
        .filter(|(_, quads)| !quads.iter().any(not_yet))
        .map(|(term, _)| term)
        .collect();
    assert!(idle.is_empty(), "use in src/vocab, or give a skos:changeNote \"Not yet used: …\": {idle:#?}");
}

/// The closed vocabularies of code and the concepts of `renda.ttl`, both ways.
#[test]
fn every_concept_has_its_word_in_code() {
    let minted: BTreeSet<NamedNode> = (Status::ALL.iter().map(|w| iri::status(*w)))
        .chain(Relation::ALL.iter().map(|w| iri::relation(*w)))
        .chain(Role::ALL.iter().map(|w| iri::role(*w)))
        .chain(Tier::ALL.iter().map(|w| iri::tier(*w)))
        .chain([Level::Province, Level::Prefecture, Level::County, Level::Township].map(iri::level))
        .collect();
    let minted: BTreeSet<&str> = minted.iter().map(NamedNode::as_str).collect();
    let ontology = ontology();
    let folders = ["status/", "relation/", "role/", "tier/", "level/"].map(|f| format!("{}{f}", iri::BASE));
    let declared: BTreeSet<&str> = ontology
        .keys()
        .map(String::as_str)
        .filter(|term| folders.iter().any(|f| term.starts_with(f)) && !term.ends_with("/scheme"))
        .collect();
    assert_eq!(minted, declared);
}

/// Words that are plain strings in data, each told at the head of the ontology, with no other beside it.
#[test]
fn plain_words_are_told() {
    use ConflictKind::{Coverage as Reach, First, Since, Status as Stage, Value};
    let start = SinceKind::Start;
    let told = [
        ("coverage", Coverage::ALL.iter().rev().map(|w| w.as_str()).collect::<Vec<_>>()),
        ("bound", Bound::ALL.iter().map(|w| w.as_str()).collect()),
        ("conflictKind", [Stage, Since, Reach, Value, First].map(ConflictKind::as_str).to_vec()),
        ("asOfBasis", AsOfBasis::ALL.iter().map(|w| w.as_str()).collect()),
        // That something began is the case without a word.
        ("sinceKind", SinceKind::ALL.iter().filter(|w| **w != start).map(|w| w.as_str()).collect()),
    ];
    let head: String = RENDA_TTL.lines().take_while(|line| line.starts_with('#')).collect();
    for (property, words) in told {
        let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        let expected = format!("rd:{property} {}", quoted.join(", "));
        let ends = head.split(&expected).nth(1).is_some_and(|rest| rest.starts_with([';', '.']));
        assert!(ends, "the head of ontology/renda.ttl should tell: {expected}");
    }
}

#[test]
fn the_forms_of_mechanisms_are_declared() {
    let ontology = ontology();
    for quad in ontology.values().flatten().filter(|quad| quad.predicate == rd::FORM) {
        let Term::NamedNode(form) = &quad.object else { panic!("no concept: {quad}") };
        assert!(iri::word(form.as_ref(), "form").is_some(), "no form: {quad}");
        assert!(ontology.contains_key(form.as_str()), "not declared: {quad}");
    }
}

#[test]
fn prefixes_are_those_of_the_terms_and_of_the_ontology() {
    let namespaces = [
        ("dcterms", dcterms::NAMESPACE),
        ("foaf", foaf::NAMESPACE),
        ("oa", oa::NAMESPACE),
        ("org", org::NAMESPACE),
        ("rd", rd::NAMESPACE),
        ("schema", schema::NAMESPACE),
        ("skos", skos::NAMESPACE),
    ];
    for pair in namespaces {
        assert!(PREFIXES.contains(&pair), "{pair:?}");
    }
    assert!(PREFIXES.is_sorted());
    for line in RENDA_TTL.lines().filter_map(|line| line.strip_prefix("@prefix ")) {
        let mut parts = line.split_whitespace();
        let prefix = parts.next().unwrap().trim_end_matches(':');
        let namespace = parts.next().unwrap().trim_matches(['<', '>']);
        if let Some((_, ours)) = PREFIXES.iter().find(|(name, _)| *name == prefix) {
            assert_eq!(*ours, namespace, "{prefix}");
        }
    }
}

#[test]
fn iris_read_back() {
    use renda::model::{ArticleId, ClaimName, Organ, RegionCode, Slug};
    let code = RegionCode::new("141124100").unwrap();
    let slug = Slug::candidate("双清单");
    let article = ArticleId::new("0123456789abcdef").unwrap();
    let name = ClaimName { article: article.clone(), claim: "0123456789ab".to_owned() };
    assert_eq!(iri::region_code(iri::region(&code).as_ref()), Some(code.clone()));
    assert_eq!(iri::mechanism_slug(iri::mechanism(&slug).as_ref()), Some(slug.clone()));
    assert_eq!(iri::indicator_slug(iri::indicator(&slug).as_ref()), Some(slug.clone()));
    let organ = (code.clone(), Organ::PartyCommittee);
    assert_eq!(iri::organisation_key(iri::organisation(&organ.0, organ.1).as_ref()), Some(organ));
    assert_eq!(iri::article_id(iri::article(&article).as_ref()), Some(article.clone()));
    assert_eq!(iri::claim_name(iri::claim(&name).as_ref()), Some(name));
    assert_eq!(iri::author_number(iri::author(&article, 2).as_ref()), Some(2));
    assert_eq!(iri::adoption_key(iri::adoption(&code, &slug).as_ref()), Some((code, slug)));
    assert_eq!(iri::word(iri::status(Status::Adopted).as_ref(), "status"), Some("adopted"));
}

#[test]
fn an_iri_of_another_kind_is_not_read() {
    use oxigraph::model::NamedNodeRef;
    let article = NamedNodeRef::new_unchecked("https://w3id.org/renda/article/0123456789abcdef#char=1,2");
    assert_eq!(iri::article_id(article), None);
    assert_eq!(iri::claim_name(article), None);
    assert_eq!(iri::region_code(NamedNodeRef::new_unchecked("https://w3id.org/renda/region/14110")), None);
    assert_eq!(iri::region_code(NamedNodeRef::new_unchecked("https://example.org/region/141100")), None);
}
