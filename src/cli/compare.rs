//! `renda compare`: regions side by side.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::Context;
use super::adopted::roles;
use super::cite::{cells, dots, note};
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Sort, Table, document, write_page};
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::export::document::{Block, Document, Row, Run, Text};
use crate::query::compare::{Cell, Comparison, Line, Measure, Question, compare, spoken};
use crate::query::profile::Number;
use crate::query::{mechanism, region};

/// Regions side by side: mechanisms and numbers, each with its words or the reason why nothing stands there
#[derive(Debug, clap::Args)]
#[command(after_help = "\
An empty cell says why: no document reports on the region, or those that do say nothing of it, or it is only planned, or
a region above claims it for all below, or claims conflict. None of these says that the region does not practise it.
CSV and TSV give one row a cell, with its quote.

Examples:
  renda compare 141123 141124 141125
  renda compare --all-in 141100 --mechanism deputies-liaison-station
  renda compare --all-in 140000 --level county --function 2 --differences
  renda compare 141123 141124 --format html > compare.html")]
pub(super) struct Args {
    /// Regions by name, short name or code
    #[arg(value_name = "REGION", required_unless_present_any = ["all_in", "level"])]
    regions: Vec<String>,
    /// All regions of the store that lie in this one
    #[arg(long, value_name = "REGION")]
    all_in: Option<String>,
    /// Of those only the ones of this level: province, prefecture, county, township
    #[arg(long, value_name = "LEVEL", value_parser = ["province", "prefecture", "county", "township"])]
    level: Option<String>,
    /// Only this mechanism and narrower ones; may be given several times
    #[arg(long, value_name = "MECHANISM")]
    mechanism: Vec<String>,
    /// Only mechanisms under this function, 1 to 10
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10))]
    function: Option<u32>,
    /// Without the lines in which all regions are alike
    #[arg(long)]
    differences: bool,
    /// Without candidates: names outside the ontology
    #[arg(long)]
    known: bool,
    /// By what the mechanisms of a function are ordered
    #[arg(long, value_enum, default_value_t)]
    sort: Sort,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.form.lang;
    let mut regions = Vec::new();
    for name in &args.regions {
        let found = region(reader, name)?;
        found.note.iter().for_each(say);
        regions.push(found.iri);
    }
    if args.all_in.is_some() || args.level.is_some() {
        let within = args.all_in.as_ref().map(|name| region(reader, name)).transpose()?;
        regions.extend(spoken(reader, within.as_ref().map(|w| &w.iri), args.level.as_deref())?);
    }
    let mut seen = BTreeSet::new();
    regions.retain(|iri| seen.insert(iri.as_str().to_owned()));
    if regions.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "the store speaks of no such region")
            .remedy("`renda query coverage` lists the regions it has documents of")
            .into());
    }
    let mechanisms = args.mechanism.iter().map(|name| mechanism(reader, name)).collect::<Result<_, _>>()?;
    let functions = args.function.into_iter().collect();
    let question = Question { regions, mechanisms, functions, known: args.known, language: words.tag() };
    let mut answer = compare(reader, &question)?;
    if args.differences {
        answer.mechanisms.retain(|line| !line.is_level());
    }
    if args.sort == Sort::Hardness {
        let hardest = |line: &Line| (line.candidate, line.function, std::cmp::Reverse(line.hardness()));
        answer.mechanisms.sort_by_key(hardest);
    }
    let out = &mut context.out;
    match args.form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)?;
        }
        Format::Table => terminal(out, &answer, args.form)?,
        Format::Md | Format::Html | Format::Docx => write_page(&page(&answer, words), out, args.form.format)?,
        Format::Csv | Format::Tsv | Format::Xlsx => tidy(&answer, words).write(out, args.form)?,
    }
    let nothing = answer.mechanisms.is_empty() && answer.observations.is_empty();
    if nothing {
        say(words.get("text", "none"));
    }
    Ok(if nothing { Exit::Failed } else { Exit::Done })
}

