//! Foreign queries and foreign documents are worked on by processes of their own, which may die of them.
//!
//! ```text
//! Pool ──request──▶ child: renda worker … (limits, a thread with a large stack, a handler)
//!      ◀──head, chunks, end── or refused, or the child's death
//! ```
//!
//! Takes a command that starts a child, and requests as bytes. Gives an [`Answer`], read piece by piece, whose end is told
//! by the child: one that broke can never look complete. A [`Pool`] keeps children warm with spares beside them, kills at
//! the deadline, on cancellation and where nobody reads any more, and replaces what died. The child's side is [`work`].
//! Never knows what a request is about, never lets one request see another's.
//!
//! Linux is what this is made for. Elsewhere on Unix the limits are those the system has; on other systems only the
//! deadline and the process boundary hold.

mod frame;
mod limit;
mod child;
mod fault;
mod cancel;
mod process;
mod answer;
mod pool;

pub use answer::{Answer, Part};
pub use cancel::Cancel;
pub use child::{Reply, work};
pub use fault::Fault;
pub use limit::Limits;
pub use pool::{Launch, Load, Pool, Room};
