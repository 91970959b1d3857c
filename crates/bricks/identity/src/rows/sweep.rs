//! What is over and is kept no longer.

use sqlx::PgPool;
use time::{Duration, OffsetDateTime};

/// Deletes what is over, some thousand rows at a time so that nobody waits behind it; says how many went.
pub(crate) async fn sweep(
    db: &PgPool,
    now: OffsetDateTime,
    tries_window: Duration,
    factor_window: Duration,
) -> Result<u64, store::Error> {
    let mut swept = 0;
    for (sql, before) in [
        // A day in which somebody may still ask what a session was.
        (
            "DELETE FROM identity.sessions WHERE id IN (
                 SELECT id FROM identity.sessions WHERE expires_at < $1 LIMIT 5000)",
            now - Duration::DAY,
        ),
        (
            "DELETE FROM identity.tokens WHERE id IN (
                 SELECT id FROM identity.tokens WHERE expires_at < $1 OR revoked_at < $1 LIMIT 5000)",
            now - Duration::days(30),
        ),
        // Those of the last hour are still counted. After that, where they were asked from is nobody's business.
        (
            "DELETE FROM identity.codes WHERE id IN (
                 SELECT id FROM identity.codes WHERE created_at < $1 AND expires_at < $1 LIMIT 5000)",
            now - Duration::HOUR,
        ),
        (
            "DELETE FROM identity.password_tries WHERE (address, kind, household) IN (
                 SELECT address, kind, household FROM identity.password_tries WHERE since < $1 LIMIT 5000)",
            now - tries_window,
        ),
        (
            "DELETE FROM identity.account_letters WHERE ctid IN (
                 SELECT ctid FROM identity.account_letters WHERE at < $1 LIMIT 5000)",
            now - Duration::HOUR,
        ),
        (
            "DELETE FROM identity.second_factors WHERE id IN (
                 SELECT id FROM identity.second_factors WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM identity.passkey_challenges WHERE id IN (
                 SELECT id FROM identity.passkey_challenges WHERE expires_at < $1 LIMIT 5000)",
            now,
        ),
        (
            "DELETE FROM identity.totp_candidates WHERE person IN (
                 SELECT person FROM identity.totp_candidates WHERE created_at < $1 LIMIT 5000)",
            now - Duration::DAY,
        ),
        (
            "DELETE FROM identity.factor_tries WHERE (person, household) IN (
                 SELECT person, household FROM identity.factor_tries WHERE since < $1 LIMIT 5000)",
            now - factor_window,
        ),
        (
            "DELETE FROM identity.invitations WHERE id IN (
                 SELECT id FROM identity.invitations WHERE expires_at < $1 LIMIT 5000)",
            now - Duration::days(30),
        ),
        // Every node asks far more often than that, or forgets all it knew.
        (
            "DELETE FROM identity.revocations WHERE number IN (
                 SELECT number FROM identity.revocations WHERE at < $1 LIMIT 5000)",
            now - Duration::DAY,
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