/// The stage, how far, since when; or why nothing stands there.
pub(super) fn state(cell: &Cell, words: Words) -> String {
    let Some(status) = &cell.status else {
        return cell.empty.map(|why| words.get("empty", why.as_str()).to_owned()).unwrap_or_default();
    };
    let mut parts = vec![words.get("status", status).to_owned()];
    parts.extend(cell.coverage.as_deref().map(|c| words.get("coverage", c).to_owned()));
    parts.extend(cell.since.clone());
    parts.extend(roles(&cell.roles, words));
    parts.extend(
        cell.empty
            .filter(|why| *why == crate::query::compare::Empty::Conflicting)
            .map(|why| words.get("empty", why.as_str()).to_owned()),
    );
    parts.join(" ")
}

/// A number with its bound, unit and period.
pub(super) fn value(number: &Number, words: Words) -> String {
    let bound = number.bound.as_deref().map(|b| words.get("bound", b)).unwrap_or_default();
    let mut text = format!("{bound}{}{}", number.value, number.unit.as_deref().unwrap_or_default());
    let about: Vec<&str> =
        [number.scope.as_deref(), number.period.as_deref()].into_iter().flatten().collect();
    if !about.is_empty() {
        text += &words.say("brackets", &[("words", &about.join(words.get("text", "comma")))]);
    }
    text
}

/// The regions as heads of columns, with how many articles each has.
fn heads(answer: &Comparison, first: &str, words: Words) -> Vec<String> {
    let head = |r: &crate::query::compare::Region| {
        format!("{}\n{}", r.name, words.say("articles", &[("n", &r.articles)]))
    };
    std::iter::once(words.head(first)).chain(answer.regions.iter().map(head)).collect()
}

/// What stands over the lines of a function.
fn category(line: &Line, words: Words) -> &str {
    match &line.category {
        Some(label) if !line.candidate => label,
        _ => words.get("text", "no-function"),
    }
}

/// The title of the page.
fn title(answer: &Comparison, words: Words) -> String {
    let names: Vec<&str> = answer.regions.iter().map(|r| r.name.as_str()).collect();
    words.say("compared", &[("names", &names.join(words.get("text", "list-comma")))])
}

fn terminal(out: &mut impl std::io::Write, answer: &Comparison, form: Form) -> anyhow::Result<()> {
    let words = form.lang;
    let mut rest = answer.mechanisms.as_slice();
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|line| category(line, words) == category(first, words)).count();
        let (group, others) = rest.split_at(n);
        rest = others;
        writeln!(out, "{}", category(first, words))?;
        let rows = group.iter().map(|line| {
            let cells = line.cells.iter().map(|cell| state(cell, words));
            std::iter::once(line.label.clone()).chain(cells).collect()
        });
        side_by_side(answer, "practice", rows, words).write(out, form)?;
        writeln!(out)?;
    }
    if !answer.observations.is_empty() {
        writeln!(out, "{}", words.get("text", "observations"))?;
        let rows = answer.observations.iter().map(|measure| {
            let cells = measure
                .cells
                .iter()
                .map(|cell| cell.values.iter().map(|n| value(n, words)).collect::<Vec<_>>().join("\n"));
            std::iter::once(measure.label.clone()).chain(cells).collect()
        });
        side_by_side(answer, "indicator", rows, words).write(out, form)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", words.get("text", "empty-cells"))?;
    say(words.get("text", "quotes-elsewhere"));
    Ok(())
}

/// A table with a column for each region.
fn side_by_side(
    answer: &Comparison,
    first: &str,
    rows: impl Iterator<Item = Vec<String>>,
    words: Words,
) -> Table {
    let heads = heads(answer, first, words);
    Table { heads, rows: rows.collect(), widths: vec![24], ..Table::default() }
}

/// How many quotes a cell of a page leads to: the most telling ones.
const SHOWN: usize = 2;

/// How many regions leave their columns wide enough for the dots to follow the stage; else they would be broken.
const WIDE: usize = 4;

