//! Which region words without a name mean: 该县, 全区, 我市, 县人大常委会.

use std::collections::BTreeMap;

use crate::model::{Article, RegionCode};
use crate::resource::Lexicon;

/// The regions a reader has in mind at a place of the text.
pub(super) struct Focus<'a> {
    lexicon: &'a Lexicon,
    /// Whose article it is.
    own: Option<&'a RegionCode>,
    /// Where each paragraph ends, and what it or its section is headed by.
    paragraphs: Vec<(usize, Option<&'a RegionCode>)>,
    /// The paragraph we are in.
    at: usize,
    /// What the paragraph named so far, the last one last.
    near: Vec<RegionCode>,
    /// The last region named whose congress acts.
    acting: Option<RegionCode>,
}

impl<'a> Focus<'a> {
    /// In front of the first word.
    pub(super) fn new(
        lexicon: &'a Lexicon,
        article: &Article,
        own: Option<&'a RegionCode>,
        labels: &'a BTreeMap<usize, RegionCode>,
    ) -> Self {
        let ends = article.paragraphs.iter().enumerate();
        let paragraphs = ends.map(|(n, p)| (p.span.end, labels.get(&n))).collect();
        Self { lexicon, own, paragraphs, at: 0, near: Vec::new(), acting: None }
    }

    /// Reads on to the byte `start`: a new paragraph forgets what the one before named.
    pub(super) fn enter(&mut self, start: usize) {
        while self.paragraphs.get(self.at).is_some_and(|(end, _)| *end <= start) {
            self.at += 1;
            self.near.clear();
        }
    }

    /// Takes note of a region named here.
    pub(super) fn named(&mut self, region: &RegionCode, acts: bool) {
        self.near.push(region.clone());
        if acts {
            self.acting = Some(region.clone());
        }
    }

    /// Of several units of one name, the one that the paragraph has named already.
    pub(super) fn of_these(&self, candidates: &[RegionCode]) -> Option<RegionCode> {
        let known = self.near.iter().rev().chain(self.label());
        (candidates.len() > 1).then(|| known.into_iter().find(|c| candidates.contains(c)).cloned()).flatten()
    }

    /// 该县: the last one named of this level.
    pub(super) fn that(&self, level: Option<&str>) -> Option<RegionCode> {
        self.nearest(level).or_else(|| self.ours(level))
    }

    /// 我县: the paragraph's, where it is one region's part of a survey, else the article's own.
    pub(super) fn ours(&self, level: Option<&str>) -> Option<RegionCode> {
        self.labelled(level).or_else(|| self.of_home(level)).or_else(|| self.own.cloned())
    }

    /// 全省: the own, else that of the congress just named; 全市 of a county's article the city that
    /// the paragraph speaks of, else the one the county lies in.
    pub(super) fn whole(&self, level: Option<&str>) -> Option<RegionCode> {
        let fits = |c: &&RegionCode| answers(self.lexicon, c, level);
        let acting = self.acting.as_ref().filter(fits);
        let here = acting.filter(|c| self.near.contains(c));
        let own = self.own.filter(|c| fits(c));
        let stated = self.labelled(level).or_else(|| own.or(here).cloned());
        let spoken_of = stated.or_else(|| self.nearest(level)).or_else(|| acting.cloned());
        spoken_of.or_else(|| self.of_home(level)).or_else(|| self.own.cloned())
    }

    /// 县人大常委会 and 人大常委会: of the own county, in a city's article of the county just named.
    pub(super) fn organ(&self, level: Option<&str>) -> Option<RegionCode> {
        if level.is_none() {
            return self.label().or(self.own).cloned();
        }
        self.labelled(level).or_else(|| self.of_home(level)).or_else(|| self.nearest(level))
    }

    fn label(&self) -> Option<&'a RegionCode> {
        self.paragraphs.get(self.at).and_then(|(_, label)| *label)
    }

    fn labelled(&self, level: Option<&str>) -> Option<RegionCode> {
        self.label().and_then(|c| of_level(self.lexicon, c, level))
    }

    fn of_home(&self, level: Option<&str>) -> Option<RegionCode> {
        self.own.and_then(|c| of_level(self.lexicon, c, level))
    }

    fn nearest(&self, level: Option<&str>) -> Option<RegionCode> {
        self.near.iter().rev().find(|c| answers(self.lexicon, c, level)).cloned()
    }
}

/// The unit of `level` among `region` and those it lies in.
pub(super) fn of_level(lexicon: &Lexicon, region: &RegionCode, level: Option<&str>) -> Option<RegionCode> {
    lexicon.regions.lineage(region).find(|r| answers(lexicon, &r.code, level)).map(|r| r.code.clone())
}

/// Whether the unit's name ends as the level word asks.
pub(super) fn answers(lexicon: &Lexicon, code: &RegionCode, level: Option<&str>) -> bool {
    let endings = level.and_then(|l| lexicon.references.levels.get(l));
    let name = lexicon.regions.get(code).map(|r| r.name.as_str());
    name.zip(endings).is_some_and(|(name, endings)| endings.iter().any(|e| name.ends_with(e.as_str())))
}
