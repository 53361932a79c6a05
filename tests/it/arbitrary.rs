//! Records as proptest draws them: every field that may be absent is absent at times, few regions and mechanisms so
//! that claims meet, and text with all that could go wrong on its way through quads.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use renda::model::{
    AdoptionClaim, ArticleId, AsOf, AsOfBasis, Author, Bound, Claim, ClaimKind, Coverage, Date, Event,
    EventKind, Evidence, Imprint, LearningContact, Observation, Organ, Paper, PaperKind, Post, Record,
    RegionCode, Relation, Reprint, Role, Since, SinceKind, Slug, Source, Status, StatuteAction, Tier,
};
use renda::text::{CodePoints, Span};
use rust_decimal::Decimal;

/// Any record.
pub(crate) fn record() -> impl Strategy<Value = Record> {
    let header = (
        option::of(words()),
        vec(author(), 0..3),
        option::of(date()),
        vec(words().prop_map(|name| Source { name }), 0..3),
        option::of(region()),
        (option::of(as_of()), option::of(event()), imprint(), option::of(original())),
    );
    (header, body(), vec(draft(), 0..6)).prop_map(|(header, body, drafts)| {
        let (title, authors, issued, sources, home_region, (as_of, event, imprint, reprint_of)) = header;
        let names: Vec<String> = authors.iter().map(|author| author.name.clone()).collect();
        let points = CodePoints::new(&body);
        let claims: BTreeSet<Claim> =
            drafts.iter().filter_map(|draft| draft.cut_from(&body, &points)).collect();
        Record {
            id: ArticleId::of(title.as_deref(), &names, &body),
            title,
            authors,
            issued,
            sources: sources.into_iter().collect(),
            home_region,
            as_of,
            event,
            imprint,
            reprint_of,
            body,
            claims,
        }
    })
}

fn imprint() -> impl Strategy<Value = Imprint> {
    let word = || option::of(words());
    (word(), word(), word(), word()).prop_map(|(issuer, paper, page, licence)| Imprint {
        issuer,
        paper,
        page,
        licence,
    })
}

fn author() -> impl Strategy<Value = Author> {
    let organ = option::of((region(), select(Organ::ALL)));
    let post = option::of((words(), organ).prop_map(|(title, organ)| Post { title, organ }));
    (words(), post).prop_map(|(name, post)| Author { name, post })
}

/// Few originals, so that articles meet in one.
fn original() -> impl Strategy<Value = Reprint> {
    let figures = || vec("[0-9]{1,4}", 0..3);
    let of = select(vec!["00000000000000a1", "00000000000000a2"]);
    (of, 0_i64..=100, figures(), figures()).prop_map(|(of, share, figures, other_figures)| Reprint {
        of: ArticleId::new(of).unwrap(),
        share: Decimal::new(share, 2),
        figures,
        other_figures,
    })
}

/// Few events, so that articles meet in one.
fn event() -> impl Strategy<Value = Event> {
    (select(EventKind::ALL), date(), option::of(region())).prop_map(|(kind, date, region)| Event {
        kind,
        date,
        region,
    })
}

/// Records of different articles.
pub(crate) fn records(most: usize) -> impl Strategy<Value = Vec<Record>> {
    vec(record(), 0..=most).prop_map(|mut records| {
        records.sort_by(|a, b| a.id.cmp(&b.id));
        records.dedup_by(|a, b| a.id == b.id);
        records
    })
}

/// A claim before its body is known, and where its quotes will be cut.
#[derive(Debug, Clone)]
struct Draft {
    kind: ClaimKind,
    cuts: Vec<(Index, Index)>,
    triggered: bool,
}

impl Draft {
    fn cut_from(&self, body: &str, points: &CodePoints) -> Option<Claim> {
        let quotes: Vec<Evidence> =
            self.cuts.iter().map(|(from, to)| cut(body, points, *from, *to)).collect();
        let mut kind = self.kind.clone();
        match &mut kind {
            ClaimKind::Adoption(c) => {
                c.trigger = self.triggered.then(|| quotes[0].clone());
                c.evidence = quotes;
            }
            ClaimKind::Observation(c) => c.evidence = quotes,
            ClaimKind::Statute(c) => c.evidence = quotes,
            ClaimKind::Learning(c) => c.evidence = quotes,
        }
        Claim::new(kind)
    }
}

fn draft() -> impl Strategy<Value = Draft> {
    let cuts = vec((any::<Index>(), any::<Index>()), 1..4);
    (claim_kind(), cuts, any::<bool>()).prop_map(|(kind, cuts, triggered)| Draft { kind, cuts, triggered })
}

fn cut(body: &str, points: &CodePoints, from: Index, to: Index) -> Evidence {
    let count = body.chars().count();
    let start = from.index(count);
    let end = start + 1 + to.index(count - start);
    let bytes = points.span(start, end).expect("the cut lies in the body");
    Evidence::cut(body, points, Span::new(bytes.start, bytes.end))
}

fn claim_kind() -> impl Strategy<Value = ClaimKind> {
    prop_oneof![
        4 => adoption().prop_map(ClaimKind::Adoption),
        2 => observation().prop_map(ClaimKind::Observation),
        1 => statute_action().prop_map(ClaimKind::Statute),
        1 => learning_contact().prop_map(ClaimKind::Learning),
    ]
}

