//! `renda build`: articles in, a store out.

use std::path::PathBuf;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::store::Backend;

/// Read articles into the store: idempotent; a changed file replaces only what rested on it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How many threads; all cores if not given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Begin with an empty store instead of what it holds
    #[arg(long)]
    fresh: bool,
    /// How the graph is kept: memory, rocksdb; chosen at the first build
    #[arg(long, value_name = "BACKEND")]
    backend: Option<Backend>,
}

pub(super) fn run(context: &mut Context, args: Args) -> anyhow::Result<Exit> {
    let _ = (context, args);
    say("build comes with the merge of build");
    Ok(Exit::Failed)
}
