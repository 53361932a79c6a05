//! `renda watch`: build whenever files change.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::Context;
use super::build::tell;
use super::document::{Columns, DocumentReader};
use super::exit::Exit;
use super::out::say;
use super::progress::{Log, Teller};
use super::rules::Rules;
use crate::build::{Engine, Options, build_with};
use crate::error::ErrorKind;
use crate::model::Page;
use crate::pipeline;
use crate::read::{self, Manifests};

/// Build again whenever files in these paths change, until Ctrl-C
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Looks at the size and time of each file every few seconds, which network folders answer too. When two looks in a row find
the same, what changed since the last build is built as one generation. Ctrl-C or SIGTERM ends after the running build; a
second one ends at once, which harms no store.

Example:
  renda watch articles/ --store renda.db")]
pub(super) struct Args {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// How many threads; all cores if not given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Take out the sources whose files are gone, as in `renda build --prune`
    #[arg(long)]
    prune: bool,
    /// In which form what is done goes to stderr
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    log: Log,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    columns: Columns,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let lexicon = args.rules.lexicon()?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build()?;
    let options = Options {
        inputs: args.paths.clone(),
        store: context.store.clone(),
        fields: args.columns.map.clone(),
        prune: args.prune,
        ..Options::default()
    };
    let reader = DocumentReader::new(&lexicon.document, &args.columns);
    let read = |name: &str, bytes: &[u8]| reader.read(name, bytes);
    let extract = |pages: &[Page]| pipeline::extract_pages(&lexicon, pages);
    let engine =
        Engine { lexicon: &lexicon, rules: lexicon.fingerprint.clone(), read: &read, extract: &extract };
    let ended = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // The first sets the flag, a second finds it set.
        flag::register_conditional_shutdown(signal, 0, Arc::clone(&ended))?;
        flag::register(signal, Arc::clone(&ended))?;
    }
    let (mut built, mut last) = (None, None);
    while !ended.load(Ordering::Relaxed) {
        let looks = looks(&args.paths);
        // Who is still copying files in is waited for; what is there at the start is built at once.
        let settled = built.is_none() || last.as_ref() == Some(&looks);
        if settled && built.as_ref() != Some(&looks) {
            let (started, teller) = (Instant::now(), Teller::new(args.log, false));
            match pool.install(|| build_with(&engine, &options, &|step| teller.step(step))) {
                Ok(summary) => {
                    let taken = started.elapsed();
                    teller.end(&summary, taken, || tell(&summary, taken));
                    built = Some(looks.clone());
                }
                // Somebody else writes to the store: the next look tries again.
                Err(error) if error.kind() == ErrorKind::Busy => say(super::full(&error)),
                Err(error) => return Err(error.into()),
            }
        }
        last = Some(looks);
        wait(Duration::from_secs(args.every), &ended);
    }
    say("ended; the store is whole");
    Ok(Exit::Done)
}

/// How all files look.
fn looks(paths: &[PathBuf]) -> BTreeMap<PathBuf, Option<(u64, Option<SystemTime>)>> {
    let (files, _) = read::list(paths);
    let look = |path: &PathBuf| fs::metadata(path).ok().map(|found| (found.len(), found.modified().ok()));
    let manifests = Manifests::paths(paths, &files);
    let paths = files.into_iter().map(|file| file.path).chain(manifests);
    paths.map(|path| (path.clone(), look(&path))).collect()
}

/// Sleeps, but not on when it is ended.
fn wait(time: Duration, ended: &AtomicBool) {
    let until = Instant::now() + time;
    while Instant::now() < until && !ended.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(100));
    }
}
