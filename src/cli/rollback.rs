//! `renda rollback`: back to the generation before.

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::store;

/// Make the generation before the current one current again
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  renda rollback --store renda.db")]
pub(super) struct Args {}

pub(super) fn run(context: &mut Context, _: &Args) -> anyhow::Result<Exit> {
    let generation = store::rollback(&context.store)?;
    say(format!("the current generation is {generation} again"));
    Ok(Exit::Done)
}
