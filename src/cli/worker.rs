//! `renda worker`: a process that answers strangers for another renda. No command for people.

use std::io::Write as _;
use std::path::Path;

use super::Context;
use super::exit::Exit;
use crate::query::change::{Change, apply};
use crate::query::foreign::{Asked, Refusal, RefusalKind, prepare};
use crate::serve::EXISTED;
use crate::store::{Reader, Snapshot};
use crate::worker::{Limits, Reply, work};

#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(super) struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, clap::Subcommand)]
enum Kind {
    /// Answers queries over a generation of the store
    Query {
        /// The generation
        #[arg(long)]
        generation: u64,
        /// How many bytes of memory it may take
        #[arg(long)]
        memory: u64,
    },
    /// Changes a scratch store: tells what the next generation is
    Change {
        /// How many bytes of memory it may take
        #[arg(long)]
        memory: u64,
    },
    /// Reads documents
    Document,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    match args.kind {
        Kind::Query { generation, memory } => {
            // A database on disk keeps many files open.
            let limits = Limits { memory, files: 1024 };
            work(limits, || Snapshot::numbered(&context.store, generation)?.load(), answer)?;
        }
        Kind::Change { memory } => {
            work(
                Limits { memory, files: 64 },
                || Ok(()),
                |(), request, reply| change(&context.store, request, reply).map_err(|refusal| told(&refusal)),
            )?;
        }
        Kind::Document => super::document::serve()?,
    }
    Ok(Exit::Done)
}

/// The end of a refused request: the refusal as JSON.
fn answer(reader: &Reader, request: &[u8], reply: &mut Reply) -> Result<(), Vec<u8>> {
    evaluate(reader, request, reply).map_err(|refusal| told(&refusal))
}

fn told(refusal: &Refusal) -> Vec<u8> {
    serde_json::to_vec(refusal).expect("a refusal is words and numbers")
}

/// The head of an answer is its media type.
fn evaluate(reader: &Reader, request: &[u8], reply: &mut Reply) -> Result<(), Refusal> {
    let failed = |why: String| Refusal { kind: RefusalKind::Failed, message: why, at: None };
    let asked: Asked = serde_json::from_slice(request).map_err(|e| failed(e.to_string()))?;
    let prepared = prepare(reader.graph(), &asked)?;
    reply.head(prepared.media_type().as_bytes()).map_err(|e| failed(e.to_string()))?;
    prepared.write(reply)
}

/// Changes the store as it is now. What it becomes is the answer: a line for each quad.
fn change(store: &Path, request: &[u8], reply: &mut Reply) -> Result<(), Refusal> {
    let failed = |why: String| Refusal { kind: RefusalKind::Failed, message: why, at: None };
    let change: Change = serde_json::from_slice(request).map_err(|e| failed(e.to_string()))?;
    let reader = Reader::open(store).map_err(|e| failed(e.to_string()))?;
    let existed = apply(reader.graph(), &change)?;
    reply.head(if existed { EXISTED } else { b"new" }).map_err(|e| failed(e.to_string()))?;
    for line in reader.lines().map_err(|e| failed(e.to_string()))? {
        writeln!(reply, "{line}").map_err(|e| failed(e.to_string()))?;
    }
    Ok(())
}
