//! The endpoint as other people's programs see it: curl, clients of Python, a browser. What they read must be what
//! `renda query` prints.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use oxigraph::model::Term;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use renda::query::REPORTS;
use renda::store::{Backend, Contents, Reader, Writer};

use crate::sample;
use crate::support::{self, fixture, renda};
use crate::wire::Server;

const TABLE: &str = "SELECT ?region ?name ?since ?nothing {
  ?adoption a rd:Adoption ; rd:region ?region . ?region skos:prefLabel ?name .
  OPTIONAL { ?adoption rd:since ?since } OPTIONAL { ?adoption rd:noSuch ?nothing }
}";
const GRAPH: &str =
    "CONSTRUCT { ?region skos:prefLabel ?name } WHERE { ?region a rd:Region ; skos:prefLabel ?name }";

/// A query with the prefixes it needs.
fn whole(query: &str) -> String {
    format!(
        "PREFIX rd: <https://w3id.org/renda/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{query}"
    )
}

/// What `renda query` prints.
fn printed(sparql: &str, format: &str) -> String {
    let store = sample::store();
    let output =
        renda().args(["query", "-e", sparql, "--format", format, "--store"]).arg(store).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn file(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn ran(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn curl_gets_json_without_a_wish_and_what_it_wishes() {
    if !support::has("curl", "--version") {
        support::skipped("command curl");
        return;
    }
    let server = Server::of(sample::store());
    let query = whole(TABLE);
    let curl = |arguments: &[&str]| {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--fail", "--noproxy", "*", "--get", "--data-urlencode"]);
        ran(curl.arg(format!("query={query}")).args(arguments).arg(server.url("/sparql")))
    };
    let json = rows(&printed(&query, "json"));
    assert!(!json.is_empty());
    assert_eq!(rows(&curl(&[])), json);
    assert_eq!(rows(&curl(&["--header", "Accept:"])), json, "no Accept at all");
    assert_eq!(rows(&curl(&["--header", "Accept: application/sparql-results+json"])), json);
    let csv = curl(&["--header", "Accept: text/csv"]);
    assert!(csv.starts_with("region,name,since,nothing\r\n"), "{csv}");
    assert_eq!(csv.lines().count(), json.len() + 1);
    assert_eq!(curl(&["--data", "format=csv"]), csv);
}

/// Rows of SPARQL JSON, in an order of their own: a query that asks for none has none.
fn rows(json: &str) -> Vec<String> {
    let told: serde_json::Value = serde_json::from_str(json).unwrap();
    let mut rows: Vec<_> =
        told["results"]["bindings"].as_array().unwrap().iter().map(ToString::to_string).collect();
    rows.sort();
    rows
}

#[test]
fn clients_of_python_read_the_same_out_of_each_form() {
    let Some(mut python) = support::python_with_packages() else { return };
    let server = Server::of(sample::store());
    let scratch = tempfile::tempdir().unwrap();
    let files = [
        file(scratch.path(), "table.rq", &whole(TABLE)),
        file(scratch.path(), "table.json", &printed(&whole(TABLE), "json")),
        file(scratch.path(), "graph.rq", &whole(GRAPH)),
        file(scratch.path(), "graph.ttl", &printed(&whole(GRAPH), "table")),
    ];
    let told = ran(python.arg(fixture("tools/clients.py")).arg(server.url("/sparql")).args(files));
    let clients: Vec<_> = told.lines().collect();
    let wrapper = ["json", "xml", "csv", "tsv", "turtle"].map(|form| format!("SPARQLWrapper {form}"));
    let rdflib = ["xml", "json", "csv", "tsv"].map(|form| format!("rdflib {form}"));
    let rest = ["pandas", "sparql_dataframe"].map(str::to_owned);
    assert_eq!(clients, wrapper.iter().chain(&rdflib).chain(&rest).collect::<Vec<_>>());
}

#[test]
fn a_page_of_another_origin_may_read_and_may_change_nothing() {
    let Some(mut python) = support::python_with_browser() else { return };
    let scratch = tempfile::tempdir().unwrap();
    let server = Server::scratch(&scratch.path().join("scratch"));
    let data = b"INSERT DATA { <http://example.org/s> <http://example.org/p> 1, 2 }";
    assert_eq!(server.post("/sparql", "application/sparql-update", data).status, 204);
    let query = file(scratch.path(), "query.rq", "SELECT ?o { ?s ?p ?o } ORDER BY ?o");
    let told = ran(python.arg(fixture("tools/other_origin.py")).arg(server.url("/sparql")).arg(query));
    assert_eq!(told, "simple 200 ETag 1\nasked beforehand 200 no ETag 3\nupdate 403 no ETag 1\n");
    assert_eq!(
        server.get("/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D", &[]).text(),
        r#"{"head":{},"boolean":true}"#
    );
}

/// Each named query gives over HTTP, in each form and on each way, what `renda query` prints, and what the evaluator
/// gives that optimises nothing.
#[test]
fn named_queries_give_the_same_over_http_on_the_command_line_and_without_optimizer() {
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    let contents = Contents { lines: small(), ..Contents::default() };
    Writer::lock(&store).unwrap().name(&contents, Backend::Memory).unwrap();
    let (server, reader) = (Server::of(&store), Reader::open(&store).unwrap());
    for query in REPORTS {
        let expected = reference(reader.graph(), query.sparql);
        let output = ran(renda().args(["query", query.name, "--format", "json", "--store"]).arg(&store));
        assert_eq!(
            solutions("application/sparql-results+json", output.as_bytes()),
            expected,
            "{}",
            query.name
        );
        let form: String =
            form_urlencoded::Serializer::new(String::new()).append_pair("query", query.sparql).finish();
        let json = [("Accept", "application/sparql-results+json")];
        for reply in [
            server.get(&format!("/sparql?{form}"), &json),
            server.post("/sparql?format=xml", "application/x-www-form-urlencoded", form.as_bytes()),
            server.post("/sparql?format=tsv", "application/sparql-query", query.sparql.as_bytes()),
        ] {
            assert_eq!(reply.status, 200, "{}: {}", query.name, reply.text());
            assert_eq!(solutions(reply.media_type(), &reply.body), expected, "{}", query.name);
        }
    }
}

/// The sample without the regions that nothing speaks of: without an optimizer thousands of them are too many.
fn small() -> Vec<String> {
    let lines = Reader::open(sample::store()).unwrap().lines().unwrap();
    let region = |word: &str| word.starts_with("<https://w3id.org/renda/region/");
    let mut spoken: BTreeSet<String> = BTreeSet::new();
    loop {
        let words = lines
            .iter()
            .filter(|line| line.split(' ').next().is_some_and(|s| !region(s) || spoken.contains(s)))
            .flat_map(|line| line.split(' ').filter(|word| region(word)).map(str::to_owned));
        let further: BTreeSet<_> = words.collect();
        if further.len() == spoken.len() {
            break;
        }
        spoken = further;
    }
    let kept = |line: &String| line.split(' ').next().is_some_and(|s| !region(s) || spoken.contains(s));
    lines.into_iter().filter(kept).collect()
}

/// Columns, and rows in an order of their own: a query that asks for none has none.
type Solutions = (Vec<String>, Vec<Vec<Option<Term>>>);

fn solutions(media_type: &str, bytes: &[u8]) -> Solutions {
    let format = QueryResultsFormat::from_media_type(media_type).unwrap();
    let parsed = QueryResultsParser::from_format(format).for_slice(bytes).unwrap();
    let SliceQueryResultsParserOutput::Solutions(solutions) = parsed else { panic!("no table") };
    let columns = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
    sorted(columns, solutions.map(|solution| solution.unwrap().values().to_vec()).collect())
}

fn reference(graph: &Store, sparql: &str) -> Solutions {
    let mut query = SparqlEvaluator::new().without_optimizations().parse_query(sparql).unwrap();
    query.dataset_mut().set_default_graph_as_union();
    let QueryResults::Solutions(solutions) = query.on_store(graph).execute().unwrap() else {
        panic!("no table")
    };
    let columns = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
    sorted(columns, solutions.map(|solution| solution.unwrap().values().to_vec()).collect())
}

fn sorted(columns: Vec<String>, mut rows: Vec<Vec<Option<Term>>>) -> Solutions {
    rows.sort_by_cached_key(|row| format!("{row:?}"));
    (columns, rows)
}
