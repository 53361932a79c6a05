//! `data/statute.toml`: what a title names, and words for what is done with it.

use crate::error;
use crate::model::{PaperKind, RegionCode, Relation, TitleKind, UnknownWord};
use crate::text::{Span, fold_title};

use super::literals::Literals;
use super::region::{Level, Regions};
use super::trigger::parse;

pub(super) const FILE: &str = "data/statute.toml";

/// On which side of a title a relation's word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TitleSide {
    /// Before the title.
    Before,
    /// Behind it.
    After,
}

/// A row of words that say what is done with a title.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationRule {
    /// A word of [`crate::model::Relation`].
    pub relation: String,
    /// On which side.
    pub side: TitleSide,
    /// The words.
    pub words: Literals,
}

/// The words that say what is done with a title, by their side.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "Vec<RelationRule>")]
pub struct Deeds {
    /// Those before it.
    pub before: DeedWords,
    /// Those behind it.
    pub after: DeedWords,
}

/// Words that say what is done with a title, looked for all at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeedWords {
    /// The words.
    pub words: Literals,
    /// What each says.
    relations: Vec<Relation>,
}

impl DeedWords {
    /// Where one of them stands in `text`, and what it says.
    pub fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Span, Relation)> + 'a {
        self.words.places(text).map(|(span, n)| (span, self.relations[n]))
    }

    fn new(rules: &[RelationRule], side: TitleSide) -> Result<Self, String> {
        let mut said = Vec::new();
        for rule in rules.iter().filter(|rule| rule.side == side) {
            let relation: Relation = rule.relation.parse().map_err(|e: UnknownWord| e.to_string())?;
            said.extend(rule.words.iter().map(|word| (relation, word.clone())));
        }
        said.sort_unstable();
        let (relations, words) = said.into_iter().unzip();
        Ok(Self { words: Literals::new(words)?, relations })
    }
}

impl TryFrom<Vec<RelationRule>> for Deeds {
    type Error = String;

    fn try_from(rules: Vec<RelationRule>) -> Result<Self, String> {
        Ok(Self {
            before: DeedWords::new(&rules, TitleSide::Before)?,
            after: DeedWords::new(&rules, TitleSide::After)?,
        })
    }
}

/// Rules for names without book-title marks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BareTitles {
    /// Endings that make a name one.
    pub endings: Literals,
    /// Laws of the nation by the names they go by.
    pub laws: Literals,
    /// Those of the congress's own work.
    pub procedural: Literals,
    /// With these behind it such a name is part of another word.
    pub not_before: Literals,
    /// A word that opens a name by itself, and the endings that close such a name.
    pub opening: String,
    /// See [`BareTitles::opening`].
    pub closings: Literals,
    /// A name begins behind these.
    pub stop: Literals,
    /// No part of a name at its head.
    pub lead: Literals,
    /// Directly behind these a law is the ground of what is done, not its object.
    pub ground: Literals,
    /// What ends so points at a paper.
    pub not_closing: Literals,
    /// Names that are no names.
    pub not_names: Literals,
}

/// Measures for carrying out a law: a statute, though its ending is that of a document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Implementing {
    /// The word for carrying out.
    pub opening: String,
    /// The ending of the law.
    pub law: String,
    /// The ending of the whole.
    pub ending: String,
}

/// A decision about statutes that it names: what it does is done to them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Endings of such a title.
    pub endings: Literals,
}

/// Work on statutes that have no name yet.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawTopics {
    /// Words for such work; the topics stand before.
    pub words: Literals,
    /// The topics begin behind one of these.
    pub openers: Literals,
    /// What may stand between the topics and the word.
    pub closers: Literals,
    /// With one of these inside it is no topic.
    pub not_names: Literals,
}

/// Checks of a law that was named before.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// Words for such a check.
    pub words: Literals,
    /// Beside one of these such a word is an item of a list.
    pub list: Literals,
}

