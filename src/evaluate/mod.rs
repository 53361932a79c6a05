//! Scores a store against facts made by hand: the figures of `score.py`, to the last digit.
//!
//! Takes rows (what the store says) and gold articles. Gives a [`Report`]. Never decides what is a fact: the rules
//! are those of the gold's guidelines, and a test runs `score.py` beside this wherever it is at hand.

mod name;
mod gold;
mod rows;
mod adoption;
mod score;
mod report;

use std::path::{Path, PathBuf};

pub use gold::{GoldAdoption, GoldArticle, GoldObservation, GoldRegion, GoldStatus, GoldStatute};
pub use name::comparable;
pub use report::{AdoptionFigures, ArticleFigures, EvidenceFigures, Figures, Miss, Report};
pub use rows::{AdoptionRow, ArticleRow, FactRow, ObservationRow, StatuteRow, SystemRows};
pub use score::score;

use crate::error::{Error, ErrorKind, Result};
use crate::query;
use crate::store::Reader;

/// Scores the store behind `reader` against the gold articles in the folder `gold`; where `sources` names the folder
/// of the pages, also counts the quotes that stand there.
///
/// # Errors
/// Where the gold or the sources cannot be read, or the store does not answer.
pub fn evaluate(reader: &Reader, gold: &Path, sources: Option<&Path>) -> Result<Report> {
    let gold = GoldArticle::read(gold)?;
    let sources = sources.map(read_sources).transpose()?;
    let rows = SystemRows::ask(|sparql| query::select(reader, sparql))?;
    Ok(score(&rows, &gold, sources.as_deref()))
}

/// The texts of a folder's files one after the other, ascending by name; hidden files and folders are left out.
///
/// # Errors
/// Where the folder or a file of it cannot be read.
pub fn read_sources(dir: &Path) -> Result<String> {
    let unreadable = |path: &Path, e: std::io::Error| {
        Error::new(ErrorKind::Input, "the sources cannot be read").at(path.display()).because(e)
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(|e| unreadable(dir, e))? {
        let path = entry.map_err(|e| unreadable(dir, e))?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if !hidden && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let mut text = String::new();
    for path in &paths {
        let bytes = std::fs::read(path).map_err(|e| unreadable(path, e))?;
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
    Ok(text)
}

/// `part / whole` of two counts.
fn ratio(part: usize, whole: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of facts stay far below 2^52")]
    let ratio = part as f64 / whole as f64;
    ratio
}
