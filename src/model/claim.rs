//! What one article says, with the words that say so.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::id::Parts;
use super::{ArticleId, Author, Date, Event, Evidence, Imprint, Paper, RegionCode, Slug};

/// A closed vocabulary: the word stands in IRIs and tables, the variants in code.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All cases, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word of the vocabulary.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), known: &[$($word),+] }),
                }
            }
        }
    };
}

/// A word outside a closed vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word {word}, known are {}", known.join(", "))]
pub struct UnknownWord {
    word: String,
    known: &'static [&'static str],
}

vocabulary! {
    /// How far a practice has come. Ordered: a later one outweighs an earlier one, see [`crate::fuse`] for
    /// `Discontinued`.
    Status {
        /// Intended; nothing done yet.
        Planned = "planned",
        /// On trial.
        Piloted = "piloted",
        /// Done, set up, issued, running.
        Adopted = "adopted",
        /// Given up.
        Discontinued = "discontinued",
    }
}

vocabulary! {
    /// How far below its region a practice reaches.
    Coverage {
        /// In a part of the units.
        Partial = "partial",
        /// In all units.
        Full = "full",
    }
}

vocabulary! {
    /// Where a mechanism is practised.
    Tier {
        /// By the provincial congress.
        Province = "province",
        /// By a city's or prefecture's.
        City = "city",
        /// By a county's or district's.
        County = "county",
        /// In townships.
        Township = "township",
        /// In streets, which have no congress.
        Street = "street",
    }
}

vocabulary! {
    /// What the region is to the practice.
    Role {
        /// It runs the practice.
        Practitioner = "practitioner",
        /// Another's point or platform stands on its ground.
        Host = "host",
        /// The point that another hosts is its own.
        Owner = "owner",
        /// It names others as pilots or points.
        Designator = "designator",
        /// It guides others in doing it.
        Instructor = "instructor",
        /// A superior named it a pilot.
        PilotSite = "pilot-site",
        /// It takes part in another's practice.
        Partner = "partner",
    }
}

vocabulary! {
    /// What an actor does with a statute.
    Relation {
        /// Made it.
        Enacted = "enacted",
        /// Changed it.
        Amended = "amended",
        /// Put it out of force.
        Repealed = "repealed",
        /// Checked how it is carried out.
        Inspected = "inspected",
        /// Looked at its worth after the fact.
        Evaluated = "evaluated",
        /// Is writing it.
        Drafting = "drafting",
        /// Gave or gathered opinions on its draft.
        Consulted = "consulted",
        /// Examined its legality.
        Reviewed = "reviewed",
        /// Carries it out.
        Implemented = "implemented",
        /// Only names it.
        Cited = "cited",
    }
}

vocabulary! {
    /// What a paper with a name is.
    PaperKind {
        /// A law, or a statute of a region that can enact one.
        Statute = "statute",
        /// An opinion, measure, plan or rule of an organ.
        Document = "document",
    }
}

vocabulary! {
    /// What was held.
    EventKind {
        /// A session of a congress.
        Session = "session",
        /// A meeting of a standing committee.
        CommitteeMeeting = "committee-meeting",
        /// A meeting of its chairs.
        ChairsMeeting = "chairs-meeting",
        /// A special inquiry.
        Inquiry = "inquiry",
        /// A training.
        Training = "training",
        /// A ceremony.
        Ceremony = "ceremony",
        /// Another meeting.
        Conference = "conference",
    }
}

vocabulary! {
    /// An organ of a region.
    Organ {
        /// The standing committee of its congress.
        StandingCommittee = "standing-committee",
        /// The committee of the party.
        PartyCommittee = "party-committee",
        /// The government.
        Government = "government",
    }
}

vocabulary! {
    /// How exact a number is meant.
    Bound {
        /// As written.
        Exact = "exact",
        /// More or less.
        About = "about",
        /// This or more.
        AtLeast = "at-least",
        /// This or less.
        AtMost = "at-most",
    }
}

vocabulary! {
    /// What a `since` dates.
    SinceKind {
        /// It began.
        Start = "start",
        /// A trial began.
        Pilot = "pilot",
        /// The rule for it was issued.
        Rule = "rule",
        /// Its plate was given.
        Plate = "plate",
    }
}

vocabulary! {
    /// What an article's as-of interval rests on.
    AsOfBasis {
        /// The manifest, or the fields that came with the text.
        Manifest = "manifest",
        /// A date line of the article.
        DateLine = "date-line",
        /// The page's masthead.
        Masthead = "masthead",
        /// The event spoken of.
        Event = "event",
        /// Years inside the text.
        Text = "text",
    }
}

