//! `renda graph similar`: which regions practise alike.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::{Counted, told};
use crate::graph::similar::{Peer, Question, Similar, similar};

/// Regions that practise alike: what both do over what either does, rare mechanisms counting more
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Statutory duties, which every congress has, and names outside the ontology are left out. Who practises a narrower
mechanism practises the broader one. CSV and TSV give one row for each practice that two regions share.

Examples:
  renda graph similar 141124
  renda graph similar 141124 --within 141100 --same-level
  renda graph similar 520100 --duties --format json")]
pub(super) struct Args {
    /// A region by name, short name or code
    #[arg(value_name = "REGION")]
    region: String,
    /// Only regions in this one
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// Only regions of the same level
    #[arg(long)]
    same_level: bool,
    #[command(flatten)]
    counted: Counted,
    /// At most so many regions
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let found = told(reader, &args.region)?;
    let within = args.within.as_ref().map(|name| told(reader, name)).transpose()?;
    let question = Question {
        within: within.map(|found| found.iri),
        same_level: args.same_level,
        limit: args.limit,
        measure: args.counted.measure(),
        language: args.form.lang.tag(),
    };
    let answer = similar(reader, &found, &question)?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

/// The peers as a table; the rarest of what is shared first.
pub(super) fn peers(peers: &[Peer], heading: String, words: Words) -> Part {
    let lines = peers.iter().map(|peer| {
        let shared: Vec<&str> = peer.shared.iter().map(|shared| shared.label.as_str()).collect();
        let cells = vec![
            peer.code.clone(),
            peer.name.clone(),
            peer.level.as_deref().map(|level| words.get("level", level).to_owned()).unwrap_or_default(),
            format!("{:.2}", peer.similarity),
            format!("{}/{}", peer.shared.len(), peer.practices),
            match shared.as_slice() {
                [] => words.get("text", "same-superior").to_owned(),
                shared => shared.join(words.get("text", "list-comma")),
            },
        ];
        Line { cells, quotes: Vec::new() }
    });
    Part {
        heading,
        heads: &["code", "unit_name", "level", "similarity", "shared", "shared-list"],
        widths: &[10, 14, 6, 8, 8, 0],
        lines: lines.collect(),
    }
}

fn report(answer: &Similar, words: Words) -> Report {
    let rows = answer.peers.iter().flat_map(|peer| {
        peer.shared.iter().map(|shared| Line {
            cells: vec![
                peer.code.clone(),
                peer.name.clone(),
                peer.similarity.to_string(),
                shared.label.clone(),
                shared.regions.to_string(),
                shared.facts[0].clone(),
                shared.facts[1].clone(),
            ],
            quotes: Vec::new(),
        })
    });
    Report {
        title: words.say("similar-to", &[("name", &answer.region.name)]),
        remarks: vec![words.say("similar-how", &[("n", &answer.practices)])],
        heads: &["code", "unit_name", "similarity", "practice", "regions", "fact", "fact-of-other"],
        rows: rows.collect(),
        parts: vec![peers(&answer.peers, String::new(), words)],
    }
}
