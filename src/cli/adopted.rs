//! `renda adopted`: which regions practise a mechanism.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;

use super::Context;
use super::cite::{self, cell};
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Sort, Table, document, write_page};
use super::words::Words;
use crate::export::document::{Block, Document, Run, Text};
use crate::model::{Role, Slug, Status};
use crate::query::adopted::{Answer, Practice, Question, adopted};
use crate::query::hardness::hardest_first;
use crate::query::{mechanism, region};

/// Which regions practise a mechanism: how far, since when, and the words that say so
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Regions that only plan the mechanism stand apart. Narrower mechanisms count unless --exact. Facts come from articles:
a region that is not listed may practise it all the same, see the last line. How hard a claim is counts what in its
words can be checked: a name, a document, a number, a date, an outcome.

Examples:
  renda adopted deputies-liaison-station
  renda adopted deputies-liaison-station --within 140000 --status piloted,adopted
  renda adopted deputies-liaison-station --sort hardness --format html > stations.html
  renda adopted deputies-liaison-station --since 2020 --format csv --excel > stations.csv")]
pub(super) struct Args {
    /// Any label, slug or IRI of a mechanism
    #[arg(value_name = "MECHANISM")]
    mechanism: String,
    /// Only this region and those in it
    #[arg(long, value_name = "REGION")]
    within: Option<String>,
    /// Only these stages: planned, piloted, adopted, discontinued
    #[arg(long, value_name = "S", num_args = 1.., value_delimiter = ',')]
    status: Vec<Status>,
    /// Only what began in this year or later
    #[arg(long, value_name = "Y", value_parser = year)]
    since: Option<i32>,
    /// Without narrower mechanisms
    #[arg(long)]
    exact: bool,
    /// By what the regions are ordered
    #[arg(long, value_enum, default_value_t)]
    sort: Sort,
    #[command(flatten)]
    form: Form,
}

/// A year as it is typed.
fn year(text: &str) -> Result<i32, &'static str> {
    let year = text.parse().ok().filter(|year| (1900..=2100).contains(year));
    year.ok_or("a year in four digits is needed, such as 2020")
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.form.lang;
    let found = mechanism(reader, &args.mechanism)?;
    let within = args.within.as_ref().map(|name| region(reader, name)).transpose()?;
    for note in within.iter().chain([&found]).filter_map(|f| f.note.as_ref()) {
        say(note);
    }
    let mut answer = adopted(
        reader,
        &Question {
            mechanism: found,
            within: within.map(|found| found.iri),
            status: args.status.clone(),
            since: args.since,
            exact: args.exact,
            language: words.tag(),
        },
    )?;
    if args.sort == Sort::Hardness {
        hardest_first(&mut answer.regions);
        hardest_first(&mut answer.planned);
        hardest_first(&mut answer.discontinued);
    }
    let out = &mut context.out;
    match args.form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)?;
        }
        Format::Table => terminal(out, &answer, args.sort, words)?,
        Format::Md | Format::Html | Format::Docx => write_page(&page(&answer, words), out, args.form.format)?,
        Format::Csv | Format::Tsv | Format::Xlsx => flat(&answer, words).write(out, args.form)?,
    }
    if matches!(args.form.format, Format::Csv | Format::Tsv) || answer.is_empty() {
        say(silence(&answer, words));
    }
    if args.since.is_some() {
        say(words.get("text", "no-since"));
    }
    Ok(if answer.is_empty() { Exit::Failed } else { Exit::Done })
}

