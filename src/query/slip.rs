//! Where a query is faulty, and what its writer mostly meant.
//!
//! Takes a query and what the parser says of it. Gives the words that are at fault and the [`Slip`] that they look like.
//! Never parses, since that is for a worker, and names no slip that it does not know: that is [`Slip::Other`].

use super::param::token;
use crate::vocab::PREFIXES;

/// What is mostly wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Punctuation of Chinese text, and what SPARQL has in its place.
    FullWidth(char, char),
    /// A prefix that nobody declared.
    Prefix,
    /// What stands between `<` and `>` is no IRI.
    Iri,
    /// A variable is neither grouped by nor summed up.
    Ungrouped,
    /// It ends before it is whole.
    Unfinished,
    /// It would change the data.
    Change,
    /// It does not begin as a query.
    Start,
    /// None of these.
    Other,
}

/// A line of a query with the words that are at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty<'a> {
    /// What is mostly wrong.
    pub slip: Slip,
    /// Line and column of the words, counted from 1.
    pub at: (u64, u64),
    /// The line up to them.
    pub before: &'a str,
    /// The words; empty where something is missing.
    pub words: &'a str,
    /// The rest of the line.
    pub after: &'a str,
}

/// The words with which a request to change data begins.
const CHANGES: [&str; 10] =
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"];

/// Looks at the place that a refusal names, with the refusal's message.
///
/// ```
/// use renda::query::slip::{Slip, look};
/// let faulty = look("SELECT * {\n  ?s ex:name ?o }", (2, 6), "the prefix ex: is not declared");
/// assert_eq!((faulty.slip, faulty.at, faulty.words), (Slip::Prefix, (2, 6), "ex:name"));
/// ```
pub fn look<'a>(sparql: &'a str, at: (u64, u64), message: &str) -> Faulty<'a> {
    let at = offset(sparql, at);
    let name = &sparql[at..];
    let name = at + name.find(|c| !is_of_name(c)).unwrap_or(name.len());
    let end = sparql.trim_end().len();
    let far = sparql[at..].char_indices().nth(reach(message)).map_or(end.max(at), |(far, _)| at + far);
    let word = at + sparql[at..].find(char::is_whitespace).unwrap_or(sparql.len() - at);
    let (slip, from, to) = if let Some((wide, from)) = full_width(sparql, far) {
        (Slip::FullWidth(wide, plain(wide)), from, from + wide.len_utf8())
    } else if message.contains(UNDECLARED) {
        (Slip::Prefix, at, name)
    } else if message.contains("IRI parsing failed") {
        (Slip::Iri, sparql[..at].rfind('<').unwrap_or(at), at)
    } else if message.contains("variable that is unbound") {
        (Slip::Ungrouped, name_before(sparql, at), at)
    } else if at >= end {
        (Slip::Unfinished, end, end)
    } else if CHANGES.contains(&sparql[at..word].to_ascii_uppercase().as_str()) {
        (Slip::Change, at, word)
    } else if message.contains("CONSTRUCT") {
        (Slip::Start, at, word)
    } else {
        let line = sparql[at..].find('\n').map_or(end, |line| at + line);
        (Slip::Other, at, at + sparql[at..word.max(far).min(line)].trim_end().len())
    };
    let start = sparql[..from].rfind('\n').map_or(0, |before| before + 1);
    let rest = &sparql[to..];
    Faulty {
        slip,
        at: place(sparql, from),
        before: &sparql[start..from],
        words: &sparql[from..to],
        after: rest[..rest.find('\n').unwrap_or(rest.len())].trim_end(),
    }
}

/// What the parser says of a query, made plain: the place where the words begin that are at fault, which what it tells lies
/// behind by as much as it looked ahead, and the prefix among them that nobody declared.
pub(super) fn plainly(sparql: &str, at: (u64, u64), message: String) -> ((u64, u64), String) {
    let end = offset(sparql, at);
    let ahead = sparql[..end].char_indices().rev().take(reach(&message)).last();
    let start = ahead.map_or(end, |(start, _)| start);
    match undeclared(sparql, name_before(sparql, start), end) {
        Some((name, prefix)) => {
            let message = format!(
                "the prefix {prefix}: {UNDECLARED}; begin the query with PREFIX {prefix}: <\u{2026}>"
            );
            (place(sparql, name), message)
        }
        None => (place(sparql, start), message),
    }
}

/// The first name between two places whose prefix nobody declared: where it stands, and the prefix.
fn undeclared(sparql: &str, from: usize, to: usize) -> Option<(usize, &str)> {
    let mut at = from;
    while at < to {
        if sparql[at..].starts_with(':') {
            let name = name_before(sparql, at);
            let prefix = sparql[name..at].split(':').next().unwrap_or_default();
            let words = || sparql.split_whitespace();
            let declared = PREFIXES.iter().any(|(known, _)| *known == prefix)
                || words().zip(words().skip(1)).any(|(word, next)| {
                    word.eq_ignore_ascii_case("PREFIX") && next.split(':').next() == Some(prefix)
                });
            if !declared && !prefix.starts_with(['?', '$', '_']) {
                return Some((name, prefix));
            }
        }
        at += token(&sparql[at..]);
    }
    None
}

/// Where the name begins that ends here.
fn name_before(sparql: &str, end: usize) -> usize {
    sparql[..end].trim_end_matches(is_of_name).len()
}

fn is_of_name(c: char) -> bool {
    !c.is_whitespace() && !"(){}[]|/^!,;<=>\"'*+".contains(c)
}

/// What is said of a prefix that nobody declared.
const UNDECLARED: &str = "is not declared";

