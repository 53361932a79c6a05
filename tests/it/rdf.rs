//! Records → quads → records is the identity; the quads answer the questions of the contract; reference data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use proptest::prelude::*;
use renda::error::ErrorKind;
use renda::model::{
    AdoptionClaim, ArticleId, AsOf, AsOfBasis, Author, Bound, Claim, ClaimKind, Coverage, Date, Event,
    EventKind, Evidence, Imprint, Observation, Organ, Paper, PaperKind, Post, Record, RegionCode, Relation,
    Reprint, Role, Since, SinceKind, Slug, Source, Status, StatuteAction, Tier,
};
use renda::rdf::{
    count_quads, fact_quads, parse, record_lines, record_quads, records, reference_quads, region_quads,
    sorted_lines, vocabulary_quads,
};
use renda::resource::{Lexicon, RENDA_TTL};
use renda::text::{CodePoints, Span};
use renda::vocab::{PREFIXES, dcterms, iri, rd, skos};
use rust_decimal::Decimal;

use crate::arbitrary;

/// A record of our own words in which every kind of claim stands and most fields are filled.
fn sample() -> Record {
    let body = "𠮷日，临县人大常委会出台《票决办法（试行）》，2016年起在全县15个乡镇推行民生实事票决制。\n\
                全县建成“双清单”联络站23.50个。\n吕梁市人大常委会检查了《养犬管理条例》的实施。";
    let points = CodePoints::new(body);
    let cut = |words: &str| {
        let start = body.find(words).unwrap();
        Evidence::cut(body, &points, Span::new(start, start + words.len()))
    };
    let county = RegionCode::new("141124").unwrap();
    let city = RegionCode::new("141100").unwrap();
    let rule = Paper::new(PaperKind::Document, "票决办法（试行）", Some(county.clone()));
    let voting = AdoptionClaim {
        region: county.clone(),
        mechanism: Slug::new("project-voting").unwrap(),
        status: Status::Adopted,
        surface_form: "民生实事票决制".to_owned(),
        trigger: Some(cut("推行")),
        coverage: Some(Coverage::Full),
        covered: Some(15),
        coverable: Some(15),
        coverage_unit: Some("乡镇".to_owned()),
        tier: Some(Tier::Township),
        role: Role::Practitioner,
        adopter_named: true,
        partner: None,
        since: Some(Since { date: Date::new(2016, None, None).unwrap(), kind: SinceKind::Rule }),
        basis: Some(rule.clone()),
        topic: None,
        gloss: None,
        first_within: Some(city.clone()),
        region_as_printed: None,
        evidence: vec![cut("2016年起在全县15个乡镇推行民生实事票决制")],
    };
    let lists = AdoptionClaim {
        mechanism: Slug::candidate("“双清单”"),
        surface_form: "“双清单”".to_owned(),
        trigger: None,
        coverage: None,
        covered: None,
        coverable: None,
        coverage_unit: None,
        tier: None,
        adopter_named: false,
        since: None,
        basis: None,
        first_within: None,
        evidence: vec![cut("全县建成“双清单”联络站23.50个")],
        ..voting.clone()
    };
    let stations = Observation {
        region: county.clone(),
        indicator: Slug::new("liaison-stations"),
        indicator_text: "联络站".to_owned(),
        value: "23.50".parse().unwrap(),
        unit: "个".to_owned(),
        bound: Bound::Exact,
        period: None,
        scope: Some("全县".to_owned()),
        evidence: vec![cut("全县建成“双清单”联络站23.50个")],
    };
    let inspected = StatuteAction {
        region: city.clone(),
        paper: Paper::new(PaperKind::Statute, "养犬管理条例", Some(city)),
        relation: Relation::Inspected,
        issuer: None,
        time: Date::new(2023, Some(11), None),
        evidence: vec![cut("吕梁市人大常委会检查了《养犬管理条例》的实施")],
    };
    let issued = StatuteAction {
        region: county.clone(),
        paper: rule,
        relation: Relation::Enacted,
        issuer: Some(Organ::StandingCommittee),
        time: None,
        evidence: vec![cut("临县人大常委会出台《票决办法（试行）》")],
    };
    let kinds = [
        ClaimKind::Adoption(voting),
        ClaimKind::Adoption(lists),
        ClaimKind::Observation(stations),
        ClaimKind::Statute(inspected),
        ClaimKind::Statute(issued),
    ];
    let title = "票决在临县".to_owned();
    let post = Post { title: "主任".to_owned(), organ: Some((county.clone(), Organ::StandingCommittee)) };
    let authors = vec![Author { name: "甲".to_owned(), post: Some(post) }, Author::named("乙")];
    let event = Event {
        kind: EventKind::Conference,
        date: Date::new(2023, Some(11), Some(24)).unwrap(),
        region: Some(RegionCode::new("141100").unwrap()),
    };
    Record {
        id: ArticleId::of(Some(&title), &["甲".to_owned(), "乙".to_owned()], body),
        title: Some(title),
        authors,
        issued: Date::new(2024, Some(1), Some(8)),
        sources: BTreeSet::from([Source { name: "page.txt".to_owned() }]),
        home_region: Some(county),
        as_of: Some(AsOf {
            earliest: Date::new(2023, Some(11), Some(24)).unwrap(),
            latest: Date::new(2024, Some(1), Some(8)).unwrap(),
            basis: AsOfBasis::Event,
        }),
        event: Some(event),
        imprint: Imprint {
            issuer: Some("吕梁市人大常委会办公室".to_owned()),
            paper: Some("吕梁日报".to_owned()),
            page: Some("3".to_owned()),
            licence: Some("CC BY 4.0".to_owned()),
        },
        reprint_of: ArticleId::new("00000000000000a1").map(|of| Reprint {
            of,
            share: Decimal::new(87, 2),
            figures: vec!["15".to_owned(), "2023".to_owned()],
            other_figures: vec!["16".to_owned()],
        }),
        body: body.to_owned(),
        claims: kinds.into_iter().map(|kind| Claim::new(kind).unwrap()).collect(),
    }
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rdf").join(name)
}

