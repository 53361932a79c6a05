//! Whether the server lives, and whether it can answer: for whoever watches over it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::Site;

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

async fn live() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain"), (CACHE_CONTROL, "no-store")], "alive\n")
}

async fn ready(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let snapshot = site.snapshot();
    let generation = snapshot.reader().generation();
    let load = site.pool(&snapshot).map(|pool| pool.load()).unwrap_or_default();
    let ready = load.idle + load.running > 0;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(CACHE_CONTROL, "no-store")], Json(json!({ "ready": ready, "generation": generation })))
}
