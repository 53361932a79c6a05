//! What a user typed for the parameters of a query → the query with those terms in their places.

use oxigraph::model::{Literal, NamedNode, Term};

use super::library::{ParamKind, parameters};
use super::{Dataset, bind, indicator, mechanism, region, statute};
use crate::error::{Error, ErrorKind, Result};

/// A query whose parameters have their values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The query.
    pub sparql: String,
    /// Choices that were made and must be told: of homonyms the one that the store speaks of.
    pub notes: Vec<String>,
}

/// Puts what was typed in the places of a query's parameters. One that is given twice has two values.
///
/// What a value means is told by the query's header: a name, an IRI, a number, words. A parameter that the header does
/// not declare is words, or a term written as in Turtle: `<https://…>`, `"words"@zh`.
///
/// # Errors
/// Where the query takes no such parameter, or the value is not what it must be, with what is expected.
pub fn fill(reader: &dyn Dataset, sparql: &str, given: &[(&str, &str)]) -> Result<Filled> {
    let declared: Vec<_> = parameters(sparql).collect();
    let mut values: Vec<(&str, Vec<Term>)> = Vec::new();
    let mut notes = Vec::new();
    for &(name, typed) in given {
        let kind = declared.iter().find(|p| p.name == name).map(|p| p.kind);
        if kind.is_none() && !super::param::clauses(sparql).contains(name) {
            return Err(unknown(name, &declared.iter().map(|p| p.name).collect::<Vec<_>>()));
        }
        let terms = terms(reader, kind, typed, &mut notes)?;
        match values.iter_mut().find(|(n, _)| *n == name) {
            Some((_, all)) => all.extend(terms),
            None => values.push((name, terms)),
        }
    }
    Ok(Filled { sparql: bind(sparql, &values)?, notes })
}

fn unknown(name: &str, declared: &[&str]) -> Error {
    let error = Error::new(ErrorKind::Usage, format!("the query takes no parameter {name}"));
    if declared.is_empty() {
        error.remedy("a parameter stands in the query as VALUES ?name { UNDEF }")
    } else {
        error.remedy(format!("it takes {}", declared.join(", ")))
    }
}

/// What a value means: one term, or the statutes that share a title.
fn terms(
    reader: &dyn Dataset,
    kind: Option<ParamKind>,
    typed: &str,
    notes: &mut Vec<String>,
) -> Result<Vec<Term>> {
    let wrong = |what: &str| Error::new(ErrorKind::Usage, format!("{typed} is no {what}"));
    let term = match kind {
        Some(ParamKind::Statute) => {
            let statutes = statute(reader, typed)?;
            if statutes.is_empty() {
                return Err(Error::new(ErrorKind::Usage, format!("no statute is called {typed}"))
                    .remedy("`renda query statutes` lists those of the store"));
            }
            return Ok(statutes.into_iter().map(|statute| statute.iri.into()).collect());
        }
        Some(ParamKind::Region) => {
            let found = region(reader, typed)?;
            notes.extend(found.note);
            found.iri.into()
        }
        Some(ParamKind::Mechanism) => mechanism(reader, typed)?.iri.into(),
        Some(ParamKind::Indicator) => indicator(reader, typed)?.iri.into(),
        Some(ParamKind::Iri) => {
            let bare = typed.strip_prefix('<').and_then(|t| t.strip_suffix('>')).unwrap_or(typed);
            let expected = "write it whole, as https://w3id.org/renda/region/141100";
            NamedNode::new(bare).map_err(|e| wrong("IRI").remedy(expected).because(e))?.into()
        }
        Some(ParamKind::Integer) => {
            let expected = "digits only, as 2023";
            let number: i64 =
                typed.trim().parse().map_err(|e| wrong("integer").remedy(expected).because(e))?;
            Literal::from(number).into()
        }
        None if typed.starts_with(['<', '"']) => {
            let expected = "write <https://…>, \"words\", \"words\"@zh or \"5\"^^<…>";
            typed.parse().map_err(|e| wrong("term").remedy(expected).because(Box::new(e)))?
        }
        Some(ParamKind::Text) | None => Literal::new_simple_literal(typed).into(),
    };
    Ok(vec![term])
}
