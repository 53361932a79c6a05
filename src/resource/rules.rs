//! `data/candidate.toml` and `data/reading.toml`: rules for names by form, and for names in company.

use regex::Regex;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Slug;

use super::literals::Literals;
use super::own::RuleFile;
use super::trigger::parse;

/// Rules for names without quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BareCandidates {
    /// Words directly behind a name that tell how it runs.
    pub predicates: Literals,
    /// Endings that make a name one.
    pub endings: Literals,
    /// Words besides those of the cues behind which a name may stand.
    pub verbs: Literals,
    /// Fewest code points.
    pub least: usize,
    /// Most code points.
    pub most: usize,
    /// Tags of jieba (their beginnings) of words that begin no name.
    pub small: Literals,
    /// Words that say nothing about the practice: a name needs two others before its ending.
    pub generic: Literals,
    /// Endings that need only one other word: what stands at a place or is a way of voting is a thing by itself.
    pub places: Literals,
    /// A name begins behind these.
    pub cut: Literals,
    /// With these inside it is a phrase.
    pub unless: Literals,
    /// What begins so is the end of a clause, and no name.
    pub not_opening: Literals,
    /// With one of these behind it, it is only the beginning of a name.
    pub not_before: Literals,
    /// Words behind what is two things brought together, and no name.
    pub joined: Literals,
    /// What stands between the two.
    pub joiners: Literals,
    /// Names that say nothing.
    pub empty: Literals,
}

/// Rules for candidates.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CandidateRules {
    /// Words behind a quoted name that show a practice.
    pub tails: Literals,
    /// Words behind a quoted name of at most `attribute` code points that are printed with it.
    pub printed: Literals,
    /// Words before a quoted name that show one.
    pub verbs: Literals,
    /// What may stand between a cue word and a quoted name.
    pub between: Literals,
    /// Cue words that show no name.
    pub weak: Literals,
    /// Words before a quoted name that make it praise.
    pub not_behind: Literals,
    /// A topic that somebody takes up, and no practice.
    pub topic: TopicMarks,
    /// A regular expression for numbered slogans, which a telling word behind makes practices.
    pub numbered: String,
    /// Words of congress work: without one in its sentence a name without marks is no practice of a congress.
    pub about: Literals,
    /// What joins the names of a list.
    pub joiners: Literals,
    /// What may stand between a quote and the known mechanism that it calls by a name.
    pub of: Literals,
    /// Units in which quoted names of at least `counted` code points are counted.
    pub counters: Literals,
    /// See [`CandidateRules::counters`].
    pub counted: usize,
    /// Words behind a quoted name of at most `attribute` code points that belong to it.
    pub heads: Literals,
    /// See [`CandidateRules::heads`].
    pub attribute: usize,
    /// Words with which quoted sentences begin.
    pub not_opening: Literals,
    /// Words that only sentences hold.
    pub not_inside: Literals,
    /// Words with which praise ends.
    pub not_ending: Literals,
    /// Words with which a known name in quotes may end and stays the same.
    pub form: Literals,
    /// Words for a congress: a region's name with one of them is that congress, no practice.
    pub congress: Literals,
    /// Words behind a quoted name that explain it.
    pub glosses: Literals,
    /// Endings that make a quoted name a practice by itself.
    pub endings: Literals,
    /// Words for deputies: a quoted name of at least `deputies_least` code points that holds one is a practice by itself.
    pub deputies: Literals,
    /// See [`CandidateRules::deputies`].
    pub deputies_least: usize,
    /// A regular expression for the forms such names have.
    pub forms: String,
    /// Words behind a quoted name that make it praise.
    pub not_before: Literals,
    /// Fewest code points inside the quotes.
    pub least: usize,
    /// Most code points inside the quotes.
    pub most: usize,
    /// Names without quotes.
    pub bare: BareCandidates,
    /// No practices.
    pub slogans: Vec<String>,
}

/// What makes a quoted name a topic: 把“农贸市场改造”作为评议选题.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicMarks {
    /// Directly before it or before the list it stands in.
    pub before: Literals,
    /// Behind it in its clause.
    pub behind: Literals,
}

/// A name that stands for another mechanism in certain company.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingRule {
    /// Slug of the mechanism that bears the name.
    pub name: String,
    /// Slug of the one meant.
    pub meant: String,
    /// Whether the whole sentence is looked at, and not the clause alone.
    #[serde(default)]
    pub sentence: bool,
    /// With one of these there.
    pub near: Literals,
    /// And none of these.
    pub unless: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadingFile {
    reading: Vec<ReadingRule>,
}

/// Reads `data/reading.toml`: slug that bears a name → rules for what is meant.
///
/// # Errors
/// Where the file is faulty, or names what is no slug.
pub(super) fn readings() -> Result<Vec<(Slug, Slug, ReadingRule)>> {
    const FILE: &str = "data/reading.toml";
    let file: ReadingFile = parse(FILE, include_str!("../../data/reading.toml"))?;
    let slug = |text: &str| {
        Slug::new(text).ok_or_else(|| Error::new(ErrorKind::Resource, format!("{text} is no slug")).at(FILE))
    };
    file.reading.into_iter().map(|rule| Ok((slug(&rule.name)?, slug(&rule.meant)?, rule))).collect()
}

/// What a user's own `candidate.toml` may hold: the other lists are parts of one pattern.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnCandidates {
    slogans: Vec<String>,
}

/// Reads `data/candidate.toml`, and the slogans of a user's own.
///
/// # Errors
/// Where a file is faulty.
pub(super) fn candidates(own: Option<RuleFile<'_>>) -> Result<CandidateRules> {
    let mut rules: CandidateRules = parse("data/candidate.toml", include_str!("../../data/candidate.toml"))?;
    if let Some(own) = own {
        let added: OwnCandidates = parse(&own.place, own.text)
            .map_err(|e| e.remedy("a file of your own holds one list, `slogans = [\"…\"]`"))?;
        rules.slogans.extend(added.slogans);
    }
    Ok(rules)
}

impl CandidateRules {
    /// The pattern of the forms of quoted names.
    pub(super) fn form_pattern(&self) -> Result<Regex> {
        compile("data/candidate.toml", &self.forms)
    }

    /// The pattern of numbered slogans.
    pub(super) fn numbered_pattern(&self) -> Result<Regex> {
        compile("data/candidate.toml", &self.numbered)
    }
}

pub(super) fn compile(file: &str, pattern: &str) -> Result<Regex> {
    Regex::new(pattern)
        .map_err(|e| Error::new(ErrorKind::Resource, "not a regular expression").at(file).because(e))
}
