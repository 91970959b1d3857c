//! What is kept of people, with their place of today and their absence.

use std::collections::HashMap;

use kernel::{Id, PersonId, ScopeId, ports::Population};
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{ids, uuids};
use crate::model::{
    absence::Absence,
    population,
    privacy::Visibility,
    profile::{ChangedProfile, Place, Presence, Telephone},
};

/// One person, who may have no row of their own: then all that can be empty is.
#[derive(Debug, Clone, FromRow)]
pub(crate) struct PersonRow {
    person: Uuid,
    pub(crate) usage_name: Option<String>,
    pub(crate) civility: Option<String>,
    pub(crate) title: Option<String>,
    site: Option<String>,
    office: Option<String>,
    address: Option<String>,
    #[sqlx(json)]
    pub(crate) telephones: Vec<Telephone>,
    pub(crate) languages: Vec<String>,
    pub(crate) skills: Vec<String>,
    pub(crate) about: Option<String>,
    presence: Option<String>,
    presence_until: Option<OffsetDateTime>,
    #[sqlx(json)]
    pub(crate) visibility: Visibility,
    pub(crate) protected: bool,
    pub(crate) photo_at: Option<OffsetDateTime>,
    pub(crate) updated_at: Option<OffsetDateTime>,
    population: Option<String>,
    pub(crate) place_title: Option<String>,
    pub(crate) unit: Option<String>,
    path: Option<Vec<Uuid>>,
    from_day: Option<Date>,
    until_day: Option<Date>,
    message: Option<String>,
    deputy: Option<Uuid>,
}

impl PersonRow {
    /// `None` for who has no place today.
    pub(crate) fn population(&self) -> Option<Population> {
        self.population.as_deref().map(population)
    }

    /// From the root of the tree to their organisation.
    pub(crate) fn path(&self) -> Vec<ScopeId> {
        ids(self.path.clone().unwrap_or_default())
    }

    pub(crate) fn place(&self) -> Place {
        Place { site: self.site.clone(), office: self.office.clone(), address: self.address.clone() }
    }

    /// What they said of their presence, while it lasts.
    pub(crate) fn presence(&self, now: OffsetDateTime) -> Option<Presence> {
        if self.presence_until.is_some_and(|until| until <= now) {
            return None;
        }
        match self.presence.as_deref() {
            Some("available") => Some(Presence::Available),
            Some("busy") => Some(Presence::Busy),
            Some("away") => Some(Presence::Away),
            Some("do_not_disturb") => Some(Presence::DoNotDisturb),
            _ => None,
        }
    }

    pub(crate) fn absence(&self) -> Option<Absence> {
        Some(Absence {
            from: self.from_day?,
            until: self.until_day?,
            message: self.message.clone(),
            deputy: self.deputy.map(Id::from_uuid),
        })
    }
}

/// One row for each person asked, known or not.
pub(crate) async fn of(
    db: impl PgExecutor<'_>,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<HashMap<PersonId, PersonRow>, store::Error> {
    let rows: Vec<PersonRow> = sqlx::query_as(
        "SELECT asked.person, p.usage_name, p.civility, p.title, p.site, p.office, p.address,
                coalesce(p.telephones, '[]') AS telephones, coalesce(p.languages, '{}') AS languages,
                coalesce(p.skills, '{}') AS skills, p.about, p.presence, p.presence_until,
                coalesce(p.visibility, '{}') AS visibility, coalesce(p.protected, false) AS protected, p.photo_at, p.updated_at,
                a.population, a.title AS place_title, a.unit, o.path,
                ab.from_day, ab.until_day, ab.message, ab.deputy
           FROM (SELECT DISTINCT unnest($1::uuid[]) AS person) asked
           LEFT JOIN directory.people p ON p.person = asked.person
           LEFT JOIN directory.absences ab ON ab.person = asked.person
           LEFT JOIN LATERAL (
                SELECT a.population, a.title, a.unit, a.organisation FROM directory.affiliations a
                 WHERE a.person = asked.person AND a.since <= $2 AND (a.until IS NULL OR a.until > $2)
                 ORDER BY a.since DESC LIMIT 1) a ON true
           LEFT JOIN directory.organisations o ON o.id = a.organisation",
    )
    .bind(uuids(persons))
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (Id::from_uuid(row.person), row)).collect())
}