fn lists(answer: &Answer) -> [(&'static str, &[Practice]); 3] {
    [("regions", &answer.regions), ("planned", &answer.planned), ("discontinued", &answer.discontinued)]
}

fn silence(answer: &Answer, words: Words) -> String {
    words.say("silent", &[("articles", &answer.silent.articles), ("regions", &answer.silent.regions)])
}

/// The name of the mechanism and what counts as it.
fn title(answer: &Answer, words: Words) -> String {
    let narrower = answer.mechanism.includes.len();
    let mut title = answer.mechanism.label.clone();
    if narrower > 0 {
        let _ = write!(title, " ({})", words.say("includes", &[("n", &narrower)]));
    }
    title
}

/// Whether the mechanism is a name outside the ontology.
fn is_candidate(answer: &Answer) -> bool {
    let slug = answer.mechanism.iri.rsplit('/').next().and_then(Slug::new);
    slug.is_some_and(|slug| slug.is_candidate())
}

/// The heading of a list: what, and how many regions.
fn heading(list: &str, practices: &[Practice], words: Words) -> String {
    let regions: BTreeSet<_> = practices.iter().map(|p| &p.code).collect();
    let acting: BTreeSet<_> =
        practices.iter().filter(|p| !stands_beside(&p.roles)).map(|p| &p.code).collect();
    let mut heading =
        [words.get("list", list), words.get("text", "colon"), &words.say("found", &[("n", &regions.len())])]
            .concat();
    let beside = regions.len() - acting.len();
    if beside > 0 {
        heading += &words.say("beside", &[("n", &beside)]);
    }
    heading
}

/// How far below, as the claims count it and as the fact sums it up.
pub(super) fn extent(practice: &Practice, words: Words) -> String {
    let mut parts = Vec::new();
    parts.extend(practice.coverage.as_deref().map(|c| words.get("coverage", c).to_owned()));
    // Of the stage it has come to: the four counties of a trial are not the reach of what is everywhere now.
    let mut now = practice.claims.iter().filter(|claim| claim.status.as_ref() == Some(&practice.status));
    parts.extend(now.find_map(|claim| claim.extent.clone()));
    parts.join(" ")
}

/// The stage, and whether claims differ.
pub(super) fn stage(practice: &Practice, words: Words) -> String {
    let stage = words.get("status", &practice.status);
    match practice.conflict {
        Some(_) => format!("{stage}\n({})", words.get("text", "conflict")),
        None => stage.to_owned(),
    }
}

/// The most telling quote with its place, the document it all rests on, how many more quotes there are and from how
/// many independent origins they come.
pub(super) fn proof(practice: &Practice, words: Words) -> String {
    let Some(first) = practice.claims.first() else { return String::new() };
    let mut text = cell(first, words);
    if let Some(document) = basis(practice, words) {
        let _ = write!(text, "\n{}{}{document}", words.get("head", "document"), words.get("text", "colon"));
    }
    let more = practice.claims.len() - 1;
    if more > 0 {
        let mut counts = vec![words.say("more", &[("n", &more)])];
        counts.extend(origins(practice, words));
        let _ = write!(text, "\n({})", counts.join(words.get("text", "comma")));
    }
    text
}

/// From how many independent origins it is known, where they are several, and how many reprints add none.
fn origins(practice: &Practice, words: Words) -> impl Iterator<Item = String> {
    let origins = practice.origins.filter(|n| *n > 1).map(|n| words.say("origins", &[("n", &n)]));
    let reprints = (practice.reprints > 0).then(|| words.say("reprints", &[("n", &practice.reprints)]));
    origins.into_iter().chain(reprints)
}

/// The document that the practice rests on: the file to ask a region for.
fn basis(practice: &Practice, words: Words) -> Option<String> {
    let title = practice.claims.iter().find_map(|claim| claim.document.as_deref())?;
    Some(format!("{}{title}{}", words.get("text", "title-open"), words.get("text", "title-close")))
}

/// Whether the region guides, owns or hosts what others practise there, and no claim says that it practises it.
fn stands_beside(roles: &[String]) -> bool {
    let practises = |role: &String| {
        [Role::Practitioner, Role::PilotSite].into_iter().any(|practising| practising.as_str() == role)
    };
    !roles.is_empty() && !roles.iter().any(practises)
}

/// Roles other than the usual one; that there are no others is said.
pub(super) fn roles(roles: &[String], words: Words) -> Option<String> {
    let unusual: Vec<_> = roles.iter().filter(|r| *r != Role::Practitioner.as_str()).cloned().collect();
    let named = words.all("role", &unusual);
    (!unusual.is_empty())
        .then(|| if stands_beside(roles) { words.say("only", &[("roles", &named)]) } else { named })
}

fn terminal(out: &mut impl std::io::Write, answer: &Answer, sort: Sort, words: Words) -> anyhow::Result<()> {
    writeln!(out, "{}", title(answer, words))?;
    if is_candidate(answer) {
        writeln!(out, "{}", words.get("text", "candidate"))?;
    }
    writeln!(out)?;
    for (list, practices) in lists(answer) {
        if practices.is_empty() {
            continue;
        }
        writeln!(out, "{}", heading(list, practices, words))?;
        let rows = practices.iter().map(|p| {
            let mut region = format!("{}\n{}", p.name, p.code);
            if p.via.is_some() {
                let _ = write!(region, "\n> {}", p.label);
            }
            let mut tiers = vec![words.all("tier", &p.tier)];
            tiers.extend(roles(&p.roles, words));
            tiers.retain(|t| !t.is_empty());
            let mut proof = proof(p, words);
            if sort == Sort::Hardness {
                let _ = write!(proof, "\n{}", cite::in_brief(p, words));
            }
            vec![
                region,
                stage(p, words),
                tiers.join("\n"),
                extent(p, words),
                p.since.clone().unwrap_or_default(),
                proof,
            ]
        });
        let heads = ["region", "status", "tier", "coverage", "since", "evidence"];
        let table = Table::new(&heads, rows, words).within(&[16, 10, 10, 12, 10, 0]);
        table.write(out, Form { format: Format::Table, excel: false, lang: words })?;
        writeln!(out)?;
    }
    if !answer.is_empty() {
        writeln!(out, "{}", silence(answer, words))?;
    }
    Ok(())
}

/// One row a fact, for spreadsheets: the words as the vocabulary has them, the first quote in full.
fn flat(answer: &Answer, words: Words) -> Table {
    let heads = [
        "list",
        "code",
        "name",
        "level",
        "tier",
        "role",
        "status",
        "coverage",
        "since",
        "origins",
        "reprints",
        "via",
        "conflict",
        "document",
        "title",
        "source",
        "issued",
        "quote",
        "start",
        "end",
        "hardness",
        "point-named",
        "point-document",
        "point-number",
        "point-date",
        "point-outcome",
    ];
    let mut rows = Vec::new();
    for (list, practices) in lists(answer) {
        for p in practices {
            let claim = p.claims.first();
            let of = |get: fn(&crate::query::adopted::Quote) -> Option<String>| {
                claim.and_then(get).unwrap_or_default()
            };
            let mut row = vec![
                words.get("list", list).to_owned(),
                p.code.clone(),
                p.name.clone(),
                p.level.as_deref().map(|l| words.get("level", l).to_owned()).unwrap_or_default(),
                words.all("tier", &p.tier),
                words.all("role", &p.roles),
                words.get("status", &p.status).to_owned(),
                extent(p, words),
                p.since.clone().unwrap_or_default(),
                p.origins.map(|n| n.to_string()).unwrap_or_default(),
                p.reprints.to_string(),
                p.via.as_ref().map(|_| p.label.clone()).unwrap_or_default(),
                p.conflict.clone().unwrap_or_default(),
                basis(p, words).unwrap_or_default(),
                of(|c| c.title.clone()),
                of(|c| c.source.clone()),
                of(|c| c.issued.clone()),
                of(|c| Some(c.quote.clone())),
                of(|c| Some(c.start.to_string())),
                of(|c| Some(c.end.to_string())),
                p.hardness.to_string(),
            ];
            row.extend(cite::points(p));
            rows.push(row);
        }
    }
    let mut notes = vec![silence(answer, words)];
    notes.extend(is_candidate(answer).then(|| words.get("text", "candidate").to_owned()));
    Table::new(&heads, rows, words).titled(title(answer, words)).noting(notes)
}

/// The answer as a page: every quote in full.
fn page(answer: &Answer, words: Words) -> Document {
    let mut blocks = Vec::new();
    if is_candidate(answer) {
        blocks.push(Block::Paragraph(Text::plain(words.get("text", "candidate"))));
    }
    for (list, practices) in lists(answer) {
        if practices.is_empty() {
            continue;
        }
        blocks.push(Block::Heading(heading(list, practices, words)));
        for p in practices {
            let name = Run::Strong(format!("{} ({})", p.name, p.code));
            let mut parts = vec![String::new()];
            parts.extend(p.via.as_ref().map(|_| p.label.clone()));
            parts.push(stage(p, words).replace('\n', " "));
            parts.push(words.all("tier", &p.tier));
            parts.extend(roles(&p.roles, words));
            parts.push(extent(p, words));
            parts.extend(p.since.as_ref().map(|since| format!("{} {since}", words.get("head", "since"))));
            parts.extend(
                basis(p, words).map(|title| words.head("document") + words.get("text", "colon") + &title),
            );
            parts.extend(origins(p, words));
            let mut first = true;
            parts.retain(|part| std::mem::take(&mut first) || !part.is_empty());
            let mut runs = vec![name, Run::Plain(parts.join(" · ") + " · ")];
            runs.extend(cite::hardness(p, words));
            blocks.push(Block::Paragraph(Text(runs)));
            blocks.extend(cite::blocks(&p.claims, words));
        }
    }
    blocks.push(Block::Paragraph(Text::plain(silence(answer, words))));
    document(title(answer, words), blocks, words)
}
