//! What happens to parcels by itself: reminders before the end, the end, the forgetting of what nobody continues.

use kernel::{Actor, Language, PersonId, Problem};
use store::NewJob;
use time::{Duration, OffsetDateTime};

use super::dispatch::back_to_draft;
use crate::{
    Error, Transfer, facts, jobs,
    model::{FileId, Parcel, ParcelId, State, day_of},
    rows::{self, Event},
};

/// What one round does at most of each kind: the next comes within a minute.
const ROUND: i64 = 200;

impl Transfer {
    /// Ends the parcels whose last day is over.
    pub(crate) async fn expire_parcels(&self) -> Result<(), Error> {
        for id in rows::expired_parcels(self.store.pool(), self.now(), ROUND).await? {
            log_failure(id, self.expire(id).await);
        }
        Ok(())
    }

    /// Reminds, once, those who took nothing of a parcel that ends soon. One sent within the day needs no reminder.
    pub(crate) async fn recall_recipients(&self) -> Result<(), Error> {
        if self.settings.reminder_days == 0 {
            return Ok(());
        }
        let now = self.now();
        let until = now + Duration::days(i64::from(self.settings.reminder_days));
        for id in rows::parcels_to_recall(self.store.pool(), now, until, now - Duration::DAY, ROUND).await? {
            log_failure(id, self.recall(id).await);
        }
        Ok(())
    }

    /// Forgets uploads and drafts that nobody continues.
    pub(crate) async fn forget_the_unfinished(&self) -> Result<(), Error> {
        let before = self.now() - Duration::days(i64::from(self.settings.upload_days));
        for (id, file) in rows::idle_uploads(self.store.pool(), before, ROUND).await? {
            log_failure(id, self.forget_upload(id, file, before).await);
        }
        let before = self.now() - Duration::days(i64::from(self.settings.draft_days));
        for id in rows::idle_parcels(self.store.pool(), State::Draft, before, ROUND).await? {
            log_failure(id, self.forget_draft(id, before).await);
        }
        for id in rows::idle_parcels(self.store.pool(), State::Waiting, before, ROUND).await? {
            log_failure(id, self.wait_no_more(id, before).await);
        }
        Ok(())
    }