/// How many characters the parser looked ahead. Where it expects nothing but keywords, it read as many characters as the
/// longest has, from where the faulty part begins, and tells the place behind them.
fn reach(message: &str) -> usize {
    let expected =
        message.split_once("expected ").map_or("", |(_, words)| words.trim_start_matches("one of "));
    let keywords: Vec<&str> = expected.split(", ").filter(|word| *word != "[_]").collect();
    let all = keywords.iter().all(|word| word.bytes().all(|letter| letter.is_ascii_uppercase()));
    keywords.iter().filter(|_| all).map(|word| word.len()).max().unwrap_or_default()
}

/// Line and column of a byte, counted from 1.
fn place(text: &str, at: usize) -> (u64, u64) {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line as u64, column as u64)
}

/// The byte at which a place stands; that of the end where the text has no such place.
fn offset(text: &str, (line, column): (u64, u64)) -> usize {
    let nth = |n: u64| usize::try_from(n.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = text.split_inclusive('\n').take(nth(line)).map(str::len).sum();
    text[start..].char_indices().nth(nth(column)).map_or(text.len(), |(at, _)| start + at)
}

/// The first punctuation of Chinese text that stands before `end`, or there, outside strings, comments and IRIs.
fn full_width(sparql: &str, end: usize) -> Option<(char, usize)> {
    let mut at = 0;
    while at <= end && at < sparql.len() {
        let first = sparql[at..].chars().next()?;
        if plain(first) != first {
            return Some((first, at));
        }
        at += token(&sparql[at..]);
    }
    None
}

/// What SPARQL has in the place of a punctuation mark of Chinese text; any other character as it is.
fn plain(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{3001}' => ',',
        '\u{3002}' => '.',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        '\u{3008}' | '\u{300A}' => '<',
        '\u{3009}' | '\u{300B}' => '>',
        '\u{FF01}'..='\u{FF5E}' if !c.is_alphanumeric() => {
            u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::foreign::{Asked, prepare};
    use oxigraph::store::Store;
    use proptest::prelude::*;

    /// What is found in a query that is refused, with the words at fault in brackets.
    fn check(sparql: &str) -> (Slip, String) {
        let asked = Asked { sparql: sparql.to_owned(), rows: Some("text/csv".into()), ..Asked::default() };
        let refusal = prepare(&Store::new().unwrap(), &asked).err().unwrap();
        let found = look(sparql, refusal.at.unwrap(), &refusal.message);
        (found.slip, format!("{}: {}[{}]{}", found.at.0, found.before, found.words, found.after))
    }

    #[test]
    fn common_slips_are_known_and_marked_where_they_stand() {
        for (sparql, slip, marked) in [
            ("SELECT * { ?s ex:name ?o }", Slip::Prefix, "1: SELECT * { ?s [ex:name] ?o }"),
            ("ASK { ?s ex:p ?o }", Slip::Prefix, "1: ASK { ?s [ex:p] ?o }"),
            ("ASK { ?s a/(ex:name)* ?o }", Slip::Prefix, "1: ASK { ?s a/([ex:name])* ?o }"),
            ("SELECT * {\n  ?s a ?o", Slip::Unfinished, "2:   ?s a ?o[]"),
            ("SELECT * { ?s a \"abc }\n", Slip::Unfinished, "1: SELECT * { ?s a \"abc }[]"),
            ("SELCT * WHERE { ?s a ?b }", Slip::Start, "1: [SELCT] * WHERE { ?s a ?b }"),
            (
                "PREFIX e: <a:b>\nINSERT DATA { <a:b> <a:c> 1 }",
                Slip::Change,
                "2: [INSERT] DATA { <a:b> <a:c> 1 }",
            ),
            ("SELECT * WHERE { ?s a ?b ?c }", Slip::Other, "1: SELECT * WHERE { ?s a ?b [?c }]"),
            ("SELECT * WHERE { ?s a <a b> }", Slip::Iri, "1: SELECT * WHERE { ?s a [<a b>] }"),
            ("SELECT * {\n ?s a ?o，\n ?x }", Slip::FullWidth('，', ','), "2:  ?s a ?o[，]"),
            ("SELECT * { ?s a “x” }", Slip::FullWidth('“', '"'), "1: SELECT * { ?s a [“]x” }"),
            ("SELECT * { ?s a “吕梁市” }", Slip::FullWidth('“', '"'), "1: SELECT * { ?s a [“]吕梁市” }"),
            (
                "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY ?b",
                Slip::Ungrouped,
                "1: SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c } GROUP BY [?b]",
            ),
        ] {
            assert_eq!(check(sparql), (slip, marked.to_owned()), "{sparql}");
        }
    }

    #[test]
    fn punctuation_inside_strings_comments_and_iris_is_no_slip() {
        let (slip, marked) = check("SELECT * { # 一，二\n ?s a <a:，> , '，' ?x }");
        assert_eq!((slip, marked.as_str()), (Slip::Other, "2:  ?s a <a:，> , '，' [?x }]"));
    }

    proptest! {
        #[test]
        fn any_place_of_any_query_is_looked_at(
            sparql in "([\\PC\n]|SELECT|[{}<>\"'#?]){0,30}",
            line in 0..5u64,
            column in 0..40u64,
            message in "expected (one of )?(BIND|\\[_\\]|CONSTRUCT|IRI parsing failed)(, OPTIONAL)?",
        ) {
            let (at, message) = plainly(&sparql, (line, column), message);
            let found = look(&sparql, at, &message);
            let whole = [found.before, found.words, found.after].concat();
            prop_assert!(sparql.contains(&whole), "{whole:?}");
        }
    }
}
