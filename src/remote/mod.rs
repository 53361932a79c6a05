//! Stores elsewhere: asked by SPARQL, written to by the Graph Store Protocol. The only module that opens a connection.
//!
//! Takes an [`Address`] that the user gave, and a [`Credential`] where one is wanted. Gives an [`Endpoint`], which answers
//! as a store on this machine does, and [`push`], which makes it hold what such a store holds. Never follows a redirect,
//! never sends a password that was not asked for, nor in clear but over TLS or to this machine, never tells one, and
//! never waits without end.

mod address;
mod credential;
mod client;
mod fault;
mod endpoint;
mod part;
mod held;
mod push;

pub use address::Address;
pub use client::{Client, Patience};
pub use credential::Credential;
pub use endpoint::Endpoint;
pub use part::{Part, parts};
pub use push::{Plan, Pushed, Target, plan, push, verify};
