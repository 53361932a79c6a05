//! A body as it is compared: letters and digits of one script, and the fingerprints by which others find it.

use std::collections::VecDeque;
use std::ops::Range;

use crate::resource::{Lexicon, UnitRules, numeral};
use crate::text::fold_title;

/// Where words of a kind stand in a text, ascending.
pub(super) type Places = Vec<(usize, usize)>;

/// The multiplier from which on one is written behind digits too: 3万.
const MYRIAD: u64 = 10_000;

/// A body folded for comparison.
///
/// NFKC and simplified script as in titles; only letters and digits, in lower case; a Chinese character that is printed
/// twice in a row once; numbers in characters as digits. So punctuation, blanks, line ends, script, doubled characters
/// and the way to write a number are no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The characters.
    pub(super) characters: Vec<char>,
    /// Each two characters in a row, ascending.
    pub(super) pairs: Vec<[char; 2]>,
    /// Where digits in a row stand; a single one (一个) tells nothing.
    pub(super) numbers: Places,
    /// Where names of regions stand.
    pub(super) names: Places,
    /// Its fingerprints, ascending, each once.
    pub(super) fingerprints: Vec<u64>,
}

impl Folded {
    /// Folds `body`.
    pub(super) fn new(lexicon: &Lexicon, body: &str) -> Self {
        let mut letters: Vec<char> = Vec::with_capacity(body.len() / 3);
        for c in fold_title(body).chars().filter(|c| c.is_alphanumeric()) {
            if c.is_ascii() || letters.last() != Some(&c) {
                letters.push(c.to_ascii_lowercase());
            }
        }
        let characters = in_digits(&lexicon.units, &letters);
        let (numbers, names) = (numbers(&characters), names(lexicon, &characters));
        let mut folded = Self {
            pairs: ascending_pairs(&characters),
            characters,
            numbers,
            names,
            fingerprints: Vec::new(),
        };
        folded.fingerprints = folded.fingerprints(lexicon);
        folded
    }

    /// How many characters.
    pub(super) fn len(&self) -> usize {
        self.characters.len()
    }

    /// A stretch of it, as a text of its own. It has no fingerprints.
    pub(super) fn stretch(&self, place: Range<usize>) -> Self {
        let characters = self.characters[place.clone()].to_vec();
        let within = |words: &Places| {
            let within = words.iter().filter(|&&(start, end)| place.start <= start && end <= place.end);
            within.map(|&(start, end)| (start - place.start, end - place.start)).collect()
        };
        let (numbers, names) = (within(&self.numbers), within(&self.names));
        Self { pairs: ascending_pairs(&characters), characters, numbers, names, fingerprints: Vec::new() }
    }

    /// A number with the character behind it: what is counted.
    pub(super) fn counted(&self, (start, end): (usize, usize)) -> &[char] {
        &self.characters[start..self.len().min(end + 1)]
    }

    /// What is in a row of other texts too where one is printed again: the words, or, where an editor left none of them in
    /// place, two numbers beside each other.
    fn fingerprints(&self, lexicon: &Lexicon) -> Vec<u64> {
        let rules = &lexicon.reprints;
        let mut fingerprints = winnow(&shingles(&self.characters, rules.shingle), rules.window);
        for beside in self.numbers.windows(2) {
            let mut beside = [self.counted(beside[0]), self.counted(beside[1])];
            beside.sort_unstable();
            fingerprints.push(hash(&beside.join(&' ')));
        }
        fingerprints.sort_unstable();
        fingerprints.dedup();
        fingerprints
    }
}

/// Each two characters in a row.
pub(super) fn pairs(characters: &[char]) -> impl Iterator<Item = [char; 2]> {
    characters.iter().zip(characters.iter().skip(1)).map(|(&one, &next)| [one, next])
}

/// Each two characters in a row, ascending.
fn ascending_pairs(characters: &[char]) -> Vec<[char; 2]> {
    let mut pairs: Vec<_> = pairs(characters).collect();
    pairs.sort_unstable();
    pairs
}

/// Where digits in a row stand, but for a single one.
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

