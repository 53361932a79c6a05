//! The same answer for programs: as files, and as lines of curl, Python and R that ask for it.

use maud::{Markup, html};

use super::super::super::{Form, Problem};
use super::super::view::View;
use super::answer::Answer;

/// Files of rows, and of yes or no.
const OF_ROWS: [(Form, &str); 4] =
    [(Form::Csv, "CSV"), (Form::Tsv, "TSV"), (Form::ResultsJson, "JSON"), (Form::ResultsXml, "XML")];
/// Files of a graph.
const OF_GRAPH: [(Form, &str); 4] = [
    (Form::Turtle, "Turtle"),
    (Form::JsonLd, "JSON-LD"),
    (Form::RdfXml, "RDF/XML"),
    (Form::NTriples, "N-Triples"),
];

/// What programs can have; nothing where the query is faulty. Of what takes too much for a page, a file may still come.
pub(super) fn elsewhere(
    view: &View,
    endpoint: &str,
    sparql: &str,
    came: Result<&Answer, &Problem>,
) -> Markup {
    let files = match came {
        Ok(Answer::Graph { .. }) => OF_GRAPH,
        Err(problem) if problem.status().as_u16() == 400 => return html! {},
        Ok(_) | Err(_) => OF_ROWS,
    };
    let text = |key| view.words.get("ask", key);
    let accept = files[0].0.media_type();
    html! {
        section.data aria-labelledby="files" {
            h2 #files { (text("files")) }
            @for (form, name) in files {
                @let ending = form.names().last().copied().unwrap_or_default();
                a href=(view.ask("/sparql", &[("query", sparql), ("format", form.names()[0])])) type=(form.media_type())
                    download={ "renda." (ending) } rel="nofollow" { (name) }
            }
        }
        section.programs aria-label=(text("programs")) {
            @for (name, program) in [
                ("curl", curl(endpoint, sparql, accept)),
                ("Python", python(endpoint, sparql, accept)),
                ("R", r(endpoint, sparql, accept)),
            ] {
                details {
                    summary { (name) }
                    pre tabindex="0" aria-label=(name) data-copy=(text("copy")) data-copied=(text("copied")) { (program) }
                }
            }
        }
    }
}

/// For a shell, where a quote is ended, written and begun anew.
fn curl(endpoint: &str, sparql: &str, accept: &str) -> String {
    let sparql = sparql.replace('\'', r"'\''");
    format!("curl -H 'Accept: {accept}' --data-urlencode 'query={sparql}' {endpoint}\n")
}

fn python(endpoint: &str, sparql: &str, accept: &str) -> String {
    let sparql = if sparql.contains("'''") || sparql.ends_with(['\'', '\\']) {
        quoted(sparql)
    } else {
        format!("r'''{sparql}'''")
    };
    let request = format!(
        "from urllib.parse import urlencode\nfrom urllib.request import Request, urlopen\n\nquery = {sparql}\n\
         url = \"{endpoint}?\" + urlencode({{\"query\": query}})\n\
         answer = urlopen(Request(url, headers={{\"Accept\": \"{accept}\"}}))\n"
    );
    match accept {
        "text/csv" => format!("import pandas\n{request}print(pandas.read_csv(answer))\n"),
        _ => format!("{request}print(answer.read().decode())\n"),
    }
}

fn r(endpoint: &str, sparql: &str, accept: &str) -> String {
    let sparql = if sparql.contains(")---\"") { quoted(sparql) } else { format!("r\"---({sparql})---\"") };
    let read = match accept {
        "text/csv" => "read.csv(url, encoding = \"UTF-8\")",
        _ => "readLines(url, encoding = \"UTF-8\")",
    };
    format!(
        "query <- {sparql}\nurl <- paste0(\"{endpoint}?format={accept}&query=\", URLencode(query, reserved = TRUE))\n{read}\n"
    )
}

/// As a string in double quotes, which JSON writes as Python and R read it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
