//! Events that articles report.

use super::{Date, EventKind, RegionCode, hash12};

/// A dated meeting or ceremony. Articles that report one event share an origin.
///
/// ```
/// use renda::model::{Date, Event, EventKind};
/// let day = |day| Date::new(2023, Some(11), Some(day)).unwrap();
/// let event = |date| Event { kind: EventKind::Conference, date, region: None };
/// assert_ne!(event(day(24)).hash(), event(day(25)).hash());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// What was held.
    pub kind: EventKind,
    /// On which day.
    pub date: Date,
    /// Whose it was, where that can be told.
    pub region: Option<RegionCode>,
}

impl Event {
    /// The last part of its IRI.
    pub fn hash(&self) -> String {
        let region = self.region.as_ref().map_or("", RegionCode::as_str);
        hash12(&[self.kind.as_str(), &self.date.to_string(), region])
    }
}
