//! A record → its quads.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::model::{GraphName, NamedNode, Quad};

use super::lines::Script;
use super::term::{FIGURE_COMMA, Pen, Sheet, date, decimal, integer, text, zh};
use crate::model::{
    AdoptionClaim, ClaimKind, ClaimName, Evidence, Imprint, LearningContact, Observation, Organ, Paper,
    PaperKind, Record, Relation, Reprint, SinceKind, Slug, StatuteAction,
};
use crate::text::is_quotation_mark;
use crate::vocab::{dcterms, foaf, iri, oa, org, rd, rdf, schema, skos};

/// The quads of one record: its own graph, and in the default graph what articles share (statutes, documents, names
/// of candidates), which depends on the thing described alone.
///
/// A plain adoption claim costs 8 quads and each quote 5; two claims that rest on one quote share it.
pub fn record_quads(record: &Record) -> Vec<Quad> {
    write(record)
}

/// What [`record_quads`] gives, as [`sorted_lines`](super::sorted_lines) of N-Quads.
///
/// ```
/// use renda::model::Page;
/// use renda::rdf::{record_lines, record_quads, sorted_lines};
/// use renda::{pipeline::extract_page, resource::Lexicon};
/// let text = "兴县人大常委会在全县15个乡镇推行民生实事项目人大代表票决制。".to_owned();
/// let page = Page { name: "a.txt".to_owned(), text, ..Page::default() };
/// let (record, _) = &extract_page(&Lexicon::load()?, &page).articles[0];
/// assert_eq!(record_lines(record), sorted_lines(record_quads(record)));
/// # Ok::<(), renda::error::Error>(())
/// ```
pub fn record_lines(record: &Record) -> Vec<String> {
    write::<Script>(record).sorted().into_iter().map(str::to_owned).collect()
}

/// The lines of [`record_lines`] in one text, each ended by a line feed.
pub fn record_text(record: &Record) -> String {
    let script: Script = write(record);
    let lines = script.sorted();
    let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
    for line in lines {
        text.extend([line, "\n"]);
    }
    text
}

fn write<P: Sheet>(record: &Record) -> P {
    let article = iri::article(&record.id);
    let mut writer = Writer {
        record,
        pen: Pen::new(article.clone()),
        article,
        quotes: BTreeSet::new(),
        papers: BTreeSet::new(),
        candidates: BTreeMap::new(),
    };
    writer.header();
    for claim in &record.claims {
        let name = iri::claim(&ClaimName { article: record.id.clone(), claim: claim.id().to_owned() });
        match claim.kind() {
            ClaimKind::Adoption(c) => writer.adoption(&name, c),
            ClaimKind::Observation(c) => writer.observation(&name, c),
            ClaimKind::Statute(c) => writer.statute_action(&name, c),
            ClaimKind::Learning(c) => writer.learning_contact(&name, c),
        }
        writer.pen.say(&name, rd::ARTICLE, writer.article.clone());
        for quote in claim.evidence() {
            let quote = writer.quote(quote);
            writer.pen.say(&name, rd::EVIDENCE, quote);
        }
    }
    writer.finish()
}

struct Writer<'a, P> {
    record: &'a Record,
    article: NamedNode,
    pen: Pen<P>,
    quotes: BTreeSet<&'a Evidence>,
    papers: BTreeSet<&'a Paper>,
    candidates: BTreeMap<&'a Slug, Option<String>>,
}

