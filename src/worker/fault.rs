//! Why a request has no answer.

use std::process::ExitStatus;

/// Why a request has no answer, or none that is complete.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// Too many wait already, or no worker became free.
    #[error("all workers are busy")]
    Busy,
    /// The deadline came first.
    #[error("the work took longer than it may")]
    TimedOut,
    /// Whoever asked did not want it any more.
    #[error("the work was cancelled")]
    Cancelled,
    /// The worker died, by this signal where it was one: too much memory ends by an abort, too deep a recursion by a
    /// fault of segmentation.
    #[error("the work ended its process{}", signal.map_or_else(String::new, |signal| format!(" (signal {signal})")))]
    Died {
        /// The signal.
        signal: Option<i32>,
    },
    /// The worker panicked, with these words.
    #[error("the work failed: {0}")]
    Panicked(String),
    /// The request or its answer is larger than it may be.
    #[error("this is too large")]
    TooLarge,
    /// The worker will not answer this request; why, it says in the language of its handler.
    #[error("the request was refused")]
    Refused(Vec<u8>),
    /// No worker can be started.
    #[error("no worker can be started: {0}")]
    Absent(String),
}

impl Fault {
    /// Of a worker that ended by itself.
    pub(super) fn of(status: Option<ExitStatus>) -> Self {
        #[cfg(unix)]
        let signal = status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status));
        #[cfg(not(unix))]
        let signal = status.and(None);
        Self::Died { signal }
    }
}
