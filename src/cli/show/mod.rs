//! `renda show`: all that is known of a region, a mechanism or a statute.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;

use super::Context;
use super::adopted::{extent, proof, stage};
use super::cite::cell;
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Table};
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::query::adopted::{Answer, Question, adopted};
use crate::query::profile::{self, Act, MechanismProfile, Number, RegionProfile, StatuteProfile};
use crate::query::{mechanism_if_known, nearest, region_if_known, statute};

/// All that is known of a region, a mechanism or a statute, with the words that say so
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  renda show 141123
  renda show deputies-liaison-station --lang en
  renda show 141100 --format json")]
pub(super) struct Args {
    /// A region (name, short name, code), a mechanism (label, slug) or the title of a statute
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    form: Form,
}

/// What the name meant.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Profile {
    Region(RegionProfile),
    Mechanism {
        #[serde(flatten)]
        profile: MechanismProfile,
        adopted: Box<Answer>,
    },
    Statute {
        statutes: Vec<StatuteProfile>,
    },
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.reader()?;
    let words = args.form.lang;
    let profile = profile_of(reader, &args.name, words)?;
    let empty = match &profile {
        Profile::Region(region) => region.is_empty(),
        Profile::Mechanism { adopted, .. } => adopted.is_empty(),
        Profile::Statute { statutes } => statutes.iter().all(|s| s.acts.is_empty()),
    };
    let out = &mut context.out;
    if args.form.format == Format::Json {
        serde_json::to_writer(&mut *out, &profile)?;
        writeln!(out)?;
    } else {
        let page = Page { words, form: args.form };
        match &profile {
            Profile::Region(region) => page.region(out, region)?,
            Profile::Mechanism { profile, adopted } => page.mechanism(out, profile, adopted)?,
            Profile::Statute { statutes } => page.statutes(out, statutes)?,
        }
    }
    if empty {
        say(format!("{}: {}", args.name, words.get("text", "none")));
    }
    Ok(if empty { Exit::Failed } else { Exit::Done })
}

fn profile_of(reader: &crate::store::Reader, name: &str, words: Words) -> anyhow::Result<Profile> {
    let language = words.tag();
    if let Some(found) = region_if_known(reader, name)? {
        found.note.iter().for_each(say);
        return Ok(Profile::Region(profile::region(reader, &found, language)?));
    }
    if let Some(found) = mechanism_if_known(reader, name)? {
        let profile = profile::mechanism(reader, &found, language)?;
        let question = Question {
            mechanism: found,
            within: None,
            status: Vec::new(),
            since: None,
            exact: false,
            language,
        };
        return Ok(Profile::Mechanism { profile, adopted: Box::new(adopted(reader, &question)?) });
    }
    let statutes = statute(reader, name)?;
    if !statutes.is_empty() {
        let statutes = statutes.iter().map(|s| profile::statute(reader, s)).collect::<Result<_, _>>()?;
        return Ok(Profile::Statute { statutes });
    }
    let error = Error::new(ErrorKind::Usage, format!("no region, mechanism or statute is called {name}"));
    let near = nearest(reader, name)?;
    Err(if near.is_empty() { error } else { error.remedy(format!("near: {}", near.join(", "))) }.into())
}

struct Page {
    words: Words,
    form: Form,
}

impl Page {
    fn region(&self, out: &mut impl Write, region: &RegionProfile) -> anyhow::Result<()> {
        let words = self.words;
        let mut parts = vec![format!("{} ({})", region.name, region.code)];
        parts.extend(region.level.as_deref().map(|level| words.get("level", level).to_owned()));
        if !region.within.is_empty() {
            parts.push(region.within.join(" > "));
        }
        parts.push(words.say("articles", &[("n", &region.articles)]));
        self.line(out, &parts.join(" · "))?;
        for function in &region.functions {
            self.line(out, "")?;
            self.line(out, function.label.as_deref().unwrap_or_else(|| words.get("text", "no-function")))?;
            let rows = function.practices.iter().map(|entry| {
                let p = &entry.practice;
                vec![
                    entry.label.clone(),
                    stage(p, words),
                    extent(p, words),
                    p.since.clone().unwrap_or_default(),
                    proof(p, words),
                ]
            });
            self.table(
                out,
                ["practice", "status", "coverage", "since", "evidence"],
                &[24, 12, 12, 12, 0],
                rows,
            )?;
        }
        if !region.observations.is_empty() {
            self.line(out, "")?;
            self.line(out, words.get("text", "observations"))?;
            let rows = region.observations.iter().map(|n| self.number(n));
            self.table(out, ["indicator", "value", "period", "evidence"], &[26, 14, 14, 0], rows)?;
        }
        if !region.statutes.is_empty() {
            self.line(out, "")?;
            self.line(out, words.get("text", "statutes"))?;
            let rows = region.statutes.iter().map(|act| {
                vec![
                    act.statute.clone(),
                    words.get("relation", &act.relation).to_owned(),
                    act.time.clone().unwrap_or_default(),
                    cell(&act.quote, self.words),
                ]
            });
            self.table(out, ["statute", "relation", "time", "evidence"], &[26, 12, 12, 0], rows)?;
        }
        Ok(())
    }

