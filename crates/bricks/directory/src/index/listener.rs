//! Hears what the house tells, and says what is to be read again.

use std::sync::{Arc, Weak};

use async_trait::async_trait;
use kernel::{Fact, Problem};
use serde_json::Value;
use store::{NodeListener, Start, Told};
use uuid::Uuid;

use super::{
    GLANCE, PAUSE, Stale,
    position::{Begin, Position},
};
use crate::{Directory, Inner};

/// Keeps the index of this node.
pub(crate) struct Keeper(pub(crate) Directory);

#[async_trait]
impl NodeListener for Keeper {
    fn name(&self) -> &'static str {
        "directory.index"
    }

    async fn hear(&self, told: &[Told]) -> Result<(), Problem> {
        let mut stale = Stale { upto: told.last().map(Position::of), ..Stale::default() };
        for told in told {
            note(&mut stale, &told.fact);
        }
        let changes = !stale.is_empty();
        self.0.refresh_index(stale).await?;
        if changes {
            // What comes during the pause is heard together.
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// The node begins: the index that is there goes on from where it was left; where there is none that can be trusted,
    /// everything is read, and what is told from now on is heard besides.
    async fn starts(&self) -> Start {
        tokio::spawn(keep_compact(Arc::downgrade(&self.0.inner)));
        let begin = loop {
            match self.0.where_to_begin().await {
                Ok(begin) => break begin,
                // Without the database there is nothing to hear either.
                Err(error) => {
                    let problem = Problem::from(error);
                    tracing::warn!(code = problem.code, cause = ?problem.cause, "it is not known yet how far the directory's index goes");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        };
        match begin {
            Begin::After(position) => Start::After(position.number),
            Begin::Anew(newest) => {
                let directory = self.0.clone();
                tokio::spawn(async move {
                    if let Err(error) = directory.build_index_from(newest).await {
                        let problem = Problem::from(error);
                        tracing::error!(code = problem.code, cause = ?problem.cause, "the directory's index could not be built");
                    }
                });
                Start::After(newest.map_or(0, |newest| newest.number))
            }
        }
    }
}

/// For as long as the directory is there.
async fn keep_compact(inner: Weak<Inner>) {
    loop {
        tokio::time::sleep(GLANCE).await;
        let Some(inner) = inner.upgrade() else { return };
        let directory = Directory { inner };
        if let Err(error) = directory.compact_when_quiet().await {
            let problem = Problem::from(error);
            tracing::warn!(code = problem.code, cause = ?problem.cause, "the directory's index could not be made compact");
        }
    }
}

fn note(stale: &mut Stale, fact: &Fact) {
    let thing = fact.card.as_ref().map(|card| card.thing.id);
    let listed = |name: &str| -> Vec<Uuid> { ids(&fact.details[name]) };
    match fact.action.as_str() {
        "identity.person.added"
        | "identity.person.changed"
        | "identity.person.disabled"
        | "identity.person.enabled"
        | "identity.person.forgotten"
        | "directory.person.affiliated"
        | "directory.person.left"
        | "directory.person.forgotten"
        | "directory.profile.changed"
        | "directory.protection.set" => stale.persons.extend(thing),
        "identity.persons.added"
        | "identity.persons.changed"
        | "directory.people.imported"
        | "directory.people.turned" => stale.persons.extend(listed("persons")),
        "directory.organisation.added" => stale.organisations.extend(thing),
        "directory.organisation.changed" | "directory.organisation.closed" => {
            stale.trees.extend(thing);
            stale.trees.extend(listed("successor"));
        }
        "directory.organisations.imported" => stale.trees.extend(listed("organisations")),
        "directory.organisations.turned" => stale.organisations.extend(listed("organisations")),
        "directory.function.added"
        | "directory.function.changed"
        | "directory.function.ended"
        | "directory.function.handed" => {
            stale.functions.extend(thing);
            stale.persons.extend(listed("from"));
            stale.persons.extend(listed("to"));
            stale.persons.extend(listed("holder"));
        }
        action if action.starts_with("directory.group.") || action.starts_with("directory.member.") => {
            stale.groups.extend(thing);
        }
        _ => {}
    }
}

/// An id, or a list of them.
fn ids(value: &Value) -> Vec<Uuid> {
    match value {
        Value::String(text) => text.parse().into_iter().collect(),
        Value::Array(list) => list.iter().flat_map(ids).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Actor, Card, Thing};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_told_says_what_is_stale() {
        let [one, two, three] = [Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7()];
        let fact = |action: &str, id: Uuid, details: Value| {
            let thing = Thing::new("directory", "thing", id);
            Fact::new(action, Actor::System)
                .about(Card { thing, title: String::new(), text: String::new() })
                .with(details)
        };
        let mut stale = Stale::default();
        note(&mut stale, &fact("directory.profile.changed", one, Value::Null));
        note(&mut stale, &fact("directory.function.handed", two, json!({ "from": null, "to": three })));
        note(&mut stale, &fact("directory.people.imported", one, json!({ "persons": [two] })));
        note(&mut stale, &fact("transfer.parcel.sent", three, Value::Null));
        note(&mut stale, &fact("directory.absence.set", three, Value::Null));
        assert_eq!(stale.persons, [one, two, three].into());
        assert_eq!(stale.functions, [two].into());
        assert!(stale.organisations.is_empty() && stale.trees.is_empty() && stale.groups.is_empty());
    }
}
