//! What several test modules need: the program, fixtures, and saying aloud what was skipped.
//!
//! Cargo hides what a passing test prints, so a skip is also appended to the file that `RENDA_SKIPPED_LOG` names;
//! `.ci/run` lists those lines at its end, and fails on one whose need was there after all. That is why a need is
//! written in a fixed form: `needs path ../shared`, `needs command python3` or `needs network pypi.org`.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real pages, their gold and `score.py`, which lie beside the checkout and are not ours to copy; `None`, said
/// aloud, where they are not.
pub(crate) fn shared() -> Option<PathBuf> {
    let dir = root().join("../shared");
    if dir.is_dir() {
        return Some(dir);
    }
    skipped("path ../shared");
    None
}

/// A Python to run `score.py` with; `None`, said aloud, where there is none.
pub(crate) fn python() -> Option<Command> {
    let works = Command::new("python3").arg("--version").output().is_ok_and(|out| out.status.success());
    if works {
        return Some(Command::new("python3"));
    }
    skipped("command python3");
    None
}

/// A Python with the packages of `fixtures/tools/requirements.txt`; `None`, said aloud, where none is named.
pub(crate) fn python_with_packages() -> Option<Command> {
    if let Some(python) = std::env::var_os("RENDA_PYTHON") {
        let mut python = Command::new(python);
        // The checkout stays as it is.
        python.env("PYTHONDONTWRITEBYTECODE", "1");
        return Some(python);
    }
    skipped(
        "network pypi.org (a Python with the packages that tests/fixtures/tools names, named by RENDA_PYTHON)",
    );
    None
}

/// That Python, where Debian's browser and its driver are there too; `None`, said aloud, where one of them is not.
pub(crate) fn python_with_browser() -> Option<Command> {
    for program in ["chromium", "chromedriver"] {
        if !has(program, "--version") {
            skipped(&format!("command {program}"));
            return None;
        }
    }
    python_with_packages()
}

/// Whether a program is there: whether it says its version on `flag`.
pub(crate) fn has(program: &str, flag: &str) -> bool {
    Command::new(program).arg(flag).output().is_ok_and(|out| out.status.success())
}

/// Says that the running test leaves something out, for want of `need`: `path …`, `command …` or `network …`.
pub(crate) fn skipped(need: &str) {
    let thread = std::thread::current();
    let line = format!("SKIPPED {}: needs {need}, which is not there", thread.name().unwrap_or("a test"));
    eprintln!("{line}");
    if let Some(log) = std::env::var_os("RENDA_SKIPPED_LOG") {
        let mut file =
            OpenOptions::new().create(true).append(true).open(log).expect("the log of skips opens");
        writeln!(file, "{line}").expect("the log of skips takes a line");
    }
}

/// The program, free of what the developer's shell has set for it.
pub(crate) fn renda() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renda"));
    command.env_remove("RENDA_STORE").env("NO_COLOR", "1");
    command
}

/// A file or folder below `tests/fixtures/`.
pub(crate) fn fixture(path: impl AsRef<Path>) -> PathBuf {
    root().join("tests/fixtures").join(path)
}

/// The text of a file below `tests/fixtures/`.
pub(crate) fn fixture_text(path: impl AsRef<Path>) -> String {
    let path = fixture(path);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
