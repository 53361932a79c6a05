//! `renda graph spread`: down from the region above, or from region to region.

use std::collections::BTreeMap;

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::told;
use crate::graph::spread::{Arrival, Spread, Way, spread};
use crate::query::mechanism;

/// How a mechanism spread: down from a region above, from region to region, or untold
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A mechanism came from above where the region above instructs it, claims it for all below, named this region, or began
earlier; it came from beside where no region above has it and one beside it, or one it went to learn from, does.

Examples:
  renda graph spread deputies-liaison-station
  renda graph spread deputies-liaison-station --within 141100 --format html > spread.html")]
pub(super) struct Args {
    /// Any label, slug or IRI of a mechanism
    #[arg(value_name = "MECHANISM")]
    mechanism: String,
    /// Only this region and those in it
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let found = mechanism(reader, &args.mechanism)?;
    let within = args.within.as_ref().map(|name| told(reader, name)).transpose()?;
    let answer = spread(reader, &found, within.as_ref().map(|found| &found.iri), args.form.lang.tag())?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

fn cells(arrival: &Arrival, words: Words) -> [String; 4] {
    let practice = &arrival.practice;
    let by: Vec<&str> = arrival.by.iter().map(|region| region.name.as_str()).collect();
    [
        words.get("status", &practice.status).to_owned(),
        practice.since.clone().or_else(|| practice.piloted_since.clone()).unwrap_or_default(),
        words.get("way", arrival.way.as_str()).to_owned(),
        by.join(words.get("text", "list-comma")),
    ]
}

fn report(answer: &Spread, words: Words) -> Report {
    let lines = answer.regions.iter().map(|arrival| {
        let indent = "  ".repeat(arrival.depth);
        let name = format!("{indent}{} {}", arrival.practice.name, arrival.practice.code);
        Line {
            cells: std::iter::once(name).chain(cells(arrival, words)).collect(),
            quotes: arrival.practice.claims.clone(),
        }
    });
    let rows = answer.regions.iter().map(|arrival| {
        let who = [arrival.practice.code.clone(), arrival.practice.name.clone()];
        Line {
            cells: who.into_iter().chain(cells(arrival, words)).collect(),
            quotes: arrival.practice.claims.clone(),
        }
    });
    let mut ways: BTreeMap<Way, usize> = BTreeMap::new();
    for arrival in &answer.regions {
        *ways.entry(arrival.way).or_default() += 1;
    }
    let ways: Vec<String> =
        ways.iter().map(|(way, n)| format!("{} {n}", words.get("way", way.as_str()))).collect();
    Report {
        title: words.say("spread", &[("name", &answer.label)]),
        remarks: vec![ways.join(words.get("text", "comma"))],
        heads: &["code", "unit_name", "status", "since", "way", "by"],
        rows: rows.collect(),
        parts: vec![Part {
            heading: String::new(),
            heads: &["region", "status", "since", "way", "by"],
            widths: &[22, 8, 10, 16, 14],
            lines: lines.collect(),
        }],
    }
}
