//! Profiles: one's own, those of one's tree, photos, protection, and being forgotten.

use bytes::Bytes;
use kernel::{Actor, PersonId, Problem, ScopeId};
use tokio::sync::Semaphore;

use super::absences::actor;
use crate::{
    Directory, Error,
    entries::Entry,
    facts,
    model::{
        Affiliation, days,
        photo::{self, Unfit},
        privacy::{Field, Viewer, may_see},
        profile::{ChangedProfile, initials},
    },
    placing::end_outlived,
    rows::{forgotten, organisations, people, places},
    views::{
        OrganisationName,
        people::{AbsenceView, MyProfile},
    },
};

impl Directory {
    /// Bytes of a photo.
    pub(crate) const LARGEST_PHOTO: usize = 2 * 1024 * 1024;

    pub(crate) async fn my_profile(&self, viewer: &Viewer) -> Result<MyProfile, Error> {
        let now = self.store().clock().now();
        let today = days::day_of(now);
        let entry = self.entries(&[viewer.person]).await?.remove(&viewer.person);
        let entry = entry.ok_or(Error::NoSuchPerson)?;
        let absence = entry.row.absence().filter(|absence| absence.until >= today);
        let deputies: Vec<PersonId> = absence.iter().filter_map(|absence| absence.deputy).collect();
        let deputies = self.met(viewer, &deputies).await?;
        let kept = self.names(viewer.keeps.iter().copied()).await?;
        let name = entry.name();
        Ok(MyProfile {
            id: entry.id(),
            initials: initials(&name),
            name,
            usage_name: entry.row.usage_name.clone(),
            civility: entry.row.civility.clone(),
            title: entry.title(),
            unit: entry.unit(),
            organisation: entry.employer().map(OrganisationName::from),
            place: entry.row.place(),
            telephones: entry.row.telephones.clone(),
            languages: entry.row.languages.clone(),
            skills: entry.row.skills.clone(),
            about: entry.row.about.clone(),
            photo: entry.row.photo_at.is_some(),
            presence: entry.row.presence(now),
            absence: absence.map(|absence| AbsenceView::new(absence, today, &deputies)),
            visibility: entry.row.visibility.clone(),
            protected: entry.row.protected,
            keeps: viewer.keeps.iter().filter_map(|id| kept.get(id)).map(Into::into).collect(),
        })
    }

