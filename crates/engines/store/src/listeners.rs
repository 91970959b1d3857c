//! Those who hear facts: once per house, or on each node.

use async_trait::async_trait;
use kernel::{Fact, Problem};
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::{Error, Store, Told, Tx, facts::told_after};

/// Hears every fact, in order, once per house: what it writes in `tx` commits together with its bookmark.
/// What it does elsewhere (a message sent) may happen twice, and must not mind.
///
/// A `Problem` of kind `Unavailable` means "not now" and is retried for ever; any other is retried a few times,
/// then the fact goes aside and the next ones are heard.
#[async_trait]
pub trait Listener: Send + Sync {
    /// Names its bookmark; a new name hears everything that is still kept.
    fn name(&self) -> &'static str;
    async fn hear(&self, tx: &mut Tx, told: &[Told]) -> Result<(), Problem>;
}

/// Hears every fact, in order, on each node, at least once while the node runs: for caches and indexes.
#[async_trait]
pub trait NodeListener: Send + Sync {
    fn name(&self) -> &'static str;
    async fn hear(&self, told: &[Told]) -> Result<(), Problem>;
    /// Where it begins each time the node starts.
    async fn starts(&self) -> Start {
        Start::Now
    }
}

/// Where a listener of a node begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// With the next fact told.
    Now,
    /// With the oldest fact still kept.
    Oldest,
    /// After this number, which the listener kept by itself. Facts pruned meanwhile are passed over:
    /// compare with `Store::oldest_number` and rebuild when it is further.
    After(i64),
}

/// How far a listener is behind, in facts.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Lag {
    pub listener: String,
    /// Empty for those who listen once per house.
    pub node: String,
    pub behind: i64,
}

/// A fact that a listener could not take.
#[derive(Debug, Clone)]
pub struct SetAside {
    pub listener: String,
    /// Empty for those who listen once per house.
    pub node: String,
    pub told: Told,
    pub error: String,
    pub at: OffsetDateTime,
}

/// What came of reading to a listener.
#[derive(Debug)]
pub(crate) enum Reading {
    /// So many facts were heard.
    Heard(usize),
    /// Nothing new, or another node is reading to this listener.
    Nothing,
    /// The listener failed; the first and the last number of the batch, and how often it failed on it.
    Refused { first: i64, last: i64, tries: u32, problem: Problem },
}

impl Store {
    /// Reads the next facts to a listener and says how many it heard. A `House` does it by itself.
    pub async fn read_out(&self, listener: &dyn Listener) -> Result<usize, Problem> {
        match self.read_batch(listener, 500).await.map_err(Problem::internal)? {
            Reading::Heard(facts) => Ok(facts),
            Reading::Nothing => Ok(0),
            Reading::Refused { problem, .. } => Err(problem),
        }
    }

    pub(crate) async fn read_batch(&self, listener: &dyn Listener, limit: i64) -> Result<Reading, Error> {
        if !self.has_news(listener.name()).await? {
            return Ok(Reading::Nothing);
        }

        let mut tx = self.begin().await?;
        let Some((bookmark, failing, tries)) = open_at_bookmark(&mut tx, listener.name()).await? else {
            return Ok(Reading::Nothing);
        };
        // A fact that failed before is read alone, so that it takes no other with it.
        let told = told_after(&mut *tx, bookmark, if failing.is_some() { 1 } else { limit }).await?;
        let (Some(first), Some(last)) = (told.first(), told.last()) else { return Ok(Reading::Nothing) };
        let (first, last) = (first.number, last.number);

        match guarded(listener.hear(&mut tx, &told)).await {
            Ok(()) => {
                move_bookmark(&mut tx, listener.name(), last).await?;
                tx.commit().await?;
                Ok(Reading::Heard(told.len()))
            }
            Err(problem) => {
                drop(tx);
                let tries = if failing == Some(first) { tries + 1 } else { 1 };
                Ok(Reading::Refused { first, last, tries, problem })
            }
        }
    }

