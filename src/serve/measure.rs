//! What the server did: for `/metrics` in Prometheus' text format, and as a line on stderr for each request.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use serde_json::json;

use super::Site;

/// Who asks: stands among the extensions of a request that came over a socket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// How requests are logged on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Log {
    /// Not at all.
    #[default]
    Off,
    /// A line of words each.
    Plain,
    /// A line of JSON each.
    Json,
}

/// Upper bounds of what requests took, in milliseconds.
const BOUNDS: [u64; 8] = [5, 20, 50, 100, 500, 2_000, 10_000, 60_000];

/// Counts since the start.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Answers by the hundred of their status.
    answers: [AtomicU64; 6],
    /// Answers by time: within each bound, and beyond all.
    times: [AtomicU64; BOUNDS.len() + 1],
    microseconds: AtomicU64,
    open: AtomicU64,
}

pub(super) fn routes() -> Router<Arc<Site>> {
    Router::new().route("/metrics", get(metrics))
}

/// Counts and logs a request.
pub(super) async fn measure(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    let line = (site.settings().log != Log::Off).then(|| Line::of(&request));
    let open = Open::new(Arc::clone(&site));
    let response = next.run(request).await;
    drop(open);
    let took = start.elapsed();
    let status = response.status().as_u16();
    site.counts().count(status, took);
    if let Some(line) = line {
        line.write(site.settings().log, status, took);
    }
    response
}

/// A request that is being answered; also where the client leaves.
struct Open(Arc<Site>);

impl Open {
    fn new(site: Arc<Site>) -> Self {
        site.counts().open.fetch_add(1, Relaxed);
        Self(site)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.counts().open.fetch_sub(1, Relaxed);
    }
}

impl Counts {
    fn count(&self, status: u16, took: Duration) {
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let bound = BOUNDS.iter().position(|bound| millis <= *bound).unwrap_or(BOUNDS.len());
        self.answers[usize::from(status / 100).min(5)].fetch_add(1, Relaxed);
        self.times[bound].fetch_add(1, Relaxed);
        self.microseconds.fetch_add(u64::try_from(took.as_micros()).unwrap_or_default(), Relaxed);
    }
}

async fn metrics(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let content = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (content, tell(&site))
}

fn tell(site: &Site) -> String {
    let mut text = String::new();
    let mut metric = |name: &str, kind: &str, help: &str, values: &[(String, String)]| {
        let _ = writeln!(text, "# HELP renda_{name} {help}\n# TYPE renda_{name} {kind}");
        for (rest, value) in values {
            let _ = writeln!(text, "renda_{name}{rest} {value}");
        }
    };
    let counts = site.counts();
    let one = |value: u64| vec![(String::new(), value.to_string())];
    let answers: Vec<_> = (1..6)
        .map(|n| (format!("{{status=\"{n}xx\"}}"), counts.answers[n].load(Relaxed).to_string()))
        .collect();
    metric("requests_total", "counter", "Requests answered.", &answers);
    metric("requests_open", "gauge", "Requests being answered.", &one(counts.open.load(Relaxed)));

    let mut within = 0;
    let mut times = Vec::new();
    for (n, count) in counts.times.iter().enumerate() {
        within += count.load(Relaxed);
        let bound = BOUNDS.get(n).map_or("+Inf".to_owned(), |millis| seconds(millis * 1000));
        times.push((format!("_bucket{{le=\"{bound}\"}}"), within.to_string()));
    }
    times.push(("_sum".to_owned(), seconds(counts.microseconds.load(Relaxed))));
    times.push(("_count".to_owned(), within.to_string()));
    metric("request_duration_seconds", "histogram", "Time until an answer begins.", &times);

    let snapshot = site.snapshot();
    let meta = snapshot.reader().meta();
    metric("generation", "gauge", "The generation that is served.", &one(snapshot.reader().generation()));
    metric("quads", "gauge", "Quads of the generation.", &one(meta.quads as u64));
    let load = site.pool(&snapshot).map(|pool| pool.load()).unwrap_or_default();
    let states = [("idle", load.idle), ("running", load.running), ("waiting", load.waiting)];
    let states = states.map(|(state, n)| (format!("{{state=\"{state}\"}}"), n.to_string()));
    metric("workers", "gauge", "Workers that wait or run, and queries that wait.", &states);
    metric("workers_started_total", "counter", "Workers started for this generation.", &one(load.started));
    text
}

fn seconds(microseconds: u64) -> String {
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

/// What is logged of a request.
struct Line {
    peer: String,
    method: String,
    address: String,
}

impl Line {
    /// The address is cut: a query may be long. It holds no control characters, which no request's line can.
    fn of(request: &Request) -> Self {
        let peer =
            request.extensions().get().map_or_else(|| "-".to_owned(), |Peer(from)| from.ip().to_string());
        let address = request.uri().to_string().chars().take(200).collect();
        Self { peer, method: request.method().to_string(), address }
    }

    fn write(&self, log: Log, status: u16, took: Duration) {
        let Self { peer, method, address } = self;
        let (time, millis) = (Timestamp::now(), took.as_millis());
        match log {
            Log::Off => {}
            Log::Plain => eprintln!("{time:.3} {peer} {method} {address} {status} {millis} ms"),
            Log::Json => eprintln!(
                "{}",
                json!({ "time": format!("{time:.3}"), "peer": peer, "method": method, "address": address,
                    "status": status, "milliseconds": u64::try_from(millis).unwrap_or(u64::MAX) })
            ),
        }
    }
}
