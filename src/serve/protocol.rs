//! A request of the SPARQL 1.1 Protocol as a plain value.
//!
//! Takes method, address, content type and body. Gives what is asked of which dataset, or the reason why it is refused.
//! Never looks into the query: its parser is not for this process.

use std::borrow::Cow;

use axum::http::StatusCode;
use mediatype::{MediaType, ReadParams as _, names};
use oxigraph::model::NamedNode;

use super::Problem;

/// What a client asks of `/sparql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What to do.
    pub operation: Operation,
    /// The dataset that the protocol names; it goes before the one that the query names.
    pub dataset: Dataset,
    /// The form that `format=`, `output=` or `results=` names.
    pub form: Option<String>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Answer a query.
    Query(String),
    /// Change the data.
    Update(String),
    /// Say what the service is: a request without a query.
    Describe,
}

/// The graphs that a request names; none where it leaves the dataset to the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dataset {
    /// What together is the default graph.
    pub default: Vec<NamedNode>,
    /// The named graphs.
    pub named: Vec<NamedNode>,
}

impl Dataset {
    /// Whether the request names no graph.
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.named.is_empty()
    }
}

/// What comes in a body.
#[derive(Debug, Clone, Copy)]
pub struct Body<'a> {
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// Reads a request: the query part of its address and, for POST, its body.
///
/// ```
/// use renda::serve::protocol::{Operation, read};
/// let request = read("query=ASK%20%7B%7D&format=json", None).unwrap();
/// assert_eq!(request.operation, Operation::Query("ASK {}".to_owned()));
/// assert_eq!(request.form.as_deref(), Some("json"));
/// assert_eq!(read("query=ASK%7B%7D&query=ASK%7B%7D", None).unwrap_err().status(), 400);
/// ```
///
/// # Errors
/// 400 where parameters contradict each other or are no UTF-8 or no IRIs, 415 where the body is of another type.
pub fn read(address: &str, body: Option<Body<'_>>) -> Result<Request, Problem> {
    let mut parameters = Parameters::default();
    parameters.add(address)?;
    if let Some(Body { content_type, bytes }) = body {
        let kind = Kind::of(content_type)?;
        let text = std::str::from_utf8(bytes).map_err(|_| bad("the body is no UTF-8"))?;
        match kind {
            Kind::Form => parameters.add(text)?,
            Kind::Query => parameters.queries.push(text.to_owned()),
            Kind::Update => parameters.updates.push(text.to_owned()),
        }
    } else if !parameters.updates.is_empty() {
        return Err(bad("an update is sent by POST, never by GET"));
    }
    parameters.request()
}

/// What a body of POST is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Form,
    Query,
    Update,
}

impl Kind {
    fn of(content_type: Option<&str>) -> Result<Self, Problem> {
        let unsupported = |what: &str| {
            let reason = format!(
                "{what}; a query is sent as application/sparql-query, an update as application/sparql-update, and \
                 either in a form as application/x-www-form-urlencoded, each in UTF-8"
            );
            Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason)
        };
        let text = content_type.ok_or_else(|| unsupported("the body has no Content-Type"))?;
        let media = MediaType::parse(text).map_err(|_| unsupported("the Content-Type is not understood"))?;
        let utf_8 =
            |charset: Cow<'_, str>| ["utf-8", "utf8"].iter().any(|&own| charset.eq_ignore_ascii_case(own));
        if media.get_param(names::CHARSET).is_some_and(|charset| !utf_8(charset.unquoted_str())) {
            return Err(unsupported("the body is in another charset"));
        }
        match media.essence().to_string().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Ok(Self::Form),
            "application/sparql-query" => Ok(Self::Query),
            "application/sparql-update" => Ok(Self::Update),
            _ => Err(unsupported("the body is of another type")),
        }
    }
}

/// The parameters that the protocol knows, as they come.
#[derive(Debug, Default)]
struct Parameters {
    queries: Vec<String>,
    updates: Vec<String>,
    queried: Dataset,
    used: Dataset,
    form: Option<String>,
}

