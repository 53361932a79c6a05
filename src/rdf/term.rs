//! Literals as the graph writes them, and a pen that writes quads into one graph.

use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, QuadRef, Term};
use rust_decimal::Decimal;

use super::lines::Script;
use crate::model::Date;
use crate::vocab::xsd;

/// A plain string.
pub(super) fn text(text: &str) -> Literal {
    Literal::new_simple_literal(text)
}

/// A Chinese name.
pub(super) fn zh(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "zh")
}

/// A date, typed by how much of it was said.
pub(super) fn date(date: Date) -> Literal {
    let datatype = match date.precision() {
        1 => xsd::G_YEAR,
        2 => xsd::G_YEAR_MONTH,
        _ => xsd::DATE,
    };
    Literal::new_typed_literal(date.to_string(), datatype)
}

/// Between figures in one value: they are digits only.
pub(super) const FIGURE_COMMA: &str = ", ";

/// A count or an offset.
pub(super) fn integer(number: impl std::fmt::Display) -> Literal {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER)
}

/// A value, in the form that every store gives back unchanged: no exponent, no trailing zero.
pub(super) fn decimal(value: Decimal) -> Literal {
    Literal::new_typed_literal(value.normalize().to_string(), xsd::DECIMAL)
}

/// What a pen writes on.
pub(super) trait Sheet: Default {
    /// Takes one quad.
    fn take(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term, graph: &GraphName);
}

impl Sheet for Vec<Quad> {
    fn take(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term, graph: &GraphName) {
        self.push(Quad::new(subject.clone(), predicate.into_owned(), object, graph.clone()));
    }
}

/// Most of what a quad would copy is only ever written.
impl Sheet for Script {
    fn take(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term, graph: &GraphName) {
        self.push(QuadRef::new(subject, predicate, &object, graph));
    }
}

/// Writes quads into one graph.
pub(super) struct Pen<P = Vec<Quad>> {
    graph: GraphName,
    pub(super) quads: P,
}

impl<P: Sheet> Pen<P> {
    /// Writes into `graph`.
    pub(super) fn new(graph: impl Into<GraphName>) -> Self {
        Self { graph: graph.into(), quads: P::default() }
    }

    /// Goes on writing into `graph`.
    pub(super) fn turn_to(&mut self, graph: impl Into<GraphName>) {
        self.graph = graph.into();
    }

    /// Writes one quad.
    pub(super) fn say(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quads.take(subject, predicate, object.into(), &self.graph);
    }

    /// Writes one quad if there is something to say.
    pub(super) fn maybe(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNodeRef<'_>,
        object: Option<impl Into<Term>>,
    ) {
        if let Some(object) = object {
            self.say(subject, predicate, object);
        }
    }
}
