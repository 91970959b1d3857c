//! The four boxes: sent, received, drafts, ended; newest first, read page by page.

use kernel::PersonId;
use sqlx::{FromRow, PgExecutor, types::Json};
use store::Error;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::ParcelId;

/// A parcel as a list shows it.
#[derive(FromRow)]
pub(crate) struct BoxRow {
    pub(crate) id: Uuid,
    /// By what the box is sorted.
    pub(crate) at: OffsetDateTime,
    pub(crate) state: String,
    pub(crate) title: String,
    pub(crate) sender_name: String,
    pub(crate) sender_address: String,
    pub(crate) sender_agent: bool,
    pub(crate) sender_organisation: Option<String>,
    pub(crate) recipients: Json<Vec<BoxRecipient>>,
    /// Names of the teams that it is for.
    pub(crate) teams: Vec<String>,
    pub(crate) recipients_total: i64,
    pub(crate) externals: i64,
    pub(crate) files_total: i64,
    pub(crate) size: i64,
    pub(crate) sent_at: Option<OffsetDateTime>,
    pub(crate) updated_at: OffsetDateTime,
    pub(crate) ends_on: Option<time::Date>,
    pub(crate) expires_at: Option<OffsetDateTime>,
    pub(crate) downloaded_by: i64,
    /// The reader among the recipients; only in the box of received parcels.
    pub(crate) me: Option<Uuid>,
    pub(crate) opened: bool,
}

#[derive(serde::Deserialize)]
pub(crate) struct BoxRecipient {
    pub(crate) address: String,
    pub(crate) name: Option<String>,
    pub(crate) agent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParcelBox {
    Sent,
    Received,
    Drafts,
    Ended,
}

/// The last row of a page: the next one starts after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct After {
    pub(crate) at: OffsetDateTime,
    pub(crate) id: Uuid,
}

/// One list: how it is sorted, where it comes from, who the reader is in it. The page is cut before anything is counted.
macro_rules! list {
    ($at:literal, $from:literal, $me:literal, $opened:literal) => {
        concat!(
            "WITH page AS (
                 SELECT p.*, ", $at, " AS at, ", $me, " AS me, ", $opened, " AS opened FROM ", $from, "
                    AND ($2::timestamptz IS NULL OR (", $at, ", p.id) < ($2, $3))
                  ORDER BY ", $at, " DESC, p.id DESC LIMIT $4
             )
             SELECT page.id, page.at, page.state, page.title, page.sender_name, page.sender_address,
                    page.sender_agent, page.sender_organisation, page.sent_at, page.updated_at, page.ends_on, page.expires_at, page.me, page.opened,
                    people.recipients, people.recipients_total, people.externals, people.downloaded_by,
                    ARRAY(SELECT t.name FROM transfer.teams t WHERE t.parcel = page.id ORDER BY t.position, t.team) AS teams,
                    load.files_total, load.size
               FROM page
               CROSS JOIN LATERAL (
                   SELECT count(*) AS recipients_total, count(*) FILTER (WHERE NOT agent) AS externals,
                          count(*) FILTER (WHERE EXISTS (SELECT FROM transfer.downloads d WHERE d.recipient = r.id))
                              AS downloaded_by,
                          coalesce(jsonb_agg(jsonb_build_object('address', address, 'name', name, 'agent', agent)
                                             ORDER BY position) FILTER (WHERE nth <= 3 AND team IS NULL), '[]') AS recipients
                     FROM (SELECT *, row_number() OVER (ORDER BY team IS NOT NULL, position) AS nth
                             FROM transfer.recipients WHERE parcel = page.id AND NOT hidden) r) people
               CROSS JOIN LATERAL (
                   SELECT count(*) AS files_total, coalesce(sum(f.size), 0)::bigint AS size
                     FROM transfer.files f WHERE f.parcel = page.id) load
              ORDER BY page.at DESC, page.id DESC"
        )
    };
}

const SENT: &str = list!(
    "coalesce(p.sent_at, p.updated_at)",
    "transfer.parcels p WHERE p.sender = $1 AND p.state IN ('waiting', 'sent')",
    "NULL::uuid",
    "false"
);
const DRAFTS: &str = list!(
    "p.updated_at",
    "transfer.parcels p WHERE p.sender = $1 AND p.state = 'draft'",
    "NULL::uuid",
    "false"
);
const ENDED: &str = list!(
    "p.ended_at",
    "transfer.parcels p WHERE p.sender = $1 AND p.state IN ('expired', 'withdrawn')",
    "NULL::uuid",
    "false"
);
// Somebody written to at two addresses received one parcel. $5: those that they read no more.
const RECEIVED: &str = list!(
    "p.sent_at",
    "(SELECT DISTINCT ON (parcel) parcel, id, opened_at FROM transfer.recipients
       WHERE person = $1 AND NOT parcel = ANY($5) ORDER BY parcel, position) mine
      JOIN transfer.parcels p ON p.id = mine.parcel WHERE p.state IN ('sent', 'expired', 'withdrawn')",
    "mine.id",
    "mine.opened_at IS NOT NULL"
);

pub(crate) async fn list(
    db: impl PgExecutor<'_>,
    which: ParcelBox,
    person: PersonId,
    after: Option<After>,
    limit: i64,
    lost: &[ParcelId],
) -> Result<Vec<BoxRow>, Error> {
    let sql = match which {
        ParcelBox::Sent => SENT,
        ParcelBox::Received => RECEIVED,
        ParcelBox::Drafts => DRAFTS,
        ParcelBox::Ended => ENDED,
    };
    let query = sqlx::query_as(sql)
        .bind(person.uuid())
        .bind(after.map(|after| after.at))
        .bind(after.map(|after| after.id))
        .bind(limit);
    match which {
        ParcelBox::Received => query.bind(uuids(lost)).fetch_all(db).await,
        ParcelBox::Sent | ParcelBox::Drafts | ParcelBox::Ended => query.fetch_all(db).await,
    }
}

/// Parcels sent and still alive, received and never opened, in the making.
pub(crate) async fn counts(
    db: impl PgExecutor<'_>,
    person: PersonId,
    now: OffsetDateTime,
    lost: &[ParcelId],
) -> Result<(i64, i64, i64), Error> {
    sqlx::query_as(
        "SELECT (SELECT count(*) FROM transfer.parcels WHERE sender = $1 AND state IN ('waiting', 'sent')),
                (SELECT count(*) FROM (
                     SELECT FROM transfer.recipients r JOIN transfer.parcels p ON p.id = r.parcel
                      WHERE r.person = $1 AND p.state = 'sent' AND p.expires_at > $2 AND NOT p.id = ANY($3)
                      GROUP BY r.parcel HAVING bool_and(r.opened_at IS NULL)) unopened),
                (SELECT count(*) FROM transfer.parcels WHERE sender = $1 AND state = 'draft')",
    )
    .bind(person.uuid())
    .bind(now)
    .bind(uuids(lost))
    .fetch_one(db)
    .await
}

fn uuids(parcels: &[ParcelId]) -> Vec<Uuid> {
    parcels.iter().map(|id| id.uuid()).collect()
}