/// Numbers in characters made digits: 二百三十一 is 231, 二〇二三 is 2023, 百分之八十六点五 is 865 as 86.5% is, and 四千六百万
/// is 4600万.
fn in_digits(rules: &UnitRules, letters: &[char]) -> Vec<char> {
    let digit = |c: &char| rules.characters.digit.get(c);
    let hundredths: Vec<char> = rules.share.hundredths.chars().collect();
    let mut characters: Vec<char> = Vec::with_capacity(letters.len());
    let mut rest = letters;
    while let Some((&first, behind)) = rest.split_first() {
        // Behind a digit a multiplier and what follows belong to that number: 3万. A multiplier alone (十分) is a word.
        let begins = digit(&first).is_some()
            || rules.scale.get(&first).is_some_and(|&scale| scale < MYRIAD)
                && behind.first().is_some_and(|c| digit(c).is_some());
        let follows = characters.last().is_some_and(char::is_ascii_digit);
        if (begins || first.is_ascii_digit()) && characters.ends_with(&hundredths) {
            characters.truncate(characters.len() - hundredths.len());
        }
        if !begins || follows {
            characters.push(first);
            rest = behind;
            continue;
        }
        let (word, behind) = rest.split_at(written(rules, rest));
        characters.extend(digits(rules, word));
        rest = behind;
    }
    characters
}

/// How many characters at the head are a number.
fn written(rules: &UnitRules, letters: &[char]) -> usize {
    let digit = |c: &char| rules.characters.digit.contains_key(c);
    let within = |&(place, c): &(usize, &char)| {
        let decimals = *c == rules.characters.point && letters.get(place + 1).is_some_and(digit);
        digit(c) || rules.scale.contains_key(c) || decimals
    };
    letters.iter().enumerate().take_while(within).count()
}

/// The digits of a number in characters. A myriad at its end stays, as where the rest is in digits.
fn digits(rules: &UnitRules, word: &[char]) -> Vec<char> {
    let (last, head) = word.split_last().expect("it begins with a digit or a multiplier");
    let myriad = !head.is_empty() && rules.scale.get(last).is_some_and(|&scale| scale >= MYRIAD);
    let (word, last) = if myriad { (head, Some(*last)) } else { (word, None) };
    let each = |c: &char| rules.characters.digit.get(c).map_or(c.to_string(), ToString::to_string);
    // A year, or two digits that leave the number open, has no value: 二〇二三, 三四个.
    let value = numeral(rules, &word.iter().collect::<String>()).map(|value| value.to_string());
    let value = value.unwrap_or_else(|| word.iter().map(each).collect());
    let mut digits: Vec<char> = value.chars().filter(|&c| c != '.').collect();
    digits.extend(last);
    digits
}

/// The hash of each `length` characters in a row.
pub(super) fn shingles(characters: &[char], length: usize) -> Vec<u64> {
    characters.windows(length).map(hash).collect()
}

/// FNV-1a over characters, its bits mixed (the end of `SplitMix64`) so that the least hash is an even choice.
fn hash(characters: &[char]) -> u64 {
    let fnv = characters.iter().fold(0xCBF2_9CE4_8422_2325_u64, |hash, &c| {
        (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The least hash of each `window` in a row. A text shorter than a window has one.
fn winnow(hashes: &[u64], window: usize) -> Vec<u64> {
    let mut least = Vec::new();
    // Places whose hash may still become the least: their hashes ascend.
    let mut waiting: VecDeque<usize> = VecDeque::new();
    for (place, hash) in hashes.iter().enumerate() {
        while waiting.back().is_some_and(|&last| hashes[last] >= *hash) {
            waiting.pop_back();
        }
        waiting.push_back(place);
        while waiting.front().is_some_and(|&first| first + window <= place) {
            waiting.pop_front();
        }
        let full = place + 1 >= window.min(hashes.len());
        least.extend(waiting.front().filter(|_| full).map(|&first| hashes[first]));
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_is_one_however_it_is_written() {
        let lexicon = Lexicon::load().expect("the embedded rules are sound");
        let folded = |body: &str| Folded::new(&lexicon, body).characters.into_iter().collect::<String>();
        for (words, digits) in [
            ("十六处旧址", "16处旧址"),
            ("二〇二三年二百三十一件", "2023年231件"),
            ("百分之八十六点五", "86.5%"),
            ("投入四千六百万元", "投入4600万元"),
            ("第十二次会议", "第12次会议"),
        ] {
            assert_eq!(folded(words), folded(digits));
        }
        assert_eq!(folded("十分，万一"), "十分万1");
    }

    proptest! {
        /// Two texts that share so many characters in a row as the rules say share a fingerprint.
        #[test]
        fn a_common_run_is_found(
            common in prop::collection::vec(any::<u64>(), 5..20),
            before in prop::collection::vec(any::<u64>(), 0..20),
            after in prop::collection::vec(any::<u64>(), 0..20),
        ) {
            let one = winnow(&[common.clone(), after].concat(), 5);
            let other = winnow(&[before, common].concat(), 5);
            prop_assert!(one.iter().any(|f| other.contains(f)));
        }
    }
}
