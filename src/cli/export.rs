//! `renda export`: the graph for other programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use super::words::Words;
use crate::export::{self, Also, Filter, Format};
use crate::query::{mechanism, region};

/// Write the graph for other programs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
nq holds every quad, sorted; trig too, by graph. ttl, nt, jsonld and rdfxml hold the graph of facts, reference data and
what articles share, without the articles themselves. dot is a picture of regions and mechanisms for Graphviz: solid
where practised, dashed where on trial, dotted where planned. graphml and gexf hold its nodes and edges with typed
attributes and the best words; csv its edges, or with --out DIR nodes.csv, edges.csv and load.cypher for Neo4j. spid is
a table for studies of diffusion: mechanism, region, first year, whether it may have begun earlier (left_censored).

Examples:
  renda export --format gexf --out renda.gexf
  renda export --format csv --out tables/
  renda export --format spid --mechanism deputies-liaison-station --region 140000
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
    /// With spid: statutory duties too
    #[arg(long)]
    duties: bool,
    /// With spid: names outside the ontology too
    #[arg(long)]
    candidates: bool,
    /// The file to write instead of stdout; with csv a folder
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The language of labels
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
        also: Also { duties: args.duties, candidates: args.candidates },
        language: args.lang.tag(),
    };
    let Some(path) = &args.out else {
        export::write(&mut context.out, reader, args.format, &filter)?;
        return Ok(Exit::Done);
    };
    if args.format == Format::Csv {
        std::fs::create_dir_all(path).with_context(|| format!("{} cannot be made", path.display()))?;
        let mut files = [
            file(&path.join("nodes.csv"))?,
            file(&path.join("edges.csv"))?,
            file(&path.join("load.cypher"))?,
        ];
        let [nodes, edges, cypher] = &mut files;
        export::tables(reader, &filter, nodes, edges, cypher)?;
        return files
            .iter_mut()
            .try_for_each(Write::flush)
            .map(|()| Exit::Done)
            .context("the tables cannot be written");
    }
    let mut out = file(path)?;
    export::write(&mut out, reader, args.format, &filter)?;
    out.flush().with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Exit::Done)
}

fn file(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(BufWriter::new(file))
}
