//! Cards: what a reader may see of a person, counted.

use kernel::PersonId;

use super::absences::shown_stand_in;
use crate::{
    Directory, Error,
    entries::Entry,
    facts,
    model::{
        absence::Absence,
        days,
        privacy::{Field, Viewer, may_see},
        profile::initials,
    },
    routes::Alert,
    rows::{
        absences,
        cards::{self, AlertRow},
        functions, places,
    },
    views::{
        OrganisationName, PersonLine, PersonName, has_photo,
        people::{AbsenceView, HeldFunction, PersonCard, Replaced},
    },
};

type Met = std::collections::HashMap<PersonId, Entry>;

impl Directory {
    const COLLEAGUES: i64 = 8;
    const MOST_ALERTS: usize = 100;
    /// How often more rows are read when those read so far were about people of other trees: where an address puts
    /// somebody is known only once they have been looked at.
    pub(crate) const LOOKS: usize = 20;

    /// Opens somebody's card. It counts, once a day for each person, unless it is one's own; whom it shows beside them counts
    /// as people shown.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::TooManyCards`]; [`Error::TooManyPeople`].
    pub(crate) async fn open_card(&self, viewer: &Viewer, person: PersonId) -> Result<PersonCard, Error> {
        let entry = self.meet_one(viewer, person).await?;
        if person != viewer.person {
            self.count_card(viewer.person, person).await?;
        }
        self.card(viewer, entry).await
    }

    /// # Errors
    /// [`Error::TooManyCards`], and the correspondents are told the first time of a day.
    async fn count_card(&self, reader: PersonId, person: PersonId) -> Result<(), Error> {
        let now = self.store().clock().now();
        let day = days::day_of(now);
        if cards::is_open(self.db(), reader, day, person).await? {
            return Ok(());
        }

        let mut tx = self.store().begin().await?;
        let sheet = cards::hold_sheet(&mut tx, reader, day).await?;
        let too_many = i64::from(sheet.cards) >= i64::from(self.inner.settings.cards_per_day);
        if !too_many {
            cards::open(&mut tx, reader, day, person).await?;
        } else if !sheet.refused {
            cards::refuse(&mut tx, reader, day, now).await?;
            let fact = facts::budget_exceeded(reader, sheet.cards, sheet.people, sheet.numbers);
            store::tell(&mut tx, &fact).await?;
        }
        tx.commit().await?;

        if too_many { Err(Error::TooManyCards { seconds: days::until_tomorrow(now) }) } else { Ok(()) }
    }

    /// # Errors
    /// [`Error::NotCorrespondent`] for who keeps nothing.
    pub(crate) async fn alerts(&self, viewer: &Viewer) -> Result<Vec<Alert>, Error> {
        if !viewer.administers && viewer.keeps.is_empty() {
            return Err(Error::NotCorrespondent);
        }
        let trees = (!viewer.administers).then_some(viewer.keeps.as_slice());
        let (mut alerts, mut last): (Vec<Alert>, Option<AlertRow>) = (vec![], None);
        for _ in 0..Self::LOOKS {
            let limit = i64::try_from(Self::MOST_ALERTS).unwrap_or(i64::MAX);
            let rows = cards::alerts(self.db(), trees, last.as_ref(), self.now(), limit).await?;
            let readers: Vec<PersonId> = rows.iter().map(AlertRow::reader).collect();
            let entries = self.met(viewer, &readers).await?;
            let more = rows.len() >= Self::MOST_ALERTS;
            last = rows.last().cloned();
            alerts.extend(rows.into_iter().filter_map(|row| {
                let entry = entries.get(&row.reader()).filter(|entry| viewer.keeps(entry.subject().path))?;
                Some(Alert {
                    person: entry.into(),
                    day: row.day,
                    cards: row.cards,
                    people: row.people,
                    numbers: row.numbers,
                    at: row.refused_at,
                })
            }));
            if !more || alerts.len() >= Self::MOST_ALERTS {
                break;
            }
        }
        alerts.truncate(Self::MOST_ALERTS);
        Ok(alerts)
    }

