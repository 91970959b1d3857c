//! Functions: what somebody is charged with. The function stays, its holders change.

use kernel::Id;

use super::profile::text;
use crate::Error;

pub(crate) type FunctionId = Id<Function>;
pub(crate) enum Function {}

/// What the head of an organisation is called when nobody said it better.
pub(crate) fn head_title(kind: &str) -> &'static str {
    match kind {
        "ministry" => "Ministre",
        "direction" => "Directeur ou directrice",
        "sub_direction" => "Sous-directeur ou sous-directrice",
        "bureau" => "Chef ou cheffe du bureau",
        _ => "Responsable",
    }
}

pub(crate) fn checked_title(title: &str) -> Result<String, Error> {
    text("title", Some(title), 150)?.ok_or(Error::BadTitle)
}
