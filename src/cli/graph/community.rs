//! `renda graph communities`: groups of regions that practise alike.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::{Counted, told};
use crate::graph::Scope;
use crate::graph::community::{Communities, communities};

/// Communities: groups of regions that practise more alike than chance would have it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each region is tied to the twelve most like it (of more than 144 to the square root of their number); groups are found by the method of Louvain, in the order of the codes, so
that the same store gives the same groups. Modularity near 0 says that there are no groups to speak of.

Examples:
  renda graph communities
  renda graph communities --within 140000 --format csv")]
pub(super) struct Args {
    /// Only regions in this one
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    #[command(flatten)]
    counted: Counted,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let within = args.within.as_ref().map(|name| told(reader, name)).transpose()?;
    let scope = Scope { region: within.map(|found| found.iri), mechanism: None };
    let answer = communities(reader, &scope, args.counted.measure(), args.form.lang.tag())?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

fn report(answer: &Communities, words: Words) -> Report {
    let comma = words.get("text", "list-comma");
    let lines = answer.communities.iter().zip(1..).map(|(community, number): (_, usize)| {
        let names: Vec<&str> = community.regions.iter().map(|region| region.name.as_str()).collect();
        let typical: Vec<String> = community
            .typical
            .iter()
            .map(|t| words.say("typical", &[("label", &t.label), ("in", &t.inside), ("out", &t.outside)]))
            .collect();
        let cells = vec![number.to_string(), names.len().to_string(), names.join(comma), typical.join("\n")];
        Line { cells, quotes: Vec::new() }
    });
    let mut remarks =
        vec![words.say("communities-how", &[("modularity", &format!("{:.2}", answer.modularity))])];
    if !answer.alone.is_empty() {
        let names: Vec<&str> = answer.alone.iter().map(|region| region.name.as_str()).collect();
        remarks.push(words.say("communities-alone", &[("names", &names.join(comma))]));
    }
    let rows = answer.communities.iter().zip(1..).flat_map(|(community, number): (_, usize)| {
        community.regions.iter().map(move |region| Line {
            cells: vec![number.to_string(), region.code.clone(), region.name.clone()],
            quotes: Vec::new(),
        })
    });
    Report {
        title: words.get("text", "communities").to_owned(),
        remarks,
        heads: &["community", "code", "unit_name"],
        rows: rows.collect(),
        parts: vec![Part {
            heading: String::new(),
            heads: &["community", "regions", "names", "typical"],
            widths: &[8, 8, 0, 44],
            lines: lines.collect(),
        }],
    }
}
