//! Names made to break out of a query change nothing but the answer: in every parameter of every query, through the
//! library and through the command.
//!
//! The store of these tests describes regions, mechanisms, indicators and statutes that bear such names, so that each
//! name is also a right one: it must find what is called so, and that alone.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedNode, Term};
use proptest::prelude::*;
use proptest::sample::Index;
use regex::Regex;
use renda::error::ErrorKind;
use renda::query::{NamedQuery, ParamKind, Parameter, REPORTS, bind, fill, parameters, select};
use renda::rdf;
use renda::store::{Backend, Contents, Reader, Writer};
use renda::text::fold;
use spargebra::SparqlParser;

use crate::support::{self, renda};

/// Names with all that means something in SPARQL, in Turtle, in a shell or on a page.
const NAMES: &[&str] = &[
    "x\" } UNION { ?s ?p ?o } #",
    "' } ; DROP ALL #",
    "\\",
    "\\\" } #",
    "\\\\\" }",
    "}",
    "{ ?s ?p ?o",
    "<https://example.org/a> ?p ?o",
    "> } #",
    "one\nline } #",
    "tab\tcr\r\n} ASK {",
    r"\u0022 } #",
    r"\U00000022\u007D",
    "\"\"\" }",
    "''' } #",
    "VALUES ?region { UNDEF }",
    "?within",
    "$region } #",
    "# nothing but a comment",
    "\"@zh } #",
    "\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "_:b0",
    "\u{202E}\u{FEFF}县 } #",
    "%22%7D%23",
    "</td><script>alert(1)</script>",
    "$(exit 7)`exit 8`",
    "=a=b",
    "\u{1}\u{7F}} #",
];

fn code(i: usize) -> String {
    format!("9901{i:02}")
}

/// A store in which the `i`th region, mechanism, indicator and statute bear the `i`th name; each region practises the
/// mechanism of its name, and so does the one above them all.
fn store() -> &'static Path {
    static STORE: OnceLock<PathBuf> = OnceLock::new();
    STORE.get_or_init(|| {
        let trig = trig();
        let quads = RdfParser::from_format(RdfFormat::TriG).for_reader(trig.as_bytes());
        let quads: Vec<_> = quads.map(Result::unwrap).collect();
        let dir = tempfile::tempdir().unwrap().keep().join("hostile.db");
        let contents = Contents { lines: rdf::sorted_lines(quads), ..Contents::default() };
        Writer::lock(&dir).unwrap().name(&contents, Backend::Memory).unwrap();
        dir
    })
}

fn trig() -> String {
    let mut trig = support::fixture_text("hostile/world.trig");
    for (i, name) in NAMES.iter().enumerate() {
        // Names of regions are compared folded: without their blanks.
        let region = Literal::new_language_tagged_literal_unchecked(fold(name), "zh").to_string();
        let label = Literal::new_language_tagged_literal_unchecked(name.trim(), "zh").to_string();
        let words = Literal::new_simple_literal(*name).to_string();
        let each = support::fixture_text("hostile/each.trig");
        let each = each.replace("990199", &code(i)).replace("0099", &format!("00{i:02}"));
        let each = each.replace("h-99", &format!("h-{i}"));
        let each =
            each.replace("\"REGION\"", &region).replace("\"LABEL\"", &label).replace("\"WORDS\"", &words);
        let _ = writeln!(trig, "{each}");
    }
    trig
}

fn reader() -> Reader {
    Reader::open(store()).unwrap()
}

/// The IRI of what bears the `i`th name.
fn meant(kind: ParamKind, i: usize) -> Term {
    let path = match kind {
        ParamKind::Region => format!("region/{}", code(i)),
        ParamKind::Mechanism => format!("mechanism/h-{i}"),
        ParamKind::Indicator => format!("indicator/h-{i}"),
        ParamKind::Statute => format!("statute/00000000{i:04}"),
        other => panic!("no report has a parameter of kind {other:?}"),
    };
    NamedNode::new(format!("https://w3id.org/renda/{path}")).unwrap().into()
}

/// Each parameter of each report.
fn all() -> Vec<(&'static NamedQuery<'static>, Parameter<'static>)> {
    let all: Vec<_> =
        REPORTS.iter().flat_map(|query| parameters(query.sparql).map(move |p| (query, p))).collect();
    assert!(all.len() > 30, "the reports have lost their parameters");
    all
}

/// The texts of `queries/check/`.
fn checks() -> Vec<String> {
    let entries = std::fs::read_dir(support::root().join("queries/check")).unwrap();
    entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
}

#[test]
fn a_name_stands_in_no_query_but_for_what_is_called_so() {
    let reader = reader();
    for (query, parameter) in all() {
        for (i, name) in NAMES.iter().enumerate() {
            let filled = fill(&reader, query.sparql, &[(parameter.name, name)])
                .unwrap_or_else(|e| panic!("{} {}={name:?}: {e}", query.name, parameter.name));
            let iri = meant(parameter.kind, i);
            assert_eq!(
                filled.sparql,
                bind(query.sparql, &[(parameter.name, vec![iri])]).unwrap(),
                "{} {}={name:?}",
                query.name,
                parameter.name
            );
        }
    }
}

