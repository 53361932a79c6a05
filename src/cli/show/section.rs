//! A profile in sections: what stands on the page, whichever form it takes.

use super::super::adopted::{extent, proof, stage};
use super::super::cite::cell;
use super::super::words::Words;
use super::Profile;
use crate::query::adopted::{Answer, Practice, Quote};
use crate::query::profile::{Act, MechanismProfile, Number, RegionProfile, StatuteProfile};

/// What a name is found to mean.
#[derive(Default)]
pub(super) struct Page<'a> {
    /// The name in full.
    pub(super) title: String,
    /// Lines under it: what it lies in, its other names.
    pub(super) about: Vec<String>,
    /// What is said of it.
    pub(super) sections: Vec<Section<'a>>,
}

/// Statements of one kind.
pub(super) struct Section<'a> {
    /// The heading; none where the title says it all.
    pub(super) heading: Option<String>,
    /// Of sections side by side that a page shows as one table: its heading.
    pub(super) under: Option<&'static str>,
    /// The widest each column may be in a terminal.
    pub(super) widths: &'static [u16],
    /// The statements.
    pub(super) lines: Vec<Line<'a>>,
}

/// A cell under the key of its column.
pub(super) type Cell = (&'static str, String);

/// A statement.
pub(super) struct Line<'a> {
    /// What a reader sees.
    pub(super) cells: Vec<Cell>,
    /// What a spreadsheet has besides, or instead: numbers without their unit, codes.
    pub(super) plain: Vec<Cell>,
    /// The words in short, for a terminal.
    pub(super) proof: String,
    /// The words in full, the most telling first.
    pub(super) quotes: Vec<&'a Quote>,
    /// How hard the hardest of them is; none for what is no practice.
    pub(super) hardness: Option<usize>,
}

/// The page of a profile.
pub(super) fn page(profile: &Profile, words: Words) -> Page<'_> {
    match profile {
        Profile::Region(region) => of_region(region, words),
        Profile::Mechanism { profile, adopted } => of_mechanism(profile, adopted, words),
        Profile::Statute { statutes } => of_statutes(statutes, words),
    }
}

fn of_region(region: &RegionProfile, words: Words) -> Page<'_> {
    let mut about = Vec::new();
    about.extend(region.level.as_deref().map(|level| words.get("level", level).to_owned()));
    about.extend((!region.within.is_empty()).then(|| region.within.join(" > ")));
    about.push(words.say("articles", &[("n", &region.articles)]));
    let mut sections = Vec::new();
    for function in &region.functions {
        let heading = function.label.as_deref().unwrap_or_else(|| words.get("text", "no-function"));
        let lines = function.practices.iter().map(|entry| {
            let name = ("practice", entry.label.clone());
            practice(&entry.practice, name, Vec::new(), words)
        });
        let under = Some("mechanisms");
        sections.push(Section { under, ..section(heading, &[24, 12, 12, 12, 0], lines) });
    }
    let numbers = region.observations.iter().map(|n| number(n, words));
    sections.push(section(words.get("text", "observations"), &[26, 14, 14, 0], numbers));
    let statutes = region.statutes.iter().map(|a| act(a, ("statute", a.statute.clone()), Vec::new(), words));
    sections.push(section(words.get("text", "statutes"), &[26, 12, 12, 0], statutes));
    sections.retain(|section| !section.lines.is_empty());
    Page { title: format!("{} ({})", region.name, region.code), about: vec![about.join(" · ")], sections }
}

