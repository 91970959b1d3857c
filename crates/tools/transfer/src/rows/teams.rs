//! The teams that parcels are for.

use kernel::{GroupId, Id, PersonId, ScopeId};
use sqlx::PgExecutor;
use store::{Error, Tx};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{ParcelId, RecipientId, Team};

pub(crate) async fn teams(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<Team>, Error> {
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("SELECT team, name FROM transfer.teams WHERE parcel = $1 ORDER BY position, team")
            .bind(parcel.uuid())
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|(id, name)| Team { id: Id::from_uuid(id), name }).collect())
}

/// Replaces the list.
pub(crate) async fn replace_teams(tx: &mut Tx, parcel: ParcelId, teams: &[Team]) -> Result<(), Error> {
    sqlx::query("DELETE FROM transfer.teams WHERE parcel = $1")
        .bind(parcel.uuid())
        .execute(&mut **tx)
        .await?;
    let ids: Vec<Uuid> = teams.iter().map(|team| team.id.uuid()).collect();
    let names: Vec<&str> = teams.iter().map(|team| team.name.as_str()).collect();
    sqlx::query(
        "INSERT INTO transfer.teams (parcel, team, position, name)
         SELECT $1, team, place, name FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS chosen (team, name, place)",
    )
    .bind(parcel.uuid())
    .bind(ids)
    .bind(names)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// The parcels for a team that can be taken now.
pub(crate) async fn live_parcels_for(
    tx: &mut Tx,
    team: GroupId,
    now: OffsetDateTime,
) -> Result<Vec<ParcelId>, Error> {
    let found: Vec<Uuid> = sqlx::query_scalar(
        "SELECT p.id FROM transfer.teams t JOIN transfer.parcels p ON p.id = t.parcel
          WHERE t.team = $1 AND p.state = 'sent' AND p.expires_at > $2 ORDER BY p.sent_at",
    )
    .bind(team.uuid())
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(found.into_iter().map(Id::from_uuid).collect())
}

/// The parcels of which somebody is a recipient by a team alone, with their scopes.
pub(crate) async fn parcels_by_team(
    db: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Vec<(ParcelId, ScopeId)>, Error> {
    let found: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "SELECT p.id, p.scope FROM transfer.parcels p
          WHERE p.id IN (SELECT parcel FROM transfer.recipients WHERE person = $1 AND team IS NOT NULL)
            AND NOT EXISTS (SELECT FROM transfer.recipients r
                             WHERE r.parcel = p.id AND r.person = $1 AND r.team IS NULL)",
    )
    .bind(person.uuid())
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(|(parcel, scope)| (Id::from_uuid(parcel), Id::from_uuid(scope))).collect())
}

/// Somebody who was a recipient by a team is one by themselves.
pub(crate) async fn write_by_name(tx: &mut Tx, recipient: RecipientId) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.recipients SET team = NULL WHERE id = $1")
        .bind(recipient.uuid())
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// With what they opened and took; their links open nothing any more.
pub(crate) async fn delete_recipients(tx: &mut Tx, recipients: &[RecipientId]) -> Result<(), Error> {
    let ids: Vec<Uuid> = recipients.iter().map(|id| id.uuid()).collect();
    sqlx::query("DELETE FROM transfer.recipients WHERE id = ANY($1)")
        .bind(ids)
        .execute(&mut **tx)
        .await
        .map(drop)
}
