//! `renda show`: all that is known of a region, a mechanism or a statute.

mod form;
mod section;

use std::io::Write as _;

use serde::Serialize;

use super::Context;
use super::exit::Exit;
use super::out::say;
use super::table::{Form, Format, Sort, write_page};
use super::words::Words;
use crate::error::{Error, ErrorKind};
use crate::query::adopted::{Answer, Question, adopted};
use crate::query::hardness::hardest_first;
use crate::query::profile::{self, MechanismProfile, RegionProfile, StatuteProfile};
use crate::query::{mechanism_if_known, nearest, region_if_known, statute};

/// All that is known of a region, a mechanism or a statute, with the words that say so
#[derive(Debug, clap::Args)]
#[command(after_help = "\
CSV, TSV and XLSX give one row a statement, with its quote.

Examples:
  renda show 141123
  renda show deputies-liaison-station --lang en
  renda show 141100 --format html > profile.html
  renda show 141100 --format json")]
pub(super) struct Args {
    /// A region (name, short name, code), a mechanism (label, slug) or the title of a statute
    #[arg(value_name = "NAME")]
    name: String,
    /// By what mechanisms and regions are ordered
    #[arg(long, value_enum, default_value_t)]
    sort: Sort,
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

impl Profile {
    /// Puts what is proved hardest first.
    fn hardest_first(&mut self) {
        match self {
            Self::Region(region) => {
                for function in &mut region.functions {
                    function.practices.sort_by_key(|entry| std::cmp::Reverse(entry.practice.hardness));
                }
            }
            Self::Mechanism { adopted, .. } => {
                hardest_first(&mut adopted.regions);
                hardest_first(&mut adopted.planned);
                hardest_first(&mut adopted.discontinued);
            }
            Self::Statute { .. } => {}
        }
    }
}

pub(super) fn run(context: &mut Context, args: &Args) -> anyhow::Result<Exit> {
    let reader = context.dataset()?;
    let words = args.form.lang;
    let mut profile = profile_of(reader, &args.name, words)?;
    if args.sort == Sort::Hardness {
        profile.hardest_first();
    }
    let empty = match &profile {
        Profile::Region(region) => region.is_empty(),
        Profile::Mechanism { adopted, .. } => adopted.is_empty(),
        Profile::Statute { statutes } => statutes.iter().all(|s| s.acts.is_empty()),
    };
    let out = &mut context.out;
    let page = || section::page(&profile, words);
    match args.form.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &profile)?;
            writeln!(out)?;
        }
        Format::Table => form::terminal(&page(), out, args.form)?,
        Format::Md | Format::Html | Format::Docx => {
            write_page(&form::document(&page(), words), out, args.form.format)?;
        }
        Format::Csv | Format::Tsv | Format::Xlsx => form::flat(&page(), words).write(out, args.form)?,
    }
    if empty {
        say(format!("{}: {}", args.name, words.get("text", "none")));
    }
    Ok(if empty { Exit::Failed } else { Exit::Done })
}

fn profile_of(reader: &dyn crate::query::Dataset, name: &str, words: Words) -> anyhow::Result<Profile> {
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
