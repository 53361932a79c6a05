//! `renda graph network`: who went where to learn, and who works together with whom.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::told;
use crate::query::network::Units;
use crate::query::tie::{Tie, ties};

/// Networks of learning and of co-operation: who went where, who works together with whom on what
#[derive(Debug, clap::Args)]
#[command(after_help = "\
As a picture: renda export --format svg --picture network

Examples:
  renda graph network
  renda graph network --kind learning --within 141100")]
pub(super) struct Args {
    /// Only ties of this kind
    #[arg(long, value_name = "KIND", value_parser = ["learning", "together"])]
    kind: Option<String>,
    /// Only ties of this region and those in it, on either end
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let mut answer = ties(reader, args.form.lang.tag())?;
    answer.retain(|tie| args.kind.as_ref().is_none_or(|kind| kind == tie.kind.as_str()));
    if let Some(name) = &args.within {
        let within = told(reader, name)?.iri.into_string();
        let code = within.rsplit('/').next().unwrap_or_default();
        let units = Units::read(reader)?;
        answer.retain(|tie| {
            let other = tie.other_code.as_deref();
            units.is_within(&tie.code, code) || other.is_some_and(|other| units.is_within(other, code))
        });
    }
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

fn line(tie: &Tie, words: Words) -> Line {
    Line {
        cells: vec![
            tie.code.clone(),
            tie.name.clone(),
            words.get("link", tie.kind.as_str()).to_owned(),
            tie.other_code.clone().unwrap_or_default(),
            tie.other.clone(),
            tie.time.clone().unwrap_or_default(),
            tie.about.clone().unwrap_or_default(),
        ],
        quotes: vec![tie.quote.clone()],
    }
}

/// For people the names are enough.
fn without_codes(mut line: Line) -> Line {
    line.cells.remove(3);
    line.cells.remove(0);
    line
}

const HEADS: &[&str] = &["code", "unit_name", "link", "other-code", "other-name", "time", "practice"];

fn report(answer: &[Tie], words: Words) -> Report {
    Report {
        title: words.get("text", "picture-network").to_owned(),
        remarks: Vec::new(),
        heads: HEADS,
        rows: answer.iter().map(|tie| line(tie, words)).collect(),
        parts: vec![Part {
            heading: String::new(),
            heads: &["unit_name", "link", "other-name", "time", "practice"],
            widths: &[12, 10, 14, 10, 18],
            lines: answer.iter().map(|tie| without_codes(line(tie, words))).collect(),
        }],
    }
}
