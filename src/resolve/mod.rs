//! Mentions → entities or NIL: which unit of a name, which region 我市 or 市人大常委会 means, whose article it is.
//!
//! Takes an article and its mentions. Gives each mention with what it stands for, the article's home and its time.
//! Never merges by string alone: of units with one name it takes the one that its surroundings name, or none.

mod home;
mod time;
mod event;
mod author;

use std::collections::BTreeSet;

use crate::model::{
    Annotated, Article, Diagnostic, Entity, MentionKind, OrganKind, RegionCode, RegionName, Resolved, Scene,
};
use crate::resource::{CueKind, Lexicon};
use crate::text::Span;

/// Resolves what `article` mentions.
pub fn resolve(lexicon: &Lexicon, article: &Article, annotated: Annotated) -> Scene {
    let context = home::context(lexicon, &annotated);
    let home = home::home(lexicon, article, &annotated, &context);
    let of_author = home::author(lexicon, &annotated, &context);
    let mut diagnostics = Vec::new();
    let mut noticed = BTreeSet::new();
    let mut last_named: Option<RegionCode> = None;
    let mut mentions = Vec::with_capacity(annotated.mentions.len());
    let acts = acting(lexicon, &annotated);
    for (i, mention) in annotated.mentions.into_iter().enumerate() {
        let mut entity = Entity::Itself;
        match &mention.kind {
            MentionKind::Region { candidates, name } => {
                let chosen = context.choose(lexicon, candidates);
                let printed = mention.span.of(&article.body.text);
                if noticed.insert(printed.to_owned()) {
                    diagnostics.extend(notice(
                        lexicon,
                        article,
                        mention.span,
                        chosen.as_ref(),
                        candidates,
                        *name,
                    ));
                }
                if acts.contains(&i) {
                    last_named.clone_from(&chosen);
                }
                entity = chosen.map_or(Entity::Nil, Entity::Region);
            }
            MentionKind::SelfReference { level, .. } => {
                let level = level.as_deref();
                let near = last_named.as_ref().filter(|c| answers(lexicon, c, level));
                let own = home.as_ref().map(|h| &h.region);
                let of_home = own.and_then(|h| of_level(lexicon, h, level));
                // 全省 behind another province's congress is that province's.
                let meant = near.cloned().or(of_home).or_else(|| own.cloned());
                entity = meant.map_or(Entity::Nil, Entity::Region);
            }
            MentionKind::Organ {
                kind: OrganKind::Congress | OrganKind::Party | OrganKind::Government,
                level,
            } => {
                let own = home.as_ref().map(|h| &h.region);
                let meant = own.and_then(|h| match level {
                    None => Some(h.clone()),
                    level => of_level(lexicon, h, level.as_deref()),
                });
                entity = meant.map_or(Entity::Nil, Entity::Region);
            }
            _ => {}
        }
        mentions.push(Resolved { mention, entity });
    }
    if home.is_none() {
        diagnostics.push(Diagnostic::note(
            "resolve.no-home",
            None,
            "no region is named as the one the article reports on",
        ));
    }
    let as_of = time::as_of(article, &mentions);
    let mentions = time::dated(article, as_of, mentions);
    let event = event::event(lexicon, article, home.as_ref(), &mentions);
    let post = article.author_role.as_deref().map(|role| author::post(lexicon, role, of_author.as_ref()));
    Scene { home, as_of, event, post, mentions, diagnostics }
}

/// Which mentions are regions whose congress is named directly behind them, and not as a partner: who 全省 or 该县
/// behind them may mean.
fn acting(lexicon: &Lexicon, annotated: &Annotated) -> BTreeSet<usize> {
    let mentions = &annotated.mentions;
    let partner = |kind: &MentionKind| matches!(kind, MentionKind::Cue { rule } if lexicon.triggers.rules[*rule].kind == CueKind::Partner);
    let acts = |i: &usize| {
        let span = mentions[*i].span;
        let organ = mentions[i + 1..].iter().any(|m| {
            matches!(m.kind, MentionKind::Organ { kind: OrganKind::Congress, .. }) && m.span.start == span.end
        });
        let taking_part = mentions[..*i].iter().any(|m| m.span.end == span.start && partner(&m.kind));
        matches!(mentions[*i].kind, MentionKind::Region { .. }) && organ && !taking_part
    };
    (0..mentions.len()).filter(acts).collect()
}

/// The unit of `level` among `home` and those it lies in.
fn of_level(lexicon: &Lexicon, home: &RegionCode, level: Option<&str>) -> Option<RegionCode> {
    lexicon.regions.lineage(home).find(|r| answers(lexicon, &r.code, level)).map(|r| r.code.clone())
}

/// Whether the unit's name ends as the level word asks.
fn answers(lexicon: &Lexicon, code: &RegionCode, level: Option<&str>) -> bool {
    let endings = level.and_then(|l| lexicon.references.levels.get(l));
    let name = lexicon.regions.get(code).map(|r| r.name.as_str());
    name.zip(endings).is_some_and(|(name, endings)| endings.iter().any(|e| name.ends_with(e.as_str())))
}

/// What to say about a name that is not simply the full name of one unit.
fn notice(
    lexicon: &Lexicon,
    article: &Article,
    span: Span,
    chosen: Option<&RegionCode>,
    candidates: &[RegionCode],
    name: RegionName,
) -> Option<Diagnostic> {
    let page = article.body.page_spans(span).into_iter().next();
    let printed = span.of(&article.body.text);
    let Some(chosen) = chosen else {
        let codes: Vec<&str> = candidates.iter().map(RegionCode::as_str).collect();
        let message =
            format!("{printed} names several units ({}) and nothing near tells which", codes.join(", "));
        return Some(Diagnostic::warning("resolve.ambiguous-region", page, message));
    };
    let full = lexicon.regions.get(chosen).map_or("", |r| r.name.as_str());
    match name {
        RegionName::OtherSuffix => {
            let message = format!("{printed} is no unit's name; taken for {full} {chosen}");
            Some(Diagnostic::warning("resolve.other-suffix", page, message))
        }
        RegionName::Former => {
            let message = format!("{printed} is a former name; its successor is {full} {chosen}");
            Some(Diagnostic::note("resolve.former-name", page, message))
        }
        RegionName::Full | RegionName::Short => None,
    }
}
