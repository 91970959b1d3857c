//! The trees that people keep and the functions that they hold where they no longer work.

use kernel::{Id, PersonId, ScopeId};
use store::Tx;
use time::OffsetDateTime;
use uuid::Uuid;

use super::uuids;
use crate::model::function::FunctionId;

/// What has ended.
#[derive(Debug, Default)]
pub(crate) struct Ended {
    pub(crate) kept: Vec<(ScopeId, PersonId)>,
    pub(crate) held: Vec<(FunctionId, ScopeId, PersonId)>,
}

/// Whether person `asked.person` stands today under the root of organisation `o`: placed there, or placed nowhere and
/// reading mail (`asked.root`) there.
macro_rules! stands {
    () => {
        "(
    EXISTS (SELECT FROM directory.affiliations a JOIN directory.organisations own ON own.id = a.organisation
             WHERE a.person = asked.person AND own.path[1] = o.path[1] AND a.since <= $3 AND (a.until IS NULL OR a.until > $3))
    OR (asked.root IS NOT DISTINCT FROM o.path[1] AND NOT EXISTS (
            SELECT FROM directory.affiliations a
             WHERE a.person = asked.person AND a.since <= $3 AND (a.until IS NULL OR a.until > $3))))"
    };
}

macro_rules! asked {
    () => {
        "unnest($1::uuid[], $2::uuid[]) AS asked (person, root)"
    };
}

fn asked(persons: &[(PersonId, Option<ScopeId>)]) -> (Vec<Uuid>, Vec<Option<Uuid>>) {
    persons.iter().map(|(person, root)| (person.uuid(), root.map(Id::uuid))).unzip()
}

/// Who was given something from outside and has come to stand there has it like the others.
pub(crate) async fn settle(
    tx: &mut Tx,
    persons: &[(PersonId, Option<ScopeId>)],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let (persons, roots) = asked(persons);
    let kept = concat!(
        "UPDATE directory.correspondents c SET outside = false FROM ",
        asked!(),
        ", directory.organisations o
          WHERE c.person = asked.person AND o.id = c.organisation AND c.outside AND ",
        stands!()
    );
    let held = concat!(
        "UPDATE directory.holders h SET outside = false FROM ",
        asked!(),
        ", directory.functions f, directory.organisations o
          WHERE h.person = asked.person AND h.until IS NULL AND f.id = h.function AND o.id = f.organisation
            AND h.outside AND ",
        stands!()
    );
    for sql in [kept, held] {
        sqlx::query(sql).bind(&persons).bind(&roots).bind(now).execute(&mut **tx).await?;
    }
    Ok(())
}

pub(crate) async fn end(
    tx: &mut Tx,
    persons: &[(PersonId, Option<ScopeId>)],
    now: OffsetDateTime,
) -> Result<Ended, store::Error> {
    let (persons, roots) = asked(persons);
    let kept = concat!(
        "DELETE FROM directory.correspondents c USING ",
        asked!(),
        ", directory.organisations o
          WHERE c.person = asked.person AND o.id = c.organisation AND NOT c.outside AND NOT ",
        stands!(),
        "
          RETURNING c.organisation, c.person"
    );
    let held = concat!(
        "UPDATE directory.holders h SET until = $3 FROM ",
        asked!(),
        ", directory.functions f, directory.organisations o
          WHERE h.person = asked.person AND h.until IS NULL AND f.id = h.function AND o.id = f.organisation
            AND NOT h.outside AND NOT ",
        stands!(),
        "
          RETURNING h.function, f.organisation, h.person"
    );
    let kept: Vec<(Uuid, Uuid)> =
        sqlx::query_as(kept).bind(&persons).bind(&roots).bind(now).fetch_all(&mut **tx).await?;
    let held: Vec<(Uuid, Uuid, Uuid)> =
        sqlx::query_as(held).bind(&persons).bind(&roots).bind(now).fetch_all(&mut **tx).await?;
    Ok(ended(kept, held))
}

pub(crate) async fn end_all(
    tx: &mut Tx,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<Ended, store::Error> {
    let kept: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "DELETE FROM directory.correspondents WHERE person = ANY($1) RETURNING organisation, person",
    )
    .bind(uuids(persons))
    .fetch_all(&mut **tx)
    .await?;
    let held: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(
        "UPDATE directory.holders h SET until = $2 FROM directory.functions f
          WHERE h.person = ANY($1) AND h.until IS NULL AND f.id = h.function
          RETURNING h.function, f.organisation, h.person",
    )
    .bind(uuids(persons))
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(ended(kept, held))
}

fn ended(kept: Vec<(Uuid, Uuid)>, held: Vec<(Uuid, Uuid, Uuid)>) -> Ended {
    Ended {
        kept: kept.into_iter().map(|(kept, person)| (Id::from_uuid(kept), Id::from_uuid(person))).collect(),
        held: held
            .into_iter()
            .map(|(function, organisation, person)| {
                (Id::from_uuid(function), Id::from_uuid(organisation), Id::from_uuid(person))
            })
            .collect(),
    }
}
