//! `/sparql`, `/store` and what they say of themselves, beyond what the W3C's manifests ask.

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, Quad, Term};

use crate::sample;
use crate::wire::{Reply, Server};

const SELECT: &str = "/sparql?query=SELECT%20%2A%20%7B%3Fs%20%3Fp%20%3Fo%7D%20LIMIT%203";

fn problem(reply: &Reply) -> serde_json::Value {
    assert_eq!(reply.media_type(), "application/problem+json", "{}", reply.text());
    serde_json::from_slice(&reply.body).unwrap()
}

fn quads(reply: &Reply) -> Vec<Quad> {
    let format = RdfFormat::from_media_type(reply.media_type()).unwrap();
    RdfParser::from_format(format).for_slice(&reply.body).map(Result::unwrap).collect()
}

#[test]
fn an_answer_is_of_a_generation_that_clients_may_keep() {
    let server = Server::of(sample::store());
    let first = server.get(SELECT, &[]);
    assert_eq!((first.status, first.media_type()), (200, "application/sparql-results+json"));
    assert_eq!((first.header("vary"), first.header("access-control-allow-origin")), ("accept", "*"));
    assert_eq!(first.header("access-control-allow-credentials"), "");
    let tag = first.header("etag").to_owned();
    let again = server.get(SELECT, &[("If-None-Match", &tag)]);
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    let head = server.send("HEAD", SELECT, &[], b"").unwrap();
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, tag.as_str()));
    assert_eq!(
        server.get("/sparql?query=SELECT%20%28NOW%28%29%20AS%20%3Ft%29%20%7B%7D", &[]).header("etag"),
        ""
    );
}

#[test]
fn what_cannot_be_answered_is_a_problem_with_its_place() {
    let server = Server::of(sample::store());
    let syntax = server.post("/sparql", "application/sparql-query", b"SELECT *\nWHERE { ?s ?p }");
    assert_eq!(syntax.status, 400);
    let told = problem(&syntax);
    assert_eq!((&told["status"], &told["line"]), (&400.into(), &2.into()), "{told}");
    assert!(told["column"].is_u64(), "{told}");
    let image = server.get(SELECT, &[("Accept", "image/png")]);
    assert_eq!(image.status, 406);
    assert!(problem(&image)["offered"].as_array().unwrap().len() > 5);
    let graph =
        server.get("/sparql?query=CONSTRUCT%20WHERE%20%7B%3Fs%20%3Fp%20%3Fo%7D", &[("Accept", "text/csv")]);
    assert_eq!(graph.status, 406);
    assert_eq!(server.post("/sparql", "application/sparql-query", &vec![b' '; 70_000]).status, 413);
    assert_eq!(server.post("/sparql", "application/sparql-query", &vec![b' '; 300_000]).status, 413);
    assert_eq!(server.send("PUT", "/sparql", &[], b"").unwrap().status, 405);
    let deep = format!("ASK {}{}", "{".repeat(5_000), "}".repeat(5_000));
    let deep = server.post("/sparql", "application/sparql-query", deep.as_bytes());
    assert!(deep.status == 200 || deep.status == 422, "{}", deep.status);
    assert_eq!(server.get(SELECT, &[]).status, 200, "the server lives");
}

#[test]
fn a_query_that_takes_too_long_is_a_problem_at_its_deadline() {
    let store = sample::store().to_string_lossy();
    let server = Server::start(&["--timeout", "3", "--store", &store]);
    let endless = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let late = patient(&server, endless).unwrap();
    assert_eq!(late.status, 504, "{}", late.text());
    // Where some of it began to come before, the connection breaks: what is cut never looks whole.
    let endless = b"SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let cut = patient(&server, endless);
    assert!(cut.as_ref().map_or(true, |reply| reply.status == 504), "{:?}", cut.map(|reply| reply.status));
    assert_eq!(patient(&server, b"ASK {}").unwrap().status, 200, "the server lives");
}

/// Asks until there is a worker: on a busy machine they are slow to start.
fn patient(server: &Server, query: &[u8]) -> std::io::Result<Reply> {
    for _ in 0..20 {
        let reply = server.send("POST", "/sparql", &[("Content-Type", "application/sparql-query")], query);
        if !matches!(&reply, Ok(reply) if reply.status == 503) {
            return reply;
        }
    }
    panic!("no worker started");
}