/// Rules for statutes and documents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleRules {
    /// Endings of statutes.
    pub statute: Literals,
    /// Endings of documents.
    pub document: Literals,
    /// Endings of what is neither, though a shorter ending fits.
    pub other: Literals,
    /// Statutes with the ending of a document.
    pub implementing: Implementing,
    /// Decisions about other statutes.
    pub decision: Decision,
    /// Endings of units that enact though they stand no higher than a county.
    pub autonomous: Literals,
    /// Dropped from the end before the ending is looked at.
    pub tail: Literals,
    /// A bracket at the end with one of these in it is dropped too.
    pub bracketed: Literals,
    /// Tails of drafts.
    pub draft: Literals,
    /// Words before a draft that tell it to be passed.
    pub passed: Literals,
    /// Words of its sentence that tell it to go on to somebody else.
    pub not_passed: Literals,
    /// Endings of the nation's laws.
    pub national_endings: Literals,
    /// Beginnings of the nation's titles.
    pub national: Literals,
    /// Words that join two titles into one list.
    pub joiners: Literals,
    /// Words before a verb of making that say it is only set about.
    pub intent: Literals,
    /// Behind a word that says what was done these make it tell only when.
    pub background: Literals,
    /// Directly before what a title is called for short.
    pub short_for: Literals,
    /// What may stand between a verb and its title.
    pub particles: Literals,
    /// The particle that makes the verb an attribute of the title.
    pub attribute: String,
    /// Names without marks.
    pub bare: BareTitles,
    /// Work on statutes without a name.
    pub topic: LawTopics,
    /// Checks of a law named before.
    pub inspection: Inspection,
    /// What is done.
    pub relation: Deeds,
}

impl TitleRules {
    /// What a title is, by its longest ending.
    pub fn kind(&self, title: &str) -> TitleKind {
        let folded = fold_title(title);
        let bare = self.without_tail(&folded);
        let law = &self.implementing;
        let implementing = bare
            .strip_suffix(law.ending.as_str())
            .and_then(|head| head.split_once(law.opening.as_str()))
            .is_some_and(|(_, object)| object.contains(law.law.as_str()));
        if implementing {
            return TitleKind::Statute;
        }
        let longest = |endings: &Literals| endings.closing(bare).map(|n| endings[n].len()).max().unwrap_or(0);
        let (statute, document, other) =
            (longest(&self.statute), longest(&self.document), longest(&self.other));
        if statute.max(document) <= other {
            TitleKind::Other
        } else if statute > document {
            TitleKind::Statute
        } else {
            TitleKind::Document
        }
    }

    /// A folded title without what says that it is a draft or on trial.
    pub fn without_tail<'t>(&self, folded: &'t str) -> &'t str {
        let mut bare = folded;
        loop {
            let bracket = || {
                let (before, inside) = bare.strip_suffix(')')?.rsplit_once('(')?;
                self.bracketed.are_in(inside).then_some(before)
            };
            let word = || self.tail.closing(bare).next().map(|n| &bare[..bare.len() - self.tail[n].len()]);
            match bracket().or_else(word) {
                Some(rest) => bare = rest,
                None => return bare,
            }
        }
    }

    /// How many bytes at the head of `text`, behind a title without marks, say that it is a draft or on trial.
    pub fn tail(&self, text: &str) -> usize {
        let bracket = || {
            let inside = text.strip_prefix('(')?.split_once(')')?.0;
            self.bracketed.are_in(inside).then_some(inside.len() + 2)
        };
        let words = self.tail.opening(text).map(|n| self.tail[n].len());
        bracket().or(words.max()).unwrap_or(0)
    }

    /// Whether a title says that it is not in force yet.
    pub fn is_draft(&self, title: &str) -> bool {
        let folded = fold_title(title);
        self.draft.are_in(&folded)
    }

    /// Words of which one stands in every clause that names something without marks.
    pub(super) fn signs(&self) -> impl Iterator<Item = &str> {
        let bare = &self.bare;
        let lists = [&bare.laws, &self.topic.words, &self.inspection.words];
        lists.into_iter().flatten().chain(&bare.endings).chain([&bare.opening]).map(String::as_str)
    }

    /// Whether a title is the nation's.
    pub fn is_national(&self, title: &str) -> bool {
        let folded = fold_title(title);
        let law = self.national_endings.close(&folded)
            && !self.document.close(&folded)
            && !self.other.close(&folded);
        law || self.national.open(&folded) || self.bare.laws.contains(&folded)
    }

    /// What a title of this owner is: only provinces, cities with districts and autonomous units enact statutes, so
    /// that a county's are documents.
    pub fn paper(&self, regions: &Regions, title: &str, owner: Option<&RegionCode>) -> PaperKind {
        let enacts = owner
            .and_then(|code| regions.get(code))
            .is_none_or(|region| region.level <= Level::Prefecture || self.autonomous.close(&region.name));
        if enacts && self.kind(title) == TitleKind::Statute {
            PaperKind::Statute
        } else {
            PaperKind::Document
        }
    }
}

/// Reads `data/statute.toml`.
///
/// # Errors
/// Where the file is faulty.
pub(super) fn titles() -> error::Result<TitleRules> {
    parse(FILE, include_str!("../../data/statute.toml"))
}