fn of_mechanism<'a>(profile: &'a MechanismProfile, answer: &'a Answer, words: Words) -> Page<'a> {
    let mut about = vec![format!("<{}>", profile.iri)];
    about.extend(profile.candidate.then(|| words.get("text", "candidate").to_owned()));
    for (key, names) in
        [("also", &profile.also), ("broader", &profile.broader), ("narrower", &profile.narrower)]
    {
        if !names.is_empty() {
            let joined = names.join(words.get("text", "list-comma"));
            about.push(format!("{}: {joined}", words.get("text", key)));
        }
    }
    let lists =
        [("regions", &answer.regions), ("planned", &answer.planned), ("discontinued", &answer.discontinued)];
    let sections =
        lists.into_iter().filter(|(_, practices)| !practices.is_empty()).map(|(list, practices)| {
            let lines = practices.iter().map(|p| {
                let narrower = p.via.as_ref().map(|_| format!("\n> {}", p.label)).unwrap_or_default();
                let region = ("region", format!("{} {}{narrower}", p.name, p.code));
                let plain =
                    vec![("code", p.code.clone()), ("name", p.name.clone()), ("practice", p.label.clone())];
                practice(p, region, plain, words)
            });
            section(words.get("list", list), &[20, 12, 12, 12, 0], lines)
        });
    Page { title: profile.label.clone(), about, sections: sections.collect() }
}

fn of_statutes(statutes: &[StatuteProfile], words: Words) -> Page<'_> {
    let (open, close) = (words.get("text", "title-open"), words.get("text", "title-close"));
    let titles = statutes.iter().map(|statute| {
        let owner = statute.owner.as_ref().map(|owner| format!(" · {owner}")).unwrap_or_default();
        format!("{open}{}{close}{owner}", statute.title)
    });
    let titles: Vec<String> = titles.collect();
    let sections = statutes.iter().zip(&titles).map(|(statute, title)| {
        let lines = statute.acts.iter().map(|a| {
            let region = ("region", format!("{} {}", a.region, a.code));
            let plain =
                vec![("code", a.code.clone()), ("name", a.region.clone()), ("statute", a.statute.clone())];
            act(a, region, plain, words)
        });
        // One statute needs no heading under a title that is the same.
        Section { heading: (titles.len() > 1).then(|| title.clone()), ..section("", &[20, 12, 12, 0], lines) }
    });
    Page {
        title: titles.first().cloned().unwrap_or_default(),
        about: Vec::new(),
        sections: sections.collect(),
    }
}

fn section<'a>(heading: &str, widths: &'static [u16], lines: impl Iterator<Item = Line<'a>>) -> Section<'a> {
    Section { heading: Some(heading.to_owned()), under: None, widths, lines: lines.collect() }
}

fn practice(p: &Practice, name: Cell, mut plain: Vec<Cell>, words: Words) -> Line<'_> {
    plain.extend(p.origins.map(|n| ("origins", n.to_string())));
    plain.push(("reprints", p.reprints.to_string()));
    plain.push(("hardness", p.hardness.to_string()));
    Line {
        cells: vec![
            name,
            ("status", stage(p, words)),
            ("coverage", extent(p, words)),
            ("since", p.since.clone().unwrap_or_default()),
        ],
        plain,
        proof: proof(p, words),
        quotes: p.claims.iter().collect(),
        hardness: Some(p.hardness),
    }
}

fn number(number: &Number, words: Words) -> Line<'_> {
    let bound = number.bound.as_deref().map(|b| words.get("bound", b)).unwrap_or_default();
    let when = [number.period.as_deref(), number.scope.as_deref()];
    let of = |part: &Option<String>| part.clone().unwrap_or_default();
    Line {
        cells: vec![
            ("indicator", number.indicator.clone()),
            ("value", format!("{bound}{}{}", number.value, number.unit.as_deref().unwrap_or_default())),
            ("period", when.into_iter().flatten().collect::<Vec<_>>().join(" ")),
        ],
        plain: vec![
            ("value", number.value.clone()),
            ("unit", of(&number.unit)),
            ("bound", bound.to_owned()),
            ("period", of(&number.period)),
            ("scope", of(&number.scope)),
        ],
        proof: cell(&number.quote, words),
        quotes: vec![&number.quote],
        hardness: None,
    }
}

fn act(act: &Act, name: Cell, plain: Vec<Cell>, words: Words) -> Line<'_> {
    Line {
        cells: vec![
            name,
            ("relation", words.get("relation", &act.relation).to_owned()),
            ("time", act.time.clone().unwrap_or_default()),
        ],
        plain,
        proof: cell(&act.quote, words),
        quotes: vec![&act.quote],
        hardness: None,
    }
}
