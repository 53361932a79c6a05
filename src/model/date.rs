//! Dates as articles give them: a year, a month or a day, never more than was said.

use std::fmt;
use std::str::FromStr;

/// A calendar date with the precision of the text: `2016`, `2024-09`, `2016-04-28`.
///
/// Ordered by time; of two dates with the same beginning the vaguer comes first.
///
/// ```
/// use renda::model::Date;
/// let date: Date = "2024-09".parse().unwrap();
/// assert_eq!((date.year(), date.month(), date.day()), (2024, Some(9), None));
/// assert_eq!(date.to_string(), "2024-09");
/// assert!("2024-13".parse::<Date>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Date {
    /// A year, a month or a day; `None` where no such date exists.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if day.is_some() && month.is_none() {
            return None;
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        (1000..=9999).contains(&year).then_some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where the text gives one.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where the text gives one.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// Whether the day falls on the weekday with this number (Monday = 1 … Sunday = 7); `None` for a vaguer date.
    pub fn is_weekday(self, weekday: i8) -> Option<bool> {
        let date = jiff::civil::Date::new(self.year, self.month?, self.day?).ok()?;
        Some(date.weekday().to_monday_one_offset() == weekday)
    }

    /// How much was said: 1 year, 2 month, 3 day.
    pub fn precision(self) -> u8 {
        1 + u8::from(self.month.is_some()) + u8::from(self.day.is_some())
    }

    /// Whether `other` could be the same moment told more or less exactly (`2023` and `2023-11`).
    pub fn agrees_with(self, other: Self) -> bool {
        let same = |a: Option<i8>, b: Option<i8>| a.is_none() || b.is_none() || a == b;
        self.year == other.year && same(self.month, other.month) && same(self.day, other.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// The text is no date of the form `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a date: {0}")]
pub struct NotADate(String);

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|y| y.len() == 4).and_then(|y| y.parse().ok());
        let mut two = || match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == 2 => p.parse().map(Some).map_err(|_| ()),
            Some(_) => Err(()),
        };
        let date = match (year, two(), two()) {
            (Some(year), Ok(month), Ok(day)) => Self::new(year, month, day),
            _ => None,
        };
        date.filter(|d| d.to_string() == text).ok_or_else(|| NotADate(text.to_owned()))
    }
}
