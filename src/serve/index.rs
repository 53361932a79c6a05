//! Everything that has a name, to be found by it: whole, in part, by pinyin, or nearly.
//!
//! Takes the lists of a generation. Gives the entries that a name fits, the best first. Built once for a generation.

use pinyin::{ToPinyin as _, ToPinyinMulti as _};

use crate::query::BASE;
use crate::query::catalogue::Catalogue;
use crate::text::fold;

/// A kind of thing that is looked for, in the order in which kinds are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A region.
    Region,
    /// A mechanism.
    Mechanism,
    /// A statute.
    Statute,
    /// A document.
    Document,
    /// An article, by its title.
    Article,
}

impl Kind {
    /// All kinds.
    pub(super) const ALL: [Self; 5] =
        [Self::Region, Self::Mechanism, Self::Statute, Self::Document, Self::Article];

    /// Its word in addresses, and the path of its list.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Region => "regions",
            Self::Mechanism => "mechanisms",
            Self::Statute => "statutes",
            Self::Document => "documents",
            Self::Article => "articles",
        }
    }
}

/// How well a name fits, the best the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is the name, the code or the slug.
    Whole,
    /// It is another name, or a misprint of one.
    Other,
    /// A name begins with it.
    Begins,
    /// Its letters are the initials of a name, or its pinyin.
    Pinyin,
    /// A name holds it.
    Holds,
}

/// Something with its names.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What it is.
    pub(super) kind: Kind,
    /// Its IRI.
    pub(super) iri: String,
    /// Its names as shown, zh and en.
    pub(super) names: [String; 2],
    /// How much the store tells of it: what is told more of comes first.
    pub(super) weight: usize,
    /// Names as they are compared, the first the preferred one.
    keys: Vec<String>,
    /// How each character of the first name may be read, where it may be looked for by that.
    readings: Vec<Vec<&'static str>>,
}

/// All entries.
#[derive(Debug, Clone, Default)]
pub(super) struct Index(Vec<Entry>);

impl Index {
    /// Of the lists of a generation.
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let mut entries = Vec::new();
        for unit in catalogue.units.iter() {
            let told = catalogue.regions.get(&unit.code).copied().unwrap_or_default();
            let also = catalogue.aliases.get(&unit.code).cloned().unwrap_or_default();
            let mut entry =
                Entry::new(Kind::Region, format!("{BASE}region/{}", unit.code), &unit.name, &also);
            entry.keys.push(unit.code.clone());
            entry.readings = readings(&unit.name);
            entry.weight =
                told.articles + told.practised + usize::from(catalogue.regions.contains_key(&unit.code));
            entries.push(entry);
        }
        for (iri, mechanism) in &catalogue.mechanisms {
            let mut also = vec![mechanism.names[1].clone()];
            also.extend(mechanism.also.iter().cloned());
            also.extend(iri.rsplit('/').next().map(str::to_owned));
            let mut entry = Entry::new(Kind::Mechanism, iri.clone(), &mechanism.names[0], &also);
            entry.names[1].clone_from(&mechanism.names[1]);
            entry.readings = readings(&mechanism.names[0]);
            entry.weight = mechanism.practised.len() + mechanism.planned.len();
            entries.push(entry);
        }
        for paper in &catalogue.papers {
            let kind = if paper.statute { Kind::Statute } else { Kind::Document };
            let mut entry = Entry::new(kind, paper.iri.clone(), &paper.title, &[]);
            entry.weight = paper.claims;
            entries.push(entry);
        }
        for article in &catalogue.articles {
            let title = article.text.title.clone().unwrap_or_default();
            let mut entry = Entry::new(Kind::Article, article.text.article.clone(), &title, &[]);
            entry.weight = article.claims;
            entries.push(entry);
        }
        Self(entries)
    }

    /// The entries that a name fits: the best first, of equals those of which most is told.
    pub(super) fn find(&self, name: &str) -> Vec<(Fit, &Entry)> {
        let asked = key(name);
        if asked.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self.0.iter().filter_map(|entry| Some((entry.fit(&asked)?, entry))).collect();
        found.sort_by(|(a, x), (b, y)| {
            (a, std::cmp::Reverse(x.weight), &x.iri).cmp(&(b, std::cmp::Reverse(y.weight), &y.iri))
        });
        found
    }

    /// The few entries whose names are most like one that fits none.
    pub(super) fn near(&self, name: &str) -> Vec<&Entry> {
        let asked = key(name);
        let mut near: Vec<(u32, &Entry)> = Vec::new();
        for entry in &self.0 {
            let likeness = entry.keys.iter().map(|key| likeness(&asked, key)).max().unwrap_or(0);
            if likeness >= 500 {
                near.push((likeness, entry));
            }
        }
        near.sort_by(|(a, x), (b, y)| (b, y.weight, &x.iri).cmp(&(a, x.weight, &y.iri)));
        near.into_iter().map(|(_, entry)| entry).take(8).collect()
    }
}

