//! The rules as data: `ontology/` and `data/`, read once into one immutable [`Lexicon`].
//!
//! Takes the files embedded in the binary, and a user's folder of further ones. Gives values that are shared by all
//! threads. Never holds a rule that is not in a file.

mod own;
mod organ;
mod page;
mod document;
mod code;
mod region;
mod concept;
mod words;
mod literals;
mod scan;
mod trigger;
mod reference;
mod date;
mod reach;
mod gazetteer;
mod rules;
mod title;
mod unit;
mod numeral;
mod event;
mod reprint;
mod aside;
mod jieba;
mod fingerprint;

pub use aside::{ActorWords, Asides, AskedWords, EventWords, PersonWords, RuleForm};
pub use concept::{Concept, Concepts};
pub use date::{Dates, RelativeRule};
pub use document::{DocumentRules, HtmlRules, ManifestRules, RowRules};
pub use event::{EventRule, EventRules};
pub use gazetteer::{Gazetteer, NameKind, NameSense};
pub use jieba::jieba;
pub use literals::Literals;
pub use numeral::numeral;
pub use organ::{OrganName, organ_names};
pub use page::{
    BylineRules, DateRules, FieldRules, FolioRules, FurnitureRules, IntroRules, MastheadRules, OrganRules,
    PageRules, SpeechRules,
};
pub use reach::Reaches;
pub use reference::{PartnerRules, Pointer, References, TopicRules};
pub use region::{Level, Region, Regions};
pub use reprint::ReprintRules;
pub use rules::{BareCandidates, CandidateRules, ReadingRule, TopicMarks};
pub use scan::Found;
pub use title::{
    BareTitles, Decision, DeedWords, Deeds, Implementing, Inspection, LawTopics, RelationRule, TitleRules,
};
pub use trigger::{CueKind, CueRule, Reach, Side, Triggers};
pub use unit::{
    BecomingRules, BoundWords, CharacterRules, CountRule, NounSkip, NumberSkips, ShareRules, UnitRules,
};
pub use words::{WordTable, Words};

use std::path::Path;

use own::{Own, RuleFile};
use regex::Regex;
use scan::Scan;

use crate::error::Result;
use crate::model::Slug;

/// `ontology/renda.ttl`: the vocabulary.
pub const RENDA_TTL: &str = include_str!("../../ontology/renda.ttl");
/// `ontology/mechanism.ttl`: the known mechanisms.
const MECHANISM_TTL: &str = include_str!("../../ontology/mechanism.ttl");
/// `ontology/indicator.ttl`: the known indicators.
const INDICATOR_TTL: &str = include_str!("../../ontology/indicator.ttl");

/// `ontology/dataset.ttl`: what a store is as a data set.
pub const DATASET_TTL: &str = include_str!("../../ontology/dataset.ttl");

/// All rules, ready for matching.
#[derive(Debug)]
pub struct Lexicon {
    /// One hash over all rules, to know whether what was read earlier would be read alike today.
    pub fingerprint: String,
    /// The vocabulary and the concepts as Turtle: what messages call each file, and its text. The graph says what they
    /// say.
    pub ontology: Vec<(String, String)>,
    /// The regions of the country.
    pub regions: Regions,
    /// Their names in text.
    pub gazetteer: Gazetteer,
    /// The known mechanisms.
    pub mechanisms: Concepts,
    /// Names of mechanisms in text.
    pub mechanism_names: Words<Slug>,
    /// The known indicators.
    pub indicators: Concepts,
    /// Names of indicators.
    pub indicator_names: Words<Slug>,
    /// Cue words.
    pub triggers: Triggers,
    /// Pointing words and organs.
    pub references: References,
    /// Rules for statutes and documents.
    pub titles: TitleRules,
    /// How articles tell of events.
    pub events: EventRules,
    /// When two articles are one text.
    pub reprints: ReprintRules,
    /// Names of laws of the nation.
    pub law_names: Words<()>,
    /// Without one of these a clause names nothing without marks.
    pub title_signs: Words<()>,
    /// Names that stand for another mechanism in certain company: the one that bears the name, the one meant, when.
    pub readings: Vec<(Slug, Slug, ReadingRule)>,
    /// Rules for names by form.
    pub candidates: CandidateRules,
    /// The forms of quoted names.
    pub candidate_forms: Regex,
    /// Numbered slogans; see [`CandidateRules::numbered`].
    pub candidate_numbered: Regex,
    /// Endings of names by form.
    pub candidate_endings: WordTable<()>,
    /// Words behind which a name by form may stand.
    pub candidate_verbs: WordTable<()>,
    /// Words that no name by form reaches over.
    pub candidate_cuts: WordTable<()>,
    /// Rules for numbers.
    pub units: UnitRules,
    /// Which indicator a counted noun and its verb make; the first row that fits holds.
    pub counts: Vec<CountRule>,
    /// A number with its unit; its groups have names, see `unit.rs`.
    pub quantity_pattern: Regex,
    /// Dates in bodies.
    pub dates: Dates,
    /// How far below a region a practice reaches.
    pub reaches: Reaches,
    /// The time a number covers.
    pub period_pattern: Regex,
    /// Where a name stands and nobody is said to practise it.
    pub asides: Asides,
    /// How a page prints authors, dates and furniture.
    pub page: PageRules,
    /// How documents say what they hold: columns, meta tags, main texts.
    pub document: DocumentRules,
    /// The words of all lists that a body is asked for.
    scan: Box<Scan>,
}

impl Lexicon {
    /// Reads the embedded rules.
    ///
    /// # Errors
    /// Where a rule file is faulty, with its name and line.
    pub fn load() -> Result<Self> {
        Self::of(&Own::default(), |_| false)
    }

