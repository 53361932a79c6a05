//! `renda graph learn`: what a region could learn from its peers.

use super::super::Context;
use super::super::exit::Exit;
use super::super::table::Form;
use super::super::words::Words;
use super::report::{Line, Part, Report, write};
use super::{similar, told};
use crate::graph::learn::{Learning, Lesson, Question, learn};
use crate::query::adopted::Practice;

/// What a region could learn from its peers: what those like it practise and the store knows nothing of here
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The peers are the regions of the same level that practise most alike (`renda graph similar`), then those beside it in
the same unit above. Each mechanism comes with the words of those who practise it and the documents
they name, which can be asked for. That the store knows nothing of a mechanism here does not say that it is not there.

Examples:
  renda graph learn 141130
  renda graph learn 141130 --within 141100 --limit 5
  renda graph learn 141126 --format html > learn.html")]
pub(super) struct Args {
    /// A region by name, short name or code
    #[arg(value_name = "REGION")]
    region: String,
    /// Only from regions in this one
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// From so many peers
    #[arg(long, value_name = "N", default_value_t = 8)]
    peers: usize,
    /// From regions of any level
    #[arg(long)]
    any_level: bool,
    /// At most so many mechanisms
    #[arg(long, value_name = "N", default_value_t = 15)]
    limit: usize,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let found = told(reader, &args.region)?;
    let within = args.within.as_ref().map(|name| told(reader, name)).transpose()?;
    let question = Question {
        within: within.map(|found| found.iri),
        peers: args.peers,
        limit: args.limit,
        any_level: args.any_level,
        language: args.form.lang.tag(),
    };
    let answer = learn(reader, &found, &question)?;
    write(&mut context.out, &answer, &report(&answer, args.form.lang), args.form)
}

/// Who practises it, how: name, stage, tier, reach, start.
fn who(practice: &Practice, words: Words) -> String {
    let mut parts = vec![words.get("status", &practice.status).to_owned()];
    parts.extend((!practice.tier.is_empty()).then(|| words.all("tier", &practice.tier)));
    let extent = practice.claims.iter().find_map(|claim| claim.extent.clone());
    parts
        .extend(extent.or_else(|| practice.coverage.as_deref().map(|c| words.get("coverage", c).to_owned())));
    parts.extend(practice.since.clone());
    format!("{}{}", practice.name, words.say("brackets", &[("words", &parts.join(" "))]))
}

/// The words of each who practises it, one of each.
fn line(lesson: &Lesson, words: Words) -> Line {
    let who: Vec<String> = lesson.practices.iter().map(|practice| who(practice, words)).collect();
    let documents: Vec<&str> = lesson.documents.iter().map(String::as_str).collect();
    let here = words.say("here", &[("why", &words.get("empty", lesson.empty.as_str()))]);
    let ask = documents.iter().map(|document| words.say("ask-for", &[("document", document)]));
    let practised: Vec<String> = who.into_iter().chain(ask).collect();
    let cells = vec![format!("{}\n{here}", lesson.label), practised.join("\n")];
    // The most telling words first: of several peers one may only name it.
    let mut quotes: Vec<_> = lesson.practices.iter().filter_map(|p| p.claims.first().cloned()).collect();
    quotes.sort_by_key(|quote| (quote.document.is_none(), quote.extent.is_none(), quote.since.is_none()));
    Line { cells, quotes }
}

fn report(answer: &Learning, words: Words) -> Report {
    let rows = answer.mechanisms.iter().flat_map(|lesson| {
        lesson.practices.iter().map(|practice| Line {
            cells: vec![
                lesson.label.clone(),
                lesson.function.clone().unwrap_or_default(),
                words.get("empty", lesson.empty.as_str()).to_owned(),
                practice.code.clone(),
                practice.name.clone(),
                words.get("status", &practice.status).to_owned(),
                practice.since.clone().unwrap_or_default(),
                practice.claims.iter().find_map(|claim| claim.document.clone()).unwrap_or_default(),
            ],
            quotes: practice.claims.first().cloned().into_iter().collect(),
        })
    });
    Report {
        title: words.say("learn-what", &[("name", &answer.region.name)]),
        remarks: vec![words.get("text", "learn-silence").to_owned()],
        heads: &["practice", "function", "here", "code", "unit_name", "status", "since", "document"],
        rows: rows.collect(),
        parts: vec![
            Part {
                heading: words.get("text", "learn-lessons").to_owned(),
                heads: &["practice", "practised-by"],
                widths: &[24, 32],
                lines: answer.mechanisms.iter().map(|lesson| line(lesson, words)).collect(),
            },
            similar::peers(&answer.peers, words.get("text", "learn-peers").to_owned(), words),
        ],
    }
}
