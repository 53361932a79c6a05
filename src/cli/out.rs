//! Where data and words go: data to stdout, words to stderr.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};

/// Stdout, which is not locked: a worker answers from threads of its own. When its reader is gone (`| head`), writing stops with an error that ends the command as a success.
pub(super) struct Out {
    inner: BufWriter<Stdout>,
    closed: bool,
}

impl Out {
    pub(super) fn new() -> Self {
        Self { inner: BufWriter::new(io::stdout()), closed: false }
    }

    /// Whether the reader of stdout has gone.
    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.closed |= error.kind() == ErrorKind::BrokenPipe;
        }
        result
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.note(result)
    }
}

/// Words for the user. That nobody reads them is no reason to fail.
pub(super) fn say(words: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// How wide a table may be: as `COLUMNS` says, else as wide as the terminal, else 100 columns. Shells know `COLUMNS` and
/// do not tell it to programs, so that it stands there only where the user wants another width than the terminal's.
pub(super) fn width() -> u16 {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size_of(io::stdout()).map(|(columns, _)| columns.0);
    told.filter(|_| io::stdout().is_terminal()).or_else(seen).unwrap_or(100).clamp(60, 240)
}
