//! Taking a request back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Takes back the request it was given with, whether it waits or is worked on. Dropping it does nothing: who wants
/// that wraps it.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Mutex<State>>);

type Hook = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    cancelled: bool,
    hook: Option<Hook>,
}

impl Cancel {
    /// Takes the request back. What is worked on is killed; nothing happens where the answer is complete.
    pub fn cancel(&self) {
        let hook = {
            let mut state = self.lock();
            state.cancelled = true;
            state.hook.take()
        };
        if let Some(hook) = hook {
            hook();
        }
    }

    /// Whether the request was taken back.
    pub fn is_cancelled(&self) -> bool {
        self.lock().cancelled
    }

    /// What cancelling does from now on; done at once where it was cancelled already.
    pub(super) fn on_cancel(&self, hook: impl FnOnce() + Send + 'static) {
        let mut state = self.lock();
        if state.cancelled {
            drop(state);
            hook();
        } else {
            state.hook = Some(Box::new(hook));
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
