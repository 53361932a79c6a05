//! The page on which people write queries: what it answers, what it says of faults, and where the other pages' queries lead.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use renda::query::REPORTS;
use renda::serve::{Settings, Site, Snapshot, Workers, app};
use renda::store::Reader;
use scraper::Html;

use crate::explorer::{Page, all, get, get_of, kinds};
use crate::support::{self, renda};
use crate::{sample, wire};

const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// The address that asks something.
fn address(pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    format!("/query?{}", query.extend_pairs(pairs).finish())
}

/// Asks until there is a worker: on a busy machine they are slow to start.
fn patient(address: &str) -> Page {
    for _ in 0..20 {
        let page = get(address);
        if page.status != StatusCode::SERVICE_UNAVAILABLE {
            return page;
        }
    }
    panic!("no worker started");
}

fn asked(sparql: &str) -> Page {
    patient(&address(&[("query", sparql)]))
}

fn text(html: &Html, selector: &str) -> String {
    all(html, selector).iter().flat_map(scraper::ElementRef::text).collect()
}

#[test]
fn the_query_behind_every_page_gives_rows_where_the_page_has_rows() {
    for kind in kinds() {
        let page = get(&kind);
        let html = page.html();
        let Some(link) = all(&html, ".data a[href^='/query?query=']").pop() else {
            assert!(kind.starts_with("/search"), "{kind} has no query");
            continue;
        };
        let answer = patient(link.value().attr("href").unwrap());
        assert_eq!(answer.status, StatusCode::OK, "{kind}: {}", answer.body);
        let rows = |html: &Html| all(html, "tbody tr").len();
        let (of_page, of_query) = (rows(&html), rows(&answer.html()));
        assert!(of_query > 0 || of_page == 0, "{kind}: {of_page} rows, its query gives none");
    }
}

