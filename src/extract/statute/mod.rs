//! Statutes and documents by name, and what is done with them.

mod bare;
mod inspection;
mod marked;
mod relation;

use std::collections::BTreeSet;

use crate::model::{
    ClaimKind, Diagnostic, Entity, MentionKind, Organ, OrganKind, Paper, PaperKind, RegionCode, Relation,
    StatuteAction,
};
use crate::resource::CueKind;
use crate::text::{Span, fold_title};

use super::Source;
use super::adoption::reaching;
use super::frame::Clause;

/// A title in the text, with the list of titles it stands in.
#[derive(Debug, Clone)]
struct Named {
    span: Span,
    /// From the first title of the list to the last, marks included.
    list: Span,
    /// Whether it stands in book-title marks.
    marked: bool,
    /// What a decision, of whose title it is a part, does with it.
    decided: Option<Relation>,
}

pub(super) fn statutes(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Vec::new();
    let mut drops = Vec::new();
    let mut done: BTreeSet<(RegionCode, Paper, Relation)> = BTreeSet::new();
    let signs = signs(source);
    let short = short_titles(source);
    for clause in clauses {
        let bare = if signed(&signs, clause) { bare::names(source, clause) } else { Vec::new() };
        for named in marked::titles(source, clause).into_iter().chain(bare) {
            if named.marked && short.contains(&fold_title(source.words(named.span))) {
                drops.push(source.drop(
                    "drop.short-title",
                    named.span,
                    "short for a title that stands elsewhere",
                ));
                continue;
            }
            match action(source, clause, &named) {
                Ok(claim) => {
                    done.insert((claim.region.clone(), claim.paper.clone(), claim.relation));
                    claims.push(ClaimKind::Statute(claim));
                }
                Err((code, why)) => drops.push(source.drop(code, named.span, why)),
            }
        }
    }
    let titled = |c: &Clause<'_>| c.mentions.iter().any(|m| matches!(m.mention.kind, MentionKind::Title(_)));
    let signed: Vec<&Clause<'_>> = clauses.iter().filter(|c| signed(&signs, c) || titled(c)).collect();
    let inspected = inspection::inspected(source, &signed).into_iter();
    claims.extend(
        inspected
            .filter(|c| !done.contains(&(c.region.clone(), c.paper.clone(), c.relation)))
            .map(ClaimKind::Statute),
    );
    (claims, drops)
}

/// What the text says its titles are called for short: (以下简称《意见》).
fn short_titles(source: &Source<'_>) -> BTreeSet<String> {
    let titles = source.scene.mentions.iter().filter(|m| matches!(m.mention.kind, MentionKind::Title(_)));
    let short = titles.filter(|m| {
        let before = &source.article.body.text[..m.mention.span.start];
        let before = before.trim_end_matches(['\u{300A}', '\u{201C}']);
        source.lexicon.titles.short_for.close(before)
    });
    short.map(|m| fold_title(source.words(m.mention.span))).collect()
}

/// Where words stand without which nothing is named outside marks, so that most clauses need no closer look.
fn signs(source: &Source<'_>) -> Vec<usize> {
    let folded = &source.scene.folded;
    let found = source.lexicon.title_signs.find(&folded.text);
    found.map(|(span, _)| folded.span(span).start).collect()
}

fn signed(signs: &[usize], clause: &Clause<'_>) -> bool {
    signs.get(signs.partition_point(|at| *at < clause.span.start)).is_some_and(|at| *at < clause.span.end)
}

