//! What pages need beside themselves: one style sheet, one script, a mark. Their addresses carry a hash of what they
//! hold, so that a browser keeps them for good and never shows a page in yesterday's clothes.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::super::{Problem, Site};
use crate::store::sha256;

/// A file that is compiled in.
struct Asset {
    name: String,
    media_type: &'static str,
    text: &'static str,
}

static ASSETS: LazyLock<[Asset; 3]> = LazyLock::new(|| {
    [
        ("css", "text/css; charset=utf-8", include_str!("style.css")),
        ("js", "text/javascript; charset=utf-8", include_str!("script.js")),
        ("svg", "image/svg+xml", include_str!("icon.svg")),
    ]
    .map(|(ending, media_type, text)| {
        let hash = sha256(text.as_bytes());
        Asset { name: format!("{}.{ending}", &hash[..12]), media_type, text }
    })
});

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/asset/{name}", get(asset)).route("/favicon.ico", get(icon))
}

/// The addresses of style sheet, script and mark.
pub(super) fn addresses() -> [String; 3] {
    [0, 1, 2].map(|at| format!("/asset/{}", ASSETS[at].name))
}

async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let found = ASSETS.iter().find(|asset| asset.name == name);
    let asset = found.ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "there is no such file"))?;
    Ok(give(asset, "public, max-age=31536000, immutable"))
}

async fn icon() -> Response {
    give(&ASSETS[2], "public, max-age=86400")
}

fn give(asset: &'static Asset, kept: &'static str) -> Response {
    ([(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, kept)], asset.text).into_response()
}
