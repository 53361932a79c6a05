//! The command line: one file a command.
//!
//! Data goes to stdout, words to stderr; the exit codes are those of `Exit` in `exit.rs`. Commands read their arguments,
//! call the library and write; what they write is made there.

mod exit;
mod out;
mod words;
mod table;
mod cite;
mod rules;
mod progress;
mod document;
mod paint;
mod mark;
mod explain;
mod picture;
mod elsewhere;

mod build;
mod watch;
mod adopted;
mod compare;
mod show;
mod timeline;
mod discover;
mod brief;
mod query;
mod push;
mod export;
mod graph;
mod extract;
mod fuse;
mod validate;
mod eval;
mod status;
mod diagnostics;
mod ontology;
mod remove;
mod rollback;
mod serve;
mod worker;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use exit::Exit;
use out::{Out, say};

use crate::query::Dataset;

/// A knowledge graph of local People's Congress practice, every statement proved by its exact words.
#[derive(Debug, Parser)]
#[command(name = "renda", version, arg_required_else_help = true, max_term_width = 120, after_help = EXAMPLES)]
struct Cli {
    /// The folder of the store
    #[arg(long, global = true, env = "RENDA_STORE", default_value = "renda.db", value_name = "DIR")]
    store: PathBuf,
    #[command(flatten)]
    elsewhere: elsewhere::Args,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  renda build articles/                    read a folder of articles into ./renda.db
  renda adopted deputies-liaison-station   which regions practise a mechanism, with quotes
  renda show 141123                        all that is known of a region
  renda brief 141123 report-appraisal      two pages on a region and a mechanism
  renda query coverage                     what is in the corpus

Exit codes: 0 done; 1 failed, nothing found, or a check did not pass; 2 bad use; 3 done, but some inputs were
rejected; 4 the store is busy; 5 a limit was hit.";

#[derive(Debug, clap::Subcommand)]
enum Command {
    Build(build::Args),
    Watch(watch::Args),
    Adopted(adopted::Args),
    Compare(compare::Args),
    Show(show::Args),
    Timeline(timeline::Args),
    Discover(discover::Args),
    Brief(brief::Args),
    Query(query::Args),
    Push(push::Args),
    Export(export::Args),
    Graph(graph::Args),
    Extract(extract::Args),
    Fuse(fuse::Args),
    Validate(validate::Args),
    Eval(eval::Args),
    Status(status::Args),
    Diagnostics(diagnostics::Args),
    Ontology(ontology::Args),
    Remove(remove::Args),
    Rollback(rollback::Args),
    Serve(serve::Args),
    Worker(worker::Args),
}

/// What every command is given beside its arguments.
struct Context {
    /// The folder of the store.
    store: PathBuf,
    /// The store elsewhere that is asked instead, or pushed to.
    elsewhere: elsewhere::Args,
    /// Stdout.
    out: Out,
}

impl Context {
    /// Opens what is asked: the endpoint that `--endpoint` names, else the store.
    fn dataset(&self) -> crate::error::Result<&'static dyn Dataset> {
        match self.elsewhere.endpoint()? {
            Some(endpoint) => Ok(Box::leak(Box::new(endpoint))),
            None => Ok(self.reader()?),
        }
    }

    /// Opens the store for reading.
    ///
    /// The reader is never dropped: to take a graph in memory apart, quad by quad, costs a fifth of what an answer may,
    /// and the process ends anyway. Its hold on the generation ends with the process too.
    fn reader(&self) -> crate::error::Result<&'static crate::store::Reader> {
        Ok(Box::leak(Box::new(crate::store::Reader::open(&self.store)?)))
    }
}

/// The stack of the thread that runs the command. The engine's parser recurses without a guard: 20,000 nested brackets
/// end a process with the usual 8 MiB. Memory is taken only as it is used.
const STACK: usize = 256 << 20;

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let run = std::thread::Builder::new().stack_size(STACK).spawn(move || run(cli));
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(_)) => {
            say("renda: internal error; please report what stands above with the input that caused it");
            Exit::Failed.into()
        }
        Err(error) => {
            say(format!("renda: cannot start: {error}"));
            Exit::Failed.into()
        }
    }
}

fn run(cli: Cli) -> Exit {
    let mut context = Context { store: cli.store, elsewhere: cli.elsewhere, out: Out::new() };
    if let Err(error) = context.elsewhere.suits(&cli.command) {
        say(format!("renda: {error:#}"));
        return Exit::Usage;
    }
    let result = match cli.command {
        Command::Build(args) => build::run(&mut context, &args),
        Command::Watch(args) => watch::run(&mut context, &args),
        Command::Adopted(args) => adopted::run(&mut context, &args),
        Command::Compare(args) => compare::run(&mut context, &args),
        Command::Show(args) => show::run(&mut context, &args),
        Command::Timeline(args) => timeline::run(&mut context, &args),
        Command::Discover(args) => discover::run(&mut context, &args),
        Command::Brief(args) => brief::run(&mut context, &args),
        Command::Query(args) => query::run(&mut context, &args),
        Command::Push(args) => push::run(&mut context, &args),
        Command::Export(args) => export::run(&mut context, &args),
        Command::Graph(args) => graph::run(&mut context, &args),
        Command::Extract(args) => extract::run(&mut context, &args),
        Command::Fuse(args) => fuse::run(&mut context, &args),
        Command::Validate(args) => validate::run(&mut context, &args),
        Command::Eval(args) => eval::run(&mut context, &args),
        Command::Status(args) => status::run(&mut context, &args),
        Command::Diagnostics(args) => diagnostics::run(&mut context, &args),
        Command::Ontology(args) => ontology::run(&mut context, &args),
        Command::Remove(args) => remove::run(&mut context, &args),
        Command::Rollback(args) => rollback::run(&mut context, &args),
        Command::Serve(args) => serve::run(&mut context, &args),
        Command::Worker(args) => worker::run(&mut context, &args),
    };
    let result = result.and_then(|exit| Ok(context.out.flush().map(|()| exit)?));
    match result {
        Ok(exit) => exit,
        Err(_) if context.out.is_closed() => Exit::Done,
        Err(error) => {
            say(format!("renda: {error:#}"));
            Exit::from(&error)
        }
    }
}

/// An error with its causes, on one line.
fn full(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
