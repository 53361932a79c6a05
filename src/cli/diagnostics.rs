//! `renda diagnostics`: what was not understood.

use std::io::Write as _;

use super::Context;
use super::exit::Exit;
use super::table::{Form, Format, Table};
use crate::model::Severity;

/// What was not understood, and what was repaired, by source and place
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Places are byte offsets of the page as read.

Examples:
  renda diagnostics --warnings
  renda diagnostics --code resolve --format csv")]
pub(super) struct Args {
    /// Only codes that begin so, e.g. `segment` or `drop.normative`
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Only sources whose name holds this
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Only warnings, no notes
    #[arg(long)]
    warnings: bool,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let wanted = |code: &str, source: &str, severity: Severity| {
        args.code.as_ref().is_none_or(|c| code.starts_with(c.as_str()))
            && args.source.as_ref().is_none_or(|s| source.contains(s.as_str()))
            && (!args.warnings || severity == Severity::Warning)
    };
    let mut notices = reader.diagnostics()?;
    notices.retain(|n| wanted(&n.code, &n.source, n.severity));
    let out = &mut context.out;
    if args.form.format == Format::Json {
        serde_json::to_writer(&mut *out, &notices)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    let words = args.form.lang;
    let rows = notices.into_iter().map(|n| {
        let severity = match n.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
        };
        let place = n.start.zip(n.end).map(|(start, end)| format!("{start}..{end}")).unwrap_or_default();
        vec![n.source, place, words.get("severity", severity).to_owned(), n.code, n.message]
    });
    let heads = ["source", "place", "severity", "diagnostic", "message"];
    let title = words.get("text", "diagnostics");
    let table = Table::new(&heads, rows, words).within(&[24, 14, 8, 26, 0]).titled(title);
    table.write(out, args.form)?;
    Ok(Exit::Done)
}
