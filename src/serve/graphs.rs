//! `/store`: the SPARQL 1.1 Graph Store Protocol. Graphs are always given; they are changed on a scratch store only.
//!
//! A graph is named in the address (`?graph=…`, `?default`), or by the address itself: on a scratch store the address is
//! its name, else `/store/article/…` is the graph `https://w3id.org/renda/article/…`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, OriginalUri, Request, State};
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use mediatype::{MediaType, ReadParams as _, names};
use oxigraph::model::{GraphName, GraphNameRef, NamedNode};

use super::scratch::{Scratch, writable};
use super::sparql::{query, text, unacceptable};
use super::{Form, Problem, Site, Wish, choose, origin};
use crate::model::hash12;
use crate::query::BASE;
use crate::query::change::{Change, Document, exists};
use crate::query::foreign::Asked;

/// The longest body.
const LONGEST_BODY: usize = 16 << 20;

pub(super) fn routes() -> Router<Arc<Site>> {
    let methods = || get(read).put(put).post(post).delete(delete).options(options);
    Router::new()
        .route("/store", methods())
        .route("/store/{*graph}", methods())
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(origin::share))
}

async fn options() -> impl axum::response::IntoResponse {
    let mut response = origin::options().await.into_response();
    let own = axum::http::HeaderValue::from_static("GET, HEAD, PUT, POST, DELETE, OPTIONS");
    response.headers_mut().insert(ALLOW, own);
    response
}

async fn read(
    State(site): State<Arc<Site>>,
    OriginalUri(address): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let graph = target(&site, &address, &headers)?.ok_or_else(unnamed)?;
    let accept = text(&headers, &ACCEPT);
    let named = parameters(&address).into_iter().find(|(name, _)| name == "format").map(|(_, word)| word);
    let form = choose(Form::GRAPH, Wish { accept: accept.as_deref(), named: named.as_deref() });
    let form = form.ok_or_else(|| unacceptable(&[Form::GRAPH]))?;
    let wanted = graph.clone();
    let found =
        site.ask(move |snapshot| Ok::<_, Problem>(exists(snapshot.reader().graph(), wanted.as_ref())));
    if !found.await?.map_err(|_| Problem::internal())? {
        return Err(absent(&graph));
    }
    let asked = Asked {
        sparql: "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }".to_owned(),
        default_graphs: iri(&graph).into_iter().collect(),
        default_alone: true,
        graph: Some(form.media_type().to_owned()),
        ..Asked::default()
    };
    query(&site, &Method::GET, &headers, &asked).await
}

