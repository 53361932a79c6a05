//! `renda fuse`: claims in, facts out, without a store.

use std::io::{Write as _, stdin};

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

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let testimonies = rdf::testimonies(&args.input, stdin().lock())?;
    for line in rdf::sorted_lines(rdf::fact_quads(&fuse::fuse_testimonies(testimonies))) {
        writeln!(context.out, "{line}")?;
    }
    Ok(Exit::Done)
}
