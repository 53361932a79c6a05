//! Quads as lines of N-Quads, and back.

use std::fmt::Write;
use std::io::Read;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{
    GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, Term, TermRef,
};

use crate::error::{Error, ErrorKind, Result};
use crate::vocab::xsd;

/// N-Quads lines (each ends in ` .`, no line feed), sorted by bytes, each once.
pub fn sorted_lines(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    sorted(quads.into_iter().map(|quad| line(quad.as_ref())).collect())
}

/// Lines sorted by bytes, each once.
pub(super) fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// The line of a quad. What needs no escapes, as nearly all does, is copied in one piece.
pub(super) fn line(quad: QuadRef<'_>) -> String {
    let mut line = String::with_capacity(256);
    match quad.subject {
        NamedOrBlankNodeRef::NamedNode(node) => push_iri(&mut line, node),
        node @ NamedOrBlankNodeRef::BlankNode(_) => push(&mut line, node),
    }
    line.push(' ');
    push_iri(&mut line, quad.predicate);
    line.push(' ');
    match quad.object {
        TermRef::NamedNode(node) => push_iri(&mut line, node),
        TermRef::Literal(literal) if literal.language().is_none() && is_plain(literal.value()) => {
            line.push('"');
            line.push_str(literal.value());
            line.push('"');
            if literal.datatype() != xsd::STRING {
                line.push_str("^^");
                push_iri(&mut line, literal.datatype());
            }
        }
        term => push(&mut line, term),
    }
    line.push(' ');
    match quad.graph_name {
        GraphNameRef::DefaultGraph => {}
        GraphNameRef::NamedNode(node) => {
            push_iri(&mut line, node);
            line.push(' ');
        }
        node @ GraphNameRef::BlankNode(_) => {
            push(&mut line, node);
            line.push(' ');
        }
    }
    line.push('.');
    line
}

/// The triple of a line of ours, without its end, and the graph it stands in; `None` of what is no such line.
///
/// ```
/// let line = "<http://e.org/s> <http://e.org/p> \"a > b .\"@zh <http://e.org/g> .";
/// let triple = "<http://e.org/s> <http://e.org/p> \"a > b .\"@zh";
/// assert_eq!(renda::rdf::split(line), Some((triple, Some("http://e.org/g"))));
/// assert_eq!(renda::rdf::split(&format!("{triple} .")), Some((triple, None)));
/// ```
pub fn split(line: &str) -> Option<(&str, Option<&str>)> {
    let quad = line.strip_suffix(" .")?;
    let (subject, property, object) = words(quad)?;
    let before = subject.len() + property.len() + 2;
    // A literal ends after its last quotation mark: no IRI holds one.
    let end = match object.strip_prefix('"') {
        Some(_) => quad.rfind('"')? + 1,
        None => before,
    };
    let rest = &quad[end..];
    match rest.find(' ') {
        None => Some((quad, None)),
        Some(at) => {
            let graph = rest[at + 1..].strip_prefix('<')?.strip_suffix('>')?;
            Some((&quad[..end + at], Some(graph)))
        }
    }
}

/// A triple as it stands in a line of ours.
pub fn triple(subject: &NamedNode, property: &NamedNode, object: &Term) -> String {
    let graph = GraphNameRef::DefaultGraph;
    let mut line = line(QuadRef::new(subject, property, object, graph));
    line.truncate(line.len() - " .".len());
    line
}

fn push_iri(line: &mut String, node: NamedNodeRef<'_>) {
    line.push('<');
    line.push_str(node.as_str());
    line.push('>');
}

fn push(line: &mut String, term: impl std::fmt::Display) {
    let _ = write!(line, "{term}");
}

/// Whether no character of a string is escaped in N-Quads.
fn is_plain(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\' | '\u{FFFE}' | '\u{FFFF}'))
}

/// Subject, property and object of a line of ours; of a literal only its head. No IRI holds a blank, and the data has no
/// blank nodes.
pub(super) fn words(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.splitn(4, ' ');
    Some((words.next()?, words.next()?, words.next()?))
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
