//! Organisations and places, for the rooms above, the command line and imports; and the page of an organisation.

use std::collections::HashMap;

use kernel::{Actor, EmailAddress, PersonId, ScopeId};
use store::Tx;
use uuid::Uuid;

use crate::{
    Directory, Error, facts,
    model::{
        Affiliation, NamedOrganisation, NewOrganisation, Organisation, days,
        organisation::{Particulars, takes_in},
        privacy::Viewer,
    },
    placing::end_outlived,
    rows::{correspondents, functions, organisations, people, places},
    views::{
        OrganisationName, PersonLine, PersonName,
        organisations::{Child, Function, OrganisationPage},
    },
};

impl Directory {
    /// Adds an organisation with its e-mail domains.
    ///
    /// # Errors
    /// A name or domain that names nothing; a domain that another organisation has; a parent that does not exist.
    pub async fn add_organisation(&self, actor: Actor, new: NewOrganisation) -> Result<ScopeId, Error> {
        self.open_organisation(actor, new, Particulars::default()).await
    }

    pub(crate) async fn open_organisation(
        &self,
        actor: Actor,
        new: NewOrganisation,
        particulars: Particulars,
    ) -> Result<ScopeId, Error> {
        let (new, particulars) = (new.checked()?, particulars.checked()?);
        let (id, now) = (ScopeId::new(), self.store().clock().now());

        let mut tx = self.store().begin().await?;
        let above = match new.parent {
            Some(parent) => {
                // What moves meanwhile would leave it with the path that was above it.
                organisations::lock_tree(&mut tx).await?;
                let (above, until) =
                    organisations::hold_path(&mut tx, parent).await?.ok_or(Error::NoSuchOrganisation)?;
                takes_in(until, days::day_of(now))?;
                above
            }
            None => vec![],
        };
        let inserted = organisations::insert_organisation(&mut tx, id, &above, &new, &particulars, now).await;
        inserted.map_err(siret_taken)?;
        for (domain, population) in &new.domains {
            if !organisations::insert_domain(&mut tx, id, domain, *population).await? {
                return Err(Error::DomainTaken { domain: domain.clone() });
            }
        }
        store::tell(&mut tx, &facts::organisation_added(actor, id, &new)).await?;
        tx.commit().await?;

        Ok(id)
    }

    /// Gives a person a place in an organisation.
    ///
    /// # Errors
    /// When the organisation does not exist, or is closed.
    pub async fn affiliate(&self, actor: Actor, affiliation: Affiliation) -> Result<(), Error> {
        let record = self.inner.identity.persons(&[affiliation.person]).await?.pop();
        let name = record.and_then(|record| record.name).unwrap_or_default();
        let now = self.store().clock().now();

        let mut tx = self.store().begin().await?;
        let (_, until) = organisations::hold_path(&mut tx, affiliation.organisation)
            .await?
            .ok_or(Error::NoSuchOrganisation)?;
        if until.is_some_and(|until| until < days::day_of(now)) {
            return Err(Error::OrganisationClosed);
        }
        people::ensure(&mut tx, affiliation.person, &name, now).await?;
        places::insert_affiliation(&mut tx, &affiliation).await?;
        places::recount(&mut tx, &[affiliation.organisation], now).await?;
        store::tell(&mut tx, &facts::person_affiliated(actor, &affiliation)).await?;
        end_outlived(&mut tx, actor, &[affiliation.person], now).await?;
        tx.commit().await?;

        Ok(())
    }

