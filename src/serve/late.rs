//! A body must come in time: who sends a byte a second would hold a connection and a handler for ever.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::{Problem, Site};

/// Ends a request of which the body does not come in time.
pub(super) async fn in_time(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let late = Arc::new(AtomicBool::new(false));
    let noticed = Arc::clone(&late);
    let request = request.map(|body| {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Timed { body, end: Box::pin(sleep(site.settings().patience())), late })
    });
    let response = next.run(request).await;
    if noticed.load(Relaxed) {
        return Problem::new(StatusCode::REQUEST_TIMEOUT, "the request's body did not come in time")
            .header(CONNECTION, HeaderValue::from_static("close"))
            .into_response();
    }
    response
}

struct Timed {
    body: Body,
    end: Pin<Box<Sleep>>,
    late: Arc<AtomicBool>,
}

impl HttpBody for Timed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.end.as_mut().poll(context).is_ready() {
            self.late.store(true, Relaxed);
            return Poll::Ready(Some(Err(axum::Error::new("the body is late"))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
