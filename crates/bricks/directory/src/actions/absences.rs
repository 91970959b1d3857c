//! Being away, and being there.

use std::collections::{HashMap, HashSet};

use kernel::{Actor, PersonId};
use time::{Date, OffsetDateTime};

use crate::{
    Directory, Error,
    entries::Entry,
    facts,
    model::{
        absence::{Absence, stands_in},
        days,
        privacy::Viewer,
        profile::Presence,
    },
    rows::{absences, people},
};

impl Directory {
    /// How many deputies of deputies are asked.
    const LONGEST_CHAIN: usize = 5;

    /// # Errors
    /// [`Error::BadAbsence`]; [`Error::OwnDeputy`]; [`Error::NoSuchPerson`] for a deputy whom one may not know of.
    pub(crate) async fn set_absence(&self, viewer: &Viewer, absence: Absence) -> Result<(), Error> {
        let today = days::day_of(self.store().clock().now());
        let absence = absence.checked(viewer.person, today)?;
        if let Some(deputy) = absence.deputy {
            let entry = self.meet_one(viewer, deputy).await?;
            if entry.population == kernel::ports::Population::External {
                return Err(Error::NoSuchPerson);
            }
        }

        let mut tx = self.store().begin().await?;
        self.ensure_row(&mut tx, viewer.person).await?;
        absences::set(&mut tx, viewer.person, &absence).await?;
        store::tell(&mut tx, &facts::absence_set(viewer.person, &absence)).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn end_absence(&self, viewer: &Viewer) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        if absences::delete(&mut tx, viewer.person).await? {
            store::tell(&mut tx, &facts::absence_ended(viewer.person)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Said often and to nobody in particular: it tells nothing.
    pub(crate) async fn set_presence(
        &self,
        viewer: &Viewer,
        presence: Presence,
        until: Option<OffsetDateTime>,
    ) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.ensure_row(&mut tx, viewer.person).await?;
        people::set_presence(&mut tx, viewer.person, presence, until).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who acts for somebody today: nobody for who is there, or for who named nobody that is.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stand_in(&self, person: PersonId) -> Result<Option<PersonId>, Error> {
        Ok(self.stand_ins(&[person]).await?.remove(&person))
    }

    /// Who acts today for each of these persons who are away.
    pub(crate) async fn stand_ins(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonId>, Error> {
        let today = days::day_of(self.now());
        let away = self.absences_of(HashMap::new(), persons.iter().copied().collect(), today).await?;
        let found = persons.iter().filter_map(|person| Some((*person, stands_in(*person, &away, today)?)));
        Ok(found.collect())
    }

    /// Who acts today for those of these people who are away.
    pub(crate) async fn stand_ins_among(
        &self,
        entries: impl Iterator<Item = &Entry>,
    ) -> Result<HashMap<PersonId, PersonId>, Error> {
        let today = days::day_of(self.now());
        let away: HashMap<PersonId, Absence> =
            entries.filter_map(|entry| Some((entry.id(), entry.row.absence()?))).collect();
        let persons: Vec<PersonId> = away.keys().copied().collect();
        let deputies = away.values().filter(|absence| absence.is_on(today)).filter_map(|away| away.deputy);
        let wanted = deputies.filter(|deputy| !away.contains_key(deputy)).collect();
        let away = self.absences_of(away, wanted, today).await?;
        let found = persons.into_iter().filter_map(|person| Some((person, stands_in(person, &away, today)?)));
        Ok(found.collect())
    }

    /// To the absences that are known, those of more persons, of their deputies, and of the deputies of those.
    async fn absences_of(
        &self,
        mut known: HashMap<PersonId, Absence>,
        mut wanted: HashSet<PersonId>,
        today: Date,
    ) -> Result<HashMap<PersonId, Absence>, Error> {
        for _ in 0..Self::LONGEST_CHAIN {
            if wanted.is_empty() {
                break;
            }
            let asked: Vec<PersonId> = wanted.iter().copied().collect();
            let found = absences::on(self.db(), &asked, today).await?;
            let deputies = found.iter().filter_map(|(_, absence)| absence.deputy).collect::<HashSet<_>>();
            known.extend(found);
            wanted = deputies.into_iter().filter(|deputy| !known.contains_key(deputy)).collect();
        }
        Ok(known)
    }
}

pub(crate) fn actor(viewer: &Viewer) -> Actor {
    Actor::Person(viewer.person)
}
