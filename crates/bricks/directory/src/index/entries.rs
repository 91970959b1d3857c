//! What can be found of the people, organisations, functions and groups of the database.

use std::collections::{HashMap, HashSet};

use find::{Kind, Seen};
use kernel::{PersonId, ScopeId};
use uuid::Uuid;

use super::Stale;
use crate::{
    Directory, Error,
    actions::find::{Found, FoundKind},
    entries::Entry,
    model::{
        days,
        privacy::{Audience, Field},
    },
    rows::{
        functions::{self, FunctionRow},
        index::{self, PathRow},
    },
};

/// How far reading everything has come.
#[derive(Default)]
pub(super) struct Cursor {
    step: Step,
    after: Option<Uuid>,
}

#[derive(Default, Clone, Copy)]
enum Step {
    #[default]
    Persons,
    Organisations,
    Functions,
    Groups,
    Over,
}

impl Directory {
    /// The next entries of all there are; `None` when there are no more.
    pub(super) async fn next_entries(
        &self,
        cursor: &mut Cursor,
        limit: usize,
    ) -> Result<Option<Vec<find::Entry>>, Error> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        loop {
            let (kind, next) = match cursor.step {
                Step::Persons => (FoundKind::Person, Step::Organisations),
                Step::Organisations => (FoundKind::Organisation, Step::Functions),
                Step::Functions => (FoundKind::Function, Step::Groups),
                Step::Groups => (FoundKind::Group, Step::Over),
                Step::Over => return Ok(None),
            };
            let ids: Vec<Uuid> = match kind {
                FoundKind::Person => {
                    let after = cursor.after.map(PersonId::from_uuid);
                    let page = self.inner.identity.persons_after(after, limit).await?;
                    page.into_iter().map(|record| record.id.uuid()).collect()
                }
                FoundKind::Organisation => index::organisations_after(self.db(), cursor.after, limit).await?,
                FoundKind::Function => index::functions_after(self.db(), cursor.after, limit).await?,
                FoundKind::Group => index::groups_after(self.db(), cursor.after, limit).await?,
            };
            let Some(last) = ids.last() else {
                *cursor = Cursor { step: next, after: None };
                continue;
            };
            cursor.after = Some(*last);
            let found: Vec<Found> = ids.into_iter().map(|id| Found { kind, id }).collect();
            return Ok(Some(self.entries_of(&found).await?));
        }
    }

    /// What can be found of these; what is gone, closed or protected is left out.
    pub(super) async fn entries_of(&self, found: &[Found]) -> Result<Vec<find::Entry>, Error> {
        let of = |kind| -> Vec<Uuid> {
            found.iter().filter(|found| found.kind == kind).map(|found| found.id).collect()
        };
        let mut entries = self.persons_found(&of(FoundKind::Person)).await?;
        entries.extend(self.organisations_found(&of(FoundKind::Organisation)).await?);
        entries.extend(self.functions_found(&of(FoundKind::Function)).await?);
        for (id, name) in index::teams(self.db(), &of(FoundKind::Group)).await? {
            entries.push(find::Entry { names: vec![name], ..blank(id, Kind::Group) });
        }
        Ok(entries)
    }

    async fn persons_found(&self, ids: &[Uuid]) -> Result<Vec<find::Entry>, Error> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let persons: Vec<PersonId> = ids.iter().copied().map(Into::into).collect();
        let entries = self.entries(&persons).await?;
        let mut held: HashMap<PersonId, Vec<FunctionRow>> = HashMap::new();
        for function in functions::of_persons(self.db(), &persons).await? {
            if let Some(holder) = function.holder() {
                held.entry(holder).or_default().push(function);
            }
        }
        let listed = entries.values().filter(|entry| entry.is_listed() && !entry.row.protected);
        Ok(listed.map(|entry| person(entry, held.get(&entry.id()).map_or(&[], Vec::as_slice))).collect())
    }

    async fn organisations_found(&self, ids: &[Uuid]) -> Result<Vec<find::Entry>, Error> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let today = days::day_of(self.now());
        let rows = index::open_organisations(self.db(), ids, today).await?;
        let acronyms = self.acronyms(rows.iter().flat_map(|row| row.path.iter().copied())).await?;
        let entry = |row: PathRow| find::Entry {
            names: row.acronym.iter().chain([&row.title]).cloned().collect(),
            acronyms: of_path(&row.path[..row.path.len().saturating_sub(1)], &acronyms),
            telephones: row.telephone.iter().map(|number| (number.clone(), Seen::Everyone)).collect(),
            // The nearer to the root, the more of the State it is.
            weight: u8::try_from(20_usize.saturating_sub(row.path.len())).unwrap_or_default(),
            path: row.path.clone(),
            ..blank(row.id, Kind::Organisation)
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn functions_found(&self, ids: &[Uuid]) -> Result<Vec<find::Entry>, Error> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let rows = index::open_functions(self.db(), ids).await?;
        let acronyms = self.acronyms(rows.iter().flat_map(|row| row.path.iter().copied())).await?;
        let entry = |row: PathRow| find::Entry {
            names: vec![row.title.clone()],
            acronyms: of_path(&row.path, &acronyms),
            path: row.path.clone(),
            ..blank(row.id, Kind::Function)
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    async fn acronyms(&self, ids: impl Iterator<Item = Uuid>) -> Result<HashMap<Uuid, String>, Error> {
        let ids: HashSet<ScopeId> = ids.map(Into::into).collect();
        let names = self.names(ids).await?;
        Ok(names.into_values().filter_map(|name| Some((name.id().uuid(), name.acronym?))).collect())
    }

    /// All that must be read again when something is stale: what stands below, and who holds what.
    pub(super) async fn spread(&self, mut stale: Stale) -> Result<Vec<Found>, Error> {
        let trees: Vec<Uuid> = stale.trees.iter().copied().collect();
        if !trees.is_empty() {
            let below = index::below(self.db(), &trees, self.now()).await?;
            stale.organisations.extend(below.organisations);
            stale.functions.extend(below.functions);
            stale.persons.extend(below.persons);
        }
        let all = [
            (FoundKind::Person, stale.persons),
            (FoundKind::Organisation, stale.organisations),
            (FoundKind::Function, stale.functions),
            (FoundKind::Group, stale.groups),
        ];
        Ok(all
            .into_iter()
            .flat_map(|(kind, ids)| ids.into_iter().map(move |id| Found { kind, id }))
            .collect())
    }
}

fn person(entry: &Entry, held: &[FunctionRow]) -> find::Entry {
    let seen = |field| seen(entry.row.visibility.get(&field).copied().unwrap_or_default());
    let to = |field, values: Vec<String>| -> Vec<(String, Seen)> {
        seen(field).map_or_else(Vec::new, |seen| values.into_iter().map(|value| (value, seen)).collect())
    };
    let numbers = entry.row.telephones.iter().map(|telephone| telephone.number.clone()).collect();
    let names: Vec<String> = entry.record.name.iter().chain(entry.row.usage_name.iter()).cloned().collect();
    find::Entry {
        names: if names.is_empty() { vec![entry.name()] } else { names },
        title: entry.title(),
        functions: held.iter().map(|function| function.title.clone()).collect(),
        skills: to(Field::Skills, entry.row.skills.clone()),
        acronyms: entry.path.iter().filter_map(|name| name.acronym.clone()).collect(),
        telephones: to(Field::Telephones, numbers),
        // Found by every agent or by nobody: the index knows no narrower address.
        addresses: match seen(Field::Addresses) {
            Some(Seen::Everyone) => vec![entry.record.address.as_str().to_owned()],
            _ => vec![],
        },
        path: entry.path.iter().map(|name| name.id().uuid()).collect(),
        weight: u8::from(held.iter().any(|function| function.heads)),
        ..blank(entry.id().uuid(), Kind::Person)
    }
}

/// `None`: nobody may find by it.
fn seen(audience: Audience) -> Option<Seen> {
    match audience {
        Audience::Everyone => Some(Seen::Everyone),
        Audience::Ministry => Some(Seen::Ministry),
        Audience::Unit => Some(Seen::Unit),
        Audience::Nobody => None,
    }
}

fn of_path(path: &[Uuid], acronyms: &HashMap<Uuid, String>) -> Vec<String> {
    path.iter().filter_map(|id| acronyms.get(id).cloned()).collect()
}

fn blank(id: Uuid, kind: Kind) -> find::Entry {
    find::Entry {
        id,
        kind,
        names: vec![],
        title: None,
        functions: vec![],
        skills: vec![],
        acronyms: vec![],
        telephones: vec![],
        addresses: vec![],
        path: vec![],
        weight: 0,
    }
}
