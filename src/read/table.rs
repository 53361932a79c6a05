//! Tables and lines of JSON → pages: one a row, its columns by name.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::encoding::{self, Decoded};
use super::{Reader, html, too_large, when};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Diagnostic, Page};
use crate::resource::RowRules;

/// A table with more columns is none of articles.
const MOST_COLUMNS: usize = 1_000;

/// The names of a field's column, by the rules.
type Names = fn(&RowRules) -> &[String];

/// What a row says, and how its column is called.
const FIELDS: [(&str, Names); 8] = [
    ("name", |rules| &rules.name),
    ("text", |rules| &rules.text),
    ("title", |rules| &rules.title),
    ("url", |rules| &rules.url),
    ("issued", |rules| &rules.issued),
    ("author", |rules| &rules.author),
    ("source", |rules| &rules.source),
    ("site", |rules| &rules.site),
];

/// Which column holds which field, where the names of the columns do not tell: `title=标题,text=正文`.
///
/// ```
/// use renda::read::FieldMap;
/// let map: FieldMap = "title=标题,text=body_zh".parse().unwrap();
/// assert_eq!(map.to_string(), "text=body_zh,title=标题");
/// assert!("heading=标题".parse::<FieldMap>().is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FieldMap(BTreeMap<String, String>);

impl FieldMap {
    /// Whether nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for FieldMap {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = FIELDS.map(|(field, _)| field);
        let mut map = BTreeMap::new();
        for part in text.split(',').filter(|_| !text.is_empty()) {
            let pair = part.split_once('=').map(|(field, column)| (field.trim(), column.trim()));
            match pair {
                Some((field, column)) if known.contains(&field) && !column.is_empty() => {
                    map.insert(field.to_owned(), column.to_owned());
                }
                _ => {
                    let message = format!("{part:?} maps no field");
                    let remedy = format!("write FIELD=COLUMN,…; the fields are {}", known.join(", "));
                    return Err(Error::new(ErrorKind::Usage, message).remedy(remedy));
                }
            }
        }
        Ok(Self(map))
    }
}

impl std::fmt::Display for FieldMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.0.iter().map(|(field, column)| format!("{field}={column}")).collect();
        f.write_str(&parts.join(","))
    }
}

/// Reads a table with a head.
pub(super) fn table(reader: &mut Reader<'_>, label: &str, decoded: &Decoded, delimiter: u8) {
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(decoded.text.as_bytes());
    let mut head: Option<Vec<String>> = None;
    let mut row = csv::StringRecord::new();
    loop {
        let line = rows.position().line();
        match rows.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(cause) => {
                let error =
                    Error::new(ErrorKind::Input, "not a row of a table").at(format!("{label}:{line}"));
                return reader.reading.rejected.push(error.because(cause));
            }
        }
        if row.len() > MOST_COLUMNS {
            let message = format!("{} columns, more than the {MOST_COLUMNS} that are read", row.len());
            let error = Error::new(ErrorKind::Limit, message).at(format!("{label}:{line}"));
            return reader.reading.rejected.push(error.remedy("keep the columns that matter"));
        }
        let Some(columns) = &head else {
            let columns: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
            head = Some(columns);
            continue;
        };
        let cells = columns.iter().zip(row.iter()).filter(|(_, cell)| !cell.trim().is_empty());
        let cells: Vec<(&str, String)> = cells.map(|(name, cell)| (name.as_str(), cell.to_owned())).collect();
        if !cells.is_empty() {
            let page = page(reader, &cells, label, line, decoded);
            reader.take(page);
        }
    }
}

/// Reads lines of JSON, or one array of objects.
pub(super) fn json_lines(reader: &mut Reader<'_>, label: &str, decoded: &Decoded) {
    let text = decoded.text.trim();
    // An object over several lines; one broken line at the beginning does not make it one.
    let whole = text.starts_with('[') || (text.contains('\n') && !text.lines().take(2).any(is_object));
    if whole {
        let rows = serde_json::from_str::<Vec<Map<String, Value>>>(text)
            .or_else(|array| serde_json::from_str(text).map(|row| vec![row]).map_err(|_| array));
        match rows {
            Ok(rows) => {
                for (n, row) in rows.into_iter().enumerate() {
                    let page = page(reader, &cells(&row), label, n as u64 + 1, decoded);
                    reader.take(page);
                }
            }
            Err(cause) => {
                let error =
                    Error::new(ErrorKind::Input, "neither lines of JSON nor an array of objects").at(label);
                reader.reading.rejected.push(error.remedy("write one object a line").because(cause));
            }
        }
        return;
    }
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let n = n as u64 + 1;
        let page = match serde_json::from_str::<Map<String, Value>>(line) {
            Ok(row) => page(reader, &cells(&row), label, n, decoded),
            Err(cause) => Err(Error::new(ErrorKind::Input, "not an object in JSON")
                .at(format!("{label}:{n}"))
                .remedy("write one object a line")
                .because(cause)),
        };
        reader.take(page);
    }
}

