//! `renda build`: articles in, a store out.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::Context;
use super::document::{Columns, DocumentReader};
use super::exit::Exit;
use super::out::say;
use super::progress::{Log, Teller};
use super::rules::Rules;
use super::words::Words;
use crate::build::{Engine, Options, Summary, build_with};
use crate::model::Page;
use crate::store::Backend;
use crate::{pipeline, read};

/// Read articles into the store: idempotent; a changed file replaces only what rested on it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Read are text in UTF-8, UTF-16, GB18030 or Big5, saved web pages, PDF, Word (.docx), CSV, JSON Lines, web archives
(.warc), and .zip, .tar.gz, .gz and .zst of these, each told by what is in it. What cannot be read is named with its
reason and left out; the rest is built and the exit code is 3.
A file whose size, times and inode are as when it was read is not opened (--rehash opens all). A file that was moved or
renamed keeps its place in the store under its new name. What a deleted file said is kept, and named, until --prune.

Examples:
  renda build articles/
  renda build --store shanxi.db --threads 4 2023/ 2024/ extra.txt
  renda build --ontology my-rules/ articles/
  renda build --map title=headline,text=body_zh scraped.csv
  renda build --explain articles/2024-01-15.txt | less -R")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Args {
    /// Files and folders, or `-` for one document on standard input, such as JSON Lines or CSV
    #[arg(value_name = "PATH", required_unless_present = "explain")]
    paths: Vec<PathBuf>,
    /// How many threads; all cores if not given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Begin with an empty store, and erase what it held from its files: there is no rollback from this
    #[arg(long)]
    fresh: bool,
    /// Look at the bytes of all files, also of those whose size and times are as when they were read
    #[arg(long)]
    rehash: bool,
    /// Take out the sources whose files are gone from the given folders; what stood in a folder that is empty now is kept
    #[arg(long)]
    prune: bool,
    /// How the graph is kept: memory, rocksdb; chosen at the first build
    #[arg(long, value_name = "BACKEND")]
    backend: Option<Backend>,
    /// Tell what each file gave
    #[arg(long, short)]
    verbose: bool,
    /// In which form what is done goes to stderr
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    log: Log,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    columns: Columns,
    /// Print what the rules make of this one page, for tuning them; stores nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "fresh", "rehash", "prune", "backend", "threads"])]
    explain: Option<PathBuf>,
    /// The language of the words of --explain
    #[arg(long, value_enum, default_value_t, requires = "explain")]
    lang: Words,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let started = Instant::now();
    let lexicon = args.rules.lexicon()?;
    let reader = DocumentReader::new(&lexicon.document, &args.columns);
    if let Some(file) = &args.explain {
        return super::explain::run(context, &lexicon, &reader, file, args.lang);
    }
    let (stdin, inputs): (Vec<PathBuf>, Vec<PathBuf>) =
        args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let options = Options {
        inputs,
        documents: if stdin.is_empty() { Vec::new() } else { vec![("-".to_owned(), read::stdin()?)] },
        fields: args.columns.map.clone(),
        store: context.store.clone(),
        fresh: args.fresh,
        rehash: args.rehash,
        prune: args.prune,
        backend: args.backend,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build()?;
    let teller = Teller::new(args.log, args.verbose);
    let read = |name: &str, bytes: &[u8]| reader.read(name, bytes);
    let extract = |pages: &[Page]| pipeline::extract_pages(&lexicon, pages);
    let engine =
        Engine { lexicon: &lexicon, rules: lexicon.fingerprint.clone(), read: &read, extract: &extract };
    let summary = pool.install(|| build_with(&engine, &options, &|step| teller.step(step)))?;
    let taken = started.elapsed();
    teller.end(&summary, taken, || tell(&summary, taken));
    Ok(match (&summary.rejected[..], summary.generation) {
        // Nothing at all could be read: that is a failure, not a remark.
        (_, None) => Exit::Failed,
        ([_, ..], Some(_)) => Exit::Rejected,
        ([], Some(_)) => Exit::Done,
    })
}

