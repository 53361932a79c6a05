//! `renda fuse`: claims in, facts out, without a store.

use std::io::{Write as _, stdin};

use anyhow::Context as _;
use oxigraph::io::{RdfFormat, RdfParser};

use super::Context;
use super::exit::Exit;
use crate::{fuse, rdf};

/// Fuse claims into facts: N-Quads of claims in, N-Quads of facts out
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  renda extract articles/ | renda fuse - > facts.nq")]
pub(super) struct Args {
    /// `-`, for standard input
    #[arg(value_name = "-", value_parser = ["-"])]
    input: String,
}

pub(super) fn run(context: &mut Context, args: Args) -> anyhow::Result<Exit> {
    let quads = RdfParser::from_format(RdfFormat::NQuads)
        .for_reader(stdin().lock())
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| format!("{} is no N-Quads", args.input))?;
    let records = rdf::records(quads)?;
    for line in rdf::sorted_lines(rdf::fact_quads(&fuse::fuse(&records))) {
        writeln!(context.out, "{line}")?;
    }
    Ok(Exit::Done)
}
