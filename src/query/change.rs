//! Changes that strangers ask for: SPARQL updates, and graphs put, added to or dropped.
//!
//! Takes a graph in memory that is the caller's own, and a [`Change`]. Gives whether the graph in question was there, and
//! leaves the graph changed, or a [`Refusal`]. Runs in a worker, like their queries. Never loads anything from elsewhere:
//! the engine has no client.

use std::fmt::Display;

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode, NamedOrBlankNode};
use oxigraph::sparql::SparqlEvaluator;
use oxigraph::store::Store;
use serde::{Deserialize, Serialize};

use super::foreign::{Refusal, RefusalKind, iris, refused, syntax};
use super::rows::LONGEST;

/// What a stranger wants to be changed. Graphs are named by IRIs; `None` is the default graph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// An update, as the SPARQL protocol tells it.
    Update {
        /// The update.
        sparql: String,
        /// What its relative IRIs are relative to.
        base: String,
        /// `using-graph-uri`.
        default_graphs: Vec<String>,
        /// `using-named-graph-uri`.
        named_graphs: Vec<String>,
    },
    /// Triples for a graph.
    Write {
        /// The graph.
        graph: Option<String>,
        /// Whether they take the place of those that are there.
        replace: bool,
        /// Where they stand.
        documents: Vec<Document>,
    },
    /// No graph of that name any more.
    Drop {
        /// The graph.
        graph: Option<String>,
    },
}

/// Triples as they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The media type.
    pub media_type: String,
    /// The text.
    pub text: String,
    /// What its relative IRIs are relative to.
    pub base: String,
}

/// Changes a graph; tells whether the graph that the change is about was there before, of an update `true`.
///
/// ```
/// use oxigraph::store::Store;
/// use renda::query::change::{Change, Document, apply};
/// let graph = Store::new().unwrap();
/// let document = Document {
///     media_type: "text/turtle".to_owned(),
///     text: "<s> <p> 'o' .".to_owned(),
///     base: "http://example.org/".to_owned(),
/// };
/// let name = Some("http://example.org/g".to_owned());
/// let write = Change::Write { graph: name.clone(), replace: true, documents: vec![document] };
/// assert!(!apply(&graph, &write).unwrap());
/// assert_eq!(graph.len().unwrap(), 1);
/// assert!(apply(&graph, &Change::Drop { graph: name }).unwrap());
/// assert!(graph.is_empty().unwrap());
/// ```
///
/// # Errors
/// Where it is refused; the graph may have changed in part then, and is to be thrown away.
pub fn apply(store: &Store, change: &Change) -> Result<bool, Refusal> {
    match change {
        Change::Update { sparql, base, default_graphs, named_graphs } => {
            update(store, sparql, base, default_graphs, named_graphs)?;
            Ok(true)
        }
        Change::Write { graph, replace, documents } => {
            let graph = name(graph.as_deref())?;
            let existed = exists(store, graph.as_ref())?;
            if *replace {
                store.clear_graph(graph.as_ref()).map_err(failed)?;
            }
            for document in documents {
                load(store, &graph, document)?;
            }
            Ok(existed)
        }
        Change::Drop { graph } => {
            let graph = name(graph.as_deref())?;
            let existed = exists(store, graph.as_ref())?;
            store.clear_graph(graph.as_ref()).map_err(failed)?;
            Ok(existed)
        }
    }
}

/// Whether a graph is there: whether it holds a triple. The default graph always is.
///
/// # Errors
/// Where the store cannot be read.
pub fn exists(store: &Store, graph: GraphNameRef<'_>) -> Result<bool, Refusal> {
    let first = store.quads_for_pattern(None, None, None, Some(graph)).next();
    Ok(graph.is_default_graph() || first.transpose().map_err(failed)?.is_some())
}

/// Updates over the union of all graphs, as queries do, unless update or request name the dataset; not both may.
fn update(
    store: &Store,
    sparql: &str,
    base: &str,
    default_graphs: &[String],
    named_graphs: &[String],
) -> Result<(), Refusal> {
    if sparql.len() > LONGEST {
        return Err(refused(RefusalKind::TooLong, "the update is longer than 64 KiB"));
    }
    let evaluator = SparqlEvaluator::new().with_base_iri(base).map_err(failed)?;
    let mut update = evaluator.parse_update(sparql).map_err(|e| syntax(sparql, e))?;
    let (default, named) = (iris(default_graphs)?, iris(named_graphs)?);
    for dataset in update.using_datasets_mut() {
        if default.is_empty() && named.is_empty() {
            if dataset.is_default_dataset() {
                dataset.set_default_graph_as_union();
            }
        } else if dataset.is_default_dataset() {
            dataset.set_default_graph(default.iter().cloned().map(GraphName::from).collect());
            dataset.set_available_named_graphs(named.iter().cloned().map(NamedOrBlankNode::from).collect());
        } else {
            let what = "the request names graphs by using-graph-uri or using-named-graph-uri, and the update by USING or WITH";
            return Err(refused(RefusalKind::Graph, what));
        }
    }
    update.on_store(store).execute().map_err(failed)
}

