//! `renda export`: the graph for other programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use super::words::Words;
use crate::export::{self, Filter, Format};
use crate::query::{mechanism, region};

/// Write the graph for other programs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
nq holds every quad, sorted; trig too, by graph. ttl, nt, jsonld and rdfxml hold the graph of facts, reference data and
what articles share, without the articles themselves. dot is a picture of regions and mechanisms for Graphviz: solid
where practised, dashed where on trial, dotted where planned.

Examples:
  renda export --format nq > graph.nq
  renda export --format dot --region 140000 | dot -Tsvg -o shanxi.svg
  renda export --format ttl --mechanism deputies-liaison-station --out stations.ttl")]
pub(super) struct Args {
    /// The form of the graph
    #[arg(long, value_parser = form)]
    format: Format,
    /// Only what is said of this region and those in it
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// Only what is said of this mechanism and narrower ones
    #[arg(long, value_name = "MECHANISM")]
    mechanism: Option<String>,
    /// The file to write instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language of labels in pictures
    #[arg(long, value_enum, default_value_t)]
    lang: Words,
}

fn form(word: &str) -> Result<Format, String> {
    let known = || Format::ALL.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    let found = Format::ALL.iter().find(|(name, _)| *name == word);
    found.map(|(_, format)| *format).ok_or_else(|| format!("known are {}", known()))
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let region = args.region.as_ref().map(|name| region(reader, name)).transpose()?;
    let mechanism = args.mechanism.as_ref().map(|name| mechanism(reader, name)).transpose()?;
    for note in region.iter().chain(&mechanism).filter_map(|f| f.note.as_ref()) {
        say(note);
    }
    let filter = Filter {
        region: region.map(|found| found.iri),
        mechanism: mechanism.map(|found| found.iri),
        language: args.lang.tag(),
    };
    let Some(path) = &args.out else {
        export::write(&mut context.out, reader, args.format, &filter)?;
        return Ok(Exit::Done);
    };
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    let mut out = BufWriter::new(file);
    export::write(&mut out, reader, args.format, &filter)?;
    out.flush().with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Exit::Done)
}
