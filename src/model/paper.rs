//! Statutes and documents by name.

use super::{PaperKind, RegionCode, hash12};
use crate::text::fold_title;

/// A statute or a document: its title and whose it is. The same title of two regions is two papers.
///
/// The title is folded, because two articles that print it differently (a blank inside, wide or narrow brackets,
/// traditional characters) mean one paper, and its description must not depend on which of them was read.
///
/// ```
/// use renda::model::{Paper, PaperKind};
/// let paper = |title| Paper::new(PaperKind::Document, title, None);
/// assert_eq!(paper("票决 辦法（试行）"), paper("票决办法(试行)"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paper {
    kind: PaperKind,
    title: String,
    owner: Option<RegionCode>,
}

impl Paper {
    /// Takes its title, without book-title marks, and whose it is; `None` for the nation's and the untold.
    pub fn new(kind: PaperKind, title: &str, owner: Option<RegionCode>) -> Self {
        Self { kind, title: fold_title(title), owner }
    }

    /// What it is.
    pub fn kind(&self) -> PaperKind {
        self.kind
    }

    /// Its title, folded.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whose it is; `None` for the nation's and the untold.
    pub fn owner(&self) -> Option<&RegionCode> {
        self.owner.as_ref()
    }

    /// The path of its IRI: `statute/<12 hex>`, `document/<12 hex>`.
    pub fn path(&self) -> String {
        let owner = self.owner.as_ref().map_or("", RegionCode::as_str);
        format!("{}/{}", self.kind, hash12(&[&self.title, owner]))
    }
}
