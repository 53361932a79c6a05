//! The one error of the crate: what went wrong, where, and what to do about it.
//!
//! Dirty text is never an error (see [`crate::model::Diagnostic`]); this type is for the outside world (files,
//! stores, queries, names that a user typed) and for faulty rule files.

use std::fmt;

/// What came of it, for the caller who must choose an exit code or an HTTP status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The user asked for something that is not there or not possible: unknown name, faulty parameter.
    Usage,
    /// A file could not be read or written, or does not hold what it should.
    Input,
    /// A rule file (`ontology/`, `data/`, `queries/`) is faulty.
    Resource,
    /// The store is missing, damaged or of another version.
    Store,
    /// Another process holds the store's lock.
    Busy,
    /// A limit of size, time or memory was hit.
    Limit,
    /// A check did not pass.
    Failed,
}

type Cause = Box<dyn std::error::Error + Send + Sync + 'static>;

/// An error with its place and its remedy; the cause is kept as [`std::error::Error::source`].
///
/// ```
/// use renda::error::{Error, ErrorKind};
/// let error = Error::new(ErrorKind::Resource, "a concept has no Chinese label")
///     .at("ontology/mechanism.ttl:12")
///     .remedy("add skos:prefLabel \"…\"@zh");
/// assert_eq!(
///     error.to_string(),
///     "ontology/mechanism.ttl:12: a concept has no Chinese label (add skos:prefLabel \"…\"@zh)"
/// );
/// ```
///
/// Written by serde and read again it says the same; of its causes the words are kept.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Error {
    kind: ErrorKind,
    place: Option<String>,
    message: String,
    remedy: Option<String>,
    #[serde(serialize_with = "words_of", deserialize_with = "of_words")]
    source: Option<Cause>,
}

/// Writes a cause as its words.
#[expect(clippy::ref_option, reason = "serde gives the field so")]
fn words_of<S: serde::Serializer>(cause: &Option<Cause>, to: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&cause.as_ref().map(ToString::to_string), to)
}

/// Reads a cause from its words.
fn of_words<'d, D: serde::Deserializer<'d>>(from: D) -> Result<Option<Cause>, D::Error> {
    let words: Option<String> = serde::Deserialize::deserialize(from)?;
    Ok(words.map(Cause::from))
}

/// The result of whatever touches the outside world.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind`, with `message` in plain words, no full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, place: None, message: message.into(), remedy: None, source: None }
    }

    /// Says where: a file, `file:line`, or the name of an input.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Says in which folder the place is.
    ///
    /// ```
    /// use renda::error::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Input, "damaged").at("a.zip/b.txt").below(std::path::Path::new("news"));
    /// assert_eq!(error.to_string(), "news/a.zip/b.txt: damaged");
    /// ```
    #[must_use]
    pub fn below(mut self, folder: &std::path::Path) -> Self {
        self.place = self.place.map(|place| folder.join(place).display().to_string());
        self
    }

    /// Says what the user can do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Keeps the cause.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cause>) -> Self {
        self.source = Some(cause.into());
        self
    }

    /// Where, if that was said.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// What is wrong and what to do about it, without the place.
    pub fn reason(&self) -> String {
        let remedy = self.remedy.iter().map(|remedy| format!(" ({remedy})"));
        std::iter::once(self.message.clone()).chain(remedy).collect()
    }

    /// What came of it.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.reason())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|cause| cause as _)
    }
}
