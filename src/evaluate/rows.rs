//! What the system says, as rows: from a store by the queries of `queries/view/eval-*.rq`, or from JSON.

use oxigraph::model::Term;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use crate::query::Rows;

const ARTICLE_RQ: &str = include_str!("../../queries/view/eval-article.rq");
const ADOPTION_RQ: &str = include_str!("../../queries/view/eval-adoption.rq");
const FACT_RQ: &str = include_str!("../../queries/view/eval-fact.rq");
const OBSERVATION_RQ: &str = include_str!("../../queries/view/eval-observation.rq");
const STATUTE_RQ: &str = include_str!("../../queries/view/eval-statute.rq");

/// All that is scored. In JSON the keys are those that `score.py - ROWS.json` reads.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SystemRows {
    /// One for each article, author and region.
    #[serde(default, rename = "articles")]
    pub article: Vec<ArticleRow>,
    /// One for each adoption claim, label, surface form and quote.
    #[serde(default)]
    pub adoption: Vec<AdoptionRow>,
    /// One for each fused fact.
    #[serde(default)]
    pub fact: Vec<FactRow>,
    /// One for each observation and quote.
    #[serde(default)]
    pub observation: Vec<ObservationRow>,
    /// One for each statute action.
    #[serde(default)]
    pub statute: Vec<StatuteRow>,
}

/// An article with an author and a region.
#[derive(Debug, Clone, Deserialize)]
pub struct ArticleRow {
    /// The article's IRI.
    #[serde(rename = "a")]
    pub iri: String,
    /// Its title.
    pub title: String,
    /// An author's name.
    pub author: Option<String>,
    /// The code of its home region.
    pub code: Option<String>,
}

/// An adoption claim with one of its names and quotes.
#[derive(Debug, Clone, Deserialize)]
pub struct AdoptionRow {
    /// The region's code.
    pub code: String,
    /// The mechanism's IRI.
    #[serde(rename = "m")]
    pub mechanism: String,
    /// A label of the mechanism.
    pub label: Option<String>,
    /// The words that the text has for it.
    pub surface: Option<String>,
    /// The last part of the status's IRI.
    pub status: String,
    /// A quote.
    pub quote: Option<String>,
}

/// A fused fact.
#[derive(Debug, Clone, Deserialize)]
pub struct FactRow {
    /// The region's code.
    pub code: String,
    /// The mechanism's IRI.
    #[serde(rename = "m")]
    pub mechanism: String,
    /// The last part of the status's IRI.
    pub status: String,
    /// How far it reaches below: `full`, `partial`.
    pub coverage: Option<String>,
}

/// An observation with one of its quotes.
#[derive(Debug, Clone, Deserialize)]
pub struct ObservationRow {
    /// The observation's IRI.
    #[serde(rename = "o")]
    pub iri: String,
    /// The region's code.
    pub code: String,
    /// What is counted, in the words of the text.
    pub text: String,
    /// How many.
    #[serde(deserialize_with = "number")]
    pub value: f64,
    /// A quote.
    pub quote: Option<String>,
}

/// What was done with a statute.
#[derive(Debug, Clone, Deserialize)]
pub struct StatuteRow {
    /// The code of the region that did it.
    pub code: String,
    /// The statute's title.
    pub title: String,
    /// The last part of the relation's IRI.
    #[serde(rename = "rel")]
    pub relation: String,
}

impl SystemRows {
    /// Asks `select` the five queries.
    ///
    /// The rows stand as the engine gives them: where a claim has no fact, or an observation two quotes, `score.py`
    /// takes what comes first or last, and only the same query in the same order gives the same figures.
    ///
    /// # Errors
    /// Those of `select`, and where a row lacks what its query promises.
    pub fn ask(select: impl Fn(&str) -> Result<Rows>) -> Result<Self> {
        Ok(Self {
            article: rows("eval-article", select(ARTICLE_RQ)?)?,
            adoption: rows("eval-adoption", select(ADOPTION_RQ)?)?,
            fact: rows("eval-fact", select(FACT_RQ)?)?,
            observation: rows("eval-observation", select(OBSERVATION_RQ)?)?,
            statute: rows("eval-statute", select(STATUTE_RQ)?)?,
        })
    }
}

/// The rows of an answer, each by way of the JSON object that SPARQL results would make of it.
fn rows<T: DeserializeOwned>(query: &str, answer: Rows) -> Result<Vec<T>> {
    let Rows { columns, rows } = answer;
    let object = |row: Vec<Option<Term>>| -> Map<String, Value> {
        columns
            .iter()
            .cloned()
            .zip(row)
            .filter_map(|(column, term)| Some((column, Value::String(words(term?)))))
            .collect()
    };
    rows.into_iter()
        .map(|row| {
            serde_json::from_value(Value::Object(object(row))).map_err(|e| {
                Error::new(ErrorKind::Store, format!("a row is not as the query promises: {e}"))
                    .at(format_args!("queries/view/{query}.rq"))
                    .because(e)
            })
        })
        .collect()
}

/// The bare value of a term, as SPARQL results carry it.
fn words(term: Term) -> String {
    match term {
        Term::NamedNode(node) => node.into_string(),
        Term::Literal(literal) => literal.value().to_owned(),
        Term::BlankNode(node) => node.into_string(),
    }
}

/// A number, or a number in quotes: SPARQL results write both as strings.
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Plain(f64),
        Quoted(String),
    }
    match Number::deserialize(from)? {
        Number::Plain(value) => Ok(value),
        Number::Quoted(text) => {
            text.trim().parse().map_err(|_| serde::de::Error::custom(format!("{text:?} is no number")))
        }
    }
}
