//! `renda push` and `--endpoint`: against our own server, and against servers that refuse, lie, wait and break.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::feigned::Feigned;
use crate::support::{renda, root, skipped};
use crate::wire::Server;

/// A store elsewhere, as the command line names it.
pub(crate) struct Elsewhere {
    pub(crate) arguments: Vec<String>,
    /// How it is asked only.
    pub(crate) asked: Vec<String>,
}

impl Elsewhere {
    fn of(server: &Server) -> Self {
        let asked = vec!["--endpoint".to_owned(), server.url("/sparql")];
        Self { arguments: asked.clone(), asked }
    }

    pub(crate) fn push(&self, store: &Path, more: &[&str]) -> Command {
        let mut command = client();
        command.arg("push").args(&self.arguments).args(more).arg("--store").arg(store);
        command
    }
}

/// The program, which asks this machine only, whatever the shell says of proxies.
fn client() -> Command {
    let mut command = renda();
    for name in [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "RENDA_CREDENTIALS",
    ] {
        command.env_remove(name);
    }
    command
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs to a good end; what it said.
pub(crate) fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", words(&output));
    words(&output)
}

/// The line of a summary that tells what was verified.
pub(crate) fn verified(told: &str) -> &str {
    told.lines().find(|line| line.starts_with("verified")).unwrap_or_else(|| panic!("{told}"))
}

/// The line that tells what was sent.
pub(crate) fn sent(told: &str) -> &str {
    told.lines()
        .find(|line| line.starts_with("sent") || line.starts_with("would"))
        .unwrap_or_else(|| panic!("{told}"))
}

/// Two folders of articles: all of the project's own, and what came of them: some gone, one changed.
pub(crate) struct Corpora {
    _dir: tempfile::TempDir,
    pub(crate) whole: PathBuf,
    pub(crate) changed: PathBuf,
    pub(crate) less: PathBuf,
}

impl Corpora {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let names: BTreeSet<PathBuf> = fs::read_dir(root().join("data/articles"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| {
                path.extension().is_some_and(|extension| extension == "txt") && !path.ends_with("README.txt")
            })
            .collect();
        let build = |name: &str, skip: usize, change: bool| {
            let (folder, store) = (dir.path().join(name), dir.path().join(format!("{name}.db")));
            fs::create_dir(&folder).unwrap();
            for path in names.iter().skip(skip) {
                let to = folder.join(path.file_name().unwrap());
                fs::copy(path, &to).unwrap();
                if change && path.ends_with("05-township.txt") {
                    fs::write(to, fs::read_to_string(path).unwrap() + "\n县人大常委会全年听取报告三次。\n")
                        .unwrap();
                }
            }
            let mut command = renda();
            command.arg("build").arg(&folder).arg("--store").arg(&store);
            done(command);
            store
        };
        let (whole, changed, less) =
            (build("whole", 0, false), build("changed", 0, true), build("less", 7, false));
        Self { _dir: dir, whole, changed, less }
    }
}

/// A push, a second one for nothing, one for a changed article, one for fewer articles, and back.
pub(crate) fn what_changed_is_sent(elsewhere: &Elsewhere, corpora: &Corpora) {
    let dry = elsewhere.push(&corpora.whole, &["--dry-run"]).output().unwrap();
    let listed = String::from_utf8(dry.stdout.clone()).unwrap();
    assert!(dry.status.success(), "{}", words(&dry));
    let first = done(elsewhere.push(&corpora.whole, &["--deep"]));
    assert!(sent(&first).contains(&format!("{} graphs", listed.lines().count())), "{first}\n{listed}");
    let articles = listed.lines().filter(|line| line.contains("/article/")).count();

    let second = done(elsewhere.push(&corpora.whole, &[]));
    assert!(sent(&second).contains(" 0 graphs") && sent(&second).contains("; 0 removed"), "{second}");
    assert_eq!(verified(&first), verified(&second));

    let changed = done(elsewhere.push(&corpora.changed, &[]));
    assert!(sent(&changed).contains("(1 of articles"), "{changed}");
    assert!(sent(&changed).contains("1 removed") || sent(&changed).contains("2 removed"), "{changed}");

    let less = done(elsewhere.push(&corpora.less, &["--deep"]));
    let gone = sent(&less).split("; ").nth(1).unwrap().split(' ').next().unwrap().parse::<usize>().unwrap();
    assert!(gone > 0 && gone < articles + 20, "{less}");

    let back = done(elsewhere.push(&corpora.whole, &["--deep"]));
    assert_eq!(verified(&first), verified(&back), "what was removed is there again, and nothing else");
}

