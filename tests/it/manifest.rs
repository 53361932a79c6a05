//! The W3C's tests of the SPARQL 1.1 Protocol and of the Graph Store Protocol, read from their manifests.

use std::path::Path;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, Term, TermRef, Triple};

/// A test: requests to be sent one after the other, each with what must come back.
#[derive(Debug)]
pub(crate) struct Test {
    /// The last part of its IRI.
    pub(crate) name: String,
    /// Files to be loaded before, with the graphs they go into.
    pub(crate) data: Vec<(String, String)>,
    pub(crate) requests: Vec<Request>,
}

/// A request, with what must come back.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) expected: Expected,
}

/// What must come back.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    /// The names of statuses (`OK`) and of classes of statuses (`StatusCode2xx`) that may come.
    pub(crate) status: Vec<String>,
    /// `boolean`, `tabular` or `RDF`.
    pub(crate) format: Option<String>,
    pub(crate) boolean: Option<bool>,
    /// The variable that takes the header `Location` in the requests that follow.
    pub(crate) location: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const UT: &str = "http://www.w3.org/2009/sparql/tests/test-update#";
const HT: &str = "http://www.w3.org/2011/http#";
const CNT: &str = "http://www.w3.org/2011/content#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";

/// All tests of a kind that a manifest describes, listed among its entries or not, by name.
pub(crate) fn read(file: &Path, kind: &str) -> Vec<Test> {
    let bytes = std::fs::read(file).unwrap();
    let parser = RdfParser::from_format(RdfFormat::Turtle).with_base_iri("http://manifest.example/").unwrap();
    let graph: Graph = parser.for_slice(&bytes).map(|quad| Triple::from(quad.unwrap())).collect();
    let reader = Manifest { graph: &graph };
    let class = format!("{MF}{kind}");
    let mut tests: Vec<_> = graph
        .subjects_for_predicate_object(rdf::TYPE, NamedNodeRef::new(&class).unwrap())
        .map(|test| reader.test(test))
        .collect();
    tests.sort_by(|a, b| a.name.cmp(&b.name));
    tests
}

struct Manifest<'a> {
    graph: &'a Graph,
}

impl Manifest<'_> {
    fn test(&self, test: NamedOrBlankNodeRef<'_>) -> Test {
        let NamedOrBlankNodeRef::NamedNode(name) = test else { panic!("a test has a name") };
        let loaded = self.all(test, UT, "graphData");
        let data = loaded.iter().map(|data| {
            let data = node(data);
            (local(&self.one(data.as_ref(), UT, "graph").unwrap()), self.text(&data, RDFS, "label").unwrap())
        });
        let action = node(&self.one(test, MF, "action").unwrap());
        let requests = self.list(&self.one(action.as_ref(), HT, "requests").unwrap());
        Test {
            name: name.as_str().rsplit('#').next().unwrap().to_owned(),
            data: data.collect(),
            requests: requests.iter().map(|request| self.request(&node(request))).collect(),
        }
    }

    fn request(&self, request: &NamedOrBlankNode) -> Request {
        let response = node(&self.one(request.as_ref(), HT, "resp").unwrap());
        Request {
            method: self.text(request, HT, "methodName").unwrap(),
            path: self.text(request, HT, "absolutePath").unwrap(),
            headers: self.headers(request),
            body: self.body(request).unwrap_or_default(),
            expected: Expected {
                status: self.all(response.as_ref(), MF, "expectedStatus").iter().map(local).collect(),
                format: self.text(&response, MF, "expectedFormat"),
                boolean: self.text(&response, MF, "expectedBoolean").map(|text| text == "true"),
                location: self.text(&response, MF, "expectedLocation"),
                headers: self.headers(&response),
                body: self.body(&response).map(|bytes| String::from_utf8(bytes).unwrap()),
            },
        }
    }

    fn headers(&self, message: &NamedOrBlankNode) -> Vec<(String, String)> {
        let Some(list) = self.one(message.as_ref(), HT, "headers") else { return Vec::new() };
        let pair = |header: &Term| {
            let header = node(header);
            (self.text(&header, HT, "fieldName").unwrap(), self.text(&header, HT, "fieldValue").unwrap())
        };
        self.list(&list).iter().map(pair).collect()
    }

    /// A body in the encoding that the manifest names.
    fn body(&self, message: &NamedOrBlankNode) -> Option<Vec<u8>> {
        let body = node(&self.one(message.as_ref(), HT, "body")?);
        let chars = self.text(&body, CNT, "chars").unwrap();
        match self.text(&body, CNT, "characterEncoding").as_deref() {
            Some("UTF-16") => Some(
                "\u{FEFF}".encode_utf16().chain(chars.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
            ),
            Some("UTF-8") => Some(chars.into_bytes()),
            other => panic!("{other:?}"),
        }
    }

    fn all(&self, subject: NamedOrBlankNodeRef<'_>, namespace: &str, name: &str) -> Vec<Term> {
        let predicate = format!("{namespace}{name}");
        let predicate = NamedNodeRef::new(&predicate).unwrap();
        self.graph.objects_for_subject_predicate(subject, predicate).map(TermRef::into_owned).collect()
    }

    fn one(&self, subject: NamedOrBlankNodeRef<'_>, namespace: &str, name: &str) -> Option<Term> {
        let mut all = self.all(subject, namespace, name);
        assert!(all.len() < 2, "{name} stands once");
        all.pop()
    }

    fn text(&self, subject: &NamedOrBlankNode, namespace: &str, name: &str) -> Option<String> {
        match self.one(subject.as_ref(), namespace, name)? {
            Term::Literal(literal) => Some(literal.value().to_owned()),
            other => panic!("{other} is no literal"),
        }
    }

    fn list(&self, list: &Term) -> Vec<Term> {
        let mut items = Vec::new();
        let mut rest = list.clone();
        while rest.as_ref() != TermRef::from(rdf::NIL) {
            let here = node(&rest);
            let rdf = rdf::FIRST.as_str().trim_end_matches("first");
            items.push(self.one(here.as_ref(), rdf, "first").unwrap());
            rest = self.one(here.as_ref(), rdf, "rest").unwrap();
        }
        items
    }
}

fn node(term: &Term) -> NamedOrBlankNode {
    match term {
        Term::NamedNode(iri) => iri.clone().into(),
        Term::BlankNode(node) => node.clone().into(),
        Term::Literal(_) => panic!("{term} is no node"),
    }
}

/// The last part of an IRI.
fn local(term: &Term) -> String {
    let Term::NamedNode(iri) = term else { panic!("{term} is no IRI") };
    iri.as_str().rsplit(['/', '#']).next().unwrap().to_owned()
}
