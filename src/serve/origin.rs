//! Pages of other origins: anybody's may read, none may change anything.
//!
//! Answers hold nothing that is somebody's own, so `*` may read them, without credentials. A page that a browser shows
//! could send changes by a mere form, though, with nobody asking beforehand: such requests carry an `Origin`.

use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ALLOW, HOST, HeaderValue, ORIGIN,
};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

/// What a page of another origin may send.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Lets pages of any origin read an answer, whatever it is.
pub(super) async fn share(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Location, Retry-After"));
    response
}

/// The answer to OPTIONS, also where a browser asks beforehand whether it may send a request.
pub(super) async fn options() -> impl IntoResponse {
    (
        StatusCode::NO_CONTENT,
        [
            (ALLOW, METHODS),
            (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
            (ACCESS_CONTROL_ALLOW_HEADERS, "*"),
            (ACCESS_CONTROL_MAX_AGE, "86400"),
        ],
    )
}

/// Where the client sees this server.
pub(super) fn own(headers: &HeaderMap) -> Result<String, Problem> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "the request names no Host"))?;
    Ok(format!("http://{host}"))
}

/// Refuses what a page of another origin sends.
///
/// # Errors
/// Where it comes from one.
pub(super) fn same(headers: &HeaderMap) -> Result<(), Problem> {
    let own = own(headers)?;
    match headers.get(ORIGIN) {
        Some(origin) if !origin.as_bytes().eq_ignore_ascii_case(own.as_bytes()) => {
            Err(Problem::new(StatusCode::FORBIDDEN, "a page of another origin may change nothing here"))
        }
        _ => Ok(()),
    }
}