/// Pushes that are killed at `kills` points, drawn from a seed, while the store is filled and emptied in turn; the last one
/// comes to its end.
pub(crate) fn kills_resume(elsewhere: &Elsewhere, corpora: &Corpora, kills: u32) {
    let begun = Instant::now();
    let expected = done(elsewhere.push(&corpora.less, &[]));
    let span = begun.elapsed().as_millis().max(500);
    let mut state = 20_261_128_u64;
    let mut cut = 0;
    for round in 0..kills {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let store = if round % 2 == 0 { &corpora.whole } else { &corpora.less };
        let mut command = elsewhere.push(store, &[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let wait = (u128::from(state >> 33) * span) >> 31;
        std::thread::sleep(Duration::from_millis(u64::try_from(wait).unwrap()));
        let _ = child.kill();
        cut += u32::from(!child.wait().unwrap().success());
    }
    eprintln!("{cut} of {kills} pushes were killed before their end, within {span} ms");
    let resumed = done(elsewhere.push(&corpora.less, &["--deep"]));
    assert_eq!(verified(&expected), verified(&resumed));
    assert!(cut > kills / 4, "only {cut} of {kills} pushes were killed before their end");
}

/// A scratch store whose changes may take long: each is a whole generation, and tests beside it may keep the machine busy.
fn scratch(dir: &Path) -> Server {
    Server::start(&["--timeout", "300", "--writable", "--scratch", &dir.to_string_lossy()])
}

#[test]
fn our_own_server_is_pushed_to_and_asked() {
    let corpora = Corpora::new();
    let dir = tempfile::tempdir().unwrap();
    let server = scratch(&dir.path().join("scratch.db"));
    let elsewhere = Elsewhere::of(&server);
    let foreign = "/store?graph=http%3A%2F%2Fexample.org%2Fforeign";
    let put = server.send(
        "PUT",
        foreign,
        &[("Content-Type", "text/turtle")],
        b"<http://e.org/s> a <http://e.org/o> .",
    );
    assert_eq!(put.unwrap().status, 201);

    let empty = client().args(["adopted", "x"]).args(&elsewhere.asked).output().unwrap();
    assert!(
        words(&empty).contains("holds no articles") && words(&empty).contains("renda push"),
        "{}",
        words(&empty)
    );

    what_changed_is_sent(&elsewhere, &corpora);
    assert_eq!(server.get(foreign, &[]).status, 200, "a graph of another's is not touched");
    crate::virtuoso::answers_are_the_same(&elsewhere, &corpora.whole, &[]);
}

#[test]
fn a_push_that_is_killed_is_taken_up_by_the_next() {
    let corpora = Corpora::new();
    let dir = tempfile::tempdir().unwrap();
    let server = scratch(&dir.path().join("scratch.db"));
    // Each graph that is written costs our server a whole generation: Virtuoso is killed more often.
    kills_resume(&Elsewhere::of(&server), &corpora, 5);
}

/// `renda adopted` of a feigned endpoint, and what came of it.
fn asked(endpoint: &str, more: &[&str]) -> (i32, String) {
    let output = client().args(["adopted", "x", "--endpoint", endpoint]).args(more).output().unwrap();
    assert!(output.stdout.is_empty(), "{output:?}");
    (output.status.code().unwrap(), words(&output))
}

#[test]
fn what_goes_wrong_is_told_with_a_remedy() {
    let elsewhere = Feigned::answering(&["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]);
    let redirect =
        format!("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", elsewhere.url());
    let words_of_engine = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\nSP030: no\r\n  one";
    for (answer, exit, expected) in [
        ("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", 1, "--credentials"),
        ("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", 1, "ask its operator"),
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 1, "--graph-store"),
        ("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n", 5, "raise its limit"),
        ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", 1, "the server failed (500 Internal Server Error)"),
        ("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", 1, "too busy"),
        (redirect.as_str(), 1, "which is not followed"),
        (words_of_engine, 1, "SP030: no one"),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello",
            1,
            "none of SPARQL 1.1",
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"head\"", 1, "the connection broke"),
        (
            "HTTP/1.1 200 OK\r\nX-SQL-State: S1TAT\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 47\r\n\r\n{\"head\":{\"vars\":[]},\"results\":{\"bindings\":[]}} ",
            5,
            "a part of the answer only",
        ),
        (
            "HTTP/1.1 200 OK\r\nX-SPARQL-MaxRows: 1\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 48\r\n\r\n{\"head\":{\"vars\":[]},\"results\":{\"bindings\":[{}]}}",
            5,
            "ResultSetMaxRows",
        ),
    ] {
        let server = Feigned::answering(&[answer]);
        let (code, told) = asked(&server.url(), &["--retries", "0"]);
        assert_eq!(code, exit, "{answer}: {told}");
        assert!(told.contains(expected) && told.contains(&server.url()), "{answer}: {told}");
    }
    assert!(elsewhere.requests().is_empty(), "a redirect was followed");

    let (code, told) = asked("http://127.0.0.1:1/sparql", &["--retries", "0"]);
    assert!(code == 1 && told.contains("nobody listens there"), "{told}");
    let silent = Feigned::answering(&[]);
    let begun = Instant::now();
    let (code, told) = asked(&silent.url(), &["--retries", "0", "--patience", "1"]);
    assert!(code == 5 && told.contains("--patience") && begun.elapsed() < Duration::from_secs(20), "{told}");
    let plain = Feigned::answering(&["HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"]);
    let (code, told) = asked(&plain.url().replace("http:", "https:"), &["--retries", "0"]);
    assert!(code == 1 && told.contains("no encrypted connection"), "{told}");
    for (address, expected) in [
        ("ftp://127.0.0.1/", "http://127.0.0.1:8890/sparql"),
        ("http://me:verysecret@127.0.0.1/", "--credentials"),
    ] {
        let (code, told) = asked(address, &[]);
        assert!(code == 2 && told.contains(expected) && !told.contains("verysecret"), "{told}");
    }
    let output = client().args(["status", "--endpoint", "http://127.0.0.1:1/"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
}

#[test]
fn a_busy_server_is_asked_again() {
    let busy = "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    let rows = "HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 46\r\n\r\n{\"head\":{\"vars\":[]},\"results\":{\"bindings\":[]}}";
    let server = Feigned::answering(&[busy, busy, rows]);
    let (_, told) = asked(&server.url(), &["--retries", "3"]);
    assert!(told.contains("holds no articles"), "{told}");
    assert_eq!(server.requests().len(), 3);
}

#[test]
fn a_password_is_sent_where_it_is_asked_for_and_never_told() {
    let basic = "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n";
    let digest = "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5\r\nContent-Length: 0\r\n\r\n";
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("credentials");
    fs::write(&file, "dba:verysecret\n").unwrap();
    for (challenge, scheme) in [(basic, "basic ZGJhOnZlcnlzZWNyZXQ="), (digest, "digest username=\"dba\"")] {
        let server = Feigned::answering(&[challenge, challenge]);
        let (code, told) =
            asked(&server.url(), &["--retries", "0", "--credentials", &file.to_string_lossy()]);
        assert!(
            code == 1 && told.contains("does not accept who we are") && !told.contains("verysecret"),
            "{told}"
        );
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert!(
            !requests[0].to_ascii_lowercase().contains("authorization"),
            "before it was asked for: {}",
            requests[0]
        );
        let said = requests[1].to_ascii_lowercase();
        assert!(said.contains(&format!("authorization: {}", scheme.to_ascii_lowercase())), "{}", requests[1]);
        assert!(!requests[1].contains("verysecret"), "{}", requests[1]);
    }
    fs::write(&file, "verysecret").unwrap();
    let (code, told) = asked("http://127.0.0.1:1/", &["--credentials", &file.to_string_lossy()]);
    assert!(code == 2 && told.contains("USER:PASSWORD") && !told.contains("verysecret"), "{told}");
}

#[test]
fn an_encrypted_endpoint_is_asked_where_the_system_trusts_it() {
    for command in ["python3", "openssl"] {
        if Command::new(command)
            .arg(if command == "openssl" { "version" } else { "--version" })
            .output()
            .is_err()
        {
            return skipped(&format!("command {command}"));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "key.pem", "-out", "cert.pem"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", words(&made));
    let server = Feigned::encrypted(dir.path());
    let ask = |trusted: bool| {
        let mut command = client();
        command.args([
            "adopted",
            "x",
            "--retries",
            "0",
            "--endpoint",
            &server.url().replace("127.0.0.1", "localhost"),
        ]);
        if trusted {
            command.env("SSL_CERT_FILE", dir.path().join("cert.pem"));
        }
        words(&command.output().unwrap())
    };
    let (untrusted, trusted) = (ask(false), ask(true));
    assert!(
        untrusted.contains("no encrypted connection") && untrusted.contains("SSL_CERT_FILE"),
        "{untrusted}"
    );
    assert!(trusted.contains("holds no articles"), "{trusted}");
}
