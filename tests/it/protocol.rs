//! The W3C's manifests against the real server: each request is sent as it stands there, and what it says must come.
//!
//! Two things are put in their place, as the manifests ask: the paths of the endpoints, and the name of the host.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::dataset::CanonicalizationAlgorithm;
use oxigraph::model::{Graph, Triple};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput};
use renda::store::{Backend, Contents, Writer};

use crate::manifest::{self, Expected, Test};
use crate::support;
use crate::wire::{Reply, Server};

/// Where the W3C's files lie; `None`, said aloud, where they are not.
fn folder(name: &str) -> Option<PathBuf> {
    let folder = support::shared()?.join("w3c").join(name);
    if !folder.is_dir() {
        support::skipped(&format!("path ../shared/w3c/{name}"));
        return None;
    }
    Some(folder)
}

#[test]
fn the_protocol_on_a_scratch_server() {
    let Some(folder) = folder("sparql11-protocol") else { return };
    let tests = manifest::read(&folder.join("manifest.ttl"), "ProtocolTest");
    let scratch = tempfile::tempdir().unwrap();
    let server = Server::scratch(&scratch.path().join("scratch"));
    let passed = tests.iter().map(|test| {
        empty(&server);
        for (file, graph) in &test.data {
            let path = format!("/store?graph={}", encoded(graph));
            let body = std::fs::read(folder.join(file)).unwrap();
            let reply = server.send("PUT", &path, &[("Content-Type", "application/n-triples")], &body);
            assert_eq!(reply.unwrap().status, 201, "{graph}");
        }
        run(&server, test)
    });
    let passed: Vec<_> = passed.collect();
    report("protocol on a scratch server", &tests, &passed, 34);
}

/// The store holds the graphs that the tests ask about; nobody can write to it, so updates are refused.
#[test]
fn the_query_part_of_the_protocol_on_the_default_server() {
    let Some(folder) = folder("sparql11-protocol") else { return };
    let tests = manifest::read(&folder.join("manifest.ttl"), "ProtocolTest");
    let scratch = tempfile::tempdir().unwrap();
    let store = scratch.path().join("renda.db");
    let mut lines = Vec::new();
    for (file, graph) in tests.iter().flat_map(|test| &test.data) {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        lines.extend(text.lines().map(|line| line.replace(" .", &format!(" <{graph}> ."))));
    }
    lines.sort();
    lines.dedup();
    let contents = Contents { lines, ..Contents::default() };
    Writer::lock(&store).unwrap().name(&contents, Backend::Memory).unwrap();
    let server = Server::of(&store);
    let (queries, updates): (Vec<_>, Vec<_>) =
        tests.into_iter().partition(|test| !test.name.contains("update"));
    let passed: Vec<_> = queries.iter().map(|test| run(&server, test)).collect();
    report("protocol, queries on the default server", &queries, &passed, 20);
    for update in updates.iter().filter(|test| !test.name.starts_with("bad")) {
        let request = &update.requests[0];
        let reply =
            server.send(&request.method, &path(&request.path), &lent(&request.headers), &request.body);
        let reply = reply.unwrap();
        assert_eq!((reply.status, reply.media_type()), (403, "application/problem+json"), "{}", update.name);
    }
}

#[test]
fn the_graph_store_protocol_on_a_scratch_server() {
    let Some(folder) = folder("sparql11-graph-store-protocol") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let server = Server::scratch(&scratch.path().join("scratch"));
    for (file, count) in [("manifest-direct.ttl", 5), ("manifest-indirect.ttl", 9)] {
        let tests = manifest::read(&folder.join(file), "GraphStoreProtocolTest");
        let passed = tests.iter().map(|test| {
            empty(&server);
            run(&server, test)
        });
        let passed: Vec<_> = passed.collect();
        report(file, &tests, &passed, count);
    }
}

/// Prints how many passed, and fails where one did not or is missing.
fn report(what: &str, tests: &[Test], passed: &[Result<(), String>], count: usize) {
    let mut faults = String::new();
    for (test, result) in tests.iter().zip(passed) {
        if let Err(fault) = result {
            let _ = writeln!(faults, "{}: {fault}", test.name);
        }
    }
    println!("{what}: {} of {}", passed.iter().filter(|result| result.is_ok()).count(), passed.len());
    assert!(faults.is_empty(), "{what}:\n{faults}");
    assert_eq!(passed.len(), count, "{what}");
}

/// Leaves nothing in a scratch store: each test begins so.
fn empty(server: &Server) {
    assert_eq!(server.post("/sparql", "application/sparql-update", b"DROP ALL").status, 204);
}

