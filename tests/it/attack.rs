//! Attacks on a running server: each ends near its deadline with a status that says why, the process stays the same, and
//! the next good query is answered right. `cargo test --test it attack -- --nocapture` prints what each took.

use std::fmt::Write as _;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use crate::operate::Server;
use crate::sample;

/// How long an answer may take in these tests.
const TIMEOUT: Duration = Duration::from_secs(1);
/// What an attack may take beyond that, on a machine that has much else to do.
const SLACK: Duration = Duration::from_secs(12);
const LONGEST: usize = 64 << 10;

/// A server of its own over the sample store.
struct Victim(Server);

impl Victim {
    fn start() -> Self {
        Self(Server::start(sample::store(), &["--timeout", "1"]))
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.0.at).unwrap();
        // Longer than any answer may take with all that is waited for before it.
        stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
        stream.set_write_timeout(Some(Duration::from_mins(1))).unwrap();
        stream
    }

    /// Sends bytes and reads until the server closes.
    fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // It may answer and close before it has read all.
        let _ = stream.write_all(bytes);
        Answer::read(stream)
    }

    fn post(&self, content_type: &str, body: &str) -> Answer {
        self.send(post(content_type, body).as_bytes())
    }

    /// That the process is the same, and answers right.
    fn is_well(&mut self, after: &str) {
        let answer = self.post("application/sparql-query", "SELECT (1 + 1 AS ?two) {}");
        assert_eq!((answer.status, answer.complete), (200, true), "after {after}: {}", answer.body);
        assert!(answer.body.contains("two\r\n2\r\n"), "after {after}: {}", answer.body);
        assert!(self.0.child.try_wait().unwrap().is_none(), "the server ended after {after}");
    }
}

fn post(content_type: &str, body: &str) -> String {
    format!(
        "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/csv, text/turtle;q=0.9\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/csv\r\n\r\n")
}

/// What came back; status 0 where nothing did.
struct Answer {
    status: u16,
    body: String,
    /// Whether the answer is whole, by its length or its last chunk.
    complete: bool,
}

impl Answer {
    fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut buffer = vec![0; 64 << 10];
        // A flood is read as long as it lasts, and not kept.
        while let Ok(n @ 1..) = stream.read(&mut buffer) {
            if bytes.len() > 1 << 20 {
                let tail = bytes.len() - 16;
                bytes.drain(4096..tail);
            }
            bytes.extend_from_slice(&buffer[..n]);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let head = head.to_ascii_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let complete = length.map_or(body.ends_with("0\r\n\r\n"), |length: usize| length == body.len());
        Self { status, body: body.to_owned(), complete }
    }
}

/// `open`, as often as goes into a query, `middle`, `close`.
fn nested(head: &str, open: &str, middle: &str, close: &str, tail: &str) -> String {
    let room = LONGEST - head.len() - middle.len() - tail.len();
    let times = room / (open.len() + close.len());
    format!("{head}{}{middle}{}{tail}", open.repeat(times), close.repeat(times))
}

/// Queries of a shape that some recursion follows: none may end more than its worker.
fn deep() -> Vec<(&'static str, String)> {
    let filter = |open, close| nested("ASK { FILTER(", open, "1", close, ") }");
    let group = |open, close| nested("ASK { ", open, "", close, " }");
    let path = |open, close| nested("ASK { ?s ", open, "<p:p>", close, " ?o }");
    vec![
        ("brackets in a filter", filter("(", ")")),
        ("negations", filter("!", "")),
        ("signs", filter("- ", "")),
        ("sums", filter("1+", "")),
        ("disjunctions", filter("1||", "")),
        ("conjunctions", filter("1&&", "")),
        ("functions in functions", filter("STR(", ")")),
        ("conditions in conditions", filter("IF(1,1,", ")")),
        ("coalesced", filter("COALESCE(", ")")),
        ("lists of values", filter("1 IN (", ")")),
        ("groups", group("{", "}")),
        ("optional in optional", group("OPTIONAL{", "}")),
        ("minus in minus", group("MINUS{", "}")),
        ("graph in graph", group("GRAPH ?g{", "}")),
        ("union of unions", nested("ASK { {}", " UNION {}", "", "", " }")),
        ("unions within", group("{}UNION{", "}")),
        ("not exists", group("FILTER NOT EXISTS{", "}")),
        ("queries in queries", group("{SELECT*{", "}}")),
        ("blank nodes", nested("ASK { ?s ?p ", "[?p ", "1", "]", " }")),
        ("lists", nested("ASK { ?s ?p ", "(", "1", ")", " }")),
        ("brackets in a path", path("(", ")")),
        ("inverse paths", path("^", "")),
        ("repeated paths", path("(", ")*")),
        ("alternatives in a path", path("<p:p>|", "")),
        ("steps of a path", path("<p:p>/", "")),
        ("subtracted paths", nested("ASK { ?s !(", "<p:p>|", "<p:p>", "", ") ?o }")),
        ("open brackets", "(".repeat(LONGEST - 1)),
        ("open braces", format!("ASK {}", "{".repeat(LONGEST - 10))),
        ("open square brackets", format!("ASK {{ {}", "[".repeat(LONGEST - 10))),
    ]
}

