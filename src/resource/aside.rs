//! `data/aside.toml`: where the name of a practice stands and nobody is said to practise it.

use regex::Regex;
use serde::Deserialize as _;

use crate::error::Result;

use super::literals::Literals;
use super::trigger::parse;

const FILE: &str = "data/aside.toml";
const TEXT: &str = include_str!("../../data/aside.toml");

/// The rows of `data/aside.toml`; the comments there say what each list is for.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct Asides {
    pub passive: Literals,
    pub definition: Literals,
    pub event: EventWords,
    pub rule: RuleForm,
    pub person: PersonWords,
    pub actor: ActorWords,
    pub asked: AskedWords,
    pub suggested: AskedWords,
    pub general: GeneralWords,
    pub government: GovernmentWords,
    pub together: TogetherWords,
    pub likeness: LikenessWords,
    pub heading: HeadingWords,
    pub survey: SurveyWords,
    pub repealed: RepealedWords,
    pub place: PlaceWords,
    pub essay: EssayWords,
    pub company: Vec<Company>,
}

/// Names that mean a practice only in certain company.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    pub words: Literals,
    #[serde(default)]
    pub not_before: Literals,
    #[serde(default)]
    pub not_after: Literals,
    #[serde(default)]
    pub near: Literals,
    #[serde(default)]
    pub away: Literals,
}

/// Somebody who speaks for the government.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GovernmentWords {
    pub speaks: Literals,
    pub asked: Literals,
}

/// Practices that a plan brings together.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TogetherWords {
    pub behind: Literals,
}

/// Something else that is like a practice.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LikenessWords {
    pub before: Literals,
    pub behind: Literals,
}

/// What is only told to come next.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadingWords {
    pub leads: Literals,
    pub tails: Literals,
}

/// What somebody set out to learn of.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyWords {
    pub before: Literals,
    pub behind: Literals,
}

/// A rule that is no more.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepealedWords {
    pub behind: Literals,
}

/// Where something else is planned.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWords {
    pub before: Literals,
    pub attribute: Literals,
    pub comes: Literals,
    pub between: Literals,
}

/// An article that gives somebody's thoughts.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EssayWords {
    pub study: Literals,
    pub title: Literals,
    pub opening: Literals,
}

/// A meeting about a practice.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct EventWords {
    pub behind: Literals,
    pub between: Literals,
}

/// An article of a rule.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct RuleForm {
    #[serde(deserialize_with = "pattern")]
    pub paragraph: Regex,
    pub force: Literals,
    pub by: Literals,
    pub does: Literals,
}

fn pattern<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Regex, D::Error> {
    let text = String::deserialize(from)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

/// A person of a body.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct PersonWords {
    pub behind: Literals,
    pub unless: Literals,
    pub leads: Literals,
}

/// A body that acts.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct ActorWords {
    pub endings: Literals,
}

/// What is said of a practice in general.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneralWords {
    pub between: Vec<String>,
    pub is: Literals,
    pub such: Literals,
    pub matters: Literals,
}

/// What somebody asked for, or a suggestion was about.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct AskedWords {
    pub before: Literals,
    pub behind: Literals,
}

impl Asides {
    /// Reads the embedded rows.
    ///
    /// # Errors
    /// Where the file is faulty.
    pub(super) fn load() -> Result<Self> {
        parse(FILE, TEXT)
    }
}
