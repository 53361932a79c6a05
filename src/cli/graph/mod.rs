//! `renda graph`: what can be read from the graph as a whole. One file a question.

mod report;

mod similar;
mod learn;
mod community;
mod central;
mod path;
mod spread;
mod network;
mod wording;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::graph::Measure;
use crate::query::Dataset;
use crate::query::{Found, region};

/// Analyse the graph: who is alike, what could be learned, what hangs together, how practices and words spread
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    Similar(similar::Args),
    Learn(learn::Args),
    Communities(community::Args),
    Central(central::Args),
    #[command(alias = "connected")]
    Path(path::Args),
    Spread(spread::Args),
    #[command(alias = "networks")]
    Network(network::Args),
    Wording(wording::Args),
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    match &args.question {
        Question::Similar(args) => similar::run(context, args),
        Question::Learn(args) => learn::run(context, args),
        Question::Communities(args) => community::run(context, args),
        Question::Central(args) => central::run(context, args),
        Question::Path(args) => path::run(context, args),
        Question::Spread(args) => spread::run(context, args),
        Question::Network(args) => network::run(context, args),
        Question::Wording(args) => wording::run(context, args),
    }
}

/// What counts as a practice that regions share.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Counted {
    /// Count statutory duties too
    #[arg(long)]
    duties: bool,
}

impl Counted {
    fn measure(self) -> Measure {
        if self.duties { Measure::WithDuties } else { Measure::Chosen }
    }
}

/// The region of a name, its choice told.
fn told(reader: &dyn Dataset, name: &str) -> anyhow::Result<Found> {
    let found = region(reader, name)?;
    found.note.iter().for_each(say);
    Ok(found)
}
