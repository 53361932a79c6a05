//! Of which level the unit is that an article calls its own: 我县, 县人大常委会, 全县.
//!
//! Takes the home that names alone give. Gives the unit in its line of the level that the article speaks of itself as:
//! a street in a list of travellers is not the home of 我县, nor is the city in a dateline that of 区人大常委会.

use std::collections::BTreeMap;

use super::focus::{answers, of_level};
use super::home::Context;
use crate::model::{Annotated, Article, Home, HomeBasis, MentionKind, OrganKind, RegionCode};
use crate::resource::{Level, Lexicon};

/// What a word counts: 我县 is said of nothing else, 县人大常委会 may be that of a county just named.
const OURS: usize = 3;
const ORGAN: usize = 2;
const WHOLE: usize = 1;
/// So much must be said before the names are doubted.
const ENOUGH: usize = 4;

/// `home`, or the unit above or below it which the article's words for itself ask for.
pub(super) fn levelled(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
    labels: &BTreeMap<usize, RegionCode>,
    home: Home,
) -> Home {
    let Some((level, said)) = spoken_level(lexicon, article, annotated, labels) else { return home };
    if answers(lexicon, &home.region, Some(level)) {
        let established = home.established || said >= ENOUGH;
        return Home { established, ..home };
    }
    if home.basis == HomeBasis::Role {
        return home;
    }
    let of_township = home.basis != HomeBasis::Title
        && lexicon.regions.get(&home.region).is_some_and(|r| r.level == Level::Township);
    // 在全省街道层面的创新, said once, lifts a street not to its province.
    let near = |code: &RegionCode| {
        said >= ENOUGH || lexicon.regions.get(code).is_some_and(|r| r.level == Level::County)
    };
    let above = of_township.then(|| of_level(lexicon, &home.region, Some(level))).flatten().filter(near);
    let below =
        || (said >= ENOUGH).then(|| within(lexicon, annotated, context, &home.region, level)).flatten();
    match above.or_else(below) {
        Some(region) => Home { region, established: true, basis: HomeBasis::Named },
        None => home,
    }
}

/// The level that the article speaks of itself as, and how much is said so; `None` where two are said as much. What
/// stands in a part headed by another region is that region's.
fn spoken_level<'a>(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &'a Annotated,
    labels: &BTreeMap<usize, RegionCode>,
) -> Option<(&'a str, usize)> {
    let foreign: Vec<_> = labels.keys().filter_map(|n| article.paragraphs.get(*n)).map(|p| p.span).collect();
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in annotated.mentions.iter().filter(|m| !foreign.iter().any(|f| f.contains(m.span))) {
        let (level, counts) = match &mention.kind {
            MentionKind::SelfReference { level: Some(level), whole, that: false } => {
                (level, if *whole { WHOLE } else { OURS })
            }
            MentionKind::Organ { kind: OrganKind::Congress, level: Some(level) }
                if !of_several(lexicon, &article.body.text, mention.span.start) =>
            {
                (level, ORGAN)
            }
            _ => continue,
        };
        *said.entry(level.as_str()).or_default() += counts;
    }
    let (&level, &most) = said.iter().max_by_key(|(_, n)| **n)?;
    let alone = said.values().filter(|n| **n == most).count() == 1;
    alone.then_some((level, most))
}

/// Whether the organ that starts at a byte is that of several levels, and no one's: 乡镇人大, 市县人大.
pub(super) fn of_several(lexicon: &Lexicon, body: &str, start: usize) -> bool {
    body[..start].ends_with(lexicon.references.level_letters.as_slice())
}

/// The unit of `level` in `region` that the article names most, itself or a part of it.
fn within(
    lexicon: &Lexicon,
    annotated: &Annotated,
    context: &Context,
    region: &RegionCode,
    level: &str,
) -> Option<RegionCode> {
    let body = annotated.mentions.iter().filter_map(|m| match &m.kind {
        MentionKind::Region { candidates, .. } => Some(candidates),
        _ => None,
    });
    let head = annotated.head.iter().map(|(_, candidates)| candidates);
    let named = body.chain(head).filter_map(|candidates| context.choose(lexicon, candidates));
    let fits = |c: &RegionCode| answers(lexicon, c, Some(level)) && lexicon.regions.is_within(c, region);
    super::home::most(
        named.filter_map(|code| lexicon.regions.lineage(&code).map(|r| r.code.clone()).find(fits)),
    )
}
