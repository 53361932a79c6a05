//! An answer as people read it: a table whose IRIs are links, yes or no, or a graph as Turtle.
//!
//! Takes the bytes that a worker gave. Gives their beginning as markup. Never counts only what it shows.

use maud::{Markup, html};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Term;
use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput as Parsed,
};

use super::super::super::Form;
use super::super::thing::short;
use super::super::view::View;

/// How many rows are shown, or lines of a graph.
const SHOWN: usize = 500;
/// How many bytes of words are shown: a row may hold a whole article.
const BYTES: usize = 1 << 20;
/// A longer literal is folded.
const LONG: usize = 240;

/// An answer.
pub(super) enum Answer {
    /// Of SELECT.
    Rows {
        /// Its columns.
        names: Vec<String>,
        /// Its first rows.
        rows: Vec<Vec<Option<Term>>>,
        /// How many rows it has.
        total: usize,
    },
    /// Of ASK.
    Truth(bool),
    /// Of CONSTRUCT and DESCRIBE.
    Graph {
        /// Its first lines, as Turtle.
        text: String,
        /// Whether these are all.
        whole: bool,
        /// How many triples it has.
        total: usize,
    },
}

impl Answer {
    /// Reads what a worker gave: the media type, and SPARQL JSON or Turtle. `None` where it is neither.
    pub(super) fn read(head: &[u8], body: Vec<u8>) -> Option<Self> {
        if head != Form::ResultsJson.media_type().as_bytes() {
            return Self::graph(body);
        }
        match QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(&body).ok()? {
            Parsed::Boolean(truth) => Some(Self::Truth(truth)),
            Parsed::Solutions(solutions) => {
                let names = solutions.variables().iter().map(|name| name.as_str().to_owned()).collect();
                let (mut rows, mut total, mut bytes) = (Vec::new(), 0, 0);
                for solution in solutions {
                    let row = solution.ok()?.values().to_vec();
                    total += 1;
                    bytes += row.iter().flatten().map(size).sum::<usize>();
                    if total == 1 || (total <= SHOWN && bytes <= BYTES) {
                        rows.push(row);
                    }
                }
                Some(Self::Rows { names, rows, total })
            }
        }
    }

    fn graph(body: Vec<u8>) -> Option<Self> {
        let mut total = 0;
        for triple in RdfParser::from_format(RdfFormat::Turtle).for_slice(&body) {
            triple.ok()?;
            total += 1;
        }
        let mut text = String::from_utf8(body).ok()?;
        let all = text.len();
        let lines = text.split_inclusive('\n').take(SHOWN).map(str::len);
        let end = lines
            .scan(0, |end, line| {
                *end += line;
                Some(*end)
            })
            .take_while(|end| *end <= BYTES)
            .last();
        text.truncate(end.unwrap_or_default());
        Some(Self::Graph { whole: text.len() == all, text, total })
    }

    /// The answer, with how much of it is shown.
    pub(super) fn show(&self, view: &View) -> Markup {
        let words = view.words;
        match self {
            Self::Truth(truth) => html! { p.note { (words.get("ask", if *truth { "yes" } else { "no" })) } },
            Self::Rows { total: 0, .. } => html! { p.note { (words.get("ask", "none")) } },
            Self::Rows { names, rows, total } => html! {
                p.soft { (count(view, ["ask-rows", "ask-rows-part"], rows.len() == *total, *total, rows.len())) }
                (table(view, names, rows))
            },
            Self::Graph { text, whole, total } => html! {
                p.soft { (count(view, ["ask-triples", "ask-triples-part"], *whole, *total, text.lines().count())) }
                pre tabindex="0" aria-labelledby="answer" { (text) }
            },
        }
    }
}

fn size(term: &Term) -> usize {
    match term {
        Term::NamedNode(iri) => iri.as_str().len(),
        Term::Literal(words) => words.value().len(),
        Term::BlankNode(_) => 0,
    }
}

/// How many there are, and how many are shown where these are not all.
fn count(view: &View, [all, part]: [&str; 2], whole: bool, n: usize, shown: usize) -> String {
    view.words.say(if whole { all } else { part }, &[("n", &n), ("shown", &shown)])
}

fn table(view: &View, names: &[String], rows: &[Vec<Option<Term>>]) -> Markup {
    html! {
        div.wide tabindex="0" role="group" aria-labelledby="answer" {
            table.cards[names.len() > 3] role="table" aria-labelledby="answer" {
                thead role="rowgroup" { tr role="row" { @for name in names { th scope="col" role="columnheader" { (name) } } } }
                tbody role="rowgroup" { @for row in rows {
                    tr role="row" { @for (name, term) in names.iter().zip(row) {
                        td role="cell" data-head=(name) { @if let Some(term) = term { (shown(view, term)) } }
                    } }
                } }
            }
        }
    }
}

/// A term: what has an address is a link, words tell their language.
fn shown(view: &View, term: &Term) -> Markup {
    match term {
        Term::NamedNode(iri)
            if iri.as_str().starts_with("http://") || iri.as_str().starts_with("https://") =>
        {
            html! { a href=(view.thing(iri.as_str())) { (short(iri.as_str())) } }
        }
        Term::Literal(words) => {
            let (language, words) = (words.language(), words.value());
            let beginning = words.char_indices().nth(LONG).map(|(end, _)| &words[..end]);
            html! {
                @match beginning {
                    Some(beginning) => details { summary { span lang=[language] { (beginning) "…" } } p lang=[language] { (words) } },
                    None => span lang=[language] { (words) },
                }
                @if let Some(language) = language { " " span.code { "@" (language) } }
            }
        }
        other => html! { (other) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize, words: &str) -> Answer {
        let row = format!(r#"{{"s":{{"type":"literal","value":"{words}"}}}}"#);
        let all = vec![row; n].join(",");
        let json = format!(r#"{{"head":{{"vars":["s"]}},"results":{{"bindings":[{all}]}}}}"#);
        Answer::read(b"application/sparql-results+json", json.into_bytes()).unwrap()
    }

    #[test]
    fn all_rows_are_counted_whatever_is_shown() {
        for (n, words, shown) in
            [(3, "x", 3), (SHOWN, "x", SHOWN), (SHOWN + 1, "x", SHOWN), (4, &*"x".repeat(BYTES / 2), 2)]
        {
            let Answer::Rows { rows, total, .. } = rows(n, words) else { panic!("no rows") };
            assert_eq!((rows.len(), total), (shown, n));
        }
    }

    #[test]
    fn a_graph_is_cut_between_lines_and_counted_whole() {
        let lines: String = ["<http://e.org/s> <http://e.org/p> 1 .\n"; 1000].concat();
        let read = |text: &str| Answer::read(b"text/turtle", text.as_bytes().to_vec());
        let Some(Answer::Graph { text, whole, total }) = read(&lines) else { panic!("no graph") };
        assert_eq!((text.lines().count(), whole, total), (SHOWN, false, 1000));
        assert!(lines.starts_with(&text) && text.ends_with(".\n"));
        assert!(matches!(read(""), Some(Answer::Graph { whole: true, total: 0, .. })));
        assert!(read("<broken").is_none());
    }
}