#[test]
fn the_service_describes_itself_and_its_data() {
    let server = Server::of(sample::store());
    let service = server.get("/sparql", &[]);
    assert_eq!((service.status, service.media_type()), (200, "text/turtle"));
    let endpoint = NamedNode::new(server.url("/sparql")).unwrap();
    let says = |name: &str| -> Vec<Term> {
        let named = |quad: &Quad| quad.predicate.as_str().ends_with(&format!("service-description#{name}"));
        let own = quads(&service).into_iter().filter(|quad| quad.subject == endpoint.clone().into());
        own.filter(named).map(|quad| quad.object).collect()
    };
    assert_eq!(says("endpoint"), [Term::from(endpoint.clone())]);
    assert_eq!(says("resultFormat").len(), 8);
    assert_eq!(says("supportedLanguage").len(), 1);
    assert_eq!(says("feature").len(), 1);
    let rdf = server.get("/sparql", &[("Accept", "application/rdf+xml")]);
    assert_eq!((rdf.media_type(), quads(&rdf).len()), ("application/rdf+xml", quads(&service).len()));
    let data = server.get("/.well-known/void", &[("Accept", "application/n-triples")]);
    assert_eq!((data.status, data.media_type()), (200, "application/n-triples"));
    assert!(data.text().contains(&format!("#sparqlEndpoint> {endpoint}")), "{}", data.text());
}

#[test]
fn other_origins_are_told_what_they_may() {
    let server = Server::of(sample::store());
    let asked = [("Origin", "http://example.org"), ("Access-Control-Request-Method", "POST")];
    for path in ["/sparql", "/store?default", "/.well-known/void"] {
        let reply = server.send("OPTIONS", path, &asked, b"").unwrap();
        assert_eq!((reply.status, reply.header("access-control-allow-origin")), (204, "*"), "{path}");
        assert!(!reply.header("access-control-allow-methods").contains("DELETE"), "{path}");
        assert!(reply.header("allow").contains("GET"), "{path}");
    }
}

#[test]
fn graphs_are_given_by_name_and_by_address_and_are_not_changed() {
    let server = Server::of(sample::store());
    let found = server.get(
        "/sparql?format=csv&query=SELECT%20%3Fg%20%7BGRAPH%20%3Fg%20%7B%3Fs%20a%20%3Ft%7D%7D%20LIMIT%201",
        &[],
    );
    let graph = found.text().lines().nth(1).unwrap().to_owned();
    let named = server.get(&format!("/store?graph={graph}"), &[]);
    assert_eq!((named.status, named.media_type()), (200, "text/turtle"));
    let path = graph.strip_prefix("https://w3id.org/renda/").unwrap();
    assert_eq!(server.get(&format!("/store/{path}"), &[]).body, named.body);
    let all = server.get("/store?default&format=nt", &[]);
    assert_eq!(all.status, 200);
    assert!(!all.text().contains("schema.org/articleBody"), "articles stand in graphs of their own");
    assert_eq!(server.get("/store?graph=http://example.org/none", &[]).status, 404);
    assert_eq!(server.get("/store", &[]).status, 400);
    assert_eq!(server.get("/store?default&graph=http://example.org/none", &[]).status, 400);
    for method in ["PUT", "POST", "DELETE"] {
        let reply = server.send(method, "/store?default", &[("Content-Type", "text/turtle")], b"").unwrap();
        assert_eq!((reply.status, &problem(&reply)["status"]), (403, &403.into()), "{method}");
    }
}

#[test]
fn a_scratch_store_outlives_its_server_and_is_no_store_of_articles() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("scratch");
    let server = Server::scratch(&dir);
    let put = |path: &str, body: &str| {
        server.send("PUT", path, &[("Content-Type", "text/turtle")], body.as_bytes()).unwrap()
    };
    assert_eq!(put("/store/a", "<#s> <#p> '1' .").status, 201);
    assert_eq!(put("/store/a", "<#s> <#p> '2' .").status, 204);
    let broken = put("/store/a", "<#s> <#p> '3' .\n<#s>");
    assert_eq!((broken.status, &problem(&broken)["line"]), (400, &2.into()));
    assert_eq!(
        server.post("/sparql", "application/sparql-update", b"LOAD <http://127.0.0.1:9/>").status,
        400
    );
    let foreign = [("Content-Type", "application/sparql-update"), ("Origin", "http://example.org")];
    assert_eq!(server.send("POST", "/sparql", &foreign, b"CLEAR ALL").unwrap().status, 403);
    let graph = server.url("/store/a");
    assert!(server.end());
    let server = Server::scratch(&dir);
    let kept = server.get(&format!("/store?graph={graph}&format=nt"), &[]);
    assert_eq!(kept.text(), format!("<{graph}#s> <{graph}#p> \"2\" .\n"));
}