#[test]
fn the_answer_is_of_what_is_called_so_and_of_nothing_else() {
    let reader = reader();
    let mut answered = 0;
    // Of a region, so that every row that tells a code tells that region's.
    for (query, parameter) in all().into_iter().filter(|(_, p)| p.kind == ParamKind::Region) {
        for (i, name) in NAMES.iter().enumerate() {
            let filled = fill(&reader, query.sparql, &[(parameter.name, name)]).unwrap();
            let rows = select(&reader, &filled.sparql).unwrap();
            answered += usize::from(!rows.rows.is_empty());
            for row in rows.iter().filter(|row| row.text("code").is_some()) {
                assert_eq!(row.text("code"), Some(code(i).as_str()), "{} {name:?}", query.name);
            }
        }
    }
    assert!(answered > 20 * NAMES.len(), "{answered} answers with a row: the store says too little");
}

#[test]
fn what_nothing_is_called_is_told_and_no_query_runs() {
    let reader = Reader::open(crate::sample::store()).unwrap();
    for (n, (query, parameter)) in all().into_iter().enumerate() {
        // Near names are looked for each time, which is slow: three of the names in turn.
        for name in NAMES.iter().cycle().skip(3 * n).take(3) {
            let error = fill(&reader, query.sparql, &[(parameter.name, name)]).unwrap_err();
            let words = error.to_string();
            assert_eq!(error.kind(), ErrorKind::Usage, "{} {}={name:?}: {words}", query.name, parameter.name);
            assert!(words.contains("is called"), "{} {}={name:?}: {words}", query.name, parameter.name);
        }
    }
}

