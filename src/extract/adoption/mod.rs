//! Region × mechanism, with stage, coverage, tier, role and date.

mod anaphor;
mod aside;
mod claim;
mod detail;
mod ellipsis;
mod first;
mod owner;
mod reach;
mod since;
mod stage;
mod stand;
mod tier;
mod topic;
mod window;

pub(super) use stage::reaching;

use crate::model::{
    ClaimKind, Diagnostic, Evidence, MentionKind, RegionCode, Resolved, Role, Slug, Status, Tier, TitleKind,
};
use crate::resource::{CueKind, Literals};
use crate::text::Span;

use super::Source;
use super::frame::Clause;
use super::learning;
use super::statute;

use claim::Claims;
use owner::Owner;

/// Who does what with a mechanism, as one clause says it.
struct Reading {
    region: RegionCode,
    role: Role,
    status: Status,
    trigger: Option<Span>,
}

/// A mechanism where it is spoken of: by its name, or by words that stand for the one named last.
#[derive(Clone)]
struct Spoken<'a> {
    slug: Slug,
    /// Its name as printed, where it stands by name.
    name: Span,
    /// The clause that names it.
    clause: &'a Clause<'a>,
}

/// Where and how a mechanism is spoken of.
struct Told<'a> {
    clause: &'a Clause<'a>,
    at: Span,
    spoken: &'a Spoken<'a>,
    /// The title it stands in, if any.
    title: Option<&'a Resolved>,
}

pub(super) fn adoptions(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Claims::new();
    let mut drops = Vec::new();
    let mut named_before: Vec<Spoken<'_>> = Vec::new();
    // What the last clause with a practice says is done: a clause without an object may go on to speak of it.
    let mut open: Vec<Spoken<'_>> = Vec::new();
    for clause in clauses {
        open.retain(|named| named.clause.sentence == clause.sentence);
        // Few clauses speak of a practice, and fewer leave it out: the rest need no closer look.
        let speaks = |m: &Resolved| match m.mention.kind {
            MentionKind::Mechanism(_) | MentionKind::Candidate { .. } => true,
            MentionKind::Cue { rule } => {
                matches!(source.lexicon.triggers.rules[rule].kind, CueKind::Anaphor | CueKind::Discontinued)
            }
            _ => false,
        };
        if open.is_empty() && !clause.mentions.iter().any(speaks) {
            continue;
        }
        if let Some(at) = ellipsis::left_out(source, clause) {
            for named in &open {
                let Some(first) = quote(source, named.clause, named.name) else { continue };
                say(source, clause, at, named, &[first], &mut claims, &mut drops);
            }
            continue;
        }
        open.clear();
        for m in clause.mentions {
            let span = m.mention.span;
            let slug = match &m.mention.kind {
                MentionKind::Mechanism(slug) => meant(source, clause, slug),
                MentionKind::Candidate { .. } => Slug::candidate(source.words(span)),
                MentionKind::Cue { rule } => {
                    let standing = anaphor::standing(source, clause, *rule, span, &named_before);
                    let Some((at, named)) = standing else { continue };
                    // 票决 is the name itself, cut short: no other words need prove what is meant.
                    let short = named.name == span;
                    let first = if short { None } else { quote(source, named.clause, named.name) };
                    if short || first.is_some() {
                        say(source, clause, at, &named, first.as_slice(), &mut claims, &mut drops);
                    }
                    continue;
                }
                _ => continue,
            };
            let spoken = Spoken { slug, name: span, clause };
            if say(source, clause, span, &spoken, &[], &mut claims, &mut drops) {
                open.push(spoken.clone());
            }
            named_before.push(spoken);
        }
    }
    drops.extend(stand::trials(source, &mut claims));
    drops.extend(stand::ends(source, &mut claims));
    let claims = claim::join_topics(claims);
    (claims.into_values().map(ClaimKind::Adoption).collect(), drops)
}

/// The mechanism that a name stands for in the company of its clause or sentence.
fn meant(source: &Source<'_>, clause: &Clause<'_>, slug: &Slug) -> Slug {
    let reading = source.lexicon.readings.iter().find(|(name, _, rule)| {
        let words = source.words(if rule.sentence { clause.sentence } else { clause.span });
        let has = |list: &Literals| list.are_in(words);
        name == slug && has(&rule.near) && !has(&rule.unless)
    });
    reading.map_or_else(|| slug.clone(), |(_, meant, _)| meant.clone())
}

