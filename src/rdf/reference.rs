//! The quads that do not come from articles.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};

use super::lines::faulty;
use super::term::{Pen, integer, text, zh};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{ClaimKind, Organ, Record, RegionCode, Tier};
use crate::resource::{DATASET_TTL, Level, Lexicon, Regions, organ_names};
use crate::vocab::{dcterms, iri, rd, rdf, skos};

/// The quads that do not come from articles: vocabulary, mechanisms, indicators, what the store is called, regions down to counties, and the
/// townships and organisations of which `records` speak.
///
/// # Errors
/// Where a rule file cannot be read, with its name and line.
pub fn reference_quads(lexicon: &Lexicon, records: &[Record]) -> Result<Vec<Quad>> {
    let mut spoken = Spoken::default();
    for record in records {
        spoken.hear(record);
    }
    let mut quads = vocabulary_quads(lexicon)?;
    quads.extend(turtle_quads("ontology/dataset.ttl", DATASET_TTL)?);
    quads.extend(spoken_quads(lexicon, &spoken)?);
    Ok(quads)
}

/// Those of them that depend on what articles speak of: regions, what is counted in them, organisations.
///
/// # Errors
/// Where `data/organ.toml` is faulty.
pub fn spoken_quads(lexicon: &Lexicon, spoken: &Spoken) -> Result<Vec<Quad>> {
    let mut quads = region_quads(&lexicon.regions, &spoken.regions);
    quads.extend(count_quads(lexicon, &spoken.regions));
    quads.extend(organisation_quads(&lexicon.regions, &spoken.organs)?);
    Ok(quads)
}

/// Of which regions and organisations records speak.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spoken {
    /// Regions of every level.
    pub regions: BTreeSet<RegionCode>,
    /// Organs that are named as those who act.
    pub organs: BTreeSet<(RegionCode, Organ)>,
}

impl Spoken {
    /// Adds what `record` speaks of.
    pub fn hear(&mut self, record: &Record) {
        self.regions.extend(record.home_region.clone());
        self.regions.extend(record.event.as_ref().and_then(|event| event.region.clone()));
        for (code, organ) in record.authors.iter().filter_map(|author| author.post.as_ref()?.organ.clone()) {
            self.regions.insert(code.clone());
            self.organs.insert((code, organ));
        }
        for claim in &record.claims {
            self.regions.insert(claim.region().clone());
            match claim.kind() {
                ClaimKind::Adoption(c) => {
                    self.regions.extend(c.first_within.clone());
                    self.regions.extend(c.basis.as_ref().and_then(|p| p.owner()).cloned());
                    self.organs.extend(c.adopter_named.then(|| (c.region.clone(), Organ::StandingCommittee)));
                }
                ClaimKind::Observation(_) => {}
                ClaimKind::Statute(c) => {
                    self.regions.extend(c.paper.owner().cloned());
                    self.organs.extend(c.issuer.map(|organ| (c.region.clone(), organ)));
                }
                ClaimKind::Learning(c) => {
                    self.regions.insert(c.from.clone());
                }
            }
        }
    }
}

/// The files of `ontology/` and a user's own, as they stand.
///
/// # Errors
/// Where a file cannot be read, with its name and line, or holds a blank node, which would have no name to be found
/// by and would make two builds differ.
pub fn vocabulary_quads(lexicon: &Lexicon) -> Result<Vec<Quad>> {
    let mut quads = Vec::new();
    for (name, turtle) in &lexicon.ontology {
        quads.extend(turtle_quads(name, turtle)?);
    }
    Ok(quads)
}

fn turtle_quads(name: &str, turtle: &str) -> Result<Vec<Quad>> {
    let mut quads = Vec::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_reader(turtle.as_bytes()) {
        let quad = quad.map_err(|cause| faulty(name, ErrorKind::Resource, cause))?;
        let blank = matches!(quad.subject, NamedOrBlankNode::BlankNode(_))
            || matches!(quad.object, Term::BlankNode(_));
        if blank {
            let message = format!("a blank node, as value or subject of <{}>", quad.predicate.as_str());
            return Err(Error::new(ErrorKind::Resource, message).at(name).remedy("give it an IRI"));
        }
        quads.push(quad);
    }
    Ok(quads)
}

