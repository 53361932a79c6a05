//! The numbers that regions give for one indicator, the highest first. Of one indicator only, and each with its
//! period and scope, because numbers that differ in these do not rank.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::canvas::{Anchor, Canvas, FONT, GREY, INK, cut, width};
use super::super::picture::Say;
use crate::query::compare::{Measure, Region};
use crate::query::profile::Number;

const MARGIN: i32 = 24;
const ROW: i32 = 26;
const TOP: i32 = 84;
/// The longest bar.
const BAR: i32 = 420;
/// The widest name of a region.
const WIDEST: i32 = 200;

/// Draws the numbers of `measure` as bars, those of each unit apart.
///
/// # Errors
/// Where `out` cannot be written.
pub fn ranking(
    out: &mut impl Write,
    regions: &[Region],
    measure: &Measure,
    title: &str,
    say: Say<'_>,
) -> io::Result<()> {
    let mut units: BTreeMap<&str, Vec<(f64, &str, &Number)>> = BTreeMap::new();
    for (cell, region) in measure.cells.iter().zip(regions) {
        for number in &cell.values {
            let Ok(value) = number.value.parse::<f64>() else { continue };
            let unit = number.unit.as_deref().unwrap_or_default();
            units.entry(unit).or_default().push((value, region.name.as_str(), number));
        }
    }
    let rows: usize = units.values().map(|of| of.len() + 1).sum();
    let names = units.values().flatten().map(|(_, name, _)| width(name, FONT).min(WIDEST)).max();
    let left = MARGIN + names.unwrap_or_default() + 12;
    let note = say("text", "not-ranked");
    let behind = units.values().flatten().map(|(_, _, number)| width(&told(number, say), FONT - 1)).max();
    let across = (left + BAR + 12 + behind.unwrap_or_default())
        .max(width(title, FONT + 5) + MARGIN)
        .max(width(&note, FONT - 1) + MARGIN);
    let size = (across + MARGIN, TOP + ROW * i32::try_from(rows).unwrap_or(0) + MARGIN);
    let mut canvas = Canvas::new(out, size, (title, &note, &say("picture", "language")))?;
    canvas.words((MARGIN, 28), FONT + 5, Anchor::Start, INK, title)?;
    canvas.words((MARGIN, 52), FONT - 1, Anchor::Start, GREY, &note)?;
    let mut y = TOP;
    for (unit, mut numbers) in units {
        // Stable: equal values stay in the order of the regions' codes.
        numbers.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = numbers.first().map_or(1.0, |(value, ..)| value.abs()).max(f64::MIN_POSITIVE);
        canvas.words((MARGIN, y + ROW / 2), FONT - 1, Anchor::Start, GREY, unit)?;
        y += ROW;
        for (value, name, number) in numbers {
            let middle = y + ROW / 2;
            canvas.open(&format!("{name} {}", number.quote.quote), Some(&number.quote.article))?;
            canvas.words((left - 12, middle), FONT, Anchor::End, INK, &cut(name, FONT, WIDEST))?;
            canvas.frame((left, middle - 8, length(value / most), 16), 0, "#7fb2d8", ("#0072b2", ""))?;
            let x = left + length(value / most) + 8;
            canvas.words((x, middle), FONT - 1, Anchor::Start, INK, &told(number, say))?;
            canvas.close(Some(&number.quote.article))?;
            y += ROW;
        }
    }
    canvas.finish()
}

/// A bar's length in pixels; what is there is seen.
fn length(share: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a share of at most one, times the longest bar")]
    let length = (share * f64::from(BAR)).round() as i32;
    length.clamp(1, BAR)
}

/// The number with its bound, unit, what was counted, period and scope.
fn told(number: &Number, say: Say<'_>) -> String {
    let bound = number.bound.as_deref().map(|bound| say("bound", bound)).unwrap_or_default();
    let value = format!("{bound}{}{}", number.value, number.unit.as_deref().unwrap_or_default());
    let more = [Some(number.indicator.as_str()), number.scope.as_deref(), number.period.as_deref()];
    let more: Vec<&str> = more.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    format!("{value}  {}", more.join(" · "))
}
