//! Children kept warm, watched and replaced.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::cancel::Cancel;
use super::fault::Fault;
use super::frame::Kind;
use super::process::{Process, Worker};

/// How long a child may take until it is ready: it may have to load a large graph.
const START: Duration = Duration::from_mins(5);
/// How long to wait before another child is started where one could not be.
const BACK_OFF: Duration = Duration::from_secs(1);
/// How long a request may wait at least for a worker, which may have to start first.
const WAIT: Duration = Duration::from_secs(10);
/// How often a request is given to another child because the one that was idle is dead.
const TRIES: usize = 3;

/// How a child is started. It inherits no environment.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

impl Launch {
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env_clear();
        command
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Requests worked on at once.
    pub workers: usize,
    /// Children beyond that, ready to stand in for one that dies.
    pub spares: usize,
    /// Requests that wait for a worker; more are turned away at once.
    pub queue: usize,
}

/// What a pool is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Children that wait for a request.
    pub idle: usize,
    /// Requests worked on.
    pub running: usize,
    /// Requests that wait.
    pub waiting: usize,
    /// Children started so far.
    pub started: u64,
}

/// Children of one kind. Dropped, it ends them; answers under way are given to their end.
pub struct Pool(Arc<Shared>);

pub(super) struct Shared {
    launch: Launch,
    room: Room,
    state: Mutex<State>,
    /// Something to do for the keeper: a child is missing, or a job may end before the next that it looks after.
    missing: Condvar,
    /// Something for who waits for a worker. Of those who wait one is woken for each worker that comes back: to wake
    /// them all for each answer would cost more than the answers.
    free: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Worker>,
    running: usize,
    starting: usize,
    waiting: usize,
    /// Until when each job may take, and whose it is.
    watched: BTreeMap<u64, (Instant, Arc<Process>)>,
    /// When the keeper looks next by itself.
    looks: Option<Instant>,
    jobs: u64,
    started: u64,
    /// Why the last child could not be started, and when to try again.
    failed: Option<(String, Instant)>,
    closing: bool,
}

impl Pool {
    /// Starts a pool. It returns before its children are ready.
    ///
    /// # Errors
    /// Where the system gives no thread to keep it.
    pub fn start(launch: Launch, room: Room) -> io::Result<Self> {
        let (state, missing, free) = (Mutex::default(), Condvar::new(), Condvar::new());
        let shared = Arc::new(Shared { launch, room, state, missing, free });
        let keeper = Arc::clone(&shared);
        thread::Builder::new().name("keeper".into()).spawn(move || keeper.keep())?;
        Ok(Self(shared))
    }

    /// Gives a request to a worker, which may work on it for `time`. It waits for one as long, or ten seconds if that is
    /// longer.
    ///
    /// # Errors
    /// Where no worker takes it.
    pub fn run(&self, request: &[u8], time: Duration, cancel: &Cancel) -> Result<Answer, Fault> {
        let shared = &self.0;
        let waker = Arc::downgrade(shared);
        cancel.on_cancel(move || {
            if let Some(shared) = waker.upgrade() {
                // Under the lock, so that nobody is between his look at the token and his sleep.
                let _state = shared.lock();
                shared.free.notify_all();
            }
        });
        let until = Instant::now() + time.max(WAIT);
        for _ in 0..TRIES {
            let (job, worker) = shared.take(time, until, cancel)?;
            let process = Arc::clone(&worker.process);
            let mut answer = Answer { shared: Arc::clone(shared), job, worker: Some(worker) };
            cancel.on_cancel(move || process.kill(job, Fault::Cancelled));
            let asked = answer.worker.as_mut().map_or(Ok(()), |worker| worker.ask(time, request));
            match asked {
                Ok(()) => return Ok(answer),
                // It died while it had nothing to do.
                Err(Fault::Died { .. }) => {}
                Err(fault) => return Err(fault),
            }
        }
        Err(Fault::Busy)
    }

    /// Waits until a worker is free.
    ///
    /// # Errors
    /// Where none can be started, or not in that time.
    pub fn ready(&self, time: Duration) -> Result<(), Fault> {
        let until = Instant::now() + time;
        let mut state = self.0.lock();
        let ready = loop {
            if !state.idle.is_empty() {
                break Ok(());
            }
            if let Some((why, _)) = &state.failed {
                break Err(Fault::Absent(why.clone()));
            }
            match wait(&self.0.free, state, until) {
                Some(next) => state = next,
                None => break Err(Fault::TimedOut),
            }
        };
        // Who only looks passes the call on.
        self.0.free.notify_one();
        ready
    }

