//! `renda serve`: the store as pages and as an endpoint.

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::serve::{Log, Scratch, Settings, Site, Snapshot, Workers, listen};
use crate::store::Reader;

/// Serve the store: pages for people, SPARQL and linked data for programs
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Only this machine can reach the server, unless --bind says otherwise. SIGTERM or Ctrl-C ends it when the answers under
way are given.

Examples:
  renda serve
  renda serve --open
  renda serve --store renda.db --port 0")]
pub(super) struct Args {
    /// The address to listen at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// The port; 0 for any that is free
    #[arg(long, value_name = "PORT", default_value_t = 7171)]
    port: u16,
    /// How many seconds an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// Let clients change what is served: SPARQL updates, and graphs written by the Graph Store Protocol
    #[arg(long, requires = "scratch")]
    writable: bool,
    /// Serve a scratch store in this folder, which is made where it is not there, instead of the store
    #[arg(long, value_name = "DIR", requires = "writable")]
    scratch: Option<PathBuf>,
    /// How requests are logged on stderr
    #[arg(long, value_enum, default_value_t = Logged::Off)]
    log: Logged,
    /// Open the start page in the browser
    #[arg(long)]
    open: bool,
}

/// How requests are logged.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Logged {
    /// Not at all
    Off,
    /// In words
    Plain,
    /// As JSON
    Json,
}

impl From<Logged> for Log {
    fn from(logged: Logged) -> Self {
        match logged {
            Logged::Off => Self::Off,
            Logged::Plain => Self::Plain,
            Logged::Json => Self::Json,
        }
    }
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let store = args.scratch.as_ref().unwrap_or(&context.store);
    let workers = Workers { store: store.clone(), ..Workers::default() };
    let scratch = match &args.scratch {
        Some(dir) => Some(Scratch::open(dir, workers.start(&["change"], 0)?)?),
        None => None,
    };
    let snapshot = Snapshot::new(Reader::open(store)?);
    let generation = snapshot.reader().generation();
    let settings = Settings {
        timeout: Duration::from_secs(args.timeout),
        local: args.bind.is_loopback(),
        log: args.log.into(),
        workers,
        ..Settings::default()
    };
    let wanted = SocketAddr::new(args.bind, args.port);
    let listener = TcpListener::bind(wanted)
        .with_context(|| format!("cannot listen at {wanted}; --port 0 takes a port that is free"))?;
    let address = format!("http://{}/", listener.local_addr()?);
    let site = Site::new(snapshot, settings, scratch);
    say(format_args!("generation {generation} of {} at {address}", store.display()));
    if args.open {
        browse(&address);
    }
    // Who changes a scratch store switches its generations too.
    let followed = args.scratch.is_none().then(|| store.clone());
    listen(site, followed, listener)?;
    Ok(Exit::Done)
}

/// Asks the desktop to show an address. Where there is none, the address stands in the terminal.
fn browse(address: &str) {
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    if std::process::Command::new(program).arg(address).spawn().is_err() {
        say(format_args!("no browser could be opened; the address is {address}"));
    }
}
