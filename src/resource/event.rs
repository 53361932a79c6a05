//! `data/event.toml`: words for meetings and ceremonies.

use crate::error::{Error, ErrorKind, Result};
use crate::model::EventKind;

use super::literals::Literals;
use super::trigger::parse;

const FILE: &str = "data/event.toml";

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    held: Literals,
    opening: usize,
    event: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    kind: String,
    words: Literals,
}

/// Words for one kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRule {
    /// The kind.
    pub kind: EventKind,
    /// The words.
    pub words: Literals,
}

/// How articles tell of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRules {
    /// Words that say something was held.
    pub held: Literals,
    /// How many sentences at the head of an article may tell what it reports.
    pub opening: usize,
    /// Kinds, the surest first.
    pub event: Vec<EventRule>,
}

impl EventRules {
    /// Reads the file.
    ///
    /// # Errors
    /// Where it is faulty.
    pub(super) fn load() -> Result<Self> {
        let File { held, opening, event } = parse(FILE, include_str!("../../data/event.toml"))?;
        let rule = |row: Row| {
            let unknown = |cause| Error::new(ErrorKind::Resource, "no kind of event").at(FILE).because(cause);
            Ok(EventRule { kind: row.kind.parse().map_err(unknown)?, words: row.words })
        };
        Ok(Self { held, opening, event: event.into_iter().map(rule).collect::<Result<_>>()? })
    }
}
