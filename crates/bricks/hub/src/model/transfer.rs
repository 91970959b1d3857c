//! Transfers: an account that becomes somebody's because both administrations say so.

use kernel::{PersonId, ScopeId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{ProviderId, Vouched};
use crate::Error;

pub(crate) type TransferId = kernel::Id<Transfer>;

/// Which of the two administrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    Old,
    New,
}

#[derive(Debug, Clone)]
pub(crate) struct Transfer {
    pub(crate) id: TransferId,
    pub(crate) provider: ProviderId,
    pub(crate) vouched: Vouched,
    /// Whose account it would be.
    pub(crate) person: PersonId,
    pub(crate) old_organisation: ScopeId,
    pub(crate) new_organisation: ScopeId,
    pub(crate) comment: String,
    pub(crate) asked_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) old_agreed_by: Option<PersonId>,
    pub(crate) new_agreed_by: Option<PersonId>,
}

impl Transfer {
    /// Notes that a correspondent of these sides agrees: for the first that still waits. Two persons, and never the one
    /// concerned.
    ///
    /// # Errors
    /// [`Error::NoSuchTransfer`] without a side; [`Error::OwnTransfer`]; [`Error::TwoCorrespondents`] who agreed already.
    pub(crate) fn agreed(mut self, by: PersonId, sides: &[Side]) -> Result<(Self, Side), Error> {
        if sides.is_empty() {
            return Err(Error::NoSuchTransfer);
        }
        if by == self.person {
            return Err(Error::OwnTransfer);
        }
        // Both agreed and it was cut short before it was done: either of them makes it go on.
        if let Some(side) = self.cut_short_for(by) {
            return Ok((self, side));
        }
        if [self.old_agreed_by, self.new_agreed_by].contains(&Some(by)) {
            return Err(Error::TwoCorrespondents);
        }
        let side = self.waiting(sides).ok_or(Error::TwoCorrespondents)?;
        match side {
            Side::Old => self.old_agreed_by = Some(by),
            Side::New => self.new_agreed_by = Some(by),
        }
        Ok((self, side))
    }

    pub(crate) fn is_agreed(&self) -> bool {
        self.old_agreed_by.is_some() && self.new_agreed_by.is_some()
    }

    /// What somebody who speaks for these sides may still agree to.
    pub(crate) fn open_to(&self, person: PersonId, sides: &[Side]) -> Vec<Side> {
        if let Some(side) = self.cut_short_for(person) {
            return vec![side];
        }
        if person == self.person || [self.old_agreed_by, self.new_agreed_by].contains(&Some(person)) {
            return vec![];
        }
        sides.iter().copied().filter(|side| self.agreed_by(*side).is_none()).collect()
    }

    fn cut_short_for(&self, person: PersonId) -> Option<Side> {
        let theirs = [Side::Old, Side::New].into_iter().find(|side| self.agreed_by(*side) == Some(person));
        theirs.filter(|_| self.is_agreed())
    }

    fn waiting(&self, sides: &[Side]) -> Option<Side> {
        sides.iter().copied().find(|side| self.agreed_by(*side).is_none())
    }

    fn agreed_by(&self, side: Side) -> Option<PersonId> {
        match side {
            Side::Old => self.old_agreed_by,
            Side::New => self.new_agreed_by,
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Acr, Id};
    use time::Duration;

    use super::*;
    use crate::model::Claims;

    fn asked(person: PersonId) -> Transfer {
        let now = OffsetDateTime::UNIX_EPOCH;
        let claims = Claims {
            subject: "a".into(),
            given_name: None,
            usual_name: None,
            address: "a@b.fr".parse().unwrap(),
            siret: None,
            unit: None,
            population: None,
        };
        Transfer {
            id: Id::new(),
            provider: Id::new(),
            vouched: Vouched {
                claims,
                acr: Acr::Eidas1,
                amr: vec![],
                at: now,
                said_when: true,
                sid: None,
                sealed_id_token: None,
            },
            person,
            old_organisation: Id::new(),
            new_organisation: Id::new(),
            comment: String::new(),
            asked_at: now,
            expires_at: now + Duration::days(14),
            old_agreed_by: None,
            new_agreed_by: None,
        }
    }

    #[test]
    fn two_correspondents_agree_and_neither_is_the_person_concerned() {
        let [person, one, two] = [PersonId::new(), PersonId::new(), PersonId::new()];
        let both = [Side::Old, Side::New];

        assert!(matches!(asked(person).agreed(person, &both), Err(Error::OwnTransfer)));
        assert!(matches!(asked(person).agreed(one, &[]), Err(Error::NoSuchTransfer)));
        let (half, side) = asked(person).agreed(one, &both).unwrap();
        assert!(side == Side::Old && !half.is_agreed());
        assert!(matches!(half.clone().agreed(one, &both), Err(Error::TwoCorrespondents)));
        assert!(matches!(half.clone().agreed(two, &[Side::Old]), Err(Error::TwoCorrespondents)));
        assert_eq!((half.open_to(one, &both), half.open_to(two, &both)), (vec![], vec![Side::New]));
        let (whole, _) = half.agreed(two, &[Side::New]).unwrap();
        assert!(whole.is_agreed());
        assert_eq!(whole.open_to(one, &both), [Side::Old], "cut short before it was done");
        assert!(matches!(whole.agreed(one, &both), Ok((_, Side::Old))));
    }
}
