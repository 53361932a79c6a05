//! The socket: connections with limits, and an end that lets no answer be cut.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

use super::follow::follow;
use super::measure::Peer;
use super::{Site, app};
use crate::error::{Error, ErrorKind, Result};

/// How many connections are open at once; further ones wait to be taken.
const CONNECTIONS: usize = 512;
/// The longest head of a request: a query of 64 KiB with most of it escaped has to go into an address.
const LONGEST_HEAD: usize = 256 * 1024;

/// Serves a site, and what is built in `store` meanwhile, until the process is asked to end (SIGTERM, or Ctrl-C); then what was begun is finished.
///
/// # Errors
/// Where the system gives no threads, no signals or not this socket.
pub fn listen(site: Arc<Site>, store: Option<PathBuf>, listener: std::net::TcpListener) -> Result<()> {
    let cannot = |cause: io::Error| Error::new(ErrorKind::Failed, "the server cannot run").because(cause);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(cannot)?;
    listener.set_nonblocking(true).map_err(cannot)?;
    let followed = Arc::clone(&site);
    thread::Builder::new()
        .name("follow".into())
        .spawn(move || follow(&followed, store.as_deref()))
        .map_err(cannot)?;
    runtime
        .block_on(async {
            let listener = TcpListener::from_std(listener)?;
            let (mut terminate, mut interrupt) =
                (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
            let asked = async move {
                tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
            };
            let patience = site.settings().patience();
            let longest = site.settings().timeout + patience;
            accept(listener, app(site), patience, longest, asked).await;
            Ok(())
        })
        .map_err(cannot)?;
    // An answer that nobody waits for any more must not keep the process.
    runtime.shutdown_background();
    Ok(())
}

/// Takes connections until `asked` is done, then waits for those that are open, no longer than the longest answer takes.
async fn accept(
    listener: TcpListener,
    app: Router,
    patience: Duration,
    longest: Duration,
    asked: impl Future<Output = ()>,
) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let (ending, _) = watch::channel(false);
    tokio::pin!(asked);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! { next = next => next, () = &mut asked => break };
        match accepted {
            Ok((stream, from)) => {
                let (app, ending) = (app.clone(), ending.subscribe());
                tokio::spawn(async move {
                    connection(stream, from, app, patience, ending).await;
                    drop(permit);
                });
            }
            // Mostly too many open files: it passes as connections end.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
    drop(listener);
    ending.send_replace(true);
    let all = u32::try_from(CONNECTIONS).expect("a few hundred");
    let _ = timeout(longest, room.acquire_many(all)).await;
}

/// Speaks HTTP on one connection until it ends, or until the server does and the answer under way is given.
async fn connection(
    stream: TcpStream,
    from: SocketAddr,
    app: Router,
    patience: Duration,
    mut ending: watch::Receiver<bool>,
) {
    let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(from));
        app.clone().oneshot(request)
    });
    let mut stream = TimeoutStream::new(stream);
    // Who does not take what he asked for holds a worker no longer than this.
    stream.set_write_timeout(Some(patience));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), answer);
    tokio::pin!(connection);
    // How a connection ends is the client's affair: there is nobody to tell.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = ending.wait_for(|ending| *ending) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
