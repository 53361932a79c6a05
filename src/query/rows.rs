//! SPARQL over a store, and rows to read.

use oxigraph::model::Term;
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};

use super::foreign::syntax;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Reader;
use crate::vocab::PREFIXES;

/// The longest query that is parsed. The parser has no depth guard: ten kilobytes of `((((…` end a process whose
/// stack is small, so callers who take foreign queries give the thread a large one as well.
pub(super) const LONGEST: usize = 64 * 1024;

/// Rows of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows; `None` where a variable is unbound.
    pub rows: Vec<Vec<Option<Term>>>,
}

impl Rows {
    /// The rows, to be read by the names of their columns.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { columns: &self.columns, cells })
    }
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    columns: &'a [String],
    cells: &'a [Option<Term>],
}

impl<'a> Row<'a> {
    /// The term in a column; `None` where it is unbound or there is no such column.
    pub fn term(&self, column: &str) -> Option<&'a Term> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.cells.get(at)?.as_ref()
    }

    /// An IRI or the words of a literal.
    pub fn text(&self, column: &str) -> Option<&'a str> {
        self.term(column).map(text)
    }

    /// Like [`Row::text`], owned, empty where unbound: for columns that a query always binds.
    pub fn owned(&self, column: &str) -> String {
        self.text(column).unwrap_or_default().to_owned()
    }

    /// The word of a closed vocabulary, whether the graph holds it as an IRI (`…/status/adopted`) or as a literal.
    pub fn word(&self, column: &str) -> Option<&'a str> {
        self.text(column).map(|text| text.rsplit(['/', '#']).next().unwrap_or(text))
    }

    /// A number.
    pub fn number<N: std::str::FromStr>(&self, column: &str) -> Option<N> {
        self.text(column)?.parse().ok()
    }

    /// Whether a column holds the literal `true`.
    pub fn is_true(&self, column: &str) -> bool {
        self.text(column) == Some("true")
    }
}

/// An IRI or the words of a literal.
fn text(term: &Term) -> &str {
    match term {
        Term::NamedNode(iri) => iri.as_str(),
        Term::Literal(literal) => literal.value(),
        Term::BlankNode(node) => node.as_str(),
        #[expect(
            unreachable_patterns,
            reason = "another crate may switch on oxrdf's rdf-12, which adds triple terms"
        )]
        _ => "",
    }
}

/// Runs a SELECT over the union of all graphs, unless the query names its dataset.
///
/// # Errors
/// Where the query is faulty, or no SELECT.
pub fn select(reader: &Reader, sparql: &str) -> Result<Rows> {
    collect(run(reader, sparql)?)
}

/// Runs one of the library's own views, which read facts by plain patterns and claims by `GRAPH ?article { … }`, so
/// that they need no union: on disk, each pattern over the union looks into two indexes instead of one.
///
/// # Errors
/// Where the query is faulty, or no SELECT.
pub(super) fn view(reader: &Reader, sparql: &str) -> Result<Rows> {
    collect(execute(reader, parse(sparql)?)?)
}

fn collect(results: QueryResults<'_>) -> Result<Rows> {
    let QueryResults::Solutions(solutions) = results else {
        return Err(Error::new(ErrorKind::Usage, "the query is no SELECT"));
    };
    let columns = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
    let rows = solutions
        .map(|solution| {
            solution.map(|s| s.values().to_vec()).map_err(|e| faulty("the query failed").because(e))
        })
        .collect::<Result<_>>()?;
    Ok(Rows { columns, rows })
}

/// Runs a query of any form over the union of all graphs, unless the query names its dataset.
///
/// # Errors
/// Where the query is faulty or longer than 64 KiB.
pub fn run(reader: &Reader, sparql: &str) -> Result<QueryResults<'static>> {
    let mut query = parse(sparql)?;
    if query.dataset().is_default_dataset() {
        query.dataset_mut().set_default_graph_as_union();
    }
    execute(reader, query)
}

fn parse(sparql: &str) -> Result<PreparedSparqlQuery> {
    if sparql.len() > LONGEST {
        return Err(Error::new(ErrorKind::Limit, "the query is longer than 64 KiB"));
    }
    evaluator().parse_query(sparql).map_err(|cause| {
        let refusal = syntax(sparql, &cause);
        match refusal.at {
            Some((line, column)) => {
                faulty(&format!("line {line}, column {column} of the query: {}", refusal.message))
            }
            None => faulty("the query is no SPARQL 1.1").because(cause),
        }
    })
}

/// An evaluator that knows the prefixes of the vocabulary: no query need declare them.
pub(super) fn evaluator() -> SparqlEvaluator {
    PREFIXES.iter().fold(SparqlEvaluator::new(), |evaluator, (prefix, space)| {
        evaluator.with_prefix(*prefix, *space).expect("each namespace is an IRI")
    })
}

fn execute(reader: &Reader, query: PreparedSparqlQuery) -> Result<QueryResults<'static>> {
    query.on_store(reader.graph()).execute().map_err(|e| faulty("the query failed").because(e))
}

fn faulty(what: &str) -> Error {
    Error::new(ErrorKind::Usage, what)
}
