//! The tables: letters kept here for want of a relay, and those that are settled. The only file that speaks SQL.

use kernel::Id;
use sqlx::{FromRow, PgPool};
use store::Tx;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::{Error, templates::Rendered};

/// A letter of the local outbox.
pub enum OutboxLetter {}
pub type OutboxMailId = Id<OutboxLetter>;

/// A letter of the local outbox, unopened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxLine {
    pub id: OutboxMailId,
    pub to: String,
    pub subject: String,
    pub at: OffsetDateTime,
}

/// A letter of the local outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMail {
    pub id: OutboxMailId,
    pub to: String,
    pub subject: String,
    pub at: OffsetDateTime,
    /// A whole page, to be shown in a frame without rights.
    pub html: String,
    pub text: String,
}

/// The outbox keeps the newest letters and forgets the rest: it is a window, not an archive.
pub(crate) const KEPT: i64 = 500;
const KEPT_FOR: Duration = Duration::days(30);
const LONGEST_LIST: u32 = 500;

#[derive(FromRow)]
struct Row {
    id: Uuid,
    to: String,
    subject: String,
    at: OffsetDateTime,
    html: String,
    text: String,
}

pub(crate) async fn keep(
    tx: &mut Tx,
    to: &str,
    rendered: &Rendered,
    now: OffsetDateTime,
) -> Result<(), Error> {
    sqlx::query(
        r#"INSERT INTO mail.outbox (id, "to", subject, html, "text", at) VALUES ($1, $2, $3, $4, $5, $6)"#,
    )
    .bind(OutboxMailId::new().uuid())
    .bind(to)
    .bind(&rendered.subject)
    .bind(&rendered.html)
    .bind(&rendered.text)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "DELETE FROM mail.outbox WHERE at < $1
         OR (at, id) < (SELECT at, id FROM mail.outbox ORDER BY at DESC, id DESC OFFSET $2 LIMIT 1)",
    )
    .bind(now - KEPT_FOR)
    .bind(KEPT - 1)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(crate) async fn list(pool: &PgPool, limit: u32) -> Result<Vec<OutboxLine>, Error> {
    let rows: Vec<(Uuid, String, String, OffsetDateTime)> =
        sqlx::query_as(r#"SELECT id, "to", subject, at FROM mail.outbox ORDER BY at DESC, id DESC LIMIT $1"#)
            .bind(i64::from(limit.min(LONGEST_LIST)))
            .fetch_all(pool)
            .await?;
    Ok(rows.into_iter().map(|(id, to, subject, at)| OutboxLine { id: id.into(), to, subject, at }).collect())
}

pub(crate) async fn find(pool: &PgPool, id: OutboxMailId) -> Result<Option<OutboxMail>, Error> {
    let row: Option<Row> =
        sqlx::query_as(r#"SELECT id, "to", subject, at, html, "text" FROM mail.outbox WHERE id = $1"#)
            .bind(id.uuid())
            .fetch_optional(pool)
            .await?;
    Ok(row.map(|Row { id, to, subject, at, html, text }| OutboxMail {
        id: id.into(),
        to,
        subject,
        at,
        html,
        text,
    }))
}

/// Marks a letter as done with. False when it already was.
pub(crate) async fn settle(tx: &mut Tx, letter: &str, now: OffsetDateTime) -> Result<bool, Error> {
    sqlx::query("DELETE FROM mail.settled WHERE at < $1").bind(now - KEPT_FOR).execute(&mut **tx).await?;
    let done = sqlx::query("INSERT INTO mail.settled (letter, at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(letter)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn is_settled(pool: &PgPool, letter: &str) -> Result<bool, Error> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT FROM mail.settled WHERE letter = $1)")
        .bind(letter)
        .fetch_one(pool)
        .await?)
}
