//! Queries of strangers, over a graph, in the form they like.
//!
//! Takes a [`Asked`], which says all that a SPARQL request says. Gives a [`Prepared`] answer, which tells its media type
//! and then writes itself, or a [`Refusal`]. Runs in a worker, whose stack and limits are made for it: a stranger's query
//! may cost any stack, time and memory.

use std::fmt::Display;
use std::io::{self, Write};

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{PreparedSparqlQuery, QueryResults};
use oxigraph::store::Store;
use serde::{Deserialize, Serialize};

use super::rows::{LONGEST, evaluator};
use super::slip;
use crate::vocab::PREFIXES;

/// A stranger's query, as the SPARQL protocol tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// The query.
    pub sparql: String,
    /// What its relative IRIs are relative to; `None` where it may have none.
    #[serde(default)]
    pub base: Option<String>,
    /// `default-graph-uri`: with these or the next, the request names its dataset, whatever the query says of it.
    #[serde(default)]
    pub default_graphs: Vec<String>,
    /// `named-graph-uri`.
    #[serde(default)]
    pub named_graphs: Vec<String>,
    /// Whether the default graph alone is asked, not the union of all; counts where no graph is named.
    #[serde(default)]
    pub default_alone: bool,
    /// The media type of rows and of yes or no (JSON, XML, CSV, TSV); `None` where the client takes none.
    pub rows: Option<String>,
    /// The media type of a graph (Turtle, N-Triples, RDF/XML, JSON-LD); `None` where the client takes none.
    pub graph: Option<String>,
}

/// Why a stranger's query is not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What came of it.
    pub kind: RefusalKind,
    /// In words.
    pub message: String,
    /// Where in the query, counted from 1; `None` where it is no place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(u64, u64)>,
}

/// What came of a stranger's query that is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalKind {
    /// It is longer than 64 KiB.
    TooLong,
    /// It is no SPARQL 1.1 query.
    Syntax,
    /// What should name a graph is no IRI.
    Graph,
    /// The answer has no form that the client takes.
    NotAcceptable,
    /// It failed while it was evaluated.
    Failed,
}

/// An answer to be written.
pub struct Prepared(Form);

