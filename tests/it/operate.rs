//! A running server: it is told to end, it is built beside, it is watched.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;

use crate::serve::{ask, get};
use crate::{sample, support};

/// A server of its own. What it says on stderr can be read line by line.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) at: SocketAddr,
    pub(crate) said: Mutex<Receiver<String>>,
}

impl Server {
    /// Starts one on a free port, and waits until it is ready.
    pub(crate) fn start(store: &Path, arguments: &[&str]) -> Self {
        let mut command = support::renda();
        command.arg("serve").arg("--store").arg(store).args(["--port", "0"]).args(arguments);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (say, said) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                if say.send(line).is_err() {
                    break;
                }
            }
        });
        let line = said.recv().unwrap();
        let at = line.rsplit_once("http://").unwrap().1.trim_end_matches('/').parse().unwrap();
        let server = Self { child, at, said: Mutex::new(said) };
        let start = Instant::now();
        while !server.get("/health/ready").unwrap().starts_with("HTTP/1.1 200 ") {
            assert!(start.elapsed() < Duration::from_mins(1), "no worker is ready");
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Sends a request that asks to close, and reads all that comes.
    pub(crate) fn send(&self, request: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.at)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(request.as_bytes())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    }

    /// GETs an address.
    pub(crate) fn get(&self, target: &str) -> std::io::Result<String> {
        self.send(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_answer_has_the_headers_that_forbid() {
    let wrong = Request::delete("/health/live").body(Body::empty()).unwrap();
    for answer in [get("/health/live", "*/*"), get("/no-such", "text/html"), ask(wrong)] {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}

#[test]
fn metrics_are_told_in_the_text_format() {
    get("/health/live", "*/*");
    let told = get("/metrics", "*/*").body;
    for line in told.lines().filter(|line| !line.starts_with("# ")) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        assert!(name.starts_with("renda_") && value.parse::<f64>().is_ok(), "{line}");
    }
    // Its own request is open; those of tests beside it may be.
    let open = told.lines().find_map(|line| line.strip_prefix("renda_requests_open "));
    let open: usize = open.unwrap().parse().unwrap();
    assert!(told.contains("\nrenda_generation 1\n") && open > 0, "{told}");
}

#[test]
fn names_of_the_outside_are_turned_away_on_loopback() {
    let server = Server::start(sample::store(), &["--log", "json"]);
    let ask = |host: &str| {
        server
            .send(&format!("GET /health/live HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
            .unwrap()
    };
    assert!(ask("127.0.0.1").starts_with("HTTP/1.1 200 "));
    let answer = ask("evil.example");
    assert!(answer.starts_with("HTTP/1.1 421 ") && answer.contains("content-security-policy"), "{answer}");
    let lines = server.said.lock().unwrap();
    let logged = std::iter::from_fn(|| lines.recv_timeout(Duration::from_secs(10)).ok())
        .map(|line| serde_json::from_str::<serde_json::Value>(&line).unwrap())
        .find(|line| line["address"] == "/health/live")
        .unwrap();
    assert_eq!((logged["status"].as_u64(), logged["peer"].as_str()), (Some(200), Some("127.0.0.1")));
}

#[cfg(unix)]
#[test]
fn asked_to_end_it_answers_what_was_begun_and_ends_well() {
    let mut server = Server::start(sample::store(), &[]);
    let mut begun = TcpStream::connect(server.at).unwrap();
    begun.write_all(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n").unwrap();
    // The server has the beginning by the time it has answered another.
    server.get("/health/live").unwrap();
    assert!(Command::new("kill").arg(server.child.id().to_string()).status().unwrap().success());
    std::thread::sleep(Duration::from_millis(200));
    begun.write_all(b"Connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    begun.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("alive\n"), "{answer}");
    let start = Instant::now();
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_build_beside_it_is_served_with_no_failed_request() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("s.db");
    let records = sample::records();
    sample::write(&store, &records);
    let server = Server::start(&store, &[]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let askers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut asked = 0;
                    while !done.load(Ordering::Relaxed) {
                        let answer = server.get("/health/ready").unwrap();
                        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        sample::write(&store, &records[1..]);
        let start = Instant::now();
        while !server.get("/health/ready").unwrap().contains("\"generation\":2") {
            assert!(start.elapsed() < Duration::from_mins(1), "the new generation is not served");
            std::thread::sleep(Duration::from_millis(50));
        }
        done.store(true, Ordering::Relaxed);
        let asked: usize = askers.into_iter().map(|asker| asker.join().unwrap()).sum();
        assert!(asked > 0);
    });
}
