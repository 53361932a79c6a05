//! One request and its answer: who we are is said when it is asked for, what may pass is tried again, and every wait ends.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use digest_auth::{AuthContext, HttpMethod, WwwAuthenticateHeader};
use ureq::Agent;
use ureq::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use ureq::http::{HeaderMap, Method, Request, StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};

use super::fault;
use super::{Address, Credential};
use crate::error::Result;

/// The longest answer that is taken.
const LONGEST_ANSWER: u64 = 1 << 30;
/// The longest wait before a request is sent again, whatever the server asks for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long is waited, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long a request may take, its answer included.
    pub request: Duration,
    /// How often a request is sent again that found nobody, or a server that is busy.
    pub retries: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { request: Duration::from_mins(1), retries: 3 }
    }
}

/// Sends requests.
pub struct Client {
    agent: Agent,
    credential: Option<Credential>,
    /// What the server asked for when it wanted to know who we are.
    asked: Mutex<Option<Asked>>,
    retries: u32,
}

/// How a server wants to be told who we are.
enum Asked {
    Basic,
    Digest(Box<WwwAuthenticateHeader>),
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) method: &'a Method,
    /// The address that the user gave, for messages and for what may be sent there.
    pub(super) address: &'a Address,
    /// The address that is asked.
    pub(super) uri: &'a Uri,
    pub(super) accept: &'a str,
    pub(super) content_type: &'a str,
    pub(super) body: &'a [u8],
}

/// What comes back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Client {
    /// A client that is this patient.
    pub fn new(credential: Option<Credential>, patience: Patience) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(patience.request.min(Duration::from_secs(10))))
            .timeout_global(Some(patience.request))
            .user_agent(concat!("renda/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls.build())
            .build();
        Self { agent: config.into(), credential, asked: Mutex::new(None), retries: patience.retries }
    }

    /// Sends a request that may be sent twice without harm, and gives the answer, which is a good one.
    ///
    /// # Errors
    /// Where none comes, or a bad one, in the end; with what can be done about it.
    pub(super) fn send(&self, message: Message<'_>) -> Result<Reply> {
        let mut tried = 0;
        loop {
            let sent = self.identified(message);
            let transient = match &sent {
                Ok(reply) => fault::is_busy(reply.status),
                Err(error) => fault::may_pass(error),
            };
            if transient && tried < self.retries {
                let asked = sent.as_ref().ok().and_then(|reply| pause(&reply.headers));
                sleep(asked.unwrap_or(Duration::from_millis(500 << tried.min(6))).min(LONGEST_PAUSE));
                tried += 1;
                continue;
            }
            let reply = sent.map_err(|cause| fault::unanswered(message.address, cause))?;
            if reply.status.is_success() {
                return Ok(reply);
            }
            return Err(fault::refused(message, &reply, self.credential.is_some()));
        }
    }

    /// Sends a request, and once more with who we are where the server wants to know.
    fn identified(&self, message: Message<'_>) -> Result<Reply, ureq::Error> {
        let reply = self.once(message)?;
        if reply.status != StatusCode::UNAUTHORIZED || self.credential.is_none() {
            return Ok(reply);
        }
        let Some(asked) = wanted(&reply.headers, message.address) else { return Ok(reply) };
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        self.once(message)
    }

    fn once(&self, message: Message<'_>) -> Result<Reply, ureq::Error> {
        let mut request =
            Request::builder().method(message.method).uri(message.uri).header(ACCEPT, message.accept);
        if !message.body.is_empty() {
            request = request.header(CONTENT_TYPE, message.content_type);
        }
        if let Some(authorization) = self.authorization(message) {
            request = request.header(AUTHORIZATION, authorization);
        }
        let mut response = if message.body.is_empty() && message.method != Method::POST {
            self.agent.run(request.body(())?)?
        } else {
            self.agent.run(request.body(message.body)?)?
        };
        let body = response.body_mut().with_config().limit(LONGEST_ANSWER).read_to_vec()?;
        Ok(Reply { status: response.status(), headers: std::mem::take(response.headers_mut()), body })
    }

    /// Who we are, as the server wanted to be told; nothing before it asked.
    fn authorization(&self, message: Message<'_>) -> Option<String> {
        let credential = self.credential.as_ref()?;
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        match asked.as_mut()? {
            Asked::Basic => {
                let pair = format!("{}:{}", credential.user, credential.password);
                Some(format!("Basic {}", BASE64_STANDARD.encode(pair)))
            }
            Asked::Digest(prompt) => {
                let path = message.uri.path_and_query().map_or("/", |path| path.as_str());
                let method = HttpMethod::from(message.method.as_str().to_owned());
                let (user, password) = (credential.user.as_str(), credential.password.as_str());
                let context = AuthContext::new_with_method(user, password, path, Some(message.body), method);
                prompt.respond(&context).ok().map(|header| header.to_header_string())
            }
        }
    }
}

/// How the server wants to be told who we are: by a digest where it takes one, and in clear only where nobody else reads.
fn wanted(headers: &HeaderMap, address: &Address) -> Option<Asked> {
    let offered: Vec<&str> =
        headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|v| v.to_str().ok()).collect();
    let begins =
        |offer: &str, scheme: &str| offer.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme));
    let digest = offered.iter().find(|offer| begins(offer, "digest"));
    if let Some(prompt) = digest.and_then(|offer| digest_auth::parse(offer).ok()) {
        return Some(Asked::Digest(Box::new(prompt)));
    }
    (address.is_private() && offered.iter().any(|offer| begins(offer, "basic"))).then_some(Asked::Basic)
}

/// How long a busy server asks to wait.
fn pause(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