enum Form {
    Rows(QueryResults<'static>, QueryResultsFormat),
    Graph(QueryResults<'static>, RdfFormat),
}

/// Parses a stranger's query and begins to evaluate it: over the union of all graphs, unless query or request name the
/// dataset.
///
/// # Errors
/// Where it is not answered.
pub fn prepare(graph: &Store, asked: &Asked) -> Result<Prepared, Refusal> {
    if asked.sparql.len() > LONGEST {
        return Err(refused(RefusalKind::TooLong, "the query is longer than 64 KiB"));
    }
    let mut evaluator = evaluator();
    if let Some(base) = &asked.base {
        evaluator = evaluator.with_base_iri(base).map_err(|e| refused(RefusalKind::Failed, e))?;
    }
    let mut query = evaluator.parse_query(&asked.sparql).map_err(|e| syntax(&asked.sparql, e))?;
    choose_dataset(&mut query, asked)?;
    let results = query.on_store(graph).execute().map_err(|e| refused(RefusalKind::Failed, e))?;
    let none = |what| {
        refused(
            RefusalKind::NotAcceptable,
            format!("the answer is {what}, of which the client takes no form"),
        )
    };
    Ok(Prepared(if matches!(results, QueryResults::Graph(_)) {
        let format = asked.graph.as_deref().and_then(RdfFormat::from_media_type);
        Form::Graph(results, format.ok_or_else(|| none("a graph"))?)
    } else {
        let format = asked.rows.as_deref().and_then(QueryResultsFormat::from_media_type);
        Form::Rows(results, format.ok_or_else(|| none("a table"))?)
    }))
}

fn choose_dataset(query: &mut PreparedSparqlQuery, asked: &Asked) -> Result<(), Refusal> {
    let dataset = query.dataset_mut();
    if !asked.default_graphs.is_empty() || !asked.named_graphs.is_empty() {
        let (default, named) = (iris(&asked.default_graphs)?, iris(&asked.named_graphs)?);
        dataset.set_default_graph(default.into_iter().map(GraphName::from).collect());
        dataset.set_available_named_graphs(named.into_iter().map(NamedOrBlankNode::from).collect());
    } else if dataset.is_default_dataset() && !asked.default_alone {
        dataset.set_default_graph_as_union();
    }
    Ok(())
}

impl Prepared {
    /// The media type of what [`Prepared::write`] will write.
    pub fn media_type(&self) -> &'static str {
        match &self.0 {
            Form::Rows(_, format) => format.media_type(),
            Form::Graph(_, format) => format.media_type(),
        }
    }

    /// Evaluates and writes to the end.
    ///
    /// # Errors
    /// Where evaluating or writing fails; what was written then is no whole answer.
    pub fn write(self, out: &mut impl Write) -> Result<(), Refusal> {
        let failed = |e: &dyn Display| refused(RefusalKind::Failed, e);
        let io = |e: io::Error| failed(&e);
        match self.0 {
            Form::Rows(QueryResults::Boolean(answer), format) => {
                QueryResultsSerializer::from_format(format)
                    .serialize_boolean_to_writer(out, answer)
                    .map_err(io)?;
            }
            Form::Rows(QueryResults::Solutions(solutions), format) => {
                let variables = solutions.variables().to_vec();
                let serializer = QueryResultsSerializer::from_format(format);
                let mut writer = serializer.serialize_solutions_to_writer(out, variables).map_err(io)?;
                for solution in solutions {
                    writer.serialize(&solution.map_err(|e| failed(&e))?).map_err(io)?;
                }
                writer.finish().map_err(io)?;
            }
            Form::Graph(QueryResults::Graph(triples), format) => {
                let mut serializer = RdfSerializer::from_format(format);
                for (prefix, iri) in PREFIXES {
                    serializer = serializer.with_prefix(*prefix, *iri).map_err(|e| failed(&e))?;
                }
                let mut writer = serializer.for_writer(out);
                for triple in triples {
                    writer.serialize_triple(&triple.map_err(|e| failed(&e))?).map_err(io)?;
                }
                writer.finish().map_err(io)?;
            }
            Form::Rows(..) | Form::Graph(..) => return Err(failed(&"an answer of another form came out")),
        }
        Ok(())
    }
}

/// Names of graphs.
pub(super) fn iris(texts: &[String]) -> Result<Vec<NamedNode>, Refusal> {
    let iri = |text: &String| {
        NamedNode::new(text).map_err(|e| refused(RefusalKind::Graph, format!("{text} names no graph: {e}")))
    };
    texts.iter().map(iri).collect()
}

pub(super) fn refused(kind: RefusalKind, message: impl Display) -> Refusal {
    Refusal { kind, message: message.to_string(), at: None }
}

/// The parser tells the place in words only: `error at 1:10: expected …`.
pub(super) fn syntax(sparql: &str, error: impl Display) -> Refusal {
    let words = error.to_string();
    let told = words.strip_prefix("error at ").and_then(|rest| rest.split_once(": "));
    let place = told.and_then(|(place, what)| {
        let (line, column) = place.split_once(':')?;
        Some(((line.parse().ok()?, column.parse().ok()?), what.to_owned()))
    });
    match place {
        Some((at, message)) => {
            let (at, message) = slip::plainly(sparql, at, message);
            Refusal { kind: RefusalKind::Syntax, message, at: Some(at) }
        }
        None => refused(RefusalKind::Syntax, words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{LiteralRef, NamedNodeRef, QuadRef};

    fn check(
        sparql: &str,
        rows: Option<&str>,
        graph: Option<&str>,
    ) -> Result<(&'static str, String), Refusal> {
        let store = Store::new().unwrap();
        let node = |iri| NamedNodeRef::new(iri).unwrap();
        for name in ["http://example.org/1", "http://example.org/2"] {
            let quad = QuadRef::new(
                node("http://example.org/s"),
                node("http://example.org/p"),
                LiteralRef::new_simple_literal(name),
                node(name),
            );
            store.insert(quad).unwrap();
        }
        let asked = Asked {
            sparql: sparql.to_owned(),
            rows: rows.map(str::to_owned),
            graph: graph.map(str::to_owned),
            ..Asked::default()
        };
        let prepared = prepare(&store, &asked)?;
        let (media_type, mut out) = (prepared.media_type(), Vec::new());
        prepared.write(&mut out)?;
        Ok((media_type, String::from_utf8(out).unwrap()))
    }

    #[test]
    fn the_default_graph_is_the_union_unless_a_dataset_is_named() {
        let count = |from: &str| {
            check(&format!("SELECT (COUNT(*) AS ?n) {from} {{ ?s ?p ?o }}"), Some("text/csv"), None)
                .unwrap()
                .1
        };
        assert_eq!(count(""), "n\r\n2\r\n");
        assert_eq!(count("FROM <http://example.org/1>"), "n\r\n1\r\n");
    }

    #[test]
    fn each_form_of_answer_has_its_own_media_types() {
        let json = "application/sparql-results+json";
        let asked = check("ASK { ?s ?p ?o }", Some(json), Some("text/turtle")).unwrap();
        assert_eq!(asked, (json, r#"{"head":{},"boolean":true}"#.to_owned()));
        let graph = check(
            "CONSTRUCT WHERE { ?s ?p 'http://example.org/1' }",
            Some(json),
            Some("application/n-triples"),
        )
        .unwrap();
        let triple = "<http://example.org/s> <http://example.org/p> \"http://example.org/1\" .\n";
        assert_eq!(graph.1, triple);
        assert!(check("CONSTRUCT WHERE { ?s ?p ?o }", None, Some("text/turtle")).is_ok());
        let refusal = check("ASK {}", None, Some("text/turtle")).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::NotAcceptable);
    }

    #[test]
    fn a_fault_in_the_query_is_told_with_its_place() {
        let refusal = check("SELECT *\nWHERE { ?s ?p }", Some("text/csv"), None).unwrap_err();
        assert_eq!((refusal.kind, refusal.at), (RefusalKind::Syntax, Some((2, 9))), "{}", refusal.message);
        assert!(refusal.message.starts_with("expected"), "{}", refusal.message);
        let long = check(&" ".repeat(65 << 10), Some("text/csv"), None).unwrap_err();
        assert_eq!(long.kind, RefusalKind::TooLong);
    }
}
