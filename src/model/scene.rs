//! What the mentions of an article stand for: the last value before claims.

use std::collections::BTreeMap;

use super::{AsOf, Diagnostic, Event, Post, RegionCode, Resolved};
use crate::text::Normalised;

/// The region whose congress an article reports on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The region.
    pub region: RegionCode,
    /// Whether the head of the article says so, so that sentences without a subject are its own. An essay that names
    /// a region in its last paragraph has a home that holds for that paragraph only.
    pub established: bool,
    /// What that rests on.
    pub basis: HomeBasis,
}

/// What says whose article it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HomeBasis {
    /// The manifest, where the text itself does not tell.
    Manifest,
    /// What the author is.
    Role,
    /// The first congress that the opening names.
    Opening,
    /// The source field of a site.
    Source,
    /// The title.
    Title,
    /// The region that the opening names most.
    Named,
    /// The first congress named behind the opening.
    Later,
    /// A line of the site: its greeting, its path of menus, its sponsor.
    Site,
}

impl HomeBasis {
    /// A word for tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manifest => "manifest",
            Self::Role => "role",
            Self::Opening => "opening",
            Self::Source => "source",
            Self::Title => "title",
            Self::Named => "named",
            Self::Later => "later",
            Self::Site => "site",
        }
    }
}

/// An article's mentions with what they stand for.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Whose article it is.
    pub home: Option<Home>,
    /// The time it speaks from.
    pub as_of: Option<AsOf>,
    /// The event that it reports.
    pub event: Option<Event>,
    /// What its first author is.
    pub post: Option<Post>,
    /// The region that a paragraph is headed by, in surveys; by the paragraph's number.
    pub labels: BTreeMap<usize, RegionCode>,
    /// The mentions, in the order of the text.
    pub mentions: Vec<Resolved>,
    /// The body as it is matched.
    pub folded: Normalised,
    /// What was noticed; spans in page bytes.
    pub diagnostics: Vec<Diagnostic>,
}