/// The quads of the sample, byte for byte: a change here is a change of the contract.
#[test]
fn the_quads_of_a_record() {
    let mut got = sorted_lines(record_quads(&sample())).join("\n");
    got.push('\n');
    let path = fixture("record.nq");
    if std::env::var_os("RENDA_BLESS").is_some() {
        std::fs::write(&path, &got).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(got, expected, "RENDA_BLESS=1 writes {}", path.display());
}

/// Few quads per claim: 8 for a plain one, 5 for a quote.
#[test]
fn a_plain_claim_costs_eight_quads_and_its_quote_five() {
    let mut record = sample();
    let before = record_quads(&Record { claims: BTreeSet::new(), ..record.clone() }).len();
    record
        .claims
        .retain(|claim| matches!(claim.kind(), ClaimKind::Adoption(c) if c.mechanism.is_candidate()));
    // Three more name the candidate, once for all articles.
    assert_eq!(record_quads(&record).len() - before, 8 + 5 + 3);
}

/// The questions of the design and of outside programs, over the union of the graphs.
#[test]
fn the_contract_can_be_asked() {
    let prefixes =
        PREFIXES.iter().map(|(p, iri)| format!("PREFIX {p}: <{iri}>")).collect::<Vec<_>>().join(" ");
    let store = Store::new().unwrap();
    let record = sample();
    let lexicon = Lexicon::load().unwrap();
    store.extend(record_quads(&record)).unwrap();
    store.extend(reference_quads(&lexicon, std::slice::from_ref(&record)).unwrap()).unwrap();
    store.extend(fact_quads(&renda::fuse::fuse(&[record]))).unwrap();
    let ask = |query: &str| {
        let mut query = SparqlEvaluator::new().parse_query(&format!("{prefixes}{query}")).unwrap();
        query.dataset_mut().set_default_graph_as_union();
        let QueryResults::Solutions(rows) = query.on_store(&store).execute().unwrap() else {
            panic!("no rows")
        };
        let row = |row: oxigraph::sparql::QuerySolution| {
            row.values()
                .iter()
                .flatten()
                .map(|t| t.to_string().replace(iri::BASE, ""))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let mut rows: Vec<String> = rows.map(|r| row(r.unwrap())).collect();
        rows.sort();
        rows
    };
    let cases = [
        (
            "SELECT ?title ?author ?code WHERE { ?a a rd:Article ; dcterms:title ?title ;
                dcterms:creator/foaf:name ?author ; rd:homeRegion/rd:adminCode ?code }",
            vec!["\"票决在临县\" \"乙\" \"141124\"", "\"票决在临县\" \"甲\" \"141124\""],
        ),
        (
            "SELECT ?code ?m ?s ?quote WHERE { ?c a rd:AdoptionClaim ; rd:region/rd:adminCode ?code ;
                rd:mechanism ?m ; rd:status ?s ; rd:evidence/oa:exact ?quote ; rd:tier ?t }",
            vec![
                "\"141124\" <mechanism/project-voting> <status/adopted> \"2016年起在全县15个乡镇推行民生实事票决制\"",
            ],
        ),
        (
            "SELECT ?label WHERE { ?m a rd:CandidateMechanism ; skos:prefLabel ?label }",
            vec!["\"双清单\"@zh"],
        ),
        (
            "SELECT ?f ?coverage ?year WHERE { ?f a rd:Adoption ; rd:region/rd:adminCode ?code ;
                rd:status <https://w3id.org/renda/status/adopted> ; rd:coverage ?coverage ; rd:sinceYear ?year }",
            vec!["<adoption/141124/project-voting> \"full\" \"2016\"^^<http://www.w3.org/2001/XMLSchema#integer>"],
        ),
        (
            "SELECT ?name ?org WHERE { ?r rd:adopts <https://w3id.org/renda/mechanism/project-voting> ;
                skos:prefLabel ?name . ?o rd:jurisdiction ?r ; skos:prefLabel ?org }",
            vec!["\"临县\"@zh \"临县人大常委会\"@zh"],
        ),
        (
            "SELECT ?text ?value ?unit WHERE { ?o a rd:Observation ; rd:region/rd:adminCode ?code ;
                rd:indicatorText ?text ; rd:value ?value ; rd:unit ?unit }",
            vec!["\"联络站\" \"23.5\"^^<http://www.w3.org/2001/XMLSchema#decimal> \"个\""],
        ),
        (
            "SELECT ?code ?title ?r WHERE { ?x a rd:StatuteAction ; rd:region/rd:adminCode ?code ;
                rd:statute/dcterms:title ?title ; rd:relation ?r }",
            vec![
                "\"141100\" \"养犬管理条例\" <relation/inspected>",
                "\"141124\" \"票决办法(试行)\" <relation/enacted>",
            ],
        ),
        (
            "SELECT ?name ?post ?org ?day WHERE { ?a rd:event/rd:time ?day ; dcterms:creator ?p . ?p foaf:name ?name ;
                rd:post ?post ; org:memberOf/skos:prefLabel ?org }",
            vec![
                "\"甲\" \"主任\" \"临县人大常委会\"@zh \"2023-11-24\"^^<http://www.w3.org/2001/XMLSchema#date>",
            ],
        ),
        (
            "SELECT ?title ?org WHERE { ?d a rd:Document ; dcterms:title ?title ; rd:issuer/skos:prefLabel ?org .
                ?claim rd:basis ?d }",
            vec!["\"票决办法(试行)\" \"临县人大常委会\"@zh"],
        ),
        (
            "SELECT ?up ?level WHERE { <https://w3id.org/renda/region/141124> dcterms:isPartOf+ ?up . ?up rd:level ?level }",
            vec!["<region/140000> <level/province>", "<region/141100> <level/prefecture>"],
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(ask(query), expected, "{query}");
    }
}

