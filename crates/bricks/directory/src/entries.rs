//! People as the directory knows them, gathered from its own rows, from identity and from the tree; and who is looking.

use std::collections::{HashMap, HashSet};

use identity::PersonRecord;
use kernel::{
    EmailAddress, PersonId, ScopeId,
    ports::{Employer, Population},
};
use store::Tx;
use time::OffsetDateTime;
use web::Caller;

use crate::{
    Directory, Error,
    model::{
        organisation::is_unit,
        privacy::{Field, Subject, Viewer, is_for_every_agent, may_meet, may_see},
        profile::{Presence, TelephoneKind},
    },
    people::by_domain,
    rows::{
        correspondents,
        organisations::{self, DomainRow, NameRow},
        people::{self, PersonRow},
    },
};

/// One person: who they are, where they stand, and what the directory keeps of them.
pub(crate) struct Entry {
    pub(crate) record: PersonRecord,
    pub(crate) row: PersonRow,
    pub(crate) population: Population,
    /// From the root of their tree to their own unit; nobody outside has one.
    pub(crate) path: Vec<NameRow>,
    ids: Vec<ScopeId>,
}

impl Entry {
    fn new(record: PersonRecord, row: PersonRow, domain: Option<&DomainRow>, names: &Names) -> Self {
        let place = row.population().map(|population| (population, row.path()));
        let (population, ids) = place
            .or_else(|| domain.map(|domain| (domain.population(), domain.path())))
            .unwrap_or((Population::External, vec![]));
        let path = ids.iter().filter_map(|id| names.get(id).cloned()).collect();
        Self { record, row, population, path, ids }
    }

    pub(crate) fn id(&self) -> PersonId {
        self.record.id
    }

    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject {
            person: self.record.id,
            path: &self.ids,
            protected: self.row.protected,
            visibility: &self.row.visibility,
        }
    }

    /// Whether they stand under the root of this organisation, by its path.
    pub(crate) fn stands_under(&self, path: &[ScopeId]) -> bool {
        path.first().is_some_and(|root| self.ids.first() == Some(root))
    }

    /// Whether they stand in the directory at all: placed in an organisation, or reading mail at its domain.
    pub(crate) fn is_listed(&self) -> bool {
        let placed = self.row.population().is_some();
        !self.record.disabled && (placed || (self.record.proven && self.population != Population::External))
    }

    /// What they said of their presence, while it lasts, as far as this viewer may see it: "away" says an absence.
    pub(crate) fn presence(&self, viewer: &Viewer, now: OffsetDateTime) -> Option<Presence> {
        let sees = |field| may_see(viewer, self.subject(), field);
        let shown = |presence: &Presence| *presence != Presence::Away || sees(Field::Absence);
        self.row.presence(now).filter(|_| sees(Field::Presence)).filter(shown)
    }

    /// The name to call them by.
    pub(crate) fn name(&self) -> String {
        let usage = self.row.usage_name.clone().or_else(|| self.record.name.clone());
        usage.unwrap_or_else(|| self.record.address.local_part().to_owned())
    }

    pub(crate) fn title(&self) -> Option<String> {
        self.row.title.clone().or_else(|| self.row.place_title.clone())
    }

    /// The organisation for which they work: the nearest that is not a mere part of one.
    pub(crate) fn employer(&self) -> Option<&NameRow> {
        self.path.iter().rev().find(|name| !is_unit(&name.kind)).or(self.path.first())
    }

    /// Where in it: the bureau, or what their place says.
    pub(crate) fn unit(&self) -> Option<String> {
        let own = self.path.last().filter(|own| is_unit(&own.kind)).map(|own| own.name.clone());
        self.row.unit.clone().or(own)
    }

    /// The number by which every agent may ring them: that of their desk before any other.
    pub(crate) fn telephone_for_agents(&self) -> Option<String> {
        if !is_for_every_agent(self.subject(), Field::Telephones) {
            return None;
        }
        let all = &self.row.telephones;
        let desk = all.iter().find(|telephone| telephone.kind == TelephoneKind::Desk);
        desk.or(all.first()).map(|telephone| telephone.number.clone())
    }

    pub(crate) fn as_employer(&self) -> Option<Employer> {
        self.employer().map(|employer| employer.employer(self.path.iter()))
    }
}

pub(crate) type Names = HashMap<ScopeId, NameRow>;

