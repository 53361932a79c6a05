//! Statutes and rules by name, and what is done with them.

use crate::model::{
    ClaimKind, Diagnostic, Entity, MentionKind, RegionCode, Relation, Statute, StatuteAction, TitleKind,
};
use crate::resource::{BareTitles, CueKind, TitleRules, TitleSide};
use crate::text::{Normalised, Span, fold};

use super::Source;
use super::frame::Clause;

/// How many bytes behind a list of titles a word may say what was done with them.
const REACH: usize = 120;

/// A title in the text, with the list of titles it stands in.
struct Named {
    span: Span,
    title: String,
    /// From the first title of the list to the last, marks included.
    list: Span,
    marked: bool,
}

pub(super) fn statutes(source: &Source<'_>, clauses: &[Clause<'_>]) -> (Vec<ClaimKind>, Vec<Diagnostic>) {
    let mut claims = Vec::new();
    let mut drops = Vec::new();
    for clause in clauses {
        for named in marked(source, clause).into_iter().chain(bare(source, clause)) {
            match action(source, clause, &named) {
                Ok(claim) => claims.push(ClaimKind::Statute(claim)),
                Err((code, why)) => drops.push(source.drop(code, named.span, why)),
            }
        }
    }
    (claims, drops)
}

/// Titles in book-title marks that name a statute or a document.
fn marked(source: &Source<'_>, clause: &Clause<'_>) -> Vec<Named> {
    let body = source.article.body.text.as_str();
    let titles: Vec<(Span, TitleKind)> = clause
        .mentions
        .iter()
        .filter_map(|m| match m.mention.kind {
            MentionKind::Title(kind) => Some((m.mention.span, kind)),
            _ => None,
        })
        .collect();
    let mark = '\u{300A}'.len_utf8();
    // Titles that follow each other with nothing but marks between are one list: one verb rules them all.
    let joined = |a: Span, b: Span| {
        let between = body[a.end..b.start].replace(['\u{300A}', '\u{300B}', '\u{3001}'], "");
        let between = between.trim();
        between.is_empty() || source.lexicon.titles.joiners.iter().any(|j| between == j)
    };
    let mut names: Vec<Named> = Vec::new();
    for (i, &(span, kind)) in titles.iter().enumerate() {
        if kind == TitleKind::Other {
            continue;
        }
        let mut first = i;
        while first > 0 && joined(titles[first - 1].0, titles[first].0) {
            first -= 1;
        }
        let mut last = i;
        while last + 1 < titles.len() && joined(titles[last].0, titles[last + 1].0) {
            last += 1;
        }
        let whole = Span::new(titles[first].0.start - mark, titles[last].0.end + mark);
        names.push(Named { span, title: source.words(span).to_owned(), list: whole, marked: true });
    }
    names
}

/// Names without marks behind a verb: 制定代表述职办法、站点评分办法.
fn bare(source: &Source<'_>, clause: &Clause<'_>) -> Vec<Named> {
    let rules = &source.lexicon.titles;
    let text = source.words(clause.span);
    let verbs = rules
        .relation
        .iter()
        .filter(|r| r.side == TitleSide::Before && r.relation != "implemented")
        .flat_map(|r| &r.words);
    // The first verb, and of several there the longest: 审议通过 is no 审议.
    let first =
        verbs.filter_map(|v| text.find(v.as_str()).map(|at| (at, std::cmp::Reverse(at + v.len())))).min();
    let after_verb = first.map(|(_, end)| end.0);
    let about = rules.bare.about.iter().filter_map(|w| text.find(w.as_str()).map(|at| at + w.len())).min();
    let Some(from) = after_verb.into_iter().chain(about).min() else { return Vec::new() };
    let list = Span::new(clause.span.start + from, clause.span.end);
    let mut named = Vec::new();
    let mut at = from;
    for part in text[from..].split_inclusive('\u{3001}') {
        let start = at;
        at += part.len();
        let Some((head, end)) = opened(&rules.bare, part).or_else(|| ended(rules, part)) else { continue };
        let title = part[head..end].trim();
        let span = Span::new(clause.span.start + start + head, clause.span.start + start + end);
        let inside_marks = clause
            .mentions
            .iter()
            .any(|m| matches!(m.mention.kind, MentionKind::Title(_)) && m.mention.span.overlaps(span));
        let long_enough = fold(title).chars().count() >= 5;
        if !inside_marks && long_enough && !rules.bare.not_names.iter().any(|n| *n == fold(title)) {
            named.push(Named { span, title: title.to_owned(), list, marked: false });
        }
    }
    named
}

/// A name that a word opens (关于…的意见): from that word to the first ending that closes such a name.
fn opened(rules: &BareTitles, part: &str) -> Option<(usize, usize)> {
    let head = part.find(rules.opening.as_str())?;
    let closings =
        rules.closings.iter().filter_map(|c| part[head..].find(c.as_str()).map(|i| head + i + c.len()));
    closings.min().map(|end| (head, end))
}

