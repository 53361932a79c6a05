//! `data/unit.toml`: how numbers are written, what they count, how exact they are.

use std::collections::BTreeMap;

use regex::Regex;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Slug;

use super::concept::Concepts;
use super::literals::Literals;
use super::rules::compile;
use super::trigger::parse;

const FILE: &str = "data/unit.toml";

/// Words that say how exact a number is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoundWords {
    /// More or less, behind the number.
    pub about_after: Literals,
    /// More or less, before it.
    pub about_before: Literals,
    /// This or more, behind.
    pub at_least_after: Literals,
    /// This or more, before.
    pub at_least_before: Literals,
    /// This or less, before.
    pub at_most_before: Literals,
    /// This or less, behind.
    pub at_most_after: Literals,
    /// Before a number that a rule sets.
    pub norms: Literals,
    /// Before a number that picks out some of the things named behind it.
    pub thresholds: Literals,
    /// At the head of a clause that says for which things something holds.
    pub conditions: Literals,
}

/// Things whose number of such units is no measure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NounSkip {
    /// What was counted ends in one of these.
    pub ends: Literals,
    /// In one of these units.
    pub units: Literals,
}

/// What is no fact although numeric.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSkips {
    /// Things that have so many.
    pub nouns: Vec<NounSkip>,
    /// Directly before the number.
    pub before: Literals,
    /// Words that end in one of these and are none of them: 目前 is not 前.
    pub before_unless: Literals,
    /// Between the two ends of a range, before its second.
    pub range: Literals,
    /// Directly behind it.
    pub after: Literals,
    /// Nothing was counted where one of these is all that stands beside it.
    pub empty: Literals,
    /// These deny what is counted.
    pub denials: Literals,
    /// What is so counted is no more.
    pub closing: Literals,
    /// Behind a number of things of which one is meant.
    pub one_of: Literals,
    /// Anywhere in its clause.
    pub clause: Literals,
    /// Directly before a number of what was there before, if it `grows` behind it.
    pub from: Literals,
    /// Between what was there before and what there is.
    pub grows: Literals,
    /// Between the hours and the minutes of a clock.
    pub clock: Literals,
    /// The unit of those minutes.
    pub minutes: Literals,
}

/// Rules for numbers written in characters.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CharacterRules {
    /// Digits.
    pub digit: BTreeMap<char, u64>,
    /// What parts whole and decimals.
    pub point: char,
    /// The one that is an article, or says how often, and never how many.
    pub article: String,
    /// Digits that are ordinals where they stand alone before a unit.
    pub ordinal: Literals,
    /// Directly before such a number, it counts nothing by itself: what it points back to is counted already.
    pub not_after: Literals,
    /// Directly before a multiplier without digits: then it is a round number, and a saying without.
    pub round_before: Literals,
    /// Units that are other words behind such a number: 三分, 一起.
    pub not_units: Literals,
    /// Units that also number the parts of a speech. Up to ten of them count only things that are known or listed.
    pub loose_units: Literals,
    /// Those things.
    pub things: Literals,
}

/// Words for what becomes another thing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BecomingRules {
    /// Before the number: what follows is changed.
    pub before: Literals,
    /// Between what was counted and what it became.
    pub verbs: Literals,
}

/// A row of `data/count.toml`: what noun, governed by what verb, makes a number a value of which indicator.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountRule {
    /// The indicator.
    #[serde(deserialize_with = "slug")]
    pub indicator: Slug,
    /// What was counted ends in one of these; anything where there are none.
    #[serde(default)]
    pub nouns: Literals,
    /// One of these governs it; anything where there are none.
    #[serde(default)]
    pub verbs: Literals,
}

fn slug<'de, D: serde::Deserializer<'de>>(text: D) -> std::result::Result<Slug, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(text)?;
    Slug::new(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is no slug")))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CountFile {
    count: Vec<CountRule>,
}

/// Words for shares of a whole.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareRules {
    /// The unit they are given in.
    pub unit: String,
    /// Before a number: so many of a hundred.
    pub hundredths: String,
    /// Behind a number: so many tenths.
    pub tenths: String,
}

/// Words that say how several regions have what is counted.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRules {
    /// Each of them as much.
    pub each: Literals,
    /// Each its own, in the order in which they are named.
    pub in_order: Literals,
}

