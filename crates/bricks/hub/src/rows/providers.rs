//! Providers, what they said of themselves, and whether they answer.

use std::collections::BTreeMap;

use kernel::{Acr, Id};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sqlx::{FromRow, PgExecutor};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    model::{Arrivals, ClientAuth, Documents, Provider, ProviderId, Standing},
    peer::Fetched,
};

#[derive(FromRow)]
struct ProviderRow {
    id: Uuid,
    name: String,
    issuer: String,
    client_id: String,
    client_auth: String,
    sealed_secret: Option<Vec<u8>>,
    domains: Vec<String>,
    extra_domains: Vec<String>,
    arrivals: String,
    mandatory: bool,
    acr_map: Value,
    default_acr: String,
    organisation: Option<Uuid>,
    enabled: bool,
    metadata: Option<Value>,
    keys: Option<Value>,
    documents_at: Option<OffsetDateTime>,
    up: Option<bool>,
    state_since: Option<OffsetDateTime>,
    state_error: Option<String>,
}

impl From<ProviderRow> for Provider {
    /// A word that this release does not know counts as the most careful one.
    fn from(row: ProviderRow) -> Self {
        let documents = row.metadata.zip(row.keys).zip(row.documents_at);
        let acr_map: BTreeMap<String, Acr> = serde_json::from_value(row.acr_map).unwrap_or_default();
        Self {
            id: Id::from_uuid(row.id),
            name: row.name,
            issuer: row.issuer,
            client_id: row.client_id,
            client_auth: word(&row.client_auth).unwrap_or(ClientAuth::PrivateKeyJwt),
            sealed_secret: row.sealed_secret,
            domains: row.domains,
            extra_domains: row.extra_domains,
            arrivals: word(&row.arrivals).unwrap_or(Arrivals::Refuse),
            mandatory: row.mandatory,
            acr_map,
            default_acr: row.default_acr.parse().unwrap_or(Acr::Eidas0),
            organisation: row.organisation.map(Id::from_uuid),
            enabled: row.enabled,
            documents: documents.map(|((metadata, keys), at)| Documents { metadata, keys, at }),
            standing: Standing { up: row.up, since: row.state_since, error: row.state_error },
        }
    }
}

fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(json!(text)).ok()
}

fn text<T: serde::Serialize>(word: &T) -> String {
    serde_json::to_value(word).ok().and_then(|word| word.as_str().map(ToOwned::to_owned)).unwrap_or_default()
}

