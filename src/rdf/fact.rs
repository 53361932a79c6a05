//! Facts and conflicts → quads.

use oxigraph::model::{GraphName, Quad};

use super::lines::Script;
use super::term::{Pen, Sheet, date, integer, text};
use crate::model::{Facts, Status};
use crate::vocab::{iri, rd, rdf};

/// The quads of facts and conflicts, in the default graph.
///
/// A region that pilots or practises a mechanism also gets the direct `rd:adopts`, the one pattern that answers
/// "which regions adopted X".
pub fn fact_quads(facts: &Facts) -> Vec<Quad> {
    write(facts)
}

/// What [`fact_quads`] gives, as [`sorted_lines`](super::sorted_lines) of N-Quads.
pub fn fact_lines(facts: &Facts) -> Vec<String> {
    write::<Script>(facts).sorted().into_iter().map(str::to_owned).collect()
}

fn write<P: Sheet>(facts: &Facts) -> P {
    let mut pen = Pen::<P>::new(GraphName::DefaultGraph);
    for fact in &facts.adoptions {
        let name = iri::adoption(&fact.region, &fact.mechanism);
        let (region, mechanism) = (iri::region(&fact.region), iri::mechanism(&fact.mechanism));
        if matches!(fact.status, Status::Piloted | Status::Adopted) {
            pen.say(&region, rd::ADOPTS, mechanism.clone());
        }
        pen.say(&name, rdf::TYPE, rd::ADOPTION);
        pen.say(&name, rd::REGION, region);
        pen.say(&name, rd::MECHANISM, mechanism);
        pen.say(&name, rd::STATUS, iri::status(fact.status));
        for tier in &fact.tiers {
            pen.say(&name, rd::TIER, iri::tier(*tier));
        }
        for role in &fact.roles {
            pen.say(&name, rd::ROLE, iri::role(*role));
        }
        pen.maybe(&name, rd::COVERAGE, fact.coverage.map(|coverage| text(coverage.as_str())));
        if let Some(since) = fact.since {
            pen.say(&name, rd::SINCE, date(since));
            pen.say(&name, rd::SINCE_YEAR, integer(since.year()));
        }
        pen.maybe(&name, rd::PILOTED_SINCE, fact.piloted_since.map(date));
        pen.maybe(&name, rd::FIRST_REPORTED, fact.first_reported.map(date));
        pen.say(&name, rd::ORIGINS, integer(fact.origins));
        for claim in &fact.claims {
            pen.say(&name, rd::CLAIM, iri::claim(claim));
        }
        for hash in &fact.conflicts {
            pen.say(&name, rd::CONFLICT, iri::conflict_of_hash(hash));
        }
    }
    for conflict in &facts.conflicts {
        let name = iri::conflict(conflict);
        pen.say(&name, rdf::TYPE, rd::CONFLICT_CLASS);
        pen.say(&name, rd::CONFLICT_KIND, text(conflict.kind.as_str()));
        for claim in &conflict.between {
            pen.say(&name, rd::BETWEEN, iri::claim(claim));
        }
    }
    pen.quads
}