/// Rules for numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRules {
    /// Units that count.
    pub units: Literals,
    /// Words that multiply.
    pub scale: BTreeMap<char, u64>,
    /// Numbers written in characters.
    pub characters: CharacterRules,
    /// Shares of a whole.
    pub share: ShareRules,
    /// A year that counts a stretch of time (nine years): such words are no unit, but a period of a number.
    pub period: String,
    /// Words that belong to no name of what was counted, at its head.
    pub lead: Literals,
    /// Behind a noun: of those.
    pub within: Literals,
    /// What stands between a clause and the noun it is about.
    pub relative: Literals,
    /// Behind these a noun is what the counted ones make up.
    pub made_of: Literals,
    /// Words between what was counted and its number.
    pub fillers: Literals,
    /// Verbs that govern what was counted, and so end its name.
    pub verbs: Literals,
    /// What one thing becomes counts as many.
    pub becoming: BecomingRules,
    /// Classes of units: persons are no visits of persons. Units of two classes, or of one and none, never agree.
    pub classes: Vec<Vec<String>>,
    /// The one of these classes whose units count what happens, and so what a verb says.
    pub events: Literals,
    /// Units that count persons.
    pub persons: Literals,
    /// Between a noun and what it has come to: what stands before is a noun, whatever it looks like.
    pub predicates: Literals,
    /// Nouns for persons who act.
    pub actors: Literals,
    /// Before a verb: together they say what something is not.
    pub negating: Literals,
    /// Words for the area that a number is of.
    pub scope: Literals,
    /// How several regions have what is counted.
    pub shared: SharedRules,
    /// How exact.
    pub bound: BoundWords,
    /// What is no fact.
    pub skip: NumberSkips,
}

/// Reads `data/unit.toml`.
///
/// # Errors
/// Where the file is faulty.
pub(super) fn units() -> Result<UnitRules> {
    parse(FILE, include_str!("../../data/unit.toml"))
}

/// Reads `data/count.toml`.
///
/// # Errors
/// Where the file is faulty, or names an unknown indicator.
pub(super) fn counts(indicators: &Concepts) -> Result<Vec<CountRule>> {
    const FILE: &str = "data/count.toml";
    let file: CountFile = parse(FILE, include_str!("../../data/count.toml"))?;
    match file.count.iter().find(|row| indicators.get(&row.indicator).is_none()) {
        Some(row) => {
            Err(Error::new(ErrorKind::Resource, format!("{} is no known indicator", row.indicator)).at(FILE))
        }
        None => Ok(file.count),
    }
}

impl UnitRules {
    /// Whether a word is a verb that governs what is counted.
    pub fn governs(&self, word: &str) -> bool {
        self.verbs.has(word)
    }

    /// Whether `noun`, counted in `unit`, names persons, so that what stands behind their number is what they do.
    pub fn acts(&self, unit: &str, noun: &str) -> bool {
        self.persons.iter().any(|person| person == unit) && self.actors.close(noun)
    }

    /// Whether a unit counts what happens: 次, 场.
    pub fn happens(&self, unit: &str) -> bool {
        self.events.iter().any(|event| event == unit)
    }

    /// Whether two units may count the same: 人 and 名, 条 and 件, but not 人 and 人次.
    pub fn agree(&self, a: &str, b: &str) -> bool {
        let class = |unit: &str| self.classes.iter().position(|c| c.iter().any(|u| u == unit));
        class(a) == class(b)
    }

    /// The pattern of a number with its unit. Groups: `digits` or `characters`, `scale` and `more` (multipliers), `about`
    /// between them, `unit`; or `hundredths` alone.
    pub(super) fn quantity_pattern(&self) -> Result<Regex> {
        let mut units: Vec<String> = self.units.iter().map(|u| regex::escape(u)).collect();
        units.sort_by_key(|u| std::cmp::Reverse(u.len()));
        let scale: String = self.scale.keys().collect();
        let digit: String = self.characters.digit.keys().collect();
        let point = self.characters.point;
        let digits = "[0-9]+(?:,[0-9]{3})*(?:\\.[0-9]+)?";
        let characters = format!("[{digit}{scale}]+(?:{point}[{digit}]+)?");
        let pattern = format!(
            "{hundredths}(?P<hundredths>{digits}|{characters})|\
            (?:(?P<digits>{digits})(?P<scale>[{scale}]*)|(?P<characters>{characters}))\
            (?P<about>{about})?(?P<more>[{scale}]*)(?P<unit>{units}|{tenths})",
            hundredths = self.share.hundredths,
            about = self.bound.about_after.join("|"),
            units = units.join("|"),
            tenths = self.share.tenths,
        );
        compile(FILE, &pattern)
    }

    /// The pattern of the time a number covers.
    pub(super) fn period_pattern(&self) -> Result<Regex> {
        compile(FILE, &self.period)
    }
}
