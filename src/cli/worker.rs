//! `renda worker`: a process that answers strangers for another renda. No command for people.

use super::Context;
use super::exit::Exit;
use crate::query::foreign::{Asked, Refusal, RefusalKind, prepare};
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
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    match args.kind {
        Kind::Query { generation, memory } => {
            // A database on disk keeps many files open.
            let limits = Limits { memory, files: 1024 };
            work(limits, || Snapshot::numbered(&context.store, generation)?.load(), answer)?;
        }
    }
    Ok(Exit::Done)
}

/// The end of a refused request: the refusal as JSON.
fn answer(reader: &Reader, request: &[u8], reply: &mut Reply) -> Result<(), Vec<u8>> {
    evaluate(reader, request, reply)
        .map_err(|refusal| serde_json::to_vec(&refusal).expect("a refusal is words and numbers"))
}

/// The head of an answer is its media type.
fn evaluate(reader: &Reader, request: &[u8], reply: &mut Reply) -> Result<(), Refusal> {
    let failed = |why: String| Refusal { kind: RefusalKind::Failed, message: why, at: None };
    let asked: Asked = serde_json::from_slice(request).map_err(|e| failed(e.to_string()))?;
    let prepared = prepare(reader.graph(), &asked)?;
    reply.head(prepared.media_type().as_bytes()).map_err(|e| failed(e.to_string()))?;
    prepared.write(reply)
}