fn lines_of(quads: Vec<Quad>) -> String {
    sorted_lines(quads).iter().flat_map(|line| [line, "\n"]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// Lines written straight from a record are those of its quads, and those are as oxigraph writes them.
    #[test]
    fn lines_are_written_as_oxigraph_writes_quads(record in arbitrary::record()) {
        let quads = record_quads(&record);
        let mut written: Vec<String> = quads.iter().map(|quad| format!("{quad} .")).collect();
        written.sort_unstable();
        written.dedup();
        prop_assert_eq!(&sorted_lines(quads), &written);
        prop_assert_eq!(&record_lines(&record), &written);
    }


    #[test]
    fn records_come_back(all in arbitrary::records(4)) {
        let quads: Vec<Quad> = all.iter().flat_map(record_quads).collect();
        prop_assert_eq!(records(quads).unwrap(), all);
    }

    /// However the quads lie, and however often the same one comes.
    #[test]
    fn records_come_back_shuffled(
        (all, quads) in arbitrary::records(3).prop_flat_map(|all| {
            let mut quads: Vec<Quad> = all.iter().flat_map(record_quads).collect();
            quads.extend(quads.first().cloned());
            (Just(all), Just(quads).prop_shuffle())
        })
    ) {
        prop_assert_eq!(records(quads).unwrap(), all);
    }

    #[test]
    fn records_come_back_through_text_and_store(all in arbitrary::records(3)) {
        let text = lines_of(all.iter().flat_map(record_quads).collect());
        let quads = parse("-", text.as_bytes()).collect::<Result<Vec<_>, _>>().unwrap();
        prop_assert_eq!(&lines_of(quads.clone()), &text);
        let store = Store::new().unwrap();
        store.extend(quads).unwrap();
        let stored: Vec<Quad> = store.iter().map(Result::unwrap).collect();
        prop_assert_eq!(&lines_of(stored.clone()), &text);
        prop_assert_eq!(records(stored).unwrap(), all);
    }

    /// Offsets count code points: told here by another way than the code's.
    #[test]
    fn quotes_stand_at_their_offsets(record in arbitrary::record()) {
        for quote in record.claims.iter().flat_map(Claim::evidence) {
            let words: String =
                record.body.chars().skip(quote.start()).take(quote.end() - quote.start()).collect();
            prop_assert_eq!(&words, quote.exact());
        }
    }

    /// Each triple in one graph, no blank node, and what articles share is said alike by all.
    #[test]
    fn articles_never_disagree_about_what_they_share(all in arbitrary::records(5)) {
        let mut graphs: BTreeMap<String, String> = BTreeMap::new();
        let mut shared: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for quad in all.iter().flat_map(record_quads) {
            prop_assert!(matches!(quad.subject, NamedOrBlankNode::NamedNode(_)), "{}", quad);
            prop_assert!(!matches!(quad.object, Term::BlankNode(_)), "{}", quad);
            let triple = format!("{} {} {}", quad.subject, quad.predicate, quad.object);
            let graph = graphs.entry(triple).or_insert_with(|| quad.graph_name.to_string());
            prop_assert_eq!(&*graph, &quad.graph_name.to_string());
            let functional = [dcterms::TITLE, skos::PREF_LABEL, rd::REGION].contains(&quad.predicate.as_ref());
            if quad.graph_name == GraphName::DefaultGraph && functional {
                let key = (quad.subject.to_string(), quad.predicate.to_string());
                let said = shared.entry(key).or_default();
                said.insert(quad.object.to_string());
                prop_assert_eq!(said.len(), 1, "{:?}", said);
            }
        }
    }

    /// A property that the ontology calls one of literals has literals, and so for IRIs.
    #[test]
    fn values_are_of_the_kind_the_ontology_says(all in arbitrary::records(3)) {
        let facts = renda::fuse::fuse(&all);
        for quad in all.iter().flat_map(record_quads).chain(fact_quads(&facts)) {
            let Some(name) = quad.predicate.as_str().strip_prefix(rd::NAMESPACE) else { continue };
            let kind = if matches!(quad.object, Term::Literal(_)) { "Datatype" } else { "Object" };
            let declared = format!("\nrd:{name} a owl:{kind}Property");
            prop_assert!(RENDA_TTL.contains(&declared), "ontology/renda.ttl should say {:?}", declared.trim());
        }
    }
}

/// Takes quads of the sample, changes them, and expects an error that says `words`.
fn check_refused(change: impl Fn(&mut Vec<Quad>), words: &str) {
    let mut quads = record_quads(&sample());
    change(&mut quads);
    let error = records(quads).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn what_is_incomplete_is_refused() {
    let without = |name: &'static str| {
        move |quads: &mut Vec<Quad>| quads.retain(|quad| !quad.predicate.as_str().ends_with(name))
    };
    check_refused(without("articleBody"), "no value of <https://schema.org/articleBody>");
    check_refused(without("#surfaceForm"), "no value of <https://w3id.org/renda/ontology#surfaceForm>");
    check_refused(without("#evidence"), "a claim without evidence");
    check_refused(without("#exact"), "no value of <http://www.w3.org/ns/oa#exact>");
    check_refused(without("#tier"), "the name does not fit what is said");
    check_refused(without("dc/terms/title"), "no value of <http://purl.org/dc/terms/title>");
    check_refused(without("foaf/0.1/name"), "no value of <http://xmlns.com/foaf/0.1/name>");
}

#[test]
fn a_claim_without_its_article_is_refused() {
    let article = iri::article(&sample().id);
    check_refused(
        |quads| quads.retain(|quad| quad.subject != NamedOrBlankNode::from(article.clone())),
        "the article of this claim is missing",
    );
}

#[test]
fn a_quote_that_is_not_in_the_body_is_refused() {
    check_refused(
        |quads| {
            for quad in quads.iter_mut().filter(|quad| quad.predicate.as_str().ends_with("articleBody")) {
                let Term::Literal(body) = &quad.object else { panic!() };
                quad.object =
                    oxigraph::model::Literal::new_simple_literal(format!("又{}", body.value())).into();
            }
        },
        "does not hold these words at these offsets",
    );
}

#[test]
fn quads_of_other_things_are_passed_over() {
    let record = sample();
    let lexicon = Lexicon::load().unwrap();
    let mut quads = reference_quads(&lexicon, std::slice::from_ref(&record)).unwrap();
    quads.extend(record_quads(&record));
    quads.extend(fact_quads(&renda::fuse::fuse(std::slice::from_ref(&record))));
    assert_eq!(records(quads).unwrap(), [record]);
}

#[test]
fn townships_stand_in_the_graph_only_where_something_speaks_of_them() {
    let lexicon = Lexicon::load().unwrap();
    let township = RegionCode::new("141124100").unwrap();
    let silent = region_quads(&lexicon.regions, &BTreeSet::new());
    let spoken = region_quads(&lexicon.regions, &BTreeSet::from([township.clone()]));
    let name = NamedOrBlankNode::from(iri::region(&township));
    assert!(!silent.iter().any(|quad| quad.subject == name));
    let told: Vec<String> = spoken.iter().filter(|quad| quad.subject == name).map(Quad::to_string).collect();
    assert_eq!(told.len(), spoken.len() - silent.len());
    assert!(
        told.iter().any(|line| line.ends_with("#level> <https://w3id.org/renda/level/township>")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|line| line.ends_with("isPartOf> <https://w3id.org/renda/region/141124>")),
        "{told:?}"
    );
}

#[test]
fn a_region_that_is_spoken_of_has_the_counts_of_the_code_table() {
    let lexicon = Lexicon::load().unwrap();
    let codes = ["141123", "141100", "520300"].map(|code| RegionCode::new(code).unwrap());
    let quads = count_quads(&lexicon, &BTreeSet::from(codes));
    let count = |code: &str, property: &str| {
        let (subject, property) = (format!("/region/{code}>"), format!("#{property}>"));
        let mut lines = quads.iter().map(Quad::to_string);
        let line = lines.find(|l| l.contains(&subject) && l.contains(&property));
        line.and_then(|l| l.split('"').nth(1)?.parse::<u32>().ok())
    };
    // 兴县 has a development zone among its units, which is neither township nor street.
    assert_eq!((count("141123", "townships"), count("141123", "streets")), (Some(15), None));
    assert_eq!((count("141100", "counties"), count("141100", "townships")), (Some(13), Some(136)));
    assert_eq!((count("520300", "townships"), count("520300", "streets")), (Some(200), Some(54)));
}

#[test]
fn a_code_without_a_name_still_has_its_code() {
    let lexicon = Lexicon::load().unwrap();
    let unknown = RegionCode::new("999999").unwrap();
    let quads = region_quads(&lexicon.regions, &BTreeSet::from([unknown.clone()]));
    let name = NamedOrBlankNode::from(iri::region(&unknown));
    assert_eq!(quads.iter().filter(|quad| quad.subject == name).count(), 2);
}

#[test]
fn the_ontology_comes_unchanged_into_the_default_graph() {
    let quads = vocabulary_quads(&Lexicon::load().unwrap()).unwrap();
    assert!(quads.iter().all(|quad| quad.graph_name == GraphName::DefaultGraph));
    assert!(quads.len() > 500, "{}", quads.len());
}
