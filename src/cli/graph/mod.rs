//! `renda graph`: what can be read from the graph as a whole. One file a question.

mod learn;
mod report;
mod similar;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::query::{Found, region};
use crate::store::Reader;

/// Analyse the graph: who is alike, what could be learned, what hangs together
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    Similar(similar::Args),
    Learn(learn::Args),
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    match &args.question {
        Question::Similar(args) => similar::run(context, args),
        Question::Learn(args) => learn::run(context, args),
    }
}

/// The region of a name, its choice told.
fn told(reader: &Reader, name: &str) -> anyhow::Result<Found> {
    let found = region(reader, name)?;
    found.note.iter().for_each(say);
    Ok(found)
}