impl<'a, P: Sheet> Writer<'a, P> {
    fn header(&mut self) {
        let (record, article, pen) = (self.record, &self.article, &mut self.pen);
        pen.say(article, rdf::TYPE, rd::ARTICLE_CLASS);
        pen.maybe(article, dcterms::TITLE, record.title.as_deref().map(text));
        for (n, person) in (1..).zip(&record.authors) {
            let author = iri::author(&record.id, n);
            pen.say(article, dcterms::CREATOR, author.clone());
            pen.say(&author, rdf::TYPE, foaf::PERSON);
            pen.say(&author, foaf::NAME, text(&person.name));
            let Some(post) = &person.post else { continue };
            pen.say(&author, rd::POST, text(&post.title));
            let organ = post.organ.as_ref().map(|(code, organ)| iri::organisation(code, *organ));
            pen.maybe(&author, org::MEMBER_OF, organ);
        }
        pen.maybe(article, dcterms::ISSUED, record.issued.map(date));
        for source in &record.sources {
            pen.say(article, dcterms::SOURCE, text(&source.name));
        }
        pen.maybe(article, rd::HOME_REGION, record.home_region.as_ref().map(iri::region));
        if let Some(as_of) = record.as_of {
            pen.say(article, rd::AS_OF_EARLIEST, date(as_of.earliest));
            pen.say(article, rd::AS_OF_LATEST, date(as_of.latest));
            pen.say(article, rd::AS_OF_BASIS, text(as_of.basis.as_str()));
        }
        pen.maybe(article, rd::EVENT, record.event.as_ref().map(iri::event));
        let Imprint { issuer, paper, page, licence } = &record.imprint;
        pen.maybe(article, rd::ISSUED_BY, issuer.as_deref().map(text));
        pen.maybe(article, rd::PAPER, paper.as_deref().map(text));
        pen.maybe(article, rd::PRINTED_PAGE, page.as_deref().map(text));
        pen.maybe(article, rd::LICENCE, licence.as_deref().map(text));
        if let Some(Reprint { of, share, figures, other_figures }) = &record.reprint_of {
            pen.say(article, rd::REPRINT_OF, iri::article(of));
            pen.say(article, rd::SHARED_TEXT, decimal(*share));
            for (property, figures) in [(rd::SHARED_FIGURES, figures), (rd::OTHER_FIGURES, other_figures)] {
                pen.maybe(
                    article,
                    property,
                    (!figures.is_empty()).then(|| text(&figures.join(FIGURE_COMMA))),
                );
            }
        }
        pen.say(article, schema::ARTICLE_BODY, text(&record.body));
    }

    fn adoption(&mut self, name: &NamedNode, c: &'a AdoptionClaim) {
        // “四审”流程 is known by what stands in quotation marks.
        if c.mechanism.is_candidate() {
            let quoted = c.surface_form.split(is_quotation_mark).nth(1).unwrap_or_default();
            let mut names = [c.surface_form.as_str(), quoted].into_iter();
            let known = self.candidates.entry(&c.mechanism).or_default();
            *known = known.take().or_else(|| {
                names.find(|name| Slug::candidate(name) == c.mechanism).map(Slug::candidate_name)
            });
        }
        self.papers.extend(&c.basis);
        let trigger = c.trigger.as_ref().map(|quote| self.quote(quote));
        let pen = &mut self.pen;
        pen.say(name, rdf::TYPE, rd::ADOPTION_CLAIM);
        pen.say(name, rd::REGION, iri::region(&c.region));
        pen.say(name, rd::MECHANISM, iri::mechanism(&c.mechanism));
        pen.say(name, rd::STATUS, iri::status(c.status));
        pen.say(name, rd::SURFACE_FORM, text(&c.surface_form));
        pen.maybe(name, rd::TRIGGER, trigger);
        pen.maybe(name, rd::COVERAGE, c.coverage.map(|coverage| text(coverage.as_str())));
        pen.maybe(name, rd::COVERED, c.covered.map(integer));
        pen.maybe(name, rd::COVERABLE, c.coverable.map(integer));
        pen.maybe(name, rd::COVERAGE_UNIT, c.coverage_unit.as_deref().map(text));
        pen.maybe(name, rd::TIER, c.tier.map(iri::tier));
        pen.say(name, rd::ROLE, iri::role(c.role));
        pen.maybe(
            name,
            rd::ADOPTER,
            c.adopter_named.then(|| iri::organisation(&c.region, Organ::StandingCommittee)),
        );
        pen.maybe(name, rd::PARTNER, c.partner.as_deref().map(text));
        if let Some(since) = c.since {
            pen.say(name, rd::SINCE, date(since.date));
            pen.say(name, rd::SINCE_YEAR, integer(since.date.year()));
            // That something began is what a date is mostly of: only the other kinds cost a quad.
            let kind = (since.kind != SinceKind::Start).then(|| text(since.kind.as_str()));
            pen.maybe(name, rd::SINCE_KIND, kind);
        }
        pen.maybe(name, rd::BASIS, c.basis.as_ref().map(iri::paper));
        pen.maybe(name, rd::TOPIC, c.topic.as_deref().map(text));
        pen.maybe(name, rd::GLOSS, c.gloss.as_deref().map(text));
        pen.maybe(name, rd::FIRST_WITHIN, c.first_within.as_ref().map(iri::region));
        pen.maybe(name, rd::REGION_AS_PRINTED, c.region_as_printed.as_deref().map(text));
    }