    /// Every organisation that is not closed, by name; the five thousand nearest to the roots when there are more.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, Error> {
        let today = days::day_of(self.store().clock().now());
        Ok(organisations::organisations(self.db(), today).await?)
    }

    /// What these organisations are called and where they stand, closed ones too; unknown ones are left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisations_named(
        &self,
        ids: &[ScopeId],
    ) -> Result<HashMap<ScopeId, NamedOrganisation>, Error> {
        let today = days::day_of(self.now());
        Ok(organisations::named(self.db(), ids, today).await?.into_iter().collect())
    }

    /// The organisation that has an e-mail domain.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organisation_of_domain(&self, address: &EmailAddress) -> Result<Option<ScopeId>, Error> {
        let found = organisations::domains(self.db(), &[address.domain()]).await?.pop();
        Ok(found.and_then(|row| row.path().last().copied()))
    }

    /// Makes sure that a person has a row here, within a change.
    pub(crate) async fn ensure_row(&self, tx: &mut Tx, person: PersonId) -> Result<(), Error> {
        let record = self.inner.identity.persons_within(tx, &[person]).await?.pop();
        let record = record.ok_or(Error::NoSuchPerson)?;
        let now = self.store().clock().now();
        Ok(people::ensure(tx, person, &record.name.unwrap_or_default(), now).await?)
    }

    const PEOPLE_AT_ONCE: i64 = 50;

    pub(crate) async fn organisation_page(
        &self,
        viewer: &Viewer,
        id: ScopeId,
        people_after: Option<&str>,
    ) -> Result<OrganisationPage, Error> {
        let now = self.store().clock().now();
        let today = days::day_of(now);
        let row = organisations::page(self.db(), id).await?.ok_or(Error::NoSuchOrganisation)?;
        let path = row.path();
        let keeps = viewer.keeps(&path);

        let children = organisations::children(self.db(), id, path.len(), today).await?;
        let mut headed: Vec<ScopeId> = children.iter().map(|child| child.id()).collect();
        headed.push(id);
        let heads = functions::heads(self.db(), &headed).await?;
        let charged = functions::of_organisation(self.db(), id).await?;
        let after = people_after.map(cursor).transpose()?;
        let placed =
            places::people_in(self.db(), id, keeps, after.as_ref(), now, Self::PEOPLE_AT_ONCE + 1).await?;
        let more = placed.len() > Self::PEOPLE_AT_ONCE as usize;
        let placed = &placed[..placed.len().min(Self::PEOPLE_AT_ONCE as usize)];
        let keepers = correspondents::of(self.db(), id).await?;
        let total = organisations::people_below(self.db(), id).await?;
        let domains =
            if viewer.administers { Some(organisations::domains_of(self.db(), id).await?) } else { None };

        let everybody: Vec<PersonId> = placed
            .iter()
            .map(|(person, _)| *person)
            .chain(heads.iter().chain(&charged).filter_map(|function| function.holder()))
            .chain(keepers.iter().copied())
            .collect();
        let met = self.met(viewer, &everybody).await?;
        self.count_shown(viewer, met.keys().copied()).await?;
        let names = self.names(path.iter().copied().chain(row.successor())).await?;

        let line = |person: PersonId| met.get(&person).map(|entry| PersonLine::new(viewer, entry, today));
        let head_of = |organisation: ScopeId| {
            heads.iter().find(|function| function.organisation() == organisation)?.holder()
        };
        Ok(OrganisationPage {
            id,
            contacts: row.contacts(),
            path: path[..path.len() - 1].iter().filter_map(|id| names.get(id)).map(Into::into).collect(),
            children: children
                .into_iter()
                .map(|child| Child {
                    id: child.id(),
                    head: head_of(child.id()).and_then(|head| met.get(&head)).map(PersonName::from),
                    name: child.name,
                    acronym: child.acronym,
                    kind: child.kind,
                    people: child.people,
                })
                .collect(),
            head: head_of(id).and_then(line),
            functions: charged
                .iter()
                .map(|function| Function {
                    id: function.id(),
                    title: function.title.clone(),
                    heads: function.heads,
                    holder: function.holder().and_then(line),
                })
                .collect(),
            people: placed.iter().filter_map(|(person, _)| line(*person)).collect(),
            people_next: placed
                .last()
                .filter(|_| more)
                .map(|(person, name)| format!("{}~{name}", person.uuid())),
            people_total: total,
            successor: row.successor().and_then(|id| names.get(&id)).map(OrganisationName::from),
            closed: row.until.is_some_and(|until| until < today),
            since: row.since,
            until: row.until,
            correspondents: keepers.iter().filter_map(|keeper| met.get(keeper)).map(Into::into).collect(),
            source: row.source,
            updated_at: row.updated_at,
            may_edit: keeps,
            may_set_siret: viewer.administers,
            domains,
            may_name: viewer.keeps(&path[..path.len() - 1]),
            name: row.name,
            acronym: row.acronym,
            kind: row.kind,
            siret: row.siret,
            missions: row.missions,
        })
    }
}

/// Where a list goes on: the person and the name after whom.
fn cursor(text: &str) -> Result<(String, Uuid), Error> {
    let (person, name) = text.split_once('~').ok_or(Error::BadCursor)?;
    Ok((name.to_owned(), person.parse().map_err(|_| Error::BadCursor)?))
}

/// What the database says of a SIRET that another organisation has.
pub(crate) fn siret_taken(error: store::Error) -> Error {
    let taken = error.as_database_error().is_some_and(|database| {
        database.is_unique_violation() && database.constraint() == Some("organisations_siret_key")
    });
    if taken { Error::SiretTaken } else { Error::Store(error) }
}
