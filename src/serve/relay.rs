//! What a worker answers, passed on as it comes.
//!
//! Takes a request for a [`Pool`]. Gives head and body of its answer, or the [`Problem`] that came instead. Never lets a cut
//! answer look whole: a short one is waited for to its end, and a long one that breaks breaks the connection.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use hyper::body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use super::Problem;
use crate::query::foreign::{Refusal, RefusalKind};
use crate::worker::{Answer, Cancel, Fault, Part, Pool};

/// Head and body of an answer.
pub(super) struct Relayed {
    /// What the worker says of the answer before it gives it.
    pub(super) head: Vec<u8>,
    /// The answer.
    pub(super) body: Body,
}

/// Has a worker answer. Where the client leaves, the worker is stopped; one that takes the answer slowly has as much time
/// for each piece as the whole answer may take.
///
/// # Errors
/// Where the answer's beginning does not come: a refusal by the worker, a limit, no worker.
pub(super) async fn relay(pool: Arc<Pool>, request: Vec<u8>, time: Duration) -> Result<Relayed, Problem> {
    let cancel = OnDrop(Cancel::default());
    let token = cancel.0.clone();
    // Mostly this is all of it, and nothing needs to be handed from thread to thread but the answer.
    let begun = tokio::task::spawn_blocking(move || {
        let mut answer = pool.run(&request, time, &token)?;
        let beginning = begin(&mut answer)?;
        Ok::<_, Fault>((beginning, answer))
    });
    let (Beginning { head, chunks, whole }, answer) =
        begun.await.map_err(|_| Problem::internal())?.map_err(|fault| problem(fault, time))?;
    if whole {
        return Ok(Relayed { head, body: Body::from(chunks.concat()) });
    }
    let (give, coming) = channel(2);
    let runtime = Handle::current();
    tokio::task::spawn_blocking(move || pass(answer, &give, &runtime, time));
    let waiting = chunks.into_iter().rev().map(Bytes::from).collect();
    Ok(Relayed { head, body: Body::new(Rest { waiting, coming, _cancel: cancel }) })
}

/// The beginning of an answer: two pieces, or all where there is but one.
#[derive(Default)]
struct Beginning {
    head: Vec<u8>,
    chunks: Vec<Vec<u8>>,
    whole: bool,
}

fn begin(answer: &mut Answer) -> Result<Beginning, Fault> {
    let mut beginning = Beginning::default();
    while beginning.chunks.len() < 2 && !beginning.whole {
        match answer.part()? {
            Part::Head(head) => beginning.head = head,
            Part::Chunk(chunk) => beginning.chunks.push(chunk),
            Part::End => beginning.whole = true,
        }
    }
    Ok(beginning)
}

/// Has a worker answer, and waits for the whole: head and body. Where the client leaves, the worker is stopped.
///
/// # Errors
/// As [`relay`], and where the answer is longer than `most`.
pub(super) async fn whole(
    pool: Arc<Pool>,
    request: Vec<u8>,
    time: Duration,
    most: usize,
) -> Result<(Vec<u8>, Vec<u8>), Problem> {
    let cancel = OnDrop(Cancel::default());
    let token = cancel.0.clone();
    let answer = tokio::task::spawn_blocking(move || pool.run(&request, time, &token)?.collect(most));
    answer.await.map_err(|_| Problem::internal())?.map_err(|fault| problem(fault, time))
}

/// Passes the pieces of an answer on, until its end or until nobody takes them.
fn pass(mut answer: Answer, give: &Sender<Result<Part, Fault>>, runtime: &Handle, time: Duration) {
    let until = Instant::now() + time;
    loop {
        let part = answer.part();
        let last = !matches!(part, Ok(Part::Head(_) | Part::Chunk(_)));
        let left = until.saturating_duration_since(Instant::now());
        let taken = runtime.block_on(timeout(left.max(Duration::from_secs(1)), give.send(part)));
        if last || !matches!(taken, Ok(Ok(()))) {
            return;
        }
    }
}

/// An answer of which the beginning is known.
struct Rest {
    /// Pieces that came already, the last first.
    waiting: Vec<Bytes>,
    coming: Receiver<Result<Part, Fault>>,
    _cancel: OnDrop,
}

impl hyper::body::Body for Rest {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Fault>>> {
        if let Some(bytes) = self.waiting.pop() {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        Poll::Ready(match ready!(self.coming.poll_recv(context)) {
            Some(Ok(Part::Head(bytes) | Part::Chunk(bytes))) => Some(Ok(Frame::data(bytes.into()))),
            Some(Ok(Part::End)) => None,
            Some(Err(fault)) => Some(Err(fault)),
            None => Some(Err(Fault::Died { signal: None })),
        })
    }
}

/// Cancels when it is dropped.
struct OnDrop(Cancel);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// What a client is told of a fault.
pub(super) fn problem(fault: Fault, time: Duration) -> Problem {
    match fault {
        Fault::Refused(reason) => match serde_json::from_slice::<Refusal>(&reason) {
            Ok(refusal) => refused(refusal),
            Err(_) => Problem::internal(),
        },
        Fault::TimedOut => {
            let detail = format!("the answer took longer than {} s, which is the limit here", time.as_secs());
            Problem::new(StatusCode::GATEWAY_TIMEOUT, detail)
        }
        // Memory and depth end the process, which can say no more about it.
        Fault::Died { .. } => {
            let detail = "to answer this takes more memory, or goes deeper, than the limits here allow";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, detail)
        }
        Fault::TooLarge => Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "this is larger than it may be"),
        Fault::Busy | Fault::Cancelled => Problem::busy(),
        fault => {
            eprintln!("renda: {fault}");
            Problem::internal()
        }
    }
}

fn refused(refusal: Refusal) -> Problem {
    let status = match refusal.kind {
        RefusalKind::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        RefusalKind::Syntax | RefusalKind::Graph | RefusalKind::Failed => StatusCode::BAD_REQUEST,
    };
    match refusal.at {
        Some((line, column)) => {
            let detail = format!("line {line}, column {column}: {}", refusal.message);
            Problem::new(status, detail).with("line", line).with("column", column)
        }
        None => Problem::new(status, refusal.message),
    }
}
