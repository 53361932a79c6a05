//! Regions by name. The hard part is what is *not* a name: 代县 in 新时代县乡, 临县 in 面临县级.

use std::collections::BTreeSet;

use super::township::{self, Towns, townships};
use super::{accident, list};
use crate::model::{Article, HeadLine, Mention, MentionKind, RegionCode, RegionName};
use crate::resource::{Found, Level, Lexicon, Literals, NameKind, NameSense, Pointer};
use crate::text::{Normalised, Span, is_quotation_mark};

/// How many bytes behind a short name its organ may stand: twelve characters.
const WINDOW: usize = 36;

/// What a text calls regions, before it is known which of it is a name.
pub(super) struct Names<'l> {
    /// Names of provinces, cities and counties.
    regions: Vec<(Span, &'l [NameSense])>,
    towns: Towns<'l>,
}

/// A line above or below the body, folded.
pub(super) struct Printed<'l> {
    kind: HeadLine,
    text: String,
    names: Names<'l>,
    /// Whether it is one of the article's own, and none of its site.
    own: bool,
}

/// A name found, in folded bytes.
pub(super) struct Hit {
    pub(super) span: Span,
    pub(super) candidates: Vec<RegionCode>,
    pub(super) name: RegionName,
}

/// What holds up a short name besides an organ behind it.
struct Support<'a> {
    /// Units that the article names in full, and those they lie in.
    named: &'a BTreeSet<RegionCode>,
    /// Units of a list of names; there even an everyday word is one.
    listed: BTreeSet<RegionCode>,
}

/// The regions that the body names; of an address (province, city, county, township) the last unit, with the span of
/// the whole address.
pub(super) fn regions(
    lexicon: &Lexicon,
    body: &str,
    folded: &Normalised,
    called: &Names<'_>,
    named: &BTreeSet<RegionCode>,
) -> Vec<Mention> {
    let text = folded.text.as_str();
    let raw = called.regions.as_slice();
    let support = Support { named, listed: list::listed(lexicon, text, raw) };
    let mut hits: Vec<Hit> =
        raw.iter().filter_map(|&(span, senses)| hit(lexicon, text, span, senses, &support)).collect();
    // “榕城人大代表履职通”: what a thing is called need not be where it is.
    hits.retain(|h| {
        let quoted = body[..folded.span(h.span).start].ends_with(is_quotation_mark);
        let known = |c: &RegionCode| support.named.contains(c) || support.listed.contains(c);
        let paper = accident::is_paper(lexicon, &text[h.span.end..]);
        let told = accident::is_source(lexicon, text, h.span);
        !told && (h.name != RegionName::Short || !paper && (!quoted || h.candidates.iter().any(known)))
    });
    townships(lexicon, text, &called.towns, named, &mut hits);
    let taken: Vec<Span> = hits.iter().map(|h| h.span).collect();
    let lettered = list::by_letters(lexicon, text)
        .into_iter()
        .filter(|(span, _)| !taken.iter().any(|t| t.overlaps(*span)));
    hits.extend(lettered.map(|(span, code)| Hit { span, candidates: vec![code], name: RegionName::Short }));
    addresses(lexicon, hits)
        .into_iter()
        .map(|h| Mention {
            span: folded.span(h.span),
            kind: MentionKind::Region { candidates: h.candidates, name: h.name },
        })
        .collect()
}

/// The counties whose paper or media centre the text names, which says from where it comes: 宿松融媒讯.
pub(super) fn of_papers(lexicon: &Lexicon, text: &str, called: &Names<'_>) -> BTreeSet<RegionCode> {
    let county = |s: &&NameSense| {
        s.kind == NameKind::Short { everyday: false }
            && lexicon.regions.get(&s.code).is_some_and(|r| r.level == Level::County)
    };
    let papers = called.regions.iter().filter(|(span, _)| accident::is_paper(lexicon, &text[span.end..]));
    let only = |senses: &[NameSense]| {
        let mut counties = senses.iter().filter(county);
        counties.next().filter(|_| counties.next().is_none()).map(|s| s.code.clone())
    };
    papers.filter_map(|(_, senses)| only(senses)).collect()
}