/// Makes sure that a person has a row, under this name for lists.
pub(crate) async fn ensure(
    tx: &mut Tx,
    person: PersonId,
    sort_name: &str,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.people (person, sort_name, updated_at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET sort_name = excluded.sort_name WHERE directory.people.sort_name = ''",
    )
    .bind(person.uuid())
    .bind(sort_name)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Orders people anew under the names that identity has for them.
pub(crate) async fn rename(tx: &mut Tx, names: &[(PersonId, String)]) -> Result<(), store::Error> {
    let (persons, names): (Vec<Uuid>, Vec<&str>) =
        names.iter().map(|(person, name)| (person.uuid(), name.as_str())).unzip();
    sqlx::query(
        "UPDATE directory.people p SET sort_name = coalesce(p.usage_name, new.name)
           FROM unnest($1::uuid[], $2::text[]) AS new (person, name) WHERE p.person = new.person",
    )
    .bind(persons)
    .bind(names)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Changes what is given of a person who has a row.
pub(crate) async fn change(
    tx: &mut Tx,
    person: PersonId,
    changed: &ChangedProfile,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let place = changed.place.clone().unwrap_or_default();
    sqlx::query(
        "UPDATE directory.people SET
             usage_name = nullif(coalesce($2, usage_name), ''), civility = nullif(coalesce($3, civility), ''),
             title = nullif(coalesce($4, title), ''),
             site = CASE WHEN $5 THEN $6 ELSE site END, office = CASE WHEN $5 THEN $7 ELSE office END,
             address = CASE WHEN $5 THEN $8 ELSE address END,
             telephones = coalesce($9, telephones), languages = coalesce($10, languages), skills = coalesce($11, skills),
             about = nullif(coalesce($12, about), ''), visibility = coalesce($13, visibility), updated_at = $14
          WHERE person = $1",
    )
    .bind(person.uuid())
    .bind(&changed.usage_name)
    .bind(&changed.civility)
    .bind(&changed.title)
    .bind(changed.place.is_some())
    .bind(place.site)
    .bind(place.office)
    .bind(place.address)
    .bind(changed.telephones.as_ref().map(Json))
    .bind(&changed.languages)
    .bind(&changed.skills)
    .bind(&changed.about)
    .bind(changed.visibility.as_ref().map(Json))
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn set_presence(
    tx: &mut Tx,
    person: PersonId,
    presence: Presence,
    until: Option<OffsetDateTime>,
) -> Result<(), store::Error> {
    sqlx::query("UPDATE directory.people SET presence = $2, presence_until = $3 WHERE person = $1")
        .bind(person.uuid())
        .bind(presence.as_str())
        .bind(until)
        .execute(&mut **tx)
        .await
        .map(drop)
}

pub(crate) async fn set_protected(
    tx: &mut Tx,
    person: PersonId,
    protected: bool,
) -> Result<bool, store::Error> {
    let changed =
        sqlx::query("UPDATE directory.people SET protected = $2 WHERE person = $1 AND protected <> $2")
            .bind(person.uuid())
            .bind(protected)
            .execute(&mut **tx)
            .await?;
    Ok(changed.rows_affected() > 0)
}

pub(crate) async fn set_photo(
    tx: &mut Tx,
    person: PersonId,
    media_type: &str,
    bytes: &[u8],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.photos (person, media_type, bytes, drawn) VALUES ($1, $2, $3, true)
         ON CONFLICT (person) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes, drawn = true",
    )
    .bind(person.uuid())
    .bind(media_type)
    .bind(bytes)
    .execute(&mut **tx)
    .await?;
    sqlx::query("UPDATE directory.people SET photo_at = $2 WHERE person = $1")
        .bind(person.uuid())
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Says whether there was one.
pub(crate) async fn delete_photo(tx: &mut Tx, person: PersonId) -> Result<bool, store::Error> {
    sqlx::query("UPDATE directory.people SET photo_at = NULL WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    let gone = sqlx::query("DELETE FROM directory.photos WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

#[derive(Debug, FromRow)]
pub(crate) struct PhotoRow {
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
    /// Whether it was drawn anew; else it is the file as it came.
    pub(crate) drawn: bool,
}

pub(crate) async fn photo(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<PhotoRow>, store::Error> {
    sqlx::query_as("SELECT media_type, bytes, drawn FROM directory.photos WHERE person = $1")
        .bind(person.uuid())
        .fetch_optional(db)
        .await
}

/// Keeps what was drawn of a photo that was kept as it came, unless it was replaced meanwhile.
pub(crate) async fn redraw_photo(
    db: impl PgExecutor<'_>,
    person: PersonId,
    media_type: &str,
    bytes: &[u8],
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.photos SET media_type = $2, bytes = $3, drawn = true WHERE person = $1 AND NOT drawn",
    )
    .bind(person.uuid())
    .bind(media_type)
    .bind(bytes)
    .execute(db)
    .await
    .map(drop)
}

/// Erases all that is kept of a person.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    for sql in [
        "UPDATE directory.absences SET deputy = NULL WHERE deputy = $1",
        "DELETE FROM directory.absences WHERE person = $1",
        "DELETE FROM directory.holders WHERE person = $1",
        "DELETE FROM directory.correspondents WHERE person = $1",
        "DELETE FROM directory.memberships WHERE person = $1",
        "DELETE FROM directory.suggestions WHERE person = $1 OR suggested_by = $1",
        "DELETE FROM directory.cards_opened WHERE reader = $1 OR person = $1",
        "DELETE FROM directory.card_days WHERE reader = $1",
        "DELETE FROM directory.affiliations WHERE person = $1",
        "DELETE FROM directory.people WHERE person = $1",
    ] {
        sqlx::query(sql).bind(person.uuid()).execute(&mut **tx).await?;
    }
    Ok(())
}