fn page(answer: &Comparison, words: Words) -> Document {
    let gap = if answer.regions.len() > WIDE { '\n' } else { ' ' };
    let cell = |cell: &Cell| {
        let state = state(cell, words);
        let run = if cell.status.is_some() { Run::Plain(state) } else { Run::Faint(state) };
        let mut text = Text(vec![run]).noted(cell.claims.iter().take(SHOWN).map(|quote| note(quote, words)));
        if cell.status.is_some() {
            text = text.and(Run::Faint(format!("{gap}{}", dots(cell.hardness))));
        }
        text
    };
    let mut rows = Vec::new();
    let mut under = None;
    for line in &answer.mechanisms {
        if under != Some(category(line, words)) {
            under = Some(category(line, words));
            rows.push(Row::Heading(category(line, words).to_owned()));
        }
        let cells = std::iter::once(Text::plain(&line.label)).chain(line.cells.iter().map(cell));
        rows.push(Row::Cells(cells.collect()));
    }
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Heading(words.get("text", "mechanisms").to_owned()));
        blocks.push(Block::Table { heads: heads(answer, "practice", words), rows });
        blocks.push(Block::Paragraph(Text(vec![Run::Faint(words.get("text", "dots").to_owned())])));
    }
    if !answer.observations.is_empty() {
        let rows = answer.observations.iter().map(|measure| measured(measure, words)).collect();
        blocks.push(Block::Heading(words.get("text", "observations").to_owned()));
        blocks.push(Block::Paragraph(Text::plain(words.get("text", "not-ranked"))));
        blocks.push(Block::Table { heads: heads(answer, "indicator", words), rows });
    }
    blocks.push(Block::Paragraph(Text::plain(words.get("text", "empty-cells"))));
    document(title(answer, words), blocks, words)
}

fn measured(measure: &Measure, words: Words) -> Row {
    let cell = |cell: &crate::query::compare::Values| {
        let mut text = Text::default();
        for (i, number) in cell.values.iter().enumerate() {
            let line = if i > 0 { "\n" } else { "" };
            let words_of = format!("{line}{}", value(number, words));
            text = text.and(Run::Plain(words_of)).noted([note(&number.quote, words)]);
        }
        text
    };
    let cells = std::iter::once(Text::plain(&measure.label)).chain(measure.cells.iter().map(cell));
    Row::Cells(cells.collect())
}

/// One row a cell with its first quote, and one a number: what spreadsheets and statistics programs pivot.
fn tidy(answer: &Comparison, words: Words) -> Table {
    let heads = [
        "kind", "function", "practice", "code", "name", "status", "coverage", "since", "origins", "hardness",
        "value", "unit", "bound", "period", "scope", "empty", "title", "source", "issued", "quote",
    ];
    let mut rows = Vec::new();
    for line in &answer.mechanisms {
        for (cell, region) in line.cells.iter().zip(&answer.regions) {
            let word = |group: &str, key: &Option<String>| {
                key.as_deref().map(|key| words.get(group, key).to_owned()).unwrap_or_default()
            };
            let mut row = vec![
                words.get("text", "mechanisms").to_owned(),
                category(line, words).to_owned(),
                line.label.clone(),
                region.code.clone(),
                region.name.clone(),
                word("status", &cell.status),
                word("coverage", &cell.coverage),
                cell.since.clone().unwrap_or_default(),
                cell.origins.map(|n| n.to_string()).unwrap_or_default(),
                cell.status.as_ref().map(|_| cell.hardness.to_string()).unwrap_or_default(),
            ];
            row.extend(std::iter::repeat_n(String::new(), 5));
            row.push(cell.empty.map(|why| words.get("empty", why.as_str()).to_owned()).unwrap_or_default());
            row.extend(cells(cell.claims.first()));
            rows.push(row);
        }
    }
    for measure in &answer.observations {
        for (cell, region) in measure.cells.iter().zip(&answer.regions) {
            for number in &cell.values {
                let mut row = vec![
                    words.get("text", "observations").to_owned(),
                    String::new(),
                    measure.label.clone(),
                    region.code.clone(),
                    region.name.clone(),
                ];
                row.extend(std::iter::repeat_n(String::new(), 5));
                row.extend([
                    number.value.clone(),
                    number.unit.clone().unwrap_or_default(),
                    number.bound.clone().unwrap_or_default(),
                    number.period.clone().unwrap_or_default(),
                    number.scope.clone().unwrap_or_default(),
                    String::new(),
                ]);
                row.extend(cells(Some(&number.quote)));
                rows.push(row);
            }
        }
    }
    let notes = ["empty-cells", "not-ranked"].map(|key| words.get("text", key).to_owned());
    Table::new(&heads, rows, words).titled(title(answer, words)).noting(notes)
}
