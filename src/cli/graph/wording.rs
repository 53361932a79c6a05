//! `renda graph wording`: passages that articles about different regions share.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use crate::graph::wording::{Passage, Wording, wording};

/// Wording that spreads: passages that articles about different regions share, and what they prove, if anything
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A passage that proves no practice anywhere is wording that spreads apart from practice: --apart shows only those.
CSV and TSV give one row for each place.

Examples:
  renda graph wording
  renda graph wording --least 20 --apart")]
pub(super) struct Args {
    /// Passages of at least so many letters
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(6..))]
    least: u16,
    /// Only passages that prove no practice
    #[arg(long)]
    apart: bool,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let mut answer = wording(reader, args.least.into(), args.form.lang.tag())?;
    answer.passages.retain(|passage| !args.apart || passage.proves.is_empty());
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

/// What a passage proves.
fn proves(passage: &Passage, words: Words) -> String {
    if passage.proves.is_empty() {
        return words.get("text", "wording-only").to_owned();
    }
    let labels: Vec<&str> = passage.proves.iter().map(String::as_str).collect();
    labels.join(words.get("text", "list-comma"))
}

fn report(answer: &Wording, words: Words) -> Report {
    let lines = answer.passages.iter().map(|passage| {
        let mut names: Vec<&str> = passage.places.iter().map(|place| place.name.as_str()).collect();
        // Places stand by region: one of several articles is named once.
        names.dedup();
        Line {
            cells: vec![
                passage.regions.to_string(),
                names.join(words.get("text", "list-comma")),
                proves(passage, words),
            ],
            quotes: passage.places.iter().map(|place| place.quote.clone()).collect(),
        }
    });
    let rows = answer.passages.iter().zip(1..).flat_map(|(passage, number): (_, usize)| {
        passage.places.iter().map(move |place| Line {
            cells: vec![
                number.to_string(),
                passage.regions.to_string(),
                proves(passage, words),
                place.code.clone(),
                place.name.clone(),
                place.quote.start.to_string(),
                place.quote.end.to_string(),
            ],
            quotes: vec![place.quote.clone()],
        })
    });
    Report {
        title: words.get("text", "wording").to_owned(),
        remarks: vec![words.say("wording-how", &[("n", &answer.least)])],
        heads: &["passage", "regions", "proves", "code", "unit_name", "start", "end"],
        rows: rows.collect(),
        parts: vec![Part {
            heading: String::new(),
            heads: &["regions", "names", "proves"],
            widths: &[8, 22, 18],
            lines: lines.collect(),
        }],
    }
}
