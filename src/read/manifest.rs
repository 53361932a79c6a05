//! Manifests → what they say of the files beside them: `manifest.csv` and `manifest.jsonl`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use super::{Input, Reading, bytes, encoding, name_of, table, when};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Date, Diagnostic, Imprint, Listing, RegionCode};
use crate::resource::{Lexicon, ManifestRules, Regions};

/// What manifests are called, without their endings.
const NAME: &str = "manifest";
/// Their endings.
const ENDINGS: [&str; 2] = ["csv", "jsonl"];

/// Whether a file of this name is a manifest, and so never an article.
pub(super) fn is_manifest(name: &str) -> bool {
    let ending = name.rsplit_once('.').filter(|(stem, _)| stem.eq_ignore_ascii_case(NAME));
    ending.is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The manifests that stand over some files. One tells of the files of its folder and of those below; where two tell of a
/// file, the nearer holds.
#[derive(Debug, Default)]
pub struct Manifests {
    /// The folders that have one.
    folders: BTreeSet<PathBuf>,
    rows: BTreeMap<PathBuf, Row>,
}

/// A row, and where it stands.
#[derive(Debug)]
struct Row {
    listing: Listing,
    folder: PathBuf,
    place: String,
}

impl Manifests {
    /// Reads the manifests of the folders among `paths`, of those in them, and of those in which files of `paths` stand;
    /// `inputs` are the files that were found there. What of a manifest cannot be read comes as an error each.
    pub fn load(lexicon: &Lexicon, paths: &[PathBuf], inputs: &[Input]) -> (Self, Vec<Error>) {
        let (mut manifests, mut errors) = (Self::default(), Vec::new());
        for path in Self::paths(paths, inputs) {
            let reader = Reader {
                rules: &lexicon.document.manifest,
                regions: &lexicon.regions,
                path: &path,
                folder: path.parent().unwrap_or(Path::new("")),
                manifests: &mut manifests,
                errors: &mut errors,
            };
            reader.read();
        }
        (manifests, errors)
    }

    /// Where those manifests stand, the outer before the inner.
    pub fn paths(paths: &[PathBuf], inputs: &[Input]) -> Vec<PathBuf> {
        let of = |folder: PathBuf| ENDINGS.map(|ending| folder.join(NAME).with_extension(ending));
        folders(paths, inputs).into_iter().flat_map(of).filter(|path| path.is_file()).collect()
    }

    /// What is said of the file at `path`: nothing in an empty listing where a manifest stands over it without a row
    /// for it, `None` where none does.
    pub fn of(&self, path: &Path) -> Option<Listing> {
        if self.folders.is_empty() {
            return None;
        }
        let path = fs::canonicalize(path).ok()?;
        let row = self.rows.get(&path).map(|row| row.listing.clone());
        let covered = || path.ancestors().skip(1).any(|folder| self.folders.contains(folder));
        row.or_else(|| covered().then(Listing::default))
    }
}

impl Reading {
    /// The pages with what the manifest says of their file.
    #[must_use]
    pub fn listed(mut self, listing: Option<&Listing>) -> Self {
        let Some(listing) = listing else { return self };
        let alone = self.pages.len() == 1;
        self.pages = self.pages.into_iter().map(|page| page.listed(listing, alone)).collect();
        if let (true, Some(first)) = (listing.is_empty(), self.pages.first_mut()) {
            let message = "the manifest beside it says nothing of this file";
            first.diagnostics.push(Diagnostic::note("read.unlisted", None, message));
        }
        self
    }
}

/// The folders whose manifests count, the outer before the inner.
fn folders(paths: &[PathBuf], inputs: &[Input]) -> BTreeSet<PathBuf> {
    let real = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        fs::canonicalize(path).ok()
    };
    let given: BTreeSet<PathBuf> =
        paths.iter().filter(|path| path.is_dir()).filter_map(|path| real(path)).collect();
    let mut folders = given.clone();
    let parents: BTreeSet<&Path> = inputs.iter().filter_map(|input| input.path.parent()).collect();
    for folder in parents.into_iter().filter_map(real) {
        let inner =
            folder.ancestors().take_while(|folder| given.iter().any(|given| folder.starts_with(given)));
        folders.extend(inner.map(Path::to_owned));
        folders.insert(folder);
    }
    // A manifest that is named itself speaks of its folder.
    let named = paths.iter().filter(|path| is_manifest(&name_of(path)));
    folders.extend(named.filter_map(|path| real(path.parent()?)));
    folders
}

