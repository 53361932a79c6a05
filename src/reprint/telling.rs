//! What a form leaves open: numbers and names of regions, and whether two texts have them in common.

use super::align::Alignment;
use crate::resource::Lexicon;

/// Where words stand in a text, ascending.
type Places = Vec<(usize, usize)>;

/// Whether the numbers and the names of regions in the blocks of a part are those of the whole, but for what an editor
/// may have changed and what misreading explains.
///
/// Two texts that a form was filled in for are equal but for these; a misread text differs in these as in the rest. So
/// the rest tells how many of them may differ: as many as so much misreading hits, and two standard deviations more.
pub(super) fn agree(lexicon: &Lexicon, whole: &[char], part: &[char], alignment: &Alignment) -> bool {
    let of_part = [numbers(part), names(lexicon, part)];
    let of_whole = [numbers(whole), names(lexicon, whole)];
    let noise = noise(&of_part, alignment).min(lexicon.reprints.noise);
    of_part.iter().zip(&of_whole).all(|(of_part, of_whole)| {
        let (mut all, mut differing, mut hit) = (0.0, 0.0, 0.0);
        for &(start, end) in of_part.iter().filter(|&&(start, end)| alignment.faces(start, end)) {
            let beside = alignment.beside[start]
                .and_then(|place| of_whole.binary_search_by_key(&place, |&(start, _)| start).ok())
                .map(|word| of_whole[word]);
            all += 1.0;
            differing += f64::from(beside.is_none_or(|(s, e)| !same(&whole[s..e], &part[start..end])));
            hit += 1.0 - (start..end).map(|_| 1.0 - noise).product::<f64>();
        }
        differing <= lexicon.reprints.changed * all + hit + 2.0 * f64::sqrt(hit)
    })
}

/// The share of the characters in blocks, those of `words` aside, that differ.
fn noise(words: &[Places], alignment: &Alignment) -> f64 {
    let mut rest = alignment.inside.clone();
    for &(start, end) in words.iter().flatten() {
        rest[start..end].fill(false);
    }
    let all = rest.iter().filter(|&&rest| rest).count();
    let differing =
        rest.iter().zip(&alignment.beside).filter(|&(&rest, beside)| rest && beside.is_none()).count();
    super::share(differing, all)
}

/// Whether two words are equal; one that a scanner printed double (`1122` for `12`) is.
fn same(word: &[char], other: &[char]) -> bool {
    let single = |word: &[char]| {
        let mut word = word.to_vec();
        word.dedup();
        word
    };
    word == other || single(word) == single(other)
}

/// Where digits in a row stand.
fn numbers(text: &[char]) -> Places {
    let mut numbers: Places = Vec::new();
    for (place, _) in text.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        match numbers.last_mut() {
            Some((_, end)) if *end == place => *end += 1,
            _ => numbers.push((place, place + 1)),
        }
    }
    numbers
}

/// Where names of regions stand.
fn names(lexicon: &Lexicon, text: &[char]) -> Places {
    let joined: String = text.iter().collect();
    let (mut byte, mut place) = (0, 0);
    let mut characters = |to: usize| {
        place += joined[byte..to].chars().count();
        byte = to;
        place
    };
    let found = lexicon.gazetteer.names.find(&joined);
    found.map(|(span, _)| (characters(span.start), characters(span.end))).collect()
}
