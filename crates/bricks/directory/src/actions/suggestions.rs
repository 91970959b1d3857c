//! Corrections: suggested by anybody, decided once by who keeps the tree, told to whoever suggested.

use kernel::PersonId;

use super::absences::actor;
use crate::{
    Directory, Error, facts,
    model::{
        privacy::Viewer,
        profile::text,
        suggestion::{SuggestedField, SuggestionId},
    },
    rows::{
        people,
        suggestions::{self, NewSuggestion, SuggestionRow},
    },
    views::{
        PersonName,
        suggestions::{SuggestionView, Suggestions},
    },
};

impl Directory {
    const MOST_WAITING: usize = 50;
    /// Of those that wait for one person's decision, at once.
    const MOST_SHOWN: usize = 200;

    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::TooMany`] of one person's that wait; what is wrong with the value.
    pub(crate) async fn suggest(
        &self,
        viewer: &Viewer,
        person: PersonId,
        field: SuggestedField,
        value: &str,
        comment: Option<&str>,
    ) -> Result<SuggestionId, Error> {
        self.meet_one(viewer, person).await?;
        let value = field.checked(value)?;
        let comment = text("comment", comment, 500)?;
        let id = SuggestionId::new();

        let mut tx = self.store().begin().await?;
        if suggestions::waiting_of(&mut tx, viewer.person).await?.unsigned_abs() >= Self::MOST_WAITING as u64
        {
            return Err(Error::TooMany { field: "suggestions", most: Self::MOST_WAITING });
        }
        let new = NewSuggestion {
            id,
            person,
            field,
            value: &value,
            comment: comment.as_deref(),
            by: viewer.person,
        };
        suggestions::insert(&mut tx, &new, self.now()).await?;
        store::tell(&mut tx, &facts::correction_suggested(actor(viewer), id, person, field)).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(crate) async fn list_suggestions(&self, viewer: &Viewer) -> Result<Suggestions, Error> {
        let waiting = self.suggestions_to_decide(viewer).await?;
        let mine = suggestions::made_by(self.db(), viewer.person).await?;
        let persons: Vec<PersonId> =
            waiting.iter().chain(&mine).flat_map(|row| [row.person(), row.by()]).collect();
        let met = self.met(viewer, &persons).await?;
        let view = |row: SuggestionRow| SuggestionView {
            id: row.id(),
            person: met.get(&row.person()).map(PersonName::from),
            field: row.field(),
            by: met.get(&row.by()).map(PersonName::from),
            value: row.value,
            comment: row.comment,
            at: row.suggested_at,
            accepted: row.accepted,
            decided_at: row.decided_at,
        };
        Ok(Suggestions {
            suggestions: waiting.into_iter().map(view).collect(),
            mine: mine.into_iter().map(view).collect(),
        })
    }

    /// Those about people of the trees that the viewer keeps, by their place or else by their address.
    async fn suggestions_to_decide(&self, viewer: &Viewer) -> Result<Vec<SuggestionRow>, Error> {
        if !viewer.administers && viewer.keeps.is_empty() {
            return Ok(vec![]);
        }
        let trees = (!viewer.administers).then_some(viewer.keeps.as_slice());
        let limit = i64::try_from(Self::MOST_SHOWN).unwrap_or(i64::MAX);
        let (mut kept, mut last): (Vec<SuggestionRow>, Option<SuggestionRow>) = (vec![], None);
        for _ in 0..Self::LOOKS {
            let rows = suggestions::waiting(self.db(), trees, last.as_ref(), self.now(), limit).await?;
            let persons: Vec<PersonId> = rows.iter().map(SuggestionRow::person).collect();
            let met = self.met(viewer, &persons).await?;
            let more = rows.len() >= Self::MOST_SHOWN;
            last = rows.last().cloned();
            let theirs =
                |row: &SuggestionRow| met.get(&row.person()).is_some_and(|e| viewer.keeps(e.subject().path));
            kept.extend(rows.into_iter().filter(theirs));
            if !more || kept.len() >= Self::MOST_SHOWN {
                break;
            }
        }
        kept.truncate(Self::MOST_SHOWN);
        Ok(kept)
    }

    /// Decides once. What can be changed by itself is changed in the same transaction.
    ///
    /// # Errors
    /// [`Error::NoSuchSuggestion`], also for what was decided or is another's to decide.
    pub(crate) async fn decide_suggestion(
        &self,
        viewer: &Viewer,
        id: SuggestionId,
        accept: bool,
    ) -> Result<(), Error> {
        let now = self.now();

        let mut tx = self.store().begin().await?;
        let row = suggestions::hold(&mut tx, id).await?.ok_or(Error::NoSuchSuggestion)?;
        let entry =
            self.meet_one_within(&mut tx, viewer, row.person()).await.map_err(|error| match error {
                Error::NoSuchPerson => Error::NoSuchSuggestion,
                other => other,
            })?;
        if !viewer.keeps(entry.subject().path) {
            return Err(Error::NoSuchSuggestion);
        }
        let change = accept
            .then(|| row.field().change(&row.value, entry.row.place(), &entry.row.telephones))
            .flatten();
        if let Some(change) = change {
            let change = change.checked()?;
            let name = entry.record.name.clone().unwrap_or_default();
            people::ensure(&mut tx, entry.id(), &name, now).await?;
            people::change(&mut tx, entry.id(), &change, now).await?;
            if change.usage_name.is_some() {
                people::rename(&mut tx, &[(entry.id(), name)]).await?;
            }
            store::tell(&mut tx, &facts::profile_changed(actor(viewer), entry.id())).await?;
        }
        suggestions::decide(&mut tx, id, viewer.person, accept, now).await?;
        store::tell(&mut tx, &facts::correction_decided(actor(viewer), id, row.person(), row.by(), accept))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
