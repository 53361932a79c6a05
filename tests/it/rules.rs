//! What the rules make of a text: each case is one row of a file under `fixtures/rules/`, the text and all that must
//! come of it.
//!
//! A line of `expect` is a claim: `adoption REGION MECHANISM STATUS …`, `observation REGION VALUE UNIT INDICATOR`,
//! `statute REGION RELATION TITLE`. Of a known mechanism the label stands there, of a candidate its name in `?…`.
//! A case without lines of one kind asks that nothing of this kind is claimed. `drops` names reason codes that must
//! occur, `home` the region whose article it is, `authors` who wrote it, `event` what it reports.
//!
//! Two things may stand in a line besides the words: `REGION@123456` asks for the code too, where units share a name;
//! `…` leaves open what stands there.
//!
//! A case with `fixme` says what a careful reader would say and does not come yet; the words of `fixme` tell what comes
//! instead. Such a case fails when it is mended, so that the line is taken out.

use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;
use renda::model::{AdoptionClaim, Author, Claim, ClaimKind, Coverage, Event, Page, RegionCode, Role};
use renda::pipeline::extract_page;
use renda::resource::Lexicon;

use crate::support::fixture;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load().expect("the embedded rules are sound"));

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    text: String,
    expect: Vec<String>,
    /// Which kinds of claims the case is about; all where it says nothing.
    #[serde(default)]
    only: Option<String>,
    #[serde(default)]
    drops: Vec<String>,
    #[serde(default)]
    home: Option<String>,
    /// All topics, partners and firsts told, as `REGION MECHANISM topic|with|first-in WORDS`.
    #[serde(default)]
    tells: Option<Vec<String>>,
    /// Each author with the post and the organ, all of the page in order.
    #[serde(default)]
    authors: Option<Vec<String>>,
    /// The event that the page reports, `KIND DATE REGION`; empty where none.
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    fixme: Option<String>,
}

