//! A small store made by hand, for tests of questions and commands: what is said in it is made up.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use renda::model::{
    AdoptionClaim, ArticleId, Author, Bound, Claim, ClaimKind, Coverage, Evidence, Imprint, Observation,
    Paper, PaperKind, Record, RegionCode, Relation, Role, Since, SinceKind, Slug, Source, Status,
    StatuteAction, Tier,
};
use renda::resource::Lexicon;
use renda::store::{Backend, Contents, Writer};
use renda::text::{CodePoints, Span};
use renda::{fuse, rdf};

/// The store's folder, made once for all tests; nobody writes to it.
pub(crate) fn store() -> &'static Path {
    static STORE: OnceLock<PathBuf> = OnceLock::new();
    STORE.get_or_init(|| {
        let dir = tempfile::tempdir().unwrap().keep().join("sample.db");
        write(&dir, &records());
        dir
    })
}

/// Writes a store of these records.
pub(crate) fn write(dir: &Path, records: &[Record]) {
    let lexicon = Lexicon::load().unwrap();
    let mut quads: Vec<_> = records.iter().flat_map(rdf::record_quads).collect();
    quads.extend(rdf::fact_quads(&fuse::fuse(records)));
    quads.extend(rdf::reference_quads(&lexicon, records).unwrap());
    let contents = Contents { lines: rdf::sorted_lines(quads), ..Contents::default() };
    Writer::lock(dir).unwrap().name(&contents, Backend::Memory).unwrap();
}

/// An article that is being written.
pub(crate) struct Draft {
    record: Record,
}

impl Draft {
    pub(crate) fn new(title: &str, home: &str, issued: &str, body: &str) -> Self {
        let record = Record {
            id: ArticleId::of(Some(title), &[], body),
            title: Some(title.to_owned()),
            authors: vec![Author::named("甲")],
            issued: Some(issued.parse().unwrap()),
            sources: BTreeSet::from([Source { name: format!("{issued}.txt") }]),
            home_region: RegionCode::new(home),
            as_of: None,
            event: None,
            imprint: Imprint::default(),
            reprint_of: None,
            body: body.to_owned(),
            claims: BTreeSet::new(),
        };
        Self { record }
    }

    /// By this author.
    pub(crate) fn by(mut self, author: &str) -> Self {
        self.record.authors = vec![Author::named(author)];
        self
    }

    /// Found under this name, or at this address.
    pub(crate) fn found_in(mut self, source: &str) -> Self {
        self.record.sources = BTreeSet::from([Source { name: source.to_owned() }]);
        self
    }

    fn quote(&self, words: &str) -> Evidence {
        let body = &self.record.body;
        let start = body.find(words).unwrap_or_else(|| panic!("{words} is not in {body}"));
        Evidence::cut(body, &CodePoints::new(body), Span::new(start, start + words.len()))
    }

    fn claim(mut self, kind: ClaimKind) -> Self {
        self.record.claims.insert(Claim::new(kind).unwrap());
        self
    }

    /// A claim of the plain kind; `more` changes what is not plain.
    pub(crate) fn adopts(
        self,
        region: &str,
        (slug, surface): (&str, &str),
        status: Status,
        words: &str,
        more: impl FnOnce(&mut AdoptionClaim),
    ) -> Self {
        let mechanism = if slug.is_empty() { Slug::candidate(surface) } else { Slug::new(slug).unwrap() };
        let region = RegionCode::new(region).unwrap();
        let mut claim = bare_adoption(region, mechanism, status, surface, self.quote(words));
        more(&mut claim);
        self.claim(ClaimKind::Adoption(claim))
    }

    pub(crate) fn counts(self, region: &str, what: &str, value: u32, unit: &str, words: &str) -> Self {
        let observation = Observation {
            region: RegionCode::new(region).unwrap(),
            indicator: None,
            indicator_text: what.to_owned(),
            value: value.into(),
            unit: unit.to_owned(),
            bound: Bound::AtLeast,
            period: None,
            scope: None,
            evidence: vec![self.quote(words)],
        };
        self.claim(ClaimKind::Observation(observation))
    }

