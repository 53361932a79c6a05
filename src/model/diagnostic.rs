//! What a stage noticed on the way: dirty text, a repair, a claim that was dropped and why.

use crate::text::Span;

/// How much the reader of a build's summary should care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A repair or a choice, told for the record.
    Note,
    /// Something could not be understood; what is said elsewhere still holds.
    Warning,
}

/// One notice about one place of one page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// Stable kebab-case code with the stage in front: `segment.no-byline`, `resolve.other-suffix`, `drop.normative`.
    pub code: String,
    /// How much to care.
    pub severity: Severity,
    /// Where on the page, in page bytes; `None` for the page as a whole.
    pub span: Option<Span>,
    /// Plain words.
    pub message: String,
}

impl Diagnostic {
    /// For the record.
    pub fn note(code: &str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity: Severity::Note, span, message: message.into() }
    }

    /// Something was not understood.
    pub fn warning(code: &str, span: Option<Span>, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), severity: Severity::Warning, span, message: message.into() }
    }
}