fn adoption() -> impl Strategy<Value = AdoptionClaim> {
    let since = (date(), select(SinceKind::ALL)).prop_map(|(date, kind)| Since { date, kind });
    let what = (region(), mechanism(), select(Status::ALL), select(Role::ALL), option::of(select(Tier::ALL)));
    let reach = (
        option::of(select(Coverage::ALL)),
        option::of(0_u32..4),
        option::of(any::<u32>().prop_map(|n| n % 4)),
        option::of(select(vec!["\u{4E61}\u{9547}".to_owned(), "\u{53BF}".to_owned()])),
    );
    let words = (option::of(words()), option::of(words()), option::of(words()), option::of(words()));
    (what, reach, option::of(since), option::of(paper()), words, option::of(region()), any::<bool>())
        .prop_map(|(what, reach, since, basis, words, first_within, adopter_named)| AdoptionClaim {
            region: what.0,
            mechanism: what.1.0,
            surface_form: what.1.1,
            status: what.2,
            role: what.3,
            tier: what.4,
            trigger: None,
            coverage: reach.0,
            covered: reach.1,
            coverable: reach.2,
            coverage_unit: reach.3,
            adopter_named,
            partner: words.0,
            since,
            basis,
            topic: words.1,
            gloss: words.2,
            first_within,
            region_as_printed: words.3,
            evidence: Vec::new(),
        })
}

fn observation() -> impl Strategy<Value = Observation> {
    let indicator = select(vec![None, Slug::new("liaison-stations"), Slug::new("deputies")]);
    let unit = select(vec!["\u{4E2A}".to_owned(), "%".to_owned()]);
    let value = prop_oneof![
        (0_i64..4).prop_map(Decimal::from),
        (any::<i64>(), 0_u32..7).prop_map(|(digits, scale)| Decimal::new(digits, scale)),
    ];
    let rest = (select(Bound::ALL), option::of(select(vec!["2023".to_owned(), "9 years".to_owned()])));
    (region(), indicator, words(), value, unit, rest, option::of(words())).prop_map(
        |(region, indicator, indicator_text, value, unit, (bound, period), scope)| Observation {
            region,
            indicator,
            indicator_text,
            value,
            unit,
            bound,
            period,
            scope,
            evidence: Vec::new(),
        },
    )
}

fn statute_action() -> impl Strategy<Value = StatuteAction> {
    (region(), paper(), select(Relation::ALL), option::of(select(Organ::ALL)), option::of(date())).prop_map(
        |(region, paper, relation, issuer, time)| StatuteAction {
            region,
            paper,
            relation,
            issuer,
            time,
            evidence: Vec::new(),
        },
    )
}

/// A statute or a document, of a region or of nobody.
fn paper() -> impl Strategy<Value = Paper> {
    (select(PaperKind::ALL), title(), option::of(region()))
        .prop_map(|(kind, title, owner)| Paper::new(kind, &title, owner))
}

fn learning_contact() -> impl Strategy<Value = LearningContact> {
    (region(), region(), option::of(date())).prop_map(|(region, from, time)| LearningContact {
        region,
        from,
        time,
        evidence: Vec::new(),
    })
}

/// Few regions: a province, two cities, a county, a township, and a code no table knows.
pub(crate) fn region() -> impl Strategy<Value = RegionCode> {
    select(vec!["140000", "141100", "420300", "141124", "141124100", "999999"])
        .prop_map(|code| RegionCode::new(code).expect("the codes are well formed"))
}

/// A mechanism and its name as printed: a known one, or a candidate printed in one of its ways.
fn mechanism() -> impl Strategy<Value = (Slug, String)> {
    let known = select(vec!["deputy-vote-on-livelihood-projects", "deputies-liaison-station"])
        .prop_flat_map(|slug| (Just(Slug::new(slug).expect("the slugs are well formed")), words()));
    let candidate = prop_oneof![
        select(vec!["双清单", "“双清单”", "双 清单", "三联系（试行）", "三联系(试行)"])
            .prop_map(str::to_owned),
        words(),
    ];
    prop_oneof![known, candidate.prop_map(|name| (Slug::candidate(&name), name))]
}

/// A title, at times one of those that are equal when folded.
fn title() -> impl Strategy<Value = String> {
    let equal = select(vec![
        "养犬管理条例（草案）",
        "养犬管理条例(草案)",
        "养犬 管理条例(草案)",
        "養犬管理條(tiáo)例（草案）",
        "a\u{A8}",
    ]);
    prop_oneof![equal.prop_map(str::to_owned), words()]
}

fn date() -> impl Strategy<Value = Date> {
    (2021_i16..2024, option::of((4_i8..6, option::of(27_i8..30)))).prop_map(|(year, rest)| {
        let (month, day) = rest.map_or((None, None), |(month, day)| (Some(month), day));
        Date::new(year, month, day).expect("the days are days of April and May")
    })
}

fn as_of() -> impl Strategy<Value = AsOf> {
    (date(), date(), select(AsOfBasis::ALL)).prop_map(|(a, b, basis)| AsOf {
        earliest: a.min(b),
        latest: a.max(b),
        basis,
    })
}

fn body() -> impl Strategy<Value = String> {
    vec(words(), 1..5)
        .prop_map(|paragraphs| paragraphs.join("\n"))
        .prop_filter("never empty", |b| !b.is_empty())
}

/// Words of every width: ASCII, Han, four-byte Han and emoji, combining marks, quotes, backslashes, anything printable.
fn words() -> impl Strategy<Value = String> {
    let sharp = select(vec![
        "\"",
        "\\",
        "'",
        "\\u0041",
        "人大",
        "代表票决制",
        "𠮷",
        "👩‍👩‍👧",
        "e\u{301}",
        "\u{FEFF}",
        "\u{200B}",
        "\u{3000}",
        "<a>",
        "@zh",
        " .",
        "#",
    ]);
    let piece = prop_oneof![sharp.prop_map(str::to_owned), "\\PC{1,6}"];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}
