//! `renda remove`: take sources out of the store.

use super::Context;
use super::build::tell_removal;
use super::exit::Exit;
use super::rules::Rules;
use crate::build;

/// Take sources out of the store, with all that rested on them alone
#[derive(Debug, clap::Args)]
#[command(after_help = "\
No answer tells the removed words any more, but the generation before, to which `renda rollback` goes back, keeps them
in its files. `renda build --fresh PATH…` erases them.

Example:\n  renda remove 2023-11-24.txt https://example.org/news/17")]
pub(super) struct Args {
    /// File names, URLs or whole paths of sources
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    rules: Rules,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let lexicon = args.rules.lexicon()?;
    tell_removal(&build::remove(&lexicon, &context.store, &args.names)?);
    Ok(Exit::Done)
}
