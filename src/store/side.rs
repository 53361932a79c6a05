//! What stands beside the graph: the sources with their piece tables, the diagnostics, and the description of both.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Backend, error};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ArticleId, Diagnostic, Listing, Severity};
use crate::text::{Piece, Span};

/// All that a generation holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// The graph as N-Quads lines without line feed, sorted by bytes, each once, as `rdf::sorted_lines` gives them.
    pub lines: Vec<String>,
    /// Those of them that the current generation does not have, where that is known: the others came back from the
    /// engine as written when they were new, and are not asked again.
    pub added: Option<Vec<String>>,
    /// The sources, ascending, each once.
    pub sources: Vec<SourceEntry>,
    /// The diagnostics, ascending.
    pub diagnostics: Vec<Notice>,
    /// The fingerprint of the rules that made the graph.
    pub rules: String,
}

/// A source: a line of `sources.jsonl`. It is told apart by name and bytes, not by its folder. A file that holds several
/// pages, a table or an archive, is several sources.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceEntry {
    /// The file name without folder; of a page in a table or an archive, what the file calls it.
    pub name: String,
    /// The file name without folder, where the source has another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// SHA-256 of the file's bytes, in hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Where it was published, if the input says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Which column holds what, where the one who built said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<String>,
    /// What the manifest beside the file says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<Listing>,
    /// Where files with this name and these bytes stood when last seen, absolute: to notice a changed file, never for
    /// the graph.
    pub places: BTreeSet<String>,
    /// The fingerprint of the rules it was read with.
    pub rules: String,
    /// The articles found in it, in reading order.
    pub articles: Vec<ArticleEntry>,
}

/// An article of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// Its name.
    pub id: ArticleId,
    /// The piece table, as triples: body byte, first page byte, last page byte + 1.
    pub pieces: Vec<[usize; 3]>,
    /// Where another source's reading of the same article stands in the graph: this source's reading, as N-Quads.
    /// Kept so that the article can be told by this source alone when the other goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reading: Vec<String>,
}

impl SourceEntry {
    /// The name of its file without folder.
    pub fn file(&self) -> &str {
        self.file.as_deref().unwrap_or(&self.name)
    }

    /// What the graph calls it: its URL, else its file name.
    pub fn label(&self) -> &str {
        self.url.as_deref().unwrap_or(&self.name)
    }
}

impl ArticleEntry {
    /// An entry of this article, without a reading of its own.
    pub fn new(id: ArticleId, pieces: &[Piece]) -> Self {
        let pieces = pieces.iter().map(|p| [p.body, p.page.start, p.page.end]).collect();
        Self { id, pieces, reading: Vec::new() }
    }

    /// The piece table: body bytes ↔ page bytes.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> {
        self.pieces.iter().map(|&[body, start, end]| Piece { body, page: Span { start, end } })
    }
}

/// A diagnostic and its source: a line of `diagnostics.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// The source's name.
    pub source: String,
    /// The SHA-256 of the source's bytes: two sources may bear one name.
    pub sha256: String,
    /// The name of what the manifest says of the source, where one does: of two files with one name and the same bytes
    /// it may say two things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<String>,
    /// The file, absolute, where it gave nothing and so is no source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// First page byte, where the notice is of a place.
    pub start: Option<usize>,
    /// Last page byte + 1.
    pub end: Option<usize>,
    /// The code.
    pub code: String,
    /// How much to care.
    pub severity: Severity,
    /// Plain words.
    pub message: String,
}

impl Notice {
    /// `diagnostic`, said of `source`.
    pub fn of(source: &SourceEntry, diagnostic: Diagnostic) -> Self {
        let listing = source.listing.as_ref().map(Listing::name);
        Self { listing, ..Self::new(&source.name, &source.sha256, diagnostic) }
    }

    /// `diagnostic`, said of the source of this name and these bytes.
    pub fn new(source: &str, sha256: &str, diagnostic: Diagnostic) -> Self {
        Self {
            source: source.to_owned(),
            sha256: sha256.to_owned(),
            listing: None,
            place: None,
            start: diagnostic.span.map(|s| s.start),
            end: diagnostic.span.map(|s| s.end),
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message,
        }
    }
}

