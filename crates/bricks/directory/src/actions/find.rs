//! Finding while typing: what the index finds, shown as the database has it now and as the viewer may see it.

use std::collections::HashMap;

use kernel::{PersonId, ScopeId};
use serde::Deserialize;
use uuid::Uuid;

use super::absences::shown_stand_in;
use crate::{
    Directory, Error,
    budget::asks_by_number,
    entries::{Entry, Names},
    index::Looker,
    model::{
        days,
        function::FunctionId,
        import::columns::folded,
        privacy::{Field, Viewer, is_for_every_agent, may_see},
        profile::initials,
    },
    rows::{
        functions::{self, FunctionRow},
        organisations,
    },
    views::{
        Away, OrganisationName, PersonName,
        find::{FunctionHit, GroupHit, Hit, OrganisationHit, PersonHit},
        has_photo,
    },
};

/// What can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FoundKind {
    Person,
    Organisation,
    Function,
    Group,
}

/// Something found, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: FoundKind,
    pub(crate) id: Uuid,
}

impl Directory {
    const LONGEST_QUERY: usize = 100;
    pub(crate) const MOST_HITS: usize = 50;

    /// # Errors
    /// [`Error::TooManyPeople`], [`Error::TooManyNumbers`]; [`Error::IndexBuilding`].
    pub(crate) async fn find(
        &self,
        looker: &Looker,
        query: &str,
        kind: Option<FoundKind>,
        limit: usize,
    ) -> Result<Vec<Hit>, Error> {
        let query: String = query.trim().chars().take(Self::LONGEST_QUERY).collect();
        if query.is_empty() {
            return Ok(vec![]);
        }
        if kind.is_none_or(|kind| kind == FoundKind::Person) && asks_by_number(&query) {
            self.count_number(&looker.viewer).await?;
        }
        let limit = limit.clamp(1, Self::MOST_HITS);
        let found = self.look_up(looker, &query, kind, limit).await?;
        let mut hits = self.show(&looker.viewer, &found).await?;
        hits.truncate(limit);
        self.count_shown(&looker.viewer, hits.iter().flat_map(Hit::persons)).await?;
        Ok(hits)
    }

    /// By the database alone, a little of each kind: until the index is there.
    pub(crate) async fn look_up_slowly(
        &self,
        query: &str,
        kind: Option<FoundKind>,
        limit: usize,
    ) -> Result<Vec<Found>, Error> {
        let today = days::day_of(self.store().clock().now());
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let wants = |wanted| kind.is_none_or(|kind| kind == wanted);
        let mut found = vec![];
        if wants(FoundKind::Person) {
            let persons = self.inner.identity.list(query, most).await?;
            let ids: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
            let entries = self.entries(&ids).await?;
            // Whoever hides their address is not found by it, here as in the index.
            let by_name = |entry: &Entry| {
                entry.record.name.as_deref().is_some_and(|name| folded(name).contains(&folded(query)))
            };
            let fits =
                |entry: &Entry| by_name(entry) || is_for_every_agent(entry.subject(), Field::Addresses);
            let fitting = ids.into_iter().filter(|id| entries.get(id).is_some_and(fits));
            found.extend(fitting.map(|id| Found { kind: FoundKind::Person, id: id.uuid() }));
        }
        if wants(FoundKind::Organisation) {
            let organisations = organisations::search(self.db(), query, today, most).await?;
            found.extend(
                organisations.iter().map(|id| Found { kind: FoundKind::Organisation, id: id.uuid() }),
            );
        }
        if wants(FoundKind::Function) {
            let functions = functions::search(self.db(), query, most).await?;
            found.extend(functions.iter().map(|id| Found { kind: FoundKind::Function, id: id.uuid() }));
        }
        if wants(FoundKind::Group) {
            let groups = self.search_groups(query, most).await?;
            found.extend(groups.into_iter().map(|id| Found { kind: FoundKind::Group, id }));
        }
        Ok(found)
    }