fn is_object(line: &str) -> bool {
    serde_json::from_str::<Map<String, Value>>(line).is_ok()
}

/// The values that are words: strings, numbers, and lists of them, a line each.
pub(super) fn cells(row: &Map<String, Value>) -> Vec<(&str, String)> {
    let words = |value: &Value| match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let all: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            all.map(|all| all.join("\n"))
        }
        _ => None,
    };
    let cells = row.iter().filter_map(|(key, value)| Some((key.as_str(), words(value)?)));
    cells.filter(|(_, words)| !words.trim().is_empty()).collect()
}

/// The page of a row. The title and the text of a row are two cells, and so two paragraphs of the page.
fn page(
    reader: &Reader<'_>,
    cells: &[(&str, String)],
    label: &str,
    line: u64,
    decoded: &Decoded,
) -> Result<Page> {
    let place = format!("{label}:{line}");
    let value = |field: &str| -> Option<&str> {
        if let Some(column) = reader.fields.0.get(field) {
            return cells.iter().find(|(name, _)| name == column).map(|(_, value)| value.as_str());
        }
        let (_, names) = FIELDS.iter().find(|(known, _)| *known == field)?;
        names(&reader.rules.row).iter().find_map(|known| {
            cells.iter().find(|(name, _)| name.to_lowercase() == *known).map(|(_, value)| value.as_str())
        })
    };
    let own = |field: &str| value(field).map(|value| value.trim().to_owned());
    let Some(text) = value("text") else {
        let there: Vec<&str> = cells.iter().map(|(name, _)| *name).take(20).collect();
        let message = format!("no text; the columns are {}", there.join(", "));
        return Err(Error::new(ErrorKind::Input, message)
            .at(place)
            .remedy("say which holds it: --map text=COLUMN"));
    };
    if text.len() > super::MAX_BYTES {
        return Err(too_large().at(place));
    }
    let mut page = Page {
        name: own("name").unwrap_or_else(|| place.clone()),
        url: own("url"),
        title: own("title").map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")),
        source: own("source"),
        site: own("site"),
        diagnostics: decoded.diagnostics.clone(),
        ..Page::default()
    };
    if let Some(names) = own("author") {
        page.authors = authors(&names);
    }
    if let Some(words) = own("issued") {
        page.issued = when::date(&words);
        if page.issued.is_none() {
            let message = format!("{words:?} is no date that could be read");
            page.diagnostics.push(Diagnostic::warning("read.date", None, message));
        }
    }
    let text = encoding::line_feeds(text.to_owned());
    let text = if html::is_markup(&text) { html::fragment(reader.rules, &place, &text)? } else { text };
    page.text = match &page.title {
        // A text that has its title has it once.
        Some(title) if !begins_with(&text, title) => format!("{title}\n\n{text}"),
        _ => text,
    };
    Ok(page)
}

/// Whether a text begins with these words, whatever blanks are between.
pub(super) fn begins_with(text: &str, words: &str) -> bool {
    let mut text = text.chars().filter(|c| !c.is_whitespace());
    words.chars().filter(|c| !c.is_whitespace()).all(|c| text.next() == Some(c))
}

/// Names in one field: parted by blanks, commas or lines.
pub(super) fn authors(words: &str) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '，' | '；' | '/');
    words.split(apart).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// One line of JSON Lines, as the contract has it.
#[derive(serde::Deserialize)]
struct Record {
    name: String,
    text: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    issued: Option<String>,
}

/// Reads one line of JSON Lines: `{"name", "text", "url"?, "issued"?}`; other keys are passed over.
///
/// ```
/// let page = renda::read::json_line("-:1", r#"{"name": "a", "text": "正文。", "issued": "2024-01"}"#).unwrap();
/// assert_eq!(page.issued.unwrap().to_string(), "2024-01");
/// ```
///
/// # Errors
/// Where the line is no such object; `place` (e.g. `-:12`) goes into the message.
pub fn json_line(place: &str, line: &str) -> Result<Page> {
    if line.len() > super::MAX_BYTES {
        return Err(too_large().at(place));
    }
    let record: Record = serde_json::from_str(line).map_err(|e| {
        Error::new(ErrorKind::Input, "not a line of JSON with a name and a text")
            .at(place)
            .remedy("write {\"name\": \"…\", \"text\": \"…\"}, and if known \"url\" and \"issued\"")
            .because(e)
    })?;
    let issued = match &record.issued {
        None => None,
        Some(text) => Some(text.parse::<Date>().map_err(|e| {
            Error::new(ErrorKind::Input, format!("\"issued\" is {text:?}, no date"))
                .at(place)
                .remedy("write YYYY, YYYY-MM or YYYY-MM-DD")
                .because(e)
        })?),
    };
    let Decoded { text, diagnostics } = encoding::decode(place, record.text.as_bytes(), Some("utf-8"))?;
    Ok(Page { name: record.name, url: record.url, issued, text, diagnostics, ..Page::default() })
}
