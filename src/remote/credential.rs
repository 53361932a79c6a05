//! Who we are to a store: a name and a password, from a file or the environment.

use std::fmt;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// The variable of the environment that holds `USER:PASSWORD`.
const VARIABLE: &str = "RENDA_CREDENTIALS";

/// A name and a password. It is never told: its debug form is the name alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub(super) user: String,
    pub(super) password: String,
}

impl Credential {
    /// Reads `USER:PASSWORD`; one line break at the end is none of it.
    ///
    /// ```
    /// use renda::remote::Credential;
    /// let credential = Credential::new("dba:a:b\n").unwrap();
    /// assert_eq!(format!("{credential:?}"), "Credential(dba)");
    /// assert!(Credential::new("secret").is_none());
    /// ```
    pub fn new(text: &str) -> Option<Self> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let (user, password) = line.split_once(':')?;
        let whole = !user.is_empty() && !line.chars().any(char::is_control);
        whole.then(|| Self { user: user.to_owned(), password: password.to_owned() })
    }

    /// From a file, else from `RENDA_CREDENTIALS`; `None` where there is neither.
    ///
    /// # Errors
    /// Where the file cannot be read, or what is there is no `USER:PASSWORD`; it is not repeated.
    pub fn find(file: Option<&Path>) -> Result<Option<Self>> {
        let (place, text) = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|cause| {
                    Error::new(ErrorKind::Usage, "the credentials cannot be read")
                        .at(path.display())
                        .because(cause)
                })?;
                (path.display().to_string(), text)
            }
            None => match std::env::var(VARIABLE) {
                Ok(text) if !text.is_empty() => (VARIABLE.to_owned(), text),
                _ => return Ok(None),
            },
        };
        let credential = Self::new(&text).ok_or_else(|| {
            Error::new(ErrorKind::Usage, "these are no credentials")
                .at(place)
                .remedy("write one line USER:PASSWORD")
        })?;
        Ok(Some(credential))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({})", self.user)
    }
}
