//! The language of what users read, as an argument.

pub(super) use crate::words::Words;

use clap::ValueEnum;
use clap::builder::PossibleValue;

impl ValueEnum for Words {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Zh => "Chinese",
            Self::En => "English",
        };
        Some(PossibleValue::new(self.tag()).help(help))
    }
}
