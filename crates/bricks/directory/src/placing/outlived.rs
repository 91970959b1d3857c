//! What ends with somebody's place: whoever has no place left under a root keeps nothing and holds no function there.
//!
//! What was given on purpose to somebody who did not stand there (an administrator names a correspondent from outside) stays,
//! until they have had a place there.

use kernel::{Actor, PersonId, ScopeId};
use store::Tx;
use time::OffsetDateTime;

use crate::{
    facts,
    rows::outlived::{self, Ended},
};

/// Ends, and tells, what these people kept and held in trees where they have no place today. To be called in the transaction
/// that began or ended their places, once that is written. An address is no place: who is taken out of a tree and still
/// reads mail at its domain keeps nothing there.
pub(crate) async fn end_outlived(
    tx: &mut Tx,
    actor: Actor,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let nowhere: Vec<(PersonId, Option<ScopeId>)> = persons.iter().map(|person| (*person, None)).collect();
    end_but_at(tx, actor, &nowhere, now).await
}

/// The same for people whose address may have changed: who is placed nowhere stands under the root of its domain.
pub(crate) async fn end_but_at(
    tx: &mut Tx,
    actor: Actor,
    persons: &[(PersonId, Option<ScopeId>)],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    if persons.is_empty() {
        return Ok(());
    }
    outlived::settle(tx, persons, now).await?;
    let ended = outlived::end(tx, persons, now).await?;
    tell(tx, actor, ended).await
}

/// Ends, and tells, all that these people kept and held anywhere: they were disabled.
pub(crate) async fn end_everything(
    tx: &mut Tx,
    actor: Actor,
    persons: &[PersonId],
    now: OffsetDateTime,
) -> Result<(), store::Error> {
    let ended = outlived::end_all(tx, persons, now).await?;
    tell(tx, actor, ended).await
}

async fn tell(tx: &mut Tx, actor: Actor, ended: Ended) -> Result<(), store::Error> {
    for (organisation, person) in ended.kept {
        store::tell(tx, &facts::correspondent_dismissed(actor, organisation, person)).await?;
    }
    for (function, organisation, person) in ended.held {
        let fact = facts::function_handed(actor, organisation, function, Some(person), None);
        store::tell(tx, &fact).await?;
    }
    Ok(())
}
