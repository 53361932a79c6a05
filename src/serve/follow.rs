//! A build beside the server: the new generation is opened and its workers are warmed before it is served; whoever still
//! asks the old one is answered by it.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::{Site, Snapshot};
use crate::error::Result;
use crate::store;

/// How often to look.
const EVERY: Duration = Duration::from_secs(1);
/// How long the new workers may take until one is ready; then it is served without.
const WARM: Duration = Duration::from_mins(2);

/// Warms the workers, then serves whatever generation of the store is current, for as long as the process lives.
pub(super) fn follow(site: &Arc<Site>, store: Option<&Path>) {
    warm(site, &site.snapshot());
    let Some(store) = store else { return };
    let mut told = None;
    loop {
        thread::sleep(EVERY);
        match newer(site, store) {
            Ok(Some(snapshot)) => retire(site.switch(snapshot)),
            Ok(None) => told = None,
            // What is served goes on being served; once is enough to say so.
            Err(error) => {
                let words = error.to_string();
                if told.as_ref() != Some(&words) {
                    eprintln!("renda: the new generation is not served: {words}");
                    told = Some(words);
                }
            }
        }
    }
}

/// The current generation, where it is another than the one that is served.
fn newer(site: &Site, dir: &Path) -> Result<Option<Snapshot>> {
    let served = site.snapshot();
    let current = store::Snapshot::open(dir)?;
    let same = current.generation() == served.reader().generation()
        && current.meta().graph_sha256 == served.reader().meta().graph_sha256;
    if same {
        return Ok(None);
    }
    let snapshot = Snapshot::new(current.load()?);
    warm(site, &snapshot);
    Ok(Some(snapshot))
}

/// Waits until a worker of a generation is ready, so that no query has to.
fn warm(site: &Site, snapshot: &Snapshot) {
    // Where none can be started, each query is told so.
    if let Ok(pool) = site.pool(snapshot) {
        let _ = pool.ready(WARM);
    }
}

/// Waits until nobody asks a generation any more, and lets it go here: to take a large graph apart takes seconds, for
/// which no connection should wait.
fn retire(old: Arc<Snapshot>) {
    thread::spawn(move || {
        while Arc::strong_count(&old) > 1 {
            thread::sleep(Duration::from_millis(100));
        }
        drop(old);
    });
}
