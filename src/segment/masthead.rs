//! The head of a newspaper page: its date, and characters that were printed twice.

use super::date::dates;
use crate::model::Date;
use crate::resource::FurnitureRules;
use crate::text::fold;

/// What a masthead says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Masthead {
    /// The date of the page.
    pub date: Option<Date>,
    /// Whether the characters were doubled.
    pub doubled: bool,
    /// Whether the weekday contradicts every reading of the date.
    pub doubtful: bool,
}

/// The longest line that is tried: a masthead is short, and trying costs the square of the length.
const MAX_CHARS: usize = 160;
/// The longest stretch without a blank that is tried: the cost is its square, on bad text its cube.
const MAX_TOKEN: usize = 80;

/// Reads `line` as a masthead. A plain one must have a date and a word that only mastheads have.
pub(super) fn masthead(rules: &FurnitureRules, line: &str) -> Option<Masthead> {
    if line.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    if let Some(single) = undouble(line) {
        return Some(read_doubled(rules, line, &single));
    }
    let folded = fold(line);
    let said = dates(&rules.date, line);
    let day = said.iter().map(|(_, d)| *d).find(|d| d.precision() == 3)?;
    let words = rules.masthead.words.iter().any(|w| folded.contains(w.as_str()));
    // `2024年1月8日 星期一` is a masthead, `2024年1月8日第三版面世` is a heading: little but date and words may stand here.
    let ends_open = super::mark::end_of(line) == super::mark::End::Open;
    (words && ends_open && folded.chars().count() <= 40).then(|| {
        let fits = weekday(rules, &folded).and_then(|w| day.is_weekday(w));
        Masthead { date: Some(day), doubled: false, doubtful: fits == Some(false) }
    })
}

/// `20242024年年11月月88日日 星期一星期一`: halved strictly this is the 8th of January; where only the signs were
/// doubled it could be the 8th of November. The weekday tells.
fn read_doubled(rules: &FurnitureRules, line: &str, single: &str) -> Masthead {
    let day = weekday(rules, &fold(single));
    let mut readings: Vec<Date> = dates(&rules.date, single).into_iter().map(|(_, d)| d).collect();
    let signs: Vec<char> =
        [rules.date.year, rules.date.month].into_iter().chain(rules.date.day.chars()).collect();
    let mut loose = String::with_capacity(line.len());
    for c in line.chars() {
        if !(signs.contains(&c) && loose.ends_with(c)) {
            loose.push(c);
        }
    }
    // In the loose reading the year may be doubled still: `20242024年11月8日`.
    let half_years: Vec<Date> =
        dates(&rules.date, &undouble_year(&loose)).into_iter().map(|(_, d)| d).collect();
    readings.extend(half_years);
    readings.retain(|d| d.precision() == 3);
    let fitting = day.and_then(|w| readings.iter().find(|d| d.is_weekday(w) == Some(true)));
    Masthead {
        date: fitting.or(readings.first()).copied(),
        doubled: true,
        doubtful: day.is_some() && fitting.is_none() && !readings.is_empty(),
    }
}

/// Halves numbers of eight digits whose halves are alike.
fn undouble_year(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let half = digits.len() / 2;
        let twice = digits.len() == 8 && digits[..half] == digits[half..];
        out.push_str(if twice { &digits[..half] } else { &digits });
        digits.clear();
        out.push(c);
    }
    out
}

/// The weekday named in `folded`, Monday = 1.
fn weekday(rules: &FurnitureRules, folded: &str) -> Option<i8> {
    if folded.contains(&rules.masthead.sunday) {
        return Some(7);
    }
    (1..).zip(&rules.masthead.weekdays).find(|(_, w)| folded.contains(w.as_str())).map(|(n, _)| n)
}

/// The line with each doubled run once, if it is doubled: `年年11月月` → `年1月`. At least four fifths of it must be.
fn undouble(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len() / 2);
    let (mut doubled, mut all) = (0, 0);
    for token in line.split_whitespace() {
        let chars: Vec<char> = token.chars().collect();
        all += chars.len();
        if !out.is_empty() {
            out.push(' ');
        }
        match halve(&chars) {
            Some(half) => {
                doubled += chars.len();
                out.extend(half);
            }
            None => out.push_str(token),
        }
    }
    (all >= 8 && doubled * 5 >= all * 4).then_some(out)
}

/// Half of `chars`, where they are runs each printed twice; the longest runs are tried first.
fn halve(chars: &[char]) -> Option<Vec<char>> {
    if !chars.len().is_multiple_of(2) || chars.len() > MAX_TOKEN {
        return None;
    }
    // `run[i]` is the length of the doubled run that starts at `i` and leaves a doubled rest.
    let mut run = vec![0; chars.len() + 1];
    for i in (0..chars.len()).rev() {
        let longest = (chars.len() - i) / 2;
        run[i] = (1..=longest)
            .rev()
            .find(|n| {
                let rest = i + 2 * n;
                (rest == chars.len() || run[rest] > 0) && chars[i..i + n] == chars[i + n..rest]
            })
            .unwrap_or(0);
    }
    let mut half = Vec::with_capacity(chars.len() / 2);
    let mut at = 0;
    while at < chars.len() {
        let n = run[at];
        if n == 0 {
            return None;
        }
        half.extend_from_slice(&chars[at..at + n]);
        at += 2 * n;
    }
    Some(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::PageRules;

    fn check(line: &str, expected: Option<&str>) {
        let rules = PageRules::load().unwrap();
        let got = masthead(&rules.furniture, line).map(|m| {
            let date = m.date.map_or("-".to_owned(), |d| d.to_string());
            format!(
                "{date}{}{}",
                if m.doubled { " doubled" } else { "" },
                if m.doubtful { " doubtful" } else { "" }
            )
        });
        assert_eq!(got.as_deref(), expected, "{line}");
    }

    #[test]
    fn the_weekday_tells_the_reading() {
        check("某版某版 20242024年年11月月88日日 星期一星期一", Some("2024-01-08 doubled"));
        check("某版某版 20242024年年11月月88日日 星期五星期五", Some("2024-11-08 doubled"));
        check("某版某版 20242024年年11月月88日日 星期三星期三", Some("2024-01-08 doubled doubtful"));
        check("20242024年年1111月月88日日 星期五星期五", Some("2024-11-08 doubled"));
        check("邮箱邮箱：：aa@@163163.com.com 某部主办某部主办", Some("- doubled"));
    }

    #[test]
    fn plain_mastheads() {
        check("某某专版　2026年3月11日 星期三　第三版", Some("2026-03-11"));
        check("2024年1月9日 星期一", Some("2024-01-09 doubtful"));
        check("2016年4月28日，条例通过，星期四施行。", None);
        check("实实在在办事", None);
        check("第三版", None);
    }
}
