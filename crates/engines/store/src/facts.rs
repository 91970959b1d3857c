//! Facts: told in the transaction they tell of, numbered once committed, then read in order.

use kernel::Fact;
use sqlx::{PgExecutor, types::Json};
use time::OffsetDateTime;

use crate::{
    Error, Store, Tx,
    wakes::{FACTS_TOLD, Wake},
};

/// A fact with its place in the order of the house.
#[derive(Debug, Clone)]
pub struct Told {
    pub number: i64,
    pub told_at: OffsetDateTime,
    pub fact: Fact,
}

/// Tells a fact: it is heard if, and only if, the change commits.
pub async fn tell(tx: &mut Tx, fact: &Fact) -> Result<(), Error> {
    sqlx::query(
        "WITH told AS (INSERT INTO house.facts (body) VALUES ($1) RETURNING id)
         INSERT INTO house.unnumbered (fact) SELECT id FROM told",
    )
    .bind(Json(fact))
    .execute(&mut **tx)
    .await?;
    FACTS_TOLD.stir();
    Ok(())
}

/// Names the lock under which facts are numbered, one hand at a time.
const NUMBERING: i64 = 0x5A_AB;

impl Store {
    /// Gives a number to committed facts that have none, says the last given, and wakes those who listen.
    /// A `House` does it by itself.
    pub async fn number_facts(&self) -> Result<Option<i64>, Error> {
        let waiting: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM house.unnumbered)").fetch_one(&self.pool).await?;
        if !waiting {
            return Ok(None);
        }

        let mut tx = self.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(NUMBERING).execute(&mut *tx).await?;
        let last: Option<i64> = sqlx::query_scalar(
            "WITH fresh AS (
                 DELETE FROM house.unnumbered
                  WHERE fact IN (SELECT fact FROM house.unnumbered ORDER BY fact LIMIT 5000) RETURNING fact
             ), counter AS (
                 UPDATE house.counter SET last = last + fresh.count
                   FROM (SELECT count(*) FROM fresh) fresh WHERE fresh.count > 0 RETURNING last, fresh.count
             ), numbered AS (
                 INSERT INTO house.order_of_facts (number, fact)
                 SELECT counter.last - counter.count + row_number() OVER (ORDER BY fact), fact FROM fresh, counter
             )
             SELECT last FROM counter",
        )
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;

        if let Some(last) = last {
            self.bus.ring(Wake::Facts(last));
        }
        Ok(last)
    }

    /// The facts after a number, oldest first. Those pruned are passed over.
    pub async fn facts_after(&self, number: i64, limit: i64) -> Result<Vec<Told>, Error> {
        told_after(&self.pool, number, limit).await
    }

    /// The number of the newest fact; 0 when nothing was ever told.
    pub async fn last_number(&self) -> Result<i64, Error> {
        sqlx::query_scalar("SELECT last FROM house.counter").fetch_one(&self.pool).await
    }

    /// When the fact of this number was told; `None` once it is forgotten, or when it is not told yet. A number alone says
    /// nothing: a database brought back from a copy gives it to another fact.
    pub async fn told_at(&self, number: i64) -> Result<Option<OffsetDateTime>, Error> {
        sqlx::query_scalar(
            "SELECT f.told_at FROM house.order_of_facts o JOIN house.facts f ON f.id = o.fact WHERE o.number = $1",
        )
        .bind(number)
        .fetch_optional(&self.pool)
        .await
    }

    /// The number of the oldest fact still kept.
    pub async fn oldest_number(&self) -> Result<Option<i64>, Error> {
        sqlx::query_scalar("SELECT min(number) FROM house.order_of_facts").fetch_one(&self.pool).await
    }

    /// Forgets up to `limit` facts told before `before` that every listener has heard, and says how many.
    /// Listeners not seen for as long as facts are kept no longer count.
    pub async fn prune_facts(&self, before: OffsetDateTime, limit: i64) -> Result<u64, Error> {
        let pruned = sqlx::query(
            "DELETE FROM house.facts WHERE id IN (
                 SELECT fact FROM house.order_of_facts o JOIN house.facts f ON f.id = o.fact
                  WHERE number <= (SELECT coalesce(min(number), (SELECT last FROM house.counter))
                                     FROM house.bookmarks WHERE seen_at > now() - interval '30 days')
                    AND told_at < $1
                  ORDER BY number LIMIT $2)",
        )
        .bind(before)
        .bind(limit)
        .execute(&self.pool)
        .await?;
        Ok(pruned.rows_affected())
    }
}

pub(crate) async fn told_after(db: impl PgExecutor<'_>, number: i64, limit: i64) -> Result<Vec<Told>, Error> {
    let rows: Vec<(i64, OffsetDateTime, Json<Fact>)> = sqlx::query_as(
        "SELECT o.number, f.told_at, f.body FROM house.order_of_facts o JOIN house.facts f ON f.id = o.fact
          WHERE o.number > $1 ORDER BY o.number LIMIT $2",
    )
    .bind(number)
    .bind(limit)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|(number, told_at, Json(fact))| Told { number, told_at, fact }).collect())
}
