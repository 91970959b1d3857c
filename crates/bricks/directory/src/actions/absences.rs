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
        privacy::{Field, Viewer, may_see},
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

    /// Who acts today for each of these persons who are away, whoever may know of it.
    async fn stand_ins(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, PersonId>, Error> {
        let today = days::day_of(self.now());
        let away = self.absences_of(persons, today).await?;
        let found = persons.iter().filter_map(|person| Some((*person, stands_in(*person, &away, today)?)));
        Ok(found.collect())
    }

    /// The absences of these persons, of their deputies, and of the deputies of those.
    pub(crate) async fn absences_of(
        &self,
        persons: &[PersonId],
        today: Date,
    ) -> Result<HashMap<PersonId, Absence>, Error> {
        self.absences_besides(HashMap::new(), persons.iter().copied().collect(), today).await
    }

    /// The same for people who were read already, with their absences.
    pub(crate) async fn absences_among(
        &self,
        entries: impl Iterator<Item = &Entry>,
        today: Date,
    ) -> Result<HashMap<PersonId, Absence>, Error> {
        let away: HashMap<PersonId, Absence> = entries
            .filter_map(|entry| Some((entry.id(), entry.row.absence()?)))
            .filter(|(_, absence)| absence.is_on(today))
            .collect();
        let deputies = away.values().filter_map(|absence| absence.deputy);
        let wanted = deputies.filter(|deputy| !away.contains_key(deputy)).collect();
        self.absences_besides(away, wanted, today).await
    }

    /// To the absences that are known, those of more persons, of their deputies, and of the deputies of those.
    async fn absences_besides(
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

/// Who acts today for a person, as a viewer may know it: a deputy who is away and hides it from them, or whom they may not
/// know of, is still the deputy. Whoever came after would tell that they are away.
pub(crate) fn shown_stand_in(
    viewer: &Viewer,
    person: PersonId,
    away: &HashMap<PersonId, Absence>,
    met: &HashMap<PersonId, Entry>,
    today: Date,
) -> Option<PersonId> {
    let sees =
        |who: &PersonId| met.get(who).is_some_and(|entry| may_see(viewer, entry.subject(), Field::Absence));
    let seen =
        away.iter().filter(|(who, _)| sees(who)).map(|(who, absence)| (*who, absence.clone())).collect();
    stands_in(person, &seen, today)
}

pub(crate) fn actor(viewer: &Viewer) -> Actor {
    Actor::Person(viewer.person)
}