#[test]
fn each_row_gives_what_it_says() {
    let mut files: Vec<_> =
        std::fs::read_dir(fixture("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    let mut fixmes = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let label = path.file_name().unwrap().to_string_lossy().into_owned();
        let total = file.case.len();
        let mut open = 0;
        for case in file.case {
            let faults = faults(&case);
            match &case.fixme {
                None if faults.is_empty() => {}
                None => write!(wrong, "{label}: {}\n{faults}", case.name).unwrap(),
                Some(_) if !faults.is_empty() => open += 1,
                Some(said) => {
                    writeln!(
                        wrong,
                        "{label}: {}\n  gives what is expected now: take `fixme` out ({said})",
                        case.name
                    )
                    .unwrap();
                }
            }
        }
        println!("{label}: {total} rows, {open} marked fixme");
        fixmes += open;
    }
    println!("fixme: {fixmes} rows in all");
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is wrong with a row, in lines; empty where nothing is.
fn faults(case: &Case) -> String {
    let page = Page { name: case.name.clone(), text: case.text.clone(), ..Page::default() };
    let extracted = extract_page(&LEXICON, &page);
    let mut wrong = String::new();
    let mut extra: Vec<String> = extracted
        .articles
        .iter()
        .flat_map(|(record, _)| &record.claims)
        .map(line)
        .filter(|l| case.only.as_ref().is_none_or(|only| uncoded(l).starts_with(only.as_str())))
        .collect();
    let mut missing = Vec::new();
    for expected in &case.expect {
        let pattern = pattern(expected);
        match extra.iter().position(|l| pattern.is_match(l)) {
            Some(at) => drop(extra.remove(at)),
            None => missing.push(expected),
        }
    }
    if !missing.is_empty() || !extra.is_empty() {
        writeln!(wrong, "  missing {missing:?}\n  too much {extra:?}").unwrap();
    }
    for code in &case.drops {
        if !extracted.diagnostics.iter().any(|d| d.code == *code) {
            let codes: Vec<_> = extracted.diagnostics.iter().map(|d| d.code.as_str()).collect();
            writeln!(wrong, "  no {code} among {codes:?}").unwrap();
        }
    }
    if let Some(expected) = &case.tells {
        let claims = extracted.articles.iter().flat_map(|(record, _)| &record.claims);
        let mut told: Vec<String> = claims.flat_map(tells).collect();
        told.sort();
        told.dedup();
        if told != *expected {
            writeln!(wrong, "  tells {told:?}, not {expected:?}").unwrap();
        }
    }
    if let Some(home) = &case.home {
        let homes: Vec<&str> =
            extracted.articles.iter().filter_map(|(r, _)| r.home_region.as_ref().map(name)).collect();
        if !homes.contains(&home.as_str()) {
            writeln!(wrong, "  home {homes:?}, not {home}").unwrap();
        }
    }
    let records = || extracted.articles.iter().map(|(record, _)| record);
    let authors: Vec<String> = records().flat_map(|r| &r.authors).map(person).collect();
    if case.authors.as_ref().is_some_and(|wanted| *wanted != authors) {
        writeln!(wrong, "  authors {authors:?}").unwrap();
    }
    let event: String = records().filter_map(|r| r.event.as_ref()).map(happening).collect();
    if case.event.as_ref().is_some_and(|wanted| *wanted != event) {
        writeln!(wrong, "  event {event:?}").unwrap();
    }
    wrong
}

fn person(author: &Author) -> String {
    let post = author.post.as_ref();
    let title = post.map(|p| format!(" {}", p.title)).unwrap_or_default();
    let organ = post.and_then(|p| p.organ.as_ref()).map(|(code, organ)| format!(" {code}/{organ}"));
    format!("{}{title}{}", author.name, organ.unwrap_or_default())
}

fn happening(event: &Event) -> String {
    let region = event.region.as_ref().map_or("?", RegionCode::as_str);
    format!("{} {} {region}", event.kind, event.date)
}

/// An expected line as a pattern over [`line`]: the code stands there only where it was asked for.
fn pattern(expected: &str) -> Regex {
    let mut text = regex::escape(expected).replace(" …", "(?: .*)?").replace('…', ".*");
    if !expected.contains('@') {
        let end = text.match_indices(' ').nth(1).map_or(text.len(), |(at, _)| at);
        text.insert_str(end, "@[0-9]+");
    }
    Regex::new(&format!("^{text}$")).expect("an escaped line is a pattern")
}

/// A claim's line without the code of its region.
fn uncoded(line: &str) -> String {
    let (region, rest) = line.split_once('@').expect("each line names its region with its code");
    let rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
    format!("{region} {rest}")
}

fn name(code: &RegionCode) -> &'static str {
    LEXICON.regions.get(code).map_or("?", |r| r.name.as_str())
}

fn line(claim: &Claim) -> String {
    let region = format!("{}@{}", name(claim.region()), claim.region());
    match claim.kind() {
        ClaimKind::Adoption(c) => {
            let mechanism = LEXICON
                .mechanisms
                .get(&c.mechanism)
                .map_or_else(|| format!("?{}", c.surface_form), |m| m.label.clone());
            format!("adoption {region} {mechanism} {}{}", c.status, details(c))
        }
        ClaimKind::Observation(c) => {
            let bound = if c.bound.as_str() == "exact" { String::new() } else { format!(" {}", c.bound) };
            format!("observation {region} {} {} {}{bound}", c.value, c.unit, c.indicator_text)
        }
        ClaimKind::Learning(c) => format!("learning {region} from {}", name(&c.from)),
        ClaimKind::Statute(c) => format!("statute {region} {} {}", c.relation, c.paper.title()),
    }
}

/// What is told of a practice beside its stage, reach and date.
fn tells(claim: &Claim) -> Vec<String> {
    let ClaimKind::Adoption(c) = claim.kind() else { return Vec::new() };
    let mechanism = LEXICON.mechanisms.get(&c.mechanism).map_or(c.surface_form.as_str(), |m| &m.label);
    let first = c.first_within.as_ref().map(|code| name(code).to_owned());
    let told = [("topic", c.topic.clone()), ("with", c.partner.clone()), ("first-in", first)];
    let told = told.into_iter().filter_map(|(what, words)| Some((what, words?)));
    told.map(|(what, words)| format!("{} {mechanism} {what} {words}", name(&c.region))).collect()
}

fn details(c: &AdoptionClaim) -> String {
    let mut text = String::new();
    if c.role != Role::Practitioner {
        write!(text, " {}", c.role).unwrap();
    }
    if c.coverage == Some(Coverage::Full) {
        text.push_str(" full");
    }
    if let (Some(n), Some(unit)) = (c.covered, &c.coverage_unit) {
        write!(text, " {n}{unit}").unwrap();
    }
    if let Some(tier) = c.tier {
        write!(text, " at-{tier}").unwrap();
    }
    if let Some(since) = c.since {
        write!(text, " since-{}", since.date).unwrap();
    }
    if let Some(printed) = &c.region_as_printed {
        write!(text, " printed-{printed}").unwrap();
    }
    text
}
