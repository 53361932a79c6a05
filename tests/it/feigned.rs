//! Servers that answer what they are told to, and keep what they were asked.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// A server on a port of its own.
pub(crate) struct Feigned {
    address: String,
    requests: Arc<Mutex<Vec<String>>>,
    child: Option<Child>,
}

impl Feigned {
    /// Gives one answer after the other, each on a connection of its own; then none any more, and holds who asks.
    pub(crate) fn answering(answers: &[&str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/sparql", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, mut answers) =
            (Arc::clone(&requests), answers.iter().map(|&a| a.to_owned()).collect::<Vec<_>>().into_iter());
        std::thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                match answers.next() {
                    None => held.push(stream),
                    Some(answer) => {
                        if let Some(request) = read(&stream) {
                            kept.lock().unwrap().push(request);
                        }
                        let _ = stream.write_all(answer.as_bytes());
                    }
                }
            }
        });
        Self { address, requests, child: None }
    }

    /// Answers without rows, over TLS, with `cert.pem` and `key.pem` of a folder.
    pub(crate) fn encrypted(dir: &Path) -> Self {
        const SERVER: &str = r#"
import http.server, ssl, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address): pass
server = Server(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("cert.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
"#;
        let mut child = Command::new("python3")
            .args(["-c", SERVER])
            .current_dir(dir)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        let address = format!("https://127.0.0.1:{}/sparql", port.trim());
        Self { address, requests: Arc::default(), child: Some(child) }
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        self.address.clone()
    }

    /// What it was asked, in order: head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Feigned {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A request, whole; `None` where it is none.
fn read(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    loop {
        let from = request.len();
        if reader.read_line(&mut request).ok()? == 0 {
            return None;
        }
        if request[from..].trim().is_empty() {
            break;
        }
    }
    let length = request.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    request.push_str(&String::from_utf8_lossy(&body));
    Some(request)
}
