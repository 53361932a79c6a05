//! Whose article it is, and which unit of a name is meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Annotated, Article, HeadLine, Home, HomeBasis, Mention, MentionKind, OrganKind, RegionCode,
};
use crate::resource::{Level, Lexicon};
use crate::text::{Span, fold, is_quotation_mark};

/// How many sentences at the head of the body establish a home.
const OPENING: usize = 4;
/// So many regions that head parts of an article make it a survey.
const SURVEY: usize = 3;
/// How many bytes may stand between a region and its organ: a term of office.
const BETWEEN: usize = 24;

/// How often each unit and each unit it lies in is named: homonyms are decided by it.
#[derive(Debug, Default)]
pub(super) struct Context {
    weight: BTreeMap<RegionCode, usize>,
}

/// Counts the unambiguous names of an article.
pub(super) fn context(lexicon: &Lexicon, annotated: &Annotated) -> Context {
    let body = annotated.mentions.iter().filter_map(|m| match &m.kind {
        MentionKind::Region { candidates, .. } => Some(candidates),
        _ => None,
    });
    let head = annotated.head.iter().map(|(_, candidates)| candidates);
    let mut context = Context::default();
    for candidates in body.chain(head) {
        if let [only] = candidates.as_slice() {
            for unit in lexicon.regions.lineage(only) {
                *context.weight.entry(unit.code.clone()).or_default() += 1;
            }
        }
    }
    context
}

impl Context {
    /// The one unit meant: the only one, or the only one whose surrounding units are named most.
    pub(super) fn choose(&self, lexicon: &Lexicon, candidates: &[RegionCode]) -> Option<RegionCode> {
        if let [only] = candidates {
            return Some(only.clone());
        }
        let support = |code: &RegionCode| -> usize {
            lexicon
                .regions
                .lineage(code)
                .skip(1)
                .map(|r| self.weight.get(&r.code).copied().unwrap_or(0))
                .sum()
        };
        let best = candidates.iter().map(support).max()?;
        let mut leaders = candidates.iter().filter(|c| support(c) == best);
        let first = leaders.next()?;
        (best > 0 && leaders.next().is_none()).then(|| first.clone())
    }
}

/// Whose article it is: what the author is, then the opening, then the source field and the title, then the first
/// congress named anywhere, then the site. A survey is of the unit that all its parts lie in.
///
/// The manifest holds where these words are none of the article's own, or none are there: it is written of many files at
/// once, and a text that opens with another county's congress is better believed.
pub(super) fn home(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
    labels: &BTreeMap<usize, RegionCode>,
) -> Option<Home> {
    let named = by_name(lexicon, article, annotated, context, labels);
    let own = named
        .as_ref()
        .is_some_and(|home| !matches!(home.basis, HomeBasis::Source | HomeBasis::Later | HomeBasis::Site));
    let listed = article.listed_region.clone().filter(|_| !own);
    let listed = listed.map(|region| Home { region, established: true, basis: HomeBasis::Manifest });
    let named = listed.or(named)?;
    Some(super::level::levelled(lexicon, article, annotated, context, labels, named))
}

