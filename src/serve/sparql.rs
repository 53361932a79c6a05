//! `/sparql`: the SPARQL 1.1 Protocol. Queries are answered by workers; updates change a scratch store, if there is one.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, LOCATION, VARY};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::protocol::{self, Dataset, Operation, Request};
use super::relay::{Relayed, relay};
use super::scratch::{Scratch, writable};
use super::{Form, Problem, Site, Wish, choose, describe, origin};
use crate::query::BASE;
use crate::query::change::Change;
use crate::query::foreign::Asked;

/// The longest body: a query of 64 KiB in a form, with each byte escaped.
const LONGEST_BODY: usize = 256 * 1024;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/sparql", get(by_get).post(by_post).options(origin::options))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(origin::share))
}

async fn by_get(
    State(site): State<Arc<Site>>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let request = protocol::read(address.as_deref().unwrap_or_default(), None)?;
    answer(site, &Method::GET, &headers, request).await
}

async fn by_post(
    State(site): State<Arc<Site>>,
    RawQuery(address): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let bytes = body.map_err(|rejection| Problem::new(rejection.status(), rejection.body_text()))?;
    let content_type = text(&headers, &CONTENT_TYPE);
    let body = protocol::Body { content_type: content_type.as_deref(), bytes: &bytes };
    let request = protocol::read(address.as_deref().unwrap_or_default(), Some(body))?;
    answer(site, &Method::POST, &headers, request).await
}

async fn answer(
    site: Arc<Site>,
    method: &Method,
    headers: &HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let accept = text(headers, &ACCEPT);
    let wish = Wish { accept: accept.as_deref(), named: request.form.as_deref() };
    match request.operation {
        Operation::Query(sparql) => {
            let rows = choose(Form::RESULTS, wish).map(|form| form.media_type().to_owned());
            let graph = choose(Form::GRAPH, wish).map(|form| form.media_type().to_owned());
            if rows.is_none() && graph.is_none() {
                return Err(unacceptable(&[Form::RESULTS, Form::GRAPH]));
            }
            let (default_graphs, named_graphs) = names(&request.dataset);
            let base = Some(base(&site, headers)?);
            let asked = Asked { sparql, base, default_graphs, named_graphs, rows, graph, ..Asked::default() };
            query(&site, method, headers, &asked).await
        }
        Operation::Update(sparql) => {
            writable(&site, headers)?;
            let (default_graphs, named_graphs) = names(&request.dataset);
            let base = base(&site, headers)?;
            Scratch::change(&site, Change::Update { sparql, base, default_graphs, named_graphs }).await?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Operation::Describe => match choose(&[Form::GRAPH, &[Form::Html]].concat(), wish) {
            // A person looks for a place to ask.
            Some(Form::Html) => {
                Ok((StatusCode::SEE_OTHER, [(LOCATION, "/query"), (VARY, "accept")]).into_response())
            }
            _ => describe::service(&site, headers, wish),
        },
    }
}

/// Answers a query; a client that has the answer of this generation already is told so.
pub(super) async fn query(
    site: &Site,
    method: &Method,
    headers: &HeaderMap,
    asked: &Asked,
) -> Result<Response, Problem> {
    let snapshot = site.snapshot();
    let known = method == Method::GET && is_repeatable(&asked.sparql);
    let tag = known.then(|| [(ETAG, snapshot.tag().clone())]);
    let always = [(VARY, "accept"), (CACHE_CONTROL, "no-cache")];
    if known && snapshot.is_known(headers) {
        return Ok((StatusCode::NOT_MODIFIED, tag, always).into_response());
    }
    let request = serde_json::to_vec(asked).map_err(|_| Problem::internal())?;
    let Relayed { head, body } = relay(site.pool(&snapshot)?, request, site.settings().timeout).await?;
    let media_type = String::from_utf8_lossy(&head);
    let form = Form::RESULTS.iter().chain(Form::GRAPH).find(|form| media_type.starts_with(form.media_type()));
    let form = form.ok_or_else(Problem::internal)?;
    Ok((tag, always, [(CONTENT_TYPE, form.content_type())], body).into_response())
}

/// Whether a query gives the same over the same graph each time it is asked.
fn is_repeatable(sparql: &str) -> bool {
    let upper = sparql.to_ascii_uppercase();
    !["NOW", "RAND", "UUID", "BNODE"].iter().any(|function| upper.contains(function))
}

/// What relative IRIs are relative to: where data is made, the endpoint; else the names of all that there is.
pub(super) fn base(site: &Site, headers: &HeaderMap) -> Result<String, Problem> {
    if site.scratch().is_some() {
        Ok(format!("{}/sparql", origin::own(headers)?))
    } else {
        Ok(BASE.to_owned())
    }
}

fn names(dataset: &Dataset) -> (Vec<String>, Vec<String>) {
    let names =
        |graphs: &[oxigraph::model::NamedNode]| graphs.iter().map(|g| g.as_str().to_owned()).collect();
    (names(&dataset.default), names(&dataset.named))
}

/// A header's value; several are joined.
pub(super) fn text(headers: &HeaderMap, name: &axum::http::HeaderName) -> Option<String> {
    let values: Vec<_> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// The problem that nothing is offered in a form that the client takes.
pub(super) fn unacceptable(offered: &[&[Form]]) -> Problem {
    let forms: Vec<_> = offered.iter().flat_map(|forms| forms.iter()).map(|form| form.media_type()).collect();
    Problem::new(StatusCode::NOT_ACCEPTABLE, format!("this is given as {}", forms.join(", ")))
        .with("offered", forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_each_time_is_no_answer_of_a_generation() {
        assert!(is_repeatable("SELECT * { ?s ?p ?o }"));
        assert!(!is_repeatable("SELECT (now() AS ?t) {}"));
    }
}
