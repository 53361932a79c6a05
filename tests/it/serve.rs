//! The server, asked without a socket.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tower::ServiceExt as _;

use renda::serve::{Settings, Site, Snapshot, Workers, app};
use renda::store::Reader;

use crate::sample;

/// The router over the sample store.
pub(crate) fn site() -> Router {
    static SITE: OnceLock<Arc<Site>> = OnceLock::new();
    let open = || {
        let program = env!("CARGO_BIN_EXE_renda").into();
        let workers = Workers { program, store: sample::store().to_owned(), ..Workers::default() };
        let settings = Settings { workers, ..Settings::default() };
        Site::new(Snapshot::new(Reader::open(sample::store()).unwrap()), settings, None)
    };
    app(Arc::clone(SITE.get_or_init(open)))
}

/// What comes back: status, headers as lines, body as text.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    /// A header's value; empty where it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Asks the router.
pub(crate) fn ask(request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let response = site().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    })
}

/// GETs an address, liking what `accept` says.
pub(crate) fn get(address: &str, accept: &str) -> Answer {
    ask(Request::get(address).header("accept", accept).body(Body::empty()).unwrap())
}

#[test]
fn health_is_told() {
    let live = get("/health/live", "*/*");
    assert_eq!((live.status, live.body.as_str()), (StatusCode::OK, "alive\n"));
    let start = Instant::now();
    let ready = loop {
        let ready = get("/health/ready", "*/*");
        if ready.status == StatusCode::OK {
            break ready.body;
        }
        assert_eq!(ready.body, r#"{"generation":1,"ready":false}"#);
        assert!(start.elapsed() < Duration::from_mins(1), "no worker is ready");
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(ready, r#"{"generation":1,"ready":true}"#);
}

#[test]
fn a_problem_is_json_for_programs_and_a_page_for_people() {
    let program = get("/no%3Cb%3Esuch", "*/*");
    assert_eq!(program.status, StatusCode::NOT_FOUND);
    assert_eq!(program.header("content-type"), "application/problem+json");
    let told: serde_json::Value = serde_json::from_str(&program.body).unwrap();
    assert_eq!(told["status"], 404);
    assert_eq!(told["title"], "Not Found");

    let person = get("/%3Cb%3Esuch", "text/html,application/xhtml+xml,*/*;q=0.8");
    assert_eq!(person.status, StatusCode::NOT_FOUND);
    assert_eq!(person.header("content-type"), "text/html; charset=utf-8");
    assert!(person.body.contains("404 Not Found") && !person.body.contains("<b>"), "{}", person.body);

    let wrong = ask(Request::delete("/health/live").header("accept", "*/*").body(Body::empty()).unwrap());
    assert_eq!((wrong.status, wrong.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"));
}