async fn put(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Problem> {
    write(site, request, true).await
}

async fn post(State(site): State<Arc<Site>>, request: Request) -> Result<Response, Problem> {
    write(site, request, false).await
}

/// Writes what a request holds into the graph that it names; what is posted without a name becomes a graph of its own.
async fn write(site: Arc<Site>, request: Request, replace: bool) -> Result<Response, Problem> {
    writable(&site, request.headers())?;
    let named = target(&site, request.uri(), request.headers())?;
    let here = origin::own(request.headers())?;
    let sent = sent(request).await?;
    let graph = match named {
        Some(graph) => graph,
        None if replace => return Err(unnamed()),
        None => {
            // Made of what is sent and of when it comes in the life of the store: what is posted twice is two graphs.
            let mut parts = vec![site.snapshot().reader().generation().to_string()];
            parts.extend(sent.iter().map(|(_, text)| text.clone()));
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            NamedNode::new_unchecked(format!("{here}/store/{}", hash12(&parts))).into()
        }
    };
    let base = iri(&graph).unwrap_or_else(|| format!("{here}/store"));
    let document = |(form, text): (Form, String)| Document {
        media_type: form.media_type().to_owned(),
        text,
        base: base.clone(),
    };
    let documents = sent.into_iter().map(document).collect();
    let change = Change::Write { graph: iri(&graph), replace, documents };
    if Scratch::change(&site, change).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok((StatusCode::CREATED, [(LOCATION, base)]).into_response())
}

async fn delete(
    State(site): State<Arc<Site>>,
    OriginalUri(address): OriginalUri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    writable(&site, &headers)?;
    let graph = target(&site, &address, &headers)?.ok_or_else(unnamed)?;
    if Scratch::change(&site, Change::Drop { graph: iri(&graph) }).await? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Err(absent(&graph))
}

/// The graph that a request is about; `None` where it names none.
fn target(site: &Site, address: &Uri, headers: &HeaderMap) -> Result<Option<GraphName>, Problem> {
    let mut named = Vec::new();
    for (name, value) in parameters(address) {
        match name.as_str() {
            "graph" => named.push(Some(value)),
            "default" => named.push(None),
            _ => {}
        }
    }
    if let Some(rest) = address.path().strip_prefix("/store/") {
        let own = origin::own(headers)?;
        let writable = site.scratch().is_some();
        named.push(Some(if writable { format!("{own}{}", address.path()) } else { format!("{BASE}{rest}") }));
    }
    let Some(graph) = named.pop() else { return Ok(None) };
    if !named.is_empty() {
        return Err(bad("the request names more than one graph"));
    }
    Ok(Some(match graph {
        None => GraphName::DefaultGraph,
        Some(iri) => NamedNode::new(&iri).map_err(|_| bad(&format!("{iri} is no absolute IRI")))?.into(),
    }))
}

fn parameters(address: &Uri) -> Vec<(String, String)> {
    form_urlencoded::parse(address.query().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The documents that a request holds: its body, or the parts of it.
async fn sent(request: Request) -> Result<Vec<(Form, String)>, Problem> {
    let content_type = text(request.headers(), &CONTENT_TYPE).unwrap_or_default();
    if !content_type.to_ascii_lowercase().starts_with("multipart/form-data") {
        let form = form(&content_type)?;
        let bytes = Bytes::from_request(request, &()).await;
        let bytes = bytes.map_err(|rejection| Problem::new(rejection.status(), rejection.body_text()))?;
        return Ok(vec![(form, utf_8(&bytes)?)]);
    }
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|rejection| Problem::new(rejection.status(), rejection.body_text()))?;
    let mut sent = Vec::new();
    let broken =
        |error: axum::extract::multipart::MultipartError| Problem::new(error.status(), error.body_text());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let form = form(part.content_type().unwrap_or_default())?;
        sent.push((form, utf_8(&part.bytes().await.map_err(broken)?)?));
    }
    if sent.is_empty() { Err(bad("the body has no part")) } else { Ok(sent) }
}

/// The form of RDF that a `Content-Type` names.
fn form(content_type: &str) -> Result<Form, Problem> {
    let known = MediaType::parse(content_type).ok().and_then(|media| {
        let charset =
            media.get_param(names::CHARSET).map(|charset| charset.unquoted_str().to_ascii_lowercase());
        let essence = media.essence().to_string();
        let form = Form::GRAPH.iter().find(|form| form.is(&essence));
        form.filter(|_| charset.is_none_or(|charset| charset == "utf-8" || charset == "utf8"))
    });
    known.copied().ok_or_else(|| {
        let forms: Vec<_> = Form::GRAPH.iter().map(|form| form.media_type()).collect();
        let detail = format!("a graph is sent as one of {}, in UTF-8", forms.join(", "));
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
    })
}

fn utf_8(bytes: &[u8]) -> Result<String, Problem> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| bad("the body is no UTF-8"))
}

fn iri(graph: &GraphName) -> Option<String> {
    match graph.as_ref() {
        GraphNameRef::NamedNode(iri) => Some(iri.as_str().to_owned()),
        _ => None,
    }
}

fn unnamed() -> Problem {
    bad("name a graph: ?graph=IRI, or ?default for the default graph")
}

fn absent(graph: &GraphName) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is no graph {graph}"))
}

fn bad(detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, detail)
}
