//! The child's side: bind, prepare, then answer one request after another until nobody asks any more.

use std::io::{self, Stdin, Stdout, Write};
use std::process::exit;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use super::frame::{self, Kind};
use super::limit::Limits;
use crate::error::{Error, ErrorKind, Result};

/// The stack of a request: foreign queries of 64 KiB nest deeper than any other stack holds. Memory is taken only as it
/// is used.
const STACK: usize = 256 << 20;
/// How much of an answer is sent at once.
const CHUNK: usize = 64 << 10;

/// An answer that is being written: a head, then bytes.
///
/// Ends well only where the handler does: see [`work`].
pub struct Reply {
    out: Stdout,
    /// What is said but not sent: a short answer goes through the pipe in one piece, and wakes the parent once.
    said: Vec<u8>,
    chunk: Vec<u8>,
}

impl Reply {
    /// Says of which kind the answer is, before its first byte.
    ///
    /// # Errors
    /// Where the parent is gone.
    pub fn head(&mut self, head: &[u8]) -> io::Result<()> {
        frame::say(&mut self.said, Kind::Head, head)
    }

    fn close(mut self, end: std::result::Result<(), Vec<u8>>) -> io::Result<()> {
        match end {
            Ok(()) => {
                self.say_chunk()?;
                frame::say(&mut self.said, Kind::End, &[])?;
            }
            Err(reason) => frame::say(&mut self.said, Kind::Refused, &reason)?,
        }
        self.send()
    }

    fn say_chunk(&mut self) -> io::Result<()> {
        if !self.chunk.is_empty() {
            frame::say(&mut self.said, Kind::Chunk, &self.chunk)?;
            self.chunk.clear();
        }
        Ok(())
    }

    fn send(&mut self) -> io::Result<()> {
        self.out.write_all(&self.said)?;
        self.said.clear();
        self.out.flush()
    }
}

impl Write for Reply {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        if self.chunk.len() == CHUNK {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.say_chunk()?;
        self.send()
    }
}

/// Works for a [`super::Pool`] on stdin and stdout: binds this process to `limits`, prepares what all requests need,
/// and gives each request to `answer`, which writes the answer, or says why there is none. The process ends when the
/// parent closes stdin, also while a request is worked on.
///
/// # Errors
/// Where the process cannot be bound, or `prepare` fails, or the parent speaks another language.
pub fn work<P: Sync>(
    limits: Limits,
    prepare: impl FnOnce() -> Result<P>,
    answer: impl Fn(&P, &[u8], &mut Reply) -> std::result::Result<(), Vec<u8>> + Sync,
) -> Result<()> {
    let cannot =
        |what: &'static str| move |cause: io::Error| Error::new(ErrorKind::Failed, what).because(cause);
    limits.bind().map_err(cannot("this worker cannot be bound to its limits"))?;
    let prepared = prepare()?;
    let lost = cannot("whoever asked this worker is gone");
    frame::say(&mut io::stdout(), Kind::Ready, &[]).map_err(&lost)?;
    for (seconds, request) in requests(io::stdin()) {
        Limits::bind_time(seconds).map_err(cannot("this worker cannot be bound to its time"))?;
        let mut reply = Reply { out: io::stdout(), said: Vec::new(), chunk: Vec::with_capacity(CHUNK) };
        let handled = thread::scope(|scope| {
            let run = || answer(&prepared, &request, &mut reply);
            thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, run)
                .map(thread::ScopedJoinHandle::join)
        });
        match handled.map_err(cannot("this worker gets no thread"))? {
            Ok(end) => reply.close(end).map_err(&lost)?,
            Err(panic) => {
                let words = panic.downcast_ref::<String>().map(String::as_str);
                let words = words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default();
                // What a panic left behind is not asked again.
                frame::say(&mut io::stdout(), Kind::Panicked, words.as_bytes()).map_err(&lost)?;
                exit(101);
            }
        }
    }
    Ok(())
}

/// The requests. They are read beside the work, so that the parent's end is noticed during it.
fn requests(mut stdin: Stdin) -> Receiver<(u32, Vec<u8>)> {
    let (give, take) = sync_channel(0);
    thread::spawn(move || {
        while let Ok(Some(request)) = frame::asked(&mut stdin) {
            if give.send(request).is_err() {
                break;
            }
        }
        exit(0);
    });
    take
}
