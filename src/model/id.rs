//! Names of things that are the same on every run: region codes, slugs, hashes of content.

use std::cmp::Ordering;
use std::fmt;
use std::io::Write as _;

use sha2::{Digest, Sha256};

use crate::text::fold;

/// A region's code: 6 digits (GB/T 2260) down to counties, 9 digits for townships and streets.
///
/// ```
/// use renda::model::RegionCode;
/// let code = RegionCode::new("141123").unwrap();
/// assert_eq!(code.as_str(), "141123");
/// assert!(code.is_within(&RegionCode::new("140000").unwrap()));
/// assert!(RegionCode::new("14112").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode([u8; LONGEST]);

/// The digits of a township's code; a shorter one is filled up with zero bytes, which keeps the order of the digits.
const LONGEST: usize = 9;

impl RegionCode {
    /// Takes 6 or 9 ASCII digits.
    pub fn new(code: &str) -> Option<Self> {
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        let mut bytes = [0; LONGEST];
        (digits && matches!(code.len(), 6 | LONGEST)).then(|| {
            bytes[..code.len()].copy_from_slice(code.as_bytes());
            Self(bytes)
        })
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        let length = if self.0[LONGEST - 1] == 0 { 6 } else { LONGEST };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// A number by which codes stand in the order of their digits. Four of its digits, [`RegionCode::CITY`] before the
    /// end, tell the province and the city.
    pub(crate) fn number(&self) -> u32 {
        let digit = |byte: &u8| u32::from(byte.saturating_sub(b'0'));
        let digits = self.0.iter().fold(0, |number, byte| number * 10 + digit(byte));
        digits * 2 + u32::from(self.0[LONGEST - 1] != 0)
    }

    /// See [`RegionCode::number`].
    pub(crate) const CITY: u32 = 200_000;

    /// Whether this is `other` or lies in it, by the digits alone.
    pub fn is_within(&self, other: &Self) -> bool {
        let outer = other.as_str();
        let significant = if outer.len() == LONGEST { outer } else { outer.trim_end_matches("00") };
        let significant = if significant.len() % 2 == 1 && outer.len() == 6 {
            &outer[..=significant.len()]
        } else {
            significant
        };
        self.as_str().starts_with(significant)
    }
}

/// As their digits are ordered. Tables of regions are asked so often that codes are compared as numbers.
impl Ord for RegionCode {
    fn cmp(&self, other: &Self) -> Ordering {
        let number = |code: &Self| {
            let mut digits = [0; size_of::<u128>()];
            digits[..LONGEST].copy_from_slice(&code.0);
            u128::from_be_bytes(digits)
        };
        number(self).cmp(&number(other))
    }
}

impl PartialOrd for RegionCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.as_str().to_owned()
    }
}

impl TryFrom<String> for RegionCode {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::new(&code).ok_or_else(|| format!("not a region's code: {code}"))
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RegionCode").field(&self.as_str()).finish()
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The last part of a mechanism's or indicator's IRI: `project-voting`, or `c-` and 12 hex digits for a candidate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Takes lower-case ASCII letters, digits and inner hyphens.
    pub fn new(slug: &str) -> Option<Self> {
        let plain = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (plain && !slug.is_empty() && !slug.starts_with('-') && !slug.ends_with('-'))
            .then(|| Self(slug.to_owned()))
    }

    /// The slug of a candidate: a name outside the ontology, whatever its quotes and blanks.
    ///
    /// ```
    /// use renda::model::Slug;
    /// assert_eq!(Slug::candidate("“双 清单”"), Slug::candidate("双清单"));
    /// assert!(Slug::candidate("双清单").is_candidate());
    /// ```
    pub fn candidate(name: &str) -> Self {
        Self(format!("c-{}", hash12(&[&Self::candidate_name(name)])))
    }

    /// A candidate's name as it identifies it: folded, without the quotes around it.
    pub fn candidate_name(name: &str) -> String {
        fold(name)
            .chars()
            .filter(|c| !matches!(c, '\u{201C}' | '\u{201D}' | '"' | '\u{2018}' | '\u{2019}'))
            .collect()
    }

    /// Whether this names a candidate.
    pub fn is_candidate(&self) -> bool {
        self.0.len() == 14
            && self.0.starts_with("c-")
            && self.0[2..].bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An article's name: SHA-256 over title, byline and body, each folded, 16 hex digits.
///
/// The same article in two files, wrapped differently, is one article.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct ArticleId(String);

impl ArticleId {
    /// From content. `byline` is the authors in order.
    pub fn of(title: Option<&str>, byline: &[String], body: &str) -> Self {
        let byline = byline.join(" ");
        Self(hex(&[title.unwrap_or_default(), &byline, body].map(fold), 16))
    }

    /// From 16 lower-case hex digits.
    pub fn new(hex: &str) -> Option<Self> {
        let good = hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        good.then(|| Self(hex.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names a claim among all articles: displayed as the path of its IRI, `article/<h>/claim/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimName {
    /// The article that says it.
    pub article: ArticleId,
    /// The claim's own id, see [`super::Claim::id`].
    pub claim: String,
}

impl fmt::Display for ClaimName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "article/{}/claim/{}", self.article, self.claim)
    }
}

/// 12 hex digits over parts; no two different lists of parts look alike to it.
pub fn hash12(parts: &[&str]) -> String {
    hex(parts, 12)
}

fn hex(parts: &[impl AsRef<str>], digits: usize) -> String {
    let mut all = Parts::default();
    for part in parts {
        all.say(part.as_ref());
    }
    all.hex(digits)
}

/// What is hashed: parts, each behind its length, so that no two lists of parts are one.
#[derive(Debug, Default)]
pub(super) struct Parts(Vec<u8>);

impl Parts {
    /// Adds a part, as it is shown.
    pub(super) fn say(&mut self, part: impl fmt::Display) {
        const LENGTH: usize = size_of::<u64>();
        let start = self.0.len() + LENGTH;
        self.0.extend([0; LENGTH]);
        write!(self.0, "{part}").expect("a vector takes all that is written");
        let length = (self.0.len() - start) as u64;
        self.0[start - LENGTH..start].copy_from_slice(&length.to_be_bytes());
    }

    /// The first hexadecimal digits of their SHA-256.
    pub(super) fn hex(&self, digits: usize) -> String {
        let nibbles = Sha256::digest(&self.0).into_iter().flat_map(|byte| [byte >> 4, byte & 0xF]);
        nibbles.take(digits).filter_map(|nibble| char::from_digit(nibble.into(), 16)).collect()
    }
}
