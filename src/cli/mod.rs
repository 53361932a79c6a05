//! The command line: one file a command.

use std::process::ExitCode;

/// Runs the command of the process's arguments.
pub fn main() -> ExitCode {
    unimplemented!("cli")
}