impl Directory {
    /// Everybody who is asked and known, whoever may know of them. Whether they are there
    /// or not, protected or not, the statements are the same.
    pub(crate) async fn entries(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, Entry>, Error> {
        if persons.is_empty() {
            return Ok(HashMap::new());
        }
        let now = self.store().clock().now();
        let rows = async { people::of(self.db(), persons, now).await.map_err(Error::from) };
        let records = async { self.inner.identity.persons(persons).await.map_err(Error::from) };
        let (rows, records) = tokio::try_join!(rows, records)?;
        let domains = self.domains(of_placeless(&records, &rows)).await?;
        let names = self.names(mentioned(&rows, &domains)).await?;
        Ok(gathered(records, rows, &domains, &names))
    }

    /// The same, within a change: whoever holds a connection asks for no other.
    pub(crate) async fn entries_within(
        &self,
        tx: &mut Tx,
        persons: &[PersonId],
    ) -> Result<HashMap<PersonId, Entry>, Error> {
        let rows = people::of(&mut **tx, persons, self.now()).await?;
        let records = self.inner.identity.persons_within(tx, persons).await?;
        let domains: HashSet<&str> = of_placeless(&records, &rows).map(EmailAddress::domain).collect();
        let domains: Vec<&str> = domains.into_iter().collect();
        let domains = by_domain(organisations::domains(&mut **tx, &domains).await?);
        let ids: Vec<ScopeId> = mentioned(&rows, &domains).into_iter().collect();
        let names = organisations::names(&mut **tx, &ids).await?;
        let names = names.into_iter().map(|row| (row.id(), row)).collect();
        Ok(gathered(records, rows, &domains, &names))
    }

    /// Those of these people whom the viewer may know of.
    pub(crate) async fn met(
        &self,
        viewer: &Viewer,
        persons: &[PersonId],
    ) -> Result<HashMap<PersonId, Entry>, Error> {
        let mut entries = self.entries(persons).await?;
        entries.retain(|_, entry| entry.is_listed() && may_meet(viewer, entry.subject()));
        Ok(entries)
    }

    /// One person whom the viewer may know of.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`], be they unknown, gone or protected.
    pub(crate) async fn meet_one(&self, viewer: &Viewer, person: PersonId) -> Result<Entry, Error> {
        self.met(viewer, &[person]).await?.remove(&person).ok_or(Error::NoSuchPerson)
    }

    /// The same, within a change.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`], be they unknown, gone or protected.
    pub(crate) async fn meet_one_within(
        &self,
        tx: &mut Tx,
        viewer: &Viewer,
        person: PersonId,
    ) -> Result<Entry, Error> {
        let entry = self.entries_within(tx, &[person]).await?.remove(&person);
        entry
            .filter(|entry| entry.is_listed() && may_meet(viewer, entry.subject()))
            .ok_or(Error::NoSuchPerson)
    }

    /// Who is looking, if they are agents.
    ///
    /// # Errors
    /// [`Error::AgentsOnly`].
    pub(crate) async fn viewer(&self, caller: &Caller) -> Result<Viewer, Error> {
        let viewer = self.viewer_of(caller.person).await?;
        if viewer.is_agent() { Ok(viewer) } else { Err(Error::AgentsOnly) }
    }

    pub(crate) async fn viewer_of(&self, person: PersonId) -> Result<Viewer, Error> {
        let asked = [person];
        let keeps = async { correspondents::kept_by(self.db(), person).await.map_err(Error::from) };
        let (mut entries, keeps, administers) =
            tokio::try_join!(self.entries(&asked), keeps, self.administers(person))?;
        let entry = entries.remove(&person).filter(|entry| !entry.record.disabled);
        let (population, path) =
            entry.map_or((Population::External, vec![]), |entry| (entry.population, entry.ids));
        Ok(Viewer { person, population, path, keeps, administers })
    }

    pub(crate) async fn administers(&self, person: PersonId) -> Result<bool, Error> {
        match self.inner.permissions.get() {
            Some(permissions) => permissions.administers(person).await.map_err(Error::Port),
            None => Ok(false),
        }
    }

    pub(crate) async fn names(&self, ids: impl IntoIterator<Item = ScopeId>) -> Result<Names, Error> {
        let ids: Vec<ScopeId> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(Names::new());
        }
        let rows = organisations::names(self.db(), &ids).await?;
        Ok(rows.into_iter().map(|row| (row.id(), row)).collect())
    }
}

/// The addresses of those without a place: only they stand where their address says.
fn of_placeless<'a>(
    records: &'a [PersonRecord],
    rows: &'a HashMap<PersonId, PersonRow>,
) -> impl Iterator<Item = &'a EmailAddress> {
    let placeless = |record: &&PersonRecord| {
        rows.get(&record.id).is_some_and(|row: &PersonRow| row.population().is_none())
    };
    records.iter().filter(placeless).map(|record| &record.address)
}

/// The organisations that are named where people stand.
fn mentioned(rows: &HashMap<PersonId, PersonRow>, domains: &HashMap<String, DomainRow>) -> HashSet<ScopeId> {
    rows.values().flat_map(PersonRow::path).chain(domains.values().flat_map(DomainRow::path)).collect()
}

fn gathered(
    records: Vec<PersonRecord>,
    mut rows: HashMap<PersonId, PersonRow>,
    domains: &HashMap<String, DomainRow>,
    names: &Names,
) -> HashMap<PersonId, Entry> {
    let entry = |record: PersonRecord| {
        let row = rows.remove(&record.id)?;
        let domain = domains.get(record.address.domain());
        Some((record.id, Entry::new(record, row, domain, names)))
    };
    records.into_iter().filter_map(entry).collect()
}
