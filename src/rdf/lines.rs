//! Quads as lines of N-Quads, and back.

use std::io::Read;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::Quad;

use crate::error::{Error, ErrorKind, Result};

/// N-Quads lines (each ends in ` .`, no line feed), sorted by bytes, each once.
pub fn sorted_lines(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    let mut lines: Vec<String> = quads.into_iter().map(|quad| format!("{quad} .")).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// The quads of N-Quads text, one by one; `name` (a file name, or `-`) goes into messages.
///
/// ```
/// let text = "<https://example.org/a> <https://example.org/b> \"c\" .\nno quad\n";
/// let mut quads = renda::rdf::parse("-", text.as_bytes());
/// assert!(quads.next().unwrap().is_ok());
/// assert!(quads.next().unwrap().unwrap_err().to_string().starts_with("-:2: "));
/// ```
///
/// # Errors
/// Where a line is no quad, with its number; where reading fails.
pub fn parse(name: &str, input: impl Read) -> impl Iterator<Item = Result<Quad>> {
    RdfParser::from_format(RdfFormat::NQuads)
        .for_reader(input)
        .map(move |quad| quad.map_err(|cause| faulty(name, ErrorKind::Input, cause)))
}

/// Names the file and the line of what a parser could not read.
pub(super) fn faulty(name: &str, kind: ErrorKind, cause: RdfParseError) -> Error {
    let line = match &cause {
        RdfParseError::Syntax(syntax) => syntax.location().map(|place| place.start.line + 1),
        RdfParseError::Io(_) => None,
    };
    let error = Error::new(kind, "this cannot be read as RDF").because(cause);
    match line {
        Some(line) => error.at(format_args!("{name}:{line}")),
        None => error.at(name),
    }
}