    /// What was found, as it is now, without what the viewer may not know of.
    async fn show(&self, viewer: &Viewer, found: &[Found]) -> Result<Vec<Hit>, Error> {
        let now = self.store().clock().now();
        let of = |kind| found.iter().filter(move |found| found.kind == kind).map(|found| found.id);
        let people: Vec<PersonId> = of(FoundKind::Person).map(Into::into).collect();
        let functions: Vec<FunctionId> = of(FoundKind::Function).map(Into::into).collect();
        let groups: Vec<Uuid> = of(FoundKind::Group).collect();
        // Nine keystrokes in ten find people alone: nothing is asked about what was not found.
        let (charged, groups) =
            tokio::try_join!(self.charged(&functions), self.groups_found(viewer, &groups))?;
        let everybody: Vec<PersonId> =
            people.into_iter().chain(charged.iter().filter_map(|function| function.holder())).collect();
        let organisations: Vec<ScopeId> = of(FoundKind::Organisation)
            .map(Into::into)
            .chain(charged.iter().map(|function| function.organisation()))
            .collect();
        let (mut met, (paths, names)) =
            tokio::try_join!(self.met(viewer, &everybody), self.paths_and_names(&organisations))?;
        let away = self.absences_among(met.values(), days::day_of(now)).await?;
        let unmet: Vec<PersonId> = away
            .iter()
            .flat_map(|(who, absence)| [Some(*who), absence.deputy])
            .flatten()
            .filter(|who| !met.contains_key(who))
            .collect();
        met.extend(self.met(viewer, &unmet).await?);

        let hit = |found: &Found| match found.kind {
            FoundKind::Person => {
                let entry = met.get(&found.id.into())?;
                let deputy = shown_stand_in(viewer, entry.id(), &away, &met, days::day_of(now));
                let deputy = deputy.and_then(|deputy| met.get(&deputy));
                Some(Hit::Person(person_hit(viewer, entry, deputy, now)))
            }
            FoundKind::Organisation => {
                let path = paths.get(&found.id.into())?;
                let own = names.get(path.last()?)?;
                Some(Hit::Organisation(OrganisationHit {
                    id: own.id(),
                    name: own.name.clone(),
                    acronym: own.acronym.clone(),
                    of_kind: own.kind.clone(),
                    path: path[..path.len() - 1]
                        .iter()
                        .filter_map(|id| names.get(id))
                        .map(Into::into)
                        .collect(),
                }))
            }
            FoundKind::Function => {
                let function = charged.iter().find(|function| function.id().uuid() == found.id)?;
                Some(Hit::Function(FunctionHit {
                    id: function.id(),
                    title: function.title.clone(),
                    organisation: names.get(&function.organisation())?.into(),
                    holder: function.holder().and_then(|holder| met.get(&holder)).map(PersonName::from),
                }))
            }
            FoundKind::Group => {
                let (name, members) = groups.get(&found.id)?;
                Some(Hit::Group(GroupHit { id: found.id, name: name.clone(), members: *members }))
            }
        };
        Ok(found.iter().filter_map(hit).collect())
    }

    async fn charged(&self, functions: &[FunctionId]) -> Result<Vec<FunctionRow>, Error> {
        if functions.is_empty() {
            return Ok(vec![]);
        }
        Ok(functions::by_ids(self.db(), functions).await?)
    }

    /// The paths of organisations, and what all that stand on them are called.
    async fn paths_and_names(&self, organisations: &[ScopeId]) -> Result<(Paths, Names), Error> {
        if organisations.is_empty() {
            return Ok((Paths::new(), Names::new()));
        }
        let paths: Paths = organisations::paths(self.db(), organisations).await?.into_iter().collect();
        let names = self.names(paths.values().flatten().copied()).await?;
        Ok((paths, names))
    }
}

type Paths = HashMap<ScopeId, Vec<ScopeId>>;

fn person_hit(
    viewer: &Viewer,
    entry: &Entry,
    deputy: Option<&Entry>,
    now: time::OffsetDateTime,
) -> PersonHit {
    let today = days::day_of(now);
    let absence = entry.row.absence().filter(|absence| absence.is_on(today));
    let absence = absence.filter(|_| may_see(viewer, entry.subject(), Field::Absence));
    let name = entry.name();
    PersonHit {
        id: entry.id(),
        initials: initials(&name),
        name,
        photo: has_photo(viewer, entry),
        title: entry.title(),
        unit: entry.unit(),
        organisation: entry.employer().map(OrganisationName::from),
        population: entry.population.as_str(),
        presence: entry.presence(viewer, now),
        absence: absence.map(|absence| Away { until: absence.until, deputy: deputy.map(PersonName::from) }),
    }
}
