//! `renda export --format dot|svg`: pictures and charts.

use std::io::Write;

use super::out::say;
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::export::chart;
use crate::export::picture::{self, Diagram};
use crate::graph::{self, Scope, similar};
use crate::query::Dataset;
use crate::query::adopted::practices;
use crate::query::network::Units;
use crate::query::{Found, compare, indicator, tie, timeline};

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(super) enum Picture {
    /// Regions and the mechanisms they practise
    #[default]
    Graph,
    /// One region, its mechanisms, and the regions most like it
    Neighbourhood,
    /// A mechanism over the tree of regions
    Spread,
    /// Who went where to learn, and who works together with whom
    Network,
    /// SVG only: when a mechanism began where
    Timeline,
    /// SVG only: mechanisms by regions, a mark in each cell
    Matrix,
    /// SVG only: the numbers that regions give for one indicator
    Ranking,
}

/// The language of a picture file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// For Graphviz.
    Dot,
    /// For everything else.
    Svg,
}

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) picture: Picture,
    pub(super) syntax: Syntax,
    pub(super) region: Option<&'a Found>,
    pub(super) mechanism: Option<&'a Found>,
    pub(super) indicator: Option<&'a str>,
    pub(super) words: Words,
}

/// Draws it.
pub(super) fn draw(out: &mut impl Write, reader: &dyn Dataset, asked: &Asked<'_>) -> anyhow::Result<()> {
    let words = asked.words;
    let speak = |group: &str, key: &str| words.get(group, key).to_owned();
    match asked.picture {
        Picture::Timeline => {
            svg_only(asked)?;
            let mechanism = needed(asked.mechanism, "timeline", "--mechanism")?;
            let question = timeline::Question {
                mechanism: mechanism.clone(),
                within: asked.region.map(|found| found.iri.clone()),
                exact: false,
                language: words.tag(),
            };
            let answer = timeline::timeline(reader, &question)?;
            let title = words.say("timeline", &[("mechanism", &answer.mechanism.label)]);
            return Ok(chart::timeline(out, &answer, &title, &speak)?);
        }
        Picture::Matrix | Picture::Ranking => {
            svg_only(asked)?;
            return compared(out, reader, asked);
        }
        _ => {}
    }
    let diagram = diagram(reader, asked, &speak)?;
    if diagram.is_empty() {
        say(words.get("text", "none"));
    }
    match asked.syntax {
        Syntax::Dot => diagram.dot(out)?,
        Syntax::Svg => diagram.svg(out)?,
    }
    Ok(())
}

fn diagram(reader: &dyn Dataset, asked: &Asked<'_>, speak: picture::Say<'_>) -> anyhow::Result<Diagram> {
    let words = asked.words;
    let units = Units::read(reader)?;
    let [region, mechanism] =
        [asked.region, asked.mechanism].map(|found| found.map(|found| found.iri.clone()));
    let of: Vec<&str> =
        asked.region.iter().chain(&asked.mechanism).map(|found| found.label.as_str()).collect();
    Ok(match asked.picture {
        Picture::Neighbourhood => {
            let found = needed(asked.region, "neighbourhood", "--region")?;
            let graph = graph::adoptions(reader, &Scope::default(), words.tag())?;
            let question =
                similar::Question { limit: 12, language: words.tag(), ..similar::Question::default() };
            let similar = similar::similar(reader, found, &question)?;
            let unit = units.named(&similar.region.code);
            let title = words.say("picture-neighbourhood", &[("name", &unit.name)]);
            picture::neighbourhood(&graph, &unit, &similar.peers, &title, speak)
        }
        Picture::Spread => {
            let found = needed(asked.mechanism, "spread", "--mechanism")?;
            let mut meant = vec![found.iri.clone()];
            meant.extend(crate::query::adopted::narrower(reader, &found.iri)?);
            let meant: Vec<_> = meant.into_iter().map(Into::into).collect();
            let within: Vec<_> = region.into_iter().map(Into::into).collect();
            let practices = practices(reader, &meant, &[], &within, words.tag())?;
            let title = words.say("picture-spread", &[("name", &found.label)]);
            picture::spread(&practices, &units, &title, speak)
        }
        Picture::Network => {
            let mut ties = tie::ties(reader, words.tag())?;
            if let Some(code) = region.as_ref().and_then(|iri| iri.as_str().rsplit('/').next()) {
                ties.retain(|tie| {
                    let other = tie.other_code.as_deref();
                    units.is_within(&tie.code, code)
                        || other.is_some_and(|other| units.is_within(other, code))
                });
            }
            picture::network(&ties, words.get("text", "picture-network"), speak)
        }
        _ => {
            let graph = graph::adoptions(reader, &Scope { region, mechanism }, words.tag())?;
            let mut title = words.get("text", "picture-graph").to_owned();
            if !of.is_empty() {
                title += &words.say("brackets", &[("words", &of.join(words.get("text", "comma")))]);
            }
            picture::overview(&graph, &units, &title, speak)
        }
    })
}

fn compared(out: &mut impl Write, reader: &dyn Dataset, asked: &Asked<'_>) -> anyhow::Result<()> {
    let words = asked.words;
    let speak = |group: &str, key: &str| words.get(group, key).to_owned();
    let within = asked.region.map(|found| &found.iri);
    let mut regions = compare::spoken(reader, within, None)?;
    // Of a region's numbers and practices its own stand first.
    regions.splice(0..0, within.cloned());
    let mechanisms = asked.mechanism.cloned().into_iter().collect();
    let question =
        compare::Question { regions, mechanisms, functions: Vec::new(), known: false, language: words.tag() };
    let mut answer = compare::compare(reader, &question)?;
    if asked.picture == Picture::Matrix {
        // Regions of which only numbers are told would be empty columns.
        let used: Vec<bool> = (0..answer.regions.len())
            .map(|at| answer.mechanisms.iter().any(|line| line.cells[at].status.is_some()))
            .collect();
        let keep = |at: usize| used[at];
        answer.regions =
            answer.regions.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, r)| r).collect();
        for line in &mut answer.mechanisms {
            let cells = std::mem::take(&mut line.cells);
            line.cells = cells.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, c)| c).collect();
        }
        return Ok(chart::matrix(out, &answer, words.get("text", "picture-matrix"), &speak)?);
    }
    let name = asked.indicator.ok_or_else(|| {
        Error::new(ErrorKind::Usage, "a ranking is of one indicator").remedy("name it with --indicator")
    })?;
    let found = indicator(reader, name)?;
    let measure = answer.observations.iter().find(|measure| measure.iri == found.iri.as_str());
    let none = compare::Measure { iri: String::new(), label: found.label.clone(), cells: Vec::new() };
    let title = words.say("picture-ranking", &[("name", &found.label)]);
    Ok(chart::ranking(out, &answer.regions, measure.unwrap_or(&none), &title, &speak)?)
}

/// What a picture cannot do without.
fn needed<'a>(found: Option<&'a Found>, picture: &str, flag: &str) -> anyhow::Result<&'a Found> {
    let missing = || Error::new(ErrorKind::Usage, format!("the picture {picture} needs {flag}"));
    Ok(found.ok_or_else(missing)?)
}

fn svg_only(asked: &Asked<'_>) -> anyhow::Result<()> {
    if asked.syntax == Syntax::Dot {
        return Err(Error::new(ErrorKind::Usage, "charts are no graphs, which is what DOT draws")
            .remedy("take --format svg")
            .into());
    }
    Ok(())
}
