//! `renda query`: a named query, a file or a string of SPARQL.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use oxigraph::io::{JsonLdProfileSet, RdfFormat};
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use oxigraph::sparql::QueryResults;
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};

use super::Context;
use super::cite::{SHORT, shortened};
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Table};
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::export;
use crate::query::{self, NamedQuery, OwnQuery, REPORTS, named, parameters};

/// Run a named query, a file, or a string of SPARQL; without arguments, list the named queries
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The default graph of a query is the union of all graphs, unless the query names its dataset. A parameter fills the
clause VALUES ?K { UNDEF } of the query. In named queries, regions and mechanisms are given by name; in your own, a
line `# param K: region` (or mechanism, iri, integer) says what K is, otherwise it is a string, or a term written as
in Turtle: <https://…>, \"words\"@zh, \"5\"^^<…>.

Examples:
  renda query
  renda query region --param region=141123
  renda query my.rq --format csv
  renda query --queries my-queries
  renda query stations --queries my-queries --param within=140000
  renda query -e 'SELECT * { ?s ?p ?o } LIMIT 5' --format json")]
pub(super) struct Args {
    /// The name of a query, or a file
    #[arg(value_name = "NAME|FILE", conflicts_with = "expression")]
    what: Option<String>,
    /// The query itself
    #[arg(short = 'e', long, value_name = "SPARQL")]
    expression: Option<String>,
    /// A parameter's value; may be given more than once, also for one parameter
    #[arg(long = "param", value_name = "K=V")]
    parameters: Vec<String>,
    /// A folder of named queries of your own, NAME.rq each, with a header as in queries/report/
    #[arg(long, value_name = "DIR")]
    queries: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let own = args.queries.as_deref().map(query::own).transpose()?.unwrap_or_default();
    let mut mine = None;
    let (title, sparql) = match (&args.expression, &args.what) {
        (Some(sparql), _) => ("SPARQL", sparql.clone()),
        (None, Some(what)) => {
            mine = own.iter().find(|query| query.named().name == what);
            match named(what).copied().or(mine.map(OwnQuery::named)) {
                Some(query) => (query.title(args.form.lang.tag()), query.sparql.to_owned()),
                None => (what.as_str(), load(what, &own)?),
            }
        }
        (None, None) => {
            list(&own, args.form).write(&mut context.out, args.form)?;
            return Ok(Exit::Done);
        }
    };
    let reader = context.dataset()?;
    let given: Vec<_> = args.parameters.iter().map(|given| pair(given)).collect::<Result<_, _>>()?;
    let filled = query::fill(reader, &sparql, &given)?;
    filled.notes.iter().for_each(say);
    let own = args.expression.is_none() && args.what.as_deref().is_some_and(|what| named(what).is_some());
    let results = if own { reader.report(&filled.sparql)? } else { reader.run(&filled.sparql)? };
    if let (Some(mine), QueryResults::Solutions(solutions)) = (mine, &results) {
        let columns: Vec<_> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
        mine.expect(&columns)?;
    }
    write(&mut context.out, results, title, args.form)?;
    Ok(Exit::Done)
}

/// The text of a file.
fn load(what: &str, own: &[OwnQuery]) -> anyhow::Result<String> {
    if Path::new(what).exists() {
        return std::fs::read_to_string(what).with_context(|| format!("{what} cannot be read"));
    }
    let names: Vec<_> = all(own).map(|query| query.name).collect();
    Err(Error::new(ErrorKind::Usage, format!("{what} is neither a named query nor a file"))
        .remedy(format!("named queries: {}; SPARQL itself goes after -e", names.join(", ")))
        .into())
}

/// The queries built in, then the user's own.
fn all(own: &[OwnQuery]) -> impl Iterator<Item = NamedQuery<'_>> {
    REPORTS.iter().copied().chain(own.iter().map(OwnQuery::named))
}

fn list(own: &[OwnQuery], form: Form) -> Table {
    let rows = all(own).map(|query| {
        let names: Vec<_> = parameters(query.sparql).map(|p| p.name).collect();
        let language = form.lang.tag();
        let question = query.question(language).unwrap_or_default();
        vec![query.name.to_owned(), query.title(language).to_owned(), question.to_owned(), names.join(" ")]
    });
    Table::new(&["query", "about", "question", "parameters"], rows, form.lang)
        .titled(form.lang.get("text", "queries"))
}

/// A `K=V` parameter in its two parts.
fn pair(given: &str) -> anyhow::Result<(&str, &str)> {
    let error = || {
        Error::new(ErrorKind::Usage, format!("{given} is no parameter"))
            .remedy("write K=V, as --param region=141123")
    };
    Ok(given.split_once('=').ok_or_else(error)?)
}