/// Queries that no time or memory suffices for.
fn dear() -> Vec<(&'static str, String)> {
    let cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i";
    let hundred: String = (0..300).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{n} ");
        text
    });
    let doubled = |times: usize| {
        (1..=times).fold("BIND('words' AS ?x0) ".to_owned(), |mut text, n| {
            let _ = write!(text, "BIND(CONCAT(?x{0},?x{0}) AS ?x{n}) ", n - 1);
            text
        })
    };
    vec![
        ("order of a cross join", format!("SELECT * {{ {cross} }} ORDER BY ?c LIMIT 1")),
        ("order by a sum", format!("SELECT * {{ {cross} }} ORDER BY DESC(STRLEN(STR(?c)) + STRLEN(STR(?f))) LIMIT 1")),
        ("distinct cross join", format!("SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {cross} }} }}")),
        ("grouped cross join", format!("SELECT ?a (COUNT(DISTINCT ?i) AS ?n) {{ {cross} }} GROUP BY ?a ?d ?g")),
        ("counted cross join", format!("SELECT (COUNT(*) AS ?n) {{ {cross} }}")),
        ("all paths", "SELECT (COUNT(*) AS ?n) { ?a (!<p:p>|^!<p:p>)* ?b . ?b (!<p:p>|^!<p:p>)* ?c }".to_owned()),
        ("paths of paths", "SELECT (COUNT(*) AS ?n) { ?a ((!<p:p>|^!<p:p>)+/(!<p:p>|^!<p:p>)+)+ ?b . ?b (!<p:p>|^!<p:p>)* ?c }".to_owned()),
        ("values", format!("SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {hundred} }} VALUES ?b {{ {hundred} }} VALUES ?c {{ {hundred} }} VALUES ?d {{ {hundred} }} }}")),
        ("doubled words", format!("SELECT (STRLEN(?x40) AS ?n) {{ {} }}", doubled(40))),
        ("doubled words that are written", format!("SELECT ?x26 {{ {} }}", doubled(26))),
        ("all words joined", format!("SELECT (STRLEN(GROUP_CONCAT(STR(?c))) AS ?n) {{ {cross} }}")),
        ("all words sampled", format!("SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?c), STR(?f), STR(?i))) AS ?n) {{ {cross} }}")),
        ("optional cross join", format!("SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c OPTIONAL {{ ?d ?e ?f OPTIONAL {{ {cross} FILTER(?c < ?f) }} }} }}")),
        ("what is not", format!("SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c FILTER NOT EXISTS {{ {} FILTER(?c = 'no such') }} }}", cross.replace("?a ?b ?c", "?x ?y ?c"))),
        ("replaced and replaced", format!("SELECT (STRLEN(REPLACE(REPLACE(REPLACE(?x14, '.', '$0$0$0$0$0$0$0$0'), '.', '$0$0$0$0$0$0$0$0'), '.', '$0$0$0$0$0$0$0$0')) AS ?n) {{ {} }}", doubled(14))),
        ("a built graph", format!("CONSTRUCT {{ ?a ?b ?f . ?d ?e ?i . ?g ?h ?c }} WHERE {{ {cross} }}")),
        ("a flood of rows", format!("SELECT * {{ {cross} }}")),
        ("a flood of described things", "DESCRIBE * { ?a ?b ?c . ?d ?e ?f }".to_owned()),
    ]
}

/// Queries that are answered, whatever they look like.
fn harmless() -> Vec<(&'static str, String)> {
    vec![
        (
            "regex bomb",
            "SELECT (REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$') AS ?n) {}".to_owned(),
        ),
        ("repeated repetitions", "SELECT (REGEX('a', '((a{1,1000}){1,1000}){1,1000}') AS ?n) {}".to_owned()),
        (
            "order of times with and without zone",
            "SELECT ?t { VALUES ?t { \"2020-01-01T00:00:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> \
             \"2020-01-01T01:00:00Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime> \
             \"2020-01-01T14:00:00+14:00\"^^<http://www.w3.org/2001/XMLSchema#dateTime> } } ORDER BY ?t"
                .to_owned(),
        ),
    ]
}

/// What happened, for the table.
struct Report(Vec<(String, String, Duration)>);