    pub(crate) async fn change_my_profile(
        &self,
        viewer: &Viewer,
        changed: ChangedProfile,
    ) -> Result<(), Error> {
        self.write_profile(actor(viewer), viewer.person, changed).await
    }

    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::NotCorrespondent`] for who does not keep their tree, or where they would go;
    /// [`Error::OrganisationClosed`].
    pub(crate) async fn change_profile(
        &self,
        viewer: &Viewer,
        person: PersonId,
        changed: ChangedProfile,
        organisation: Option<ScopeId>,
    ) -> Result<(), Error> {
        let entry = self.meet_one(viewer, person).await?;
        if !viewer.keeps(entry.subject().path) {
            return Err(Error::NotCorrespondent);
        }
        if changed.visibility.is_some() {
            return Err(Error::BadField);
        }
        // Looked at first: a move that is refused leaves no half of what was asked.
        if let Some(organisation) = organisation {
            self.kept(viewer, organisation).await?;
            self.still_open(Some(organisation)).await?;
        }
        self.write_profile(actor(viewer), person, changed).await?;
        match organisation {
            Some(organisation) => self.move_to(viewer, &entry, organisation).await,
            None => Ok(()),
        }
    }

    /// Writes what changes of a profile, whoever decided it: for imports and sample States too.
    pub(crate) async fn write_profile(
        &self,
        actor: Actor,
        person: PersonId,
        changed: ChangedProfile,
    ) -> Result<(), Error> {
        let changed = changed.checked()?;
        let renamed = changed.usage_name.is_some();
        let record = self.inner.identity.persons(&[person]).await?.pop().ok_or(Error::NoSuchPerson)?;
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        let name = record.name.unwrap_or_default();
        people::ensure(&mut tx, person, &name, now).await?;
        people::change(&mut tx, person, &changed, now).await?;
        if renamed {
            people::rename(&mut tx, &[(person, name)]).await?;
        }
        store::tell(&mut tx, &facts::profile_changed(actor, person)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Moves somebody from where they work to another organisation of trees that the viewer keeps.
    async fn move_to(&self, viewer: &Viewer, entry: &Entry, organisation: ScopeId) -> Result<(), Error> {
        if entry.subject().path.last() == Some(&organisation) && entry.row.population().is_some() {
            return Ok(());
        }
        self.kept(viewer, organisation).await?;
        let now = self.store().clock().now();
        let affiliation = Affiliation {
            person: entry.id(),
            organisation,
            population: entry.population,
            title: entry.title(),
            unit: None,
            since: now,
            until: None,
        };

        let mut tx = self.store().begin().await?;
        let (_, until) =
            organisations::hold_path(&mut tx, organisation).await?.ok_or(Error::NoSuchOrganisation)?;
        if until.is_some_and(|until| until < days::day_of(now)) {
            return Err(Error::OrganisationClosed);
        }
        let mut counted = vec![organisation];
        if let Some(old) = entry.subject().path.last() {
            places::end(&mut tx, entry.id(), *old, now).await?;
            counted.push(*old);
        }
        places::insert_affiliation(&mut tx, &affiliation).await?;
        places::recount(&mut tx, &counted, now).await?;
        store::tell(&mut tx, &facts::person_affiliated(actor(viewer), &affiliation)).await?;
        end_outlived(&mut tx, actor(viewer), &[entry.id()], now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives oneself a photo, drawn anew: nothing is kept of the file but what is seen.
    ///
    /// # Errors
    /// [`Error::BadPhoto`]; [`Error::LargePhoto`].
    pub(crate) async fn set_photo(&self, viewer: &Viewer, bytes: Bytes) -> Result<(), Error> {
        if bytes.len() > Self::LARGEST_PHOTO {
            return Err(Error::BadPhoto { most: Self::LARGEST_PHOTO });
        }
        let drawn = self.draw(bytes).await?;
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        self.ensure_row(&mut tx, viewer.person).await?;
        people::set_photo(&mut tx, viewer.person, photo::MEDIA_TYPE, &drawn, now).await?;
        store::tell(&mut tx, &facts::profile_changed(actor(viewer), viewer.person)).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn delete_photo(&self, viewer: &Viewer) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        if people::delete_photo(&mut tx, viewer.person).await? {
            store::tell(&mut tx, &facts::profile_changed(actor(viewer), viewer.person)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The media type and the bytes of somebody's photo. It counts as a person shown.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::NoPhoto`] when there is none for this reader; [`Error::TooManyPeople`].
    pub(crate) async fn photo(&self, viewer: &Viewer, person: PersonId) -> Result<(String, Bytes), Error> {
        let entry = self.meet_one(viewer, person).await?;
        self.count_shown(viewer, [person]).await?;
        if !may_see(viewer, entry.subject(), Field::Photo) {
            return Err(Error::NoPhoto);
        }
        let kept = people::photo(self.db(), person).await?.ok_or(Error::NoPhoto)?;
        if kept.drawn {
            return Ok((kept.media_type, kept.bytes.into()));
        }
        // It was kept as it came, before photos were drawn anew.
        let drawn = self.draw(kept.bytes.into()).await.map_err(|error| match error {
            Error::BadPhoto { .. } | Error::LargePhoto { .. } => Error::NoPhoto,
            other => other,
        })?;
        people::redraw_photo(self.db(), person, photo::MEDIA_TYPE, &drawn).await?;
        Ok((photo::MEDIA_TYPE.to_owned(), drawn))
    }

    /// Draws a picture anew, a few at a time: each takes up to some 200 MiB while it is read.
    async fn draw(&self, bytes: Bytes) -> Result<Bytes, Error> {
        static DRAWING: Semaphore = Semaphore::const_new(2);
        let _turn = DRAWING.acquire().await.map_err(|closed| Error::Port(Problem::internal(closed)))?;
        let drawn = tokio::task::spawn_blocking(move || photo::drawn(&bytes)).await;
        match drawn.map_err(|panicked| Error::Port(Problem::internal(panicked)))? {
            Ok(drawn) => Ok(drawn.into()),
            Err(Unfit::NoPicture) => Err(Error::BadPhoto { most: Self::LARGEST_PHOTO }),
            Err(Unfit::TooLarge) => Err(Error::LargePhoto { megapixels: photo::MOST_PIXELS / 1_000_000 }),
        }
    }

    /// Takes somebody out of every answer, or puts them back.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::NotCorrespondent`].
    pub(crate) async fn protect(
        &self,
        viewer: &Viewer,
        person: PersonId,
        protected: bool,
    ) -> Result<(), Error> {
        let entry = self.meet_one(viewer, person).await?;
        if !viewer.keeps(entry.subject().path) {
            return Err(Error::NotCorrespondent);
        }
        self.set_protection(actor(viewer), person, protected).await
    }

    /// The same, whoever decided it: for the command line and sample States.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`].
    pub async fn set_protection(&self, actor: Actor, person: PersonId, protected: bool) -> Result<(), Error> {
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        self.ensure_row(&mut tx, person).await?;
        if people::set_protected(&mut tx, person, protected).await? {
            let organisations = places::organisations_of(&mut *tx, person, now).await?;
            places::recount(&mut tx, &organisations, now).await?;
            store::tell(&mut tx, &facts::protection_set(actor, person, protected)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn forget_person(&self, person: PersonId) -> Result<(), Error> {
        let now = self.store().clock().now();
        let words = self.words_for(person).await?;

        let mut tx = self.store().begin().await?;
        let organisations = places::organisations_of(&mut *tx, person, now).await?;
        self.hand_groups_on(&mut tx, person).await?;
        forgotten::unsay(&mut tx, person, &words).await?;
        people::erase(&mut tx, person).await?;
        places::recount(&mut tx, &organisations, now).await?;
        store::tell(&mut tx, &facts::person_forgotten(person)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a file may call a person: their names and addresses, in lower case.
    async fn words_for(&self, person: PersonId) -> Result<Vec<String>, Error> {
        let entry = self.entries(&[person]).await?.remove(&person);
        let addresses = self.inner.identity.addresses(person).await?;
        let mut words: Vec<String> =
            addresses.iter().map(|address| address.as_str().to_lowercase()).collect();
        if let Some(entry) = entry {
            let names = entry.record.name.iter().chain(&entry.row.usage_name);
            words.extend(names.map(|name| name.to_lowercase()));
            words.push(entry.record.address.as_str().to_lowercase());
        }
        Ok(words)
    }
}
