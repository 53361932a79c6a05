//! Charts: what compares in one sense and fits on a page. Each says in words what it does not show.

mod matrix;
mod ranking;
mod timeline;

pub use matrix::matrix;
pub use ranking::ranking;
pub use timeline::timeline;
