//! `renda validate`: whether what a store says still holds.

use std::io::Write as _;

use super::Context;
use super::exit::Exit;
use super::out::say;
use crate::query::check::{Finding, check};

/// Check that every quote stands verbatim at its place, that the check queries give no row, and that files are whole
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Each finding is a line: the check, a tab, and what does not hold. --deep reads the source files again at the places
where `renda build` saw them and follows the way back from each article's text to its page.

Examples:
  renda validate
  renda validate --deep")]
pub(super) struct Args {
    /// Read the source files again too
    #[arg(long)]
    deep: bool,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    reader.verify()?;
    let mut checked = check(reader)?;
    let mut files = String::new();
    if args.deep {
        let deep = deep::check(reader)?;
        checked.findings.extend(deep.findings);
        files = format!(", {} articles followed back into {} files", deep.articles, deep.files);
        for missing in deep.missing {
            say(format!("not checked: {missing}"));
        }
    }
    for Finding { check, message } in &checked.findings {
        writeln!(context.out, "{check}\t{message}")?;
    }
    say(format!(
        "{} quotes compared, {} check queries run{files}: {} findings",
        checked.quotes,
        checked.queries,
        checked.findings.len()
    ));
    Ok(if checked.findings.is_empty() { Exit::Done } else { Exit::Failed })
}

/// The way back from the text of articles to the files.
mod deep {
    use std::collections::BTreeMap;
    use std::fs;

    use crate::error::Result;
    use crate::query::check::{Finding, bodies};
    use crate::resource::DocumentRules;
    use crate::store::{Reader, SourceEntry, sha256};
    use crate::text::fold;
    use crate::{query, read};

    /// What was found on the way back.
    #[derive(Default)]
    pub(super) struct Deep {
        pub(super) articles: usize,
        pub(super) files: usize,
        pub(super) findings: Vec<Finding>,
        /// Sources whose file is not where it was.
        pub(super) missing: Vec<String>,
    }

    pub(super) fn check(reader: &Reader) -> Result<Deep> {
        let bodies = bodies(reader)?;
        let rules = DocumentRules::load()?;
        let mut deep = Deep::default();
        for source in reader.sources()? {
            match bytes(&source) {
                Some(bytes) => follow(&rules, &source, &bytes, &bodies, &mut deep),
                None => deep
                    .missing
                    .push(format!("{}: its file is not where it was, or was changed", source.name)),
            }
        }
        Ok(deep)
    }

    /// The bytes of a source, from a place where they still stand.
    fn bytes(source: &SourceEntry) -> Option<Vec<u8>> {
        source
            .places
            .iter()
            .filter_map(|place| fs::read(place).ok())
            .find(|bytes| sha256(bytes) == source.sha256)
    }

    fn follow(
        rules: &DocumentRules,
        source: &SourceEntry,
        bytes: &[u8],
        bodies: &BTreeMap<String, String>,
        deep: &mut Deep,
    ) {
        deep.files += 1;
        let mut found = |check: &str, message: String| {
            deep.findings.push(Finding { check: check.to_owned(), message });
        };
        let fields = source.fields.as_deref().and_then(|fields| fields.parse().ok()).unwrap_or_default();
        let read::Reading { pages, rejected } = read::pages(rules, &fields, source.file(), bytes);
        let page = match (pages.into_iter().find(|page| page.name == source.name), rejected.first()) {
            (Some(page), _) => page,
            (None, Some(error)) => return found("source-unreadable", error.to_string()),
            (None, None) => return found("source-unreadable", format!("{}: not in its file", source.name)),
        };
        for article in &source.articles {
            deep.articles += 1;
            let iri = format!("{}article/{}", query::BASE, article.id);
            let Some(body) = bodies.get(&iri) else {
                found(
                    "article-not-in-graph",
                    format!("{iri}, which {} holds, is not in the graph", source.name),
                );
                continue;
            };
            let mut rebuilt = String::new();
            for piece in article.pieces() {
                // Between two slices stands nothing, or the line feed of a new paragraph.
                if piece.body == rebuilt.len() + 1 {
                    rebuilt.push('\n');
                }
                match page.text.get(piece.page.start..piece.page.end) {
                    Some(words) if piece.body == rebuilt.len() => rebuilt.push_str(words),
                    _ => break,
                }
            }
            // Two sources may wrap one article differently; only blanks may differ then.
            if rebuilt != *body && fold(&rebuilt) != fold(body) {
                found(
                    "pieces-lead-elsewhere",
                    format!("{iri}: its pieces in {} give other words", source.name),
                );
            }
        }
    }
}
