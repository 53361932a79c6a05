//! A SPARQL endpoint that answers as a store on this machine does.

use std::io::Cursor;
use std::sync::Arc;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput as Answer,
};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolutionIter, QueryTripleIter};
use spargebra::{Query, SparqlParser};
use ureq::http::Method;

use super::Address;
use super::client::{Client, Message, Reply};
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Dataset, padded, select, whole};

/// What we read of rows, and of yes or no.
const ROWS: &str = "application/sparql-results+json";
/// What we read of triples.
const TRIPLES: &str = "application/n-triples";
const FORM: &str = "application/x-www-form-urlencoded";

/// A SPARQL 1.1 endpoint. Its default graph must be the union of its named graphs, as it is in renda's own answers.
pub struct Endpoint {
    address: Address,
    client: Arc<Client>,
}

impl Endpoint {
    /// An endpoint, which is not asked yet.
    pub fn new(address: Address, client: Arc<Client>) -> Self {
        Self { address, client }
    }

    /// An endpoint that holds articles of renda, and shows them in its default graph.
    ///
    /// # Errors
    /// Where it does not, or does not answer.
    pub fn open(address: Address, client: Arc<Client>) -> Result<Self> {
        let endpoint = Self::new(address, client);
        let rows = select(
            &endpoint,
            "SELECT ?article ?seen WHERE {
               { SELECT ?article WHERE { GRAPH ?graph { ?article a rd:Article } } LIMIT 1 }
               OPTIONAL { ?article a ?seen FILTER(?seen = rd:Article) }
             }",
        )?;
        let fault = |message: &str| Error::new(ErrorKind::Failed, message).at(&endpoint.address);
        let Some(row) = rows.iter().next() else {
            return Err(
                fault("this endpoint holds no articles").remedy("`renda push` sends those of a store")
            );
        };
        if row.text("seen").is_none() {
            return Err(fault("a query does not see the named graphs of this endpoint").remedy(
                "let its default graph be the union of the named ones (in Fuseki: tdb2:unionDefaultGraph true)",
            ));
        }
        Ok(endpoint)
    }

    fn ask(&self, sparql: &str, accept: &str) -> Result<Reply> {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("query", sparql).finish();
        let reply = self.client.send(Message {
            method: &Method::POST,
            address: &self.address,
            uri: self.address.uri(),
            accept,
            content_type: FORM,
            body: body.as_bytes(),
        })?;
        // Virtuoso gives what it has when its time is up, and says so in a header only.
        if reply.headers.contains_key("x-sql-state") {
            return Err(self
                .limited("the endpoint gives a part of the answer only: its time was up")
                .remedy("raise MaxQueryExecutionTime, or ask for less"));
        }
        Ok(reply)
    }

    fn limited(&self, message: &str) -> Error {
        Error::new(ErrorKind::Limit, message).at(&self.address)
    }

    fn unreadable(&self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        Error::new(ErrorKind::Failed, "the answer is none of SPARQL 1.1")
            .at(&self.address)
            .remedy("see that the address is that of a SPARQL endpoint")
            .because(cause)
    }

    /// The rows, all of them: a server that gives no more than so many is told of, never taken for whole.
    fn rows(&self, Reply { headers, body, .. }: Reply) -> Result<QueryResults<'static>> {
        let parser = QueryResultsParser::from_format(QueryResultsFormat::Json);
        match parser.for_reader(Cursor::new(body)).map_err(|e| self.unreadable(e))? {
            Answer::Boolean(answer) => Ok(QueryResults::Boolean(answer)),
            Answer::Solutions(solutions) => {
                let variables: Arc<[_]> = solutions.variables().into();
                let rows: Vec<_> = solutions.collect::<Result<_, _>>().map_err(|e| self.unreadable(e))?;
                let most =
                    headers.get("x-sparql-maxrows").and_then(|most| most.to_str().ok()?.trim().parse().ok());
                if most.is_some_and(|most: usize| rows.len() >= most) {
                    let message =
                        format!("the endpoint gives {} rows at most, and there may be more", rows.len());
                    return Err(self.limited(&message).remedy("raise ResultSetMaxRows, or ask for less"));
                }
                let rows = rows.into_iter().map(Ok::<_, QueryEvaluationError>);
                Ok(QueryResults::Solutions(QuerySolutionIter::new(variables, rows)))
            }
        }
    }

    fn triples(&self, body: Vec<u8>) -> Result<QueryResults<'static>> {
        let quads = RdfParser::from_format(RdfFormat::NTriples)
            .for_reader(Cursor::new(body))
            .collect::<Result<Vec<_>, _>>();
        let triples = quads.map_err(|e| self.unreadable(e))?.into_iter().map(|quad| Ok(quad.into()));
        Ok(QueryResults::Graph(QueryTripleIter::new(triples)))
    }
}

impl Dataset for Endpoint {
    fn run(&self, sparql: &str) -> Result<QueryResults<'static>> {
        let whole = whole(sparql)?;
        // One form is asked for: of several, Virtuoso takes rows, of triples too.
        match SparqlParser::new().parse_query(&whole).map_err(|cause| self.unreadable(cause))? {
            Query::Construct { .. } | Query::Describe { .. } => self.triples(self.ask(&whole, TRIPLES)?.body),
            Query::Ask { .. } => match self.rows(self.ask(&whole, ROWS)?)? {
                // Virtuoso says yes by a row.
                QueryResults::Solutions(rows) => Ok(QueryResults::Boolean(rows.count() > 0)),
                answer => Ok(answer),
            },
            Query::Select { .. } => self.rows(self.ask(&whole, ROWS)?),
        }
    }

    fn report(&self, sparql: &str) -> Result<QueryResults<'static>> {
        self.run(&padded(sparql))
    }

    fn generation(&self) -> Option<u64> {
        None
    }
}
