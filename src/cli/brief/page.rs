//! The two pages: what stands on them, in which order, and how much of it.

use std::collections::BTreeSet;

use super::super::adopted::{extent, roles, stage};
use super::super::cite::{self, dots, note, paper, quoted, title};
use super::super::compare::{state, value};
use super::super::table::document;
use super::super::words::Words;
use super::gap::gaps;
use crate::export::document::{Block, Document, Row, Run, Text};
use crate::model::Status;
use crate::query::adopted::{Practice, Quote};
use crate::query::brief::{Brief, Stand};
use crate::query::compare::{Cell, Line};

/// How much goes on two pages: regions elsewhere, quotes to read, numbers, things others do.
const ELSEWHERE: usize = 4;
const READ: usize = 2;
const NUMBERS: usize = 5;
const BESIDES: usize = 4;

/// The briefing as a page.
pub(super) fn page(brief: &Brief, words: Words) -> Document {
    let heading = |key: &str| Block::Heading(words.get("brief", key).to_owned());
    let mut blocks = vec![Block::Paragraph(summary(brief, words))];
    if let Some(practice) = &brief.own.practice {
        blocks.extend([heading("own"), own(practice, words)]);
    }
    let near = around(brief, words);
    if !near.is_empty() {
        blocks.push(heading("around"));
        blocks.extend(near);
    }
    let read = to_read(brief, words);
    if !read.is_empty() {
        blocks.extend([heading("how"), Block::List(read)]);
    }
    let documents = documents(brief, words);
    if !documents.is_empty() {
        blocks.extend([heading("documents"), Block::List(documents)]);
    }
    let mut rows = numbers(brief, words);
    if !rows.is_empty() {
        let left_out = more(rows.len(), NUMBERS, words);
        rows.truncate(NUMBERS);
        let heads = ["region", "indicator", "value"].map(|key| words.head(key)).to_vec();
        blocks.extend([heading("numbers"), Block::Table { heads, rows }]);
        blocks.extend(left_out);
    }
    if !brief.besides.is_empty() {
        let items = brief.besides.iter().take(BESIDES).map(|line| besides(brief, line, words));
        blocks.extend([heading("besides"), Block::List(items.collect())]);
        blocks.extend(more(brief.besides.len(), BESIDES, words));
    }
    blocks.extend([heading("gaps"), Block::List(gaps(brief, words))]);
    let legend = Run::Faint(format!("\n{}", words.get("text", "dots")));
    blocks.extend([heading("sources"), Block::Paragraph(sources(brief, words).and(legend))]);
    let title = words
        .say("brief-title", &[("region", &brief.own.region.name), ("mechanism", &brief.mechanism.label)]);
    document(title, blocks, words)
}

/// How many lines were left out.
fn more(all: usize, shown: usize, words: Words) -> Option<Block> {
    let rest = all.checked_sub(shown).filter(|rest| *rest > 0)?;
    Some(Block::Paragraph(Text(vec![Run::Faint(words.say("left-out", &[("n", &rest)]))])))
}

/// The answer in three sentences: the region, those above it, those beside it and elsewhere.
fn summary(brief: &Brief, words: Words) -> Text {
    let mut text = Text(vec![Run::Strong(words.say(
        "brief-own",
        &[("region", &brief.own.region.name), ("state", &state(&brief.own.cell, words))],
    ))])
    .noted(first(&brief.own.cell.claims, words));
    for stand in brief.above.iter().rev().filter(|stand| stand.cell.status.is_some()) {
        let said = words
            .say("brief-above", &[("region", &stand.region.name), ("state", &state(&stand.cell, words))]);
        text = text.and(Run::Plain(said)).noted(first(&stand.cell.claims, words));
    }
    let reported = brief.beside.iter().filter(|stand| stand.region.articles > 0).count();
    let done = brief.beside.iter().filter(|stand| stand.is_done()).count();
    text.and(Run::Plain(words.say(
        "brief-others",
        &[("reported", &reported), ("done", &done), ("elsewhere", &brief.elsewhere.len())],
    )))
}

fn first(quotes: &[Quote], words: Words) -> Option<String> {
    quotes.first().map(|quote| note(quote, words))
}

/// An answer, or that no article gives it.
fn told(answer: Option<String>, words: Words) -> Text {
    match answer.filter(|answer| !answer.is_empty()) {
        Some(answer) => Text::plain(answer),
        None => Text(vec![Run::Faint(words.get("text", "untold").to_owned())]),
    }
}

