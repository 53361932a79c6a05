//! Parameters of queries: terms put in as `VALUES`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use oxigraph::model::Term;

use crate::error::{Error, ErrorKind, Result};

/// Puts terms in the place of `VALUES ?name { UNDEF }`, for each parameter that has some.
///
/// A query with such a clause is whole as it stands (UNDEF leaves the variable free) and runs on any store; here the
/// clause is rewritten with the terms as the library writes them, which escapes what must be escaped. So no text of a
/// user ever becomes part of a query, and the optimiser sees the values, as it does not with `substitute_variable`.
///
/// ```
/// use oxigraph::model::Literal;
/// use renda::query::bind;
/// let query = "SELECT * { VALUES ?name { UNDEF } ?s ?p ?name }";
/// let name = Literal::new_simple_literal("a\" } DROP ALL #");
/// assert_eq!(
///     bind(query, &[("name", vec![name.into()])]).unwrap(),
///     r#"SELECT * { VALUES ?name { "a\" } DROP ALL #" } ?s ?p ?name }"#
/// );
/// ```
///
/// # Errors
/// Where the query has no such clause for a parameter outside strings and comments.
pub fn bind(sparql: &str, parameters: &[(&str, Vec<Term>)]) -> Result<String> {
    let mut values: BTreeMap<&str, &[Term]> =
        parameters.iter().filter(|(_, terms)| !terms.is_empty()).map(|(n, t)| (*n, t.as_slice())).collect();
    let mut bound = String::with_capacity(sparql.len() + 64);
    let mut rest = sparql;
    let mut used = Vec::new();
    while !rest.is_empty() {
        if let Some((name, end)) = clause(rest)
            && let Some(terms) = values.get(name)
        {
            let _ = write!(bound, "VALUES ?{name} {{");
            for term in *terms {
                let _ = write!(bound, " {term}");
            }
            bound.push_str(" }");
            used.push(name);
            rest = &rest[end..];
            continue;
        }
        let step = token(rest);
        bound.push_str(&rest[..step]);
        rest = &rest[step..];
    }
    for name in used {
        values.remove(name);
    }
    match values.keys().next() {
        None => Ok(bound),
        Some(name) => Err(Error::new(ErrorKind::Usage, format!("the query takes no parameter {name}"))
            .remedy(format!("it must hold VALUES ?{name} {{ UNDEF }}"))),
    }
}

/// A query of renda's own as every engine answers it: a parameter that was given one IRI has a second one, of nothing.
///
/// Virtuoso 7 reads a clause `VALUES` of one term as if the term stood in the place of the variable, and then loses rows
/// of filters and paths, or says that they have no start. A second value keeps the clause a table. It adds no row, since
/// in renda's own queries what a parameter names must be there; that is why no query of a stranger is changed so.
///
/// ```
/// let padded = renda::query::padded("ASK { VALUES ?r { <http://e.org/a> } ?r ?p \"VALUES ?r { <a> }\" }");
/// assert!(padded.starts_with("ASK { VALUES ?r { <http://e.org/a> <https://w3id.org/renda/nothing> } ?r"));
/// assert!(padded.ends_with("\"VALUES ?r { <a> }\" }"));
/// ```
pub fn padded(sparql: &str) -> String {
    let mut padded = String::with_capacity(sparql.len() + 64);
    let mut rest = sparql;
    while !rest.is_empty() {
        let step = match single(rest) {
            Some(end) => {
                padded.push_str(&rest[..end]);
                padded.push_str(NOTHING);
                rest = &rest[end..];
                continue;
            }
            None => token(rest),
        };
        padded.push_str(&rest[..step]);
        rest = &rest[step..];
    }
    padded
}

/// What is nowhere.
const NOTHING: &str = " <https://w3id.org/renda/nothing>";