/// Since when, of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since {
    /// The date, as exact as said.
    pub date: Date,
    /// What the date is of.
    pub kind: SinceKind,
}

/// A region practises (plans, tries, gave up) a mechanism, says an article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdoptionClaim {
    /// Whose practice.
    pub region: RegionCode,
    /// Which mechanism.
    pub mechanism: Slug,
    /// How far.
    pub status: Status,
    /// The name as printed.
    pub surface_form: String,
    /// The word that gave the status, where one stands there.
    pub trigger: Option<Evidence>,
    /// How far below.
    pub coverage: Option<Coverage>,
    /// N of `coverable`.
    pub covered: Option<u32>,
    /// How many there are, as the text says.
    pub coverable: Option<u32>,
    /// Of what, e.g. townships.
    pub coverage_unit: Option<String>,
    /// Where practised.
    pub tier: Option<Tier>,
    /// What the region is to it.
    pub role: Role,
    /// Whether its standing committee is named as the one who does it.
    pub adopter_named: bool,
    /// Who takes part, as printed.
    pub partner: Option<String>,
    /// Since when.
    pub since: Option<Since>,
    /// The document or statute issued for it.
    pub basis: Option<Paper>,
    /// What a special inquiry was about.
    pub topic: Option<String>,
    /// The words with which the text itself explains the name.
    pub gloss: Option<String>,
    /// The first within this region, says the text.
    pub first_within: Option<RegionCode>,
    /// The region's name as printed where it differs from its name.
    pub region_as_printed: Option<String>,
    /// The words, 1 or more, in reading order.
    pub evidence: Vec<Evidence>,
}

/// A number about congress work.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Observation {
    /// Whose.
    pub region: RegionCode,
    /// The concept, where known.
    pub indicator: Option<Slug>,
    /// The words that say what was counted.
    pub indicator_text: String,
    /// The value in full, without trailing zeros.
    pub value: Decimal,
    /// Its unit.
    pub unit: String,
    /// How exact.
    pub bound: Bound,
    /// The time it covers: a date or words of the text.
    pub period: Option<String>,
    /// The scope word of the text.
    pub scope: Option<String>,
    /// The words, 1 or more, in reading order.
    pub evidence: Vec<Evidence>,
}

/// A region does something with a statute or a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatuteAction {
    /// Who acts.
    pub region: RegionCode,
    /// On what.
    pub paper: Paper,
    /// How.
    pub relation: Relation,
    /// Which organ of the region is told to have issued the document.
    pub issuer: Option<Organ>,
    /// When.
    pub time: Option<Date>,
    /// The words, 1 or more, in reading order.
    pub evidence: Vec<Evidence>,
}

/// A region went to learn from another. No adoption by either.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LearningContact {
    /// Who went.
    pub region: RegionCode,
    /// Where to.
    pub from: RegionCode,
    /// When.
    pub time: Option<Date>,
    /// The words, 1 or more, in reading order.
    pub evidence: Vec<Evidence>,
}

/// One thing one article says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The last part of its IRI, made of its content.
    id: String,
    /// What it says.
    kind: ClaimKind,
}

/// The kinds of claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimKind {
    /// A region and a mechanism.
    Adoption(AdoptionClaim),
    /// A number.
    Observation(Observation),
    /// A statute.
    Statute(StatuteAction),
    /// A visit to learn.
    Learning(LearningContact),
}

impl Claim {
    /// Names the claim after its content; `None` where it has no evidence.
    ///
    /// Evidence is put in reading order, each piece once, and a value loses its trailing zeros, so that what is
    /// equal is equal in every part. The name covers all that is said: two claims of an article that differ in
    /// anything (a tier, a period) are two.
    pub fn new(mut kind: ClaimKind) -> Option<Self> {
        if let ClaimKind::Observation(c) = &mut kind {
            c.value = if c.value.is_zero() { Decimal::ZERO } else { c.value.normalize() };
        }
        let evidence = match &mut kind {
            ClaimKind::Adoption(c) => &mut c.evidence,
            ClaimKind::Observation(c) => &mut c.evidence,
            ClaimKind::Statute(c) => &mut c.evidence,
            ClaimKind::Learning(c) => &mut c.evidence,
        };
        evidence.sort();
        evidence.dedup();
        if evidence.is_empty() {
            return None;
        }
        let id = kind.parts().hex(12);
        Some(Self { id, kind })
    }

