//! Quads as lines of N-Quads, and back.

use std::fmt::Write;
use std::io::Read;

use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::{
    GraphNameRef, LiteralRef, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Quad, QuadRef, Term, TermRef,
};

use crate::error::{Error, ErrorKind, Result};
use crate::text::Span;
use crate::vocab::xsd;

/// N-Quads lines (each ends in ` .`, no line feed), sorted by bytes, each once.
pub fn sorted_lines(quads: impl IntoIterator<Item = Quad>) -> Vec<String> {
    let line = |quad: Quad| {
        let mut line = String::with_capacity(256);
        push_quad(&mut line, quad.as_ref());
        line
    };
    let mut lines: Vec<String> = quads.into_iter().map(line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Lines of N-Quads in one text.
#[derive(Debug, Default)]
pub(super) struct Script {
    text: String,
    lines: Vec<Span>,
}

impl Script {
    /// Adds the line of a quad.
    pub(super) fn push(&mut self, quad: QuadRef<'_>) {
        let start = self.text.len();
        push_quad(&mut self.text, quad);
        self.lines.push(Span::new(start, self.text.len()));
    }

    /// The lines sorted by bytes, each once.
    pub(super) fn sorted(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = self.lines.iter().map(|span| span.of(&self.text)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }
}

/// Writes the line of a quad.
fn push_quad(line: &mut String, quad: QuadRef<'_>) {
    match quad.subject {
        NamedOrBlankNodeRef::NamedNode(node) => push_iri(line, node),
        node @ NamedOrBlankNodeRef::BlankNode(_) => push(line, node),
    }
    line.push(' ');
    push_iri(line, quad.predicate);
    line.push(' ');
    match quad.object {
        TermRef::NamedNode(node) => push_iri(line, node),
        TermRef::Literal(literal) => push_literal(line, literal),
        node @ TermRef::BlankNode(_) => push(line, node),
    }
    line.push(' ');
    match quad.graph_name {
        GraphNameRef::DefaultGraph => {}
        GraphNameRef::NamedNode(node) => {
            push_iri(line, node);
            line.push(' ');
        }
        node @ GraphNameRef::BlankNode(_) => {
            push(line, node);
            line.push(' ');
        }
    }
    line.push('.');
}

/// Writes a literal. What needs no escapes, as nearly all does, is copied in one piece.
fn push_literal(line: &mut String, literal: LiteralRef<'_>) {
    line.push('"');
    for piece in literal.value().split_inclusive(is_escaped) {
        let last = piece.chars().next_back().filter(|c| is_escaped(*c));
        line.push_str(&piece[..piece.len() - last.map_or(0, char::len_utf8)]);
        if let Some(c) = last {
            let quoted = LiteralRef::new_simple_literal(c.encode_utf8(&mut [0; 4])).to_string();
            line.push_str(&quoted[1..quoted.len() - 1]);
        }
    }
    line.push('"');
    if let Some(language) = literal.language() {
        line.extend(["@", language]);
    } else if literal.datatype() != xsd::STRING {
        line.push_str("^^");
        push_iri(line, literal.datatype());
    }
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
    let mut line = String::new();
    push_quad(&mut line, QuadRef::new(subject, property, object, graph));
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

/// Whether a character is escaped in N-Quads.
fn is_escaped(c: char) -> bool {
    c.is_ascii_control() || matches!(c, '"' | '\\' | '\u{FFFE}' | '\u{FFFF}')
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