/// What the names say, whatever the article calls its own unit.
fn by_name(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
    labels: &BTreeMap<usize, RegionCode>,
) -> Option<Home> {
    let of_line = |line: HeadLine| of_line(lexicon, annotated, context, line);
    let established = |region, basis| Some(Home { region, established: true, basis });
    // 横山区人大考察团来我县考察: whom the title names comes to see.
    let title = article.title.as_deref().map(fold).unwrap_or_default();
    let titled = of_line(HeadLine::Title).filter(|_| !comes(lexicon, &title));
    if let Some(region) = of_line(HeadLine::Role) {
        // An author of a county may write of the city that the title names, or whose congress his text speaks of first
        // and never of his own county.
        let spoken = first_congress(lexicon, article, annotated, context).map(|(code, _)| code);
        let spoken = spoken.filter(|_| !speaks_of(lexicon, annotated, context, &region));
        let wider = titled.or(spoken).filter(|t| *t != region && lexicon.regions.is_within(&region, t));
        let city = |t: &RegionCode| lexicon.regions.get(t).is_some_and(|r| r.level > Level::Province);
        return match wider.filter(city) {
            Some(wider) => established(wider, HomeBasis::Title),
            None => established(region, HomeBasis::Role),
        };
    }
    let parts: BTreeSet<&RegionCode> = labels.values().collect();
    if parts.len() >= SURVEY {
        let above = [HeadLine::Title, HeadLine::Source].into_iter().find_map(of_line);
        let region = above.filter(|r| !parts.contains(r)).or_else(|| around(lexicon, &parts));
        return region.and_then(|region| established(region, HomeBasis::Named));
    }
    let opening =
        article.paragraphs.iter().flat_map(|p| &p.sentences).take(OPENING).last().map_or(0, |s| s.span.end);
    let congress = first_congress(lexicon, article, annotated, context);
    // A county's piece may open with the city's paper it follows, or come from the city's site: the title says whose
    // it is.
    let narrowed = |region: RegionCode, basis| match &titled {
        Some(titled) if *titled != region && lexicon.regions.is_within(titled, &region) => {
            established(titled.clone(), HomeBasis::Title)
        }
        _ => established(region, basis),
    };
    // 新蔡县人大常委会赴南阳学习: the congress that the opening names is that of the hosts.
    let apart =
        |a: &RegionCode, b: &RegionCode| !lexicon.regions.is_within(a, b) && !lexicon.regions.is_within(b, a);
    if let (Some(own), Some((hosts, _))) = (&titled, &congress)
        && apart(own, hosts)
        && travels(lexicon, own, &title)
    {
        return established(own.clone(), HomeBasis::Title);
    }
    if let Some((region, _)) = congress.as_ref().filter(|(_, at)| *at < opening) {
        return narrowed(region.clone(), HomeBasis::Opening);
    }
    if let Some(region) = of_line(HeadLine::Source) {
        return narrowed(region, HomeBasis::Source);
    }
    if let Some(region) = titled {
        return established(region, HomeBasis::Title);
    }
    if let Some(region) = first_region(lexicon, article, annotated, context, opening) {
        return established(region, HomeBasis::Named);
    }
    match congress {
        Some((region, _)) => Some(Home { region, established: false, basis: HomeBasis::Later }),
        None => of_line(HeadLine::Site).and_then(|region| established(region, HomeBasis::Site)),
    }
}

/// The unit that all of `regions` lie in, if one is.
fn around(lexicon: &Lexicon, regions: &BTreeSet<&RegionCode>) -> Option<RegionCode> {
    let mut outer = lexicon.regions.lineage(regions.first()?).skip(1).map(|r| &r.code);
    outer.find(|o| regions.iter().all(|r| lexicon.regions.is_within(r, o))).cloned()
}

/// The region that a line outside the body names.
fn of_line(
    lexicon: &Lexicon,
    annotated: &Annotated,
    context: &Context,
    line: HeadLine,
) -> Option<RegionCode> {
    annotated.head.iter().filter(|(l, _)| *l == line).find_map(|(_, c)| context.choose(lexicon, c))
}

/// The region that says what the author is.
pub(super) fn author(lexicon: &Lexicon, annotated: &Annotated, context: &Context) -> Option<RegionCode> {
    of_line(lexicon, annotated, context, HeadLine::Role)
}

/// The first region followed by its congress, and where it stands.
fn first_congress(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
) -> Option<(RegionCode, usize)> {
    annotated.mentions.iter().find_map(|mention| {
        let MentionKind::Region { candidates, .. } = &mention.kind else { return None };
        // “盐都人大”公众号: the name of a thing may bear an old or a poetic name of the place.
        let quoted = article.body.text[..mention.span.start].ends_with(is_quotation_mark);
        let followed = annotated.mentions.iter().find(|organ| {
            matches!(organ.kind, MentionKind::Organ { kind: OrganKind::Congress, .. })
                && organ.span.start >= mention.span.end
                && organ.span.start - mention.span.end <= BETWEEN
                && !between(lexicon, &article.body.text[mention.span.end..organ.span.start])
                    .contains([',', '\u{3002}', '\u{3001}', ':'])
        });
        // 甲镇办了活动日。乙市人大常委会副主任夸赞…: he speaks of a part of his city that was named before.
        let praised = |organ: &Mention| {
            let person = &lexicon.asides.person;
            let behind = sentence_behind(&article.body.text, organ.span.end);
            let speaks =
                person.behind.open(behind) && !person.unless.open(behind) && !person.leads.are_in(behind);
            speaks
                && context.choose(lexicon, candidates).is_some_and(|own| {
                    let before = annotated.mentions.iter().take_while(|m| m.span.start < mention.span.start);
                    before
                        .filter_map(|m| unit(lexicon, context, m))
                        .any(|c| c != own && lexicon.regions.is_within(&c, &own))
                })
        };
        let sentence = sentence_behind(&article.body.text, mention.span.end);
        (followed.is_some_and(|organ| !praised(organ)) && !quoted && !comes(lexicon, &fold(sentence)))
            .then(|| context.choose(lexicon, candidates))
            .flatten()
            .map(|c| (c, mention.span.start))
    })
}

