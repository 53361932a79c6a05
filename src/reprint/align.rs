//! Which stretches of a text stand in another, misreadings and all.

use std::cmp::Reverse;
use std::ops::Range;

use super::folded::shingles;
use crate::resource::ReprintRules;

/// So many places of the whole are tried where the same characters stand more often: a page of one character repeated
/// is no reason to compare each place with each.
const PLACES: usize = 32;
/// Of these so many are followed to their end.
const FOLLOWED: usize = 4;
/// After a difference so many equal characters tell that the two run on side by side.
const SURE: usize = 4;

/// How a part lies in a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// For each character of the part: whether it lies in a block.
    pub(super) inside: Vec<bool>,
    /// For each character of the part: whether it lies in a block, or between two (or before the first, or behind
    /// the last) in the place of about as many characters of the whole.
    pub(super) faced: Vec<bool>,
    /// For each character of the part: the equal one of the whole beside which it stands in its block.
    pub(super) beside: Vec<Option<usize>>,
}

impl Alignment {
    /// Whether all of `start..end` of the part has a counterpart in the whole, equal or not.
    pub(super) fn faces(&self, start: usize, end: usize) -> bool {
        self.faced[start..end].iter().all(|&inside| inside)
    }

    /// What stands in the whole in the place of `start..end` of the part: what lies between the characters that stand
    /// beside those before and behind.
    pub(super) fn place(&self, start: usize, end: usize) -> (usize, usize) {
        let before =
            self.beside[..start].iter().rev().find_map(|&beside| beside).map_or(0, |place| place + 1);
        let behind = self.beside[end..].iter().find_map(|&beside| beside);
        (before, behind.unwrap_or(before + end - start + 1))
    }

    /// How many characters of the part lie in blocks.
    pub(super) fn covered(&self) -> usize {
        self.inside.iter().filter(|&&inside| inside).count()
    }
}

/// Finds the blocks of `part` in `whole`, from left to right, wherever each stands in `whole`.
pub(super) fn align(rules: &ReprintRules, whole: &[char], part: &[char]) -> Alignment {
    let mut seeds: Vec<(u64, usize)> =
        shingles(whole, rules.seed).into_iter().enumerate().map(|(place, hash)| (hash, place)).collect();
    seeds.sort_unstable();
    let mut alignment =
        Alignment { inside: vec![false; part.len()], faced: Vec::new(), beside: vec![None; part.len()] };
    let ways = ways(rules.gap);
    // Behind the last block: the place of the part and of the whole.
    let mut last = (0, 0);
    let mut between: Vec<Range<usize>> = Vec::new();
    let mut face = |last: (usize, usize), next: (usize, usize)| {
        let passed = (next.0 - last.0, next.1.checked_sub(last.1));
        if passed.0 <= rules.run && passed.1.is_some_and(|whole| whole.abs_diff(passed.0) <= rules.gap) {
            between.push(last.0..next.0);
        }
    };
    let mut at = 0;
    let hashes = shingles(part, rules.seed);
    while let Some(hash) = hashes.get(at) {
        let first = seeds.partition_point(|(h, _)| h < hash);
        let places = seeds[first..].iter().take_while(|(h, _)| h == hash).map(|&(_, place)| place);
        // The longest equal run first; of equal ones the nearest to where the text was left.
        let mut places: Vec<_> = places
            .take(PLACES)
            .map(|place| (Reverse(equal(&part[at..], &whole[place..])), place.abs_diff(last.1), place))
            .collect();
        places.sort_unstable();
        let followed =
            places.iter().take(FOLLOWED).map(|&(_, _, place)| follow(&ways, whole, part, place, at));
        // Of blocks equally long the first stays.
        let best =
            followed.reduce(|best, block| if block.pairs.len() > best.pairs.len() { block } else { best });
        let Some(block) = best.filter(|block| block.pairs.len() >= rules.run) else {
            at += 1;
            continue;
        };
        for &(of_part, of_whole) in &block.pairs {
            if of_part == at {
                face(last, (of_part, of_whole));
            }
            alignment.beside[of_part] = Some(of_whole);
            last = (of_part + 1, of_whole + 1);
        }
        alignment.inside[at..block.end].fill(true);
        at = block.end;
    }
    face(last, (part.len(), whole.len()));
    alignment.faced.clone_from(&alignment.inside);
    for gap in between {
        alignment.faced[gap].fill(true);
    }
    alignment
}

/// A stretch in which the two run side by side.
struct Block {
    /// Equal characters, as places of the part and of the whole.
    pairs: Vec<(usize, usize)>,
    /// Where it ends in the part.
    end: usize,
}

/// Runs along both texts while they are equal, and over what differs as long as they are equal again soon.
fn follow(ways: &[(usize, usize)], whole: &[char], part: &[char], mut j: usize, mut i: usize) -> Block {
    let mut pairs = Vec::new();
    loop {
        let run = equal(&part[i..], &whole[j..]);
        pairs.extend((0..run).map(|n| (i + n, j + n)));
        (i, j) = (i + run, j + run);
        match hop(ways, &whole[j..], &part[i..]) {
            Some((over_whole, over_part)) => (i, j) = (i + over_part, j + over_whole),
            None => return Block { pairs, end: i },
        }
    }
}

/// The ways over a difference, how many characters of the whole and of the part to pass: the shortest first, and of
/// equally short ones first those that pass as many of one as of the other, as over a misread character.
fn ways(gap: usize) -> Vec<(usize, usize)> {
    let mut ways: Vec<_> = (0..=gap).flat_map(|a| (0..=gap).map(move |b| (a, b))).skip(1).collect();
    ways.sort_by_key(|&(a, b)| (a + b, a.abs_diff(b)));
    ways
}

/// The first way behind which the two run side by side again.
fn hop(ways: &[(usize, usize)], whole: &[char], part: &[char]) -> Option<(usize, usize)> {
    ways.iter().copied().find(|&(over_whole, over_part)| {
        let beyond = whole.get(over_whole..over_whole + SURE).zip(part.get(over_part..over_part + SURE));
        beyond.is_some_and(|(whole, part)| whole == part)
    })
}

/// How many characters at the head are equal.
fn equal(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}