impl Parameters {
    /// Adds those of a query part or of a form. Parameters that the protocol does not know are passed over, and so are
    /// names of graphs and forms without a value, which forms in pages send.
    fn add(&mut self, encoded: &str) -> Result<(), Problem> {
        // `+` and `&` are ASCII, so that the whole is UTF-8 just where each value is.
        if percent_encoding::percent_decode_str(encoded).decode_utf8().is_err() {
            return Err(bad("the parameters are no UTF-8"));
        }
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            match name.as_ref() {
                "query" => self.queries.push(value.into_owned()),
                "update" => self.updates.push(value.into_owned()),
                _ if value.is_empty() => {}
                "default-graph-uri" => self.queried.default.push(graph(&name, &value)?),
                "named-graph-uri" => self.queried.named.push(graph(&name, &value)?),
                "using-graph-uri" => self.used.default.push(graph(&name, &value)?),
                "using-named-graph-uri" => self.used.named.push(graph(&name, &value)?),
                // Of several, which `SPARQLWrapper` sends with one value, the first.
                "format" | "output" | "results" if self.form.is_none() => {
                    self.form = Some(value.into_owned());
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn request(mut self) -> Result<Request, Problem> {
        if self.queries.len() + self.updates.len() > 1 {
            return Err(bad("a request holds one query or one update, and this one holds several"));
        }
        let (operation, dataset, other) = match (self.queries.pop(), self.updates.pop()) {
            (Some(query), _) => (Operation::Query(query), self.queried, self.used),
            (None, Some(update)) => (Operation::Update(update), self.used, self.queried),
            (None, None) => (Operation::Describe, Dataset::default(), Dataset::default()),
        };
        if !other.is_empty() {
            return Err(bad(
                "a query names its graphs by default-graph-uri and named-graph-uri, an update by using-graph-uri and \
                 using-named-graph-uri",
            ));
        }
        Ok(Request { operation, dataset, form: self.form })
    }
}

fn graph(parameter: &str, value: &str) -> Result<NamedNode, Problem> {
    NamedNode::new(value).map_err(|_| bad(&format!("{parameter} is no absolute IRI: {value}")))
}

fn bad(reason: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn post(address: &str, content_type: &str, bytes: &[u8]) -> Result<Request, Problem> {
        read(address, Some(Body { content_type: Some(content_type), bytes }))
    }

    fn status(read: Result<Request, Problem>) -> u16 {
        read.map_or_else(|problem| problem.status().as_u16(), |_| 200)
    }

    const FORM: &str = "application/x-www-form-urlencoded";
    const QUERY: &str = "application/sparql-query";
    const UPDATE: &str = "application/sparql-update";

    #[test]
    fn a_query_is_the_same_on_each_of_its_ways() {
        let by_get = read("query=ASK+%7B%7D&default-graph-uri=http%3A%2F%2Fe.org%2Fa", None).unwrap();
        assert_eq!(by_get.operation, Operation::Query("ASK {}".to_owned()));
        assert_eq!(by_get.dataset.default, [NamedNode::new("http://e.org/a").unwrap()]);
        let graph = "default-graph-uri=http://e.org/a";
        for other in [
            post("", FORM, format!("query=ASK%20%7b}}&{graph}").as_bytes()),
            post(graph, "application/x-www-form-urlencoded; charset=UTF-8", b"query=ASK {}"),
            post(graph, QUERY, b"ASK {}"),
            post(graph, "Application/SPARQL-Query;charset=\"utf-8\"", b"ASK {}"),
        ] {
            assert_eq!(other.unwrap(), by_get);
        }
    }

    #[test]
    fn an_update_is_posted_and_has_graphs_of_its_own() {
        let request = post("using-named-graph-uri=http://e.org/a", UPDATE, b"CLEAR ALL").unwrap();
        assert_eq!(request.operation, Operation::Update("CLEAR ALL".to_owned()));
        assert_eq!(request.dataset.named.len(), 1);
        assert_eq!(status(read("update=CLEAR%20ALL", None)), 400);
        assert_eq!(status(post("default-graph-uri=http://e.org/a", UPDATE, b"CLEAR ALL")), 400);
        assert_eq!(status(post("using-graph-uri=http://e.org/a", QUERY, b"ASK {}")), 400);
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        assert_eq!(status(read("query=a&query=b", None)), 400);
        assert_eq!(status(post("query=a", QUERY, b"b")), 400);
        assert_eq!(status(post("", FORM, b"query=a&update=b")), 400);
        assert_eq!(status(read("query=a&default-graph-uri=no%20iri", None)), 400);
        assert_eq!(status(read("query=%FF", None)), 400);
        assert_eq!(status(post("", QUERY, b"\xFE\xFF\0A")), 400);
    }

    #[test]
    fn a_body_says_what_it_is() {
        for content_type in ["text/plain", "", "application/sparql-query; charset=UTF-16", "application/json"]
        {
            assert_eq!(status(post("", content_type, b"ASK {}")), 415, "{content_type}");
        }
        assert_eq!(status(read("", Some(Body { content_type: None, bytes: b"ASK {}" }))), 415);
    }

    #[test]
    fn without_a_query_the_service_is_asked_about() {
        for address in ["", "format=ttl", "foo=bar"] {
            assert_eq!(read(address, None).unwrap().operation, Operation::Describe);
        }
        assert_eq!(read("format=json&output=json&results=json", None).unwrap().form.as_deref(), Some("json"));
        assert!(read("query=a&default-graph-uri=&format=", None).unwrap().dataset.is_empty());
    }

    proptest! {
        #[test]
        fn any_query_arrives_as_it_was_sent(query in "\\PC{1,40}") {
            let encoded: String =
                form_urlencoded::Serializer::new(String::new()).append_pair("query", &query).finish();
            let expected = Operation::Query(query.clone());
            prop_assert_eq!(&read(&encoded, None).unwrap().operation, &expected);
            prop_assert_eq!(&post("", FORM, encoded.as_bytes()).unwrap().operation, &expected);
            prop_assert_eq!(&post("", QUERY, query.as_bytes()).unwrap().operation, &expected);
        }

        #[test]
        fn no_address_and_no_body_makes_it_panic(
            address in "(query|update|[a-z-]+graph-uri)?=?[%&=+a-fA-F0-9é]{0,30}",
            content_type in "(application/sparql-query|application/x-www-form-urlencoded)?\\PC{0,10}",
            bytes in proptest::collection::vec(any::<u8>(), 0..30),
        ) {
            let _ = read(&address, None);
            let _ = post(&address, &content_type, &bytes);
        }
    }
}
