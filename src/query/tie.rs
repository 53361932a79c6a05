//! What ties a region to others beside what it practises: where it went to learn, with whom it works together.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{NamedNode, Term};
use serde::Serialize;

use super::adopted::{Quote, quote};
use super::library::view;
use super::names::{preferred, region_if_known};
use super::{Dataset, rows};
use crate::error::{ErrorKind, Result};

/// A region and somebody else, by the words that tie them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Tie {
    /// The code of who acts.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What ties them.
    pub kind: TieKind,
    /// The code of the other, where it is a region or an organ of one.
    pub other_code: Option<String>,
    /// The other's name; of a partner as printed.
    pub other: String,
    /// When.
    pub time: Option<String>,
    /// The IRI of the mechanism they practise together.
    pub mechanism: Option<String>,
    /// Its name.
    pub about: Option<String>,
    /// The words.
    pub quote: Quote,
}

/// What ties two regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieKind {
    /// The one went to the other to learn.
    Learning,
    /// They practise something together.
    Together,
}

impl TieKind {
    /// Its word in JSON and in the file of labels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Learning => "learning",
            Self::Together => "together",
        }
    }
}

/// All ties of a store, by the code of who acts.
///
/// # Errors
/// Where the store cannot be read.
pub fn ties(reader: &dyn Dataset, language: &str) -> Result<Vec<Tie>> {
    let mut ties = learning(reader)?;
    ties.extend(together(reader, language)?);
    ties.sort();
    ties.dedup_by(|a, b| a.quote.iri == b.quote.iri && a.kind == b.kind && a.other == b.other);
    Ok(ties)
}

fn learning(reader: &dyn Dataset) -> Result<Vec<Tie>> {
    let rows = rows::view(reader, view!("contact"))?;
    Ok(rows
        .iter()
        .map(|row| Tie {
            code: row.owned("code"),
            name: row.owned("name"),
            kind: TieKind::Learning,
            other_code: row.text("other_code").map(str::to_owned),
            other: row.owned("other"),
            time: row.text("time").map(str::to_owned),
            mechanism: None,
            about: None,
            quote: quote(&row, "contact"),
        })
        .collect())
}

fn together(reader: &dyn Dataset, language: &str) -> Result<Vec<Tie>> {
    let rows = rows::view(reader, view!("partner"))?;
    let mechanisms: BTreeSet<&str> = rows.iter().filter_map(|row| row.text("mechanism")).collect();
    let mechanisms: Vec<Term> =
        mechanisms.into_iter().map(|iri| NamedNode::new_unchecked(iri).into()).collect();
    let labels = preferred(reader, mechanisms, language)?;
    let mut codes: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut ties = Vec::new();
    for row in rows.iter() {
        let partner = row.owned("partner");
        let code = match codes.get(&partner) {
            Some(code) => code.clone(),
            None => codes.entry(partner.clone()).or_insert(region_in_front(reader, &partner)?).clone(),
        };
        let mechanism = row.text("mechanism").map(str::to_owned);
        ties.push(Tie {
            code: row.owned("code"),
            name: row.owned("name"),
            kind: TieKind::Together,
            other_code: code,
            other: partner,
            time: row.text("since").map(str::to_owned),
            about: mechanism.as_ref().and_then(|iri| labels.get(iri).cloned()),
            mechanism,
            quote: quote(&row, "claim"),
        });
    }
    Ok(ties)
}

/// The code of the region with whose name a partner's begins; the longest such name. Names that several regions bear
/// tie nobody.
fn region_in_front(reader: &dyn Dataset, partner: &str) -> Result<Option<String>> {
    let ends: Vec<usize> = partner.char_indices().map(|(at, c)| at + c.len_utf8()).skip(1).collect();
    for &end in ends.iter().rev() {
        match region_if_known(reader, &partner[..end]) {
            Ok(Some(found)) => return Ok(found.iri.as_str().rsplit('/').next().map(str::to_owned)),
            Ok(None) => {}
            Err(error) if error.kind() == ErrorKind::Usage => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}
