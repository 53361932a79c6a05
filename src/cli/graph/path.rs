//! `renda graph path`: how two things are connected.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use crate::error::{Error, ErrorKind};
use crate::graph::path::{Connection, Step, connection};
use crate::query::Dataset;
use crate::query::{Found, mechanism_if_known, region_if_known};

/// How two regions, two mechanisms, or one of each are connected, each link with its words
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Links are what regions practise, the units they lie in, visits to learn, and co-operation; names outside the ontology
link nobody. The ways share no stop; a rare mechanism is a nearer link than a common one.

Examples:
  renda graph path 141123 420322
  renda graph path 141124 legislative-contact-point --limit 1 --format json")]
pub(super) struct Args {
    /// A region or a mechanism by any of its names
    #[arg(value_name = "FROM")]
    from: String,
    /// Another
    #[arg(value_name = "TO")]
    to: String,
    /// At most so many ways
    #[arg(long, value_name = "N", default_value_t = 3)]
    limit: usize,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let [from, to] = [named(reader, &args.from)?, named(reader, &args.to)?];
    let answer = connection(reader, [&from, &to], args.limit, args.form.lang.tag())?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

/// The region of a name, or else the mechanism.
fn named(reader: &dyn Dataset, name: &str) -> anyhow::Result<Found> {
    let found = match region_if_known(reader, name)? {
        Some(region) => Some(region),
        None => mechanism_if_known(reader, name)?,
    };
    let found = found.ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("neither a region nor a mechanism is called {name}"))
            .remedy("give a region's name or code, or a mechanism's label or slug")
    })?;
    found.note.iter().for_each(super::say);
    Ok(found)
}

fn report(answer: &Connection, words: Words) -> Report {
    let line = |step: &Step| Line {
        cells: vec![step.from.label.clone(), words.get("link", &step.link).to_owned(), step.to.label.clone()],
        quotes: step.quote.iter().cloned().collect(),
    };
    let parts = answer.ways.iter().zip(1..).map(|(way, number): (_, usize)| Part {
        heading: words.say("way", &[("n", &number), ("steps", &way.len())]),
        heads: &["from", "link", "to"],
        widths: &[20, 10, 20],
        lines: way.iter().map(line).collect(),
    });
    let rows = answer.ways.iter().zip(1..).flat_map(|(way, number): (_, usize)| {
        way.iter().map(move |step| {
            let Line { mut cells, quotes } = line(step);
            cells.insert(0, number.to_string());
            cells.push(step.fact.clone().unwrap_or_default());
            Line { cells, quotes }
        })
    });
    Report {
        title: words.say("connected", &[("from", &answer.from.label), ("to", &answer.to.label)]),
        remarks: Vec::new(),
        heads: &["way", "from", "link", "to", "fact"],
        rows: rows.collect(),
        parts: parts.collect(),
    }
}
