//! What imports say of people by their names: taken out when somebody is forgotten, and after a while anyway.

use kernel::PersonId;
use sqlx::PgExecutor;
use store::Tx;
use time::{Duration, OffsetDateTime};

/// How long the report of an import says names.
const NAMED: Duration = Duration::days(30);

/// Takes a person out of the lines that wait and out of the reports. `words`: their names and addresses, folded to lower
/// case.
pub(crate) async fn unsay(tx: &mut Tx, person: PersonId, words: &[String]) -> Result<(), store::Error> {
    // The name that their employer's records give them is known here alone.
    let records: Option<String> = sqlx::query_scalar(
        "SELECT lower(external_id) FROM directory.people WHERE person = $1 AND external_id IS NOT NULL",
    )
    .bind(person.uuid())
    .fetch_optional(&mut **tx)
    .await?;
    let words: Vec<&str> = words.iter().chain(&records).map(String::as_str).collect();
    sqlx::query(
        "DELETE FROM directory.import_lines WHERE subject = $1 OR lower(content->>'address') = ANY($2)",
    )
    .bind(person.uuid())
    .bind(&words)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "UPDATE directory.imports i SET report = report || jsonb_build_object(
             'preview', coalesce((SELECT jsonb_agg(one ORDER BY place)
                                    FROM jsonb_array_elements(report->'preview') WITH ORDINALITY AS e (one, place)
                                   WHERE lower(one->>'name') <> ALL($1)), '[]'),
             'faults', coalesce((SELECT jsonb_agg(CASE WHEN lower(one->>'value') = ANY($1)
                                                       THEN one || '{\"value\": null}' ELSE one END ORDER BY place)
                                   FROM jsonb_array_elements(report->'faults') WITH ORDINALITY AS e (one, place)), '[]'))
          WHERE kind = 'people' AND report ? 'preview' AND report ? 'faults'
            AND (EXISTS (SELECT FROM jsonb_array_elements(report->'preview') AS one WHERE lower(one->>'name') = ANY($1))
              OR EXISTS (SELECT FROM jsonb_array_elements(report->'faults') AS one WHERE lower(one->>'value') = ANY($1)))",
    )
    .bind(&words)
    .execute(&mut **tx)
    .await
    .map(drop)
}

/// Leaves of old reports about people what counts: how many, which lines, what was wrong.
pub(crate) async fn sweep(db: impl PgExecutor<'_>, now: OffsetDateTime) -> Result<(), store::Error> {
    sqlx::query(
        "UPDATE directory.imports SET report = report || jsonb_build_object(
             'preview', '[]'::jsonb,
             'faults', coalesce((SELECT jsonb_agg(one || '{\"value\": null}' ORDER BY place)
                                   FROM jsonb_array_elements(report->'faults') WITH ORDINALITY AS e (one, place)), '[]'))
          WHERE kind = 'people' AND made_at < $1 AND report ? 'preview' AND report ? 'faults'
            AND (report->'preview' <> '[]'
              OR EXISTS (SELECT FROM jsonb_array_elements(report->'faults') AS one WHERE one->>'value' IS NOT NULL))",
    )
    .bind(now - NAMED)
    .execute(db)
    .await
    .map(drop)
}