#[test]
fn a_parameter_that_is_none_is_refused_whatever_its_name() {
    let reader = reader();
    let texts = checks().into_iter().chain(REPORTS.iter().map(|query| query.sparql.to_owned()));
    for text in texts {
        for name in NAMES.iter().chain(&["", "region ", "nonsense"]) {
            let error = fill(&reader, &text, &[(name, "990100")]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{name:?}");
            let one = vec![Literal::new_simple_literal("x").into()];
            assert_eq!(bind(&text, &[(name, one)]).unwrap_err().kind(), ErrorKind::Usage, "{name:?}");
        }
    }
}

#[test]
fn words_come_back_as_they_were_given() {
    let reader = reader();
    for header in ["# param x: text\n", ""] {
        let query = format!("{header}SELECT ?x {{ VALUES ?x {{ UNDEF }} }}");
        for name in NAMES.iter().filter(|name| !header.is_empty() || !name.starts_with(['<', '"'])) {
            let filled = fill(&reader, &query, &[("x", name)]).unwrap();
            let rows = select(&reader, &filled.sparql).unwrap();
            assert_eq!(rows.rows, [[Some(Literal::new_simple_literal(*name).into())]], "{name:?}");
        }
    }
}

#[test]
fn an_iri_a_number_and_a_term_are_read_whole_or_refused() {
    let reader = reader();
    for (header, good) in [
        ("# param x: iri\n", "https://example.org/a"),
        ("# param x: integer\n", "2023"),
        ("", "\"a\\\"b\"@zh"),
    ] {
        let query = format!("{header}SELECT ?x {{ VALUES ?x {{ UNDEF }} }}");
        assert_eq!(
            select(&reader, &fill(&reader, &query, &[("x", good)]).unwrap().sparql).unwrap().rows.len(),
            1
        );
        for tail in [" } #", "> } UNION { ?s ?p ?o", "\n}", "\" } #"] {
            let error = fill(&reader, &query, &[("x", &format!("{good}{tail}"))]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{good}{tail}");
        }
    }
}

/// What a parser makes of a query, as an S-expression. The nodes that the parser makes up, with names of chance, are
/// numbered.
fn parsed(sparql: &str) -> String {
    let query = SparqlParser::new().parse_query(sparql).unwrap_or_else(|e| panic!("{e}:\n{sparql}"));
    let text = query.to_sse();
    let made_up = Regex::new(r"[?:]([0-9a-f]{20,32})\b").unwrap();
    let mut named = text.clone();
    for (n, found) in made_up.captures_iter(&text).enumerate() {
        named = named.replace(&found[1], &format!("made up {n}"));
    }
    named
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(NAMES).prop_map(str::to_owned),
        proptest::sample::select(vec![
            "\"", "'", "\\", "}", "{", "#", "\n", "\r", "<", ">", "?region", "\\u0022", "UNDEF"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Of a bound query and the same with a harmless word, the parser sees nothing different but the word.
    #[test]
    fn any_words_are_one_literal_to_the_parser(words in hostile(), of in any::<Index>()) {
        let (harmless, given) = (Literal::new_simple_literal("harmless"), Literal::new_simple_literal(&words));
        let all = all();
        let (query, parameter) = of.get(&all);
        let bound = |literal: &Literal| {
            bind(query.sparql, &[(parameter.name, vec![literal.clone().into()])]).unwrap()
        };
        let expected = parsed(&bound(&harmless)).replace(&harmless.to_string(), &given.to_string());
        prop_assert_eq!(parsed(&bound(&given)), expected, "{} {}", query.name, parameter.name);
    }

    /// What a user typed is resolved or refused, for every kind of parameter, and the query is whole afterwards.
    #[test]
    fn anything_typed_is_resolved_or_refused(typed in hostile(), of in any::<Index>()) {
        let reader = reader();
        let all = all();
        let (query, parameter) = of.get(&all);
        match fill(&reader, query.sparql, &[(parameter.name, &typed)]) {
            Ok(filled) => drop(parsed(&filled.sparql)),
            Err(error) => prop_assert_eq!(error.kind(), ErrorKind::Usage),
        }
    }
}

fn run(arguments: &[&str]) -> Output {
    renda().arg("--store").arg(store()).args(arguments).output().unwrap()
}

#[track_caller]
fn same(by_name: &[&str], by_key: &[&str]) {
    let (name, key) = (run(by_name), run(by_key));
    let words = String::from_utf8_lossy(&name.stderr);
    assert_eq!(name.status.code(), key.status.code(), "{by_name:?}: {words}");
    assert_ne!(name.status.code(), Some(2), "{by_name:?}: {words}");
    assert!(name.stdout == key.stdout, "{by_name:?} and {by_key:?} differ");
}

/// Each parameter of each report with one of the names, in turn.
#[test]
fn the_command_answers_by_name_as_by_code() {
    for (n, (query, parameter)) in all().into_iter().enumerate() {
        let i = n % NAMES.len();
        let key = match parameter.kind {
            ParamKind::Region => code(i),
            ParamKind::Statute => continue, // has no other name than its title: see below
            _ => format!("h-{i}"),
        };
        let by = |value: &str| format!("{}={value}", parameter.name);
        let (by_name, by_key) = (by(NAMES[i]), by(&key));
        let ask = |by| ["query", query.name, "--format", "json", "--param", by];
        same(&ask(&by_name), &ask(&by_key));
    }
}

#[test]
fn the_command_finds_a_statute_of_any_title() {
    for name in NAMES {
        let statute = format!("statute={name}");
        let output = run(&["query", "statute", "--format", "json", "--param", &statute]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = answer["results"]["bindings"].as_array().unwrap();
        assert_eq!(rows.len(), 1, "{name:?}");
        assert_eq!(rows[0]["statute_title"]["value"], *name);
    }
}

#[test]
fn the_other_commands_do_so_too() {
    for (i, name) in NAMES.iter().enumerate() {
        let (slug, code) = (format!("h-{i}"), code(i));
        match i % 6 {
            4 => same(
                &["graph", "learn", "--format", "json", "--", name],
                &["graph", "learn", "--format", "json", "--", &code],
            ),
            5 => same(
                &["export", "--format", "nq", "--region", name, "--mechanism", name],
                &["export", "--format", "nq", "--region", &code, "--mechanism", &slug],
            ),
            0 => same(
                &["adopted", "--format", "json", "--within", name, "--", name],
                &["adopted", "--format", "json", "--within", &code, "--", &slug],
            ),
            1 => same(
                &["compare", "--format", "json", "--mechanism", name, "--", name, "样例省"],
                &["compare", "--format", "json", "--mechanism", &slug, "--", &code, "990000"],
            ),
            2 => same(
                &["timeline", "--format", "json", "--within", name, "--", name],
                &["timeline", "--format", "json", "--within", &code, "--", &slug],
            ),
            _ => {
                let shown = run(&["show", "--format", "json", "--", name]);
                assert_ne!(shown.status.code(), Some(101), "{name:?}");
                assert_ne!(
                    shown.status.code(),
                    Some(2),
                    "{name:?}: {}",
                    String::from_utf8_lossy(&shown.stderr)
                );
            }
        }
    }
}

#[test]
fn a_word_of_ones_own_query_comes_back_through_the_command() {
    let query = "# param x: text\nSELECT ?x { VALUES ?x { UNDEF } }";
    for name in NAMES {
        let output = run(&["query", "-e", query, "--format", "json", "--param", &format!("x={name}")]);
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["results"]["bindings"][0]["x"]["value"], *name);
    }
}

#[test]
fn the_store_is_as_before() {
    let before = Reader::open(store()).unwrap().lines().unwrap();
    for name in NAMES {
        run(&["query", "region", "--param", &format!("region={name}")]);
    }
    assert_eq!(Reader::open(store()).unwrap().lines().unwrap(), before);
}
