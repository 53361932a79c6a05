//! `--ontology DIR`, for the commands that read rules.

use std::path::PathBuf;

use crate::error::Result;
use crate::resource::Lexicon;

/// Rules of one's own beside those built in.
#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// A folder of rules of your own, added to those built in: mechanism.ttl, indicator.ttl, trigger.toml, region.csv,
    /// candidate.toml
    #[arg(long, value_name = "DIR")]
    ontology: Option<PathBuf>,
}

impl Rules {
    /// Reads them.
    pub(super) fn lexicon(&self) -> Result<Lexicon> {
        self.ontology.as_deref().map_or_else(Lexicon::load, Lexicon::load_with)
    }
}
