//! What the mentions of an article stand for: the last value before claims.

use super::{AsOf, Diagnostic, RegionCode, Resolved};

/// The region whose congress an article reports on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The region.
    pub region: RegionCode,
    /// Whether the head of the article says so, so that sentences without a subject are its own. An essay that names
    /// a region in its last paragraph has a home that holds for that paragraph only.
    pub established: bool,
}

/// An article's mentions with what they stand for.
#[derive(Debug, Clone)]
pub struct Scene {
    /// Whose article it is.
    pub home: Option<Home>,
    /// The time it speaks from.
    pub as_of: Option<AsOf>,
    /// The mentions, in the order of the text.
    pub mentions: Vec<Resolved>,
    /// What was noticed; spans in page bytes.
    pub diagnostics: Vec<Diagnostic>,
}