    async fn expire(&self, id: ParcelId) -> Result<(), Error> {
        let now = self.now();
        let Some(parcel) = rows::find_parcel(self.store.pool(), id).await? else { return Ok(()) };
        let still_there = self.still_there(&parcel).await?;
        let mut tx = self.store.begin().await?;
        let Some(parcel) = rows::lock_parcel(&mut tx, id).await? else { return Ok(()) };
        // Prolonged or withdrawn meanwhile.
        if parcel.state != State::Sent || parcel.is_live(now) {
            return Ok(());
        }
        let language = self.language_of(&parcel).await?;
        let mut missed = rows::without_downloads(&mut tx, id).await?;
        missed.retain(|one| !one.hidden && still_there(one));

        rows::end_parcel(&mut tx, id, State::Expired, now).await?;
        rows::doom_files(&mut tx, id).await?;
        store::enqueue(&mut tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        rows::note_event(&mut tx, id, now, Event::Expired).await?;
        self.write_the_end(&mut tx, &parcel, language, &missed).await?;
        store::tell(&mut tx, &facts::parcel_expired(&parcel)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn recall(&self, id: ParcelId) -> Result<(), Error> {
        let now = self.now();
        let today = day_of(now);
        let Some(parcel) = rows::find_parcel(self.store.pool(), id).await? else { return Ok(()) };
        let still_there = self.still_there(&parcel).await?;
        let mut tx = self.store.begin().await?;
        let Some(parcel) = rows::lock_parcel(&mut tx, id).await?.filter(|parcel| parcel.is_live(now)) else {
            return Ok(());
        };
        let files = rows::files(&mut *tx, id).await?;

        for recipient in rows::not_recalled(&mut tx, id).await? {
            rows::note_reminder(&mut tx, recipient.id, today, true).await?;
            // The sender did it by hand today, which was the last call; or it opens nothing for them any more.
            if recipient.reminded_on == Some(today) || !still_there(&recipient) {
                continue;
            }
            self.remind_by_mail(&mut tx, &parcel, &files, &recipient, today).await?;
            rows::note_event(&mut tx, id, now, Event::Reminded(recipient.id)).await?;
            store::tell(&mut tx, &facts::recipient_reminded(&parcel, &recipient, Actor::System)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn forget_upload(&self, id: ParcelId, file: FileId, before: OffsetDateTime) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        let Some(mut parcel) = rows::lock_parcel(&mut tx, id).await? else { return Ok(()) };
        let found = rows::find_file(&mut *tx, id, file).await?;
        if !found.is_some_and(|file| !file.complete && file.touched_at <= before) {
            return Ok(());
        }

        rows::delete_file(&mut tx, file).await?;
        // It would otherwise leave without the file it waited for.
        if parcel.state == State::Waiting {
            back_to_draft(&mut parcel);
            rows::update_parcel(&mut tx, &parcel).await?;
        }
        store::enqueue(&mut tx, NewJob::new(jobs::REMOVE, serde_json::Value::Null).key("doomed")).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn forget_draft(&self, id: ParcelId, before: OffsetDateTime) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        let draft = rows::lock_parcel(&mut tx, id).await?;
        let Some(parcel) = draft.filter(|one| one.state == State::Draft && one.updated_at <= before) else {
            return Ok(());
        };

        self.erase(&mut tx, &parcel).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Files that were promised and never announced: the parcel is a draft again, with the time of one to be forgotten.
    async fn wait_no_more(&self, id: ParcelId, before: OffsetDateTime) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        let waiting = rows::lock_parcel(&mut tx, id).await?;
        let Some(mut parcel) = waiting.filter(|one| one.state == State::Waiting && one.updated_at <= before)
        else {
            return Ok(());
        };

        back_to_draft(&mut parcel);
        parcel.updated_at = self.now();
        rows::update_parcel(&mut tx, &parcel).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What became of the letter to a recipient.
    pub(crate) async fn note_mail(&self, about: &serde_json::Value, mail: &'static str) -> Result<(), Error> {
        let Some(recipient) = about["recipient"].as_str().and_then(|id| id.parse().ok()) else {
            return Ok(());
        };
        let Some((parcel, recipient)) = rows::find_recipient(self.store.pool(), recipient).await? else {
            return Ok(());
        };

        let mut tx = self.store.begin().await?;
        let Some(parcel) = rows::lock_parcel(&mut tx, parcel).await? else { return Ok(()) };
        if rows::note_mail(&mut tx, recipient.id, mail).await? {
            store::tell(&mut tx, &facts::recipient_written(&parcel, &recipient, mail)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Somebody has left: their parcels go with their bytes, and others' parcels no longer name them.
    pub(crate) async fn forget_person(&self, person: PersonId) -> Result<(), Problem> {
        let result: Result<(), Error> = async {
            for id in rows::parcels_of(self.store.pool(), person).await? {
                let mut tx = self.store.begin().await?;
                let Some(parcel) = rows::lock_parcel(&mut tx, id).await? else { continue };
                self.erase(&mut tx, &parcel).await?;
                tx.commit().await?;
            }
            let mut tx = self.store.begin().await?;
            rows::forget_recipient(&mut tx, person).await?;
            tx.commit().await?;
            Ok(())
        }
        .await;
        result.map_err(Problem::from)
    }

    /// The sender's language; that of the parcel when they are known no more.
    async fn language_of(&self, parcel: &Parcel) -> Result<Language, Error> {
        let profile = self.people.profiles(&[parcel.sender]).await?.pop();
        Ok(profile.map_or(parcel.language, |profile| profile.language))
    }
}

/// A parcel that cannot be dealt with must not hold up the others; the next round tries again.
fn log_failure(id: ParcelId, result: Result<(), Error>) {
    if let Err(error) = result {
        tracing::error!(parcel = %id, %error, "parcel {id} could not be brought to its end");
    }
}
