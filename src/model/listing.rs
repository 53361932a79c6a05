//! What a manifest says of a file, and what of it goes with the article.

use super::{Date, RegionCode, hash12};

/// What the manifest beside a file says of it: a row. Where the manifest has none for it, all is empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Listing {
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// The region that it reports on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    /// Who printed it, where, and on which terms.
    #[serde(flatten)]
    pub imprint: Imprint,
}

/// Who printed an article, where, and on which terms.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Imprint {
    /// The office that gave it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The paper or the periodical.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paper: Option<String>,
    /// The page of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The terms on which it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

impl Listing {
    /// Whether the manifest has no row for the file, or one that says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// A name made of what it says.
    pub fn name(&self) -> String {
        let Imprint { issuer, paper, page, licence } = &self.imprint;
        let issued = self.issued.map(|date| date.to_string());
        let region = self.region.as_ref().map(|code| code.as_str().to_owned());
        let parts = [&self.url, &issued, &region, issuer, paper, page, licence];
        hash12(&parts.map(|part| part.as_deref().unwrap_or_default()))
    }
}
