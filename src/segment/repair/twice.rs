//! What was saved twice: a page, one printing behind the other, and a paragraph.

use super::Print;
use crate::segment::mark::ends_sentence;

/// A line of fewer characters may stand twice by right.
const PROSE: usize = 20;

/// The lines of the second printing, ascending; none where the page stands once.
pub(super) fn pages(lines: &[Print<'_>]) -> Vec<usize> {
    let said = said(lines);
    let words = |at: usize| lines[said[at]].words.as_ref();
    // How many lines up to each are the first lines again (the prefix function of Knuth, Morris and Pratt).
    let mut again = vec![0; said.len()];
    for at in 1..said.len() {
        let mut same: usize = again[at - 1];
        while same > 0 && words(at) != words(same) {
            same = again[same - 1];
        }
        again[at] = same + usize::from(words(at) == words(same));
    }
    let from = said.len() - again.last().copied().unwrap_or(0);
    // A title at the end is no second printing.
    let printing = said.len() >= 2 * from && (from..said.len()).any(|at| words(at).contains(ends_sentence));
    if printing { said[from..].to_vec() } else { Vec::new() }
}

/// The paragraphs that are the same as the one right above, ascending.
pub(super) fn paragraphs(lines: &[Print<'_>]) -> Vec<usize> {
    let prose = |words: &str| words.contains(ends_sentence) && words.chars().nth(PROSE).is_some();
    let pairs = said(lines);
    let same = pairs.windows(2).filter(|pair| lines[pair[0]].words == lines[pair[1]].words);
    same.map(|pair| pair[1]).filter(|i| prose(&lines[*i].words)).collect()
}

fn said(lines: &[Print<'_>]) -> Vec<usize> {
    (0..lines.len()).filter(|i| !lines[*i].words.is_empty()).collect()
}
