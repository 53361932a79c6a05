//! `renda diagnostics`: what was not understood.

use std::io::Write as _;

use super::Context;
use super::exit::Exit;
use super::table::{Form, Format, Table};
use crate::error::{Error, ErrorKind};
use crate::model::Severity;

/// What was not understood, and what was repaired, by source and place
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Places are byte offsets of the page as read.

Examples:
  renda diagnostics --warnings
  renda diagnostics --explain segment.breaks-off
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
    /// Tell what this code means and what to do about it; without CODE all of them. Needs no store
    #[arg(long, value_name = "CODE", num_args = 0..=1, conflicts_with_all = ["code", "source", "warnings"])]
    #[expect(clippy::option_option, reason = "not given, given alone, given with a code")]
    explain: Option<Option<String>>,
    #[command(flatten)]
    form: Form,
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    if let Some(code) = &args.explain {
        return explain(context, code.as_deref(), args.form);
    }
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

/// What codes mean, from `data/label.toml`.
fn explain(context: &mut Context, code: Option<&str>, form: Form) -> anyhow::Result<Exit> {
    let known: Vec<(&str, &str)> = form.lang.group("diagnostic").collect();
    let rows: Vec<_> =
        known.iter().filter(|(known, _)| code.is_none_or(|code| known.starts_with(code))).copied().collect();
    if rows.is_empty() {
        let codes: Vec<&str> = known.into_iter().map(|(code, _)| code).collect();
        let message = format!("unknown code {}", code.unwrap_or_default());
        return Err(Error::new(ErrorKind::Usage, message)
            .remedy(format!("known are {}", codes.join(", ")))
            .into());
    }
    let out = &mut context.out;
    if form.format == Format::Json {
        let rows: Vec<_> =
            rows.iter().map(|(code, text)| serde_json::json!({ "code": code, "text": text })).collect();
        serde_json::to_writer(&mut *out, &rows)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    let rows = rows.into_iter().map(|(code, text)| vec![code.to_owned(), text.to_owned()]);
    Table::new(&["diagnostic", "message"], rows, form.lang).within(&[26, 0]).write(out, form)?;
    Ok(Exit::Done)
}
