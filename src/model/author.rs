//! The persons who write.

use super::{Organ, RegionCode};

/// What an author is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    /// The post as printed, without the organ where that is known.
    pub title: String,
    /// The organ the author belongs to.
    pub organ: Option<(RegionCode, Organ)>,
}

/// An author of one article; persons are not merged across articles.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Author {
    /// The name as printed.
    pub name: String,
    /// What the author is, where the page says so.
    pub post: Option<Post>,
}

impl Author {
    /// An author of whom nothing but the name is told.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}
