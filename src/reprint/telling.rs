//! What a text tells: numbers and names of regions, and how far another tells the same.

use std::collections::BTreeSet;

use super::align::Alignment;
use super::folded::{Folded, Places};
use crate::resource::ReprintRules;

/// How far `whole` tells what `part` tells, from 0 to 1, as far as numbers and names of regions say so.
///
/// Two texts that a form was filled in for are equal but for these, and one that is told anew keeps these and little else.
/// What another stands in the place of weighs more than what is only lacking. A misread text differs in these as in the
/// rest: the rest tells how many of them may differ, as many as so much misreading hits, and two standard deviations more.
pub(super) fn agreement(rules: &ReprintRules, whole: &Folded, part: &Folded, alignment: &Alignment) -> f64 {
    let noise = noise(part, alignment).min(rules.noise);
    let numbers = numbers(rules, whole, part, alignment, noise);
    let names = names(whole, part, alignment, noise);
    let known = rules.prior + numbers.known + rules.name * names.known;
    let unknown = rules.prior + numbers.unknown(rules) + rules.name * names.unknown(rules);
    known / (known + unknown)
}

/// What becomes of the words of a kind.
#[derive(Debug, Default)]
struct Told {
    /// The whole has them too.
    known: f64,
    /// It has them nowhere.
    lacking: f64,
    /// It has another word in their place.
    differing: f64,
    /// So many that are compared with one in their place are misread, as is to be expected.
    misread: f64,
}

impl Told {
    /// What speaks against the two being one text.
    fn unknown(&self, rules: &ReprintRules) -> f64 {
        let explained = self.misread + 2.0 * self.misread.sqrt();
        self.lacking + rules.differing * (self.differing - explained).max(0.0)
    }

    /// A word of so many characters is compared with the one in its place.
    fn compare(&mut self, same: bool, (start, end): (usize, usize), noise: f64) {
        *(if same { &mut self.known } else { &mut self.differing }) += 1.0;
        self.misread += 1.0 - (start..end).map(|_| 1.0 - noise).product::<f64>();
    }
}

/// Numbers: the one in its place, or anywhere the same of the same.
fn numbers(rules: &ReprintRules, whole: &Folded, part: &Folded, alignment: &Alignment, noise: f64) -> Told {
    let counted: BTreeSet<&[char]> = whole.numbers.iter().map(|&number| whole.counted(number)).collect();
    let bare: BTreeSet<&[char]> =
        whole.numbers.iter().map(|&(start, end)| &whole.characters[start..end]).collect();
    let mut told = Told::default();
    for &number in &part.numbers {
        let (start, end) = number;
        let word = &part.characters[start..end];
        let facing = alignment
            .faces(start, end)
            .then(|| there(&whole.numbers, alignment.place(start, end)))
            .filter(|there| !there.is_empty());
        if let Some(there) = facing {
            let same = there.iter().any(|&(s, e)| single(&whole.characters[s..e]) == single(word));
            told.compare(same, number, noise);
            continue;
        }
        let large = word.len() > 1;
        let sure = match counted.contains(part.counted(number)) {
            true if large => 1.0,
            // Two of something stand in many texts.
            true => rules.loosely,
            // Another writes what is counted in other words.
            false if large && bare.contains(word) => rules.loosely,
            false => 0.0,
        };
        told.known += sure;
        told.lacking += 1.0 - sure;
    }
    told
}

/// Names: a longer or shorter form of one (苍南, 苍南县) is no other.
fn names(whole: &Folded, part: &Folded, alignment: &Alignment, noise: f64) -> Told {
    let word = |text: &'_ Folded, &(start, end): &(usize, usize)| text.characters[start..end].to_vec();
    let of_whole: BTreeSet<Vec<char>> = whole.names.iter().map(|name| word(whole, name)).collect();
    let of_part: BTreeSet<Vec<char>> = part.names.iter().map(|name| word(part, name)).collect();
    let known = |name: &[char], to: &BTreeSet<Vec<char>>| to.iter().any(|other| akin(name, other));
    let mut told = Told::default();
    for &name in &part.names {
        let (start, end) = name;
        if known(&part.characters[start..end], &of_whole) {
            told.compare(true, name, noise);
        } else if !alignment.faces(start, end) {
            told.lacking += 1.0;
        } else if there(&whole.names, alignment.place(start, end))
            .iter()
            .any(|&(s, e)| !known(&whole.characters[s..e], &of_part))
        {
            told.compare(false, name, noise);
        }
    }
    told
}

/// The words that reach into a place.
fn there(words: &Places, (start, end): (usize, usize)) -> &[(usize, usize)] {
    let first = words.partition_point(|&(_, e)| e <= start);
    let behind = words.partition_point(|&(s, _)| s < end);
    &words[first..behind.max(first)]
}

/// What a scanner printed double (1122 for 12) is the same.
fn single(word: &[char]) -> Vec<char> {
    let mut word = word.to_vec();
    word.dedup();
    word
}

/// Whether one stands in the other.
fn akin(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    long.windows(short.len()).any(|window| window == short)
}

/// The share of the characters in blocks, numbers and names aside, that are misread: an editor changes words, a scanner
/// one character between two that are as they were.
fn noise(part: &Folded, alignment: &Alignment) -> f64 {
    let mut rest = alignment.inside.clone();
    for &(start, end) in part.numbers.iter().chain(&part.names) {
        rest[start..end].fill(false);
    }
    let all = rest.iter().filter(|&&rest| rest).count();
    let misread = alignment.beside.windows(3).zip(&rest[1.min(rest.len())..]).filter(|(beside, rest)| {
        let between = matches!(beside, [Some(before), None, Some(behind)] if (1..=2).contains(&behind.wrapping_sub(*before)));
        **rest && between
    });
    super::share(misread.count(), all)
}

/// The numbers of a text in their order, each once.
pub(super) fn figures(text: &Folded) -> Vec<String> {
    let mut figures: Vec<String> = Vec::new();
    for &(start, end) in &text.numbers {
        let figure: String = text.characters[start..end].iter().collect();
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
    figures
}