/// All of them, by name; an installation has dozens.
pub(crate) async fn all(db: impl PgExecutor<'_>) -> Result<Vec<Provider>, store::Error> {
    let rows: Vec<ProviderRow> =
        sqlx::query_as("SELECT * FROM hub.providers ORDER BY name COLLATE \"fr-x-icu\", id LIMIT 1000")
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(crate) async fn find(db: impl PgExecutor<'_>, id: ProviderId) -> Result<Option<Provider>, store::Error> {
    let row: Option<ProviderRow> = sqlx::query_as("SELECT * FROM hub.providers WHERE id = $1")
        .bind(id.uuid())
        .fetch_optional(db)
        .await?;
    Ok(row.map(Into::into))
}

/// One, held until commit: nobody else changes it meanwhile, and whoever comes in by it waits.
pub(crate) async fn hold(tx: &mut Tx, id: ProviderId) -> Result<Option<Provider>, store::Error> {
    let row: Option<ProviderRow> = sqlx::query_as("SELECT * FROM hub.providers WHERE id = $1 FOR UPDATE")
        .bind(id.uuid())
        .fetch_optional(&mut **tx)
        .await?;
    Ok(row.map(Into::into))
}

/// The enabled providers that sign in addresses at a domain, by name.
pub(crate) async fn of_domain(db: impl PgExecutor<'_>, domain: &str) -> Result<Vec<Provider>, store::Error> {
    let rows: Vec<ProviderRow> = sqlx::query_as(
        "SELECT * FROM hub.providers WHERE enabled AND domains @> ARRAY[$1]
          ORDER BY name COLLATE \"fr-x-icu\", id LIMIT 20",
    )
    .bind(domain)
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The name of a provider by which somebody must come who has an address at one of these domains, or an account at one of
/// these issuers.
pub(crate) async fn mandatory(
    db: impl PgExecutor<'_>,
    domains: &[&str],
    issuers: &[String],
) -> Result<Option<String>, store::Error> {
    sqlx::query_scalar(
        "SELECT name FROM hub.providers WHERE enabled AND mandatory AND (domains && $1 OR issuer = ANY($2))
          ORDER BY name COLLATE \"fr-x-icu\", id LIMIT 1",
    )
    .bind(domains)
    .bind(issuers)
    .fetch_optional(db)
    .await
}

/// The name of one of these issuers' providers by which people must come, and which does not vouch for addresses of this
/// domain.
pub(crate) async fn left_by(
    db: impl PgExecutor<'_>,
    domain: &str,
    issuers: &[String],
) -> Result<Option<String>, store::Error> {
    sqlx::query_scalar(
        "SELECT name FROM hub.providers
          WHERE enabled AND mandatory AND issuer = ANY($2) AND NOT (domains || extra_domains) @> ARRAY[$1]
          ORDER BY name COLLATE \"fr-x-icu\", id LIMIT 1",
    )
    .bind(domain)
    .bind(issuers)
    .fetch_optional(db)
    .await
}

/// Says whether the issuer was free.
pub(crate) async fn insert(
    tx: &mut Tx,
    provider: &Provider,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let added = sqlx::query(
        "INSERT INTO hub.providers (id, name, issuer, client_id, client_auth, sealed_secret, domains, extra_domains,
                arrivals, mandatory, acr_map, default_acr, organisation, enabled, added_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (issuer) DO NOTHING",
    )
    .bind(provider.id.uuid())
    .bind(&provider.name)
    .bind(&provider.issuer)
    .bind(&provider.client_id)
    .bind(text(&provider.client_auth))
    .bind(&provider.sealed_secret)
    .bind(&provider.domains)
    .bind(&provider.extra_domains)
    .bind(text(&provider.arrivals))
    .bind(provider.mandatory)
    .bind(json!(provider.acr_map))
    .bind(provider.default_acr.as_str())
    .bind(provider.organisation.map(Id::uuid))
    .bind(provider.enabled)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(added.rows_affected() > 0)
}

/// Says whether the issuer was free. Documents and standing are forgotten with `forget`.
pub(crate) async fn update(tx: &mut Tx, provider: &Provider, forget: bool) -> Result<bool, store::Error> {
    let free: bool =
        sqlx::query_scalar("SELECT NOT EXISTS (SELECT FROM hub.providers WHERE issuer = $1 AND id <> $2)")
            .bind(&provider.issuer)
            .bind(provider.id.uuid())
            .fetch_one(&mut **tx)
            .await?;
    if !free {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE hub.providers SET name = $2, issuer = $3, client_id = $4, client_auth = $5, sealed_secret = $6,
                domains = $7, extra_domains = $8, arrivals = $9, mandatory = $10, acr_map = $11, default_acr = $12,
                organisation = $13, enabled = $14
          WHERE id = $1",
    )
    .bind(provider.id.uuid())
    .bind(&provider.name)
    .bind(&provider.issuer)
    .bind(&provider.client_id)
    .bind(text(&provider.client_auth))
    .bind(&provider.sealed_secret)
    .bind(&provider.domains)
    .bind(&provider.extra_domains)
    .bind(text(&provider.arrivals))
    .bind(provider.mandatory)
    .bind(json!(provider.acr_map))
    .bind(provider.default_acr.as_str())
    .bind(provider.organisation.map(Id::uuid))
    .bind(provider.enabled)
    .execute(&mut **tx)
    .await?;
    if forget {
        sqlx::query(
            "UPDATE hub.providers SET metadata = NULL, keys = NULL, documents_at = NULL, keys_asked_at = NULL, up = NULL,
                    state_since = NULL, state_error = NULL, checked_at = NULL
              WHERE id = $1",
        )
        .bind(provider.id.uuid())
        .execute(&mut **tx)
        .await?;
    }
    Ok(true)
}

pub(crate) async fn disable(tx: &mut Tx, id: ProviderId) -> Result<(), store::Error> {
    sqlx::query("UPDATE hub.providers SET enabled = false WHERE id = $1")
        .bind(id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Says whether there was one.
pub(crate) async fn delete(tx: &mut Tx, id: ProviderId) -> Result<bool, store::Error> {
    let gone =
        sqlx::query("DELETE FROM hub.providers WHERE id = $1").bind(id.uuid()).execute(&mut **tx).await?;
    Ok(gone.rows_affected() > 0)
}

/// Keeps what a provider just said of itself; if it is still the one that was asked.
pub(crate) async fn keep_documents(
    db: impl PgExecutor<'_>,
    provider: &Provider,
    fetched: &Fetched,
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE hub.providers SET metadata = $3, keys = $4, documents_at = $5 WHERE id = $1 AND issuer = $2",
    )
    .bind(provider.id.uuid())
    .bind(&provider.issuer)
    .bind(&fetched.metadata)
    .bind(&fetched.keys)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the right to ask for the keys again, which nobody has more than once in `pause`.
pub(crate) async fn may_ask_keys(
    db: impl PgExecutor<'_>,
    id: ProviderId,
    now: OffsetDateTime,
    pause: time::Duration,
) -> Result<bool, store::Error> {
    let taken = sqlx::query(
        "UPDATE hub.providers SET keys_asked_at = $2
          WHERE id = $1 AND (keys_asked_at IS NULL OR keys_asked_at <= $3)",
    )
    .bind(id.uuid())
    .bind(now)
    .bind(now - pause)
    .execute(db)
    .await?;
    Ok(taken.rows_affected() > 0)
}

/// Notes whether a provider answered; `since` moves only when that changes. Says whether it did.
pub(crate) async fn note_standing(
    db: impl PgExecutor<'_>,
    id: ProviderId,
    error: Option<&str>,
    now: OffsetDateTime,
) -> Result<bool, store::Error> {
    let changed: Option<bool> = sqlx::query_scalar(
        "UPDATE hub.providers p
            SET up = $2, state_error = $3, checked_at = $4,
                state_since = CASE WHEN p.up IS DISTINCT FROM $2 THEN $4 ELSE p.state_since END
           FROM (SELECT id, up FROM hub.providers WHERE id = $1 FOR UPDATE) before
          WHERE p.id = before.id RETURNING before.up IS DISTINCT FROM $2",
    )
    .bind(id.uuid())
    .bind(error.is_none())
    .bind(error)
    .bind(now)
    .fetch_optional(db)
    .await?;
    Ok(changed.unwrap_or(false))
}
