//! A child as the parent sees it.

use std::io::{self, BufReader, BufWriter};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Launch;
use super::fault::Fault;
use super::frame::{self, Kind};

/// A child with its pipes.
pub(super) struct Worker {
    pub(super) process: Arc<Process>,
    requests: BufWriter<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts a child; it is not ready yet.
    pub(super) fn start(launch: &Launch) -> io::Result<Self> {
        let mut child = launch
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // What the child has to say it says in its answers: into a file it may not write a byte.
            .stderr(Stdio::null())
            .spawn()?;
        let requests = BufWriter::new(child.stdin.take().expect("it is piped"));
        let answers = BufReader::new(child.stdout.take().expect("it is piped"));
        let state = State { child, job: None, why: None };
        Ok(Self { process: Arc::new(Process(Mutex::new(state))), requests, answers })
    }

    /// Gives the child a request.
    pub(super) fn ask(&mut self, time: Duration, request: &[u8]) -> Result<(), Fault> {
        if request.len() > frame::LONGEST {
            return Err(Fault::TooLarge);
        }
        // Several threads of a child may work; the watch is kept by the pool, this is for when the pool is gone.
        let seconds = u32::try_from(time.as_secs()).unwrap_or(u32::MAX).saturating_mul(2).saturating_add(5);
        frame::ask(&mut self.requests, seconds, request).map_err(|_| self.process.end())
    }

    /// Waits for what the child says next.
    pub(super) fn hear(&mut self) -> Result<(Kind, Vec<u8>), Fault> {
        match frame::hear(&mut self.answers) {
            Ok((Kind::Refused, reason)) => Err(Fault::Refused(reason)),
            Ok((Kind::Panicked, words)) => Err(Fault::Panicked(String::from_utf8_lossy(&words).into_owned())),
            Ok(said) => Ok(said),
            Err(_) => Err(self.process.end()),
        }
    }
}

/// The process of a child, which others may kill while its answers are being read.
pub(super) struct Process(Mutex<State>);

struct State {
    child: Child,
    /// The request it works on.
    job: Option<u64>,
    /// Why it was killed.
    why: Option<Fault>,
}

impl Process {
    /// Notes which request the process works on.
    pub(super) fn begin(&self, job: u64) {
        self.lock().job = Some(job);
    }

    /// Notes that the request is answered; false where the process was killed meanwhile.
    pub(super) fn finish(&self) -> bool {
        let mut state = self.lock();
        state.job = None;
        state.why.is_none()
    }

    /// Kills the process if it works on this request still.
    pub(super) fn kill(&self, job: u64, why: Fault) {
        let mut state = self.lock();
        if state.job == Some(job) && state.why.is_none() {
            state.why = Some(why);
            let _ = state.child.kill();
        }
    }

    /// Makes an end of the process, whether it lives or not; gives why it ended.
    pub(super) fn end(&self) -> Fault {
        let mut state = self.lock();
        // One that is dying closes its pipes a moment before its status is known; killing it then changes nothing.
        let _ = state.child.kill();
        let status = state.child.wait().ok();
        state.why.clone().unwrap_or_else(|| Fault::of(status))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