impl Report {
    fn note(&mut self, name: &str, came: impl Into<String>, took: Duration) {
        assert!(took < TIMEOUT + SLACK, "{name} took {took:?}");
        self.0.push((name.to_owned(), came.into(), took));
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        println!("{} attacks, answers may take {} s", self.0.len(), TIMEOUT.as_secs());
        for (name, came, took) in &self.0 {
            println!("{name:<40} {came:<24} {:>6} ms", took.as_millis());
        }
    }
}

#[test]
fn queries_end_near_their_deadline_and_hurt_nobody() {
    let mut server = Victim::start();
    let mut report = Report(Vec::new());
    server.is_well("the start");
    let kinds =
        [(deep(), &[200, 400, 422, 504][..]), (dear(), &[200, 422, 500, 504]), (harmless(), &[200, 500])];
    for (queries, statuses) in kinds {
        for (name, query) in queries {
            assert!(query.len() <= LONGEST, "{name}");
            let start = Instant::now();
            let answer = server.post("application/sparql-query", &query);
            let took = start.elapsed();
            assert!(statuses.contains(&answer.status), "{name}: {} {}", answer.status, answer.body);
            // What is not whole is seen to be so: the connection ends before the last chunk.
            let whole = if answer.complete { "" } else { ", broken off" };
            assert!(answer.complete || answer.status == 200, "{name}");
            report.note(name, format!("{}{whole}", answer.status), took);
            server.is_well(name);
        }
    }
}

#[test]
fn no_query_opens_a_connection() {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let url = format!("http://{}/data.ttl", trap.local_addr().unwrap());
    let mut server = Victim::start();
    let mut report = Report(Vec::new());
    let encoded = url.replace(':', "%3A").replace('/', "%2F");
    let query = |sparql: String| post("application/sparql-query", &sparql);
    let update = |sparql: String| post("application/sparql-update", &sparql);
    let attacks = [
        ("SERVICE", query(format!("SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"))),
        ("SERVICE SILENT", query(format!("SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"))),
        (
            "SERVICE by a variable",
            query(format!("SELECT * {{ BIND(<{url}> AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}")),
        ),
        ("FROM", query(format!("SELECT * FROM <{url}> {{ ?s ?p ?o }}"))),
        ("FROM NAMED", query(format!("SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"))),
        ("GRAPH", query(format!("SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}"))),
        ("LOAD as a query", query(format!("LOAD <{url}>"))),
        ("LOAD as an update", update(format!("LOAD <{url}>"))),
        ("LOAD SILENT as an update", update(format!("LOAD SILENT <{url}> INTO GRAPH <{url}>"))),
        (
            "LOAD in a form",
            post("application/x-www-form-urlencoded", &format!("update=LOAD%20%3C{encoded}%3E")),
        ),
        (
            "default-graph-uri",
            get(&format!("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&default-graph-uri={encoded}")),
        ),
        (
            "named-graph-uri",
            get(&format!("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D&named-graph-uri={encoded}")),
        ),
    ];
    for (name, request) in attacks {
        let start = Instant::now();
        let answer = server.send(request.as_bytes());
        let good = matches!(answer.status, 200 | 400..=499 | 500 | 501);
        assert!(good && answer.complete, "{name}: {} {}", answer.status, answer.body);
        report.note(name, answer.status.to_string(), start.elapsed());
        server.is_well(name);
    }
    let caught = trap.accept().map(drop).unwrap_err();
    assert_eq!(caught.kind(), ErrorKind::WouldBlock, "a connection came");
}

