//! How commands read documents: plain text here, every other format in a worker process, which may die of it.

use std::env::current_exe;
use std::sync::OnceLock;
use std::time::Duration;

use crate::error::{Error, ErrorKind};
use crate::read::{self, FieldMap, Reading};
use crate::resource::DocumentRules;
use crate::worker::{Cancel, Fault, Launch, Limits, Pool, Reply, Room, work};

/// How long one document may take.
const TIME: Duration = Duration::from_mins(1);
/// How much memory its parser may take: a table of 255 MiB is held several times while it is read.
const MEMORY: u64 = 3 << 30;
/// The longest answer: the text of all pages.
const MOST: usize = 1 << 30;

/// Which columns of tables hold what.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Columns {
    /// Which columns of CSV or keys of JSON Lines hold what, where their names do not tell: title=headline,text=…
    #[arg(long, value_name = "FIELD=COLUMN,…", default_value_t, hide_default_value = true)]
    pub(super) map: FieldMap,
}

/// Reads documents for a command.
pub(super) struct DocumentReader<'a> {
    rules: &'a DocumentRules,
    fields: &'a FieldMap,
    /// Started with the first document that is no plain text.
    pool: OnceLock<Result<Pool, String>>,
}

impl<'a> DocumentReader<'a> {
    pub(super) fn new(rules: &'a DocumentRules, columns: &'a Columns) -> Self {
        Self { rules, fields: &columns.map, pool: OnceLock::new() }
    }

    /// The pages of a document.
    pub(super) fn read(&self, name: &str, bytes: &[u8]) -> Reading {
        if read::is_plain(self.rules, name, bytes) {
            return read::pages(self.rules, self.fields, name, bytes);
        }
        self.ask(name, bytes)
            .unwrap_or_else(|error| Reading { rejected: vec![error.at(name)], ..Reading::default() })
    }

    fn ask(&self, name: &str, bytes: &[u8]) -> Result<Reading, Error> {
        let pool = self.pool.get_or_init(|| start().map_err(|e| e.to_string()));
        let pool = pool.as_ref().map_err(|why| {
            Error::new(ErrorKind::Failed, format!("no process for documents can be started: {why}"))
        })?;
        let request = Request { name, fields: self.fields }.frame(bytes);
        let answer = pool.run(&request, TIME, &Cancel::default()).and_then(|answer| answer.collect(MOST));
        let (_, answer) = answer.map_err(told)?;
        serde_json::from_slice(&answer)
            .map_err(|e| Error::new(ErrorKind::Failed, "the parser gave no pages").because(e))
    }
}

fn start() -> std::io::Result<Pool> {
    let workers = rayon::current_num_threads();
    let launch = Launch { program: current_exe()?, arguments: vec!["worker".into(), "document".into()] };
    // Each thread of a command asks for one document at a time.
    Pool::start(launch, Room { workers, spares: 1, queue: workers + 64 })
}

/// What became of a document that its parser did not survive.
fn told(fault: Fault) -> Error {
    let message = match &fault {
        Fault::TimedOut => format!("reading it took longer than the {} s it may", TIME.as_secs()),
        Fault::Died { .. } => "its parser died of it: it is damaged, or takes too much memory".to_owned(),
        Fault::Panicked(_) => "its parser failed on it: it is damaged".to_owned(),
        Fault::TooLarge => format!("its text is larger than the {} MiB that one file may give", MOST >> 20),
        _ => "it could not be read".to_owned(),
    };
    let kind =
        if matches!(fault, Fault::TimedOut | Fault::TooLarge) { ErrorKind::Limit } else { ErrorKind::Input };
    Error::new(kind, message).remedy("give its text").because(fault)
}

/// What a worker is asked, in front of the bytes of the document.
#[derive(serde::Serialize, serde::Deserialize)]
struct Request<N, F> {
    name: N,
    fields: F,
}

impl<N: serde::Serialize, F: serde::Serialize> Request<N, F> {
    /// The request as a line, and the document behind it.
    fn frame(&self, bytes: &[u8]) -> Vec<u8> {
        let mut frame = serde_json::to_vec(self).expect("a name and a map can be written as JSON");
        frame.push(b'\n');
        frame.extend_from_slice(bytes);
        frame
    }
}

/// The worker's side: reads one document after another until nobody asks any more.
pub(super) fn serve() -> Result<(), Error> {
    work(Limits { memory: MEMORY, files: 64 }, DocumentRules::load, |rules, request, reply| {
        answer(rules, request, reply).map_err(|e| e.to_string().into_bytes())
    })
}

fn answer(rules: &DocumentRules, request: &[u8], reply: &mut Reply) -> serde_json::Result<()> {
    let line = request.iter().position(|byte| *byte == b'\n').unwrap_or(request.len());
    let (head, bytes) = request.split_at(line);
    let asked: Request<String, FieldMap> = serde_json::from_slice(head)?;
    let reading = read::pages(rules, &asked.fields, &asked.name, bytes.get(1..).unwrap_or_default());
    serde_json::to_writer(reply, &reading)
}
