//! `renda discover`: names outside the ontology, for review.

use std::fmt::Write as _;
use std::io::Write as _;

use oxigraph::model::Term;

use super::Context;
use super::cite::{self, cell, cells};
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Table, document, write_page};
use super::words::Words;
use crate::export::document::{Block, Document, Run, Text};
use crate::query::discover::{Candidate, Discovery, discover};
use crate::query::region;

/// Candidates: names outside the ontology, with their regions, explanations and the known mechanisms they are like
#[derive(Debug, clap::Args)]
#[command(after_help = "\
A candidate is a name only: the same name in two regions may be two things. What proves to be a mechanism of its own, or
another name of a known one, is a row of ontology/mechanism.ttl, or of a folder given with --ontology.

Examples:
  renda discover
  renda discover --least 2
  renda discover --within 141100 --format csv --excel > candidates.csv")]
pub(super) struct Args {
    /// Only names used by this region and those in it
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// Only names that so many regions use
    #[arg(long, value_name = "N", default_value_t = 1)]
    least: usize,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.form.lang;
    let within = args.within.as_ref().map(|name| region(reader, name)).transpose()?;
    within.iter().filter_map(|found| found.note.as_ref()).for_each(say);
    let within: Vec<Term> = within.into_iter().map(|found| found.iri.into()).collect();
    let answer = discover(reader, &within, args.least, words.tag())?;
    let out = &mut context.out;
    match args.form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)?;
        }
        Format::Table => table(&answer, words).write(out, args.form)?,
        Format::Md | Format::Html | Format::Docx => write_page(&page(&answer, words), out, args.form.format)?,
        Format::Csv | Format::Tsv | Format::Xlsx => flat(&answer, words).write(out, args.form)?,
    }
    let nothing = answer.candidates.is_empty();
    say(if nothing { words.get("text", "none") } else { words.get("text", "candidate") });
    Ok(Exit::Done)
}

/// The regions that use a name.
fn users(candidate: &Candidate, words: Words) -> String {
    let names: Vec<&str> = candidate.regions.iter().map(|practice| practice.name.as_str()).collect();
    names.join(words.get("text", "list-comma"))
}

/// The known mechanisms it is like, and what the texts say it is.
fn review(candidate: &Candidate, words: Words) -> String {
    let mut text = candidate.near.join(words.get("text", "list-comma"));
    for gloss in &candidate.glosses {
        if !text.is_empty() {
            text.push('\n');
        }
        let _ = write!(text, "{}", words.say("glossed", &[("code", &gloss.code), ("gloss", &gloss.gloss)]));
    }
    text
}

fn table(answer: &Discovery, words: Words) -> Table {
    let rows = answer.candidates.iter().map(|candidate| {
        let first = candidate.regions.iter().find_map(|practice| practice.claims.first());
        vec![
            candidate.label.clone(),
            users(candidate, words),
            review(candidate, words),
            first.map(|claim| cell(claim, words)).unwrap_or_default(),
        ]
    });
    Table::new(&["candidate", "region", "near", "evidence"], rows, words).within(&[22, 14, 24, 0])
}

fn page(answer: &Discovery, words: Words) -> Document {
    let mut blocks = vec![Block::Paragraph(Text::plain(words.get("text", "candidate")))];
    for candidate in &answer.candidates {
        blocks.push(Block::Heading(candidate.label.clone()));
        let near = review(candidate, words);
        if !near.is_empty() {
            let near = Run::Plain(words.get("text", "colon").to_owned() + &near);
            blocks.push(Block::Paragraph(Text(vec![Run::Strong(words.head("near")), near])));
        }
        for practice in &candidate.regions {
            let stage = words.get("status", &practice.status);
            let name = Run::Strong(format!("{} ({})", practice.name, practice.code));
            blocks.push(Block::Paragraph(Text(vec![name, Run::Plain(format!(" · {stage}"))])));
            blocks.extend(cite::blocks(&practice.claims, words));
        }
    }
    document(words.get("text", "candidates"), blocks, words)
}

/// One row a name and region.
fn flat(answer: &Discovery, words: Words) -> Table {
    let heads =
        ["candidate", "code", "name", "status", "near", "gloss", "title", "source", "issued", "quote"];
    let mut rows = Vec::new();
    for candidate in &answer.candidates {
        for practice in &candidate.regions {
            let glosses = candidate.glosses.iter().filter(|gloss| gloss.code == practice.code);
            let glosses: Vec<&str> = glosses.map(|gloss| gloss.gloss.as_str()).collect();
            let mut row = vec![
                candidate.label.clone(),
                practice.code.clone(),
                practice.name.clone(),
                words.get("status", &practice.status).to_owned(),
                candidate.near.join(words.get("text", "list-comma")),
                glosses.join("\n"),
            ];
            row.extend(cells(practice.claims.first()));
            rows.push(row);
        }
    }
    let notes = [words.get("text", "candidate").to_owned()];
    Table::new(&heads, rows, words).titled(words.get("text", "candidates")).noting(notes)
}
