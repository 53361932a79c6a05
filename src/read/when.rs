//! Dates as documents write them beside their text: `2024-06-24 10:08`, `2024/6/24`, `20240624`, ISO 8601.

use crate::model::Date;

/// The first date in `words`, as exact as it is told; `None` where there is none.
pub(super) fn date(words: &str) -> Option<Date> {
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(date) = at_start(rest, digits) {
            return Some(date);
        }
        rest = &rest[digits..];
    }
    None
}

/// The date that `words` begin with; their first number has so many digits.
fn at_start(words: &str, digits: usize) -> Option<Date> {
    let year: i16 = words.get(..4)?.parse().ok().filter(|year| (1900..2200).contains(year))?;
    if digits == 8 || digits == 14 {
        return Date::new(year, words[4..6].parse().ok(), words[6..8].parse().ok());
    }
    if digits != 4 {
        return None;
    }
    let (month, rest) = number(&words[4..]);
    let (day, _) = number(rest);
    let exact = month.and_then(|month| Date::new(year, Some(month), day));
    exact.or_else(|| Date::new(year, month, None)).or_else(|| Date::new(year, None, None))
}

/// The number of one or two digits behind one sign, and what follows it.
fn number(words: &str) -> (Option<i8>, &str) {
    let mut characters = words.chars();
    let sign = characters.next();
    let rest = characters.as_str();
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    let digits = rest[blanks..].bytes().take_while(u8::is_ascii_digit).count();
    if !sign.is_some_and(|c| !c.is_ascii_alphanumeric() && c != ':') || !(1..=2).contains(&digits) {
        return (None, "");
    }
    let (number, rest) = rest[blanks..].split_at(digits);
    // `2024 10:08`: an hour.
    if rest.starts_with(':') { (None, "") } else { (number.parse().ok(), rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_clothes() {
        for (words, expected) in [
            ("2024-06-24 10:08", "2024-06-24"),
            ("2024/6/4", "2024-06-04"),
            ("2024年6月24日", "2024-06-24"),
            ("2018年11月 12 日", "2018-11-12"),
            ("20240624", "2024-06-24"),
            ("20240624100800", "2024-06-24"),
            ("2024-06-24T10:08:00+08:00", "2024-06-24"),
            ("2024.06", "2024-06"),
            ("2024", "2024"),
            ("2024 10:08", "2024"),
            ("第12期 2024-01-05", "2024-01-05"),
        ] {
            assert_eq!(date(words).map(|d| d.to_string()).as_deref(), Some(expected), "{words}");
        }
        assert_eq!(date("1717200000"), None);
        assert_eq!(date("昨天"), None);
    }
}
