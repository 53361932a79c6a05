//! One hash over all rules, to know whether what was read earlier would be read alike today.

use super::own::Own;
use crate::model::{Slug, hash12};

macro_rules! files {
    ($($path:literal),+ $(,)?) => { &[$(($path, include_str!(concat!("../../", $path)))),+] };
}

/// The rule files that decide what is extracted and what the graph says without articles.
const FILES: &[(&str, &str)] = files![
    "data/aside.toml",
    "data/byline.toml",
    "data/candidate.toml",
    "data/count.toml",
    "data/date.toml",
    "data/document.toml",
    "data/event.toml",
    "data/furniture.toml",
    "data/organ.toml",
    "data/reach.toml",
    "data/reading.toml",
    "data/reference.toml",
    "data/region.csv",
    "data/region_change.csv",
    "data/reprint.toml",
    "data/statute.toml",
    "data/traditional.tsv",
    "data/trigger.toml",
    "data/unit.toml",
    "ontology/dataset.ttl",
    "ontology/indicator.ttl",
    "ontology/mechanism.ttl",
    "ontology/renda.ttl",
];

/// A hash over the version of renda, the embedded rule files and those of a user's folder, 12 hex digits. The folder's
/// place does not count: the same rules elsewhere are the same rules. `left_out` are concepts that were taken out.
pub(super) fn fingerprint(own: &Own, left_out: &[Slug]) -> String {
    let mut parts = vec![env!("CARGO_PKG_VERSION")];
    parts.extend(FILES.iter().flat_map(|&(path, text)| [path, text]));
    parts.extend(own.iter().flat_map(|(name, text)| [name, text]));
    parts.extend(left_out.iter().map(Slug::as_str));
    hash12(&parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// A rule file left out here would change what is read, and sources read before would not be read again.
    #[test]
    fn every_embedded_rule_file_is_covered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/resource");
        let mut embedded = BTreeSet::new();
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            for part in text.split("include_str!(\"../../").skip(1) {
                embedded.insert(part.split('"').next().unwrap().to_owned());
            }
        }
        embedded.insert("data/traditional.tsv".to_owned()); // read by `text`
        let covered: BTreeSet<_> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(covered, embedded, "add the file to FILES in src/resource/fingerprint.rs");
        assert_eq!(fingerprint(&Own::default(), &[]).len(), 12);
    }
}