fn action(
    source: &Source<'_>,
    clause: &Clause<'_>,
    named: &Named,
) -> Result<StatuteAction, (&'static str, &'static str)> {
    let lexicon = source.lexicon;
    let title = source.words(named.span);
    let national = lexicon.titles.is_national(title);
    let deed = relation::relation(source, clause, named);
    let relation = deed.relation;
    if !named.marked && relation == Relation::Implemented
        || relation == Relation::Cited && (!named.marked || national)
    {
        return Err(("drop.cited", "only named"));
    }
    if lexicon.titles.bare.not_names.contains(&fold_title(title)) {
        return Err(("drop.short-title", "short for a title that stands elsewhere"));
    }
    let cue = |kind: CueKind| clause.is_led(kind, named.span.start);
    let section = |kind: CueKind| clause.from_sentence.iter().any(|rule| rule.kind == kind);
    if cue(CueKind::Normative) || section(CueKind::Normative) {
        return Err(("drop.normative", "said of what ought to be"));
    }
    if cue(CueKind::Negated) {
        return Err(("drop.negated", "said not to be done"));
    }
    let Some(region) = clause.subject.clone() else {
        return Err(("drop.no-region", "no region is said to act on it"));
    };
    // What is to be made is being made; what is to be checked is not checked yet.
    let planned = deed.future && reaching(source, clause, CueKind::Planned, named.list).is_some();
    let relation = match relation {
        Relation::Enacted | Relation::Amended | Relation::Repealed if planned => Relation::Drafting,
        Relation::Inspected | Relation::Evaluated if planned => {
            return Err(("drop.planned", "not done yet"));
        }
        other => other,
    };
    let makes = matches!(relation, Relation::Enacted | Relation::Amended | Relation::Repealed);
    if national && makes {
        return Err(("drop.cited", "made by the nation"));
    }
    let owner =
        if national { None } else { owner(source, title, &region, makes || relation == Relation::Drafting) };
    // What a region names without doing anything with it is told of where it is its own.
    if relation == Relation::Cited && owner.as_ref() != Some(&region) {
        return Err(("drop.cited", "only named"));
    }
    if deed.background && owner.as_ref() != Some(&region) {
        return Err(("drop.cited", "only named"));
    }
    // Who works on another's draft is asked about it.
    let others = owner.as_ref().is_none_or(|o| *o != region && lexicon.regions.is_within(&region, o));
    let relation = match relation {
        Relation::Drafting if others && national && !lexicon.titles.is_draft(title) => {
            return Err(("drop.cited", "made by the nation"));
        }
        Relation::Drafting if others && is_told(source, clause, &region) => Relation::Consulted,
        other => other,
    };
    // 《某省…条例(草案)》已提请审议: nobody else is told of, so it is its owner's.
    let drafts = relation == Relation::Drafting && others;
    // A statute comes into force by its owner, whoever is being spoken of.
    let actor = owner.clone().filter(|o| drafts || makes && !lexicon.regions.is_within(&region, o));
    let issuer = if actor.is_none() { issuer(source, clause, named, &region) } else { None };
    let region = actor.unwrap_or(region);
    let Some(evidence) = source.cutter.clause(clause.sentence, clause.span, named.span) else {
        return Err(("drop.evidence-torn", "no quote around it stands in one piece"));
    };
    let paper = paper(source, title, owner);
    let issuer = issuer.filter(|_| makes && paper.kind() == PaperKind::Document);
    Ok(StatuteAction { region, paper, relation, issuer, time: time(clause, named), evidence: vec![evidence] })
}

/// Whether a sentence names `region` or points at it, titles aside.
fn is_told(source: &Source<'_>, clause: &Clause<'_>, region: &RegionCode) -> bool {
    let of_sentence = source.mentions(clause.sentence).iter();
    let titled = |span: Span| {
        of_sentence
            .clone()
            .any(|t| matches!(t.mention.kind, MentionKind::Title(_)) && t.mention.span.contains(span))
    };
    of_sentence.clone().any(|m| m.entity == Entity::Region(region.clone()) && !titled(m.mention.span))
}

