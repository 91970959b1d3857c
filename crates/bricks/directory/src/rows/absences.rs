//! Who is away, until when, and who stands in.

use kernel::{Id, PersonId};
use sqlx::PgExecutor;
use store::Tx;
use time::Date;
use uuid::Uuid;

use super::uuids;
use crate::model::absence::Absence;

pub(crate) async fn set(tx: &mut Tx, person: PersonId, absence: &Absence) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO directory.absences (person, from_day, until_day, message, deputy) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (person) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day,
                message = excluded.message, deputy = excluded.deputy",
    )
    .bind(person.uuid())
    .bind(absence.from)
    .bind(absence.until)
    .bind(&absence.message)
    .bind(absence.deputy.map(Id::uuid))
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Says whether there was one.
pub(crate) async fn delete(tx: &mut Tx, person: PersonId) -> Result<bool, store::Error> {
    let gone = sqlx::query("DELETE FROM directory.absences WHERE person = $1")
        .bind(person.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(gone.rows_affected() > 0)
}

/// Those for whom somebody stands in on a day, at most fifty, and until when.
pub(crate) async fn replaced_by(
    db: impl PgExecutor<'_>,
    deputy: PersonId,
    day: Date,
) -> Result<Vec<(PersonId, Date)>, store::Error> {
    let rows: Vec<(Uuid, Date)> = sqlx::query_as(
        "SELECT person, until_day FROM directory.absences
          WHERE deputy = $1 AND from_day <= $2 AND until_day >= $2 ORDER BY until_day, person LIMIT 50",
    )
    .bind(deputy.uuid())
    .bind(day)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(person, until)| (PersonId::from_uuid(person), until)).collect())
}

type Row = (Uuid, Date, Date, Option<String>, Option<Uuid>);

/// The absences of these persons on a day.
pub(crate) async fn on(
    db: impl PgExecutor<'_>,
    persons: &[PersonId],
    day: Date,
) -> Result<Vec<(PersonId, Absence)>, store::Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT person, from_day, until_day, message, deputy FROM directory.absences
          WHERE person = ANY($1) AND from_day <= $2 AND until_day >= $2",
    )
    .bind(uuids(persons))
    .bind(day)
    .fetch_all(db)
    .await?;
    let absence = |(person, from, until, message, deputy): Row| {
        let deputy = deputy.map(PersonId::from_uuid);
        (PersonId::from_uuid(person), Absence { from, until, message, deputy })
    };
    Ok(rows.into_iter().map(absence).collect())
}

/// Forgets absences that were over before a day.
pub(crate) async fn sweep(db: impl PgExecutor<'_>, before: Date) -> Result<(), store::Error> {
    sqlx::query("DELETE FROM directory.absences WHERE until_day < $1")
        .bind(before)
        .execute(db)
        .await
        .map(drop)
}