/// Where the one IRI ends of a clause `VALUES ?name { <…> }` that starts here.
fn single(text: &str) -> Option<usize> {
    let (_, rest) = text.strip_prefix("VALUES ?")?.split_once(" { ").filter(|(name, _)| is_name(name))?;
    let end = rest.starts_with('<').then(|| token(rest))?;
    rest[end..].starts_with(" }").then(|| text.len() - rest.len() + end)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The variables that have a clause `VALUES ?name { UNDEF }`: the parameters that a query can take.
pub(super) fn clauses(sparql: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = sparql;
    while !rest.is_empty() {
        let step = match clause(rest) {
            Some((name, end)) => {
                names.insert(name);
                end
            }
            None => token(rest),
        };
        rest = &rest[step..];
    }
    names
}

/// The variable of a clause `VALUES ?name { UNDEF }` that starts here, and where the clause ends.
fn clause(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix("VALUES").or_else(|| text.strip_prefix("values"))?;
    let rest = rest.trim_start().strip_prefix('?')?;
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').filter(|&l| l > 0)?;
    let (name, rest) = rest.split_at(length);
    let rest = rest.trim_start().strip_prefix('{')?.trim_start();
    let rest = rest.strip_prefix("UNDEF")?.trim_start().strip_prefix('}')?;
    Some((name, text.len() - rest.len()))
}

/// The length of the string, IRI, comment, word or other character that starts here: what must be passed over whole.
pub(super) fn token(text: &str) -> usize {
    for quotes in ["\"\"\"", "'''", "\"", "'"] {
        if let Some(inner) = text.strip_prefix(quotes) {
            return quotes.len() + string(inner, quotes);
        }
    }
    let mut chars = text.chars();
    match chars.next() {
        Some('#') => text.find('\n').unwrap_or(text.len()),
        Some('<') => text
            .find(|c: char| c == '>' || c.is_whitespace())
            .filter(|&at| text[at..].starts_with('>'))
            .map_or(1, |at| at + 1),
        Some(c) if c.is_alphanumeric() => {
            text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len())
        }
        Some(c) => c.len_utf8(),
        None => 0,
    }
}

/// The length of the rest of a string, closing quotes included.
fn string(inner: &str, quotes: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if inner[at..].starts_with(quotes) {
            return at + quotes.len();
        }
    }
    inner.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::{Literal, NamedNode};

    fn word(text: &str) -> Vec<Term> {
        vec![Literal::new_simple_literal(text).into()]
    }

    #[test]
    fn several_terms_stand_in_one_clause() {
        let region = |code| Term::from(NamedNode::new(format!("https://example.org/{code}")).unwrap());
        assert_eq!(
            bind("ASK { VALUES ?r {UNDEF} ?r ?p ?o }", &[("r", vec![region(1), region(2)])]).unwrap(),
            "ASK { VALUES ?r { <https://example.org/1> <https://example.org/2> } ?r ?p ?o }"
        );
    }

    #[test]
    fn without_a_value_the_variable_stays_free() {
        let query = "ASK { VALUES ?r { UNDEF } ?r ?p ?o }";
        assert_eq!(bind(query, &[("r", vec![])]).unwrap(), query);
    }

    #[test]
    fn a_clause_inside_a_string_a_comment_or_an_iri_is_none() {
        for query in [
            r#"ASK { ?s ?p "VALUES ?r { UNDEF }" }"#,
            r"ASK { ?s ?p '''it's VALUES ?r { UNDEF }''' }",
            r#"ASK { ?s ?p "\" VALUES ?r { UNDEF }" }"#,
            "ASK { ?s ?p ?o } # VALUES ?r { UNDEF }",
            "ASK { ?sVALUES ?r { UNDEF } }",
        ] {
            let error = bind(query, &[("r", word("x"))]).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Usage, "{query}");
        }
    }

    #[test]
    fn a_value_that_looks_like_a_clause_is_not_read_again() {
        let query = "ASK { VALUES ?a { UNDEF } VALUES ?b { UNDEF } }";
        let bound = bind(query, &[("a", word("VALUES ?b { UNDEF }")), ("b", word("b"))]).unwrap();
        assert_eq!(bound, r#"ASK { VALUES ?a { "VALUES ?b { UNDEF }" } VALUES ?b { "b" } }"#);
    }

    #[test]
    fn quotes_braces_and_line_breaks_are_escaped() {
        let bound = bind("ASK { VALUES ?a { UNDEF } }", &[("a", word("\"}\\\n'"))]).unwrap();
        assert_eq!(bound, r#"ASK { VALUES ?a { "\"}\\\n'" } }"#);
    }
}
