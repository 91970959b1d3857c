//! What is over and is kept no longer.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

/// Deletes what is over, some thousand rows at a time so that nobody waits behind it; says how many went.
///
/// A grant goes a day after its end, so that a code or a token shown late is still known for what it was; one without an
/// end goes once nothing is left by which its application could use it.
pub(crate) async fn sweep(db: &PgPool, now: OffsetDateTime, unused: Duration) -> Result<u64, store::Error> {
    let day = now - Duration::DAY;
    let mut swept = 0;
    for (sql, before) in [
        (
            "DELETE FROM provider.requests WHERE secret IN (
                 SELECT secret FROM provider.requests WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM provider.sign_outs WHERE secret IN (
                 SELECT secret FROM provider.sign_outs WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM provider.devices WHERE secret IN (
                 SELECT secret FROM provider.devices WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM provider.assertions WHERE (client, jti) IN (
                 SELECT client, jti FROM provider.assertions WHERE expires_at < $1 LIMIT 5000)",
            now - Duration::MINUTE * 5,
        ),
        (
            "DELETE FROM provider.code_tries WHERE person IN (
                 SELECT person FROM provider.code_tries WHERE since < $1 LIMIT 5000)",
            day,
        ),
        (
            "DELETE FROM provider.access_tokens WHERE secret IN (
                 SELECT secret FROM provider.access_tokens WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM provider.codes WHERE secret IN (
                 SELECT secret FROM provider.codes WHERE expires_at < $1 LIMIT 5000)",
            day,
        ),
        (
            "DELETE FROM provider.refresh_tokens WHERE secret IN (
                 SELECT secret FROM provider.refresh_tokens WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        // Used ones are kept for as long as a thief may be expected to try; one more for each rotation adds up.
        (
            "DELETE FROM provider.refresh_tokens WHERE secret IN (
                 SELECT secret FROM provider.refresh_tokens WHERE used_at < $1 LIMIT 5000)",
            now - Duration::WEEK,
        ),
        (
            "DELETE FROM provider.grants WHERE id IN (
                 SELECT id FROM provider.grants WHERE ended_at < $1 LIMIT 5000)",
            day,
        ),
        (
            "DELETE FROM provider.grants WHERE id IN (
                 SELECT g.id FROM provider.grants g
                  WHERE g.ended_at IS NULL AND g.created_at < $1
                    AND NOT EXISTS (SELECT FROM provider.codes c WHERE c.\"grant\" = g.id)
                    AND NOT EXISTS (SELECT FROM provider.access_tokens a WHERE a.\"grant\" = g.id)
                    AND NOT EXISTS (SELECT FROM provider.refresh_tokens r WHERE r.\"grant\" = g.id)
                    AND NOT EXISTS (SELECT FROM provider.devices d WHERE d.\"grant\" = g.id) LIMIT 5000)",
            day,
        ),
        (
            "DELETE FROM provider.clients WHERE id IN (
                 SELECT id FROM provider.clients
                  WHERE registered = 'dynamic' AND last_used_at IS NULL AND created_at < $1 LIMIT 5000)",
            now - unused,
        ),
    ] {
        loop {
            let gone = sqlx::query(sql).bind(before).execute(db).await?.rows_affected();
            swept += gone;
            if gone < 5_000 {
                break;
            }
        }
    }
    Ok(swept)
}