/// Since when; of what is practised and tells no beginning, since when it was on trial.
fn began(practice: &Practice, words: Words) -> Option<String> {
    let trial = || {
        let since = practice.claims.iter().filter_map(|claim| claim.since.as_ref()).min()?;
        let stage = words.get("status", Status::Piloted.as_str());
        Some(format!("{since}{}", words.say("brackets", &[("words", &stage)])))
    };
    practice.since.clone().or_else(trial)
}

/// What the region itself does, a row a question; where no article answers, that is said.
fn own(practice: &Practice, words: Words) -> Block {
    let told = |answer: Option<String>| told(answer, words);
    let row = |key: &str, answer: Text| Row::Cells(vec![Text::plain(words.head(key)), answer]);
    let claim = |holds: fn(&Quote) -> bool| practice.claims.iter().find(|claim| holds(claim));
    let noting = |text: Text, claim: Option<&Quote>| text.noted(claim.map(|claim| note(claim, words)));
    let document = claim(|claim| claim.document.is_some());
    let mut rows = vec![
        row("status", noting(told(Some(stage(practice, words))), practice.claims.first())),
        row("since", noting(told(began(practice, words)), claim(|claim| claim.since.is_some()))),
        row("coverage", noting(told(Some(extent(practice, words))), claim(|claim| claim.extent.is_some()))),
        row("tier", told(Some(words.all("tier", &practice.tier)))),
        row("document", noting(told(document.and_then(|d| d.document.clone())), document)),
    ];
    rows.extend(roles(&practice.roles, words).map(|roles| row("role", Text::plain(roles))));
    rows.push(row("origins", told(practice.origins.map(|n| n.to_string()))));
    rows.extend((practice.reprints > 0).then(|| row("reprints", Text::plain(practice.reprints.to_string()))));
    let mut hardness = cite::hardness(practice, words);
    // The head says it already.
    hardness[0] = Run::Plain(dots(practice.hardness));
    rows.push(row("hardness", Text(hardness)));
    Block::Table { heads: ["point", "answer"].map(|key| words.get("brief", key).to_owned()).to_vec(), rows }
}

const HEADS: [&str; 6] = ["region", "status", "tier", "coverage", "since", "hardness"];

/// Who has it or means to, above, beside, below and elsewhere; then the units around the region that have not, by the
/// reason why nothing is there.
fn around(brief: &Brief, words: Words) -> Vec<Block> {
    let mut rows = Vec::new();
    let mut group = |key: &str, practices: &mut dyn Iterator<Item = &Practice>| {
        let cells: Vec<Row> = practices.map(|p| Row::Cells(practised(p, words))).collect();
        if !cells.is_empty() {
            rows.push(Row::Heading(words.get("brief", key).to_owned()));
            rows.extend(cells);
        }
    };
    let near = [("above", &brief.above), ("beside", &brief.beside), ("below", &brief.below)];
    for (key, stands) in near {
        group(key, &mut stands.iter().filter_map(|stand| stand.practice.as_ref()));
    }
    group("elsewhere", &mut brief.elsewhere.iter().take(ELSEWHERE));
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table { heads: HEADS.map(|key| words.head(key)).to_vec(), rows });
        blocks.extend(more(brief.elsewhere.len(), ELSEWHERE, words));
    }
    let silent: Vec<Text> = near
        .into_iter()
        .flat_map(|(key, stands)| unpractised(words.get("brief", key), stands, words))
        .collect();
    blocks.extend((!silent.is_empty()).then_some(Block::List(silent)));
    blocks
}

/// Those without a practice, a line for each reason.
fn unpractised(group: &str, stands: &[Stand], words: Words) -> Vec<Text> {
    let mut reasons: Vec<(String, Vec<&Stand>)> = Vec::new();
    for stand in stands.iter().filter(|stand| stand.practice.is_none()) {
        let why = state(&stand.cell, words);
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, stands)) => stands.push(stand),
            None => reasons.push((why, vec![stand])),
        }
    }
    let line = |(why, stands): (String, Vec<&Stand>)| {
        let names: Vec<&str> = stands.iter().map(|stand| stand.region.name.as_str()).collect();
        let names = names.join(words.get("text", "list-comma"));
        let why = Text(vec![Run::Faint(format!("{group} · {why}"))]);
        why.noted(stands.iter().filter_map(|stand| first(&stand.cell.claims, words)).take(1))
            .and(Run::Plain(format!("{}{names}", words.get("text", "colon"))))
    };
    reasons.into_iter().map(line).collect()
}