/// What a generation says of itself: `meta.json`. Two generations with equal descriptions are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The version of the layout on disk.
    pub format: u32,
    /// How the graph is kept.
    pub backend: Backend,
    /// Which renda made it.
    pub made_by: String,
    /// The fingerprint of the rules that made the graph.
    pub rules: String,
    /// How many quads.
    pub quads: usize,
    /// How many articles.
    pub articles: usize,
    /// How many sources.
    pub sources: usize,
    /// How many diagnostics.
    pub diagnostics: usize,
    /// SHA-256 of the graph as sorted N-Quads, whatever the backend.
    pub graph_sha256: String,
    /// SHA-256 of `sources.jsonl`.
    pub sources_sha256: String,
    /// SHA-256 of `diagnostics.jsonl`.
    pub diagnostics_sha256: String,
}

/// What a generation says of the renda that made it, where that is this one.
pub const MADE_BY: &str = concat!("renda ", env!("CARGO_PKG_VERSION"));

/// The layout that this version reads and writes.
const FORMAT: u32 = 1;

impl Meta {
    /// Describes `contents`, kept in `backend`.
    pub(super) fn of(contents: &Contents, backend: Backend) -> Result<Self> {
        let articles: BTreeSet<_> =
            contents.sources.iter().flat_map(|s| s.articles.iter().map(|a| &a.id)).collect();
        Ok(Self {
            format: FORMAT,
            backend,
            made_by: MADE_BY.to_owned(),
            rules: contents.rules.clone(),
            quads: contents.lines.len(),
            articles: articles.len(),
            sources: contents.sources.len(),
            diagnostics: contents.diagnostics.len(),
            graph_sha256: sha256_of_lines(&contents.lines),
            sources_sha256: sha256(&json_lines(&contents.sources)?),
            diagnostics_sha256: sha256(&json_lines(&contents.diagnostics)?),
        })
    }

    /// Reads the description in a generation's folder.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let path = folder.join("meta.json");
        let bytes = fs::read(&path).map_err(error::io("read the generation's description", &path))?;
        let broken = |e: serde_json::Error| error::damaged(&path, "the description is damaged").because(e);
        // The version first: a later layout may have fields that this one cannot read.
        let version: Version = serde_json::from_slice(&bytes).map_err(broken)?;
        if version.format != FORMAT {
            return Err(Error::new(
                ErrorKind::Store,
                format!("the store has layout {}, this renda reads layout {FORMAT}", version.format),
            )
            .at(path.display())
            .remedy("use the renda that made it, or make it anew with `renda build --fresh PATH…`"));
        }
        serde_json::from_slice(&bytes).map_err(broken)
    }

    /// The bytes of `meta.json`.
    pub(super) fn json(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self).map_err(unwritable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

/// One JSON object a line.
pub(super) fn json_lines<T: Serialize>(rows: &[T]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut bytes, row).map_err(unwritable)?;
        bytes.push(b'\n');
    }
    Ok(bytes)
}

/// Reads one JSON object a line, from a file whose SHA-256 is known.
pub(super) fn read_lines<T: for<'a> Deserialize<'a>>(path: &Path, expected: &str) -> Result<Vec<T>> {
    let bytes = fs::read(path).map_err(error::io("read", path))?;
    if sha256(&bytes) != expected {
        return Err(error::damaged(path, "differs from what meta.json says of it"));
    }
    let rows = bytes.split(|&b| b == b'\n').filter(|line| !line.is_empty()).map(serde_json::from_slice);
    rows.collect::<Result<_, _>>().map_err(|e| error::damaged(path, "is no JSON Lines").because(e))
}

fn unwritable(cause: serde_json::Error) -> Error {
    Error::new(ErrorKind::Store, "cannot be written as JSON").because(cause)
}

/// SHA-256 in hex.
///
/// ```
/// assert!(renda::store::sha256(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}

/// SHA-256 of lines, each ended by LF.
pub(super) fn sha256_of_lines(lines: &[String]) -> String {
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(line);
        hasher.update(b"\n");
    }
    hex(hasher.finalize())
}

fn hex(digest: impl AsRef<[u8]>) -> String {
    let mut text = String::new();
    for byte in digest.as_ref() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
