//! SPARQL over a dataset, and rows to read.

use oxigraph::model::Term;
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults, SparqlEvaluator};
use oxigraph::store::Store;

use super::dataset::Dataset;
use super::foreign::syntax;
use super::library::body;
use crate::error::{Error, ErrorKind, Result};
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

    /// Whether a column holds the literal `true`, or `1`, which is the same boolean: Virtuoso writes it so.
    pub fn is_true(&self, column: &str) -> bool {
        matches!(self.text(column), Some("true" | "1"))
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
pub fn select(reader: &dyn Dataset, sparql: &str) -> Result<Rows> {
    collect(reader.run(sparql)?)
}

/// Runs one of the library's own views.
///
/// # Errors
/// Where the query is faulty, or no SELECT.
pub(super) fn view(reader: &dyn Dataset, sparql: &str) -> Result<Rows> {
    collect(reader.view(sparql)?)
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

/// Evaluates a query over the union of all graphs, unless it names its dataset.
pub(super) fn evaluate_union(graph: &Store, sparql: &str) -> Result<QueryResults<'static>> {
    let mut query = parse(sparql)?;
    if query.dataset().is_default_dataset() {
        query.dataset_mut().set_default_graph_as_union();
    }
    execute(graph, query)
}

/// Evaluates a query as it stands.
pub(super) fn evaluate(graph: &Store, sparql: &str) -> Result<QueryResults<'static>> {
    execute(graph, parse(sparql)?)
}

/// A query as any store takes it: with the prefixes of the vocabulary, which no query need declare here.
///
/// ```
/// let whole = renda::query::whole("ASK { ?s a rd:Region }").unwrap();
/// assert!(whole.contains("PREFIX rd: <https://w3id.org/renda/ontology#>"));
/// assert!(whole.ends_with("ASK { ?s a rd:Region }"));
/// ```
///
/// # Errors
/// Where the query is faulty or longer than 64 KiB.
pub fn whole(sparql: &str) -> Result<String> {
    drop(parse(sparql)?);
    let prefixes = PREFIXES.iter().map(|(prefix, space)| format!("PREFIX {prefix}: <{space}>\n"));
    Ok(prefixes.chain([body(sparql).to_owned()]).collect())
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

fn execute(graph: &Store, query: PreparedSparqlQuery) -> Result<QueryResults<'static>> {
    query.on_store(graph).execute().map_err(|e| faulty("the query failed").because(e))
}

fn faulty(what: &str) -> Error {
    Error::new(ErrorKind::Usage, what)
}
