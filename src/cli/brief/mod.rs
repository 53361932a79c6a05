//! `renda brief`: a region and a mechanism on two pages.

mod gap;
mod page;

use std::io::Write as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use super::table::{self, write_page};
use super::words::Words;
use crate::query::brief::{Question, brief};
use crate::query::{mechanism, region};

/// A briefing of two pages on a region and a mechanism, each statement with a footnote
#[derive(Debug, clap::Args)]
#[command(after_help = "\
What the region does, since when, how far and with which document; how those above, beside and below it stand; who does
it elsewhere and in which words; what others do besides; what no article tells, and why. It also serves a region that
does nothing of the kind yet: whom to ask, and for what.

Examples:
  renda brief 141123 deputies-liaison-station
  renda brief 141130 deputy-vote-on-livelihood-projects --format docx > brief.docx
  renda brief 141130 deputy-vote-on-livelihood-projects --format html --lang en > brief.html")]
pub(super) struct Args {
    /// A region by name, short name or code
    #[arg(value_name = "REGION")]
    region: String,
    /// Any label, slug or IRI of a mechanism
    #[arg(value_name = "MECHANISM")]
    mechanism: String,
    /// The form of the briefing
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// The language of heads and words
    #[arg(long, value_enum, default_value_t)]
    lang: Words,
}

/// The forms of a briefing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Form {
    /// Markdown
    #[default]
    Md,
    /// An HTML page
    Html,
    /// A page for Word
    Docx,
    /// For programs: what the briefing rests on
    Json,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.lang;
    let region = region(reader, &args.region)?;
    let mechanism = mechanism(reader, &args.mechanism)?;
    for note in [&region, &mechanism].into_iter().filter_map(|found| found.note.as_ref()) {
        say(note);
    }
    let brief = brief(reader, &Question { region, mechanism, language: words.tag() })?;
    let out = &mut context.out;
    let format = match args.format {
        Form::Json => {
            serde_json::to_writer(&mut *out, &brief)?;
            writeln!(out)?;
            return Ok(Exit::Done);
        }
        Form::Md => table::Format::Md,
        Form::Html => table::Format::Html,
        Form::Docx => table::Format::Docx,
    };
    write_page(&page::page(&brief, words), out, format)?;
    Ok(Exit::Done)
}
