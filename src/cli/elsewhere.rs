//! `--endpoint` and what belongs to it: a store elsewhere, asked instead of the one on this machine, or pushed to.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::Command;
use crate::error::{Error, ErrorKind, Result};
use crate::remote::{Address, Client, Credential, Endpoint, Patience};

/// Where the store elsewhere is, who we are to it, and how patient we are.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    /// Ask a SPARQL endpoint instead of the store; for `push`, where the store elsewhere is asked
    #[arg(long, global = true, value_name = "URL")]
    endpoint: Option<String>,
    /// A file with USER:PASSWORD for the endpoint, if not in the environment as `RENDA_CREDENTIALS`
    #[arg(long, global = true, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// How many seconds a request to the endpoint may take
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// How often a request is sent again that found nobody or a busy server
    #[arg(long, global = true, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=10))]
    retries: u32,
}

impl Args {
    /// The endpoint, which holds something; `None` where none is named.
    pub(super) fn endpoint(&self) -> Result<Option<Endpoint>> {
        self.address()?.map(|address| Endpoint::open(address, Arc::new(self.client()?))).transpose()
    }

    /// Where the endpoint is.
    pub(super) fn address(&self) -> Result<Option<Address>> {
        self.endpoint.as_deref().map(Address::new).transpose()
    }

    /// Who asks it.
    pub(super) fn client(&self) -> Result<Client> {
        let patience = Patience { request: Duration::from_secs(self.patience), retries: self.retries };
        Ok(Client::new(Credential::find(self.credentials.as_deref())?, patience))
    }

    /// That a command which asks no endpoint is given none: it would answer from the store, and look as if it had asked.
    pub(super) fn suits(&self, command: &Command) -> Result<()> {
        let asks = matches!(
            command,
            Command::Adopted(_)
                | Command::Compare(_)
                | Command::Show(_)
                | Command::Timeline(_)
                | Command::Discover(_)
                | Command::Brief(_)
                | Command::Query(_)
                | Command::Graph(_)
                | Command::Push(_)
        );
        if asks || self.endpoint.is_none() {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Usage, "this command knows the store on this machine only")
            .remedy("leave --endpoint out"))
    }
}
