//! Dates as a page prints them: `2019-01-18 14:58`, `2023 12/29`, `2018年11月 12 日`, `二〇二四年一月八日`.

use unicode_normalization::UnicodeNormalization;

use crate::model::Date;
use crate::resource::DateRules;

/// The dates that `text` says with a year, each with the byte where it starts.
pub(super) fn dates(rules: &DateRules, text: &str) -> Vec<(usize, Date)> {
    let chars: Vec<(usize, char)> =
        text.char_indices().filter_map(|(i, c)| std::iter::once(c).nfkc().next().map(|c| (i, c))).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let scan = Scan { rules, chars: &chars };
        match scan.date(at) {
            Some((date, next)) => {
                found.push((chars[at].0, date));
                at = next;
            }
            // A longer number is no year: step over all of it.
            None if chars[at].1.is_ascii_digit() => {
                at += chars[at..].iter().take_while(|(_, c)| c.is_ascii_digit()).count();
            }
            None => at += 1,
        }
    }
    found
}

struct Scan<'a> {
    rules: &'a DateRules,
    chars: &'a [(usize, char)],
}

impl Scan<'_> {
    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(_, c)| *c)
    }

    fn blanks(&self, mut at: usize) -> usize {
        while self.get(at).is_some_and(char::is_whitespace) {
            at += 1;
        }
        at
    }

    /// The date that starts at `at`, and where it ends.
    fn date(&self, at: usize) -> Option<(Date, usize)> {
        let (year, mut next) = self.digits(at, 4, 4).or_else(|| self.year_in_words(at))?;
        let year = i16::try_from(year).ok().filter(|y| (1900..=2199).contains(y))?;
        let after = self.blanks(next);
        let sign = self.get(after)?;
        let in_words = sign == self.rules.year;
        if !(in_words
            || matches!(sign, '-' | '/' | '.' | '–' | '—')
            || (after > next && sign.is_ascii_digit()))
        {
            return None;
        }
        next = if sign.is_ascii_digit() { after } else { after + 1 };
        let whole_year = in_words.then(|| Date::new(year, None, None)).flatten().map(|d| (d, next));
        let Some((month, end)) = self.number(self.blanks(next)) else { return whole_year };
        let after = self.blanks(end);
        let sign = self.get(after);
        let month_said = sign == Some(self.rules.month);
        if !month_said && !sign.is_some_and(|c| matches!(c, '-' | '/' | '.' | '–' | '—')) {
            return whole_year;
        }
        let month = i8::try_from(month).ok()?;
        let whole_month = month_said
            .then(|| Date::new(year, Some(month), None))
            .flatten()
            .map(|d| (d, after + 1))
            .or(whole_year);
        let Some((day, end)) = self.number(self.blanks(after + 1)) else { return whole_month };
        let mut next = self.blanks(end);
        let day_said = self.get(next).is_some_and(|c| self.rules.day.contains(c));
        if month_said && !day_said {
            return whole_month;
        }
        next = if day_said { next + 1 } else { end };
        let day = i8::try_from(day).ok()?;
        Date::new(year, Some(month), Some(day)).map(|d| (d, next)).or(whole_month)
    }

    /// A number of one or two digits, in figures or in words.
    fn number(&self, at: usize) -> Option<(u32, usize)> {
        self.digits(at, 1, 2).or_else(|| self.small_in_words(at))
    }

    /// `least` to `most` ASCII digits with no digit beside them.
    fn digits(&self, at: usize, least: usize, most: usize) -> Option<(u32, usize)> {
        let digit = |i: usize| self.get(i).and_then(|c| c.to_digit(10));
        let count = (at..).take_while(|i| digit(*i).is_some()).take(most + 1).count();
        if !(least..=most).contains(&count) || (at > 0 && digit(at - 1).is_some()) {
            return None;
        }
        let value = (at..at + count).filter_map(digit).fold(0, |n, d| n * 10 + d);
        Some((value, at + count))
    }

    fn digit_in_words(&self, at: usize) -> Option<u32> {
        let c = self.get(at).filter(|c| !c.is_ascii_digit())?;
        self.rules.digit(c).and_then(|n| u32::try_from(n).ok())
    }

    fn year_in_words(&self, at: usize) -> Option<(u32, usize)> {
        let mut year = 0;
        for i in at..at + 4 {
            year = year * 10 + self.digit_in_words(i)?;
        }
        Some((year, at + 4))
    }

    /// One to thirty-one in words.
    fn small_in_words(&self, at: usize) -> Option<(u32, usize)> {
        let ten = |i: usize| self.get(i) == Some(self.rules.ten);
        let (tens, at) = match self.digit_in_words(at) {
            Some(n) if ten(at + 1) => (n * 10, at + 2),
            Some(n) => return Some((n, at + 1)),
            None if ten(at) => (10, at + 1),
            None => return None,
        };
        Some(self.digit_in_words(at).map_or((tens, at), |n| (tens + n, at + 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::PageRules;

    fn check(text: &str, expected: &str) {
        let rules = PageRules::load().unwrap();
        let got: Vec<String> =
            dates(&rules.furniture.date, text).iter().map(|(_, d)| d.to_string()).collect();
        assert_eq!(got.join(" "), expected, "{text}");
    }

    #[test]
    fn the_forms_of_date_lines() {
        check("发布时间:2019-01-18 14:58作者:甲", "2019-01-18");
        check("发布日期: 2025-07-01", "2025-07-01");
        check("发布时间:2025-05-30 16:01:00", "2025-05-30");
        check("[2025-10-24 09:34]", "2025-10-24");
        check("2023 12/29 11:47:09", "2023-12-29");
        check("2018年11月 12 日", "2018-11-12");
        check("２０２４年１月８日", "2024-01-08");
        check("二〇二四年一月三十一日，二○二三年十月", "2024-01-31 2023-10");
        check("2023年，2024年9月起", "2023 2024-09");
        check("2015-2017年", "2017");
    }

    #[test]
    fn what_is_no_date() {
        check("来源: 00:00:00 共2024件，编号120240108，11月30日，2024.5亿元", "");
        check("2024-13-01 2024年13月", "2024");
        check("", "");
    }
}
