//! `data/trigger.toml`: words that steer how a mechanism near them is read.

use crate::error::{Error, ErrorKind, Result};

use super::literals::Literals;
use super::own::RuleFile;
use super::words::Words;
use crate::text::{Normalised, Span};

pub(super) const FILE: &str = "data/trigger.toml";
pub(super) const TEXT: &str = include_str!("../../data/trigger.toml");

/// How far a cue reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// To the ends of its clause.
    Clause,
    /// To the end of its sentence.
    Sentence,
    /// Only at the head of a sentence, and then for all of it.
    Head,
    /// Near the head of a clause that names nobody, and then for the clauses of its sentence before it.
    Back,
    /// Only in a heading, and then for all paragraphs to the next heading.
    Section,
}

/// On which side of a mechanism it must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Before it.
    Before,
    /// Behind it.
    Behind,
    /// Before or behind.
    Any,
}

impl Side {
    /// Whether a cue at `cue` stands on this side of what stands at `at`.
    pub fn holds(self, cue: Span, at: Span) -> bool {
        match self {
            Self::Before => cue.end <= at.start,
            Self::Behind => cue.start >= at.end,
            Self::Any => cue.end <= at.start || cue.start >= at.end,
        }
    }
}

/// What a row of cue words does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Intended, nothing done yet.
    Planned,
    /// On trial.
    Piloted,
    /// In every unit below.
    Full,
    /// Takes the fullness from a `full` word behind it.
    Hedged,
    /// What follows is there already, though the sentence speaks of plans.
    Existing,
    /// Stands for the practice named last.
    Anaphor,
    /// Done: ends a stretch of plans.
    Past,
    /// Given up.
    Discontinued,
    /// Not there.
    Negated,
    /// What ought to be.
    Normative,
    /// Seen or learned elsewhere.
    Visited,
    /// With a region gone to, it was gone to for learning.
    Learn,
    /// The region behind the word takes part.
    Partner,
    /// The region behind the word is where one went or was.
    Travel,
    /// The regions behind the word are left out.
    Except,
    /// Guides others.
    Guided,
    /// A superior names a pilot or a point.
    Named,
    /// The first within an area.
    First,
    /// Begins a practice.
    Start,
    /// A name of a practice follows.
    Adopt,
}

impl CueKind {
    /// The word of the rule file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Piloted => "piloted",
            Self::Full => "full",
            Self::Hedged => "hedged",
            Self::Existing => "existing",
            Self::Anaphor => "anaphor",
            Self::Past => "past",
            Self::Discontinued => "discontinued",
            Self::Negated => "negated",
            Self::Normative => "normative",
            Self::Visited => "visited",
            Self::Partner => "partner",
            Self::Travel => "travel",
            Self::Except => "except",
            Self::Guided => "guided",
            Self::Named => "named",
            Self::Learn => "learn",
            Self::First => "first",
            Self::Start => "start",
            Self::Adopt => "adopt",
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the rule file, on or off by itself")]
pub struct CueRule {
    /// What it does.
    pub kind: CueKind,
    /// How far.
    pub reach: Reach,
    /// On which side.
    pub side: Side,
    /// The words.
    words: Vec<String>,
    /// Words behind it in the clause that take the sense away.
    #[serde(default)]
    pub unless: Literals,
    /// Whether [`CueRule::unless`] looks to the end of the sentence, not of the clause.
    #[serde(default)]
    pub unless_in_sentence: bool,
    /// Somebody asks it of himself or of others: in an essay it ought to be, by a rule in force it is done.
    #[serde(default)]
    pub demand: bool,
    /// It stands for a practice only where another region is spoken of than where it was named.
    #[serde(default)]
    pub elsewhere: bool,
    /// It stands only for a practice whose name holds it.
    #[serde(default)]
    pub in_name: bool,
    /// Words directly behind it that take the sense away.
    #[serde(default)]
    pub not_before: Literals,
    /// Words before it in the clause that take the sense away.
    #[serde(default)]
    pub unless_before: Literals,
    /// What stands directly before it and makes it part of another word: 主 before 要.
    #[serde(default)]
    pub not_after: Literals,
    /// Where its neighbours make a longer word of it, it is none: 要 in 重要, 要紧.
    #[serde(default)]
    pub whole_word: bool,
    /// A noun, pronoun, number or quotation mark directly behind it takes the sense away.
    #[serde(default)]
    pub unless_noun: bool,
    /// It stands only at the end of its clause or heading: 完善建议, not 建议办理.
    #[serde(default)]
    pub at_end: bool,
    /// Near the head of its clause it holds for the clauses behind it in the sentence too: 将推动…，研究出台….
    #[serde(default)]
    pub goes_on: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cue: Vec<CueRule>,
}

/// All cue words.
#[derive(Debug)]
pub struct Triggers {
    /// The rows, in the order of the file.
    pub rules: Vec<CueRule>,
    /// Word → index of its row.
    pub words: Words<usize>,
}

impl Triggers {
    /// Reads the rows of these files, one behind the other.
    ///
    /// # Errors
    /// Where a file is faulty.
    pub(super) fn parse(files: &[RuleFile<'_>]) -> Result<Self> {
        let mut rules = Vec::new();
        for file in files {
            let rows = parse::<File>(&file.place, file.text)?.cue;
            for (n, row) in rows.iter().enumerate() {
                if row.words.iter().any(|word| Normalised::new(word).text.is_empty()) {
                    let mut heads = (1..).zip(file.text.lines()).filter(|(_, l)| l.trim() == "[[cue]]");
                    let line = heads.nth(n).map_or(1, |(line, _)| line);
                    return Err(file
                        .faulty(line, "an empty word in this row")
                        .remedy("write it or take it out"));
                }
            }
            rules.extend(rows);
        }
        let words = rules.iter().enumerate().flat_map(|(i, r)| r.words.iter().map(move |w| (w.as_str(), i)));
        let words = Words::new(FILE, words)?;
        Ok(Self { rules, words })
    }
}

/// Reads a TOML rule file, naming it and the place in errors.
pub(super) fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| 1 + text[..s.start].matches('\n').count());
        Error::new(ErrorKind::Resource, "not a valid rule file").at(format!("{file}:{line}")).because(e)
    })
}