/// A practice in the columns of the tables.
fn practised(practice: &Practice, words: Words) -> Vec<Text> {
    let mut status = words.get("status", &practice.status).to_owned();
    if let Some(roles) = roles(&practice.roles, words) {
        status += &words.say("brackets", &[("words", &roles)]);
    }
    vec![
        Text::plain(&practice.name).noted(first(&practice.claims, words)),
        Text::plain(status),
        told(Some(words.all("tier", &practice.tier)), words),
        told(Some(extent(practice, words)), words),
        told(began(practice, words), words),
        Text(vec![Run::Faint(dots(practice.hardness))]),
    ]
}

/// The hardest words of others of the region's level: how it is done.
fn to_read(brief: &Brief, words: Words) -> Vec<Text> {
    let mut others: Vec<&Practice> = brief.practices().collect();
    let own = &brief.own.region;
    others.retain(|p| p.code != own.code && p.level == own.level && p.is_done());
    others.sort_by_key(|practice| std::cmp::Reverse(practice.hardness));
    let item = |practice: &&Practice| {
        let quote = practice.claims.first()?;
        let words_of = format!("{}{}", words.get("text", "colon"), quoted(&quote.quote, words));
        let text = Text(vec![Run::Strong(practice.name.clone()), Run::Plain(words_of)]);
        Some(text.noted([note(quote, words)]))
    };
    others.iter().filter_map(item).take(READ).collect()
}

/// The papers that practices rest on: what to ask whom for.
fn documents(brief: &Brief, words: Words) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    let mut items = Vec::new();
    for practice in brief.practices() {
        for claim in &practice.claims {
            let Some(document) = claim.document.as_ref().filter(|d| seen.insert((&practice.code, *d))) else {
                continue;
            };
            let (open, close) = (words.get("text", "title-open"), words.get("text", "title-close"));
            let text = Text::plain(format!("{} {open}{document}{close}", practice.name));
            items.push(text.noted([note(claim, words)]));
        }
    }
    items
}

/// Numbers, the same number of several articles once.
fn numbers(brief: &Brief, words: Words) -> Vec<Row> {
    let mut lines: Vec<([String; 3], Text)> = Vec::new();
    for counted in &brief.numbers {
        let number = &counted.number;
        let cells = [counted.region.clone(), number.indicator.clone(), value(number, words)];
        let note = note(&number.quote, words);
        if let Some((_, text)) = lines.iter_mut().find(|(said, _)| *said == cells) {
            *text = std::mem::take(text).noted([note]);
        } else {
            let text = Text::plain(cells[2].clone()).noted([note]);
            lines.push((cells, text));
        }
    }
    let row = |([region, indicator, _], text): ([String; 3], Text)| {
        Row::Cells(vec![Text::from(region), Text::from(indicator), text])
    };
    lines.into_iter().map(row).collect()
}

/// A mechanism, who has it, and why the region is not said to.
fn besides(brief: &Brief, line: &Line, words: Words) -> Text {
    let mut text =
        Text(vec![Run::Strong(line.label.clone()), Run::Plain(words.get("text", "colon").to_owned())]);
    let mut behind = false;
    let held = |cell: &&Cell| cell.status.is_some();
    for cell in line.cells.iter().skip(1).filter(held) {
        let region = brief.others.iter().find(|region| region.code == cell.region);
        let comma = if behind { words.get("text", "list-comma") } else { "" };
        let name = region.map_or(cell.region.as_str(), |region| region.name.as_str());
        text = text.and(Run::Plain(format!("{comma}{name}")));
        // The words of one are enough to know what is meant.
        text = if behind { text } else { text.noted(first(&cell.claims, words)) };
        behind = true;
    }
    let why = line.cells.first().map(|own| state(own, words)).unwrap_or_default();
    text.and(Run::Faint(words.say("brackets", &[("words", &why)])))
}

/// The articles that the briefing quotes, each once, by the paper they stand in: the oldest first, undated ones last.
fn sources(brief: &Brief, words: Words) -> Text {
    let mut seen = BTreeSet::new();
    let mut quotes: Vec<&Quote> = brief.quotes().filter(|quote| seen.insert(&quote.article)).collect();
    quotes.sort_by_key(|quote| (quote.issued.is_none(), &quote.issued, &quote.source, &quote.title));
    let mut papers: Vec<(String, String)> = Vec::new();
    for quote in quotes {
        let (paper, title) = (paper(quote, words), title(quote, words));
        match papers.last_mut() {
            Some((of, titles)) if *of == paper => *titles += &title,
            _ => papers.push((paper, title)),
        }
    }
    let line = |(paper, titles): &(String, String)| format!("{paper}{}{titles}", words.get("text", "colon"));
    Text::plain(papers.iter().map(line).collect::<Vec<_>>().join(words.get("text", "semicolon")))
}