    async fn card(&self, viewer: &Viewer, entry: Entry) -> Result<PersonCard, Error> {
        let now = self.store().clock().now();
        let (person, today) = (entry.id(), days::day_of(now));
        let sees = |field| may_see(viewer, entry.subject(), field);
        let keeps = viewer.keeps(entry.subject().path);

        let held = functions::of_person(self.db(), person).await?;
        let heads = functions::heads(self.db(), entry.subject().path).await?;
        let colleagues = match entry.subject().path.last() {
            Some(unit) => places::people_in(self.db(), *unit, keeps, None, now, Self::COLLEAGUES + 1).await?,
            None => vec![],
        };
        let replaced = absences::replaced_by(self.db(), person, today).await?;
        let absence = entry.row.absence().filter(|absence| absence.until >= today && sees(Field::Absence));
        let away = self.absences_of(&[person], today).await?;
        let groups = match sees(Field::Groups) {
            true => Some(self.groups_shown(viewer, person).await?),
            false => None,
        };

        let everybody: Vec<PersonId> = heads
            .iter()
            .filter_map(|head| head.holder())
            .chain(colleagues.iter().map(|(colleague, _)| *colleague))
            .chain(replaced.iter().map(|(person, _)| *person))
            .chain(absence.iter().filter_map(|absence| absence.deputy))
            .chain(away.iter().flat_map(|(who, absence)| [Some(*who), absence.deputy]).flatten())
            .collect();
        let met = self.met(viewer, &everybody).await?;
        if person != viewer.person {
            self.count_shown(viewer, met.keys().copied().chain([person])).await?;
        }
        let stand_in = shown_stand_in(viewer, person, &away, &met, today);
        let held_names = self.names(held.iter().map(|function| function.organisation())).await?;

        let line = |id: PersonId| met.get(&id).map(|found| PersonLine::new(viewer, found, today));
        let managers: Vec<PersonLine> = entry
            .path
            .iter()
            .filter_map(|organisation| {
                let head = heads.iter().find(|head| head.organisation() == organisation.id())?.holder()?;
                line(head).filter(|_| head != person)
            })
            .collect();
        let name = entry.name();
        Ok(PersonCard {
            id: person,
            initials: initials(&name),
            name,
            usage_name: entry.row.usage_name.clone(),
            civility: entry.row.civility.clone().filter(|_| sees(Field::Civility)),
            photo: has_photo(viewer, &entry),
            title: entry.title(),
            population: entry.population.as_str(),
            organisation: entry.employer().map(OrganisationName::from),
            path: entry.path.iter().map(OrganisationName::from).collect(),
            unit: entry.unit(),
            place: sees(Field::Place).then(|| entry.row.place()),
            telephones: sees(Field::Telephones).then(|| entry.row.telephones.clone()),
            addresses: sees(Field::Addresses).then(|| vec![entry.record.address.as_str().to_owned()]),
            languages: sees(Field::Languages).then(|| entry.row.languages.clone()),
            skills: sees(Field::Skills).then(|| entry.row.skills.clone()),
            about: entry.row.about.clone().filter(|_| sees(Field::About)),
            presence: entry.presence(viewer, now),
            absence: absence.map(|absence| AbsenceView::new(absence, today, &met)),
            functions: held
                .iter()
                .map(|function| HeldFunction {
                    id: function.id(),
                    title: function.title.clone(),
                    heads: function.heads,
                    organisation: held_names.get(&function.organisation()).map(Into::into),
                })
                .collect(),
            manager: managers.last().cloned(),
            managers,
            deputies: stand_in.and_then(|id| met.get(&id)).map(PersonName::from).into_iter().collect(),
            colleagues: colleagues
                .iter()
                .filter(|(colleague, _)| *colleague != person)
                .filter_map(|(colleague, _)| line(*colleague))
                .take(Self::COLLEAGUES as usize)
                .collect(),
            groups,
            replaces: replaced
                .into_iter()
                .filter_map(|(id, until)| {
                    let found =
                        met.get(&id).filter(|found| may_see(viewer, found.subject(), Field::Absence))?;
                    Some(Replaced { person: found.into(), until })
                })
                .collect(),
            protected: entry.row.protected,
            mine: person == viewer.person,
            may_correct: person != viewer.person && !keeps,
            may_edit: keeps,
            updated_at: entry.row.updated_at,
        })
    }
}

impl AbsenceView {
    pub(crate) fn new(absence: Absence, today: time::Date, met: &Met) -> Self {
        Self {
            from: absence.from,
            until: absence.until,
            today: absence.is_on(today),
            deputy: absence.deputy.and_then(|deputy| met.get(&deputy)).map(PersonName::from),
            message: absence.message,
        }
    }
}