    pub(crate) fn acts(self, region: &str, relation: Relation, statute: &str, words: &str) -> Self {
        let code = RegionCode::new(region).unwrap();
        let action = StatuteAction {
            region: code.clone(),
            paper: Paper::new(PaperKind::Statute, statute, Some(code)),
            relation,
            issuer: None,
            time: None,
            evidence: vec![self.quote(words)],
        };
        self.claim(ClaimKind::Statute(action))
    }

    pub(crate) fn done(self) -> Record {
        self.record
    }
}

/// What the sample store is made of.
///
/// Of the two districts called 朝阳区 only that of Changchun is spoken of; both 城关镇-like homonyms 鼓楼区 that are
/// spoken of are Nanjing's and Kaifeng's.
pub(crate) fn records() -> Vec<Record> {
    const VOTING: (&str, &str) = ("deputy-vote-on-livelihood-projects", "票决制");
    let since = |date: &str| Some(Since { date: date.parse().unwrap(), kind: SinceKind::Start });
    vec![
        Draft::new(
            "一票一票定实事",
            "141100",
            "2024-01-08",
            "吕梁市人大常委会自2023年3月起在全市推行票决制，实现县乡全覆盖。\n全市建成代表联络站120多个。",
        )
        .adopts(
            "141100",
            VOTING,
            Status::Adopted,
            "自2023年3月起在全市推行票决制，实现县乡全覆盖",
            |c| {
                c.coverage = Some(Coverage::Full);
                c.tier = Some(Tier::County);
                c.since = since("2023-03");
            },
        )
        .counts("141100", "代表联络站", 120, "个", "建成代表联络站120多个")
        .done(),
        Draft::new(
            "从“政府定”到“代表票决”",
            "141123",
            "2024-05-20",
            "兴县15个乡镇的人大已经全部采用票决制来确定当年的实事项目。兴县还办起了“板凳会”。",
        )
        .adopts(
            "141123",
            VOTING,
            Status::Adopted,
            "15个乡镇的人大已经全部采用票决制来确定当年的实事项目",
            |c| {
                (c.covered, c.coverable) = (Some(15), Some(15));
                c.coverage_unit = Some("乡镇".to_owned());
                c.coverage = Some(Coverage::Full);
                c.tier = Some(Tier::Township);
            },
        )
        .adopts("141123", ("", "板凳会"), Status::Adopted, "兴县还办起了“板凳会”", |_| ())
        .done(),
        Draft::new("明年的打算", "141126", "2023-12-01", "石楼县人大常委会打算明年选两个乡镇试行票决制。")
            .adopts("141126", VOTING, Status::Planned, "打算明年选两个乡镇试行票决制", |_| ())
            .done(),
        Draft::new(
            "楼院里的票",
            "220104",
            "2022-06-30",
            "朝阳区在三个社区试点居民议事厅，居民投票定下小区实事。",
        )
        .adopts(
            "220104",
            ("not-in-the-ontology", "居民议事厅"),
            Status::Piloted,
            "在三个社区试点居民议事厅",
            |_| (),
        )
        .done(),
        Draft::new(
            "立法二三事",
            "320106",
            "2021-09-09",
            "鼓楼区人大常委会对《南京市示例条例》开展执法检查。",
        )
        .acts("320106", Relation::Inspected, "南京市示例条例", "对《南京市示例条例》开展执法检查")
        .done(),
        Draft::new("会场内外", "410204", "2021-10-10", "鼓楼区有人大代表180名以上。")
            .counts("410204", "人大代表", 180, "名", "有人大代表180名以上")
            .done(),
    ]
}

/// A claim that says no more than it must: who practises what, how far, in these words.
pub(crate) fn bare_adoption(
    region: RegionCode,
    mechanism: Slug,
    status: Status,
    surface: &str,
    quote: Evidence,
) -> AdoptionClaim {
    AdoptionClaim {
        region,
        mechanism,
        status,
        surface_form: surface.to_owned(),
        trigger: None,
        coverage: None,
        covered: None,
        coverable: None,
        coverage_unit: None,
        tier: None,
        role: Role::Practitioner,
        adopter_named: false,
        partner: None,
        since: None,
        basis: None,
        topic: None,
        gloss: None,
        first_within: None,
        region_as_printed: None,
        evidence: vec![quote],
    }
}
