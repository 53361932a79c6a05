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

/// The longest stretch without a blank that is tried: the cost is its square, on bad text its cube.
const MAX_TOKEN: usize = 80;

/// Reads `line`, given folded too, as a masthead. A plain one must have a date and a word that only mastheads have.
pub(super) fn masthead(rules: &FurnitureRules, line: &str, folded: &str) -> Option<Masthead> {
    if let Some(single) = undouble(line) {
        return Some(read_doubled(rules, line, &single));
    }
    let said = |c: char| c.is_ascii_digit() || c == rules.date.year;
    if !folded.contains(said) {
        return None;
    }
    let twice = |sign: char| folded.chars().zip(folded.chars().skip(1)).any(|pair| pair == (sign, sign));
    if twice(rules.date.year) && twice(rules.date.month) {
        return Some(read_doubled(rules, line, line));
    }
    // `2024年1月8日 星期一` is a masthead, `2024年1月8日第三版面世` is a heading: little but date and words may stand here.
    let ends_open = super::mark::end_of(line) == super::mark::End::Open;
    if !ends_open || folded.chars().nth(40).is_some() || !rules.masthead.words.are_in(folded) {
        return None;
    }
    let said = dates(&rules.date, line);
    let day = said.iter().map(|(_, d)| *d).find(|d| d.precision() == 3)?;
    let fits = weekday(rules, folded).and_then(|w| day.is_weekday(w));
    Some(Masthead { date: Some(day), doubled: false, doubtful: fits == Some(false) })
}

/// `20242024年年11月月88日日 星期一星期一`: halved strictly this is the 8th of January; where a month's figures were
/// spared it is the 8th of November. The weekday tells.
fn read_doubled(rules: &FurnitureRules, line: &str, single: &str) -> Masthead {
    let day = weekday(rules, &fold(single));
    let mut readings: Vec<Date> = dates(&rules.date, single).into_iter().map(|(_, d)| d).collect();
    readings.extend(half_doubled(rules, line));
    readings.retain(|d| d.precision() == 3);
    let fitting = day.and_then(|w| readings.iter().find(|d| d.is_weekday(w) == Some(true)));
    Masthead {
        date: fitting.or(readings.first()).copied(),
        doubled: true,
        doubtful: day.is_some() && fitting.is_none() && !readings.is_empty(),
    }
}

/// The dates that a doubled line may mean if the figures of month or day were printed once.
fn half_doubled(rules: &FurnitureRules, line: &str) -> Vec<Date> {
    let folded = fold(line);
    // The figures before each of the three signs.
    let mut figures: Vec<&str> = Vec::new();
    let mut rest = folded.as_str();
    for sign in [&[rules.date.year][..], &[rules.date.month], &rules.date.day.chars().collect::<Vec<_>>()] {
        let Some((before, after)) = rest.split_once(sign) else { return Vec::new() };
        figures.push(&before[before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..]);
        rest = after.trim_start_matches(sign);
    }
    let [year, month, day] = figures[..] else { return Vec::new() };
    let half = |number: &str| -> Option<i16> {
        let (a, b) = number.split_at_checked(number.len() / 2)?;
        if a == b { a.parse().ok() } else { None }
    };
    let readings =
        |number: &str| [half(number), number.parse().ok()].into_iter().flatten().collect::<Vec<i16>>();
    let mut found = Vec::new();
    for year in readings(year) {
        for month in readings(month) {
            for day in readings(day) {
                let (month, day) = (i8::try_from(month).ok(), i8::try_from(day).ok());
                found.extend(Date::new(year, month, day).filter(|d| d.precision() == 3 && d.year() >= 1900));
            }
        }
    }
    found
}

/// The weekday named in `folded`, Monday = 1.
fn weekday(rules: &FurnitureRules, folded: &str) -> Option<i8> {
    if folded.contains(&rules.masthead.sunday) {
        return Some(7);
    }
    (1..).zip(&rules.masthead.weekdays).find(|(_, w)| folded.contains(w.as_str())).map(|(n, _)| n)
}

/// The line with each doubled run once, if it is doubled: `年年11月月` → `年1月`. At least four fifths of it must be.
pub(super) fn undouble(line: &str) -> Option<String> {
    let mut out = String::new();
    let all = line.chars().filter(|c| !c.is_whitespace()).count();
    let mut single = 0;
    for token in line.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if let Some(half) = halve(token) {
            out.extend(half);
        } else {
            single += token.chars().count();
            // Prose is known by its first words.
            if single * 5 > all {
                return None;
            }
            out.push_str(token);
        }
    }
    (all >= 8).then_some(out)
}

/// Half of the characters of `token`, where they are runs each printed twice; the longest runs are tried first.
fn halve(token: &str) -> Option<Vec<char>> {
    let first = token.chars().next()?;
    if !token[first.len_utf8()..].contains(first) {
        return None;
    }
    let chars: Vec<char> = token.chars().collect();
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
        let got = masthead(&rules.furniture, line, &fold(line)).map(|m| {
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
    fn figures_may_be_single() {
        check("某版某版 20242024年年10月月8日日 星期二星期二", Some("2024-10-08 doubled"));
        check("某版某版某版某版 20242024年年11月月28日日 星期四星期四", Some("2024-11-28 doubled"));
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
