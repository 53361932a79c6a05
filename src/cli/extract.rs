//! `renda extract`: claims as N-Quads, without a store.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::Context;
use super::document::{Columns, DocumentReader};
use super::exit::Exit;
use super::out::say;
use super::rules::Rules;
use crate::error::{Error, ErrorKind};
use crate::model::{ArticleId, Page, Record};
use crate::read::{self, Manifests, Reading};
use crate::resource::Lexicon;
use crate::{pipeline, rdf};

/// Claims as N-Quads, without a store: no fusion, no reference data
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The quads of an article are sorted. Articles stand in the order of their IRIs; with `-`, in the order of the input,
which is JSON Lines: {\"name\", \"text\", \"url\"?, \"issued\"?}.

Examples:
  renda extract articles/ > claims.nq
  renda extract - --trailer < pages.jsonl")]
pub(super) struct Args {
    /// Files and folders, or `-` for JSON Lines on standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How many threads; all cores if not given
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// End with a comment line of counts and the SHA-256 of all before it, so that a cut is noticed
    #[arg(long)]
    trailer: bool,
    #[command(flatten)]
    rules: Rules,
    #[command(flatten)]
    columns: Columns,
}

/// How many pages are held at a time.
const BATCH: usize = 256;

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let lexicon = args.rules.lexicon()?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build()?;
    let mut sink = Sink { out: &mut context.out, articles: 0, quads: 0, hasher: Sha256::new() };
    let stdin = args.paths.iter().any(|path| path.as_os_str() == "-");
    let rejected = if stdin {
        if args.paths.len() > 1 {
            anyhow::bail!(usage("- stands alone, or not at all"));
        }
        from_stdin(&lexicon, &pool, &mut sink)?
    } else {
        let reader = DocumentReader::new(&lexicon.document, &args.columns);
        from_files(&lexicon, &pool, &reader, &args.paths, &mut sink)?
    };
    let nothing = sink.articles == 0;
    if args.trailer {
        sink.trailer()?;
    }
    if rejected > 0 {
        say(format!("{rejected} input(s) were rejected"));
    }
    Ok(match rejected {
        0 => Exit::Done,
        // Nothing at all could be read: that is a failure, not a remark, as in `renda build`.
        _ if nothing => Exit::Failed,
        _ => Exit::Rejected,
    })
}

fn usage(words: &str) -> Error {
    Error::new(ErrorKind::Usage, words)
}

/// Files: all articles of all files, each once, in the order of their IRIs.
fn from_files(
    lexicon: &Lexicon,
    pool: &rayon::ThreadPool,
    reader: &DocumentReader<'_>,
    paths: &[PathBuf],
    sink: &mut Sink<'_, impl Write>,
) -> anyhow::Result<usize> {
    let (inputs, missing) = read::list(paths);
    let (manifests, faults) = Manifests::load(lexicon, paths, &inputs);
    let mut rejected = missing.len() + faults.len();
    for error in missing.iter().chain(&faults) {
        say(super::full(error));
    }
    let mut records: BTreeMap<ArticleId, Record> = BTreeMap::new();
    for batch in inputs.chunks(BATCH) {
        let mut pages = Vec::new();
        for input in batch {
            let reading = match read::bytes(&input.path) {
                Ok(bytes) => reader.read(&input.name, &bytes).listed(manifests.of(&input.path).as_ref()),
                Err(error) => Reading { rejected: vec![error], ..Reading::default() },
            };
            pages.extend(reading.pages);
            let folder = input.path.parent().unwrap_or(Path::new(""));
            for error in reading.rejected {
                rejected += 1;
                say(super::full(&error.below(folder)));
            }
        }
        for extracted in pool.install(|| pipeline::extract_pages(lexicon, &pages)) {
            for (record, _) in extracted.articles {
                match records.get_mut(&record.id) {
                    // One article in two files is one article with two sources.
                    Some(known) => known.sources.extend(record.sources),
                    None => {
                        records.insert(record.id.clone(), record);
                    }
                }
            }
        }
    }
    for record in records.values() {
        sink.write(record)?;
    }
    Ok(rejected)
}

/// JSON Lines: a page a line, in the order of the input.
fn from_stdin(
    lexicon: &Lexicon,
    pool: &rayon::ThreadPool,
    sink: &mut Sink<'_, impl Write>,
) -> anyhow::Result<usize> {
    let mut rejected = 0;
    let mut pages: Vec<Page> = Vec::new();
    let mut flush = |pages: &mut Vec<Page>| -> anyhow::Result<()> {
        for extracted in pool.install(|| pipeline::extract_pages(lexicon, pages)) {
            extracted.articles.iter().try_for_each(|(record, _)| sink.write(record))?;
        }
        pages.clear();
        Ok(())
    };
    // By bytes: a line that is no UTF-8 is one bad input among good ones.
    for (number, line) in (1..).zip(io::stdin().lock().split(b'\n')) {
        let line = line.with_context(|| format!("line {number} of standard input cannot be read"))?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let place = format!("-:{number}");
        let page = match str::from_utf8(&line) {
            Ok(line) => read::json_line(&place, line),
            Err(cause) => Err(Error::new(ErrorKind::Input, "not valid UTF-8")
                .at(place)
                .remedy("write JSON Lines in UTF-8")
                .because(cause)),
        };
        match page {
            Ok(page) => pages.push(page),
            Err(error) => {
                rejected += 1;
                say(super::full(&error));
            }
        }
        if pages.len() == BATCH {
            flush(&mut pages)?;
        }
    }
    flush(&mut pages)?;
    Ok(rejected)
}

/// Writes records and counts what it writes.
struct Sink<'a, W: Write> {
    out: &'a mut W,
    articles: usize,
    quads: usize,
    hasher: Sha256,
}

impl<W: Write> Sink<'_, W> {
    fn write(&mut self, record: &Record) -> anyhow::Result<()> {
        self.articles += 1;
        let text = rdf::record_text(record);
        self.quads += text.lines().count();
        self.hasher.update(&text);
        self.out.write_all(text.as_bytes())?;
        Ok(())
    }

    fn trailer(self) -> anyhow::Result<()> {
        use std::fmt::Write as _;
        let mut sha256 = String::new();
        for byte in self.hasher.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        let Self { out, articles, quads, .. } = self;
        writeln!(out, "# renda-trailer articles={articles} quads={quads} sha256={sha256}")?;
        Ok(())
    }
}
