//! An answer as it comes.

use std::sync::Arc;

use super::fault::Fault;
use super::frame::Kind;
use super::pool::Shared;
use super::process::Worker;

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Of which kind the answer is; comes first, where the handler gives one.
    Head(Vec<u8>),
    /// Bytes of the answer.
    Chunk(Vec<u8>),
    /// The answer is complete.
    End,
}

/// An answer that a worker is giving. It is complete when [`Part::End`] came; dropped before, the worker is killed.
pub struct Answer {
    pub(super) shared: Arc<Shared>,
    pub(super) job: u64,
    /// Until the end came, or a fault.
    pub(super) worker: Option<Worker>,
}

impl Answer {
    /// Waits for the next piece.
    ///
    /// # Errors
    /// Where there will be none; the answer is not complete then.
    pub fn part(&mut self) -> Result<Part, Fault> {
        let Some(worker) = &mut self.worker else { return Ok(Part::End) };
        match worker.hear() {
            Ok((Kind::Head, head)) => Ok(Part::Head(head)),
            Ok((Kind::Chunk, chunk)) => Ok(Part::Chunk(chunk)),
            Ok((Kind::End, _)) => {
                self.settle(true);
                Ok(Part::End)
            }
            // A child that says anything else has lost its wits.
            Ok(_) => Err(self.settle(false).unwrap_or(Fault::Died { signal: None })),
            Err(fault) => {
                self.settle(matches!(fault, Fault::Refused(_)));
                Err(fault)
            }
        }
    }

    /// Waits for the whole answer: its head and its bytes.
    ///
    /// # Errors
    /// As [`Answer::part`], and where it is longer than `most`.
    pub fn collect(mut self, most: usize) -> Result<(Vec<u8>, Vec<u8>), Fault> {
        let (mut head, mut all) = (Vec::new(), Vec::new());
        loop {
            match self.part()? {
                Part::Head(bytes) => head = bytes,
                Part::Chunk(bytes) if all.len() + bytes.len() > most => return Err(Fault::TooLarge),
                Part::Chunk(bytes) => all.extend(bytes),
                Part::End => return Ok((head, all)),
            }
        }
    }

    /// Gives the worker back, or makes an end of it and tells what became of it.
    fn settle(&mut self, good: bool) -> Option<Fault> {
        let worker = self.worker.take()?;
        // It may have been killed between its last word and now.
        let (back, fault) = if good && worker.process.finish() {
            (Some(worker), None)
        } else {
            let fault = worker.process.end();
            (None, Some(fault))
        };
        self.shared.settled(self.job, back);
        fault
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.settle(false);
    }
}
