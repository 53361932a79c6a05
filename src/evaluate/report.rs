//! What a scoring gives: the figures of `score.py --json`, the table of status, and what was missed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

/// The figures of one scoring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Titles, first authors, home regions.
    pub article: ArticleFigures,
    /// Who does what, and how far.
    pub adoption: AdoptionFigures,
    /// How much.
    pub observation: Figures,
    /// Which statutes, and what was done with them.
    pub statute: Figures,
    /// Whether the quotes stand in the sources, where sources were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceFigures>,
    /// How often a status of the gold (first) was given as another (second).
    #[serde(skip)]
    pub confusion: BTreeMap<(String, String), usize>,
    /// What was found wrongly, not found, or found with a wrong status.
    #[serde(skip)]
    pub misses: Vec<Miss>,
}

/// How many articles were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ArticleFigures {
    /// Gold articles found with first author and home region.
    pub right: usize,
    /// Gold articles that have a title.
    pub gold: usize,
    /// Articles of the system.
    pub system: usize,
}

/// Recall over core gold, precision over all gold, each rounded to four digits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figures {
    /// Part of the core gold that was found.
    pub recall: f64,
    /// Part of what was found that is in the gold.
    pub precision: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// How many core facts the gold has.
    pub gold: usize,
    /// How many the system has.
    pub system: usize,
}

/// The figures of adoptions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdoptionFigures {
    /// Pairs of region and mechanism.
    #[serde(flatten)]
    pub figures: Figures,
    /// Part of the pairs found whose status is right.
    pub status_accuracy: f64,
    /// Mean F1 over the statuses with five gold cases or more; `None` where there is no such status.
    pub status_macro_f1: Option<f64>,
    /// How many of the found full-coverage facts say so: `3 of 4`.
    pub coverage: String,
}

/// The figures of quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceFigures {
    /// Quotes that stand in the sources, white space aside.
    pub verbatim: usize,
    /// All quotes.
    pub quotes: usize,
    /// Length of the longest, in characters.
    pub longest: usize,
}

/// Something that cost a point: `+` found and not in the gold, `-` in the gold and not found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// `article`, `adoption+`, `adoption-`, `status`, `observation+`, `observation-` or `statute-`.
    pub kind: &'static str,
    /// What it was, with the words that show it; the columns differ from kind to kind.
    pub columns: Vec<String>,
}

impl Report {
    /// The keys and values of `score.py --json`.
    ///
    /// # Panics
    /// Never: the figures are plain numbers and strings.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).expect("numbers and strings are always JSON")
    }
}

impl Figures {
    /// Of `gold` core facts `hit` were found, of `system` found ones `right` are in the gold.
    pub(super) fn new(hit: usize, gold: usize, right: usize, system: usize) -> Self {
        let recall = if gold > 0 { super::ratio(hit, gold) } else { 1.0 };
        let precision = if system > 0 { super::ratio(right, system) } else { 0.0 };
        let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        Self { recall: round(recall), precision: round(precision), f1: round(f1), gold, system }
    }
}

/// Rounds to four digits as Python's `round` does: by the exact decimal value, halves to even.
pub(super) fn round(value: f64) -> f64 {
    format!("{value:.4}").parse().expect("a number that was just written is a number")
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { article, adoption, observation, statute, evidence, confusion, .. } = self;
        writeln!(
            f,
            "articles      {} of {} with title, first author and home region; the store has {}",
            article.right, article.gold, article.system
        )?;
        writeln!(f, "              recall  precision  F1      gold  system")?;
        for (name, figures) in
            [("adoptions", &adoption.figures), ("observations", observation), ("statutes", statute)]
        {
            let Figures { recall, precision, f1, gold, system } = figures;
            writeln!(f, "{name:<12}  {recall:<6.4}  {precision:<9.4}  {f1:<6.4}  {gold:<4}  {system}")?;
        }
        let macro_f1 =
            adoption.status_macro_f1.map_or("too few cases".to_owned(), |value| format!("{value:.4}"));
        writeln!(f, "status        accuracy {:.4}, macro-F1 {macro_f1}", adoption.status_accuracy)?;
        writeln!(f, "coverage      full said of {}", adoption.coverage)?;
        if let Some(EvidenceFigures { verbatim, quotes, longest }) = evidence {
            writeln!(
                f,
                "evidence      {verbatim} of {quotes} quotes verbatim, the longest {longest} characters"
            )?;
        }
        table(f, confusion)
    }
}

/// The confusion table: a row for each status of the gold, a column for each that was given.
fn table(f: &mut fmt::Formatter<'_>, confusion: &BTreeMap<(String, String), usize>) -> fmt::Result {
    if confusion.is_empty() {
        return Ok(());
    }
    let names: BTreeSet<&str> = confusion.keys().flat_map(|(gold, got)| [gold.as_str(), got]).collect();
    let corner = "gold \\ given";
    let width = names.iter().map(|name| name.len()).max().unwrap_or_default().max(corner.len());
    write!(f, "\n{corner:<width$}")?;
    for name in &names {
        write!(f, "  {name:>width$}")?;
    }
    for gold in &names {
        write!(f, "\n{gold:<width$}")?;
        for got in &names {
            let count = confusion.get(&((*gold).to_owned(), (*got).to_owned())).copied().unwrap_or_default();
            write!(f, "  {count:>width$}")?;
        }
    }
    writeln!(f)
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind)?;
        self.columns.iter().try_for_each(|column| write!(f, "\t{column}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_to_even_as_python_does() {
        // The values of `round(x, 4)` in Python 3.11.
        for (value, rounded) in
            [(0.031_25, 0.0312), (0.093_75, 0.0938), (0.718_75, 0.7188), (0.666_666_6, 0.6667), (1.0, 1.0)]
        {
            assert_eq!(round(value).to_bits(), f64::to_bits(rounded), "{value}");
        }
    }

    #[test]
    fn nothing_asked_is_all_found_and_nothing_found_is_nothing_right() {
        assert_eq!(
            Figures::new(0, 0, 0, 0),
            Figures { recall: 1.0, precision: 0.0, f1: 0.0, gold: 0, system: 0 }
        );
    }
}