/// Which unit a mention names.
fn unit(lexicon: &Lexicon, context: &Context, mention: &Mention) -> Option<RegionCode> {
    match &mention.kind {
        MentionKind::Region { candidates, .. } => context.choose(lexicon, candidates),
        _ => None,
    }
}

/// Whether a title names `region` before a word of going: 新蔡县人大常委会赴南阳学习, and not 县人大常委会赴宁海取经.
fn travels(lexicon: &Lexicon, region: &RegionCode, title: &str) -> bool {
    let goes = lexicon.references.goes.iter().filter_map(|w| title.find(w.as_str())).min();
    let name = lexicon.regions.get(region).map_or("", |unit| unit.name.as_str());
    let stem = name.char_indices().last().map_or("", |(last, _)| &name[..last]);
    goes.is_some_and(|at| {
        title[..at].contains(name) || stem.chars().count() > 1 && title[..at].contains(stem)
    })
}

/// What stands between a region and its congress, without a word for the units below: 河池市县(市、区)人大常委会.
fn between(lexicon: &Lexicon, words: &str) -> String {
    let words = fold(words);
    let below = lexicon.references.unit_words.opening(&words).next();
    below.map_or_else(|| words.clone(), |n| words[lexicon.references.unit_words[n].len()..].to_owned())
}

/// Whether the body names `region` or a part of it, or says 我县 where it is a county.
fn speaks_of(lexicon: &Lexicon, annotated: &Annotated, context: &Context, region: &RegionCode) -> bool {
    annotated.mentions.iter().any(|m| match &m.kind {
        MentionKind::Region { candidates, .. } => {
            context.choose(lexicon, candidates).is_some_and(|code| lexicon.regions.is_within(&code, region))
        }
        MentionKind::SelfReference { level, that: false, .. } => {
            super::focus::answers(lexicon, region, level.as_deref())
        }
        _ => false,
    })
}

/// The rest of the sentence from a byte on.
pub(super) fn sentence_behind(text: &str, from: usize) -> &str {
    let rest = &text[from..];
    &rest[..rest.find(['\u{3002}', '\n']).unwrap_or(rest.len())]
}

/// Whether words tell that who stands before them comes to the article's own region.
pub(super) fn comes(lexicon: &Lexicon, words: &str) -> bool {
    lexicon.references.visitor_comes.are_in(words)
}

/// The region that the opening names most; where several townships share that place, the county they lie in.
fn first_region(
    lexicon: &Lexicon,
    article: &Article,
    annotated: &Annotated,
    context: &Context,
    opening: usize,
) -> Option<RegionCode> {
    let body = article.body.text.as_str();
    let named: Vec<RegionCode> = annotated
        .mentions
        .iter()
        .filter(|m| m.span.start < opening && !is_of_thing(lexicon, body, m.span))
        .filter_map(|m| unit(lexicon, context, m))
        .collect();
    most(named.iter().cloned()).or_else(|| {
        let county = |c: &RegionCode| {
            lexicon.regions.lineage(c).find(|r| r.level < Level::Township).map(|r| r.code.clone())
        };
        most(named.iter().filter_map(county))
    })
}

/// Whether a region only begins the name of a thing (“吉林省美丽乡村”称号, 重庆高新区) or gave one (作为江苏省试点单位).
fn is_of_thing(lexicon: &Lexicon, body: &str, region: Span) -> bool {
    let before = &body[..region.start];
    before.ends_with(is_quotation_mark)
        || lexicon.references.guest.close(before)
        || lexicon.references.zones.open(&body[region.end..])
}

/// What occurs more often than anything else.
pub(super) fn most(codes: impl Iterator<Item = RegionCode>) -> Option<RegionCode> {
    let mut counts: BTreeMap<RegionCode, usize> = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    let highest = counts.values().max().copied()?;
    let mut leaders = counts.into_iter().filter(|(_, n)| *n == highest);
    let first = leaders.next()?.0;
    leaders.next().is_none().then_some(first)
}