    async fn has_news(&self, listener: &str) -> Result<bool, Error> {
        sqlx::query_scalar(
            "SELECT coalesce((SELECT number FROM house.bookmarks WHERE listener = $1 AND node = ''), 0) < last
               FROM house.counter",
        )
        .bind(listener)
        .fetch_one(&self.pool)
        .await
    }

    /// Remembers a failure, so that another node or a restarted one counts on.
    pub(crate) async fn note_failure(&self, listener: &str, number: i64, tries: u32) -> Result<(), Error> {
        sqlx::query(
            "UPDATE house.bookmarks SET failing = $2, tries = $3
              WHERE listener = $1 AND node = '' AND number < $2",
        )
        .bind(listener)
        .bind(number)
        .bind(i32::try_from(tries).unwrap_or(i32::MAX))
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Puts a fact aside and moves the bookmark past it, if no other node did meanwhile.
    pub(crate) async fn set_aside(&self, listener: &str, number: i64, why: &Problem) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        let bookmark = open_at_bookmark(&mut tx, listener).await?;
        if bookmark.is_none_or(|(bookmark, ..)| bookmark >= number) {
            return Ok(false);
        }
        self.keep_aside(&mut tx, listener, "", number, why).await?;
        move_bookmark(&mut tx, listener, number).await?;
        tx.commit().await?;
        Ok(true)
    }

    pub(crate) async fn keep_aside(
        &self,
        tx: &mut Tx,
        listener: &str,
        node: &str,
        number: i64,
        why: &Problem,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO house.set_aside (listener, node, number, told_at, body, error, at)
             SELECT $1, $2, o.number, f.told_at, f.body, $4, $5
               FROM house.order_of_facts o JOIN house.facts f ON f.id = o.fact WHERE o.number = $3
             ON CONFLICT DO NOTHING",
        )
        .bind(listener)
        .bind(node)
        .bind(number)
        .bind(told_why(why))
        .bind(self.clock.now())
        .execute(&mut **tx)
        .await
        .map(drop)
    }

    /// The facts that listeners could not take, newest first.
    pub async fn set_aside_facts(&self, limit: i64) -> Result<Vec<SetAside>, Error> {
        type Row = (String, String, i64, OffsetDateTime, Json<Fact>, String, OffsetDateTime);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT listener, node, number, told_at, body, error, at FROM house.set_aside
              ORDER BY at DESC, number DESC LIMIT $1",
        )
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let set_aside = |(listener, node, number, told_at, Json(fact), error, at): Row| SetAside {
            listener,
            node,
            told: Told { number, told_at, fact },
            error,
            at,
        };
        Ok(rows.into_iter().map(set_aside).collect())
    }

    /// Has a listener of the house hear once more a fact that was set aside. Says whether there is one.
    pub async fn hear_again(&self, listener: &str, number: i64) -> Result<bool, Error> {
        let asked = sqlx::query(
            "UPDATE house.set_aside SET again = true WHERE listener = $1 AND node = '' AND number = $2",
        )
        .bind(listener)
        .bind(number)
        .execute(&self.pool)
        .await?;
        self.bus.ring(crate::Wake::Facts(self.last_number().await?));
        Ok(asked.rows_affected() > 0)
    }

    /// Reads out one fact that somebody asked to be heard again; says whether there was one.
    pub(crate) async fn read_again(&self, listener: &dyn Listener) -> Result<bool, Error> {
        let mut tx = self.begin().await?;
        let asked: Option<(i64, OffsetDateTime, Json<Fact>)> = sqlx::query_as(
            "DELETE FROM house.set_aside WHERE (listener, node, number) IN (
                 SELECT listener, node, number FROM house.set_aside
                  WHERE listener = $1 AND node = '' AND again ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
             RETURNING number, told_at, body",
        )
        .bind(listener.name())
        .fetch_optional(&mut *tx)
        .await?;
        let Some((number, told_at, Json(fact))) = asked else { return Ok(false) };

        match guarded(listener.hear(&mut tx, &[Told { number, told_at, fact }])).await {
            Ok(()) => tx.commit().await?,
            Err(problem) => {
                drop(tx);
                tracing::error!(
                    listener = listener.name(),
                    number,
                    cause = %told_why(&problem),
                    "fact {number}, heard again by {}, failed again", listener.name()
                );
                sqlx::query(
                    "UPDATE house.set_aside SET again = false, error = $3, at = $4
                      WHERE listener = $1 AND node = '' AND number = $2",
                )
                .bind(listener.name())
                .bind(number)
                .bind(told_why(&problem))
                .bind(self.clock.now())
                .execute(&self.pool)
                .await?;
            }
        }
        Ok(true)
    }

    /// How far each listener is behind, for metrics.
    pub async fn lags(&self) -> Result<Vec<Lag>, Error> {
        sqlx::query_as(
            "SELECT listener, node, greatest(last - number, 0) AS behind
               FROM house.bookmarks, house.counter ORDER BY listener, node",
        )
        .fetch_all(&self.pool)
        .await
    }

    /// Notes how far a listener of a node has come.
    pub(crate) async fn mark_node(&self, listener: &str, node: &str, number: i64) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO house.bookmarks (listener, node, number) VALUES ($1, $2, $3)
             ON CONFLICT (listener, node) DO UPDATE SET number = EXCLUDED.number, seen_at = now()",
        )
        .bind(listener)
        .bind(node)
        .bind(number)
        .execute(&self.pool)
        .await
        .map(drop)
    }
}

