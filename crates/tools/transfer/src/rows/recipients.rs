//! Recipients.

use kernel::{Id, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::{Error, Tx};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::unknown;
use crate::model::{ParcelId, Recipient, RecipientId};

#[derive(FromRow)]
struct RecipientRow {
    id: Uuid,
    address: String,
    person: Option<Uuid>,
    agent: bool,
    name: Option<String>,
    organisation: Option<String>,
    language: String,
    mail: String,
    opened_at: Option<OffsetDateTime>,
    reminded_on: Option<Date>,
    team: Option<Uuid>,
    hidden: bool,
    address_hidden: bool,
}

impl TryFrom<RecipientRow> for Recipient {
    type Error = Error;

    fn try_from(row: RecipientRow) -> Result<Self, Error> {
        Ok(Self {
            id: Id::from_uuid(row.id),
            address: row.address.parse().map_err(|_| unknown("address"))?,
            person: row.person.map(Id::from_uuid),
            agent: row.agent,
            name: row.name,
            organisation: row.organisation,
            language: row.language.parse().map_err(|_| unknown("language"))?,
            mail: row.mail,
            opened_at: row.opened_at,
            reminded_on: row.reminded_on,
            team: row.team.map(Id::from_uuid),
            hidden: row.hidden,
            address_hidden: row.address_hidden,
        })
    }
}

macro_rules! select_recipient {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.address, r.person, r.agent, r.name, r.organisation, r.language, r.mail, r.opened_at,
                    r.reminded_on, r.team, r.hidden, r.address_hidden
               FROM transfer.recipients r ",
            $rest
        )
    };
}

