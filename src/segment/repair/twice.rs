//! What was saved twice: a page, one printing behind the other, and a paragraph.

use super::Print;
use crate::segment::mark::ends_sentence;

/// A line of fewer characters may stand twice by right.
const PROSE: usize = 20;

/// The lines of the second printing, ascending; none where the page stands once.
pub(super) fn pages(lines: &[Print<'_>]) -> Vec<usize> {
    let said = said(lines);
    let words = |at: usize| lines[said[at]].words.as_ref();
    let again = |at: &usize| (*at..said.len()).all(|k| words(k) == words(k - at));
    let from = (1..said.len()).filter(|at| words(*at) == words(0)).find(again);
    // A title at the end is no second printing.
    let printing = |from: &usize| {
        said.len() - from >= *from && (*from..said.len()).any(|at| words(at).contains(ends_sentence))
    };
    from.filter(printing).map(|from| said[from..].to_vec()).unwrap_or_default()
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