fn write(out: &mut impl Write, results: QueryResults<'_>, title: &str, form: Form) -> anyhow::Result<()> {
    let json = QueryResultsSerializer::from_format(QueryResultsFormat::Json);
    match results {
        QueryResults::Solutions(solutions) if form.format == Format::Json => {
            let variables = solutions.variables().to_vec();
            let mut writer = json.serialize_solutions_to_writer(&mut *out, variables)?;
            for solution in solutions {
                writer.serialize(&solution?)?;
            }
            writer.finish()?;
            writeln!(out)?;
        }
        QueryResults::Solutions(solutions) => {
            let columns: Vec<_> = solutions.variables().iter().map(|v| v.as_str().to_owned()).collect();
            let mut table = Table {
                heads: heads(&columns, form),
                widths: columns.iter().map(|column| narrow(column)).collect(),
                numbers: vec![true; columns.len()],
                ..Table::default().titled(title)
            };
            for solution in solutions {
                let solution = solution?;
                for (counts, term) in table.numbers.iter_mut().zip(solution.values()) {
                    *counts &= term.as_ref().is_none_or(is_number);
                }
                let cells = columns
                    .iter()
                    .zip(solution.values())
                    .map(|(column, term)| cell(column, term.as_ref(), form));
                table.rows.push(cells.collect());
            }
            table.write(out, form)?;
        }
        QueryResults::Boolean(answer) if form.format == Format::Json => {
            json.serialize_boolean_to_writer(&mut *out, answer)?;
            writeln!(out)?;
        }
        QueryResults::Boolean(answer) if form.format == Format::Table => writeln!(out, "{answer}")?,
        QueryResults::Boolean(answer) => {
            let heads = heads(&["answer".to_owned()], form);
            let rows = vec![vec![answer.to_string()]];
            Table { heads, rows, ..Table::default().titled(title) }.write(out, form)?;
        }
        QueryResults::Graph(triples) => {
            let triples = triples.collect::<Result<Vec<_>, _>>()?;
            match form.format {
                Format::Json => {
                    let profile = JsonLdProfileSet::empty();
                    export::triples(out, RdfFormat::JsonLd { profile }, triples)?;
                }
                Format::Table => export::triples(out, RdfFormat::Turtle, triples)?,
                _ => {
                    let mut rows: Vec<Vec<String>> = triples
                        .into_iter()
                        .map(|t| vec![t.subject.to_string(), t.predicate.to_string(), t.object.to_string()])
                        .collect();
                    rows.sort();
                    rows.dedup();
                    let heads = ["subject", "predicate", "object"].map(str::to_owned).to_vec();
                    Table { heads, rows, ..Table::default().titled(title) }.write(out, form)?;
                }
            }
        }
    }
    Ok(())
}

/// How wide a column of a named query may be in a terminal, so that quotes have room; 0 where it is not told.
fn narrow(column: &str) -> u16 {
    match column {
        "status" | "coverage" | "relation" | "unit" | "bound" | "owner" | "scope" | "said" | "table" => 10,
        "code" | "below_code" | "since" | "time" | "value" | "verdict" | "counted" => 12,
        "region" | "unit_name" | "below_name" | "period" | "title" => 14,
        "statute" | "indicator_text" | "practice" => 18,
        _ => 0,
    }
}

/// The heads of columns: for people in their language, for programs the variables as they are.
fn heads(columns: &[String], form: Form) -> Vec<String> {
    match form.format {
        Format::Json | Format::Csv | Format::Tsv => columns.to_vec(),
        _ => columns.iter().map(|c| form.lang.head(c)).collect(),
    }
}

/// Whether a term counts: years and codes name.
fn is_number(term: &Term) -> bool {
    let Term::Literal(literal) = term else { return false };
    [xsd::INTEGER, xsd::DECIMAL, xsd::DOUBLE].contains(&literal.datatype())
}

fn cell(column: &str, term: Option<&Term>, form: Form) -> String {
    let text = match term {
        None => return String::new(),
        Some(Term::Literal(literal)) => literal.value(),
        Some(Term::NamedNode(iri)) => iri.as_str(),
        Some(other) => return other.to_string(),
    };
    let readable = !matches!(form.format, Format::Json | Format::Csv | Format::Tsv);
    if readable
        && matches!(column, "status" | "coverage" | "relation" | "bound" | "verdict" | "tier" | "point")
    {
        return word(column, text, form.lang);
    }
    // A terminal has no room for a sentence beside eight columns; the other forms have it in full.
    if form.format == Format::Table && column == "quote" {
        return shortened(text, None, SHORT);
    }
    text.to_owned()
}

fn word(group: &str, text: &str, words: Words) -> String {
    words.get(group, text).to_owned()
}
