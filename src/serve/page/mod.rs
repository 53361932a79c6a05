//! The explorer: pages for people, each of which is data as well.
//!
//! Takes the path of an address under `https://w3id.org/renda/`, or the name of a list. Gives the page, or its rows as
//! JSON, CSV or RDF ([`data::Page`]). Never holds an inline script or style, never asks another host for anything, never
//! shows rows that its data has not.

mod view;
mod shell;
mod asset;
mod table;
mod quote;
mod data;
mod practice;
mod picture;
mod start;
mod search;
mod list;
mod mechanism;
mod region;
mod choice;
mod choosing;
mod matrix;
mod compare;
mod paper;
mod article;
mod passage;
mod report;
mod thing;
mod vocabulary;
mod ask;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, IF_NONE_MATCH, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use oxigraph::model::NamedNode;
use serde_json::json;

use super::{Problem, Site, Snapshot};
use crate::query::BASE;
use list::List;
use view::{THEME, THEMES};

pub(super) use shell::shell;
pub(super) use view::View;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .merge(asset::routes())
        .route("/theme", get(theme))
        .route("/", get(page))
        .route("/{*path}", get(page))
}

async fn page(State(site): State<Arc<Site>>, view: View, headers: HeaderMap) -> Result<Response, Problem> {
    if view.path() == "/query" {
        return ask::page(&site, &view, &headers).await;
    }
    site.ask(move |snapshot| {
        let tag = data::tag(&view, snapshot);
        let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        if given.flat_map(|value| value.split(',')).any(|one| one.trim() == tag) {
            return Ok((
                StatusCode::NOT_MODIFIED,
                data::answer("text/html", &tag, Vec::new()).into_parts().0.headers,
            )
                .into_response());
        }
        answer(&view, snapshot)
    })
    .await
}

/// The page of a path.
fn answer(view: &View, snapshot: &Snapshot) -> Result<Response, Problem> {
    let path = view.path().trim_start_matches('/');
    if let Some((name, list)) = List::ALL.iter().find(|(name, _)| *name == path) {
        return list::page(view, snapshot, name, *list);
    }
    if let Some((name, queries)) = report::ALL.iter().find(|(name, _)| *name == path) {
        return report::page(view, snapshot, name, queries);
    }
    let own = match path.split_once('/') {
        None if path.is_empty() => return start::page(view, snapshot),
        None if path == "search" => return search::page(view, snapshot),
        None if path == "compare" => return compare::page(view, snapshot),
        None if path == "ontology" => return vocabulary::page(view, snapshot),
        Some(("mechanism", slug)) => mechanism::page(view, snapshot, slug)?,
        Some(("region", code)) => region::page(view, snapshot, code)?,
        Some(("statute" | "document", _)) => match NamedNode::new(format!("{BASE}{path}")) {
            Ok(iri) => paper::page(view, snapshot, &iri)?,
            Err(_) => None,
        },
        Some(("article", _)) => match NamedNode::new(format!("{BASE}{path}")) {
            Ok(iri) => article::page(view, snapshot, &iri)?,
            Err(_) => None,
        },
        _ => None,
    };
    let any = match own {
        None => thing::page(view, snapshot, path)?,
        some => some,
    };
    any.map_or_else(|| Err(nothing(view, snapshot)), Ok)
}

/// Nothing has this address; what is called nearly so is named.
fn nothing(view: &View, snapshot: &Snapshot) -> Problem {
    let problem = Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", view.path()));
    let Ok(index) = snapshot.index() else { return problem };
    let near = search::near(index, view.path());
    let near = near.iter().map(|entry| json!({ "iri": entry.iri, "label": view.name(&entry.names) }));
    problem.with("near", near.collect::<Vec<_>>())
}

/// Keeps the choice of colours in a cookie and leads back.
async fn theme(view: View) -> Response {
    let chosen = view.get("to").and_then(|to| THEMES.into_iter().find(|theme| *theme == to));
    let (value, age) = chosen.map_or(("", 0), |theme| (theme, 31_536_000));
    let cookie = format!("{THEME}={value}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly");
    // Only a path of ours: `//host` and `/\host` would lead elsewhere.
    let back = view.get("back").filter(|back| back.starts_with('/') && !back[1..].starts_with(['/', '\\']));
    let back = back.filter(|back| back.bytes().all(|byte| byte.is_ascii_graphic())).unwrap_or("/");
    let headers = [(SET_COOKIE, cookie), (LOCATION, back.to_owned()), (CACHE_CONTROL, "no-store".to_owned())];
    (StatusCode::SEE_OTHER, headers).into_response()
}