    fn mechanism(
        &self,
        out: &mut impl Write,
        profile: &MechanismProfile,
        answer: &Answer,
    ) -> anyhow::Result<()> {
        let words = self.words;
        self.line(out, &format!("{} <{}>", profile.label, profile.iri))?;
        if profile.candidate {
            self.line(out, words.get("text", "candidate"))?;
        }
        for (key, names) in
            [("also", &profile.also), ("broader", &profile.broader), ("narrower", &profile.narrower)]
        {
            if !names.is_empty() {
                let joined = names.join(words.get("text", "list-comma"));
                self.line(out, &format!("{}: {joined}", words.get("text", key)))?;
            }
        }
        let practices = [&answer.regions, &answer.planned, &answer.discontinued].into_iter().flatten();
        let rows: Vec<_> = practices
            .map(|p| {
                let mut region = format!("{} {}", p.name, p.code);
                if p.via.is_some() {
                    let _ = write!(region, "\n> {}", p.label);
                }
                vec![
                    region,
                    stage(p, words),
                    extent(p, words),
                    p.since.clone().unwrap_or_default(),
                    proof(p, words),
                ]
            })
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.line(out, "")?;
        self.table(out, ["region", "status", "coverage", "since", "evidence"], &[20, 12, 12, 12, 0], rows)
    }

    fn statutes(&self, out: &mut impl Write, statutes: &[StatuteProfile]) -> anyhow::Result<()> {
        let words = self.words;
        for (n, statute) in statutes.iter().enumerate() {
            if n > 0 {
                self.line(out, "")?;
            }
            let title = format!(
                "{}{}{}",
                words.get("text", "title-open"),
                statute.title,
                words.get("text", "title-close")
            );
            let owner = statute.owner.as_ref().map(|owner| format!(" · {owner}")).unwrap_or_default();
            self.line(out, &format!("{title}{owner}"))?;
            let rows = statute.acts.iter().map(|act| self.act(act));
            self.table(out, ["region", "relation", "time", "evidence"], &[20, 12, 12, 0], rows)?;
        }
        Ok(())
    }

    fn act(&self, act: &Act) -> Vec<String> {
        vec![
            format!("{} {}", act.region, act.code),
            self.words.get("relation", &act.relation).to_owned(),
            act.time.clone().unwrap_or_default(),
            cell(&act.quote, self.words),
        ]
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let bound = number.bound.as_deref().map(|b| self.words.get("bound", b)).unwrap_or_default();
        let when = [number.period.as_deref(), number.scope.as_deref()];
        vec![
            number.indicator.clone(),
            format!("{bound}{}{}", number.value, number.unit.as_deref().unwrap_or_default()),
            when.into_iter().flatten().collect::<Vec<_>>().join(" "),
            cell(&number.quote, self.words),
        ]
    }

    /// A line between tables: not where a program reads the output.
    fn line(&self, out: &mut impl Write, text: &str) -> anyhow::Result<()> {
        match self.form.format {
            Format::Csv | Format::Tsv | Format::Json => {}
            Format::Html => writeln!(out, "<p>{}</p>", super::table::escaped(text))?,
            Format::Table | Format::Md => writeln!(out, "{text}")?,
        }
        Ok(())
    }

    fn table<const N: usize>(
        &self,
        out: &mut impl Write,
        heads: [&str; N],
        widths: &[u16],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> anyhow::Result<()> {
        let table = Table {
            heads: heads.map(|key| self.words.head(key)).to_vec(),
            rows: rows.into_iter().collect(),
            widths: widths.to_vec(),
        };
        table.write(out, self.form)
    }
}
