//! What went wrong on the way to a store or in it, and what can be done about it.

use std::io;

use ureq::http::StatusCode;
use ureq::http::header::{CONTENT_TYPE, LOCATION};

use super::Address;
use super::client::{Message, Reply};
use crate::error::{Error, ErrorKind};

/// How many characters of a server's own words are told.
const MOST_WORDS: usize = 300;

/// Whether a server says that it may answer later.
pub(super) fn is_busy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

/// Whether what kept a request from being answered may pass.
pub(super) fn may_pass(error: &ureq::Error) -> bool {
    use ureq::Error as E;
    matches!(error, E::Io(_) | E::Timeout(_) | E::ConnectionFailed) && !is_untrusted(error)
}

/// Whether it is the encryption that fails.
fn is_untrusted(error: &ureq::Error) -> bool {
    use ureq::Error as E;
    match error {
        E::Tls(_) | E::Pem(_) | E::Rustls(_) | E::TlsRequired => true,
        E::Io(cause) => {
            cause.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<rustls::Error>)
        }
        _ => false,
    }
}

/// A request that was not answered.
pub(super) fn unanswered(address: &Address, cause: ureq::Error) -> Error {
    use ureq::Error as E;
    let (kind, message, remedy) = match &cause {
        _ if is_untrusted(&cause) => (
            ErrorKind::Failed,
            "no encrypted connection can be made",
            "the certificate must be one that this system trusts: add its authority, or name it by SSL_CERT_FILE",
        ),
        E::Io(io) if io.kind() == io::ErrorKind::ConnectionRefused => (
            ErrorKind::Failed,
            "nobody listens there",
            "see that the server runs, and that host and port are right",
        ),
        E::HostNotFound => (ErrorKind::Failed, "there is no such host", "see that the name is right"),
        E::Timeout(_) => {
            (ErrorKind::Limit, "no answer came in time", "give it more time by --patience, or ask for less")
        }
        E::BodyExceedsLimit(_) => (ErrorKind::Limit, "the answer is longer than 1 GiB", "ask for less"),
        _ => (ErrorKind::Failed, "the connection broke", "try again; what was sent whole is not sent again"),
    };
    Error::new(kind, message).at(address).remedy(remedy).because(cause)
}

/// An answer that is a refusal.
pub(super) fn refused(message: Message<'_>, reply: &Reply, credential: bool) -> Error {
    let status = reply.status;
    let known = credential && !message.address.is_private();
    let (kind, what, remedy) = match status.as_u16() {
        300..=399 => {
            let to = reply.headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("elsewhere");
            (ErrorKind::Failed, format!("the server sends on to {to}, which is not followed"), "give that address, if you trust it".to_owned())
        }
        401 if known => (
            ErrorKind::Failed,
            "the server does not accept who we are, or wants the password in clear".to_owned(),
            "see that USER:PASSWORD is right; a password goes in clear over https only".to_owned(),
        ),
        401 if credential => {
            (ErrorKind::Failed, "the server does not accept who we are".to_owned(), "see that USER:PASSWORD is right".to_owned())
        }
        401 => (
            ErrorKind::Failed,
            "the server wants to know who we are".to_owned(),
            "put USER:PASSWORD into a file and name it by --credentials, or into RENDA_CREDENTIALS".to_owned(),
        ),
        403 => (ErrorKind::Failed, "the server does not let us do this".to_owned(), "ask its operator for the right to".to_owned()),
        404 | 405 => (
            ErrorKind::Failed,
            "there is no such service".to_owned(),
            "see that the address is that of the service: --endpoint is where queries go, --graph-store where graphs are written"
                .to_owned(),
        ),
        406 | 415 => (
            ErrorKind::Failed,
            "the server does not speak the forms of the standard".to_owned(),
            "see that the address is that of a SPARQL 1.1 service".to_owned(),
        ),
        413 => (
            ErrorKind::Limit,
            format!("{} kB are more than the server takes at once", message.body.len() / 1000),
            "raise its limit for the body of a request".to_owned(),
        ),
        status if is_busy(reply.status) => {
            (ErrorKind::Failed, format!("the server is too busy ({status})"), "try again later; what was sent whole is not sent again".to_owned())
        }
        400..=499 => (ErrorKind::Failed, format!("the server does not take the request ({status})"), String::new()),
        _ => (ErrorKind::Failed, format!("the server failed ({status})"), "its own log says more".to_owned()),
    };
    let error = Error::new(kind, what).at(message.address);
    let error = if remedy.is_empty() { error } else { error.remedy(remedy) };
    match words(reply) {
        Some(words) => error.because(words),
        None => error,
    }
}

/// The server's own words, where they are for people: not more than a few lines, on one.
fn words(reply: &Reply) -> Option<String> {
    let kind = reply.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text = std::str::from_utf8(&reply.body).ok()?;
    let text = match serde_json::from_str::<serde_json::Value>(text) {
        Ok(problem) => problem.get("detail")?.as_str()?.to_owned(),
        Err(_) if kind.starts_with("text/plain") => text.to_owned(),
        Err(_) => return None,
    };
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let words: String = words.join(" ").chars().take(MOST_WORDS).collect();
    (!words.is_empty()).then_some(words)
}