/// Sends the requests of a test.
fn run(server: &Server, test: &Test) -> Result<(), String> {
    let mut location: Option<(String, String)> = None;
    for (number, request) in (1..).zip(&test.requests) {
        let (mut path, mut body) = (path(&request.path), request.body.clone());
        if let Some((variable, value)) = &location {
            path = path.replace(variable, &encoded(value));
            body = String::from_utf8_lossy(&body).replace(variable, value).into_bytes();
        }
        let reply = server.send(&request.method, &path, &lent(&request.headers), &body);
        let reply = reply.map_err(|e| format!("request {number}: {e}"))?;
        check(&request.expected, &reply).map_err(|fault| {
            format!("request {number}: {fault}: {}", String::from_utf8_lossy(&reply.body))
        })?;
        if let Some(variable) = &request.expected.location {
            location = Some((variable.clone(), reply.header("location").to_owned()));
        }
    }
    Ok(())
}

/// Our path for one of the manifests'.
fn path(manifest: &str) -> String {
    let ours = [("/sparql/", "/sparql"), ("/gsp", "/store")];
    let (theirs, ours) = ours.iter().find(|(theirs, _)| manifest.starts_with(theirs)).unwrap();
    format!("{ours}{}", &manifest[theirs.len()..])
}

fn lent(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn check(expected: &Expected, reply: &Reply) -> Result<(), String> {
    let status = reply.status;
    if !expected.status.iter().any(|name| covers(name, status)) {
        return Err(format!("status {status} is none of {:?}", expected.status));
    }
    if let Some(format) = &expected.format {
        let media_type = reply.media_type();
        let fits = match format.as_str() {
            "RDF" => RdfFormat::from_media_type(media_type).is_some(),
            "tabular" => QueryResultsFormat::from_media_type(media_type).is_some(),
            "boolean" => matches!(
                QueryResultsFormat::from_media_type(media_type),
                Some(QueryResultsFormat::Json | QueryResultsFormat::Xml)
            ),
            other => panic!("{other}"),
        };
        if !fits {
            return Err(format!("{media_type} is not {format}"));
        }
    }
    if let Some(expected) = expected.boolean
        && boolean(reply) != Some(expected)
    {
        return Err(format!("the answer is not {expected}"));
    }
    for (name, value) in &expected.headers {
        if !reply.header(&name.to_ascii_lowercase()).eq_ignore_ascii_case(value) {
            return Err(format!("{name} is not {value} but {}", reply.header(name)));
        }
    }
    if expected.location.is_some() && reply.header("location").is_empty() {
        return Err("there is no Location".to_owned());
    }
    if let Some(body) = &expected.body
        && canonical(reply.media_type(), &reply.body) != canonical("text/turtle", body.as_bytes())
    {
        return Err(format!("another graph than {body}"));
    }
    Ok(())
}

/// Whether a status is what a name of the W3C's vocabulary of statuses says.
fn covers(name: &str, status: u16) -> bool {
    match name {
        "OK" => status == 200,
        "Created" => status == 201,
        "NoContent" => status == 204,
        "NotFound" => status == 404,
        _ => name == format!("StatusCode{}xx", status / 100),
    }
}

fn boolean(reply: &Reply) -> Option<bool> {
    let format = QueryResultsFormat::from_media_type(reply.media_type())?;
    match QueryResultsParser::from_format(format).for_slice(&reply.body).ok()? {
        SliceQueryResultsParserOutput::Boolean(value) => Some(value),
        SliceQueryResultsParserOutput::Solutions(_) => None,
    }
}

/// A graph with its blank nodes named by what they are.
fn canonical(media_type: &str, bytes: &[u8]) -> Option<Graph> {
    let parser = RdfParser::from_format(RdfFormat::from_media_type(media_type)?);
    let triples: Result<Vec<_>, _> = parser.for_slice(bytes).map(|quad| quad.map(Triple::from)).collect();
    let mut graph: Graph = triples.ok()?.into_iter().collect();
    graph.canonicalize(CanonicalizationAlgorithm::Unstable);
    Some(graph)
}

#[test]
fn the_manifests_are_read_whole() {
    let Some(folder) = folder("sparql11-protocol") else { return };
    let tests = manifest::read(&folder.join("manifest.ttl"), "ProtocolTest");
    assert_eq!(tests.len(), 34);
    assert_eq!(tests.iter().flat_map(|test| &test.requests).count(), 39);
    let exists = |(file, _): &(String, String)| Path::new(&folder).join(file).exists();
    assert!(tests.iter().all(|test| test.data.iter().all(exists)));
}
