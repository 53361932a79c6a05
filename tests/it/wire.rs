//! The real server, a process on loopback, and a client that sends just the bytes it is told.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::renda;

/// A running `renda serve`, ended when dropped.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    pub(crate) authority: String,
}

impl Server {
    /// Serves a store, which nobody can write to.
    pub(crate) fn of(store: &Path) -> Self {
        Self::start(&["--store", &store.to_string_lossy()])
    }

    /// Serves a scratch store, which anybody can write to.
    pub(crate) fn scratch(dir: &Path) -> Self {
        Self::start(&["--writable", "--scratch", &dir.to_string_lossy()])
    }

    /// Starts `renda serve` on a free port, and waits until it says which.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut child = renda()
            .args(["serve", "--port", "0"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut told = String::new();
        let authority = loop {
            let mut line = String::new();
            let length = lines.read_line(&mut line).unwrap();
            assert!(length > 0, "renda serve ended: {told}");
            if let Some((_, address)) = line.split_once("http://") {
                break address.split('/').next().unwrap().to_owned();
            }
            told.push_str(&line);
        };
        // What else it says must find a reader, or it would wait.
        std::thread::spawn(move || io::copy(&mut lines, &mut io::sink()));
        Self { child, authority }
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn end(mut self) -> bool {
        let asked = std::process::Command::new("kill").arg(self.child.id().to_string()).status();
        asked.is_ok_and(|status| status.success()) && self.child.wait().is_ok_and(|status| status.success())
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.authority)
    }

    /// GETs an address.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send("GET", path, headers, b"").unwrap()
    }

    /// POSTs a body of a type.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Reply {
        self.send("POST", path, &[("Content-Type", content_type)], body).unwrap()
    }

    /// Sends a request with these headers and those that HTTP needs, and no other.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        let mut request = format!("{method} {path} HTTP/1.1\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            let _ = write!(request, "Host: {}\r\n", self.authority);
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        if !body.is_empty() || ["POST", "PUT", "PATCH"].contains(&method) {
            let _ = write!(request, "Content-Length: {}\r\n", body.len());
        }
        request += "Connection: close\r\n\r\n";
        let mut stream = TcpStream::connect(&self.authority)?;
        stream.set_read_timeout(Some(Duration::from_mins(1)))?;
        stream.write_all(request.as_bytes())?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        Reply::read(method, &bytes)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back, whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Reads an answer; an error where its body is not whole.
    fn read(method: &str, bytes: &[u8]) -> io::Result<Self> {
        let broken = |what: &str| io::Error::new(io::ErrorKind::UnexpectedEof, what.to_owned());
        let end = bytes.windows(4).position(|at| at == b"\r\n\r\n").ok_or_else(|| broken("no head"))?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let status = status.ok_or_else(|| broken("no status"))?;
        let mut reply = Self { status, headers, body: Vec::new() };
        let rest = &bytes[end + 4..];
        reply.body = if method == "HEAD" || [204, 304].contains(&status) {
            rest.to_vec()
        } else if reply.header("transfer-encoding") == "chunked" {
            dechunked(rest).ok_or_else(|| broken("a chunk is missing"))?
        } else {
            rest.to_vec()
        };
        let length: Option<usize> = reply.header("content-length").parse().ok();
        if method != "HEAD" && status != 304 && length.is_some_and(|length| length != reply.body.len()) {
            return Err(broken("the body is shorter than it says"));
        }
        Ok(reply)
    }

    /// A header's value; empty where it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value)
    }

    /// The media type, without parameters.
    pub(crate) fn media_type(&self) -> &str {
        self.header("content-type").split(';').next().unwrap_or_default().trim()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// The body of a chunked message; `None` where its last chunk is missing.
fn dechunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|at| at == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size + 2..)?;
    }
}
