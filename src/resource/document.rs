//! `data/document.toml`: how documents say what they hold.

use crate::error::{Error, ErrorKind, Result};

use super::page::{FieldRules, PageRules};

const FILE: &str = "data/document.toml";
const TEXT: &str = include_str!("../../data/document.toml");

/// How documents say what they hold; the comments of the rule file say what each list is for.
#[derive(Debug, Clone)]
pub struct DocumentRules {
    /// The columns of tables and the keys of lines of JSON.
    pub row: RowRules,
    /// The columns of manifests.
    pub manifest: ManifestRules,
    /// Where a saved web page has its parts.
    pub html: HtmlRules,
    /// Labels of the line under a web page's title, as `data/furniture.toml` has them.
    pub label: FieldRules,
}

/// Names of columns and keys, lower case, the likeliest first.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct RowRules {
    pub name: Vec<String>,
    pub text: Vec<String>,
    pub title: Vec<String>,
    pub url: Vec<String>,
    pub issued: Vec<String>,
    pub author: Vec<String>,
    pub source: Vec<String>,
    pub site: Vec<String>,
}

/// Names of a manifest's columns, lower case.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct ManifestRules {
    pub file: Vec<String>,
    pub url: Vec<String>,
    pub issuer: Vec<String>,
    pub paper: Vec<String>,
    pub date: Vec<String>,
    pub page: Vec<String>,
    pub region: Vec<String>,
    pub licence: Vec<String>,
}

/// Where a saved web page has its parts.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is explained in the rule file, where it is edited")]
pub struct HtmlRules {
    pub main: Vec<String>,
    pub title: Vec<String>,
    pub skip: Vec<String>,
    pub meta: MetaRules,
    pub title_ends: Vec<String>,
}

/// Names of meta tags, lower case, the likeliest first.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetaRules {
    pub title: Vec<String>,
    pub url: Vec<String>,
    pub issued: Vec<String>,
    pub author: Vec<String>,
    pub source: Vec<String>,
    pub site: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: RowRules,
    manifest: ManifestRules,
    html: HtmlRules,
}

impl DocumentRules {
    /// Reads the embedded rules: all that reading documents needs, and quickly.
    ///
    /// # Errors
    /// Where a rule file is faulty.
    pub fn load() -> Result<Self> {
        let File { row, manifest, html } = toml::from_str(TEXT).map_err(|cause| {
            Error::new(ErrorKind::Resource, "the rules for documents are faulty").at(FILE).because(cause)
        })?;
        Ok(Self { row, manifest, html, label: PageRules::load()?.furniture.field })
    }
}