    /// The last part of its IRI.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it says.
    pub fn kind(&self) -> &ClaimKind {
        &self.kind
    }

    /// The words, in reading order, never empty.
    pub fn evidence(&self) -> &[Evidence] {
        self.kind.evidence()
    }

    /// Whose claim it is.
    pub fn region(&self) -> &RegionCode {
        self.kind.region()
    }
}

impl ClaimKind {
    /// The words, in reading order.
    pub fn evidence(&self) -> &[Evidence] {
        match self {
            Self::Adoption(c) => &c.evidence,
            Self::Observation(c) => &c.evidence,
            Self::Statute(c) => &c.evidence,
            Self::Learning(c) => &c.evidence,
        }
    }

    /// Whose claim it is.
    pub fn region(&self) -> &RegionCode {
        match self {
            Self::Adoption(c) => &c.region,
            Self::Observation(c) => &c.region,
            Self::Statute(c) => &c.region,
            Self::Learning(c) => &c.region,
        }
    }

    /// All that is said, as pairs of a field's name and its value; what is not said is not there.
    fn parts(&self) -> Parts {
        fn say(parts: &mut Parts, name: &str, value: impl fmt::Display) {
            parts.say(name);
            parts.say(value);
        }
        let mut parts = Parts::default();
        macro_rules! fields {
            ($claim:ident: $($field:ident),+; $($optional:ident),*) => {
                $(say(&mut parts, stringify!($field), &$claim.$field);)+
                $(if let Some(value) = &$claim.$optional {
                    say(&mut parts, stringify!($optional), value);
                })*
            };
        }
        match self {
            Self::Adoption(c) => {
                say(&mut parts, "kind", "adoption");
                fields!(c: region, mechanism, status, surface_form, role, adopter_named;
                    coverage, covered, coverable, coverage_unit, tier, partner, topic, gloss, first_within,
                    region_as_printed);
                if let Some(since) = c.since {
                    say(&mut parts, "since", since.date);
                    say(&mut parts, "since_kind", since.kind);
                }
                if let Some(basis) = &c.basis {
                    say(&mut parts, "basis", basis.path());
                }
                if let Some(trigger) = &c.trigger {
                    say(&mut parts, "trigger", trigger.place());
                }
            }
            Self::Observation(c) => {
                say(&mut parts, "kind", "observation");
                fields!(c: region, indicator_text, value, unit, bound; indicator, period, scope);
            }
            Self::Statute(c) => {
                say(&mut parts, "kind", "statute");
                fields!(c: region, relation; time, issuer);
                say(&mut parts, "statute", c.paper.path());
            }
            Self::Learning(c) => {
                say(&mut parts, "kind", "learning");
                fields!(c: region, from; time);
            }
        }
        for evidence in self.evidence() {
            say(&mut parts, "evidence", evidence.place());
        }
        parts
    }
}

/// Where an article was printed or found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Its URL, else the file name without folder.
    pub name: String,
}

/// The time an article speaks from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf {
    /// Not before.
    pub earliest: Date,
    /// Not after.
    pub latest: Date,
    /// What that rests on.
    pub basis: AsOfBasis,
}

/// Of which article one is a reprint, and what the two have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reprint {
    /// The original.
    pub of: ArticleId,
    /// The share of the shorter text that stands in the longer, two digits behind the point.
    pub share: Decimal,
    /// The figures of the reprint that the original has too, in their order, each once.
    pub figures: Vec<String>,
    /// The figures of the reprint that the original does not have.
    pub other_figures: Vec<String>,
}

/// All that one article gives: the unit of storing, replacing and removing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name, made of its content.
    pub id: ArticleId,
    /// Its title.
    pub title: Option<String>,
    /// Its authors in order.
    pub authors: Vec<Author>,
    /// Its date.
    pub issued: Option<Date>,
    /// Where it was found, one or more.
    pub sources: BTreeSet<Source>,
    /// The region whose congress it reports on.
    pub home_region: Option<RegionCode>,
    /// The time it speaks from.
    pub as_of: Option<AsOf>,
    /// The event that it reports.
    pub event: Option<Event>,
    /// Who printed it, where, and on which terms, as the manifest says.
    pub imprint: Imprint,
    /// The article of which this is a reprint. What one page holds cannot tell it: [`crate::reprint`] does, of all.
    pub reprint_of: Option<Reprint>,
    /// The text the offsets count in.
    pub body: String,
    /// What it says, ascending, each once.
    pub claims: BTreeSet<Claim>,
}