fn load(store: &Store, graph: &GraphName, document: &Document) -> Result<(), Refusal> {
    let Some(format) = RdfFormat::from_media_type(&document.media_type) else {
        return Err(refused(RefusalKind::Syntax, format!("{} is no form of RDF", document.media_type)));
    };
    // The nodes of two documents are never the same, whatever they are called.
    let parser = RdfParser::from_format(format)
        .without_named_graphs()
        .with_default_graph(graph.clone())
        .rename_blank_nodes()
        .with_base_iri(&document.base)
        .map_err(failed)?;
    for quad in parser.for_slice(document.text.as_bytes()) {
        let quad = quad.map_err(|error| {
            let at = error.location().map(|at| (at.start.line + 1, at.start.column + 1));
            Refusal { kind: RefusalKind::Syntax, message: error.to_string(), at }
        })?;
        store.insert(&quad).map_err(failed)?;
    }
    Ok(())
}

fn name(graph: Option<&str>) -> Result<GraphName, Refusal> {
    let Some(iri) = graph else { return Ok(GraphName::DefaultGraph) };
    let iri =
        NamedNode::new(iri).map_err(|e| refused(RefusalKind::Graph, format!("{iri} names no graph: {e}")))?;
    Ok(iri.into())
}

fn failed(error: impl Display) -> Refusal {
    refused(RefusalKind::Failed, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(graph: &str, replace: bool, text: &str) -> Change {
        let document = Document {
            media_type: "text/turtle".to_owned(),
            text: text.to_owned(),
            base: "http://example.org/".to_owned(),
        };
        Change::Write { graph: Some(graph.to_owned()), replace, documents: vec![document] }
    }

    fn updated(sparql: &str, default_graphs: &[&str]) -> Change {
        Change::Update {
            sparql: sparql.to_owned(),
            base: "http://example.org/".to_owned(),
            default_graphs: default_graphs.iter().map(|&graph| graph.to_owned()).collect(),
            named_graphs: Vec::new(),
        }
    }

    fn kind(store: &Store, change: &Change) -> RefusalKind {
        apply(store, change).unwrap_err().kind
    }

    #[test]
    fn triples_are_put_added_and_dropped_in_one_graph_alone() {
        let store = Store::new().unwrap();
        let (a, b) = ("http://example.org/a", "http://example.org/b");
        assert!(!apply(&store, &written(a, true, "<s> <p> [] .")).unwrap());
        assert!(!apply(&store, &written(b, false, "<s> <p> _:x .")).unwrap());
        assert!(apply(&store, &written(b, false, "<s> <p> _:x .")).unwrap());
        assert_eq!(store.len().unwrap(), 3, "blank nodes of two documents are two");
        assert!(apply(&store, &written(a, true, "<s> <q> 1 .")).unwrap());
        assert_eq!(store.len().unwrap(), 3);
        assert!(apply(&store, &Change::Drop { graph: Some(b.to_owned()) }).unwrap());
        assert_eq!(store.len().unwrap(), 1);
    }

    #[test]
    fn updates_see_the_graphs_that_the_request_names_and_never_what_is_elsewhere() {
        let store = Store::new().unwrap();
        apply(&store, &updated("INSERT DATA { GRAPH <a> { <s> <p> 1 } GRAPH <b> { <s> <p> 2 } }", &[]))
            .unwrap();
        let copy = "INSERT { GRAPH <c> { ?s ?p ?o } } WHERE { ?s ?p ?o }";
        apply(&store, &updated(copy, &["http://example.org/a"])).unwrap();
        assert_eq!(store.len().unwrap(), 3);
        apply(&store, &updated(copy, &[])).unwrap();
        assert_eq!(store.len().unwrap(), 4, "without a dataset all graphs are seen");
        let with = format!("WITH <a> {}", copy.replace("GRAPH <c> { ?s ?p ?o }", "?s ?p ?o"));
        assert_eq!(kind(&store, &updated(&with, &["http://example.org/a"])), RefusalKind::Graph);
        assert_eq!(kind(&store, &updated("LOAD <http://127.0.0.1:9/>", &[])), RefusalKind::Failed);
        assert_eq!(kind(&store, &updated("CLEAR XYZ", &[])), RefusalKind::Syntax);
    }

    #[test]
    fn faults_in_documents_are_told_with_their_place() {
        let store = Store::new().unwrap();
        let refusal =
            apply(&store, &written("http://example.org/a", true, "<s> <p> 1 .\n<s> <p .")).unwrap_err();
        assert_eq!(
            (refusal.kind, refusal.at.map(|at| at.0)),
            (RefusalKind::Syntax, Some(2)),
            "{}",
            refusal.message
        );
        assert_eq!(kind(&store, &written("no iri", true, "")), RefusalKind::Graph);
    }

    proptest! {
        #[test]
        fn no_document_and_no_update_makes_it_panic(text in "[<>a-z:\"'@.;, \n{}_0-9]{0,60}") {
            let store = Store::new().unwrap();
            let _ = apply(&store, &written("http://example.org/a", true, &text));
            let _ = apply(&store, &updated(&text, &[]));
        }
    }
}