/// Whether a title is that of a draft, and nobody is said to pass it: 审议通过了《…(草案)》.
pub(super) fn is_draft(source: &Source<'_>, clause: &Clause<'_>, title: Span) -> bool {
    let rules = &source.lexicon.titles;
    let passed = || {
        let before = Span::new(clause.span.start, title.start.max(clause.span.start));
        let before = relation::without_titles(source.folded(before));
        let mut before = relation::without_marks(&before);
        while !rules.passed.close(before) {
            let mut small = rules.particles.iter().chain(&rules.joiners);
            let Some(rest) = small.find_map(|p| before.strip_suffix(p.as_str())) else { return false };
            before = rest;
        }
        !rules.not_passed.are_in(source.words(clause.sentence))
    };
    rules.is_draft(source.words(title)) && !passed()
}

/// The paper of this title: that of a draft is the one it is to become.
pub(super) fn paper(source: &Source<'_>, title: &str, owner: Option<RegionCode>) -> Paper {
    let rules = &source.lexicon.titles;
    let mut folded = fold_title(title);
    let bare = rules.without_tail(&folded);
    if rules.is_draft(&folded[bare.len()..]) {
        folded.truncate(bare.len());
    }
    Paper::new(rules.paper(&source.lexicon.regions, &folded, owner.as_ref()), &folded, owner)
}

/// When: a date before the title, else the first behind it.
fn time(clause: &Clause<'_>, named: &Named) -> Option<crate::model::Date> {
    let outside = || clause.mentions.iter().filter(|m| !m.mention.span.overlaps(named.span));
    let dates = || outside().filter_map(|m| Some((m.mention.span, m.date()?)));
    let before = dates().find(|(span, _)| span.end <= named.span.start);
    before.or_else(|| dates().next()).map(|(_, date)| date)
}

/// Which organ of `region` stands before the title as the one who acts.
fn issuer(source: &Source<'_>, clause: &Clause<'_>, named: &Named, region: &RegionCode) -> Option<Organ> {
    let last = clause.mentions.iter().enumerate().rev().find(|(_, m)| {
        matches!(m.mention.kind, MentionKind::Organ { .. }) && m.mention.span.end <= named.list.start
    });
    let (i, m) = last?;
    let whose = match &m.entity {
        Entity::Region(code) => Some(code),
        _ => clause.mentions[..i].iter().rev().find_map(|r| match (&r.mention.kind, &r.entity) {
            (MentionKind::Region { .. }, Entity::Region(code)) => Some(code),
            _ => None,
        }),
    };
    let unit = source.lexicon.regions.get(region)?;
    // Townships have no standing committee.
    if whose.is_some_and(|code| code != region) || unit.level > crate::resource::Level::County {
        return None;
    }
    match m.mention.kind {
        MentionKind::Organ { kind: OrganKind::Congress, .. } => Some(Organ::StandingCommittee),
        MentionKind::Organ { kind: OrganKind::Party, .. } => Some(Organ::PartyCommittee),
        MentionKind::Organ { kind: OrganKind::Government, .. } => Some(Organ::Government),
        _ => None,
    }
}

/// Whose paper: the region its title begins with, else the actor's own where it makes or changes it.
pub(super) fn owner(source: &Source<'_>, title: &str, actor: &RegionCode, makes: bool) -> Option<RegionCode> {
    let folded = fold_title(title);
    let named =
        source.lexicon.gazetteer.names.find(&folded).take_while(|(span, _)| span.start == 0).find_map(
            |(span, senses)| {
                // 花山街道…规则: a street that bears a district's name.
                let lexicon = source.lexicon;
                let (name, rest) = folded.split_at(span.end);
                let full = |code| lexicon.regions.get(code).is_some_and(|unit| unit.name == name);
                if !senses.iter().any(|s| full(&s.code)) && lexicon.references.unit_words.open(rest) {
                    return None;
                }
                let of_article = |code: &RegionCode| {
                    code == actor
                        || source.lexicon.regions.is_within(actor, code)
                        || source.scene.mentions.iter().any(|m| m.entity == Entity::Region(code.clone()))
                };
                senses
                    .iter()
                    .map(|s| s.code.clone())
                    .find(of_article)
                    .or_else(|| (senses.len() == 1).then(|| senses[0].code.clone()))
            },
        );
    named.or_else(|| makes.then(|| actor.clone()))
}
