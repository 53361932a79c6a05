//! What holds after fusion, citing the claims it rests on.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::{
    ArticleId, AsOf, ClaimKind, ClaimName, Coverage, Date, Event, Record, RegionCode, Role, Slug, Status,
    Tier, hash12,
};

/// A claim as fusion hears it: what is said, by which article, at what time. The words are not needed any more, so
/// that claims can be fused far from their articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Testimony<'a> {
    /// Which claim.
    pub claim: ClaimName,
    /// The date of its article.
    pub issued: Option<Date>,
    /// The time its article speaks from.
    pub as_of: Option<AsOf>,
    /// The event that its article reports, by the last part of its IRI.
    pub event: Option<String>,
    /// The article of which its article is a reprint.
    pub reprint_of: Option<ArticleId>,
    /// What it says; evidence may be left out.
    pub kind: Cow<'a, ClaimKind>,
}

impl<'a> Testimony<'a> {
    /// All that `record` says.
    pub fn of(record: &'a Record) -> impl Iterator<Item = Self> {
        record.claims.iter().map(|claim| Testimony {
            claim: ClaimName { article: record.id.clone(), claim: claim.id().to_owned() },
            issued: record.issued,
            as_of: record.as_of,
            event: record.event.as_ref().map(Event::hash),
            reprint_of: record.reprint_of.as_ref().map(|reprint| reprint.of.clone()),
            kind: Cow::Borrowed(claim.kind()),
        })
    }
}

/// A region and a mechanism, over all articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Adoption {
    /// Whose.
    pub region: RegionCode,
    /// Which.
    pub mechanism: Slug,
    /// The fused stage.
    pub status: Status,
    /// Where practised, all that was said.
    pub tiers: BTreeSet<Tier>,
    /// What the region is to it, all that was said.
    pub roles: BTreeSet<Role>,
    /// How far below, the farthest that was said.
    pub coverage: Option<Coverage>,
    /// The earliest start at stage adopted.
    pub since: Option<Date>,
    /// The earliest start of a trial.
    pub piloted_since: Option<Date>,
    /// The earliest date of an article that says so.
    pub first_reported: Option<Date>,
    /// How many independent origins say so: reprints and articles of one event count once.
    pub origins: u32,
    /// The claims it rests on, all of them.
    pub claims: BTreeSet<ClaimName>,
    /// Hashes of the conflicts among them.
    pub conflicts: BTreeSet<String>,
}

/// In what the claims differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// The stage, where one gave up what another runs.
    Status,
    /// The start, at the same precision.
    Since,
    /// n of N.
    Coverage,
    /// A number.
    Value,
    /// Two who were first.
    First,
}

impl ConflictKind {
    /// The word in the graph.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Since => "since",
            Self::Coverage => "coverage",
            Self::Value => "value",
            Self::First => "first",
        }
    }
}

impl fmt::Display for ConflictKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Claims that cannot all be so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// In what.
    pub kind: ConflictKind,
    /// The claims, 2 or more.
    pub between: BTreeSet<ClaimName>,
}

impl Conflict {
    /// The last part of its IRI.
    pub fn hash(&self) -> String {
        let names: Vec<String> = self.between.iter().map(ClaimName::to_string).collect();
        let mut parts = vec![self.kind.as_str()];
        parts.extend(names.iter().map(String::as_str));
        hash12(&parts)
    }
}

/// What fusion gives: facts and conflicts, each once, ascending.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Regions and mechanisms.
    pub adoptions: BTreeSet<Adoption>,
    /// Claims that cannot all be so.
    pub conflicts: BTreeSet<Conflict>,
}

impl Facts {
    /// Adds other facts.
    pub fn extend(&mut self, other: Self) {
        self.adoptions.extend(other.adoptions);
        self.conflicts.extend(other.conflicts);
    }
}

impl FromIterator<Conflict> for Facts {
    fn from_iter<I: IntoIterator<Item = Conflict>>(conflicts: I) -> Self {
        Self { adoptions: BTreeSet::new(), conflicts: conflicts.into_iter().collect() }
    }
}
