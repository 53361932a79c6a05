//! What can be wrong with a store, in words.

use std::io;
use std::path::Path;

use crate::error::{Error, ErrorKind};

/// Turns what the system said about `path` into an error; `action` completes "cannot …".
pub(super) fn io(action: &str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let message = format!("cannot {action}");
    let place = path.display().to_string();
    move |cause| {
        let remedy = match cause.kind() {
            io::ErrorKind::PermissionDenied => Some("your user may not do that here"),
            io::ErrorKind::StorageFull => Some("the disk is full"),
            io::ErrorKind::ReadOnlyFilesystem => Some("the disk is read-only"),
            _ => None,
        };
        let error = Error::new(ErrorKind::Store, message).at(place).because(cause);
        match remedy {
            Some(remedy) => error.remedy(remedy),
            None => error,
        }
    }
}

/// There is nothing at `dir` that could be read.
pub(super) fn absent(dir: &Path) -> Error {
    let message = if dir.join("lock").is_file() {
        "no build has finished in this store yet"
    } else if dir.exists() {
        "this is no renda store: it has no file CURRENT"
    } else {
        "there is no store here"
    };
    Error::new(ErrorKind::Store, message)
        .at(dir.display())
        .remedy("`renda build PATH…` makes one; --store or RENDA_STORE names another")
}

/// A file of the store does not hold what it should.
pub(super) fn damaged(place: &Path, what: impl Into<String>) -> Error {
    Error::new(ErrorKind::Store, what).at(place.display()).remedy(
        "`renda rollback` goes back to the generation before, `renda build --fresh PATH…` makes it anew",
    )
}
