//! Dates in a body: whole ones (2021年3月, 二〇二一年), ones told from another (去年8月), months alone (9月).

use crate::model::{Date, Mention, MentionKind, Relative};
use crate::resource::{DateRules, Found, Lexicon};
use crate::text::{Normalised, Span};

/// How many digits a year has.
const YEAR: usize = 4;

/// The dates of the text; a month alone and a year told from another wait for `resolve`.
pub(super) fn dates(lexicon: &Lexicon, folded: &Normalised, in_body: &Found<'_>) -> Vec<Mention> {
    let text = folded.text.as_str();
    let mut found = whole(lexicon, text);
    found.extend(relative(lexicon, text, in_body));
    let months = months(lexicon, text, &found);
    found.extend(months);
    found.into_iter().map(|(span, kind)| Mention { span: folded.span(span), kind }).collect()
}

/// Dates that say their year, and the year before such a one that begins its stretch (2015-2017年).
fn whole(lexicon: &Lexicon, text: &str) -> Vec<(Span, MentionKind)> {
    let rules = &lexicon.page.furniture.date;
    let mut found = Vec::new();
    for (at, sign) in text.match_indices(rules.year) {
        let Some((year, start)) = year_before(rules, &text[..at]) else { continue };
        let behind = &text[at + sign.len()..];
        let (month, day, length) = month_and_day(lexicon, behind);
        let dates = [Date::new(year, month, day), Date::new(year, month, None), Date::new(year, None, None)];
        let Some(date) = dates.into_iter().flatten().next() else { continue };
        let first = lexicon.dates.between.iter().find_map(|mark| {
            let before = text[..start].strip_suffix(mark.as_str())?;
            let (year, start) = year_before(rules, before)?;
            Some((Span::new(start, before.len()), MentionKind::Date(Date::new(year, None, None)?)))
        });
        found.extend(first);
        found.push((Span::new(start, at + sign.len() + length), MentionKind::Date(date)));
    }
    found
}

/// The year with which `text` ends, and where it begins; no part of a longer number.
fn year_before(rules: &DateRules, text: &str) -> Option<(i16, usize)> {
    let mut digits = text.char_indices().rev().map_while(|(i, c)| rules.digit(c).map(|digit| (i, c, digit)));
    let of_year: Vec<(usize, char, i16)> = digits.by_ref().take(YEAR).collect();
    let &(start, last, _) = of_year.get(YEAR - 1)?;
    let alike = of_year.iter().all(|(_, c, _)| c.is_ascii_digit() == last.is_ascii_digit());
    let year = of_year.iter().rev().fold(0, |year, (_, _, digit)| year * 10 + digit);
    (alike && digits.next().is_none() && (1900..=2199).contains(&year)).then_some((year, start))
}

/// The month, and perhaps the day, with which `text` begins, and how many bytes they take.
fn month_and_day(lexicon: &Lexicon, text: &str) -> (Option<i8>, Option<i8>, usize) {
    let rules = &lexicon.page.furniture.date;
    let signed = |text: &str, sign: &dyn Fn(char) -> bool, most: i8| {
        let (value, length) = rules.number(text).filter(|(value, _)| (1..=most).contains(value))?;
        let behind = text[length..].chars().next().filter(|c| sign(*c))?;
        Some((value, length + behind.len_utf8()))
    };
    let Some((month, mut length)) = signed(text, &|c| c == rules.month, 12) else { return (None, None, 0) };
    if text[length..].starts_with(lexicon.dates.part) {
        length += lexicon.dates.part.len_utf8();
    }
    match signed(&text[length..], &|c| rules.day.contains(c), 31) {
        Some((day, more)) => (Some(month), Some(day), length + more),
        None => (Some(month), None, length),
    }
}

/// Years told by words, with their month and day.
fn relative(lexicon: &Lexicon, text: &str, in_body: &Found<'_>) -> Vec<(Span, MentionKind)> {
    let words = in_body.years.iter();
    words
        .filter_map(|(span, rules)| {
            let rule = &rules[0];
            let (before, behind) = (&text[..span.start], &text[span.end..]);
            let other = rule.not_after.close(before) || rule.not_before.open(behind);
            if other {
                return None;
            }
            let (month, day, length) = month_and_day(lexicon, behind);
            let kind = MentionKind::RelativeDate { year: rule.year, month, day };
            Some((Span::new(span.start, span.end + length), kind))
        })
        .collect()
}

/// Months without a year, in figures (in characters they may count: 一月一次). No end of a stretch of months (1至9月).
fn months(lexicon: &Lexicon, text: &str, known: &[(Span, MentionKind)]) -> Vec<(Span, MentionKind)> {
    let rules = &lexicon.page.furniture.date;
    let found = text.match_indices(rules.month).filter_map(|(at, _)| {
        let before = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
        let stretch = lexicon.dates.between.iter().any(|mark| {
            before
                .strip_suffix(mark.as_str())
                .is_some_and(|b| b.ends_with(|c: char| rules.digit(c).is_some()))
        });
        let start = before.len();
        if start == at || stretch || known.iter().any(|(span, _)| span.start <= at && at < span.end) {
            return None;
        }
        let (month, day, length) = month_and_day(lexicon, &text[start..]);
        month?;
        let kind = MentionKind::RelativeDate { year: Relative::Unsaid, month, day };
        Some((Span::new(start, start + length), kind))
    });
    found.collect()
}
