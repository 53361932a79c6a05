//! Lists of regions, in which names count that alone would not: 东莞、深圳、佛山, 湖南、青海两省, 川渝两地.

use std::collections::BTreeSet;

use crate::model::RegionCode;
use crate::resource::{Lexicon, NameSense};
use crate::text::Span;

/// The units of three and more names that stand in one list (东莞、深圳、佛山), or of two with a word for both behind them
/// (湖南、青海两省): short names hold each other up there.
pub(super) fn listed(lexicon: &Lexicon, text: &str, raw: &[(Span, &[NameSense])]) -> BTreeSet<RegionCode> {
    let mut codes = BTreeSet::new();
    let mut from = 0;
    for to in 1..=raw.len() {
        let joined = to < raw.len() && text.get(raw[to - 1].0.end..raw[to].0.start) == Some("\u{3001}");
        if !joined {
            if to - from >= 3 || (to - from == 2 && ends_a_list(lexicon, &text[raw[to - 1].0.end..])) {
                codes.extend(
                    raw[from..to].iter().flat_map(|(_, senses)| senses.iter().map(|s| s.code.clone())),
                );
            }
            from = to;
        }
    }
    codes
}

/// Whether `after` begins with a word for all the regions named before it: 两省, 等地.
fn ends_a_list(lexicon: &Lexicon, after: &str) -> bool {
    lexicon.references.list_tails.open(after)
}

/// Provinces by their letters, two or more and a word for all of them: 川渝两地, 沪苏浙三地.
pub(super) fn by_letters(lexicon: &Lexicon, text: &str) -> Vec<(Span, RegionCode)> {
    let tails = lexicon.references.list_tails.places(text);
    let places: BTreeSet<usize> = tails.map(|(tail, _)| tail.start).collect();
    let runs = places.into_iter().flat_map(|at| {
        let letters = text[..at].char_indices().rev();
        let run: Vec<_> = letters
            .map_while(|(i, c)| {
                let code = lexicon.regions.by_letter(c)?;
                Some((Span::new(i, i + c.len_utf8()), code.clone()))
            })
            .collect();
        if run.len() > 1 { run } else { Vec::new() }
    });
    runs.collect()
}
