//! What quads say of a thing, gathered by subject, and read with errors that name it.

use std::collections::BTreeMap;
use std::str::FromStr;

use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term};

use crate::error::{Error, ErrorKind, Result};
use crate::vocab::rdf;

/// Things by IRI.
#[derive(Debug, Default)]
pub(super) struct Things(BTreeMap<String, Says>);

type Says = BTreeMap<String, Vec<Term>>;

impl Things {
    /// Takes what one quad says; blank nodes are nobody we know.
    pub(super) fn add(&mut self, quad: Quad) {
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { return };
        let terms =
            self.0.entry(subject.into_string()).or_default().entry(quad.predicate.into_string()).or_default();
        // The same quad may come twice, from two articles that share a statute.
        if !terms.contains(&quad.object) {
            terms.push(quad.object);
        }
    }

    /// The thing of this IRI.
    pub(super) fn get(&self, iri: NamedNodeRef<'_>) -> Option<Thing<'_>> {
        self.0.get_key_value(iri.as_str()).map(|(iri, says)| Thing { iri, says })
    }

    /// All things, ascending by IRI.
    pub(super) fn iter(&self) -> impl Iterator<Item = Thing<'_>> {
        self.0.iter().map(|(iri, says)| Thing { iri, says })
    }
}

/// One thing and what is said of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thing<'a> {
    iri: &'a str,
    says: &'a Says,
}

impl<'a> Thing<'a> {
    /// Its IRI.
    pub(super) fn iri(self) -> NamedNodeRef<'a> {
        NamedNodeRef::new_unchecked(self.iri)
    }

    /// Whether it is of this class.
    pub(super) fn is_a(self, class: NamedNodeRef<'_>) -> bool {
        self.all(rdf::TYPE).iter().any(|term| matches!(term, Term::NamedNode(n) if n.as_ref() == class))
    }

    /// All values.
    pub(super) fn all(self, predicate: NamedNodeRef<'_>) -> &'a [Term] {
        self.says.get(predicate.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The only value, if there is one.
    pub(super) fn one(self, predicate: NamedNodeRef<'_>) -> Result<Option<&'a Term>> {
        match self.all(predicate) {
            [] => Ok(None),
            [term] => Ok(Some(term)),
            _ => Err(self.wrong(format!("more than one value of <{}>", predicate.as_str()))),
        }
    }

    /// The only value, a literal, as text.
    pub(super) fn text(self, predicate: NamedNodeRef<'_>) -> Result<Option<&'a str>> {
        match self.one(predicate)? {
            None => Ok(None),
            Some(Term::Literal(literal)) => Ok(Some(literal.value())),
            Some(_) => Err(self.wrong(format!("no literal as value of <{}>", predicate.as_str()))),
        }
    }

    /// The only value, a literal, read as a `T`.
    pub(super) fn parsed<T: FromStr>(self, predicate: NamedNodeRef<'_>) -> Result<Option<T>>
    where
        T::Err: std::error::Error + Send + Sync + 'static,
    {
        let Some(text) = self.text(predicate)? else { return Ok(None) };
        text.parse().map(Some).map_err(|cause| {
            self.wrong(format!("cannot read the value \"{text}\" of <{}>", predicate.as_str())).because(cause)
        })
    }

    /// The only value, an IRI, read by `read`.
    pub(super) fn named<T>(
        self,
        predicate: NamedNodeRef<'_>,
        read: impl FnOnce(NamedNodeRef<'a>) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(term) = self.one(predicate)? else { return Ok(None) };
        let value = match term {
            Term::NamedNode(node) => read(node.as_ref()),
            _ => None,
        };
        let wrong = || self.wrong(format!("cannot read the value {term} of <{}>", predicate.as_str()));
        value.ok_or_else(wrong).map(Some)
    }

    /// Takes a value that must be there.
    pub(super) fn must<T>(self, predicate: NamedNodeRef<'_>, value: Result<Option<T>>) -> Result<T> {
        value?.ok_or_else(|| self.wrong(format!("no value of <{}>", predicate.as_str())))
    }

    /// An error about this thing.
    pub(super) fn wrong(self, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Input, message).at(format_args!("<{}>", self.iri))
    }
}