/// Whether a mention names something that may be practised, or a title.
fn is_name(m: &Resolved) -> bool {
    matches!(
        m.mention.kind,
        MentionKind::Mechanism(_) | MentionKind::Candidate { .. } | MentionKind::Title(_)
    )
}

fn quote(source: &Source<'_>, clause: &Clause<'_>, inner: Span) -> Option<Evidence> {
    source.cutter.sentence(clause.sentence, clause.span, inner)
}

/// Claims what a clause says of a mechanism spoken of at `at`, or says why nothing. Whether it is said to be done.
fn say(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    spoken: &Spoken<'_>,
    before: &[Evidence],
    claims: &mut Claims,
    drops: &mut Vec<Diagnostic>,
) -> bool {
    let title = enclosing_title(clause, at);
    let readings = match read(source, clause, at, &spoken.slug, title) {
        Ok(readings) => readings,
        Err((code, why)) => {
            drops.push(source.drop(code, at, why));
            return false;
        }
    };
    let Some(evidence) = quote(source, clause, at) else {
        drops.push(source.drop("drop.evidence-torn", at, "no quote around it stands in one piece"));
        return false;
    };
    // What leaves the name out is quoted with it where one sentence holds both.
    let here = |quote: &Evidence| clause.sentence.contains(source.cutter.span(quote));
    let whole = before.last().filter(|quote| here(quote));
    let whole = whole.and_then(|quote| source.cutter.widened(quote, source.cutter.span(&evidence)));
    let quotes =
        whole.map_or_else(|| before.iter().cloned().chain([evidence]).collect(), |quote| vec![quote]);
    let done = readings.iter().any(|r| matches!(r.status, Status::Piloted | Status::Adopted));
    let guide = detail::guide(source, clause, at);
    let duty = detail::is_duty(source, &spoken.slug);
    let reaches = reach::reaches(source, clause, at, guide, duty);
    let told = Told { clause, at, spoken, title };
    for reading in &readings {
        for reach in &reaches {
            claim::merge(claims, claim::claim(source, &told, reading, reach, quotes.clone()));
        }
    }
    done
}

/// The title that a span stands in, if any.
fn enclosing_title<'c>(clause: &'c Clause<'_>, span: Span) -> Option<&'c Resolved> {
    let inside =
        |m: &&Resolved| matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.contains(span);
    clause.mentions.iter().find(inside)
}

/// Whether a title is that of a draft of the clause's own region, and of no superior's.
fn own_draft(source: &Source<'_>, clause: &Clause<'_>, title: Span) -> bool {
    let words = source.words(title);
    statute::is_draft(source, clause, title)
        && clause.subject.as_ref().is_some_and(|region| {
            statute::owner(source, words, region, true).is_some_and(|owner| owner == *region)
        })
}