/// The descriptions of all regions down to counties, and of those `spoken` of with what they lie in.
///
/// Townships and the zones of the statistics, which have no code of their own, are there only where something
/// speaks of them. A code that the table does not know is still a region with its code, so that what is said of it
/// is found.
pub fn region_quads(regions: &Regions, spoken: &BTreeSet<RegionCode>) -> Vec<Quad> {
    let usual = regions.iter().filter(|r| r.level <= Level::County && !r.zone).map(|r| r.code.clone());
    let lineages = spoken.iter().flat_map(|code| regions.lineage(code)).map(|r| r.code.clone());
    let codes: BTreeSet<RegionCode> = usual.chain(lineages).chain(spoken.iter().cloned()).collect();
    let mut pen = Pen::new(GraphName::DefaultGraph);
    for code in &codes {
        let name = iri::region(code);
        pen.say(&name, rdf::TYPE, rd::REGION_CLASS);
        pen.say(&name, rd::ADMIN_CODE, text(code.as_str()));
        let Some(region) = regions.get(code) else { continue };
        pen.say(&name, skos::PREF_LABEL, zh(&region.name));
        let short: BTreeSet<&String> = region.short.iter().filter(|short| **short != region.name).collect();
        for short in short {
            pen.say(&name, skos::ALT_LABEL, zh(short));
        }
        pen.say(&name, rd::LEVEL, iri::level(region.level));
        pen.maybe(&name, dcterms::IS_PART_OF, region.parent.as_ref().map(iri::region));
    }
    pen.quads
}

/// How many counties, townships and streets the code table has in each region that is `spoken` of: what a claim of
/// "all 15 townships" is held against. Zones without a code of their own are not counted.
pub fn count_quads(lexicon: &Lexicon, spoken: &BTreeSet<RegionCode>) -> Vec<Quad> {
    let mut counts: BTreeMap<&RegionCode, [u32; 3]> = BTreeMap::new();
    for unit in lexicon.regions.iter().filter(|unit| !unit.zone) {
        let place = match unit.level {
            Level::County => 0,
            Level::Township => match lexicon.references.tier_of_unit(&unit.name) {
                Some(Tier::Township) => 1,
                Some(Tier::Street) => 2,
                _ => continue,
            },
            Level::Province | Level::Prefecture => continue,
        };
        for above in lexicon.regions.lineage(&unit.code).skip(1) {
            if let Some(code) = spoken.get(&above.code) {
                counts.entry(code).or_default()[place] += 1;
            }
        }
    }
    let mut pen = Pen::new(GraphName::DefaultGraph);
    for (code, [counties, townships, streets]) in counts {
        let name = iri::region(code);
        let below = [(rd::COUNTIES, counties), (rd::TOWNSHIPS, townships), (rd::STREETS, streets)];
        for (property, n) in below.into_iter().filter(|(_, n)| *n > 0) {
            pen.say(&name, property, integer(n));
        }
    }
    pen.quads
}

/// The descriptions of these organs.
///
/// # Errors
/// Where `data/organ.toml` is faulty.
pub fn organisation_quads(regions: &Regions, organs: &BTreeSet<(RegionCode, Organ)>) -> Result<Vec<Quad>> {
    let mut pen = Pen::new(GraphName::DefaultGraph);
    if organs.is_empty() {
        return Ok(pen.quads);
    }
    let names = organ_names()?;
    for (code, organ) in organs {
        let name = iri::organisation(code, *organ);
        pen.say(&name, rdf::TYPE, rd::ORGANIZATION);
        pen.say(&name, rd::JURISDICTION, iri::region(code));
        let label = regions.get(code).zip(names.get(organ)).map(|(region, name)| zh(&name.of(&region.name)));
        pen.maybe(&name, skos::PREF_LABEL, label);
    }
    Ok(pen.quads)
}
