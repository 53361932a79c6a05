//! `data/reference.toml`: words that point at a region, and words for its organs.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{OrganKind, Slug, Tier};

use super::literals::Literals;
use super::trigger::parse;
use super::words::Words;

const FILE: &str = "data/reference.toml";
/// The key of units below that have no congress: villages.
const WITHOUT_TIER: &str = "none";
const TEXT: &str = include_str!("../../data/reference.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "self")]
    selves: Vec<SelfRow>,
    levels: BTreeMap<String, Vec<String>>,
    organ: Vec<OrganRow>,
    letters: BTreeMap<String, String>,
    boundary: Boundary,
    coverage: BTreeMap<String, Vec<String>>,
    gap: Gap,
    list: ListWords,
    topic: TopicRules,
    partner: PartnerRules,
    counter: Counter,
    not_organ: NotOrgan,
    visitor: Visitor,
    peoples: Peoples,
    nobody: NobodyRules,
    county: OfCounty,
    congress: CongressWords,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CongressWords {
    only: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCounty {
    begins: Literals,
}

/// How the townships of peoples are called.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Peoples {
    /// The unit word behind the peoples.
    pub unit: String,
    /// The peoples.
    pub names: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Visitor {
    comes: Literals,
    party: Literals,
    arrives: Literals,
    guest: Literals,
    goes: Literals,
    returns: Literals,
}

/// Clauses that tell of no region: what the nation does, what is done all over, what an unnamed place does. Each field is
/// explained in the rule file, where it is edited.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NobodyRules {
    pub lead: Literals,
    pub nation: Literals,
    pub not_before: Literals,
    pub does: Literals,
    pub unless: Literals,
    pub laws: Literals,
    pub law_does: Literals,
    pub all_over: Literals,
    pub units: Literals,
    pub anonymous: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Counter {
    places: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NotOrgan {
    before: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ListWords {
    reasons: Literals,
    no_congress: Literals,
    items: Literals,
    joins: Literals,
    tails: Literals,
    ends: Literals,
    among: Literals,
    within: Literals,
    and_also: Literals,
    goes_on: Literals,
    ranks: Literals,
    no_subject: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Gap {
    owner: Literals,
    possessive: Literals,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SelfRow {
    level: String,
    whole: bool,
    #[serde(default)]
    that: bool,
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganRow {
    kind: String,
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Boundary {
    not_before: Literals,
    joining: Literals,
    governing: Literals,
    common: Literals,
    roads: Literals,
    no_roads: Literals,
    zones: Literals,
    papers: Literals,
    no_papers: Literals,
    communities: Literals,
    agencies: Literals,
    issue: String,
    ordinals: String,
    after: Literals,
    suffixes: Literals,
    between: Literals,
}

/// What a pointing word stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pointer {
    /// This county, the whole city.
    SelfReference {
        /// The level word.
        level: String,
        /// The whole area is meant.
        whole: bool,
        /// A region just named is meant.
        that: bool,
    },
    /// An organ, with the level of the letter before it where there is one.
    Organ {
        /// Which organ.
        kind: OrganKind,
        /// The level of the letter before it.
        level: Option<String>,
    },
}

/// What an inquiry, inspection, hearing or review was about.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct TopicRules {
    pub names: Literals,
    pub openers: Literals,
    pub alone: Literals,
    pub not_after: Literals,
    pub closers: Literals,
    pub taken: Literals,
    #[serde(rename = "as")]
    pub taken_as: Literals,
    pub tails: Literals,
    pub not_behind: Literals,
    pub persons: Literals,
}

/// Organs beside congresses that may take part.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct PartnerRules {
    pub with: Literals,
    pub joint: Literals,
    pub organs: Literals,
    pub joiners: Literals,
}

/// Pointing words and organs.
#[derive(Debug)]
pub struct References {
    /// The words.
    pub words: Words<Pointer>,
    /// Level word → endings of names that answer to it.
    pub levels: BTreeMap<String, Vec<String>>,
    /// Behind a two-character name these show that it is none.
    pub not_before: Literals,
    /// Names that are also an `and` with a level behind it.
    pub joining: Literals,
    /// Names that are also a verb or a preposition with a level behind it.
    pub governing: Literals,
    /// Names that are also common nouns.
    pub common: Literals,
    /// What a clause that gives a reason begins with.
    pub reasons: Literals,
    /// What the codes of provinces without people's congresses begin with.
    pub no_congress: Literals,
    /// What the items of a list in prose begin with.
    pub items: Literals,
    /// What joins the names of a list.
    pub joins: Literals,
    /// What a list of names ends with.
    pub list_tails: Literals,
    /// Behind a region these make it a visitor.
    pub visitor_comes: Literals,
    /// Before a region these make it a guest, who takes part.
    pub guest: Literals,
    /// A title with one of these tells of a journey.
    pub goes: Literals,
    /// A clause with one of these tells of those who travelled.
    pub returns: Literals,
    /// How the townships of peoples are called.
    pub peoples: Peoples,
    /// Clauses that tell of no region.
    pub nobody: NobodyRules,
    /// Directly behind a short name these make it the name of a paper or a site.
    pub papers: Literals,
    /// Words that begin as those do and are none.
    pub no_papers: Literals,
    /// Directly before a name: agencies, whose report was sent from there.
    pub agencies: Literals,
    /// What the line of a journal's issue holds.
    pub issue: Regex,
    /// Directly behind a short name these make it the name of a community or a village.
    pub communities: Literals,
    /// What a county has and a town has not.
    pub of_county: Literals,
    /// Words for a travelling party.
    pub party: Literals,
    /// Directly before a region these bring somebody there.
    pub arrives: Literals,
    /// A clause that begins so has the subject of the one before.
    pub and_also: Literals,
    /// A sentence that begins so goes on to tell of those of the one before.
    pub goes_on: Literals,
    /// A clause that begins so tells first where something is.
    pub within: Literals,
    /// What ends a list of anything.
    pub list_ends: Literals,
    /// Before a name these make it one of those told of.
    pub among: Literals,
    /// Behind a word for the whole area these tell a rank in it.
    pub ranks: Literals,
    /// Behind a region at the head of a clause these tell that it is no one who acts.
    pub no_subject: Literals,
    /// Behind a short name these make it the name of a road.
    pub roads: Literals,
    /// Words that begin as those do and are none.
    pub no_roads: Literals,
    /// Directly behind a region these make it a zone without a congress.
    pub zones: Literals,
    /// What only a congress can do.
    pub of_a_congress: BTreeSet<Slug>,
    /// Characters of a number before a heading.
    pub ordinals: String,
    /// Directly behind these words a short name is a place.
    pub place_after: Literals,
    /// Endings that a unit may bear.
    pub suffixes: Literals,
    /// What may stand between a region's name and its organ.
    pub between: Regex,
    /// Words for the units below a region, longest first, and the tier each stands for, if any.
    pub units_below: Vec<(String, Option<Tier>)>,
    /// The words of `units_below`, in their order.
    pub unit_words: Literals,
    /// Counters of places.
    pub place_counters: Literals,
    /// Behind an organ's word these show that it is none.
    pub organ_not_before: Literals,
    /// What an inquiry was about.
    pub topic: TopicRules,
    /// The letters that stand before an organ's words for its level.
    pub level_letters: Vec<char>,
    /// Who beside congresses takes part.
    pub partner: PartnerRules,
    /// What may stand between an owner's organ and the mechanism it owns.
    pub owner_gap: Literals,
    /// What may stand between a region and its own mechanism.
    pub possessive_gap: Literals,
}

impl References {
    /// The tier of a unit below a county by how its name ends; `None` for zones and farms, which are neither township
    /// nor street.
    pub fn tier_of_unit(&self, name: &str) -> Option<Tier> {
        self.unit_words.closing(name).next().and_then(|n| self.units_below[n].1)
    }

    /// Reads the embedded rows.
    ///
    /// # Errors
    /// Where the file is faulty.
    pub fn load() -> Result<Self> {
        let file: File = parse(FILE, TEXT)?;
        let mut words: Vec<(String, Pointer)> = Vec::new();
        for row in file.selves {
            for word in row.words {
                let (level, whole, that) = (row.level.clone(), row.whole, row.that);
                words.push((word, Pointer::SelfReference { level, whole, that }));
            }
        }
        for row in file.organ {
            let kind = match row.kind.as_str() {
                "congress" => OrganKind::Congress,
                "party" => OrganKind::Party,
                "government" => OrganKind::Government,
                "partner" => OrganKind::Partner,
                other => {
                    return Err(Error::new(ErrorKind::Resource, format!("unknown kind of organ {other}"))
                        .at(FILE)
                        .remedy("use congress, party, government or partner"));
                }
            };
            for word in row.words {
                // A party committee's word is too short to stand without its letter.
                if kind != OrganKind::Party {
                    words.push((word.clone(), Pointer::Organ { kind, level: None }));
                }
                for (letter, level) in &file.letters {
                    words.push((
                        format!("{letter}{word}"),
                        Pointer::Organ { kind, level: Some(level.clone()) },
                    ));
                }
            }
        }
        let words = Words::new(FILE, words.iter().map(|(w, p)| (w.as_str(), p.clone())))?;
        let between = format!("^(?:{})$", file.boundary.between.join("|"));
        let between = Regex::new(&between).map_err(|e| {
            Error::new(ErrorKind::Resource, "boundary.between is no regular expression").at(FILE).because(e)
        })?;
        let issue = Regex::new(&file.boundary.issue).map_err(|e| {
            Error::new(ErrorKind::Resource, "boundary.issue is no regular expression").at(FILE).because(e)
        })?;
        let mut units_below: Vec<(String, Option<Tier>)> = Vec::new();
        for (tier, words) in file.coverage {
            let tier =
                match tier.as_str() {
                    WITHOUT_TIER => None,
                    tier => Some(tier.parse().map_err(|e| {
                        Error::new(ErrorKind::Resource, "coverage: no tier").at(FILE).because(e)
                    })?),
                };
            units_below.extend(words.into_iter().map(|w| (w, tier)));
        }
        units_below.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let unit_words = Literals::new(units_below.iter().map(|(word, _)| word.clone()).collect())
            .map_err(|message| Error::new(ErrorKind::Resource, message).at(FILE))?;
        let slug = |word: &String| {
            Slug::new(word).ok_or_else(|| {
                Error::new(ErrorKind::Resource, format!("{word} is no mechanism's name")).at(FILE)
            })
        };
        let of_a_congress = file.congress.only.iter().map(slug).collect::<Result<_>>()?;
        Ok(Self {
            units_below,
            unit_words,
            place_counters: file.counter.places,
            organ_not_before: file.not_organ.before,
            level_letters: file.letters.keys().flat_map(|letter| letter.chars()).collect(),
            topic: file.topic,
            partner: file.partner,
            owner_gap: file.gap.owner,
            possessive_gap: file.gap.possessive,
            words,
            levels: file.levels,
            not_before: file.boundary.not_before,
            joining: file.boundary.joining,
            common: file.boundary.common,
            roads: file.boundary.roads,
            no_roads: file.boundary.no_roads,
            zones: file.boundary.zones,
            papers: file.boundary.papers,
            no_papers: file.boundary.no_papers,
            communities: file.boundary.communities,
            agencies: file.boundary.agencies,
            issue,
            of_a_congress,
            reasons: file.list.reasons,
            no_congress: file.list.no_congress,
            items: file.list.items,
            joins: file.list.joins,
            list_tails: file.list.tails,
            list_ends: file.list.ends,
            peoples: file.peoples,
            nobody: file.nobody,
            of_county: file.county.begins,
            visitor_comes: file.visitor.comes,
            party: file.visitor.party,
            arrives: file.visitor.arrives,
            guest: file.visitor.guest,
            goes: file.visitor.goes,
            returns: file.visitor.returns,
            among: file.list.among,
            within: file.list.within,
            and_also: file.list.and_also,
            goes_on: file.list.goes_on,
            ranks: file.list.ranks,
            no_subject: file.list.no_subject,
            ordinals: file.boundary.ordinals,
            governing: file.boundary.governing,
            place_after: file.boundary.after,
            suffixes: file.boundary.suffixes,
            between,
        })
    }
}