/// Who does what with the mechanism at `at`, or why nobody.
fn read(
    source: &Source<'_>,
    clause: &Clause<'_>,
    at: Span,
    slug: &Slug,
    title: Option<&Resolved>,
) -> Result<Vec<Reading>, (&'static str, &'static str)> {
    let lexicon = source.lexicon;
    if let Some(reason) = aside::aside(source, clause, at) {
        return Err(reason);
    }
    let cue = |kind: CueKind| stage::reaching(source, clause, kind, at);
    let draft = title.is_some_and(|t| own_draft(source, clause, t.mention.span));
    if let Some(title) = title.filter(|_| !draft) {
        let issued =
            matches!(title.mention.kind, MentionKind::Title(TitleKind::Statute | TitleKind::Document))
                && clause.cues(CueKind::Adopt).any(|(span, _)| span.end <= title.mention.span.start);
        let behind =
            source.words(Span::new(title.mention.span.end, clause.span.end.max(title.mention.span.end)));
        if !issued || lexicon.asides.repealed.behind.are_in(behind) {
            return Err(("drop.in-title", "stands inside a title that nobody is said to issue"));
        }
    }
    // What is told among the shortcomings to be given up is given up.
    let ended = cue(CueKind::Discontinued).is_some();
    if cue(CueKind::Negated).is_some_and(|word| !(word.is_empty() && ended)) {
        return Err(("drop.negated", "said not to be there"));
    }
    if cue(CueKind::Normative).is_some() {
        return Err(("drop.normative", "said of what ought to be"));
    }
    let home = source.scene.home.as_ref().map(|h| &h.region);
    let own = owner::owner(source, clause, at).or_else(|| owner::of_the_name(source, clause, at));
    // 借鉴宁波“红黄绿灯”预警: it is theirs who are learned from.
    let elsewhere = matches!(own, Some(Owner::Has(_)));
    // 神木市人大常委会一行到兴县考察代表联络站: visitors come to see what the home has.
    let seen = cue(CueKind::Visited).is_some() || clause.cues(CueKind::Learn).next().is_some();
    let hosts =
        home.filter(|home| seen && learning::visited(source, clause).iter().any(|(_, code)| code == *home));
    if let Some(home) = hosts.filter(|home| clause.subject.as_ref() != Some(home)) {
        return Ok(vec![Reading {
            region: home.clone(),
            role: Role::Practitioner,
            status: Status::Adopted,
            trigger: None,
        }]);
    }
    if !elsewhere && cue(CueKind::Visited).is_some() {
        return Err(("drop.visited", "seen or learned elsewhere"));
    }
    // 赴外地就票决制开展考察: what the visit is about.
    let learns = clause.cues(CueKind::Learn).next().is_some();
    if !elsewhere && learns && learning::is_away(source, clause) {
        return Err(("drop.visited", "learned elsewhere"));
    }
    let subject = match &own {
        Some(Owner::Has(codes)) => codes.first().cloned(),
        _ => clause.subject.clone(),
    };
    let Some(subject) = subject else {
        return Err(("drop.no-region", "no region is said to do it"));
    };
    if source.lexicon.references.no_congress.open(subject.as_str()) {
        return Err(("drop.no-congress", "there are no people's congresses"));
    }
    if slug.is_candidate() && aside::of_government(source, clause, at) {
        return Err(("drop.government", "what the government sets up"));
    }
    // The rule of a practice that is sent out for discussion has it planned.
    let (status, trigger) =
        if draft { (Status::Planned, None) } else { stage::told(source, clause, at, elsewhere)? };
    let region = |region: RegionCode, role: Role, status: Status| Reading { region, role, status, trigger };
    if let Some(Owner::Superior(owner)) = own {
        let host = if subject == owner { home.cloned() } else { Some(subject) };
        let host = host.filter(|h| *h != owner).map(|h| region(h, Role::Host, status));
        return Ok(host.into_iter().chain([region(owner, Role::Owner, status)]).collect());
    }
    // A superior names a pilot: the named one practises, the superior designates.
    if let Some(named) = cue(CueKind::Named).and_then(|_| owner::named_below(source, clause, &subject)) {
        return Ok(vec![region(named, Role::PilotSite, status), region(subject, Role::Designator, status)]);
    }
    let guided = detail::guide(source, clause, at);
    let role = if guided.is_some() { Role::Instructor } else { Role::Practitioner };
    let others = match &own {
        None => clause.others.as_slice(),
        Some(Owner::Has(codes)) => &codes[1..],
        Some(Owner::Superior(_)) => &[],
    };
    let able = |r: &&RegionCode| !(lexicon.references.of_a_congress.contains(slug) && is_street(source, r));
    let all = std::iter::once(&subject).chain(others).filter(able);
    let readings: Vec<Reading> = all.map(|r| region(r.clone(), role, status)).collect();
    if readings.is_empty() {
        return Err(("drop.street", "a street has no congress that could"));
    }
    Ok(readings)
}

/// Whether a region is a street, which has no congress.
fn is_street(source: &Source<'_>, region: &RegionCode) -> bool {
    let name = source.lexicon.regions.get(region).map(|r| r.name.as_str());
    name.and_then(|name| source.lexicon.references.tier_of_unit(name)) == Some(Tier::Street)
}
