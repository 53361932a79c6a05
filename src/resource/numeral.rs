//! Numbers written in characters.

use rust_decimal::Decimal;

use super::UnitRules;

/// From here on a multiplier takes all before it: 三万五千 is 3 × 10000 and 5 × 1000.
const MYRIAD: u64 = 10_000;

/// What a number in characters says: 一千零五, 三万五千, 一万二, 九十六点五. `None` for what is none: a year (二〇二三), or
/// two digits that leave it open (三四个). A multiplier alone is one of it (百余条): whether it is meant so, the caller knows.
pub fn numeral(rules: &UnitRules, text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.split_once(rules.characters.point).unwrap_or((text, ""));
    let mut value = Decimal::from(integer(rules, whole)?);
    for (place, c) in (1..).zip(decimals.chars()) {
        let digit = *rules.characters.digit.get(&c)?;
        value += Decimal::try_new(i64::try_from(digit).ok()?, place).ok()?;
    }
    Some(value)
}

fn integer(rules: &UnitRules, text: &str) -> Option<u64> {
    let (mut total, mut section) = (0_u64, 0_u64);
    let mut digit: Option<u64> = None;
    let mut last_scale = 1;
    for c in text.chars() {
        match (rules.characters.digit.get(&c), rules.scale.get(&c)) {
            (Some(0), _) if digit.is_none() => last_scale = 1,
            (Some(&d), _) if digit.is_none() => digit = Some(d),
            (None, Some(&scale)) if scale < MYRIAD => {
                let times = digit.take().unwrap_or(1);
                section = section.checked_add(times.checked_mul(scale)?)?;
                last_scale = scale;
            }
            (None, Some(&scale)) => {
                // 一亿三千万 adds three thousand times ten thousand; 一万三千亿 is thirteen thousand times a hundred million.
                let before = section + digit.take().unwrap_or(u64::from(total == 0 && section == 0));
                let (kept, times) = if total > scale { (total, before) } else { (0, total + before) };
                (total, section) = (times.checked_mul(scale)?.checked_add(kept)?, 0);
                last_scale = scale;
            }
            _ => return None,
        }
    }
    // The digit behind the last multiplier counts the next lower one: 一万二 is 12000, 三百五 350; but 十二 is 12.
    let lower = if last_scale > 10 { last_scale / 10 } else { 1 };
    total.checked_add(section)?.checked_add(digit.unwrap_or(0).checked_mul(lower)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::Lexicon;

    #[test]
    fn characters_are_read_as_they_are_said() {
        let rules = Lexicon::load().expect("the embedded rules are sound").units;
        let cases = [
            ("十", "10"),
            ("十九", "19"),
            ("二十", "20"),
            ("一百二十三", "123"),
            ("一千零五", "1005"),
            ("三百五", "350"),
            ("一万二", "12000"),
            ("三万五千", "35000"),
            ("两千三百", "2300"),
            ("一百二十万", "1200000"),
            ("一亿三千万", "130000000"),
            ("一万三千亿", "1300000000000"),
            ("九十六点五", "96.5"),
            ("百", "100"),
            ("万", "10000"),
        ];
        for (text, value) in cases {
            assert_eq!(numeral(&rules, text).map(|n| n.to_string()).as_deref(), Some(value), "{text}");
        }
        for text in ["二〇二三", "三四", "十七八"] {
            assert_eq!(numeral(&rules, text), None, "{text}");
        }
    }
}
