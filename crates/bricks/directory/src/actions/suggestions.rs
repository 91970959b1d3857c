//! Corrections: suggested by anybody, decided once by who keeps the tree, told to whoever suggested.

use kernel::{Actor, PersonId};

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
        let trees = (!viewer.administers).then_some(viewer.keeps.as_slice());
        let waiting = match trees {
            Some([]) => vec![],
            trees => suggestions::waiting(self.db(), trees, self.now()).await?,
        };
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
            store::tell(&mut tx, &facts::profile_changed(Actor::Person(row.by()), entry.id())).await?;
        }
        suggestions::decide(&mut tx, id, viewer.person, accept, now).await?;
        store::tell(&mut tx, &facts::correction_decided(actor(viewer), id, row.person(), row.by(), accept))
            .await?;
        tx.commit().await?;
        Ok(())
    }
}