    /// What it is doing.
    pub fn load(&self) -> Load {
        let state = self.0.lock();
        Load {
            idle: state.idle.len(),
            running: state.running,
            waiting: state.waiting,
            started: state.started,
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let idle = {
            let mut state = self.0.lock();
            state.closing = true;
            std::mem::take(&mut state.idle)
        };
        self.0.missing.notify_all();
        self.0.free.notify_all();
        // With its stdin closed a child ends by itself; what it would still do there is not waited for.
        for worker in idle {
            worker.process.end();
        }
    }
}

impl Shared {
    /// Takes a free worker for a job that starts now, when there is one.
    fn take(&self, time: Duration, until: Instant, cancel: &Cancel) -> Result<(u64, Worker), Fault> {
        let mut state = self.lock();
        let mut queued = false;
        let worker = loop {
            if cancel.is_cancelled() {
                break Err(Fault::Cancelled);
            }
            if state.running < self.room.workers
                && let Some(worker) = state.idle.pop()
            {
                break Ok(worker);
            }
            if let (Some((why, _)), 0, 0) = (&state.failed, state.running, state.starting) {
                break Err(Fault::Absent(why.clone()));
            }
            if !queued && state.waiting >= self.room.queue {
                break Err(Fault::Busy);
            }
            state.waiting += usize::from(!queued);
            queued = true;
            if let Some(next) = wait(&self.free, state, until) {
                state = next;
            } else {
                state = self.lock();
                break Err(Fault::Busy);
            }
        };
        state.waiting -= usize::from(queued);
        let worker = worker.inspect_err(|_| self.free.notify_one())?;
        state.running += 1;
        let job = self.watch(&mut state, Instant::now() + time, &worker.process);
        Ok((job, worker))
    }

    /// A job is over; its worker comes back where it is good.
    pub(super) fn settled(&self, job: u64, worker: Option<Worker>) {
        let mut state = self.lock();
        state.watched.remove(&job);
        state.running -= 1;
        if worker.is_none() || state.closing {
            self.missing.notify_all();
        }
        let late = if state.closing {
            worker
        } else {
            state.idle.extend(worker);
            None
        };
        drop(state);
        self.free.notify_one();
        if let Some(worker) = late {
            worker.process.end();
        }
    }

    /// Kills what is late, and starts what is missing, until the pool is dropped and its last answer given.
    fn keep(self: Arc<Self>) {
        let mut state = self.lock();
        while !(state.closing && state.watched.is_empty()) {
            let now = Instant::now();
            for (job, (until, process)) in &state.watched {
                if *until <= now {
                    process.kill(*job, Fault::TimedOut);
                }
            }
            state.watched.retain(|_, (until, _)| *until > now);
            let mut next = state.watched.values().map(|(until, _)| *until).min();
            match &state.failed {
                Some((_, again)) if *again > now => next = Some(next.map_or(*again, |next| next.min(*again))),
                _ => self.start_missing(&mut state),
            }
            state.looks = next;
            state = match next {
                Some(next) => wait(&self.missing, state, next).unwrap_or_else(|| self.lock()),
                None => self.missing.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn start_missing(self: &Arc<Self>, state: &mut State) {
        let wanted = self.room.workers + self.room.spares;
        while !state.closing && state.idle.len() + state.running + state.starting < wanted {
            state.starting += 1;
            state.started += 1;
            let shared = Arc::clone(self);
            let thread = thread::Builder::new().name("start".into()).spawn(move || shared.start_one());
            if let Err(error) = thread {
                state.starting -= 1;
                state.failed = Some((error.to_string(), Instant::now() + BACK_OFF));
                self.free.notify_all();
                break;
            }
        }
    }

    /// Starts a child and waits until it is ready.
    fn start_one(&self) {
        let started = self.prepared();
        let mut state = self.lock();
        state.starting -= 1;
        match started {
            Ok((job, worker)) => {
                state.watched.remove(&job);
                state.failed = None;
                if worker.process.finish() && !state.closing {
                    state.idle.push(worker);
                } else {
                    drop(state);
                    worker.process.end();
                }
            }
            Err(why) => state.failed = Some((why, Instant::now() + BACK_OFF)),
        }
        self.missing.notify_all();
        self.free.notify_all();
    }

    fn prepared(&self) -> Result<(u64, Worker), String> {
        let mut worker = Worker::start(&self.launch).map_err(|error| error.to_string())?;
        let job = self.watch(&mut self.lock(), Instant::now() + START, &worker.process);
        let why = match worker.hear() {
            Ok((Kind::Ready, _)) => return Ok((job, worker)),
            Ok(_) => "it speaks another language".to_owned(),
            Err(fault) => fault.to_string(),
        };
        worker.process.end();
        self.lock().watched.remove(&job);
        Err(why)
    }

    /// Has a job watched; gives its number.
    fn watch(&self, state: &mut State, until: Instant, process: &Arc<Process>) -> u64 {
        state.jobs += 1;
        process.begin(state.jobs);
        state.watched.insert(state.jobs, (until, Arc::clone(process)));
        if state.looks.is_none_or(|looks| until < looks) {
            self.missing.notify_all();
        }
        state.jobs
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a call; `None` where the time is over.
fn wait<'a>(call: &Condvar, state: MutexGuard<'a, State>, until: Instant) -> Option<MutexGuard<'a, State>> {
    let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
    Some(call.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0)
}