/// A name that its ending shows: from behind the last word that belongs to no name.
fn ended(rules: &TitleRules, part: &str) -> Option<(usize, usize)> {
    let ending = |e: &String| part.find(e.as_str()).map(|i| (i + e.len(), i));
    let (end, _) = rules.bare.endings.iter().filter_map(ending).max()?;
    let verbs = rules.relation.iter().filter(|r| r.side == TitleSide::Before).flat_map(|r| &r.words);
    let stops = rules.bare.stop.iter().chain(verbs);
    let behind = |w: &String| part[..end].rfind(w.as_str()).map(|i| i + w.len()).filter(|i| *i < end);
    Some((stops.filter_map(behind).max().unwrap_or(0), end))
}

fn action(
    source: &Source<'_>,
    clause: &Clause<'_>,
    named: &Named,
) -> Result<StatuteAction, (&'static str, &'static str)> {
    let lexicon = source.lexicon;
    let title = fold(&named.title);
    let national = lexicon.titles.national.iter().any(|n| title.starts_with(&fold(n)));
    let relation = relation(source, clause, named);
    if relation == Relation::Cited && (!named.marked || national) {
        return Err(("drop.cited", "only named"));
    }
    let cue = |kind: CueKind| clause.cues(lexicon, kind).any(|(cue, _)| cue.end <= named.span.start);
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
    let owner = if national { None } else { owner(source, &named.title, &region, relation) };
    // A statute comes into force by its owner, whoever is being spoken of.
    let makes = matches!(relation, Relation::Enacted | Relation::Amended | Relation::Repealed);
    let region = owner.clone().filter(|o| makes && !lexicon.regions.is_within(&region, o)).unwrap_or(region);
    let Some(evidence) = source.cutter.clause(clause.sentence, clause.span, named.span) else {
        return Err(("drop.evidence-torn", "no quote around it stands in one piece"));
    };
    let time = clause.mentions.iter().find_map(|m| match m.mention.kind {
        MentionKind::Date(date) if m.mention.span.end <= named.span.start => Some(date),
        _ => None,
    });
    Ok(StatuteAction {
        region,
        statute: Statute::new(&named.title, owner),
        relation,
        time,
        evidence: vec![evidence],
    })
}

/// What is done: the nearest word behind the list of titles, else the nearest before it.
fn relation(source: &Source<'_>, clause: &Clause<'_>, named: &Named) -> Relation {
    let body = source.article.body.text.as_str();
    let rules = &source.lexicon.titles;
    let end = named.list.end.max(named.span.end);
    let behind_to = clause.sentence.end.min(end + REACH);
    let behind_to = (0..=behind_to).rev().find(|&i| body.is_char_boundary(i)).unwrap_or(end).max(end);
    let from = if named.marked { end } else { named.span.end };
    let behind = Normalised::new(&body[from..behind_to.max(from)]).text;
    // A word behind counts up to the next stop: what the next clause does, it does to something else.
    let behind = &behind[..behind.find([';', '\u{3002}', ',']).unwrap_or(behind.len())];
    let before = Normalised::new(&body[clause.span.start..named.list.start.max(clause.span.start)]).text;
    let mut best: Option<(usize, usize, Relation)> = None;
    for rule in &rules.relation {
        let Ok(relation) = rule.relation.parse::<Relation>() else { continue };
        for word in &rule.words {
            let distance = match rule.side {
                TitleSide::After => behind.find(word.as_str()).map(|i| (0, i)),
                // Directly before the title a verb outweighs what stands behind: 修改后的《…》也表决通过.
                TitleSide::Before => before
                    .rfind(word.as_str())
                    .map(|i| before.len() - i - word.len())
                    .map(|distance| (usize::from(distance > 0), distance)),
            };
            if let Some((side, distance)) = distance
                && best.is_none_or(|(s, d, _)| (side, distance) < (s, d))
            {
                best = Some((side, distance, relation));
            }
        }
    }
    let found = best.map_or(Relation::Cited, |(_, _, relation)| relation);
    let draft = rules.draft.iter().any(|d| named.title.contains(d.as_str()));
    if draft && matches!(found, Relation::Enacted | Relation::Cited) { Relation::Drafting } else { found }
}

/// Whose statute: the region its title begins with, else the actor's own where it makes or changes it.
fn owner(source: &Source<'_>, title: &str, actor: &RegionCode, relation: Relation) -> Option<RegionCode> {
    let folded = fold(title);
    let named =
        source.lexicon.gazetteer.names.find(&folded).take_while(|(span, _)| span.start == 0).find_map(
            |(_, senses)| {
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
    let own =
        matches!(relation, Relation::Enacted | Relation::Amended | Relation::Repealed | Relation::Drafting);
    named.or_else(|| own.then(|| actor.clone()))
}
