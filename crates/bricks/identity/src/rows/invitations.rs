//! Invitations: letters with a link that opens once.

use kernel::{EmailAddress, PersonId};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::{GuestId, Invitation, InvitationId};

/// Keeps an invitation. Those before it, of the same sender to the same address, open nothing any more.
pub(crate) async fn insert(
    tx: &mut Tx,
    invitation: &Invitation,
    key: &[u8],
    invited_by: PersonId,
    guest: Option<GuestId>,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE identity.invitations SET withdrawn_at = $3
          WHERE invited_by = $1 AND address = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL",
    )
    .bind(invited_by.uuid())
    .bind(invitation.address.as_str())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO identity.invitations (id, key, address, name, invited_by, guest, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(invitation.id.uuid())
    .bind(key)
    .bind(invitation.address.as_str())
    .bind(&invitation.name)
    .bind(invited_by.uuid())
    .bind(guest.map(GuestId::uuid))
    .bind(now)
    .bind(invitation.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many somebody sent in the last day. Those who send wait for each other until commit.
pub(crate) async fn sent_today(
    tx: &mut Tx,
    invited_by: PersonId,
    now: OffsetDateTime,
) -> Result<i64, store::Error> {
    sqlx::query("SELECT FROM identity.persons WHERE id = $1 FOR NO KEY UPDATE")
        .bind(invited_by.uuid())
        .execute(&mut **tx)
        .await?;
    sqlx::query_scalar("SELECT count(*) FROM identity.invitations WHERE invited_by = $1 AND created_at > $2")
        .bind(invited_by.uuid())
        .bind(now - Duration::DAY)
        .fetch_one(&mut **tx)
        .await
}

/// An invitation that still opens.
#[derive(FromRow)]
pub(crate) struct Pending {
    id: Uuid,
    address: String,
    pub(crate) name: String,
    invited_by: Uuid,
    pub(crate) expires_at: OffsetDateTime,
    /// As a guest, until this day.
    pub(crate) until: Option<Date>,
}

impl Pending {
    pub(crate) fn id(&self) -> InvitationId {
        self.id.into()
    }

    pub(crate) fn invited_by(&self) -> PersonId {
        self.invited_by.into()
    }

    /// `None` when the address does not read, which no code here writes.
    pub(crate) fn address(&self) -> Option<EmailAddress> {
        self.address.parse().ok()
    }
}

/// The invitation of a key, unless it is over, withdrawn or accepted, or its guest is no longer one.
pub(crate) async fn pending(
    db: impl PgExecutor<'_>,
    key: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Pending>, store::Error> {
    sqlx::query_as(
        "SELECT i.id, i.address, i.name, i.invited_by, i.expires_at, g.until
           FROM identity.invitations i
           JOIN identity.persons s ON s.id = i.invited_by AND s.disabled_at IS NULL
           LEFT JOIN identity.guests g ON g.id = i.guest
          WHERE i.key = $1 AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2
            AND (i.guest IS NULL OR (g.ended_at IS NULL AND g.ends_at > $2))",
    )
    .bind(key)
    .bind(now)
    .fetch_optional(db)
    .await
}

/// The invitations to an address that still open, oldest first, and whether each is a guest's.
pub(crate) async fn open_for(
    db: impl PgExecutor<'_>,
    address: &EmailAddress,
    now: OffsetDateTime,
) -> Result<Vec<(InvitationId, bool)>, store::Error> {
    let open: Vec<(Uuid, bool)> = sqlx::query_as(
        "SELECT i.id, i.guest IS NOT NULL
           FROM identity.invitations i
           JOIN identity.persons s ON s.id = i.invited_by AND s.disabled_at IS NULL
           LEFT JOIN identity.guests g ON g.id = i.guest
          WHERE i.address = $1 AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2
            AND (i.guest IS NULL OR (g.ended_at IS NULL AND g.ends_at > $2))
          ORDER BY i.created_at, i.id",
    )
    .bind(address.as_str())
    .bind(now)
    .fetch_all(db)
    .await?;
    Ok(open.into_iter().map(|(id, as_guest)| (id.into(), as_guest)).collect())
}

/// Accepts an invitation; `false` when somebody was quicker.
pub(crate) async fn accept(tx: &mut Tx, id: InvitationId, now: OffsetDateTime) -> Result<bool, store::Error> {
    let accepted = sqlx::query(
        "UPDATE identity.invitations SET accepted_at = $2
          WHERE id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
    )
    .bind(id.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(accepted.rows_affected() > 0)
}

/// Withdraws an invitation of somebody's, of an agent; says whether it was open.
pub(crate) async fn withdraw(
    tx: &mut Tx,
    invited_by: PersonId,
    id: InvitationId,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let withdrawn = sqlx::query(
        "UPDATE identity.invitations SET withdrawn_at = $3
          WHERE id = $1 AND invited_by = $2 AND guest IS NULL
            AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3",
    )
    .bind(id.uuid())
    .bind(invited_by.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(withdrawn.rows_affected() > 0)
}

/// The open invitations of agents that somebody sent, newest first.
pub(crate) async fn of_sender(
    db: impl PgExecutor<'_>,
    invited_by: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<Invitation>, store::Error> {
    let rows: Vec<(Uuid, String, String, OffsetDateTime)> = sqlx::query_as(
        "SELECT id, address, name, expires_at FROM identity.invitations
          WHERE invited_by = $1 AND guest IS NULL AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
          ORDER BY created_at DESC, id DESC LIMIT 500",
    )
    .bind(invited_by.uuid())
    .bind(now)
    .fetch_all(db)
    .await?;
    let read = |(id, address, name, expires_at): (Uuid, String, String, OffsetDateTime)| {
        Some(Invitation { id: id.into(), address: address.parse().ok()?, name, expires_at })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