impl Entry {
    fn new(kind: Kind, iri: String, name: &str, also: &[String]) -> Self {
        let mut keys = vec![key(name)];
        keys.extend(also.iter().map(|name| key(name)));
        keys.retain(|key| !key.is_empty());
        Self { kind, iri, names: [name.to_owned(), name.to_owned()], weight: 0, keys, readings: Vec::new() }
    }

    fn fit(&self, asked: &str) -> Option<Fit> {
        let (first, others) = self.keys.split_first()?;
        if first == asked || (self.kind == Kind::Region && others.iter().any(|key| key == asked)) {
            Some(Fit::Whole)
        } else if others.iter().any(|key| key == asked) {
            Some(Fit::Other)
        } else if self.keys.iter().any(|key| key.starts_with(asked)) {
            Some(Fit::Begins)
        } else if asked.is_ascii() && asked.len() > 1 && is_read(&self.readings, asked) {
            Some(Fit::Pinyin)
        } else if self.keys.iter().any(|key| key.contains(asked)) {
            Some(Fit::Holds)
        } else {
            None
        }
    }
}

/// A name as it is compared: folded, small letters, without blanks and the marks of titles.
fn key(name: &str) -> String {
    let marks = ['\u{300A}', '\u{300B}', '\u{201C}', '\u{201D}', '"'];
    fold(name).to_lowercase().chars().filter(|c| !c.is_whitespace() && !marks.contains(c)).collect()
}

/// How each character may be read, without tones: 长 is chang and zhang.
fn readings(name: &str) -> Vec<Vec<&'static str>> {
    name.chars()
        .map(|c| {
            let several =
                c.to_pinyin_multi().map(|multi| multi.into_iter().map(pinyin::Pinyin::plain).collect());
            let one = || c.to_pinyin().map(|one| vec![one.plain()]).unwrap_or_default();
            let mut readings: Vec<&str> = several.unwrap_or_else(one);
            readings.sort_unstable();
            readings.dedup();
            readings
        })
        .collect()
}

/// Whether letters are the beginning of a reading of the characters: each whole or by its initial (jkx, jiaokouxian).
fn is_read(readings: &[Vec<&'static str>], letters: &str) -> bool {
    if letters.is_empty() {
        return true;
    }
    let Some((first, rest)) = readings.split_first() else { return false };
    first.iter().any(|reading| {
        let initial = reading.get(..1).and_then(|initial| letters.strip_prefix(initial));
        let whole = letters.strip_prefix(reading);
        let begun = reading.starts_with(letters) && letters.len() > 1;
        begun
            || whole.is_some_and(|letters| is_read(rest, letters))
            || initial.is_some_and(|letters| is_read(rest, letters))
    })
}

/// How alike two names are, in thousandths.
fn likeness(a: &str, b: &str) -> u32 {
    let ratio = strsim::normalized_damerau_levenshtein(a, b);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a ratio of 0 to 1")]
    let thousandths = (ratio * 1000.0) as u32;
    thousandths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_by_initials_in_full_and_mixed() {
        let name = readings("交口县");
        for letters in ["jkx", "jk", "jiaokouxian", "jiaokx", "jkouxian", "jiao"] {
            assert!(is_read(&name, letters), "{letters}");
        }
        for letters in ["kx", "jkxx", "xjk"] {
            assert!(!is_read(&name, letters), "{letters}");
        }
        for letters in ["zjs", "zjkou", "cq", "zq"] {
            let name = readings(if letters.len() == 2 { "重庆市" } else { "张家口市" });
            assert_eq!(is_read(&name, letters), letters != "zjs", "{letters}");
        }
    }

    #[test]
    fn a_wrong_character_is_near() {
        assert!(likeness("吕粱市", "吕梁市") >= 500);
        assert!(likeness("吕梁市", "太原市") < 500);
    }
}
