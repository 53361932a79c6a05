//! Numbers with units.

use regex::Captures;
use rust_decimal::Decimal;

use crate::model::{Bound, Mention, MentionKind, Quantity};
use crate::resource::{Lexicon, Literals, UnitRules, numeral};
use crate::text::{Normalised, Span};

/// The numbers with units in the text. What is no fact although numeric (an ordinal, a number in a name) is left out.
pub(super) fn quantities(lexicon: &Lexicon, body: &str, folded: &Normalised) -> Vec<Mention> {
    let units = &lexicon.units;
    let text = folded.text.as_str();
    lexicon
        .quantity_pattern
        .captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0).expect("group 0 always takes part").range();
            let span = folded.span(Span::new(whole.start, whole.end));
            let (before, after) = (&text[..whole.start], &text[whole.end..]);
            let unit = found.name("unit");
            let rest = unit.map_or(after, |unit| &text[unit.start()..]);
            let unit = unit.map_or("", |unit| unit.as_str());
            if part_of_a_name(before, after)
                || opens_quotation(body, span.start)
                || skipped(units, before, rest)
                || found
                    .name("characters")
                    .is_some_and(|c| no_count(units, &found, c.as_str(), before, after))
            {
                return None;
            }
            let quantity = Quantity {
                value: value(units, &found)?.normalize(),
                unit: if [units.share.tenths.as_str(), ""].contains(&unit) {
                    &units.share.unit
                } else {
                    unit
                }
                .to_owned(),
                bound: bound(units, found.name("about").is_some(), before, after),
            };
            Some(Mention { span, kind: MentionKind::Quantity(quantity) })
        })
        .collect()
}

/// Whether what stands around shows the number as part of a name or of a longer number: 1+4, 3·15, 110-2.
fn part_of_a_name(before: &str, after: &str) -> bool {
    before.ends_with(['+', '-', '\u{B7}', '\u{2014}', '.', '/', '~'])
        || before.ends_with(|c: char| c.is_ascii_digit())
        || after.starts_with(['+', '\u{B7}'])
}

/// Whether the words around say that it is no count: an ordinal, the end of a range, a heading's number.
fn skipped(units: &UnitRules, before: &str, rest: &str) -> bool {
    let ends = |words: &Literals| words.close(before);
    let number = |c: char| {
        c.is_ascii_digit() || units.characters.digit.contains_key(&c) || units.scale.contains_key(&c)
    };
    let range =
        units.skip.range.iter().any(|w| before.strip_suffix(w.as_str()).is_some_and(|b| b.ends_with(number)));
    let clock = units.skip.minutes.open(rest)
        && units
            .skip
            .clock
            .iter()
            .any(|w| before.strip_suffix(w.as_str()).is_some_and(|b| b.ends_with(number)));
    range
        || clock
        || (ends(&units.skip.before) && !ends(&units.skip.before_unless))
        || units.skip.after.open(rest)
}

/// Whether a number in characters counts nothing: an article, an ordinal, a saying, a word that points back.
fn no_count(units: &UnitRules, found: &Captures<'_>, number: &str, before: &str, after: &str) -> bool {
    let rules = &units.characters;
    let ends = |words: &Literals| words.close(before);
    let round = found.name("about").is_some()
        || ends(&rules.round_before)
        || ends(&units.bound.about_before)
        || ends(&units.bound.at_least_before);
    let bare = number.chars().next().is_some_and(|c| units.scale.get(&c).is_some_and(|scale| *scale > 10));
    let unit = found.name("unit").map_or("", |unit| unit.as_str());
    ends(&rules.not_after)
        || number == rules.article
        || rules.ordinal.has(number)
        || rules.not_units.has(unit)
        || (bare && !round)
        || in_a_saying(units, before, after)
        || sums_up_names(before, after)
}

/// Whether the number is part of a row of such: 一圈两场三改.
fn in_a_saying(units: &UnitRules, before: &str, after: &str) -> bool {
    let digit = |c: char| units.characters.digit.contains_key(&c);
    after.starts_with(digit) || before.chars().rev().nth(1).is_some_and(digit)
}

/// Whether the number only says how many were named before it: 静安、普陀、虹口三个区. Behind 等 it says more.
fn sums_up_names(before: &str, after: &str) -> bool {
    const LONGEST: usize = 6;
    let mut name = before.chars().rev().take(LONGEST + 1);
    let part_of_list = name.by_ref().take_while(|c| c.is_alphabetic()).count() > 0
        && before.chars().rev().take(LONGEST + 1).find(|c| !c.is_alphabetic()) == Some('\u{3001}');
    part_of_list && after.starts_with(char::is_alphabetic)
}

/// Whether a quotation begins right before `at`: a number there is part of a name (“五个一”), one behind a name in quotes
/// (“智慧站”9个) is not.
fn opens_quotation(body: &str, at: usize) -> bool {
    let before = body[..at].trim_end_matches([' ', '\u{3000}']);
    match before.chars().next_back() {
        Some('"') => {
            let line = before.rfind('\n').map_or(before, |start| &before[start..]);
            line.matches('"').count() % 2 == 1
        }
        Some(c) => matches!(c, '\u{2018}' | '\u{201C}' | '\u{300C}' | '\u{300E}'),
        None => false,
    }
}

fn value(units: &UnitRules, found: &Captures<'_>) -> Option<Decimal> {
    let group = |name: &str| found.name(name).map(|m| m.as_str());
    let plain = |text: &str| text.replace(',', "").parse::<Decimal>().ok();
    let mut value = match (group("hundredths"), group("digits"), group("characters")) {
        (Some(text), ..) => plain(text).or_else(|| numeral(units, text))?,
        (_, Some(text), _) => plain(text)?,
        (.., text) => numeral(units, text?)?,
    };
    for scale in [group("scale"), group("more")].into_iter().flatten().flat_map(str::chars) {
        value = value.checked_mul(Decimal::from(*units.scale.get(&scale)?))?;
    }
    if group("unit") == Some(&units.share.tenths) {
        value = value.checked_mul(Decimal::TEN)?;
    }
    Some(value)
}

fn bound(units: &UnitRules, about: bool, before: &str, after: &str) -> Bound {
    let words = &units.bound;
    let ends = |words: &Literals| words.close(before);
    let starts = |words: &Literals| words.open(after);
    if ends(&words.at_most_before) || starts(&words.at_most_after) {
        Bound::AtMost
    } else if ends(&words.at_least_before) || starts(&words.at_least_after) {
        Bound::AtLeast
    } else if about || ends(&words.about_before) {
        Bound::About
    } else {
        Bound::Exact
    }
}
