//! What every answer forbids a browser, and by which names the server lets itself be called.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::{Problem, Site};

/// A page may use what this server gives, and nothing else: no script or style that stands in the page, no other host.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Adds the headers to whatever answer.
pub(super) async fn forbid(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Where only this machine can reach the server, turns away who calls it by a name of the outside: a page of a foreign
/// site whose name was made to lead here would be taken for one of ours (DNS rebinding).
pub(super) async fn by_own_name(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    if site.settings().local && !is_local(request.uri(), request.headers()) {
        let detail = "this server answers to localhost and to the addresses of this machine only";
        return Problem::new(StatusCode::MISDIRECTED_REQUEST, detail).into_response();
    }
    next.run(request).await
}

fn is_local(uri: &Uri, headers: &HeaderMap) -> bool {
    let mut named = headers.get_all(HOST).iter();
    let (first, second) = (named.next(), named.next());
    let Some(host) = first.and_then(|host| host.to_str().ok()).filter(|_| second.is_none()) else {
        return false;
    };
    // Who asks a proxy writes the name into the address too.
    [Some(host), uri.authority().map(Authority::as_str)].into_iter().flatten().all(|name| {
        let name = match name.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => name,
            _ => name,
        };
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_told_from_others() {
        let check = |host: &str| {
            let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_str(host).unwrap())]);
            is_local(&Uri::from_static("/"), &headers)
        };
        for host in ["localhost", "LOCALHOST:7171", "127.0.0.1", "127.9.9.9:1", "[::1]", "[::1]:7171"] {
            assert!(check(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:7171",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "[::2]:1",
            "localhost:7171@evil.example",
        ] {
            assert!(!check(host), "{host}");
        }
        assert!(!is_local(&Uri::from_static("/"), &HeaderMap::new()));
        let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("localhost"))]);
        assert!(!is_local(&Uri::from_static("http://evil.example/"), &headers));
    }
}
