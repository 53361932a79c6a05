//! The forms in which answers are given: media types, the names that clients have for them, endings of addresses.

use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::sparql::results::QueryResultsFormat;

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A page for people.
    Html,
    /// The data of a page as plain JSON.
    Json,
    /// SPARQL 1.1 Query Results JSON.
    ResultsJson,
    /// SPARQL Query Results XML.
    ResultsXml,
    /// A table as CSV.
    Csv,
    /// A table as SPARQL 1.1 TSV: terms as in Turtle.
    Tsv,
    /// Triples as Turtle.
    Turtle,
    /// Triples as N-Triples.
    NTriples,
    /// Triples as RDF/XML.
    RdfXml,
    /// Triples as JSON-LD.
    JsonLd,
    /// Quads as `TriG`.
    TriG,
    /// Quads as N-Quads.
    NQuads,
}

impl Form {
    /// What solutions and booleans come in; the first where a client has no wish.
    pub const RESULTS: &'static [Self] = &[Self::ResultsJson, Self::ResultsXml, Self::Csv, Self::Tsv];
    /// What triples come in.
    pub const GRAPH: &'static [Self] = &[Self::Turtle, Self::NTriples, Self::RdfXml, Self::JsonLd];
    /// All there are.
    pub const ALL: &'static [Self] = &[
        Self::Html,
        Self::Json,
        Self::ResultsJson,
        Self::ResultsXml,
        Self::Csv,
        Self::Tsv,
        Self::Turtle,
        Self::NTriples,
        Self::RdfXml,
        Self::JsonLd,
        Self::TriG,
        Self::NQuads,
    ];

    /// What `Content-Type` says of it.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::ResultsJson => "application/sparql-results+json",
            Self::ResultsXml => "application/sparql-results+xml",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Tsv => "text/tab-separated-values; charset=utf-8",
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::NTriples => "application/n-triples",
            Self::RdfXml => "application/rdf+xml",
            Self::JsonLd => "application/ld+json",
            Self::TriG => "application/trig; charset=utf-8",
            Self::NQuads => "application/n-quads",
        }
    }

    /// The media type alone, as `Accept` and a body's `Content-Type` write it.
    pub fn media_type(self) -> &'static str {
        self.content_type().split(';').next().unwrap_or_default()
    }

    /// Other media types under which clients ask for it or send it.
    pub fn also(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["application/xhtml+xml"],
            Self::ResultsJson | Self::JsonLd => &["application/json"],
            Self::ResultsXml | Self::RdfXml => &["application/xml", "text/xml"],
            Self::Csv => &["application/csv"],
            Self::Tsv => &["text/tsv"],
            Self::Turtle => &["application/turtle", "application/x-turtle", "text/n3", "text/rdf+n3"],
            Self::NTriples => &["text/plain"],
            Self::TriG => &["application/x-trig"],
            Self::NQuads => &["text/x-nquads"],
            Self::Json => &[],
        }
    }

    /// Its names in `format=` and as an ending of an address; the first is ours.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Html => &["html"],
            Self::Json => &["json"],
            Self::ResultsJson => &["srj", "json"],
            Self::ResultsXml => &["srx", "xml"],
            Self::Csv => &["csv"],
            Self::Tsv => &["tsv"],
            Self::Turtle => &["ttl", "turtle", "n3"],
            Self::NTriples => &["nt", "ntriples", "n-triples"],
            Self::RdfXml => &["rdf", "rdfxml", "rdf+xml", "xml"],
            Self::JsonLd => &["jsonld", "json-ld", "json"],
            Self::TriG => &["trig"],
            Self::NQuads => &["nq", "nquads", "n-quads"],
        }
    }

    /// Whether a media type without parameters is this form or one of its other names.
    pub fn is(self, media_type: &str) -> bool {
        self.media_type().eq_ignore_ascii_case(media_type)
            || self.also().iter().any(|also| also.eq_ignore_ascii_case(media_type))
    }

    /// Whether a word of `format=`, or an ending, names this form: a name or a media type.
    pub fn is_named(self, word: &str) -> bool {
        self.is(word) || self.names().iter().any(|name| name.eq_ignore_ascii_case(word))
    }

    /// The syntax of triples or quads; `None` for other forms.
    pub fn rdf(self) -> Option<RdfFormat> {
        match self {
            Self::Turtle => Some(RdfFormat::Turtle),
            Self::NTriples => Some(RdfFormat::NTriples),
            Self::RdfXml => Some(RdfFormat::RdfXml),
            Self::JsonLd => Some(RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }),
            Self::TriG => Some(RdfFormat::TriG),
            Self::NQuads => Some(RdfFormat::NQuads),
            _ => None,
        }
    }

    /// The syntax of solutions; `None` for other forms.
    pub fn results(self) -> Option<QueryResultsFormat> {
        match self {
            Self::ResultsJson => Some(QueryResultsFormat::Json),
            Self::ResultsXml => Some(QueryResultsFormat::Xml),
            Self::Csv => Some(QueryResultsFormat::Csv),
            Self::Tsv => Some(QueryResultsFormat::Tsv),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_to_the_engine_by_its_own_media_type() {
        for &form in Form::ALL {
            if let Some(format) = form.rdf() {
                assert_eq!(RdfFormat::from_media_type(form.media_type()), Some(format), "{form:?}");
            }
            if let Some(format) = form.results() {
                assert_eq!(QueryResultsFormat::from_media_type(form.media_type()), Some(format), "{form:?}");
            }
        }
    }

    #[test]
    fn what_is_offered_together_has_no_name_twice() {
        for offered in [Form::RESULTS, Form::GRAPH] {
            for &form in offered {
                for word in form.names().iter().chain(form.also()).chain([&form.media_type()]) {
                    let named: Vec<_> = offered.iter().filter(|form| form.is_named(word)).collect();
                    assert_eq!(named, [&form], "{word}");
                }
            }
        }
    }
}