/// The lines above and below the body, in the order of their kinds.
pub(super) fn printed<'l>(lexicon: &'l Lexicon, article: &Article) -> Vec<Printed<'l>> {
    // 某市日报记者: where the paper is says little of whom it writes.
    let press = |role: &String| {
        let role = Normalised::new(role).text;
        let says = |words: &Literals| words.are_in(&role);
        says(&lexicon.page.byline.press) && !says(&lexicon.page.byline.body)
    };
    let role = if article.author_role.as_ref().is_some_and(press) { HeadLine::Site } else { HeadLine::Role };
    let own = [
        (role, &article.author_role),
        (HeadLine::Source, &article.source_line),
        (HeadLine::Title, &article.title),
        (HeadLine::Byline, &article.byline_region),
    ];
    let own = own.into_iter().filter_map(|(kind, line)| Some((kind, line.as_ref()?, true)));
    let of_site = article.site_lines.iter().map(|line| (HeadLine::Site, line, false));
    own.chain(of_site)
        .map(|(kind, line, own)| {
            let text = Normalised::new(line).text;
            let names = Names::new(lexicon, &text, &lexicon.scan(&text));
            Printed { kind, text, names, own }
        })
        .collect()
}

/// The regions that the lines above and below the body name, and those of the site and of papers, addresses joined.
pub(super) fn head(
    lexicon: &Lexicon,
    article: &Article,
    printed: &[Printed<'_>],
    named: &BTreeSet<RegionCode>,
    papers: &BTreeSet<RegionCode>,
) -> Vec<(HeadLine, Vec<RegionCode>)> {
    let listed = article.listed_region.iter().map(|code| (HeadLine::Manifest, vec![code.clone()]));
    let mut found: Vec<(HeadLine, Vec<RegionCode>)> = listed.collect();
    for Printed { kind, text, names, .. } in printed {
        let of_line = names.regions.iter().flat_map(|(_, s)| s.iter().map(|s| s.code.clone()));
        let named = of_line.chain(named.iter().cloned()).collect();
        let support = Support { named: &named, listed: BTreeSet::new() };
        let raw = names.regions.iter();
        let mut hits: Vec<Hit> =
            raw.filter_map(|&(span, senses)| hit(lexicon, text, span, senses, &support)).collect();
        townships(lexicon, text, &names.towns, &named, &mut hits);
        found.extend(addresses(lexicon, hits).into_iter().map(|h| (*kind, h.candidates)));
    }
    found.extend(papers.iter().map(|code| (HeadLine::Site, vec![code.clone()])));
    found
}

impl<'l> Names<'l> {
    /// The names in a text; a short one inside the name of a township is none (连城 in 十二连城乡), nor one that begins it
    /// (东阿镇).
    pub(super) fn new(lexicon: &'l Lexicon, text: &str, found: &Found<'l>) -> Self {
        let short = |senses: &[NameSense]| senses.iter().all(|s| matches!(s.kind, NameKind::Short { .. }));
        let inside = |span: Span| {
            found.townships.iter().any(|(unit, _)| unit.start < span.start && span.end < unit.end)
        };
        let names = found.regions.iter().copied().filter(|(span, senses)| {
            !(short(senses) && (inside(*span) || accident::names_town(lexicon, text, *span)))
        });
        Self { regions: names.collect(), towns: township::towns(lexicon, text, found) }
    }
}

/// The units that the article names in full, in its body or above it, and those they lie in: a short name counts only
/// with such support.
pub(super) fn named_in_full(
    lexicon: &Lexicon,
    article: &Article,
    text: &str,
    called: &Names<'_>,
    printed: &[Printed<'_>],
    papers: &BTreeSet<RegionCode>,
) -> BTreeSet<RegionCode> {
    let mut codes = papers.clone();
    for &(span, senses) in &called.regions {
        let sure =
            accident::whole_word(lexicon, text, span, senses) && !accident::governs(lexicon, span.of(text));
        let full = senses.iter().filter(|s| s.kind == NameKind::Full && sure);
        codes.extend(full.map(|s| s.code.clone()));
    }
    let mut counties = township::Counties::default();
    counties.read(lexicon, text, &called.towns, false);
    for Printed { text, names, own, .. } in printed {
        codes.extend(names.regions.iter().flat_map(|(_, s)| s.iter().map(|s| s.code.clone())));
        counties.read(lexicon, text, &names.towns, *own);
    }
    codes.extend(counties.known());
    codes.extend(article.listed_region.clone());
    let up: BTreeSet<RegionCode> =
        codes.iter().flat_map(|c| lexicon.regions.lineage(c).map(|r| r.code.clone())).collect();
    codes.extend(up);
    codes
}

fn hit(lexicon: &Lexicon, text: &str, span: Span, senses: &[NameSense], support: &Support) -> Option<Hit> {
    let full: Vec<RegionCode> =
        senses.iter().filter(|s| s.kind == NameKind::Full).map(|s| s.code.clone()).collect();
    let whole = accident::whole_word(lexicon, text, span, senses)
        && known_by_place(lexicon, text, span, senses, support);
    if !full.is_empty() {
        return whole.then_some(Hit { span, candidates: full, name: RegionName::Full });
    }
    let short: Vec<&NameSense> = senses.iter().filter(|s| matches!(s.kind, NameKind::Short { .. })).collect();
    if short.is_empty() {
        let former = senses.iter().map(|s| s.code.clone()).collect();
        return whole.then_some(Hit { span, candidates: former, name: RegionName::Former });
    }
    if !accident::starts_a_word(text, span.start) || accident::is_road(lexicon, &text[span.end..]) {
        return None;
    }
    let in_full = short.iter().any(|s| support.named.contains(&s.code));
    if !in_full && accident::is_lesser_place(lexicon, text, span) {
        return None;
    }
    if let Some(end) = other_suffix(lexicon, text, span) {
        // 湖南县人大 are the counties of 湖南; only a county is given another ending, and 振兴 is a word.
        let county = |c: &RegionCode| lexicon.regions.get(c).is_some_and(|r| r.level == Level::County);
        let stem = |s: &&&NameSense| s.kind == NameKind::Short { everyday: false };
        let candidates: Vec<RegionCode> =
            short.iter().filter(stem).map(|s| s.code.clone()).filter(county).collect();
        if candidates.is_empty() {
            return None;
        }
        return Some(Hit { span: Span::new(span.start, end), candidates, name: RegionName::OtherSuffix });
    }
    if let Some((from, code)) = behind_outer(lexicon, &text[..span.start], short.iter().map(|s| &s.code)) {
        return Some(Hit {
            span: Span::new(from, span.end),
            candidates: vec![code],
            name: RegionName::Short,
        });
    }
    let large =
        short.iter().filter(|s| s.kind == NameKind::Short { everyday: false } && is_large(lexicon, &s.code));
    let large: Vec<RegionCode> = large.map(|s| s.code.clone()).collect();
    if let [code] = large.as_slice()
        && accident::heads_a_clause(text, span)
    {
        return Some(Hit { span, candidates: vec![code.clone()], name: RegionName::Short });
    }
    let gone_to = lexicon.references.place_after.close(&text[..span.start]);
    let before_organ = before_organ(lexicon, &text[span.end..]) || gone_to;
    let candidates: Vec<RegionCode> = short
        .iter()
        .filter(|s| {
            let named = support.named.contains(&s.code) && s.kind == NameKind::Short { everyday: false };
            before_organ || named || support.listed.contains(&s.code)
        })
        .map(|s| s.code.clone())
        .collect();
    (!candidates.is_empty()).then_some(Hit { span, candidates, name: RegionName::Short })
}

/// The only unit of `codes` that lies in the province whose name ends `before`, and where that name starts: 浙江宁波.
/// Behind a city such a name may be a place in it: 吕梁市柳林泉域.
pub(super) fn behind_outer<'c>(
    lexicon: &Lexicon,
    before: &str,
    codes: impl Iterator<Item = &'c RegionCode>,
) -> Option<(usize, RegionCode)> {
    let behind = |code: &RegionCode| {
        let province = lexicon.regions.lineage(code).skip(1).filter(|r| r.level == Level::Province);
        let outer = province.flat_map(|r| r.short.iter().chain([&r.name]));
        let names = outer.filter(|name| name.chars().count() > 1 && before.ends_with(name.as_str()));
        names.map(|name| before.len() - name.len()).min()
    };
    let mut found = codes.filter_map(|code| Some((behind(code)?, code.clone())));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether it is a province or what lies directly below one, which are known by their short names.
fn is_large(lexicon: &Lexicon, code: &RegionCode) -> bool {
    lexicon.regions.get(code).is_some_and(|r| r.level < Level::County)
}

/// Whether a name that may govern the word behind it (会同县人大, 应县人大邀请), or is a common noun (矿区企业), is a
/// name here: the unit it lies in is named, and nothing else can be meant.
fn known_by_place(
    lexicon: &Lexicon,
    text: &str,
    span: Span,
    senses: &[NameSense],
    support: &Support,
) -> bool {
    let name = span.of(text);
    let (governs, common) = (accident::governs(lexicon, name), accident::is_common(lexicon, name));
    if !governs && !common {
        return true;
    }
    // Each province has its 城区: for a common noun the city that it lies in must be named.
    let outer = if common { 1 } else { usize::MAX };
    let around = |s: &NameSense| {
        lexicon.regions.lineage(&s.code).skip(1).take(outer).any(|r| support.named.contains(&r.code))
            || support.named.contains(&s.code)
    };
    let free = accident::stands_free(lexicon, text, span, senses);
    senses.iter().any(around) && (free || (common && before_organ(lexicon, &text[span.end..])))
}

/// Where a stem is followed by another ending than its unit's and then by an organ: 郧西市人大常委会, the county meant.
fn other_suffix(lexicon: &Lexicon, text: &str, span: Span) -> Option<usize> {
    let after = &text[span.end..];
    let suffix = lexicon.references.suffixes.iter().find(|s| after.starts_with(s.as_str()))?;
    let end = span.end + suffix.len();
    before_organ(lexicon, &text[end..]).then_some(end)
}

/// Whether `after` begins with an organ's name, a term of office perhaps before it.
fn before_organ(lexicon: &Lexicon, after: &str) -> bool {
    let near = &after[..accident::floor(after, after.len().min(WINDOW))];
    lexicon.references.words.find(near).next().is_some_and(|(span, pointers)| {
        // 莲花镇人大 is no organ of 莲花县.
        matches!(&pointers[0], Pointer::Organ { level, .. } if level.as_deref() != Some("township"))
            && (span.start == 0 || lexicon.references.between.is_match(&near[..span.start]))
    })
}

/// Joins units that stand directly behind the unit they lie in, and uses the outer one to tell homonyms apart.
fn addresses(lexicon: &Lexicon, mut hits: Vec<Hit>) -> Vec<Hit> {
    // Of two that begin together, the longer one is meant: 浙江 in 浙江宁波.
    hits.sort_by_key(|h| (h.span.start, std::cmp::Reverse(h.span.end)));
    hits.dedup_by(|inner, outer| outer.span.contains(inner.span));
    let mut joined: Vec<Hit> = Vec::new();
    for mut hit in hits {
        if let Some(outer) = joined.last() {
            let inside: Vec<RegionCode> = hit
                .candidates
                .iter()
                .filter(|c| outer.candidates.iter().any(|o| o != *c && lexicon.regions.is_within(c, o)))
                .cloned()
                .collect();
            if outer.span.end == hit.span.start && !inside.is_empty() {
                hit.candidates = inside;
                hit.span = Span::new(outer.span.start, hit.span.end);
                joined.pop();
            }
        }
        joined.push(hit);
    }
    joined
}
