//! What `annotate` finds in a body and what `resolve` makes of it.

use super::{Bound, Date, RegionCode, Slug};
use crate::text::{Normalised, Span};

/// A stretch of a body that names something, or that steers how its neighbours are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Body bytes.
    pub span: Span,
    /// What it is.
    pub kind: MentionKind,
}

/// What a mention is.
#[derive(Debug, Clone, PartialEq)]
pub enum MentionKind {
    /// A region by name: every unit that bears it; `resolve` picks one or none.
    Region {
        /// All units of this name, ascending by code.
        candidates: Vec<RegionCode>,
        /// What kind of name it is.
        name: RegionName,
    },
    /// A region by pointing: this county, the whole city.
    SelfReference {
        /// The level word used, if any (`province`, `city`, `county` …) as the rule file names it.
        level: Option<String>,
        /// Whether the words mean the whole area (the whole county) and not the speaker's own.
        whole: bool,
        /// Whether the words point back at a region just named (该县).
        that: bool,
    },
    /// An organ of a region: its standing committee, party committee, government.
    Organ {
        /// Which organ.
        kind: OrganKind,
        /// The level word of the letter before it (the standing committee of the *county*), if any.
        level: Option<String>,
    },
    /// A known mechanism.
    Mechanism(Slug),
    /// A name that has the form of a mechanism and is in no list.
    Candidate {
        /// Whether it stands in quotation marks.
        quoted: bool,
    },
    /// A title in book-title marks, span without the marks.
    Title(TitleKind),
    /// A number with its unit.
    Quantity(Quantity),
    /// A date or a year.
    Date(Date),
    /// A date told from another: last year, the year after, in September.
    RelativeDate {
        /// Which year.
        year: Relative,
        /// The month, if told.
        month: Option<i8>,
        /// The day of the month, if told.
        day: Option<i8>,
    },
    /// A word that steers the reading: planned, piloted, negated, normative …
    Cue {
        /// Its row in `data/trigger.toml`.
        rule: usize,
    },
}

/// How a year is told from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// So many years on from the year the article speaks from.
    ToArticle {
        /// How many; negative for years ago.
        years: i16,
    },
    /// So many years on from the date told last.
    ToTold {
        /// How many.
        years: i16,
    },
    /// Not told: a month alone.
    Unsaid,
}

/// What kind of name a region is mentioned by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegionName {
    /// The full name.
    Full,
    /// A short name.
    Short,
    /// A name it no longer bears.
    Former,
    /// Its stem with another ending than its own.
    OtherSuffix,
}

/// Which organ of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrganKind {
    /// The standing committee of the congress, or the congress.
    Congress,
    /// The party committee.
    Party,
    /// The government or one of its departments.
    Government,
    /// Supervision commission, court, procuratorate, media: who may be a partner.
    Partner,
}

/// What stands in book-title marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleKind {
    /// A statute: enacted by a legislature.
    Statute,
    /// A document: opinion, measure, plan, rule of an organ.
    Document,
    /// A newspaper, journal or book.
    Other,
}

/// A number as the text gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The value in full: 2.7 ten-thousands are 27000.
    pub value: rust_decimal::Decimal,
    /// The unit's word, or `%`.
    pub unit: String,
    /// Exact, about, at least, at most.
    pub bound: Bound,
}

/// What `annotate` gives for one article.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Annotated {
    /// What the body mentions, ascending by start.
    pub mentions: Vec<Mention>,
    /// The body as it was matched.
    pub folded: Normalised,
    /// Regions named above or below the body, in the order of [`HeadLine`]: all readings of each.
    pub head: Vec<(HeadLine, Vec<RegionCode>)>,
}

/// Which line outside the body names a region; those that come first say more about whose article it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadLine {
    /// The row of the manifest.
    Manifest,
    /// What the author is.
    Role,
    /// The source field of a site.
    Source,
    /// The title.
    Title,
    /// The region in brackets behind the author.
    Byline,
    /// A line of the site's frame.
    Site,
}

/// A mention with what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The mention.
    pub mention: Mention,
    /// What it stands for.
    pub entity: Entity,
}

impl Resolved {
    /// The date it tells, by itself or from another date.
    pub fn date(&self) -> Option<Date> {
        match (&self.mention.kind, &self.entity) {
            (MentionKind::Date(date), _) | (_, Entity::Date(date)) => Some(*date),
            _ => None,
        }
    }
}

/// What a mention stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    /// This region.
    Region(RegionCode),
    /// This date, which the text tells from another.
    Date(Date),
    /// Nothing that can be told: the field's NIL.
    Nil,
    /// Nothing to resolve: quantities, cues, whole dates stand for themselves.
    Itself,
}
