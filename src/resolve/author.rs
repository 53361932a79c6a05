//! What an article's author is.

use crate::model::{Organ, OrganKind, Post, RegionCode};
use crate::resource::{Level, Lexicon, Pointer};
use crate::text::{Normalised, Span};

/// What the author is: the post behind the organ, and the organ of the region that the same line names.
pub(super) fn post(lexicon: &Lexicon, role: &str, region: Option<&RegionCode>) -> Post {
    let folded = Normalised::new(role);
    let organs: Vec<(Span, OrganKind)> = lexicon
        .references
        .words
        .find(&folded.text)
        .filter_map(|(span, pointers)| match &pointers[0] {
            Pointer::Organ { kind, .. } => Some((span, *kind)),
            Pointer::SelfReference { .. } => None,
        })
        .filter(|(span, _)| {
            let behind = &folded.text[span.end..];
            !lexicon.references.organ_not_before.open(behind)
        })
        .collect();
    let congress = organs.iter().rev().find(|(_, kind)| *kind == OrganKind::Congress);
    let whole = || role.trim().to_owned();
    let Some((span, kind)) = congress.or(organs.first()) else { return Post { title: whole(), organ: None } };
    let title = role[folded.span(*span).end..].trim();
    let organ = match kind {
        OrganKind::Congress => Some(Organ::StandingCommittee),
        OrganKind::Party => Some(Organ::PartyCommittee),
        OrganKind::Government => Some(Organ::Government),
        OrganKind::Partner => None,
    };
    // Townships have a congress without a standing committee.
    let unit = region.and_then(|code| lexicon.regions.get(code)).filter(|r| r.level <= Level::County);
    let organ = unit.map(|r| r.code.clone()).zip(organ);
    match organ {
        Some(_) if !title.is_empty() => Post { title: title.to_owned(), organ },
        organ => Post { title: whole(), organ },
    }
}
