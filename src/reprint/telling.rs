//! What a form leaves open: numbers and names of regions, and whether two texts have them in common.

use std::collections::BTreeSet;

use super::align::Alignment;
use crate::resource::Lexicon;

/// Where words of a kind stand in a text, ascending.
type Places = Vec<(usize, usize)>;

/// Whether two texts tell the same, as far as numbers and names of regions say so.
///
/// In the blocks, two texts that a form was filled in for are equal but for these; a misread text differs in these as in
/// the rest. So the rest tells how many of them may differ: as many as so much misreading hits, and two standard
/// deviations more. A number has another in its place, a name another name: 我县 for the county's name, or a word misread
/// out of all knowledge, is no other name. Where not `most` of the part stands in blocks (a report half rewritten, or
/// two that quote one rule), the words outside of them must be known to the whole too.
pub(super) fn agree(
    lexicon: &Lexicon,
    whole: &[char],
    part: &[char],
    alignment: &Alignment,
    most: bool,
) -> bool {
    let rules = &lexicon.reprints;
    let of_part = [numbers(part), names(lexicon, part)];
    let of_whole = [numbers(whole), names(lexicon, whole)];
    let noise = noise(&of_part, alignment).min(rules.noise);
    let (mut outside, mut alien) = (0.0, 0.0);
    for (of_part, of_whole) in of_part.iter().zip(&of_whole) {
        let known: BTreeSet<&[char]> = of_whole.iter().map(|&(start, end)| &whole[start..end]).collect();
        let (mut all, mut differing, mut hit) = (0.0, 0.0, 0.0);
        for &(start, end) in of_part {
            let word = &part[start..end];
            if !alignment.faces(start, end) {
                outside += 1.0;
                alien += f64::from(!known.contains(word));
                continue;
            }
            let Some(same) = same(of_whole, whole, word, alignment.place(start, end)) else { continue };
            all += 1.0;
            differing += f64::from(!same);
            hit += 1.0 - (start..end).map(|_| 1.0 - noise).product::<f64>();
        }
        if differing > rules.changed * all + hit + 2.0 * f64::sqrt(hit) {
            return false;
        }
    }
    most || alien <= rules.alien * outside
}

/// Whether one of the words that reach into a place of the whole is this one; `None` where none does.
fn same(words: &Places, whole: &[char], word: &[char], (start, end): (usize, usize)) -> Option<bool> {
    let first = words.partition_point(|&(_, e)| e <= start);
    let mut there = words[first..].iter().take_while(|&&(s, _)| s < end).peekable();
    there.peek()?;
    // What a scanner printed double (1122 for 12) is the same.
    let single = |word: &[char]| {
        let mut word = word.to_vec();
        word.dedup();
        word
    };
    Some(there.any(|&(s, e)| whole[s..e] == *word || single(&whole[s..e]) == single(word)))
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

/// Where digits in a row stand; a single one (一个) tells nothing.
fn numbers(text: &[char]) -> Places {
    let mut numbers: Places = Vec::new();
    for (place, _) in text.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()) {
        match numbers.last_mut() {
            Some((_, end)) if *end == place => *end += 1,
            _ => numbers.push((place, place + 1)),
        }
    }
    numbers.retain(|&(start, end)| text[start..end] != ['1']);
    numbers
}

/// The numbers of a text in their order, each once.
pub(super) fn figures(text: &[char]) -> Vec<String> {
    let mut figures: Vec<String> = Vec::new();
    for (start, end) in numbers(text) {
        let figure: String = text[start..end].iter().collect();
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
    figures
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