#[test]
fn requests_that_are_none_are_turned_away() {
    let mut server = Victim::start();
    let mut report = Report(Vec::new());
    let form = "application/x-www-form-urlencoded";
    let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/sparql-query\r\n";
    let headers = (0..500).fold(String::new(), |text, n| text + &format!("X-{n}: 1\r\n"));
    let attacks: Vec<(&str, Vec<u8>, &[u16])> = vec![
        (
            "a query beyond 64 KiB",
            post("application/sparql-query", &format!("ASK {{}} #{}", "x".repeat(LONGEST))).into(),
            &[413],
        ),
        ("a body of megabytes", post("application/sparql-query", &"x".repeat(5 << 20)).into(), &[413]),
        ("a form of megabytes", post(form, &format!("query={}", "%20".repeat(1 << 20))).into(), &[413]),
        ("a body of another type", post("text/plain", "ASK {}").into(), &[415]),
        ("a body of a type that is none", post(";;", "ASK {}").into(), &[400, 415]),
        ("no query", get("/sparql?x=1").into(), &[200, 400, 406]),
        ("two queries", get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").into(), &[400]),
        ("half an escape", get("/sparql?query=ASK%7B%7D%").into(), &[200, 400]),
        ("an escape that is none", get("/sparql?query=ASK%zz").into(), &[400]),
        ("an escape that is no UTF-8", get("/sparql?query=ASK%7B%7D%ff").into(), &[400]),
        (
            "a body that is no UTF-8",
            [
                post("application/sparql-query", "ASK {} #x")
                    .into_bytes()
                    .as_slice()
                    .strip_suffix(b"x")
                    .unwrap(),
                b"\xff",
            ]
            .concat(),
            &[400],
        ),
        (
            "an address beyond 64 KiB",
            get(&format!("/sparql?query={}", "x".repeat(80 << 10))).into(),
            &[414, 431],
        ),
        (
            "hundreds of headers",
            format!("GET /health/live HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into(),
            &[431],
        ),
        (
            "a header of a megabyte",
            format!("GET /health/live HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "x".repeat(1 << 20))
                .into(),
            &[0, 431],
        ),
        (
            "another name of the server",
            b"GET /health/live HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_vec(),
            &[421],
        ),
        (
            "no name of the server",
            b"GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n".to_vec(),
            &[400, 421],
        ),
        (
            "another method",
            b"BREW /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".to_vec(),
            &[405],
        ),
        ("another language", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), &[0, 400]),
        ("an address that climbs", get("/../../../../etc/passwd").into(), &[400, 404]),
        ("an escaped address that climbs", get("/%2e%2e/%2e%2e/etc/passwd").into(), &[400, 404]),
        (
            "length and chunks at once",
            format!("{head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into(),
            &[200, 400],
        ),
        (
            "two lengths",
            format!("{head}Content-Length: 3\r\nContent-Length: 6\r\n\r\nASK {{}}").into(),
            &[400],
        ),
        (
            "a chunk of no length",
            format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\nASK {{}}\r\n0\r\n\r\n").into(),
            &[400],
        ),
    ];
    for (name, request, statuses) in attacks {
        let start = Instant::now();
        let answer = server.send(&request);
        assert!(statuses.contains(&answer.status), "{name}: {} {}", answer.status, answer.body);
        report.note(name, answer.status.to_string(), start.elapsed());
        server.is_well(name);
    }
}

#[test]
fn clients_that_are_slow_or_leave_cost_nobody_anything() {
    let mut server = Victim::start();
    let mut report = Report(Vec::new());
    let head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 60\r\n\r\n";
    for (name, start, drip, statuses) in [
        ("a head that never ends", "GET /sparql HTTP/1.1\r\n", "X: 1\r\n", &[0, 408][..]),
        ("a body that never ends", head, " ", &[0, 408]),
        ("nothing at all", "", "", &[0, 408]),
    ] {
        let (begun, mut stream) = (Instant::now(), server.connect());
        stream.write_all(start.as_bytes()).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        // Once for each fifth of a second, until the server has enough of it.
        let mut byte = [0];
        while begun.elapsed() < TIMEOUT + SLACK {
            match stream.peek(&mut byte) {
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                _ => break,
            }
            let _ = stream.write_all(drip.as_bytes());
        }
        let took = begun.elapsed();
        let answer = Answer::read(stream);
        assert!(statuses.contains(&answer.status), "{name}: {}", answer.status);
        report.note(name, answer.status.to_string(), took);
        server.is_well(name);
    }

    let flood = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let sort = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c LIMIT 1";
    let begun = Instant::now();
    let mut slow: Vec<TcpStream> = Vec::new();
    for _ in 0..8 {
        let mut stream = server.connect();
        stream.write_all(post("application/sparql-query", flood).as_bytes()).unwrap();
        slow.push(stream);
    }
    let mut waited = 0;
    while server.post("application/sparql-query", "ASK {}").status != 200 {
        waited += 1;
        assert!(begun.elapsed() < (TIMEOUT + SLACK) * 2, "floods that nobody reads keep others out");
    }
    report.note("8 floods that nobody reads", format!("{waited} turned away"), begun.elapsed() / 2);
    drop(slow);
    server.is_well("floods that nobody reads");

    let begun = Instant::now();
    for _ in 0..20 {
        let mut stream = server.connect();
        stream.write_all(post("application/sparql-query", sort).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(10));
    }
    while server.post("application/sparql-query", "ASK {}").status != 200 {
        assert!(begun.elapsed() < TIMEOUT + SLACK, "work for clients that left goes on");
    }
    report.note("20 clients that leave", "", begun.elapsed());
    server.is_well("clients that leave");

    let begun = Instant::now();
    let idle: Vec<TcpStream> = (0..300).map(|_| server.connect()).collect();
    server.is_well("300 connections that say nothing");
    report.note("300 connections that say nothing", "", begun.elapsed());
    drop(idle);
}
