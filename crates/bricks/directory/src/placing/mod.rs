//! Where somebody works, as their administration's own provider says each time they come.

mod outlived;
mod rows;

use kernel::{Actor, Fact, PersonId, ScopeId, ports::Population};
use serde_json::json;

use crate::{
    Directory, Error, facts,
    model::days,
    rows::{organisations, places},
};
pub(crate) use outlived::{end_but_at, end_everything, end_outlived};

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
    /// [`Error::NoSuchOrganisation`]; [`Error::OrganisationClosed`]: nobody begins to work where the last day is over.
    pub async fn place(&self, actor: Actor, person: PersonId, place: &Place) -> Result<bool, Error> {
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        let (_, until) =
            organisations::hold_path(&mut tx, place.organisation).await?.ok_or(Error::NoSuchOrganisation)?;
        if until.is_some_and(|until| until < days::day_of(now)) {
            return Err(Error::OrganisationClosed);
        }
        rows::queue_up(&mut tx, person).await?;
        let known_better = rows::is_placed_by_others(&mut *tx, person, place.organisation, now).await?;
        let kept = if known_better { None } else { Some(place) };
        let mut touched = rows::end_others(&mut tx, person, kept, now).await?;
        let begun = match kept {
            Some(place) => rows::begin(&mut tx, person, place, now).await?,
            None => false,
        };
        if begun {
            touched.push(place.organisation);
            self.ensure_row(&mut tx, person).await?;
            store::tell(&mut tx, &affiliated(actor, person, place)).await?;
        } else {
            // Who is known here from elsewhere has left nothing.
            let left: Vec<_> = touched.iter().copied().filter(|gone| *gone != place.organisation).collect();
            if !left.is_empty() {
                store::tell(&mut tx, &person_left(actor, person, &left)).await?;
            }
        }
        places::recount(&mut tx, &touched, now).await?;
        if !touched.is_empty() {
            end_outlived(&mut tx, actor, &[person], now).await?;
        }
        tx.commit().await?;

        Ok(!touched.is_empty())
    }

    /// The organisation that INSEE names by this SIRET, if it is one of the tree of `top` that is not closed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisation_by_siret(&self, siret: &str, top: ScopeId) -> Result<Option<ScopeId>, Error> {
        let today = days::day_of(self.now());
        Ok(rows::organisation_by_siret(self.db(), siret, top, today).await?)
    }
}

fn affiliated(actor: Actor, person: PersonId, place: &Place) -> Fact {
    let details = json!({ "organisation": place.organisation, "population": place.population.as_str() });
    facts::of_person("directory.person.affiliated", actor, person).with(details)
}

fn person_left(actor: Actor, person: PersonId, organisations: &[ScopeId]) -> Fact {
    facts::of_person("directory.person.left", actor, person).with(json!({ "organisations": organisations }))
}
