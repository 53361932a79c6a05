//! `renda eval`: the figures of the store against a gold set.

use std::io::Write as _;
use std::path::PathBuf;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::evaluate;

/// Score the store against a gold set
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  renda eval data/gold --sources data/articles")]
pub(super) struct Args {
    /// The folder of gold files
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The folder of the articles that the gold speaks of
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
    /// Also name on stderr what was wrong or missing: kind, then what it was, between tabs
    #[arg(long)]
    misses: bool,
    /// The form of the figures
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// For reading
    #[default]
    Table,
    /// For programs
    Json,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let report = evaluate::evaluate(context.reader()?, &args.gold, args.sources.as_deref())?;
    if args.misses {
        report.misses.iter().for_each(say);
    }
    match args.format {
        Format::Table => writeln!(context.out, "{}", report.to_string().trim_end())?,
        Format::Json => writeln!(context.out, "{}", report.to_json())?,
    }
    Ok(Exit::Done)
}
