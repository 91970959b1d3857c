//! Where somebody works, as their administration's own provider says each time they come.

mod rows;

use kernel::{Actor, Card, Fact, PersonId, ScopeId, Thing, ports::Population};
use serde_json::json;

use crate::{Directory, Error};

/// Somebody's place, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub organisation: ScopeId,
    pub population: Population,
    pub unit: Option<String>,
    pub title: Option<String>,
    /// Begins with `provider:`; what other sources said (an import, the house) is theirs, and stays.
    pub source: String,
}

impl Directory {
    /// Puts a person where a provider says they work. What providers said before ends when it is no longer so: who moves to
    /// another ministry has the new place from now on and no longer the old one. A place in the same organisation that the
    /// house knows from elsewhere knows better, and nothing is added to it. Says whether anything changed.
    ///
    /// # Errors
    /// [`Error::NoSuchOrganisation`].
    pub async fn place(&self, actor: Actor, person: PersonId, place: &Place) -> Result<bool, Error> {
        let now = self.store.clock().now();

        let mut tx = self.store.begin().await?;
        if !rows::organisation_exists(&mut *tx, place.organisation).await? {
            return Err(Error::NoSuchOrganisation);
        }
        rows::queue_up(&mut tx, person).await?;
        let known_better = rows::is_placed_by_others(&mut *tx, person, place.organisation, now).await?;
        let kept = if known_better { None } else { Some(place) };
        let ended = rows::end_others(&mut tx, person, kept, now).await?;
        let begun = match kept {
            Some(place) => rows::begin(&mut tx, person, place, now).await?,
            None => false,
        };
        if begun {
            store::tell(&mut tx, &affiliated(actor, person, place)).await?;
        }
        tx.commit().await?;

        Ok(begun || ended)
    }

    /// The organisation that INSEE names by this SIRET, if it is known here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisation_by_siret(&self, siret: &str) -> Result<Option<ScopeId>, Error> {
        Ok(rows::organisation_by_siret(self.store.pool(), siret).await?)
    }
}

fn affiliated(actor: Actor, person: PersonId, place: &Place) -> Fact {
    let thing = Thing::new("identity", "person", person.uuid());
    let details = json!({ "organisation": place.organisation, "population": place.population.as_str() });
    let card = Card { thing, title: String::new(), text: String::new() };
    Fact::new("directory.person.affiliated", actor).about(card).with(details)
}
