//! Why there is no answer: for programs `application/problem+json` (RFC 9457), for people a small page.

use axum::extract::{OriginalUri, Request};
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, VARY};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;
use serde_json::{Map, Value};

use super::page::{View, shell};
use crate::error::{Error, ErrorKind};

/// A status with what to tell about it. As a response it is problem+json; `for_people` makes a page of it where the
/// client is a browser.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    members: Map<String, Value>,
    /// Boxed, since a problem is the error of many functions.
    headers: Box<HeaderMap>,
}

impl Problem {
    /// A problem with words for who asked: no full stop, no paths of this machine.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), members: Map::new(), headers: Box::default() }
    }

    /// There is too much to do just now.
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "the server is busy; try again in a moment")
            .header(RETRY_AFTER, HeaderValue::from_static("1"))
    }

    /// The fault is ours.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "this request met an error in the server")
    }

    /// Tells something more to programs, beside `type`, `title`, `status` and `detail`.
    #[must_use]
    pub fn with(mut self, member: &str, value: impl Into<Value>) -> Self {
        self.members.insert(member.to_owned(), value.into());
        self
    }

    /// Sends a header along.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What happened, for who asked.
    pub(super) fn detail(&self) -> &str {
        &self.detail
    }

    /// The line and column of what is at fault in what was sent.
    pub(super) fn place(&self) -> Option<(u64, u64)> {
        Some((self.members.get("line")?.as_u64()?, self.members.get("column")?.as_u64()?))
    }

    fn title(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Problem")
    }

    fn json(&self) -> String {
        let mut members = self.members.clone();
        members.insert("title".into(), self.title().into());
        members.insert("status".into(), self.status.as_u16().into());
        members.insert("detail".into(), self.detail.as_str().into());
        Value::Object(members).to_string()
    }

    /// The page for people: what happened in a word of theirs, then what exactly, then what is called nearly so.
    fn page(&self, view: &View) -> String {
        let words = view.words;
        let lost = self.status == StatusCode::NOT_FOUND;
        let title = words.get("page", if lost { "no-page" } else { "problem" });
        let near: Vec<(&str, &str)> = self
            .members
            .get("near")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(named)
            .collect();
        let main = html! {
            p.kind lang="en" { (self.status.as_u16()) " " (self.title()) }
            h1 { (title) }
            @if lost { p { (words.get("page", "no-page-why")) } }
            p.soft.small lang="en" { (self.detail) }
            @if !near.is_empty() {
                h2 { (words.get("page", "near")) }
                ul.chips { @for (iri, label) in near { li { a href=(view.thing(iri)) lang=[view.foreign(label)] { (label) } } } }
            }
            p { a href=(view.to("/")) { (words.get("text", "to-start")) } }
        };
        shell(view, title, None, &main).into_string()
    }
}

/// A thing of which a problem tells, by IRI and label.
fn named(thing: &Value) -> Option<(&str, &str)> {
    Some((thing.get("iri")?.as_str()?, thing.get("label")?.as_str()?))
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let content = [(CONTENT_TYPE, "application/problem+json"), (VARY, "accept")];
        let mut response = (self.status, content, (*self.headers).clone(), self.json()).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = match error.kind() {
            ErrorKind::Usage => StatusCode::BAD_REQUEST,
            ErrorKind::Limit => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::Busy => return Self::busy(),
            // These name files of this machine, and are nothing that who asks could mend.
            _ => {
                eprintln!("renda: {error}");
                return Self::internal();
            }
        };
        let causes = std::iter::successors(std::error::Error::source(&error), |cause| cause.source());
        Self::new(status, causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}")))
    }
}

/// Makes a page of a [`Problem`] where the client would rather have one.
pub(super) async fn for_people(request: Request, next: Next) -> Response {
    let person = wants_page(request.headers());
    let view = View::new(request.uri().path(), request.uri().query().unwrap_or_default(), request.headers());
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>().filter(|_| person) {
        *response.body_mut() = problem.page(&view).into();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    }
    response
}

/// Whether a browser asks: they name HTML, programs that like anything do not.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepts = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepts.flat_map(|value| value.split(',')).any(|range| range.trim().starts_with("text/html"))
}

/// The answer where no address matches.
pub(super) async fn nothing_here(OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {}", uri.path()))
}

/// The answer where an address does not know the method.
pub(super) async fn not_so(method: Method) -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("this address does not know {method}"))
}
