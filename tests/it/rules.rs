//! What the rules make of a text: each case is one row of a file under `fixtures/rules/`, the text and all that must
//! come of it.
//!
//! A line of `expect` is a claim: `adoption REGION MECHANISM STATUS …`, `observation REGION VALUE UNIT INDICATOR`,
//! `statute REGION RELATION TITLE`. Of a known mechanism the label stands there, of a candidate its name in `?…`.
//! A case without lines of one kind asks that nothing of this kind is claimed. `drops` names reason codes that must
//! occur, `home` the region whose article it is.

use std::fmt::Write as _;
use std::sync::LazyLock;

use renda::model::{AdoptionClaim, Claim, ClaimKind, Coverage, Page, RegionCode, Role};
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
}

#[test]
fn each_row_gives_what_it_says() {
    let mut files: Vec<_> =
        std::fs::read_dir(fixture("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut wrong = String::new();
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for case in file.case {
            check(&path.file_name().unwrap().to_string_lossy(), &case, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn check(file: &str, case: &Case, wrong: &mut String) {
    let page = Page { name: case.name.clone(), url: None, issued: None, text: case.text.clone() };
    let extracted = extract_page(&LEXICON, &page);
    let mut got: Vec<String> =
        extracted.articles.iter().flat_map(|(record, _)| record.claims.iter().map(line)).collect();
    if let Some(only) = &case.only {
        got.retain(|l| l.starts_with(only.as_str()));
    }
    got.sort();
    let mut expected = case.expect.clone();
    expected.sort();
    if got != expected {
        let missing: Vec<_> = expected.iter().filter(|l| !got.contains(l)).collect();
        let extra: Vec<_> = got.iter().filter(|l| !expected.contains(l)).collect();
        writeln!(wrong, "{file}: {}\n  missing {missing:#?}\n  too much {extra:#?}", case.name).unwrap();
    }
    for code in &case.drops {
        if !extracted.diagnostics.iter().any(|d| d.code == *code) {
            let codes: Vec<_> = extracted.diagnostics.iter().map(|d| d.code.as_str()).collect();
            writeln!(wrong, "{file}: {}\n  no {code} among {codes:?}", case.name).unwrap();
        }
    }
    if let Some(home) = &case.home {
        let homes: Vec<String> =
            extracted.articles.iter().filter_map(|(r, _)| r.home_region.as_ref().map(name)).collect();
        if !homes.contains(home) {
            writeln!(wrong, "{file}: {}\n  home {homes:?}, not {home}", case.name).unwrap();
        }
    }
}

fn name(code: &RegionCode) -> String {
    LEXICON.regions.get(code).map_or_else(|| code.to_string(), |r| r.name.clone())
}

fn line(claim: &Claim) -> String {
    let region = name(claim.region());
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
        ClaimKind::Statute(c) => format!("statute {region} {} {}", c.relation, c.statute.title()),
    }
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
    text
}
