//! What could not be read, kept beside what was: until its file is read, or is gone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf, absolute};

use super::corpus::MISSED;
use crate::error::Error;
use crate::model::Diagnostic;
use crate::store::Notice;

/// The rejections after a run: those `before` of files that the run did not look at and that are still there, and those of
/// the run. A file that gave nothing is looked at by each run over it, so none of its rejections is older than the run.
pub(super) fn settle(before: &mut Vec<Notice>, given: &[PathBuf], errors: &[Error]) {
    let given: Vec<PathBuf> = given.iter().filter_map(|path| absolute(path).ok()).collect();
    let stays = |place: &str| {
        let path = Path::new(place);
        path.exists() && !given.iter().any(|given| path.starts_with(given))
    };
    before.retain(|notice| notice.place.as_deref().is_some_and(stays));
    before.extend(errors.iter().filter_map(notice));
    let all: BTreeSet<Notice> = std::mem::take(before).into_iter().collect();
    before.extend(all);
}

/// The rejection, said of its file; `None` where there is none, as of a mistyped path.
fn notice(error: &Error) -> Option<Notice> {
    let place = absolute(error.place()?).ok()?;
    let file = file_of(&place)?;
    let label = place.strip_prefix(file.parent()?).ok()?.display().to_string();
    let missed = Notice::new(&label, "", Diagnostic::warning(MISSED, None, error.reason()));
    Some(Notice { place: Some(file.display().to_string()), ..missed })
}

/// The file in which a place is: that itself, what stands before the number of a line, or the archive.
fn file_of(place: &Path) -> Option<PathBuf> {
    let words = place.to_str()?;
    let line = words.rsplit_once(':').map(|(file, _)| PathBuf::from(file));
    let file = line.into_iter().chain(place.ancestors().map(Path::to_owned)).find(|path| path.is_file());
    file.or_else(|| place.exists().then(|| place.to_owned()))
}
