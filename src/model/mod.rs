//! The plain values that flow from stage to stage, in the order of the flow.
//!
//! Public fields wherever any value is valid; a private field and a constructor where not. Nothing here knows a file
//! format, an RDF engine or a rule.

mod date;
mod diagnostic;
mod id;
mod listing;
mod page;
mod mention;
mod scene;
mod evidence;
mod paper;
mod event;
mod author;
mod claim;
mod fact;

pub use author::{Author, Post};
pub use claim::{
    AdoptionClaim, AsOf, AsOfBasis, Bound, Claim, ClaimKind, Coverage, EventKind, LearningContact,
    Observation, Organ, PaperKind, Record, Relation, Reprint, Role, Since, SinceKind, Source, Status,
    StatuteAction, Tier, UnknownWord,
};
pub use date::Date;
pub use diagnostic::{Diagnostic, Severity};
pub use event::Event;
pub use evidence::Evidence;
pub use fact::{Adoption, Conflict, ConflictKind, Facts, Testimony};
pub use id::{ArticleId, ClaimName, RegionCode, Slug, hash12};
pub use listing::{Imprint, Listing};
pub use mention::{
    Annotated, Entity, HeadLine, Mention, MentionKind, OrganKind, Quantity, RegionName, Relative, Resolved,
    TitleKind,
};
pub use page::{Article, Page, Paragraph, Segmented, Sentence};
pub use paper::Paper;
pub use scene::{Home, HomeBasis, Scene};
