//! Which of two claims speaks of a later time, and the earliest of several dates.

use crate::model::{AsOfBasis, Date, Testimony};

/// The time a claim speaks of, both ends included.
#[derive(Debug, Clone, Copy)]
pub(super) struct When {
    earliest: Date,
    latest: Date,
}

impl When {
    /// A date of the claim itself.
    pub(super) fn at(date: Date) -> Self {
        Self { earliest: date, latest: date }
    }

    /// The time the claim's article speaks from, else the day it was issued.
    pub(super) fn of_article(testimony: &Testimony<'_>) -> Option<Self> {
        let as_of = testimony.as_of.map(|as_of| Self { earliest: as_of.earliest, latest: as_of.latest });
        as_of.or(testimony.issued.map(Self::at))
    }

    /// Whether this lies wholly after `other`: `2024` after `2023-11`, but not `2023` after `2023-11`.
    pub(super) fn is_after(self, other: Self) -> bool {
        self.earliest > other.latest && !self.earliest.agrees_with(other.latest)
    }

    /// Whether no year belongs to both.
    pub(super) fn other_year(self, other: Self) -> bool {
        self.earliest.year() > other.latest.year() || other.earliest.year() > self.latest.year()
    }
}

/// Whether two articles are known to speak from different years. What one counts then need not be what the other
/// counts: a city builds stations. Years inside a text say only that it is no older, so they tell nothing here.
pub(super) fn articles_of_other_years(a: &Testimony<'_>, b: &Testimony<'_>) -> bool {
    let dated = |t: &&Testimony<'_>| t.as_of.is_none_or(|as_of| as_of.basis != AsOfBasis::Text);
    let [a, b] = [a, b].map(|t| Some(t).filter(dated).and_then(When::of_article));
    a.zip(b).is_some_and(|(a, b)| a.other_year(b))
}

/// The earliest of these dates; where a more exact date may be the same moment, the more exact one.
pub(super) fn earliest(dates: impl IntoIterator<Item = Date>) -> Option<Date> {
    let mut dates: Vec<Date> = dates.into_iter().collect();
    dates.sort_unstable();
    dates.dedup();
    // Sorted by time with the vaguer first: 2016, 2016-04, 2016-04-28, 2016-09. Each step down to what agrees is a
    // step to the more exact.
    dates.into_iter().reduce(|best, date| {
        if date.precision() > best.precision() && best.agrees_with(date) { date } else { best }
    })
}
