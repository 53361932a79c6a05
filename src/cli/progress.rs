//! How a build is told while it runs: a bar for eyes, lines for those who asked, JSON for programs. All on stderr.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::out::say;
use crate::build::{Progress, Summary};

/// In which form words about a run go to stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Log {
    /// For people; with a bar where stderr is a terminal
    #[default]
    Text,
    /// One JSON object a line: `file`, `rejected`, `summary`
    Json,
}

/// Who tells.
pub(super) struct Teller {
    bar: ProgressBar,
    log: Log,
    verbose: bool,
    /// The steps so far, and when each began.
    steps: Mutex<Vec<(&'static str, Instant)>>,
}

impl Teller {
    /// A bar is drawn where stderr is a terminal, and nowhere else.
    pub(super) fn new(log: Log, verbose: bool) -> Self {
        let target = match log {
            Log::Text => ProgressDrawTarget::stderr(),
            Log::Json => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.set_style(ProgressStyle::default_spinner());
        Self { bar, log, verbose, steps: Mutex::default() }
    }

    /// Tells a step.
    pub(super) fn step(&self, step: Progress<'_>) {
        match step {
            Progress::Reading { done, all, bytes } => {
                self.begin("reading");
                if self.bar.length().is_none() {
                    self.bar.set_style(style());
                    self.bar.enable_steady_tick(Duration::from_millis(200));
                }
                self.bar.set_length(all as u64);
                self.bar.set_position(done as u64);
                let rate = rate(bytes, self.bar.elapsed());
                self.bar.set_message(format!("files, {} read, {}/s", HumanBytes(bytes), HumanBytes(rate)));
            }
            Progress::Gave { place, articles, claims, notices } => match self.log {
                Log::Json => line(json!({
                    "event": "file", "file": place, "articles": articles, "claims": claims, "diagnostics": notices
                })),
                Log::Text if self.verbose => {
                    self.say(format!("{place}: {articles} articles, {claims} claims, {notices} diagnostics"));
                }
                Log::Text => {}
            },
            Progress::Comparing { done, all } => {
                self.count("comparing", done, all, "articles compared with each other");
            }
            Progress::Writing { done, all } => self.count("writing", done, all, "articles made into quads"),
            Progress::Storing { done, all } => self.count("storing", done, all, "quads stored"),
            Progress::Checking { done, all } => self.count("checking", done, all, "quads checked"),
        }
    }

    /// Takes the bar away and tells what came of the run; `words` are those for people.
    pub(super) fn end(&self, summary: &Summary, taken: Duration, words: impl FnOnce()) {
        self.bar.finish_and_clear();
        match self.log {
            Log::Text => words(),
            Log::Json => {
                for error in &summary.rejected {
                    line(json!({ "event": "rejected", "reason": super::full(error) }));
                }
                line(told(summary, taken, &self.steps()));
            }
        }
    }

    /// Words above the bar.
    fn say(&self, words: impl Display) {
        self.bar.suspend(|| say(words));
    }

    fn steps(&self) -> MutexGuard<'_, Vec<(&'static str, Instant)>> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this step begins with that.
    fn begin(&self, step: &'static str) -> bool {
        let mut steps = self.steps();
        let begins = steps.last().is_none_or(|(last, _)| *last != step);
        steps.extend(begins.then(|| (step, Instant::now())));
        begins
    }

    /// A step behind the reading: a bar of its own, whose time begins with it.
    fn count(&self, step: &'static str, done: usize, all: usize, what: &'static str) {
        if self.begin(step) {
            self.bar.set_style(style());
            self.bar.reset();
            self.bar.set_message(what);
        }
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("[{bar:30}] {human_pos} of {human_len} {msg}, {eta} left")
        .expect("a test of the command draws this template")
        .progress_chars("=> ")
}

/// Bytes a second.
fn rate(bytes: u64, taken: Duration) -> u64 {
    u64::try_from(u128::from(bytes) * 1000 / taken.as_millis().max(1)).unwrap_or(u64::MAX)
}

fn line(value: Value) {
    say(value);
}

/// A summary for programs.
fn told(s: &Summary, taken: Duration, steps: &[(&str, Instant)]) -> Value {
    let ends = steps.iter().skip(1).map(|(_, next)| *next).chain([Instant::now()]);
    let steps = steps.iter().zip(ends).map(|((step, began), end)| (*step, (end - *began).as_secs_f64()));
    let steps: BTreeMap<&str, f64> = steps.collect();
    json!({
        "event": "summary", "generation": s.generation, "named": s.named, "seconds": taken.as_secs_f64(),
        "steps": steps,
        "files": {
            "listed": s.listed, "unopened": s.unopened, "unchanged": s.unchanged, "read": s.read, "bytes": s.bytes,
            "replaced": s.replaced, "moved": s.moved, "pruned": s.pruned, "removed": s.removed,
            "rejected": s.rejected.len(), "gone": s.gone, "stale": s.stale,
            "without_article": s.without_article,
        },
        "anew": { "articles": s.articles_anew, "keys": s.keys },
        "store": {
            "sources": s.sources, "articles": s.articles, "regions": s.regions, "claims": s.claims(),
            "adoptions": s.adoptions, "observations": s.observations, "statutes": s.statutes,
            "learning": s.learning, "facts": s.facts, "conflicts": s.conflicts, "diagnostics": s.diagnostics,
            "without_region": s.without_region, "without_claim": s.without_claim, "quads": s.quads,
        },
    })
}
