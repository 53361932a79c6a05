//! Mentions → entities or NIL: which unit of a name, which region 我市 or 市人大常委会 means, whose article it is.
//!
//! Takes an article and its mentions. Gives each mention with what it stands for, the article's home and its time.
//! Never merges by string alone: of units with one name it takes the one that its surroundings name, or none.

mod focus;
mod home;
mod level;
mod label;
mod time;
mod event;
mod author;

use std::collections::BTreeSet;

use focus::Focus;

use crate::model::{
    Annotated, Article, Diagnostic, Entity, Home, MentionKind, OrganKind, RegionCode, RegionName, Resolved,
    Scene,
};
use crate::resource::{CueKind, Lexicon};
use crate::text::{Span, fold};

/// The level word of townships.
const TOWNSHIP: &str = "township";

/// Resolves what `article` mentions.
pub fn resolve(lexicon: &Lexicon, article: &Article, annotated: Annotated) -> Scene {
    let context = home::context(lexicon, &annotated);
    let mut labels = label::labels(lexicon, article, &annotated, &context);
    let home = home::home(lexicon, article, &annotated, &context, &labels);
    if let Some(home) = &home {
        labels.extend(label::stations(lexicon, article, &annotated, &context, &home.region));
    }
    let of_author = home::author(lexicon, &annotated, &context);
    let own = home.as_ref().map(|h| &h.region);
    let mut diagnostics = Vec::new();
    let mut noticed = BTreeSet::new();
    let mut focus = Focus::new(lexicon, article, own, &labels);
    let mut mentions = Vec::with_capacity(annotated.mentions.len());
    let acts = acting(lexicon, &article.body.text, &annotated);
    for (i, mention) in annotated.mentions.into_iter().enumerate() {
        focus.enter(mention.span.start);
        let meant = match &mention.kind {
            MentionKind::Region { candidates, name } => {
                let chosen = focus.of_these(candidates).or_else(|| context.choose(lexicon, candidates));
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
                if let Some(chosen) = &chosen {
                    focus.named(chosen, acts.contains(&i));
                }
                chosen
            }
            MentionKind::SelfReference { level, whole, that } => {
                let level = level.as_deref();
                match (*that, *whole) {
                    (true, _) => focus.that(level),
                    (_, true) => focus.whole(level),
                    _ => focus.ours(level),
                }
            }
            MentionKind::Organ {
                kind: OrganKind::Congress | OrganKind::Party | OrganKind::Government,
                level,
            } => {
                let township = level.as_deref() == Some(TOWNSHIP);
                let several = township && level::of_several(lexicon, &article.body.text, mention.span.start);
                if several { None } else { focus.organ(level.as_deref()) }
            }
            _ => {
                mentions.push(Resolved { mention, entity: Entity::Itself });
                continue;
            }
        };
        mentions.push(Resolved { mention, entity: meant.map_or(Entity::Nil, Entity::Region) });
    }
    if home.is_none() {
        diagnostics.push(Diagnostic::note(
            "resolve.no-home",
            None,
            "no region is named as the one the article reports on",
        ));
    }
    diagnostics.extend(contradiction(lexicon, article, home.as_ref()));
    let as_of = time::as_of(article, &mentions);
    let mentions = time::dated(article, as_of, mentions);
    let event = event::event(lexicon, article, home.as_ref(), &mentions);
    let post = article.author_role.as_deref().map(|role| author::post(lexicon, role, of_author.as_ref()));
    Scene { home, as_of, event, post, labels, mentions, folded: annotated.folded, diagnostics }
}

/// Which mentions are regions whose congress is named directly behind them, and not as a partner: who 全省 behind them
/// may mean.
fn acting(lexicon: &Lexicon, body: &str, annotated: &Annotated) -> BTreeSet<usize> {
    let mentions = &annotated.mentions;
    let partner = |kind: &MentionKind| matches!(kind, MentionKind::Cue { rule } if lexicon.triggers.rules[*rule].kind == CueKind::Partner);
    let acts = |i: &usize| {
        if !matches!(mentions[*i].kind, MentionKind::Region { .. }) {
            return false;
        }
        let span = mentions[*i].span;
        let organ = mentions[i + 1..].iter().any(|m| {
            matches!(m.kind, MentionKind::Organ { kind: OrganKind::Congress, .. }) && m.span.start == span.end
        });
        let taking_part = mentions[..*i].iter().any(|m| m.span.end == span.start && partner(&m.kind));
        let visits = || home::comes(lexicon, &fold(home::sentence_behind(body, span.end)));
        organ && !taking_part && !visits()
    };
    (0..mentions.len()).filter(acts).collect()
}

/// That the text reports on another region than the manifest says, neither of them lying in the other.
fn contradiction(lexicon: &Lexicon, article: &Article, home: Option<&Home>) -> Option<Diagnostic> {
    let (listed, home) = (article.listed_region.as_ref()?, &home?.region);
    let apart = !lexicon.regions.is_within(listed, home) && !lexicon.regions.is_within(home, listed);
    let name =
        |code: &RegionCode| lexicon.regions.get(code).map_or("", |region| region.name.as_str()).to_owned();
    let (its, own) = (name(listed), name(home));
    let message = format!("the manifest says {its} {listed}, the text speaks of {own} {home}, which holds");
    apart.then(|| Diagnostic::warning("resolve.manifest-region", None, message))
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
