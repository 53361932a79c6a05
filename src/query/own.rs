//! A folder of a user's own named queries, beside those built in.
//!
//! Takes `*.rq` files that begin with the header of `queries/report/*.rq`; gives them by name. Never takes one whose
//! header is not understood, and never lets one stand in the place of a query of renda's own: an answer under a known
//! name is always the known answer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oxigraph::sparql::SparqlEvaluator;

use super::library::{NamedQuery, ParamKind, named};
use super::param::clauses;
use crate::error::{Error, ErrorKind, Result};

/// What a header may be about, as the remedies of its faults tell it.
const HEADER: &str = "a header has `# title-zh: …` or `# title-en: …`, for each parameter `# param NAME: KIND`, and may have \
                      `# question-zh: …`, `# question-en: …` and `# columns: a, b`";

/// A query of a user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnQuery {
    /// The file name without its ending.
    name: String,
    sparql: String,
    file: PathBuf,
    /// The columns that the header declares, and on which line.
    columns: Option<(usize, Vec<String>)>,
}

impl OwnQuery {
    /// As the queries built in.
    pub fn named(&self) -> NamedQuery<'_> {
        NamedQuery { name: &self.name, sparql: &self.sparql }
    }

    /// That the columns of an answer are those of the header, where it tells any.
    ///
    /// # Errors
    /// Where they are not, with file and line.
    pub fn expect(&self, columns: &[String]) -> Result<()> {
        match &self.columns {
            Some((line, declared)) if declared != columns => {
                let message =
                    format!("the query gives other columns than its header says: {}", columns.join(", "));
                Err(fault(&self.file, *line, message).remedy("say so, or select what the header says"))
            }
            _ => Ok(()),
        }
    }
}

/// Reads the queries of a folder, in the order of their names.
///
/// # Errors
/// Where the folder cannot be read or holds no `*.rq`; where a file bears the name of a query built in, is no SPARQL, or
/// has a header that is not understood: with file, line and remedy.
pub fn own(dir: &Path) -> Result<Vec<OwnQuery>> {
    let unread = |cause: std::io::Error| {
        Error::new(ErrorKind::Usage, "this folder of queries cannot be read").at(dir.display()).because(cause)
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        files.extend(path.extension().is_some_and(|extension| extension == "rq").then_some(path));
    }
    if files.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "this folder holds no query")
            .at(dir.display())
            .remedy("a query is a file NAME.rq; queries/report/ has examples"));
    }
    files.sort();
    files.into_iter().map(read).collect()
}

fn read(file: PathBuf) -> Result<OwnQuery> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if named(&name).is_some() {
        let message = format!("a query of renda's own is called {name}");
        return Err(Error::new(ErrorKind::Usage, message)
            .at(file.display())
            .remedy("give the file another name"));
    }
    let sparql = fs::read_to_string(&file).map_err(|cause| {
        Error::new(ErrorKind::Input, "this query cannot be read as UTF-8 text")
            .at(file.display())
            .because(cause)
    })?;
    let columns = header(&file, &sparql)?;
    if let Err(cause) = SparqlEvaluator::new().parse_query(&sparql) {
        let message = "this is no SPARQL 1.1 query";
        return Err(Error::new(ErrorKind::Resource, message).at(file.display()).because(cause));
    }
    Ok(OwnQuery { name, sparql, file, columns })
}

fn fault(file: &Path, line: usize, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Resource, message).at(format_args!("{}:{line}", file.display()))
}

/// Reads the header: the comments at the top. A comment that begins with none of the header's words is a comment.
fn header(file: &Path, sparql: &str) -> Result<Option<(usize, Vec<String>)>> {
    let clauses = clauses(sparql);
    let (mut titled, mut columns, mut declared) = (false, None, BTreeSet::new());
    for (number, line) in (1..).zip(sparql.lines().take_while(|line| line.starts_with('#'))) {
        let wrong = |message: String| fault(file, number, message);
        let words = line.trim_start_matches('#').trim();
        let key = words.split([':', ' ']).next().unwrap_or_default();
        let value = words.split_once(':').map(|(_, value)| value.trim()).filter(|value| !value.is_empty());
        match (key, value) {
            ("title-zh" | "title-en", Some(_)) => titled = true,
            ("question-zh" | "question-en", Some(_)) => {}
            ("columns", Some(names)) => {
                columns = Some((number, names.split(',').map(|name| name.trim().to_owned()).collect()));
            }
            ("param", Some(kind)) => {
                let name = words.split(':').next().unwrap_or_default().trim_start_matches("param").trim();
                if ParamKind::of(kind).is_none() {
                    let kinds: Vec<_> = ParamKind::ALL.iter().map(|(word, _)| *word).collect();
                    return Err(wrong(format!("{kind} is no kind of parameter"))
                        .remedy(format!("one of {}", kinds.join(", "))));
                }
                if !clauses.contains(name) {
                    return Err(wrong(format!("the query has no place for the parameter {name}"))
                        .remedy(format!("write VALUES ?{name} {{ UNDEF }} where it belongs")));
                }
                if !declared.insert(name) {
                    return Err(
                        wrong(format!("the parameter {name} is declared twice")).remedy("once is enough")
                    );
                }
            }
            (key, _) if ["title", "question", "param", "column"].iter().any(|word| key.starts_with(word)) => {
                return Err(
                    wrong(format!("this line of the header is not understood: {line}")).remedy(HEADER)
                );
            }
            _ => {}
        }
    }
    if !titled {
        return Err(fault(file, 1, "the query has no title").remedy(HEADER));
    }
    if let Some(name) = clauses.iter().find(|name| !declared.contains(*name)) {
        let place = sparql.lines().position(|line| line.contains(&format!("?{name}"))).map_or(1, |at| at + 1);
        let message = format!("the header does not say what the parameter {name} is");
        return Err(
            fault(file, place, message).remedy(format!("write `# param {name}: region`, or another kind"))
        );
    }
    Ok(columns)
}
