//! `renda export`: the graph for other programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use super::picture::{self, Asked, Picture, Syntax};
use super::words::Words;
use crate::export::{self, Also, Filter, Format};
use crate::query::{mechanism, region};

/// Write the graph for other programs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
nq holds every quad, sorted; trig too, by graph. ttl, nt, jsonld and rdfxml hold the graph of facts, reference data and
what articles share, without the articles themselves. graphml and gexf hold its nodes and edges with typed
attributes and the best words; csv its edges, or with --out DIR nodes.csv, edges.csv and load.cypher for Neo4j. spid is
a table for studies of diffusion: mechanism, region, first year, whether it may have begun earlier (left_censored).

svg is a picture by itself, dot one for Graphviz; --picture says what it shows. Line and mark tell the stage: solid and
full where practised, dashed and half full on trial, dotted and empty where planned; a heavy line is full coverage.

Examples:
  renda export --format gexf --out renda.gexf
  renda export --format csv --out tables/
  renda export --format spid --mechanism deputies-liaison-station --region 140000
  renda export --format nq > graph.nq
  renda export --format svg --region 141100 --out lvliang.svg
  renda export --format svg --picture spread --mechanism deputies-liaison-station --out spread.svg
  renda export --format svg --picture ranking --indicator deputies --out deputies.svg
  renda export --format dot --region 140000 | dot -Tsvg -o shanxi.svg
  renda export --format ttl --mechanism deputies-liaison-station --out stations.ttl")]
pub(super) struct Args {
    /// The form of the graph
    #[arg(long, value_parser = form)]
    format: Form,
    /// With dot and svg: what the picture shows
    #[arg(long, value_enum, default_value_t)]
    picture: Picture,
    /// With --picture ranking: any label or slug of an indicator
    #[arg(long, value_name = "INDICATOR")]
    indicator: Option<String>,
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

/// The form in which the graph comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For programs.
    Data(Format),
    /// For people.
    Picture(Syntax),
}

fn form(word: &str) -> Result<Form, String> {
    let pictures = [("dot", Form::Picture(Syntax::Dot)), ("svg", Form::Picture(Syntax::Svg))];
    let mut all = Format::ALL.iter().map(|(word, format)| (*word, Form::Data(*format))).chain(pictures);
    let known = || all.clone().map(|(word, _)| word).collect::<Vec<_>>().join(", ");
    let message = format!("known are {}", known());
    all.find(|(name, _)| *name == word).map(|(_, form)| form).ok_or(message)
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let region = args.region.as_ref().map(|name| region(reader, name)).transpose()?;
    let mechanism = args.mechanism.as_ref().map(|name| mechanism(reader, name)).transpose()?;
    for note in region.iter().chain(&mechanism).filter_map(|f| f.note.as_ref()) {
        say(note);
    }
    let format = match args.format {
        Form::Data(format) => format,
        Form::Picture(syntax) => {
            let asked = Asked {
                picture: args.picture,
                syntax,
                region: region.as_ref(),
                mechanism: mechanism.as_ref(),
                indicator: args.indicator.as_deref(),
                words: args.lang,
            };
            return match &args.out {
                None => picture::draw(&mut context.out, reader, &asked).map(|()| Exit::Done),
                Some(path) => whole(path, |out| picture::draw(out, reader, &asked)),
            };
        }
    };
    let filter = Filter {
        region: region.map(|found| found.iri),
        mechanism: mechanism.map(|found| found.iri),
        also: Also { duties: args.duties, candidates: args.candidates },
        language: args.lang.tag(),
    };
    let Some(path) = &args.out else {
        export::write(&mut context.out, reader, format, &filter)?;
        return Ok(Exit::Done);
    };
    if format == Format::Csv {
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
    whole(path, |out| Ok(export::write(out, reader, format, &filter)?))
}

/// Writes a file to its end.
fn whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let mut out = file(path)?;
    write(&mut out)?;
    out.flush().with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Exit::Done)
}

fn file(path: &Path) -> anyhow::Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(BufWriter::new(file))
}
