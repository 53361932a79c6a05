//! Where a store is: an address that a user typed.

use std::fmt;
use std::net::IpAddr;

use ureq::http::Uri;

use crate::error::{Error, ErrorKind, Result};

/// The address of an endpoint: absolute, `http` or `https`, without a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Uri);

impl Address {
    /// Reads an address.
    ///
    /// ```
    /// use renda::remote::Address;
    /// let address = Address::new("http://127.0.0.1:8890/sparql").unwrap();
    /// assert!(address.is_private());
    /// assert!(Address::new("127.0.0.1:8890").is_err());
    /// assert!(Address::new("http://me:secret@example.org/").is_err());
    /// ```
    ///
    /// # Errors
    /// Where it is no such address. A password in it is not repeated.
    pub fn new(text: &str) -> Result<Self> {
        let wrong = |what: &str| {
            Error::new(ErrorKind::Usage, what).remedy("write it whole, as http://127.0.0.1:8890/sparql")
        };
        let authority = text.split_once("://").map_or(text, |(_, rest)| rest);
        if authority.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@')) {
            return Err(Error::new(ErrorKind::Usage, "an address holds no user and no password")
                .remedy("put USER:PASSWORD into a file and name it by --credentials"));
        }
        let uri: Uri = text.parse().map_err(|cause: ureq::http::uri::InvalidUri| {
            wrong(&format!("{text} is no address of an endpoint")).because(cause)
        })?;
        let known = matches!(uri.scheme_str(), Some("http" | "https"));
        if !known || uri.host().is_none_or(str::is_empty) {
            return Err(wrong(&format!("{text} is no address of an endpoint")));
        }
        Ok(Self(uri))
    }

    /// The address beside this one: with another last part of its path.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        let path = self.0.path();
        let folder = path.rfind('/').map_or("/", |at| &path[..=at]);
        Self(self.with(&format!("{folder}{name}")))
    }

    /// This address with a parameter more.
    pub(super) fn asking(&self, parameter: &str, value: &str) -> Uri {
        let pair: String =
            form_urlencoded::Serializer::new(String::new()).append_pair(parameter, value).finish();
        let path = self.0.path_and_query().map_or("/", |path| path.as_str());
        let mark = if self.0.query().is_some() { '&' } else { '?' };
        self.with(&format!("{path}{mark}{pair}"))
    }

    fn with(&self, path: &str) -> Uri {
        let mut parts = self.0.clone().into_parts();
        parts.path_and_query = path.parse().ok();
        Uri::from_parts(parts).unwrap_or_else(|_| self.0.clone())
    }

    /// As the client takes it.
    pub(super) fn uri(&self) -> &Uri {
        &self.0
    }

    /// Whether nobody else reads what is sent there: it is encrypted, or stays on this machine.
    pub fn is_private(&self) -> bool {
        let host = self.0.host().unwrap_or_default().trim_matches(['[', ']']);
        let loopback = host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        self.0.scheme_str() == Some("https") || loopback || host == "localhost"
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_address_beside_and_the_parameter_more() {
        let address = Address::new("https://example.org:8/a/sparql?x=1").unwrap();
        assert_eq!(address.beside("store").to_string(), "https://example.org:8/a/store");
        let asking = address.asking("graph", "http://e.org/甲").to_string();
        assert_eq!(asking, "https://example.org:8/a/sparql?x=1&graph=http%3A%2F%2Fe.org%2F%E7%94%B2");
        assert_eq!(Address::new("http://e.org").unwrap().beside("store").to_string(), "http://e.org/store");
        assert!(!Address::new("http://example.org/").unwrap().is_private());
        assert!(Address::new("http://[::1]:8/").unwrap().is_private());
    }

    proptest! {
        #[test]
        fn no_words_make_it_panic_and_no_password_is_repeated(text in "\\PC{0,20}", word in "[a-z]{12}") {
            let _ = Address::new(&text);
            let told = Address::new(&format!("http://me:{word}@{text}")).unwrap_err().to_string();
            prop_assert!(!told.contains(&word));
        }
    }
}