#[test]
fn every_named_query_runs_as_it_is_and_with_a_parameter() {
    let start = get("/query?lang=en").html();
    assert_eq!(all(&start, "ul.examples a").len(), REPORTS.len());
    for link in all(&start, "ul.examples a") {
        let page = patient(link.value().attr("href").unwrap());
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let html = page.html();
        assert!(html.errors.is_empty(), "{:?}", html.errors);
        assert_eq!(all(&html, "h1").len(), 1);
        assert_eq!(all(&html, "section.answer, [role=alert]").len(), 1);
        for field in all(&html, "input:not([type=hidden]), textarea") {
            let inside =
                field.ancestors().any(|a| a.value().as_element().is_some_and(|e| e.name() == "label"));
            let id = field.value().attr("id").unwrap_or("none");
            assert!(inside || !all(&html, &format!("label[for={id}]")).is_empty(), "{}", field.html());
        }
    }
    let by_name = |within: &str| patient(&address(&[("named", "adopted"), ("within", within)]));
    let found = by_name("宁海县");
    let html = found.html();
    assert!(text(&html, "textarea").contains("VALUES ?within { <https://w3id.org/renda/region/330226> }"));
    assert_eq!(all(&html, "input[name=within]")[0].value().attr("value"), Some("宁海县"));
    assert!(!all(&html, "td a[href='/region/330226'], tbody tr").is_empty(), "{}", found.body);
    let unknown = by_name("无此地县");
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
    assert_eq!(all(&unknown.html(), "[role=alert]").len(), 1);
    assert_eq!(get("/query?named=none").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_fault_is_told_with_its_place_and_what_helps() {
    let page = asked("SELECT * {\r\n  ?s a ?o ?x }");
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let html = page.html();
    let alert = all(&html, "[role=alert]")[0];
    assert_eq!(alert.value().attr("id"), Some("fault"));
    let field = all(&html, "textarea")[0];
    assert_eq!(field.value().attr("aria-describedby"), Some("fault"));
    assert_eq!(field.value().attr("aria-invalid"), Some("true"));
    assert_eq!(field.text().collect::<String>(), "SELECT * {\n  ?s a ?o ?x }");
    assert!(text(&html, "[role=alert]").contains("第 2 行第 11 列"), "{}", alert.html());
    assert_eq!(text(&html, "[role=alert] pre"), "2  ?s a ?o ?x }");
    assert_eq!(text(&html, "[role=alert] mark"), "?x }");
    assert!(all(&html, "section.answer, section.data").is_empty());
    let english = patient(&address(&[("query", "SELECT * { ?s a “x” }"), ("lang", "en")])).html();
    assert!(text(&english, "[role=alert]").contains("“ is full-width punctuation: write \""));
    // A faulty query of any length, with words of any length, is shown in a few.
    let long = asked(&format!("SELECT * {{ {} }}", "?".repeat(20_000))).html();
    assert!(text(&long, "[role=alert]").chars().count() < 2_000);
}

#[test]
fn each_kind_of_answer_is_shown() {
    let rows = asked(
        "SELECT * { VALUES (?iri ?words ?none) { (<region/330226> '宁海县'@zh UNDEF) (<javascript:alert(1)> '<b>' 5) } }",
    );
    let html = rows.html();
    assert_eq!(all(&html, "td a").len(), 1);
    assert_eq!(all(&html, "td a[href='/region/330226']").len(), 1);
    assert_eq!(text(&html, "td [lang=zh]"), "宁海县");
    assert_eq!(text(&html, "thead"), "irinonewords");
    assert!(text(&html, "section.answer p").contains("共 2 行。"));
    assert!(all(&html, "td b").is_empty() && rows.body.contains("&lt;b&gt;"));

    assert!(text(&asked("ASK { ?s a rd:Region }").html(), "section.answer").contains('是'));
    assert!(text(&asked("ASK { ?s a rd:NoSuch }").html(), "section.answer").contains('否'));
    assert!(text(&asked("SELECT * { ?s a rd:NoSuch }").html(), "section.answer").contains("没有一行"));

    let graph = asked("DESCRIBE <region/330226>").html();
    assert!(
        text(&graph, "section.answer pre").contains("rd:adminCode"),
        "{}",
        text(&graph, "section.answer")
    );
    let forms: Vec<String> = all(&graph, "section.data a").iter().map(|link| link.text().collect()).collect();
    assert_eq!(forms, ["Turtle", "JSON-LD", "RDF/XML", "N-Triples"]);
}

#[test]
fn all_rows_are_counted_and_the_files_have_them_all() {
    let server = wire::Server::of(sample::store());
    let get = |path: &str, accept: &str| {
        let reply =
            (0..20).map(|_| server.get(path, &[("Accept", accept)])).find(|reply| reply.status != 503);
        reply.unwrap()
    };
    let page = get("/query?query=SELECT+*+%7B+%3Fs+a+%3Fo+%7D&lang=en", HTML);
    let html = Html::parse_document(page.text());
    assert_eq!(all(&html, "tbody tr").len(), 500);
    let told = text(&html, "section.answer p");
    let links = all(&html, "section.data a");
    assert_eq!(links.len(), 4);
    for link in links {
        let file = get(link.value().attr("href").unwrap(), "*/*");
        assert_eq!((file.status, Some(file.media_type())), (200, link.value().attr("type")));
        if file.media_type() == "text/csv" {
            let n = file.text().lines().count() - 1;
            assert_eq!(told, format!("{n} rows, of which the first 500 are shown; the files have all."));
        }
    }
    // What asks for another form is led to the endpoint.
    let elsewhere = get("/query.csv?query=ASK%7B%7D", "*/*");
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/sparql?query=ASK%7B%7D&format=csv"));
    let person = get("/sparql", HTML);
    assert_eq!((person.status, person.header("location")), (303, "/query"));
    assert_eq!(get("/sparql", "*/*").media_type(), "text/turtle");
    assert_eq!(get("/sparql", "text/html;q=0.1, text/turtle").media_type(), "text/turtle");
}

#[test]
fn no_query_need_declare_the_prefixes_of_the_vocabulary() {
    const QUERY: &str = "SELECT ?name { ?region a rd:Region ; rd:adminCode '141100' ; skos:prefLabel ?name }";
    let printed =
        renda().args(["query", "-e", QUERY, "--format", "csv", "--store"]).arg(sample::store()).output();
    assert_eq!(String::from_utf8(printed.unwrap().stdout).unwrap(), "name\r\n吕梁市\r\n");
    let other = renda()
        .args(["query", "-e", "ASK {\n?s ex:p ?o }", "--store"])
        .arg(sample::store())
        .output()
        .unwrap();
    let told = String::from_utf8(other.stderr).unwrap();
    assert!(told.contains("line 2, column 4 of the query: the prefix ex: is not declared"), "{told}");
    assert_eq!(text(&asked(QUERY).html(), "td"), "吕梁市 @zh");
    let other = asked("PREFIX rd: <http://example.org/> SELECT (STR(rd:a) AS ?x) {}").html();
    assert_eq!(text(&other, "td"), "http://example.org/a", "what a query declares is what it means");
}

#[test]
fn what_takes_too_long_says_so() {
    let workers = Workers {
        program: env!("CARGO_BIN_EXE_renda").into(),
        store: sample::store().to_owned(),
        ..Workers::default()
    };
    let settings = Settings { workers, timeout: Duration::from_secs(2), ..Settings::default() };
    let site = Site::new(Snapshot::new(Reader::open(sample::store()).unwrap()), settings, None);
    let endless = address(&[("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")]);
    let page = (0..30)
        .map(|_| get_of(app(Arc::clone(&site)), &endless, HTML))
        .find(|page| page.status != StatusCode::SERVICE_UNAVAILABLE);
    let page = page.unwrap();
    assert_eq!(page.status, StatusCode::GATEWAY_TIMEOUT);
    let html = page.html();
    assert!(text(&html, "[role=alert]").contains("LIMIT"));
    assert!(text(&html, "[role=alert] [lang=en]").contains("longer than 2 s"));
}

/// The lines for programs do what they say, whatever quotes the query holds.
#[test]
fn the_lines_for_programs_give_the_rows() {
    const QUERY: &str = "SELECT ?name ?quote {\n  ?s rd:adminCode \"141100\" ; skos:prefLabel ?name BIND('it\\'s \"so\"' AS ?quote)\n}";
    let server = wire::Server::of(sample::store());
    let page = server.get(&address(&[("query", QUERY)]), &[("Accept", HTML)]);
    assert_eq!(page.status, 200, "{}", page.text());
    let html = Html::parse_document(page.text());
    let program = |name: &str| text(&html, &format!("pre[aria-label={name}]"));
    assert!(program("R").contains(QUERY));
    if support::has("curl", "--version") {
        let output = Command::new("sh").args(["-c", &program("curl")]).env("no_proxy", "*").output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "name,quote\r\n吕梁市,\"it's \"\"so\"\"\"\r\n");
    } else {
        support::skipped("command curl");
    }
    let Some(mut python) = support::python_with_packages() else { return };
    let output = python.args(["-c", &program("Python")]).env("no_proxy", "*").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains("吕梁市") && told.contains("it's \"so\""),
        "{told}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