    /// Reads the embedded rules without the mechanisms of which `unknown` holds: so a text is read by one who has never
    /// heard of them.
    ///
    /// ```
    /// use renda::resource::Lexicon;
    /// let lexicon = Lexicon::load_without(|concept| concept.label == "专题询问")?;
    /// assert!(lexicon.mechanisms.iter().all(|(slug, _)| slug.as_str() != "special-inquiry"));
    /// assert_ne!(lexicon.fingerprint, Lexicon::load()?.fingerprint);
    /// # Ok::<(), renda::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Lexicon::load`].
    pub fn load_without(unknown: impl Fn(&Concept) -> bool) -> Result<Self> {
        Self::of(&Own::default(), unknown)
    }

    /// Reads the embedded rules and adds those of the folder `dir`, in the same formats: `mechanism.ttl`,
    /// `indicator.ttl`, `trigger.toml`, `region.csv`, and the slogans of `candidate.toml`.
    ///
    /// ```
    /// # let dir = std::env::temp_dir().join(format!("renda-load-with-{}", std::process::id()));
    /// # std::fs::create_dir_all(&dir).unwrap();
    /// use renda::resource::Lexicon;
    /// std::fs::write(dir.join("candidate.toml"), "slogans = [\"三先三后\"]").unwrap();
    /// let lexicon = Lexicon::load_with(&dir)?;
    /// assert!(lexicon.candidates.slogans.contains(&"三先三后".to_owned()));
    /// assert_ne!(lexicon.fingerprint, Lexicon::load()?.fingerprint);
    /// # std::fs::remove_dir_all(&dir).unwrap();
    /// # Ok::<(), renda::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Usage`](crate::error::ErrorKind::Usage) where the folder is missing, holds no rule file or one
    /// that cannot be added to; else where a rule file is faulty, with its name and line.
    pub fn load_with(dir: &Path) -> Result<Self> {
        Self::of(&Own::read(dir)?, |_| false)
    }

    fn of(own: &Own, unknown: impl Fn(&Concept) -> bool) -> Result<Self> {
        let mechanism_files = own.beside("ontology/mechanism.ttl", MECHANISM_TTL);
        let mut mechanisms = Concepts::parse(&mechanism_files, concept::MECHANISM)?;
        let left_out = mechanisms.take_out(unknown);
        let mechanism_names = names("ontology/mechanism.ttl", &mechanisms)?;
        let indicator_files = own.beside("ontology/indicator.ttl", INDICATOR_TTL);
        let indicators = Concepts::parse(&indicator_files, concept::INDICATOR)?;
        let indicator_names = names("ontology/indicator.ttl", &indicators)?;
        let vocabulary = RuleFile::built_in("ontology/renda.ttl", RENDA_TTL);
        let turtle = std::iter::once(vocabulary).chain(mechanism_files).chain(indicator_files);
        let triggers = Triggers::parse(&own.beside(trigger::FILE, trigger::TEXT))?;
        let candidates = rules::candidates(own.get("candidate.toml"))?;
        // The long tables last: a fault in a short file is told at once.
        let regions = Regions::parse(&own.beside(region::FILE, region::TEXT))?;
        let gazetteer = Gazetteer::load(&regions)?;
        let units = unit::units()?;
        let mut readings = rules::readings()?;
        readings.retain(|(_, meant, _)| !left_out.contains(meant));
        let titles = title::titles()?;
        let plain =
            |words: &[String]| WordTable::new("data/candidate.toml", words.iter().map(|w| (w.as_str(), ())));
        let dates = Dates::load()?;
        let references = References::load()?;
        let candidate_endings = plain(&candidates.bare.endings)?;
        let candidate_verbs = plain(&candidates.bare.verbs)?;
        let candidate_cuts = plain(&candidates.bare.cut)?;
        let lists = [
            mechanism_names.table().words(),
            gazetteer.names.table().words(),
            gazetteer.townships.words(),
            references.words.table().words(),
            triggers.words.table().words(),
            dates.relative.words(),
            candidate_endings.words(),
            candidate_verbs.words(),
            candidate_cuts.words(),
        ];
        let scan = Box::new(Scan::new(lists)?);
        Ok(Self {
            scan,
            fingerprint: fingerprint::fingerprint(own, &left_out),
            ontology: turtle.map(|file| (file.place, file.text.to_owned())).collect(),
            candidate_endings,
            candidate_verbs,
            candidate_cuts,
            candidate_forms: candidates.form_pattern()?,
            candidate_numbered: candidates.numbered_pattern()?,
            candidates,
            regions,
            gazetteer,
            mechanisms,
            mechanism_names,
            counts: unit::counts(&indicators)?,
            indicators,
            indicator_names,
            asides: Asides::load()?,
            page: PageRules::load()?,
            document: DocumentRules::load()?,
            triggers,
            references,
            events: EventRules::load()?,
            reprints: ReprintRules::load()?,
            law_names: Words::new(title::FILE, titles.bare.laws.iter().map(|w| (w.as_str(), ())))?,
            title_signs: Words::new(title::FILE, titles.signs().map(|w| (w, ())))?,
            titles,
            readings,
            quantity_pattern: units.quantity_pattern()?,
            dates,
            reaches: Reaches::load()?,
            period_pattern: units.period_pattern()?,
            units,
        })
    }
}

fn names(file: &str, concepts: &Concepts) -> Result<Words<Slug>> {
    Words::new(
        file,
        concepts.iter().flat_map(|(slug, c)| c.names.iter().map(move |n| (n.as_str(), slug.clone()))),
    )
}