    fn observation(&mut self, name: &NamedNode, c: &Observation) {
        let pen = &mut self.pen;
        pen.say(name, rdf::TYPE, rd::OBSERVATION);
        pen.say(name, rd::REGION, iri::region(&c.region));
        pen.maybe(name, rd::INDICATOR, c.indicator.as_ref().map(iri::indicator));
        pen.say(name, rd::INDICATOR_TEXT, text(&c.indicator_text));
        pen.say(name, rd::VALUE, decimal(c.value));
        pen.say(name, rd::UNIT, text(&c.unit));
        pen.say(name, rd::BOUND, text(c.bound.as_str()));
        pen.maybe(name, rd::PERIOD, c.period.as_deref().map(text));
        pen.maybe(name, rd::SCOPE, c.scope.as_deref().map(text));
    }

    fn statute_action(&mut self, name: &NamedNode, c: &'a StatuteAction) {
        self.papers.insert(&c.paper);
        let paper = iri::paper(&c.paper);
        let issuer = c.issuer.map(|organ| iri::organisation(&c.region, organ));
        let pen = &mut self.pen;
        pen.say(name, rdf::TYPE, rd::STATUTE_ACTION);
        pen.say(name, rd::REGION, iri::region(&c.region));
        pen.say(name, rd::STATUTE, paper.clone());
        pen.say(name, rd::RELATION, iri::relation(c.relation));
        pen.maybe(name, rd::TIME, c.time.map(date));
        pen.maybe(name, rd::ISSUER, issuer.clone());
        // Whom to ask for a file is asked of the file. Articles may differ in it, so it stands in the article's graph.
        let is_file = c.paper.kind() == PaperKind::Document && c.relation == Relation::Enacted;
        pen.maybe(&paper, rd::ISSUER, issuer.filter(|_| is_file));
    }

    fn learning_contact(&mut self, name: &NamedNode, c: &LearningContact) {
        let pen = &mut self.pen;
        pen.say(name, rdf::TYPE, rd::LEARNING_CONTACT);
        pen.say(name, rd::LEARNER, iri::region(&c.region));
        pen.say(name, rd::LEARNED_FROM, iri::region(&c.from));
        pen.maybe(name, rd::TIME, c.time.map(date));
    }

    /// The IRI of a quote, which is described the first time it is met.
    fn quote(&mut self, quote: &'a Evidence) -> NamedNode {
        let name = iri::evidence(&self.record.id, quote);
        if self.quotes.insert(quote) {
            let pen = &mut self.pen;
            pen.say(&name, rdf::TYPE, rd::EVIDENCE_CLASS);
            pen.say(&name, oa::HAS_SOURCE, self.article.clone());
            pen.say(&name, oa::EXACT, text(quote.exact()));
            pen.say(&name, oa::START, integer(quote.start()));
            pen.say(&name, oa::END, integer(quote.end()));
        }
        name
    }

    /// Adds what articles share.
    fn finish(self) -> P {
        let mut pen = self.pen;
        pen.turn_to(GraphName::DefaultGraph);
        if let Some(event) = &self.record.event {
            let name = iri::event(event);
            pen.say(&name, rdf::TYPE, rd::EVENT_CLASS);
            pen.say(&name, rd::EVENT_KIND, text(event.kind.as_str()));
            pen.say(&name, rd::TIME, date(event.date));
            pen.maybe(&name, rd::REGION, event.region.as_ref().map(iri::region));
        }
        for paper in self.papers {
            let name = iri::paper(paper);
            let class = match paper.kind() {
                PaperKind::Statute => rd::STATUTE_CLASS,
                PaperKind::Document => rd::DOCUMENT,
            };
            pen.say(&name, rdf::TYPE, class);
            pen.say(&name, dcterms::TITLE, text(paper.title()));
            pen.maybe(&name, rd::REGION, paper.owner().map(iri::region));
        }
        for (slug, label) in self.candidates {
            let name = iri::mechanism(slug);
            pen.say(&name, rdf::TYPE, rd::MECHANISM_CLASS);
            pen.say(&name, rdf::TYPE, rd::CANDIDATE_MECHANISM);
            // The slug is the hash of this name, so whoever names the candidate gives it the same label.
            pen.maybe(&name, skos::PREF_LABEL, label.as_deref().map(zh));
        }
        pen.quads
    }
}
