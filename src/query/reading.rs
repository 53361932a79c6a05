//! What one article claims, in the order of its text, each claim with all places that prove it.

use std::collections::BTreeMap;

use oxigraph::model::NamedNode;

use super::adopted::{Quote, quote};
use super::library::view;
use super::profile::{Act, Number};
use super::rows::{self, Row};
use super::{Dataset, bind};
use crate::error::Result;

/// A claim of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The first words that prove it; the IRI is the claim's.
    pub quote: Quote,
    /// All places that prove it, in code points of the body.
    pub places: Vec<(usize, usize)>,
    /// The code of the region that it is about.
    pub code: String,
    /// That region's name.
    pub name: String,
    /// What it says of the region.
    pub said: Said,
}

/// What a claim says of its region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It practises a mechanism, or plans to, or gave it up: the stage is the quote's.
    Adoption {
        /// The mechanism's IRI.
        mechanism: String,
        /// How far below it reaches.
        coverage: Option<String>,
        /// The document it rests on: IRI and title.
        basis: Option<(String, String)>,
    },
    /// A number.
    Number(Number),
    /// Something done with a statute or document.
    Act(Act),
    /// It went to another region to learn.
    Learning {
        /// The other's code.
        code: String,
        /// The other's name.
        name: String,
        /// When.
        time: Option<String>,
    },
}

/// Reads the claims of an article.
///
/// # Errors
/// Where the store cannot be read.
pub fn claims(reader: &dyn Dataset, article: &NamedNode) -> Result<Vec<Claim>> {
    let rows =
        rows::view(reader, &bind(view!("article-claim"), &[("article", vec![article.clone().into()])])?)?;
    let mut claims: Vec<Claim> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows.iter() {
        let quote = quote(&row, "claim");
        let place = (quote.start, quote.end);
        match known.get(&quote.iri) {
            Some(at) if claims[*at].places.contains(&place) => {}
            Some(at) => claims[*at].places.push(place),
            None => {
                known.insert(quote.iri.clone(), claims.len());
                claims.push(Claim {
                    places: vec![place],
                    code: row.owned("code"),
                    name: row.owned("name"),
                    said: said(&row, &quote),
                    quote,
                });
            }
        }
    }
    Ok(claims)
}

fn said(row: &Row<'_>, quote: &Quote) -> Said {
    let owned = |column| row.text(column).map(str::to_owned);
    match row.word("kind") {
        Some("Observation") => Said::Number(Number {
            indicator: row.owned("text"),
            concept: owned("indicator"),
            value: row.owned("value"),
            unit: owned("unit"),
            bound: owned("bound"),
            period: owned("period"),
            scope: owned("scope"),
            quote: quote.clone(),
        }),
        Some("StatuteAction") => Said::Act(Act {
            code: row.owned("code"),
            region: row.owned("name"),
            statute: row.owned("statuteTitle"),
            iri: row.owned("statute"),
            relation: row.word("relation").unwrap_or_default().to_owned(),
            time: owned("time"),
            quote: quote.clone(),
        }),
        Some("LearningContact") => {
            Said::Learning { code: row.owned("fromCode"), name: row.owned("fromName"), time: owned("time") }
        }
        _ => Said::Adoption {
            mechanism: row.owned("mechanism"),
            coverage: row.word("coverage").map(str::to_owned),
            basis: owned("basis").zip(owned("document")),
        },
    }
}