/// Adds recipients after those there are.
pub(crate) async fn insert_recipients(tx: &mut Tx, parcel: ParcelId, new: &[Recipient]) -> Result<(), Error> {
    for recipient in new {
        sqlx::query(
            "INSERT INTO transfer.recipients
                    (id, parcel, position, address, person, agent, name, organisation, language, team, hidden, address_hidden)
             SELECT $1, $2, coalesce(max(position) + 1, 0), $3, $4, $5, $6, $7, $8, $9, $10, $11
               FROM transfer.recipients WHERE parcel = $2",
        )
        .bind(recipient.id.uuid())
        .bind(parcel.uuid())
        .bind(recipient.address.as_str())
        .bind(recipient.person.map(Id::uuid))
        .bind(recipient.agent)
        .bind(&recipient.name)
        .bind(&recipient.organisation)
        .bind(recipient.language.code())
        .bind(recipient.team.map(Id::uuid))
        .bind(recipient.hidden)
        .bind(recipient.address_hidden)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Replaces the list, keeping those that stay.
pub(crate) async fn replace_recipients(
    tx: &mut Tx,
    parcel: ParcelId,
    list: &[Recipient],
) -> Result<(), Error> {
    let addresses: Vec<&str> = list.iter().map(|recipient| recipient.address.as_str()).collect();
    sqlx::query("DELETE FROM transfer.recipients WHERE parcel = $1 AND address <> ALL ($2)")
        .bind(parcel.uuid())
        .bind(&addresses)
        .execute(&mut **tx)
        .await?;
    let kept: Vec<String> = sqlx::query_scalar("SELECT address FROM transfer.recipients WHERE parcel = $1")
        .bind(parcel.uuid())
        .fetch_all(&mut **tx)
        .await?;
    let new: Vec<Recipient> =
        list.iter().filter(|one| !kept.iter().any(|kept| kept == one.address.as_str())).cloned().collect();
    insert_recipients(tx, parcel, &new).await?;
    sqlx::query(
        "UPDATE transfer.recipients r SET position = wanted.position - 1
           FROM unnest($2::text[]) WITH ORDINALITY AS wanted (address, position)
          WHERE r.parcel = $1 AND r.address = wanted.address",
    )
    .bind(parcel.uuid())
    .bind(&addresses)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// What was learnt of a recipient when the parcel was given to send.
pub(crate) async fn update_recipient(tx: &mut Tx, recipient: &Recipient) -> Result<(), Error> {
    sqlx::query(
        "UPDATE transfer.recipients SET person = $2, agent = $3, name = $4, organisation = $5, language = $6
          WHERE id = $1",
    )
    .bind(recipient.id.uuid())
    .bind(recipient.person.map(Id::uuid))
    .bind(recipient.agent)
    .bind(&recipient.name)
    .bind(&recipient.organisation)
    .bind(recipient.language.code())
    .execute(&mut **tx)
    .await
    .map(drop)
}

pub(crate) async fn recipients(db: impl PgExecutor<'_>, parcel: ParcelId) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<RecipientRow> =
        sqlx::query_as(select_recipient!("WHERE r.parcel = $1 ORDER BY r.position, r.address"))
            .bind(parcel.uuid())
            .fetch_all(db)
            .await?;
    rows.into_iter().map(Recipient::try_from).collect()
}

/// A recipient and their parcel.
pub(crate) async fn find_recipient(
    db: impl PgExecutor<'_> + Copy,
    id: RecipientId,
) -> Result<Option<(ParcelId, Recipient)>, Error> {
    let parcel: Option<Uuid> = sqlx::query_scalar("SELECT parcel FROM transfer.recipients WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(db)
        .await?;
    let row: Option<RecipientRow> =
        sqlx::query_as(select_recipient!("WHERE r.id = $1")).bind(id.uuid()).fetch_optional(db).await?;
    match (parcel, row) {
        (Some(parcel), Some(row)) => Ok(Some((Id::from_uuid(parcel), row.try_into()?))),
        _ => Ok(None),
    }
}

/// Those of a parcel who have taken nothing.
pub(crate) async fn without_downloads(tx: &mut Tx, parcel: ParcelId) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<RecipientRow> = sqlx::query_as(select_recipient!(
        "WHERE r.parcel = $1 AND NOT EXISTS (SELECT FROM transfer.downloads d WHERE d.recipient = r.id)
         ORDER BY r.position"
    ))
    .bind(parcel.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Recipient::try_from).collect()
}

/// Those of a parcel who were never called before its end.
pub(crate) async fn not_recalled(tx: &mut Tx, parcel: ParcelId) -> Result<Vec<Recipient>, Error> {
    let rows: Vec<RecipientRow> = sqlx::query_as(select_recipient!(
        "WHERE r.parcel = $1 AND NOT r.last_call
           AND NOT EXISTS (SELECT FROM transfer.downloads d WHERE d.recipient = r.id)
         ORDER BY r.position"
    ))
    .bind(parcel.uuid())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(Recipient::try_from).collect()
}

pub(crate) async fn note_reminder(
    tx: &mut Tx,
    recipient: RecipientId,
    day: Date,
    last_call: bool,
) -> Result<(), Error> {
    sqlx::query("UPDATE transfer.recipients SET reminded_on = $2, last_call = last_call OR $3 WHERE id = $1")
        .bind(recipient.uuid())
        .bind(day)
        .bind(last_call)
        .execute(&mut **tx)
        .await
        .map(drop)
}

/// Says whether the parcel had not been opened by them before.
pub(crate) async fn note_opened(
    tx: &mut Tx,
    recipient: RecipientId,
    now: OffsetDateTime,
) -> Result<bool, Error> {
    let first =
        sqlx::query("UPDATE transfer.recipients SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL")
            .bind(recipient.uuid())
            .bind(now)
            .execute(&mut **tx)
            .await?;
    Ok(first.rows_affected() > 0)
}

/// Says whether it changed anything.
pub(crate) async fn note_mail(tx: &mut Tx, recipient: RecipientId, mail: &str) -> Result<bool, Error> {
    let changed = sqlx::query("UPDATE transfer.recipients SET mail = $2 WHERE id = $1 AND mail <> $2")
        .bind(recipient.uuid())
        .bind(mail)
        .execute(&mut **tx)
        .await?;
    Ok(changed.rows_affected() > 0)
}

/// Takes the name and address of somebody who has left off the parcels of others, in which they stay a number.
pub(crate) async fn forget_recipient(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    sqlx::query(
        "UPDATE transfer.recipients SET address = 'parti-' || id || '@invalide.invalid', name = NULL, organisation = NULL,
                person = NULL
          WHERE person = $1",
    )
    .bind(person.uuid())
    .execute(&mut **tx)
    .await
    .map(drop)
}
