//! The applications that people sign in to.

use sqlx::{FromRow, PgExecutor, types::Json};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::model::{AuthMethod, Client, ClientId, NewClient, Registered, SigningAlg};

#[derive(FromRow)]
struct ClientRow {
    id: Uuid,
    name: String,
    uri: Option<String>,
    logo_uri: Option<String>,
    native: bool,
    redirect_uris: Vec<String>,
    post_logout_uris: Vec<String>,
    backchannel_logout_uri: Option<String>,
    auth_method: String,
    secret: Option<Vec<u8>>,
    jwks: Option<Json<serde_json::Value>>,
    jwks_uri: Option<String>,
    grant_types: Vec<String>,
    scopes: Vec<String>,
    userinfo_alg: Option<String>,
    id_token_alg: String,
    trusted: bool,
    verified: bool,
    resource_server: bool,
    require_pushed: bool,
    min_acr: Option<String>,
    registered: String,
    created_at: OffsetDateTime,
    last_used_at: Option<OffsetDateTime>,
}

impl ClientRow {
    fn client(self) -> Client {
        let alg = |text: &str| SigningAlg::ALL.into_iter().find(|alg| alg.as_str() == text);
        let method = AuthMethod::ALL.into_iter().find(|method| method.as_str() == self.auth_method);
        Client {
            id: self.id.into(),
            client_id: self.id.to_string(),
            is: NewClient {
                name: self.name,
                uri: self.uri,
                logo_uri: self.logo_uri,
                native: self.native,
                redirect_uris: self.redirect_uris,
                post_logout_redirect_uris: self.post_logout_uris,
                backchannel_logout_uri: self.backchannel_logout_uri,
                // What a row does not say counts as the strictest: a secret that nobody has.
                token_endpoint_auth_method: method.unwrap_or(AuthMethod::ClientSecretBasic),
                jwks: self.jwks.map(|Json(jwks)| jwks),
                jwks_uri: self.jwks_uri,
                grant_types: self.grant_types,
                scopes: self.scopes,
                userinfo_signed_response_alg: self.userinfo_alg.as_deref().and_then(alg),
                id_token_signed_response_alg: alg(&self.id_token_alg).unwrap_or(SigningAlg::ES256),
                trusted: self.trusted,
                verified: self.verified,
                resource_server: self.resource_server,
                require_pushed_authorization_requests: self.require_pushed,
                min_acr: self.min_acr.and_then(|acr| acr.parse().ok()),
            },
            has_secret: self.secret.is_some(),
            registered: if self.registered == "admin" { Registered::Admin } else { Registered::Dynamic },
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            secret: self.secret,
        }
    }
}

const COLUMNS: &str = "id, name, uri, logo_uri, native, redirect_uris, post_logout_uris, backchannel_logout_uri, auth_method,
    secret, jwks, jwks_uri, grant_types, scopes, userinfo_alg, id_token_alg, trusted, verified, resource_server,
    require_pushed, min_acr, registered, created_at, last_used_at";

pub(crate) async fn find(db: impl PgExecutor<'_>, id: ClientId) -> Result<Option<Client>, store::Error> {
    let sql = select(" WHERE id = $1");
    let row: Option<ClientRow> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.uuid()).fetch_optional(db).await?;
    Ok(row.map(ClientRow::client))
}

fn select(rest: &str) -> String {
    format!("SELECT {COLUMNS} FROM provider.clients{rest}")
}

/// By name, at most a thousand; those that nobody vouches for after the others.
pub(crate) async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Client>, store::Error> {
    let sql = select(" ORDER BY registered, name COLLATE \"fr-x-icu\", id LIMIT 1000");
    let rows: Vec<ClientRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(db).await?;
    Ok(rows.into_iter().map(ClientRow::client).collect())
}

pub(crate) async fn insert(tx: &mut Tx, client: &Client) -> Result<(), store::Error> {
    sqlx::query(
        "INSERT INTO provider.clients (id, registered, secret, created_at, name, native, redirect_uris, post_logout_uris,
                                       auth_method, grant_types, scopes, id_token_alg, trusted, verified,
                                       resource_server, require_pushed)
         VALUES ($1, $2, $3, $4, '', false, '{}', '{}', '', '{}', '{}', '', false, false, false, false)",
    )
    .bind(client.id.uuid())
    .bind(if client.registered == Registered::Admin { "admin" } else { "dynamic" })
    .bind(&client.secret)
    .bind(client.created_at)
    .execute(&mut **tx)
    .await?;
    update(tx, client.id, &client.is).await.map(drop)
}

/// Says whether there is one.
pub(crate) async fn update(tx: &mut Tx, id: ClientId, is: &NewClient) -> Result<bool, store::Error> {
    let changed = sqlx::query(
        "UPDATE provider.clients SET name = $2, uri = $3, logo_uri = $4, native = $5, redirect_uris = $6,
                post_logout_uris = $7, backchannel_logout_uri = $8, auth_method = $9, jwks = $10, jwks_uri = $11,
                grant_types = $12, scopes = $13, userinfo_alg = $14, id_token_alg = $15, trusted = $16,
                verified = $17, resource_server = $18, require_pushed = $19, min_acr = $20
          WHERE id = $1",
    )
    .bind(id.uuid())
    .bind(&is.name)
    .bind(&is.uri)
    .bind(&is.logo_uri)
    .bind(is.native)
    .bind(&is.redirect_uris)
    .bind(&is.post_logout_redirect_uris)
    .bind(&is.backchannel_logout_uri)
    .bind(is.token_endpoint_auth_method.as_str())
    .bind(is.jwks.as_ref().map(Json))
    .bind(&is.jwks_uri)
    .bind(&is.grant_types)
    .bind(&is.scopes)
    .bind(is.userinfo_signed_response_alg.map(SigningAlg::as_str))
    .bind(is.id_token_signed_response_alg.as_str())
    .bind(is.trusted)
    .bind(is.verified)
    .bind(is.resource_server)
    .bind(is.require_pushed_authorization_requests)
    .bind(is.min_acr.map(kernel::Acr::as_str))
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
}

pub(crate) async fn set_secret(
    tx: &mut Tx,
    id: ClientId,
    secret: Option<&[u8]>,
) -> Result<bool, store::Error> {
    let changed = sqlx::query("UPDATE provider.clients SET secret = $2 WHERE id = $1")
        .bind(id.uuid())
        .bind(secret)
        .execute(&mut **tx)
        .await?;
    Ok(changed.rows_affected() == 1)
}

pub(crate) async fn remove(tx: &mut Tx, id: ClientId) -> Result<bool, store::Error> {
    let gone =
        sqlx::query("DELETE FROM provider.clients WHERE id = $1").bind(id.uuid()).execute(&mut **tx).await?;
    Ok(gone.rows_affected() == 1)
}

/// Notes that somebody signed in to it, once an hour.
pub(crate) async fn note_used(tx: &mut Tx, id: ClientId, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE provider.clients SET last_used_at = $2
          WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2 - interval '1 hour')",
    )
    .bind(id.uuid())
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Notes that an assertion was shown; says whether it was the first time.
pub(crate) async fn show_assertion(
    db: impl PgExecutor<'_>,
    client: ClientId,
    jti: &str,
    expires_at: OffsetDateTime,
) -> Result<bool, store::Error> {
    let first = sqlx::query(
        "INSERT INTO provider.assertions (client, jti, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(client.uuid())
    .bind(jti)
    .bind(expires_at)
    .execute(db)
    .await?;
    Ok(first.rows_affected() == 1)
}
