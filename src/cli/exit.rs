//! Exit codes, and how an error becomes one.

use std::process::ExitCode;

use crate::error::{Error, ErrorKind};

/// What a command came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Done.
    Done = 0,
    /// Failed, or no row was found, or a check did not pass.
    Failed = 1,
    /// Bad use.
    Usage = 2,
    /// Done, but some inputs were rejected.
    Rejected = 3,
    /// Another process holds the store.
    Busy = 4,
    /// A limit was hit.
    Limit = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

impl From<&anyhow::Error> for Exit {
    fn from(error: &anyhow::Error) -> Self {
        let kind = error.chain().find_map(|cause| cause.downcast_ref::<Error>()).map(Error::kind);
        match kind {
            Some(ErrorKind::Usage) => Self::Usage,
            Some(ErrorKind::Busy) => Self::Busy,
            Some(ErrorKind::Limit) => Self::Limit,
            _ => Self::Failed,
        }
    }
}
