//! What a build tells: on the way, and at its end.

use crate::error::Error;
use crate::store::Naming;

/// How far a build has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// Files are read and extracted.
    Reading {
        /// So many are done.
        done: usize,
        /// Of so many.
        all: usize,
        /// So many bytes were extracted.
        bytes: u64,
    },
    /// A file was extracted.
    Gave {
        /// Where it stands.
        place: &'a str,
        /// So many articles were found in it.
        articles: usize,
        /// They make so many claims.
        claims: usize,
        /// So much was noticed.
        notices: usize,
    },
    /// It is told which articles are reprints of others.
    Comparing {
        /// So many articles were compared.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// Facts were made of all claims, and articles become quads.
    Writing {
        /// So many articles are.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// The generation is stored.
    Storing {
        /// So many quads are.
        done: usize,
        /// Of so many.
        all: usize,
    },
    /// What was stored is read again and compared with what was to be stored.
    Checking {
        /// So many quads were.
        done: usize,
        /// Of so many.
        all: usize,
    },
}

impl From<Naming> for Progress<'_> {
    fn from(naming: Naming) -> Self {
        match naming {
            Naming::Storing { done, all } => Self::Storing { done, all },
            Naming::Checking { done, all } => Self::Checking { done, all },
        }
    }
}

/// What a build did, and what the store holds after it. Seconds are the caller's to take.
#[derive(Debug, Default)]
pub struct Summary {
    /// The generation that holds now; `None` where nothing could be read and nothing was there, so none was named.
    pub generation: Option<u64>,
    /// Whether this run named it; otherwise it was there and held the same.
    pub named: bool,

    /// Files found in the paths that were given.
    pub listed: usize,
    /// Files known already because they look as when they were read: their bytes were not looked at.
    pub unopened: usize,
    /// Files extracted in this run.
    pub read: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files known already, by their looks, or by name and bytes.
    pub unchanged: usize,
    /// Sources that went because their file has other bytes now.
    pub replaced: usize,
    /// Places that were forgotten because the bytes that stood there stand elsewhere now.
    pub moved: usize,
    /// Places that were forgotten because nothing stands there now and pruning was asked for.
    pub pruned: usize,
    /// Places under the folders that were given where nothing stands now: what stood there is kept.
    pub gone: Vec<String>,
    /// Sources that were taken out.
    pub removed: usize,
    /// Inputs that gave nothing, each with its place and reason.
    pub rejected: Vec<Error>,
    /// Generations that a fresh build could not erase, because somebody reads them.
    pub unforgotten: usize,
    /// Names of sources read under earlier rules whose files are no longer where they were: their records stay as they
    /// are.
    pub stale: Vec<String>,

    /// Articles whose sources came or went, so that they were put together anew.
    pub articles_anew: usize,
    /// Keys of fusion (a region and a mechanism, say) whose claims changed, so that they were fused anew.
    pub keys: usize,

    /// Sources in the store.
    pub sources: usize,
    /// Articles in the store.
    pub articles: usize,
    /// Regions of which something is claimed.
    pub regions: usize,
    /// Claims that a region practises a mechanism.
    pub adoptions: usize,
    /// Claims that are numbers.
    pub observations: usize,
    /// Claims about statutes.
    pub statutes: usize,
    /// Visits to learn.
    pub learning: usize,
    /// Facts.
    pub facts: usize,
    /// Conflicts between claims.
    pub conflicts: usize,
    /// Diagnostics.
    pub diagnostics: usize,
    /// Sources in which no article was found.
    pub without_article: usize,
    /// Articles of which nobody can say on which region they report.
    pub without_region: usize,
    /// Articles that give no claim.
    pub without_claim: usize,
    /// Quads of the whole graph.
    pub quads: usize,
}

impl Summary {
    /// Claims of all kinds.
    pub fn claims(&self) -> usize {
        self.adoptions + self.observations + self.statutes + self.learning
    }
}
