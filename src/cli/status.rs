//! `renda status`: what the store holds.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use super::Context;
use super::exit::Exit;
use crate::error::Result;
use crate::query::select;
use crate::store::{Hints, Look, Reader};

/// What the store holds: generation, sources, articles, claims, facts; and what the next build will find changed
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  renda status\n  renda status --json")]
pub(super) struct Args {
    /// For programs
    #[arg(long)]
    json: bool,
}

/// The code of what could not be read.
const REJECTED: &str = "read.rejected";

/// What is missing: a name, and the code that says so.
const NOTICED: [(&str, &str); 4] = [
    ("rejected", REJECTED),
    ("without article", "segment.no-article"),
    ("without region", "resolve.no-home"),
    ("without claim", "extract.no-claim"),
];

/// What is counted: a name, and the class of its instances.
const COUNTED: [(&str, &str); 6] = [
    ("adoption claims", "AdoptionClaim"),
    ("observations", "Observation"),
    ("statute actions", "StatuteAction"),
    ("learning contacts", "LearningContact"),
    ("facts", "Adoption"),
    ("conflicts", "Conflict"),
];

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let meta = reader.meta().clone();
    let mut lines: Vec<(String, serde_json::Value)> = vec![
        ("store".into(), context.store.display().to_string().into()),
        ("generation".into(), reader.generation().into()),
        ("backend".into(), meta.backend.as_str().into()),
        ("made by".into(), meta.made_by.into()),
        ("sources".into(), meta.sources.into()),
        ("articles".into(), meta.articles.into()),
    ];
    for (name, class) in COUNTED {
        let sparql = format!(
            "PREFIX rd: <https://w3id.org/renda/ontology#> SELECT (COUNT(DISTINCT ?x) AS ?n) {{ ?x a rd:{class} }}"
        );
        let n: usize =
            select(reader, &sparql)?.iter().next().and_then(|row| row.number("n")).unwrap_or_default();
        lines.push((name.into(), n.into()));
    }
    let notices = reader.diagnostics()?;
    lines.push(("diagnostics".into(), notices.len().into()));
    for (name, code) in NOTICED {
        lines.push((name.into(), notices.iter().filter(|notice| notice.code == code).count().into()));
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for notice in notices.iter().filter(|notice| notice.code == REJECTED) {
        *reasons.entry(&notice.message).or_default() += 1;
    }
    let Waiting { changed, gone, stale } = waiting(reader, &context.store)?;
    lines.push(("files changed".into(), changed.into()));
    lines.push(("files gone".into(), gone.into()));
    lines.push(("stale sources".into(), stale.into()));
    lines.push(("quads".into(), meta.quads.into()));
    lines.push(("graph sha256".into(), meta.graph_sha256.into()));
    let out = &mut context.out;
    if args.json {
        let mut object: serde_json::Map<_, _> =
            lines.into_iter().map(|(k, v)| (k.replace(' ', "_"), v)).collect();
        object.insert("rejections".into(), serde_json::json!(reasons));
        writeln!(out, "{}", serde_json::Value::Object(object))?;
        return Ok(Exit::Done);
    }
    for (name, value) in lines {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        writeln!(out, "{name:<16} {value}")?;
    }
    if !reasons.is_empty() {
        writeln!(out, "rejected, and why (`renda diagnostics --code {REJECTED}` names the files)")?;
    }
    for (reason, count) in reasons {
        writeln!(out, "{count:>6}  {reason}")?;
    }
    Ok(Exit::Done)
}

/// What the next build will find.
struct Waiting {
    /// Files that do not look as when they were read.
    changed: usize,
    /// Places where nothing stands any more.
    gone: usize,
    /// Sources read under other rules than those of the generation: their files were gone.
    stale: usize,
}

fn waiting(reader: &Reader, store: &Path) -> Result<Waiting> {
    let (sources, hints) = (reader.sources()?, Hints::load(store));
    let mut waiting = Waiting { changed: 0, gone: 0, stale: 0 };
    for source in &sources {
        waiting.stale += usize::from(source.rules != reader.meta().rules);
        for place in &source.places {
            if !Path::new(place).exists() {
                waiting.gone += 1;
            } else if hints.sha256(place, Look::at(Path::new(place))) != Some(source.sha256.as_str()) {
                waiting.changed += 1;
            }
        }
    }
    Ok(waiting)
}