/// A manifest on its way in.
struct Reader<'a> {
    rules: &'a ManifestRules,
    regions: &'a Regions,
    path: &'a Path,
    folder: &'a Path,
    manifests: &'a mut Manifests,
    errors: &'a mut Vec<Error>,
}

impl Reader<'_> {
    fn read(mut self) {
        let text = bytes(self.path).and_then(|bytes| {
            let name = self.path.display().to_string();
            Ok(encoding::decode(&name, &bytes, None)?.text)
        });
        let text = match text {
            Ok(text) => text,
            Err(error) => return self.errors.push(error),
        };
        let lines = self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
        let rows = if lines { self.json_lines(&text) } else { self.table(&text) };
        let Some(rows) = rows else { return };
        self.manifests.folders.insert(self.folder.to_owned());
        self.columns(&rows);
        for (line, cells) in rows {
            if let Err(error) = self.row(line, &cells) {
                self.errors.push(error);
            }
        }
    }

    fn error(&self, line: u64, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Input, message).at(format!("{}:{line}", self.path.display()))
    }

    /// The rows of a table, each with its line; `None`, and said so, where it is none.
    fn table(&mut self, text: &str) -> Option<Rows> {
        let head = text.lines().next().unwrap_or_default();
        let delimiter = [',', '\t', ';'].into_iter().max_by_key(|sign| head.matches(*sign).count());
        let mut table = csv::ReaderBuilder::new()
            .delimiter(delimiter.map_or(b',', |sign| if sign == '\t' { b'\t' } else { sign as u8 }))
            .flexible(true)
            .has_headers(false)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let (mut columns, mut rows): (Option<Vec<String>>, Rows) = (None, Vec::new());
        let mut row = csv::StringRecord::new();
        loop {
            let line = table.position().line();
            match table.read_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(cause) => {
                    let error = self.error(line, "not a row of a table").remedy("write it as CSV");
                    self.errors.push(error.because(cause));
                    break;
                }
            }
            let line = row.position().map_or(line, csv::Position::line);
            let Some(columns) = &columns else {
                columns = Some(row.iter().map(str::to_owned).collect());
                if !row.iter().any(|name| self.rules.file.contains(&name.to_lowercase())) {
                    let error = self.error(line, "the manifest has no column of files");
                    self.errors
                        .push(error.remedy("name one of its columns file: the path from the manifest on"));
                    return None;
                }
                continue;
            };
            if row.len() > columns.len() {
                let error = self.error(line, format!("{} cells under {} columns", row.len(), columns.len()));
                self.errors.push(error.remedy("put words that hold a comma into quotation marks"));
                continue;
            }
            let cells = columns.iter().zip(&row).map(|(name, cell)| (name.clone(), cell.to_owned()));
            let cells: Cells = cells.filter(|(_, cell)| !cell.is_empty()).collect();
            if !cells.is_empty() {
                rows.push((line, cells));
            }
        }
        Some(rows)
    }

    /// The rows of lines of JSON.
    #[expect(clippy::unnecessary_wraps, reason = "as the rows of a table")]
    fn json_lines(&mut self, text: &str) -> Option<Rows> {
        let mut rows = Vec::new();
        for (line, words) in (1..).zip(text.lines()).filter(|(_, words)| !words.trim().is_empty()) {
            match serde_json::from_str::<Map<String, Value>>(words) {
                Ok(row) => {
                    let cells = table::cells(&row).into_iter();
                    let own = |(name, cell): (&str, String)| (name.to_owned(), cell.trim().to_owned());
                    rows.push((line, cells.map(own).collect()));
                }
                Err(cause) => {
                    let error = self.error(line, "not an object in JSON").remedy("write one object a line");
                    self.errors.push(error.because(cause));
                }
            }
        }
        Some(rows)
    }

    /// Says which columns are not known, each once.
    fn columns(&mut self, rows: &Rows) {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (line, cells) in rows {
            for (name, _) in cells {
                if self.field(name).is_none() && told.insert(name) {
                    let error = self.error(*line, format!("column {name} is not known, and was passed over"));
                    let known = "file, url, issuer, paper, date, page, region, licence";
                    self.errors.push(error.remedy(format!("the columns are {known}; take it out")));
                }
            }
        }
    }

    /// Which field a column holds.
    fn field(&self, column: &str) -> Option<Field> {
        let column = column.to_lowercase();
        Field::ALL.into_iter().find(|field| field.names(self.rules).contains(&column))
    }

    fn row(&mut self, line: u64, cells: &Cells) -> Result<()> {
        let value = |wanted: Field| {
            let cell = cells.iter().find(|(name, cell)| !cell.is_empty() && self.field(name) == Some(wanted));
            cell.map(|(_, cell)| cell.clone())
        };
        let file = value(Field::File)
            .ok_or_else(|| self.error(line, "the row names no file").remedy("fill in its column file"))?;
        let path = self.file(line, &file)?;
        let (date, region) = (value(Field::Date), value(Field::Region));
        let listing = Listing {
            url: value(Field::Url),
            issued: date.as_deref().and_then(date_of),
            region: region.as_deref().and_then(|words| self.region(words)),
            imprint: Imprint {
                issuer: value(Field::Issuer),
                paper: value(Field::Paper),
                page: value(Field::Page),
                licence: value(Field::Licence),
            },
        };
        if let Some(words) = date.filter(|_| listing.issued.is_none()) {
            let error = self.error(line, format!("{words:?} is no date; the rest of the row holds"));
            self.errors.push(error.remedy("write YYYY, YYYY-MM or YYYY-MM-DD"));
        }
        if let Some(words) = region.filter(|_| listing.region.is_none()) {
            let error = self.error(line, format!("{words:?} is no region; the rest of the row holds"));
            self.errors
                .push(error.remedy(
                    "give its code (6 digits, 9 for a township), or a full name that only one bears",
                ));
        }
        let place = format!("{}:{line}", self.path.display());
        let row = Row { listing, folder: self.folder.to_owned(), place };
        match self.manifests.rows.get(&path) {
            Some(first) if first.folder == row.folder => {
                let message = format!("{file} has a row already, which holds: {}", first.place);
                return Err(self.error(line, message).remedy("keep one of the two"));
            }
            Some(outer) => {
                let message = format!("a manifest nearer to {file} tells of it, and holds: {}", row.place);
                let error = Error::new(ErrorKind::Input, message).at(&outer.place);
                self.errors.push(error.remedy("take this row out"));
            }
            None => {}
        }
        self.manifests.rows.insert(path, row);
        Ok(())
    }

    /// The file that a row names, below the manifest's folder.
    fn file(&self, line: u64, file: &str) -> Result<PathBuf> {
        let named = PathBuf::from(file.replace('\\', "/"));
        if !named.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            let error = self.error(line, format!("{file} is no path below the manifest"));
            return Err(error.remedy("write the path from the folder of the manifest on, without .."));
        }
        fs::canonicalize(self.folder.join(named)).map_err(|cause| {
            let error = self.error(line, format!("there is no file {file}"));
            error.remedy("correct its path, or take the row out").because(cause)
        })
    }

    /// The region of this code, or of this full name where only one bears it.
    fn region(&self, words: &str) -> Option<RegionCode> {
        let by_code = RegionCode::new(words).filter(|code| self.regions.get(code).is_some());
        let by_name = || {
            let mut units = self.regions.by_name(words)?.iter();
            units.next().filter(|_| units.next().is_none()).cloned()
        };
        by_code.or_else(by_name)
    }
}

/// Cells by the names of their columns.
type Cells = Vec<(String, String)>;
/// Rows with their lines.
type Rows = Vec<(u64, Cells)>;

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    File,
    Url,
    Issuer,
    Paper,
    Date,
    Page,
    Region,
    Licence,
}

impl Field {
    const ALL: [Self; 8] = [
        Self::File,
        Self::Url,
        Self::Issuer,
        Self::Paper,
        Self::Date,
        Self::Page,
        Self::Region,
        Self::Licence,
    ];

    fn names(self, rules: &ManifestRules) -> &[String] {
        match self {
            Self::File => &rules.file,
            Self::Url => &rules.url,
            Self::Issuer => &rules.issuer,
            Self::Paper => &rules.paper,
            Self::Date => &rules.date,
            Self::Page => &rules.page,
            Self::Region => &rules.region,
            Self::Licence => &rules.licence,
        }
    }
}

/// The date, if all of it could be read: 2024-13-45 is none, though its year is one.
fn date_of(words: &str) -> Option<Date> {
    let date = when::date(words)?;
    let exact = usize::from(date.month().is_some()) + usize::from(date.day().is_some()) + 1;
    let told = words.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    (exact == 3 || exact == told).then_some(date)
}