/// Holds the bookmark's row until commit, so that two nodes never read to the same listener at once;
/// `None` when another node holds it.
async fn open_at_bookmark(tx: &mut Tx, listener: &str) -> Result<Option<(i64, Option<i64>, u32)>, Error> {
    let take = "SELECT number, failing, tries FROM house.bookmarks WHERE listener = $1 AND node = ''
                   FOR UPDATE SKIP LOCKED";
    let taken: Option<(i64, Option<i64>, i32)> =
        sqlx::query_as(take).bind(listener).fetch_optional(&mut **tx).await?;
    let taken = match taken {
        Some(bookmark) => Some(bookmark),
        None => {
            // Held by another node, or not there yet.
            let new = "INSERT INTO house.bookmarks (listener, number) VALUES ($1, 0) ON CONFLICT DO NOTHING
                       RETURNING number, failing, tries";
            sqlx::query_as(new).bind(listener).fetch_optional(&mut **tx).await?
        }
    };
    Ok(taken.map(|(number, failing, tries)| (number, failing, u32::try_from(tries).unwrap_or(0))))
}

async fn move_bookmark(tx: &mut Tx, listener: &str, number: i64) -> Result<(), Error> {
    sqlx::query(
        "UPDATE house.bookmarks SET number = $2, failing = NULL, tries = 0, seen_at = now()
          WHERE listener = $1 AND node = ''",
    )
    .bind(listener)
    .bind(number)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// A panic is a failure like another: it must not end the loop that reads to everybody.
pub(crate) async fn guarded(work: impl Future<Output = Result<(), Problem>> + Send) -> Result<(), Problem> {
    use futures::FutureExt;

    match std::panic::AssertUnwindSafe(work).catch_unwind().await {
        Ok(result) => result,
        Err(_) => Err(Problem::internal("it panicked")),
    }
}

/// The problem and its causes on one line, for the log and for administrators.
pub(crate) fn told_why(problem: &Problem) -> String {
    let mut why = problem.to_string();
    let mut cause = std::error::Error::source(problem);
    while let Some(error) = cause {
        why.push_str(": ");
        why.push_str(&error.to_string());
        cause = error.source();
    }
    why
}