/// The summary: words, so to stderr.
pub(super) fn tell(summary: &Summary, taken: Duration) {
    summary.rejected.iter().for_each(|error| say(super::full(error)));
    let Some(generation) = summary.generation else {
        let nothing = summary.rejected.is_empty();
        let what = if nothing { "there is nothing to read in these paths" } else { "nothing could be read" };
        return say(format!("{what}, and no generation was named"));
    };
    let named = if summary.named { "generation" } else { "nothing changed: still generation" };
    say(format!("{named} {generation}"));
    let mut files = format!("{} read, {} unchanged", summary.read, summary.unchanged);
    if summary.unopened > 0 {
        let _ = write!(files, " ({} not opened, for they look as before)", summary.unopened);
    }
    for (count, what) in [
        (summary.replaced, "replaced"),
        (summary.moved, "moved or renamed"),
        (summary.pruned, "pruned"),
        (summary.rejected.len(), "rejected"),
    ] {
        if count > 0 {
            let _ = write!(files, ", {count} {what}");
        }
    }
    say(format!("files        {files}"));
    let anew = |n: usize| if summary.named { format!(" ({n} anew)") } else { String::new() };
    say(format!(
        "articles     {}{}; claims about {} regions",
        summary.articles,
        anew(summary.articles_anew),
        summary.regions
    ));
    say(format!(
        "claims       {} ({} adoptions, {} observations, {} statute actions, {} learning contacts)",
        summary.claims(),
        summary.adoptions,
        summary.observations,
        summary.statutes,
        summary.learning
    ));
    say(format!("facts        {} and {} conflicts", summary.facts, summary.conflicts));
    if summary.named {
        say(format!("fused        {} keys whose claims changed", summary.keys));
    }
    say(format!("diagnostics  {} (`renda diagnostics`)", summary.diagnostics));
    for (count, what, code) in [
        (summary.without_article, "file(s) without an article", "segment.no-article"),
        (summary.without_region, "article(s) without a region", "resolve.no-home"),
        (summary.without_claim, "article(s) without a claim", "extract.no-claim"),
    ] {
        if count > 0 {
            say(format!("             {count} {what} (`renda diagnostics --code {code}`)"));
        }
    }
    let seconds = taken.as_secs_f64();
    say(format!("time         {seconds:.1} s{}", speed(summary.bytes, seconds)));
    tell_gone(&summary.gone);
    if summary.unforgotten > 0 {
        say("somebody still reads what the store held before: it is erased by the next build after that");
    }
    for name in &summary.stale {
        say(format!("{name}: was read under other rules, and its file is gone: kept as it was"));
    }
}

/// How much was read in a second, in a unit in which it is no nought; nothing of a few kilobytes, where most of the time
/// was the program's start.
fn speed(bytes: u64, seconds: f64) -> String {
    const FEW: u64 = 100_000;
    #[expect(clippy::cast_precision_loss, reason = "a speed of two or three digits")]
    let speed = bytes as f64 / seconds.max(1e-3);
    match speed {
        _ if bytes < FEW => String::new(),
        1e6.. => format!(", {:.1} MB/s", speed / 1e6),
        _ => format!(", {:.0} kB/s", speed / 1e3),
    }
}

/// Files that are gone: the first few by name.
fn tell_gone(gone: &[String]) {
    const NAMED: usize = 5;
    if gone.is_empty() {
        return;
    }
    let more = gone.len().saturating_sub(NAMED);
    let mut names = gone.iter().take(NAMED).fold(String::new(), |names, place| names + "\n  " + place);
    if more > 0 {
        let _ = write!(names, "\n  and {more} more");
    }
    say(format!("{} file(s) are gone, and what they said is kept; --prune takes it out:{names}", gone.len()));
}

/// The summary of a removal.
pub(super) fn tell_removal(summary: &Summary) {
    say(format!(
        "{} source(s) removed; {} articles and {} facts are left",
        summary.removed, summary.articles, summary.facts
    ));
    say(
        "no answer tells their words any more; the store's files keep them until `renda build --fresh PATH…`",
    );
}
