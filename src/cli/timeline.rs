//! `renda timeline`: where and when a mechanism began.

use std::io::Write as _;

use super::Context;
use super::cite::{cell, cells, note};
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Table, document, write_page};
use super::words::Words;
use crate::export::document::{Block, Document, Row, Run, Text};
use crate::query::timeline::{Event, Question, Timeline, timeline};
use crate::query::{mechanism, region};

/// Where and when a mechanism began, on trial or for good, with the words that say so
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A region whose articles tell no beginning stands apart, with the date of its first report: it began before that.

Examples:
  renda timeline deputies-liaison-station
  renda timeline deputies-liaison-station --within 140000 --format csv")]
pub(super) struct Args {
    /// Any label, slug or IRI of a mechanism
    #[arg(value_name = "MECHANISM")]
    mechanism: String,
    /// Only this region and those in it
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// Without narrower mechanisms
    #[arg(long)]
    exact: bool,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.form.lang;
    let found = mechanism(reader, &args.mechanism)?;
    let within = args.within.as_ref().map(|name| region(reader, name)).transpose()?;
    for note in within.iter().chain([&found]).filter_map(|f| f.note.as_ref()) {
        say(note);
    }
    let within = within.map(|found| found.iri);
    let question = Question { mechanism: found, within, exact: args.exact, language: words.tag() };
    let answer = timeline(reader, &question)?;
    let out = &mut context.out;
    match args.form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)?;
        }
        Format::Table => terminal(out, &answer, args.form)?,
        Format::Md | Format::Html | Format::Docx => write_page(&page(&answer, words), out, args.form.format)?,
        Format::Csv | Format::Tsv | Format::Xlsx => flat(&answer, words).write(out, args.form)?,
    }
    if answer.is_empty() {
        say(words.get("text", "none"));
    }
    Ok(if answer.is_empty() { Exit::Failed } else { Exit::Done })
}

/// The two parts with their headings.
fn parts(answer: &Timeline) -> [(&'static str, &[Event]); 2] {
    [("dated", &answer.events), ("undated-start", &answer.undated)]
}

/// The region, and the narrower mechanism where one is meant.
fn whose(event: &Event) -> String {
    let narrower = event.via.as_ref().map(|_| format!("\n> {}", event.label));
    format!("{} {}{}", event.name, event.code, narrower.unwrap_or_default())
}

/// What happened; of a start that it is one, of a report which stage it tells.
fn what(event: &Event, words: Words) -> String {
    match event.kind.as_str() {
        "reported" => words.get("status", &event.status).to_owned(),
        kind => words.get("since", kind).to_owned(),
    }
}

const HEADS: [&str; 4] = ["time", "region", "event", "evidence"];

/// The title of a page.
fn title(answer: &Timeline, words: Words) -> String {
    words.say("timeline", &[("mechanism", &answer.mechanism.label)])
}

fn terminal(out: &mut impl std::io::Write, answer: &Timeline, form: Form) -> anyhow::Result<()> {
    let words = form.lang;
    writeln!(out, "{}", answer.mechanism.label)?;
    for (part, events) in parts(answer) {
        if events.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", words.get("text", part))?;
        let rows = events.iter().map(|event| {
            let proof = event.claims.first().map(|claim| cell(claim, words));
            vec![
                event.time.clone().unwrap_or_default(),
                whose(event),
                what(event, words),
                proof.unwrap_or_default(),
            ]
        });
        Table::new(&HEADS, rows, words).within(&[12, 18, 10, 0]).write(out, form)?;
    }
    Ok(())
}

fn page(answer: &Timeline, words: Words) -> Document {
    let undated = || Text(vec![Run::Faint(words.get("text", "undated").to_owned())]);
    let mut blocks = Vec::new();
    for (part, events) in parts(answer) {
        if events.is_empty() {
            continue;
        }
        let rows = events.iter().map(|event| {
            let quotes = event.claims.iter().take(2).map(|claim| note(claim, words));
            Row::Cells(vec![
                event.time.clone().map_or_else(undated, Text::from),
                Text::plain(whose(event)),
                Text::plain(what(event, words)).noted(quotes),
            ])
        });
        blocks.push(Block::Heading(words.get("text", part).to_owned()));
        let heads = HEADS[..3].iter().map(|key| words.head(key)).collect();
        blocks.push(Block::Table { heads, rows: rows.collect() });
    }
    document(title(answer, words), blocks, words)
}

/// One row an event, with its first quote in full.
fn flat(answer: &Timeline, words: Words) -> Table {
    let heads =
        ["list", "time", "code", "name", "event", "status", "via", "title", "source", "issued", "quote"];
    let mut rows = Vec::new();
    for (part, events) in parts(answer) {
        for event in events {
            let mut row = vec![
                words.get("text", part).to_owned(),
                event.time.clone().unwrap_or_default(),
                event.code.clone(),
                event.name.clone(),
                words.get("since", &event.kind).to_owned(),
                words.get("status", &event.status).to_owned(),
                event.via.as_ref().map(|_| event.label.clone()).unwrap_or_default(),
            ];
            row.extend(cells(event.claims.first()));
            rows.push(row);
        }
    }
    Table::new(&heads, rows, words).titled(title(answer, words))
}
