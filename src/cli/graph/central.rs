//! `renda graph central`: central mechanisms.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::{Counted, told};
use crate::graph::Scope;
use crate::graph::central::{Central, central};

/// Central mechanisms: practised by many, or tying together regions that share little else
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The rank is the PageRank over the graph of regions and mechanisms, 1 being the average; between is the share of shortest
ways among all others that lead over the mechanism.

Examples:
  renda graph central
  renda graph central --within 140000 --limit 20 --format csv")]
pub(super) struct Args {
    /// Only regions in this one
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// At most so many mechanisms
    #[arg(long, value_name = "N", default_value_t = 15)]
    limit: usize,
    #[command(flatten)]
    counted: Counted,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let within = args.within.as_ref().map(|name| told(reader, name)).transpose()?;
    let scope = Scope { region: within.map(|found| found.iri), mechanism: None };
    let answer = central(reader, &scope, args.counted.measure(), args.limit, args.form.lang.tag())?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

const HEADS: &[&str] = &["practice", "regions", "provinces", "rank", "between"];

fn report(answer: &Central, words: Words) -> Report {
    let line = |place: &crate::graph::central::Place| Line {
        cells: vec![
            place.label.clone(),
            place.regions.to_string(),
            place.provinces.to_string(),
            format!("{:.2}", place.rank),
            format!("{:.3}", place.between),
        ],
        quotes: Vec::new(),
    };
    Report {
        title: words.get("text", "central").to_owned(),
        remarks: vec![words.say("central-how", &[("n", &answer.regions)])],
        heads: HEADS,
        rows: answer.mechanisms.iter().map(line).collect(),
        parts: vec![Part {
            heading: String::new(),
            heads: HEADS,
            widths: &[0, 8, 8, 10, 10],
            lines: answer.mechanisms.iter().map(line).collect(),
        }],
    }
}
