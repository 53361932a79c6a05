//! Numbers with units.

use rust_decimal::Decimal;

use crate::model::{Bound, Mention, MentionKind, Quantity};
use crate::resource::Lexicon;
use crate::text::{Normalised, Span, is_quotation_mark};

/// The numbers with units in the text. What is no fact although numeric (an ordinal, a number in a name) is left out.
pub(super) fn quantities(lexicon: &Lexicon, body: &str, folded: &Normalised) -> Vec<Mention> {
    let units = &lexicon.units;
    let text = folded.text.as_str();
    lexicon
        .quantity_pattern
        .captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0).expect("group 0 always takes part");
            let number = found.get(1)?;
            let unit = found.get(4)?.as_str();
            let span = folded.span(Span::new(number.start(), whole.end()));
            let (before, after) = (&text[..number.start()], &text[whole.end()..]);
            let part_of_a_name = before.ends_with(['+', '-', '\u{B7}', '\u{2014}', '.', '/', '~'])
                || before.ends_with(|c: char| c.is_ascii_digit())
                || after.starts_with(['+', '\u{B7}'])
                || body[..span.start].ends_with(is_quotation_mark);
            let rest = format!("{unit}{after}");
            let skipped = units.skip.before.iter().any(|w| before.ends_with(w.as_str()))
                || units.skip.after.iter().any(|w| rest.starts_with(w.as_str()));
            if part_of_a_name || skipped {
                return None;
            }
            let mut value: Decimal = number.as_str().replace(',', "").parse().ok()?;
            for scale in found.get(2).map_or("", |m| m.as_str()).chars() {
                value = value.checked_mul(Decimal::from(*units.scale.get(scale.to_string().as_str())?))?;
            }
            let ends = |words: &[String]| words.iter().any(|w| before.ends_with(w.as_str()));
            let starts = |words: &[String]| words.iter().any(|w| after.starts_with(w.as_str()));
            let bound = if ends(&units.bound.at_most_before) || starts(&units.bound.at_most_after) {
                Bound::AtMost
            } else if ends(&units.bound.at_least_before) || starts(&units.bound.at_least_after) {
                Bound::AtLeast
            } else if found.get(3).is_some() || ends(&units.bound.about_before) {
                Bound::About
            } else {
                Bound::Exact
            };
            let quantity = Quantity { value: value.normalize(), unit: unit.to_owned(), bound };
            Some(Mention { span, kind: MentionKind::Quantity(quantity) })
        })
        .collect()
}
