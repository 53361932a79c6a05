//! What the service says of itself: the SPARQL 1.1 Service Description and the description of the data set (`VoID`).

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, VARY};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use oxigraph::io::RdfFormat;
use oxigraph::model::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use oxigraph::sparql::results::QueryResultsFormat;

use super::sparql::{text, unacceptable};
use super::{Form, Problem, Site, Wish, choose, origin};
use crate::export;
use crate::query;
use crate::vocab::{iri, rdf, void};

const SD: &str = "http://www.w3.org/ns/sparql-service-description#";

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/.well-known/void", get(data_set).options(origin::options))
        .layer(from_fn(origin::share))
}

/// The service description.
pub(super) fn service(site: &Site, headers: &HeaderMap, wish: Wish<'_>) -> Result<Response, Problem> {
    let form = choose(Form::GRAPH, wish).ok_or_else(|| unacceptable(&[Form::GRAPH]))?;
    let endpoint = endpoint(headers)?;
    let sd = |name: &str| NamedNode::new_unchecked(format!("{SD}{name}"));
    let say = |property: &str, object: Term| Triple::new(endpoint.clone(), sd(property), object);
    let mut triples = vec![
        Triple::new(endpoint.clone(), rdf::TYPE, sd("Service")),
        say("endpoint", endpoint.clone().into()),
        say("supportedLanguage", sd("SPARQL11Query").into()),
        say("feature", sd("UnionDefaultGraph").into()),
        say("defaultDataset", iri::dataset().into()),
        Triple::new(iri::dataset(), rdf::TYPE, sd("Dataset")),
    ];
    let rows = Form::RESULTS.iter().filter_map(|form| form.results()).map(QueryResultsFormat::iri);
    let graphs = Form::GRAPH.iter().filter_map(|form| form.rdf()).map(RdfFormat::iri);
    triples.extend(rows.chain(graphs).map(|iri| say("resultFormat", NamedNode::new_unchecked(iri).into())));
    if site.scratch().is_some() {
        triples.push(say("supportedLanguage", sd("SPARQL11Update").into()));
    }
    triples.extend(default_graph(site, &endpoint, &sd)?);
    let headers = [(CONTENT_TYPE, form.content_type()), (VARY, "accept"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, written(form, triples)?).into_response())
}

/// How large the graph is that queries are asked of.
fn default_graph(
    site: &Site,
    endpoint: &NamedNode,
    sd: &impl Fn(&str) -> NamedNode,
) -> Result<[Triple; 3], Problem> {
    let graph = NamedNode::new_unchecked(format!("{}#graph", endpoint.as_str()));
    let count = i64::try_from(site.snapshot().reader().meta().quads).map_err(|_| Problem::internal())?;
    Ok([
        Triple::new(iri::dataset(), sd("defaultGraph"), graph.clone()),
        Triple::new(graph.clone(), rdf::TYPE, sd("Graph")),
        Triple::new(graph, void::TRIPLES, Literal::from(count)),
    ])
}

/// The description of the data set, as the store holds it, and where it can be asked.
async fn data_set(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    let accept = text(&headers, &ACCEPT);
    let wish = Wish { accept: accept.as_deref(), named: None };
    let form = choose(Form::GRAPH, wish).ok_or_else(|| unacceptable(&[Form::GRAPH]))?;
    let endpoint = endpoint(&headers)?;
    let tag = site.snapshot().tag().clone();
    let triples = site
        .ask(move |snapshot| {
            let described = query::select(snapshot.reader(), DATA_SET)?;
            let mut triples: Vec<_> = described
                .iter()
                .filter_map(|row| {
                    let Some(Term::NamedNode(subject)) = row.term("s") else { return None };
                    let Some(Term::NamedNode(predicate)) = row.term("p") else { return None };
                    Some(Triple::new(subject.clone(), predicate.clone(), row.term("o")?.clone()))
                })
                .collect();
            let asked_at = NamedNode::new_unchecked("http://rdfs.org/ns/void#sparqlEndpoint");
            triples.push(Triple::new(NamedOrBlankNode::from(iri::dataset()), asked_at, endpoint));
            Ok::<_, Problem>(triples)
        })
        .await?;
    let headers = [(CONTENT_TYPE, form.content_type()), (VARY, "accept"), (CACHE_CONTROL, "no-cache")];
    Ok(([(ETAG, tag)], headers, written(form, triples)?).into_response())
}

/// The data set and its parts.
const DATA_SET: &str = "PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?s ?p ?o {
  VALUES ?set { <https://w3id.org/renda/dataset> }
  { BIND(?set AS ?s) } UNION { ?set void:classPartition ?s } UNION { ?set void:propertyPartition ?s }
  ?s ?p ?o
} ORDER BY ?s ?p ?o";

fn endpoint(headers: &HeaderMap) -> Result<NamedNode, Problem> {
    let endpoint = format!("{}/sparql", origin::own(headers)?);
    NamedNode::new(endpoint)
        .map_err(|_| Problem::new(axum::http::StatusCode::BAD_REQUEST, "the Host is not understood"))
}

fn written(form: Form, triples: Vec<Triple>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    export::triples(&mut bytes, form.rdf().unwrap_or(RdfFormat::Turtle), triples)?;
    Ok(bytes)
}
