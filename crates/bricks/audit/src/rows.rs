//! The trail. The only file here that speaks SQL.

use kernel::{Actor, Thing};
use serde_json::Value;
use sqlx::{FromRow, PgExecutor};
use store::{Told, Tx};
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Debug, FromRow)]
pub(crate) struct TrailRow {
    pub(crate) number: i64,
    pub(crate) told_at: OffsetDateTime,
    pub(crate) action: String,
    pub(crate) actor_kind: String,
    pub(crate) actor: Option<Uuid>,
    tool: Option<String>,
    kind: Option<String>,
    thing: Option<Uuid>,
    pub(crate) title: Option<String>,
    pub(crate) details: Value,
}

impl TrailRow {
    pub(crate) fn thing(&self) -> Option<Thing> {
        Some(Thing { tool: self.tool.clone()?, kind: self.kind.clone()?, id: self.thing? })
    }
}

/// Writes a fact down; one heard before is passed over.
pub(crate) async fn append(tx: &mut Tx, told: &Told) -> Result<(), store::Error> {
    let fact = &told.fact;
    let (actor_kind, actor) = match fact.actor {
        Actor::Person(person) => ("person", Some(person.uuid())),
        Actor::Application(application) => ("application", Some(application.uuid())),
        Actor::System => ("system", None),
    };
    let card = fact.card.as_ref();
    sqlx::query(
        "INSERT INTO audit.trail (number, told_at, action, actor_kind, actor, scope, tool, kind, thing, title, details)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (number) DO NOTHING",
    )
    .bind(told.number)
    .bind(told.told_at)
    .bind(&fact.action)
    .bind(actor_kind)
    .bind(actor)
    .bind(fact.scope.map(kernel::Id::uuid))
    .bind(card.map(|card| &card.thing.tool))
    .bind(card.map(|card| &card.thing.kind))
    .bind(card.map(|card| card.thing.id))
    .bind(card.map(|card| &card.title).filter(|title| !title.is_empty()))
    .bind(&fact.details)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The newest facts before a number whose action begins with a prefix, newest first.
pub(crate) async fn newest(
    db: impl PgExecutor<'_>,
    before: i64,
    prefix: &str,
    limit: i64,
) -> Result<Vec<TrailRow>, store::Error> {
    sqlx::query_as(
        "SELECT number, told_at, action, actor_kind, actor, tool, kind, thing, title, details
           FROM audit.trail WHERE number < $1 AND starts_with(action, $2) ORDER BY number DESC LIMIT $3",
    )
    .bind(before)
    .bind(prefix)
    .bind(limit)
    .fetch_all(db)
    .await
}
