//! Guests: for whom an agent answers.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::model::{Guest, GuestId, GuestState, NewGuest, display_name, over_at};

#[derive(FromRow)]
struct GuestRow {
    id: Uuid,
    person: Uuid,
    name: Option<String>,
    address: String,
    reason: String,
    until: Date,
    ended: bool,
    came: bool,
}

impl GuestRow {
    fn guest(self) -> Option<Guest> {
        let address = self.address.parse().ok()?;
        Some(Guest {
            id: self.id.into(),
            person: self.person.into(),
            name: display_name(self.name.as_deref(), &address),
            address,
            reason: self.reason,
            until: self.until,
            state: GuestState::of(self.ended, self.came),
        })
    }
}

/// Those for whom somebody answers, or did, newest first.
pub(crate) async fn of_sponsor(
    db: impl PgExecutor<'_>,
    sponsor: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<Guest>, store::Error> {
    let rows: Vec<GuestRow> = sqlx::query_as(
        "SELECT g.id, g.person, p.name, a.address, g.reason, g.until,
                g.ended_at IS NOT NULL OR g.ends_at <= $2 AS ended, a.proven_at IS NOT NULL AS came
           FROM identity.guests g
           JOIN identity.persons p ON p.id = g.person
           JOIN identity.addresses a ON a.person = g.person AND a.main
          WHERE g.sponsor = $1 ORDER BY g.created_at DESC, g.id DESC LIMIT 500",
    )
    .bind(sponsor.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(GuestRow::guest).collect())
}

/// How many somebody answers for, and whether this person is one of them. Those who add one wait for each other.
pub(crate) async fn count(
    tx: &mut Tx,
    sponsor: PersonId,
    person: PersonId,
) -> Result<(i64, bool), store::Error> {
    sqlx::query("SELECT FROM identity.persons WHERE id = $1 FOR NO KEY UPDATE")
        .bind(sponsor.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query_as(
        "SELECT count(*), coalesce(bool_or(person = $2), false) FROM identity.guests WHERE sponsor = $1 AND ended_at IS NULL",
    )
    .bind(sponsor.uuid())
    .bind(person.uuid())
    .fetch_one(&mut **tx)
    .await
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: GuestId,
    person: PersonId,
    sponsor: PersonId,
    guest: &NewGuest,
    own_standing: bool,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO identity.guests (id, person, sponsor, reason, until, ends_at, own_standing, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.uuid())
    .bind(person.uuid())
    .bind(sponsor.uuid())
    .bind(&guest.reason)
    .bind(guest.until)
    .bind(over_at(guest.until))
    .bind(own_standing)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether a person came in by themselves before they were anybody's guest; `None` when they never were.
pub(crate) async fn had_own_standing(tx: &mut Tx, person: PersonId) -> Result<Option<bool>, store::Error> {
    sqlx::query_scalar("SELECT bool_or(own_standing) FROM identity.guests WHERE person = $1")
        .bind(person.uuid())
        .fetch_one(&mut **tx)
        .await
}

/// Changes the last day of somebody's guest who is still one; says whether there was one.
pub(crate) async fn set_until(
    tx: &mut Tx,
    sponsor: PersonId,
    id: GuestId,
    until: Date,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let changed = sqlx::query(
        "UPDATE identity.guests SET until = $3, ends_at = $4
          WHERE id = $1 AND sponsor = $2 AND ended_at IS NULL AND ends_at > $5",
    )
    .bind(id.uuid())
    .bind(sponsor.uuid())
    .bind(until)
    .bind(over_at(until))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// A guest who has just ended.
#[derive(FromRow)]
pub(crate) struct Ended {
    person: Uuid,
    pub(crate) own_standing: bool,
    /// Since when they were one.
    pub(crate) created_at: OffsetDateTime,
}

impl Ended {
    pub(crate) fn person(&self) -> PersonId {
        self.person.into()
    }
}

/// Ends a guest, of this sponsor when one is given; `None` when they were ended already, or are nobody's.
pub(crate) async fn end(
    tx: &mut Tx,
    id: GuestId,
    sponsor: Option<PersonId>,
    now: OffsetDateTime,
) -> Result<Option<Ended>, store::Error> {
    sqlx::query_as(
        "UPDATE identity.guests SET ended_at = $3
          WHERE id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR sponsor = $2)
          RETURNING person, own_standing, created_at",
    )
    .bind(id.uuid())
    .bind(sponsor.map(PersonId::uuid))
    .bind(now)
    .fetch_optional(&mut **tx)
    .await
}

/// Whether anybody answers for a person.
pub(crate) async fn is_current(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM identity.guests WHERE person = $1 AND ended_at IS NULL AND ends_at > $2)",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_one(&mut **tx)
    .await
}

/// Whether a person was here only as somebody's guest, and no longer is anybody's.
pub(crate) async fn is_over(
    tx: &mut Tx,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let over: Option<bool> = sqlx::query_scalar(
        "SELECT NOT bool_or(own_standing OR (ended_at IS NULL AND ends_at > $2)) FROM identity.guests WHERE person = $1",
    )
    .bind(person.uuid())
    .bind(now)
    .fetch_one(&mut **tx)
    .await?;
    Ok(over.unwrap_or(false))
}

/// Somebody who was a guest has a standing of their own from now on.
pub(crate) async fn give_own_standing(tx: &mut Tx, person: PersonId) -> Result<(), store::Error> {
    sqlx::query("UPDATE identity.guests SET own_standing = true WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Guests whose last day is over, who were not ended yet.
pub(crate) async fn due(db: impl PgExecutor<'_>, now: OffsetDateTime) -> Result<Vec<GuestId>, store::Error> {
    let due: Vec<Uuid> = sqlx::query_scalar(
        "SELECT id FROM identity.guests WHERE ended_at IS NULL AND ends_at <= $1 ORDER BY ends_at LIMIT 500",
    )
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(due.into_iter().map(GuestId::from_uuid).collect())
}
