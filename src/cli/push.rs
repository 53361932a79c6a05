//! `renda push`: a store elsewhere made to hold what the store holds.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::error::{Error, ErrorKind};
use crate::remote::{self, Address, Endpoint, Part, Plan, Target};
use crate::store::Snapshot;

/// Send the store to a SPARQL store elsewhere: what changed since the last push, a named graph for each article
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Graphs are written by the Graph Store Protocol: an article's under its own IRI, what articles share under
https://w3id.org/renda/shared/…; graphs that are gone are removed, others are not touched. The store itself says what it
holds already, so a push that was killed is taken up by the next. At the end counts are compared, and what was sent is
read back.

Examples:
  renda push --endpoint http://127.0.0.1:7171/sparql
  renda push --endpoint http://127.0.0.1:8890/sparql --graph-store http://127.0.0.1:8890/sparql-graph-crud-auth \\
    --credentials virtuoso.txt --dry-run")]
pub(super) struct Args {
    /// Where graphs are written; else `store` beside the endpoint, as renda and Oxigraph have it
    #[arg(long, value_name = "URL")]
    graph_store: Option<String>,
    /// List what would be sent and removed, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Read all graphs back at the end, not only those that were sent
    #[arg(long, conflicts_with = "dry_run")]
    deep: bool,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let address = context.elsewhere.address()?.ok_or_else(|| {
        Error::new(ErrorKind::Usage, "it is not said where to").remedy("name the endpoint by --endpoint URL")
    })?;
    let graphs = match &args.graph_store {
        Some(graphs) => Address::new(graphs)?,
        None => address.beside("store"),
    };
    let client = Arc::new(context.elsewhere.client()?);
    let endpoint = Endpoint::new(address, Arc::clone(&client));
    let begun = Instant::now();
    let lines = Snapshot::open(&context.store)?.lines()?;
    let parts = remote::parts(&lines);
    let plan = remote::plan(&endpoint, &parts)?;
    if args.dry_run {
        for part in &plan.send {
            writeln!(context.out, "send\t{}\t{}", part.name, part.triples.len())?;
        }
        for name in &plan.remove {
            writeln!(context.out, "remove\t{name}")?;
        }
        say(format!("would be {}", told(&plan)));
        return Ok(Exit::Done);
    }
    let target = Target { graphs: &graphs, client: &client };
    remote::push(&target, &endpoint, &parts, &plan)?;
    let all: Vec<&Part<'_>> = parts.iter().collect();
    let pushed = remote::verify(&endpoint, &parts, if args.deep { &all } else { &plan.send })?;
    say(told(&plan));
    say(format!(
        "verified     {} graphs, {} triples, sha256 {}",
        pushed.graphs, pushed.triples, pushed.sha256
    ));
    say(format!("time         {:.1} s", begun.elapsed().as_secs_f64()));
    Ok(Exit::Done)
}

/// What was sent, or would be.
fn told(plan: &Plan<'_>) -> String {
    let articles = plan.send.iter().filter(|part| part.is_article()).count();
    let triples: usize = plan.send.iter().map(|part| part.triples.len()).sum();
    format!(
        "sent         {} graphs ({articles} of articles, {} of what they share), {triples} triples; {} removed, {} the same",
        plan.send.len(),
        plan.send.len() - articles,
        plan.remove.len(),
        plan.same
    )
}
