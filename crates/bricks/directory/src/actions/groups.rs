//! Teams and groups: made by anybody, changed by who owns them, seen by their members, teams by every agent.

use std::collections::HashMap;

use kernel::{Actor, PersonId};
use store::Tx;
use time::{Date, Duration};
use uuid::Uuid;

use super::absences::actor;
use crate::{
    Directory, Error, facts,
    model::{
        GroupId, GroupKind, MemberRole, days,
        group::{checked_description, checked_group_name},
        privacy::Viewer,
    },
    rows::groups::{self, GroupRow},
    views::{
        PersonLine,
        groups::{GroupLine, GroupPage, Member},
        people::GroupName,
    },
};

impl From<GroupRow> for GroupLine {
    fn from(row: GroupRow) -> Self {
        Self {
            id: row.id(),
            kind: row.kind(),
            role: row.role(),
            name: row.name,
            description: row.description,
            members: row.members,
        }
    }
}

impl Directory {
    /// The groups a person is in now, whoever may know of it: for whoever decides about rights.
    ///
    /// # Errors
    /// When the database does not answer; the caller must then refuse.
    pub async fn groups_of(&self, person: PersonId) -> Result<Vec<GroupId>, Error> {
        Ok(groups::of_person(self.db(), person, self.store().clock().now()).await?)
    }

    pub(crate) async fn my_groups(&self, viewer: &Viewer) -> Result<Vec<GroupLine>, Error> {
        let ids = self.groups_of(viewer.person).await?;
        Ok(self.seen(viewer, &ids).await?.into_iter().map(GroupLine::from).collect())
    }

    /// Those of a person's groups that the viewer may know of.
    pub(crate) async fn groups_shown(
        &self,
        viewer: &Viewer,
        person: PersonId,
    ) -> Result<Vec<GroupName>, Error> {
        let ids = self.groups_of(person).await?;
        let seen = self.seen(viewer, &ids).await?;
        Ok(seen.into_iter().map(|row| GroupName { id: row.id().uuid(), name: row.name }).collect())
    }

    pub(crate) async fn groups_found(
        &self,
        viewer: &Viewer,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, (String, i64)>, Error> {
        let ids: Vec<GroupId> = ids.iter().copied().map(GroupId::from_uuid).collect();
        let seen = self.seen(viewer, &ids).await?;
        Ok(seen.into_iter().map(|row| (row.id().uuid(), (row.name, row.members))).collect())
    }

    pub(crate) async fn search_groups(&self, text: &str, limit: i64) -> Result<Vec<Uuid>, Error> {
        Ok(groups::search(self.db(), text, limit).await?)
    }

    /// In the order in which they were asked.
    async fn seen(&self, viewer: &Viewer, ids: &[GroupId]) -> Result<Vec<GroupRow>, Error> {
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let mut rows = groups::seen(self.db(), ids, viewer.person, self.store().clock().now()).await?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id()));
        Ok(rows)
    }

    pub(crate) async fn group_page(&self, viewer: &Viewer, id: GroupId) -> Result<GroupPage, Error> {
        let now = self.store().clock().now();
        let today = days::day_of(now);
        let row = self.seen(viewer, &[id]).await?.pop().ok_or(Error::NoSuchGroup)?;
        let members = groups::members(self.db(), id, now).await?;
        let persons: Vec<PersonId> = members.iter().map(|member| member.person()).collect();
        let met = self.met(viewer, &persons).await?;
        self.count_shown(viewer, met.keys().copied()).await?;
        let member = |member: &groups::MemberRow| {
            let entry = met.get(&member.person())?;
            Some(Member {
                person: PersonLine::new(viewer, entry, today),
                role: member.role(),
                until: member.until.map(|until| days::day_of(until - Duration::SECOND)),
            })
        };
        Ok(GroupPage {
            made_at: row.made_at,
            may_edit: row.role() == Some(MemberRole::Owner),
            people: members.iter().filter_map(member).collect(),
            group: row.into(),
        })
    }

    pub(crate) async fn make_group(
        &self,
        viewer: &Viewer,
        kind: GroupKind,
        name: &str,
        description: Option<&str>,
    ) -> Result<GroupId, Error> {
        let (name, description) = (checked_group_name(name)?, checked_description(description)?);
        let (id, now) = (GroupId::new(), self.store().clock().now());

        let mut tx = self.store().begin().await?;
        groups::insert(&mut tx, id, kind, &name, description.as_deref(), viewer.person, now).await?;
        groups::put_member(&mut tx, id, viewer.person, MemberRole::Owner, None, now).await?;
        store::tell(&mut tx, &facts::group_made(actor(viewer), id, kind)).await?;
        tx.commit().await?;
        Ok(id)
    }

    pub(crate) async fn change_group(
        &self,
        viewer: &Viewer,
        id: GroupId,
        name: Option<&str>,
        description: Option<&str>,
    ) -> Result<(), Error> {
        let name = name.map(checked_group_name).transpose()?;
        let given = description.is_some();
        let description = checked_description(description)?;

        let mut tx = self.store().begin().await?;
        self.hold_owned(&mut tx, viewer, id).await?;
        groups::change(&mut tx, id, name.as_deref(), given.then_some(description.as_deref())).await?;
        store::tell(&mut tx, &facts::group_changed(actor(viewer), id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a group: nobody holds anything by it any more.
    pub(crate) async fn end_group(&self, viewer: &Viewer, id: GroupId) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.hold_owned(&mut tx, viewer, id).await?;
        groups::end(&mut tx, id, self.store().clock().now()).await?;
        store::tell(&mut tx, &facts::group_ended(actor(viewer), id)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Puts somebody in a group, or changes what they are in it; `until`: the last day.
    ///
    /// # Errors
    /// [`Error::NoSuchPerson`]; [`Error::LastOwner`]; [`Error::BadDays`] for a day that is over.
    pub(crate) async fn put_member(
        &self,
        viewer: &Viewer,
        id: GroupId,
        person: PersonId,
        role: MemberRole,
        until: Option<Date>,
    ) -> Result<(), Error> {
        self.meet_one(viewer, person).await?;
        let others = self.other_owners(viewer, id, person).await?;
        let now = self.store().clock().now();
        let today = days::day_of(now);
        if until.is_some_and(|until| until < today || until.year() > today.year() + 10) {
            return Err(Error::BadDays);
        }

        let mut tx = self.store().begin().await?;
        self.hold_owned(&mut tx, viewer, id).await?;
        let stays_owner = role == MemberRole::Owner && until.is_none();
        let was_owner = groups::role(&mut tx, id, person, now).await? == Some(MemberRole::Owner);
        if was_owner && !stays_owner && !groups::is_owned_by(&mut tx, id, &others).await? {
            return Err(Error::LastOwner);
        }
        groups::put_member(&mut tx, id, person, role, until.map(days::end_of), now).await?;
        store::tell(&mut tx, &facts::member_put(actor(viewer), id, person, role)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes somebody out of a group; anybody may leave. An owner hears the same of who is in it and of who is not: they may
    /// take out by their id whom they may no longer know of.
    ///
    /// # Errors
    /// [`Error::NoSuchGroup`]; [`Error::NotOwner`]; [`Error::LastOwner`]; [`Error::NoSuchPerson`] for who leaves what they
    /// are not in.
    pub(crate) async fn remove_member(
        &self,
        viewer: &Viewer,
        id: GroupId,
        person: PersonId,
    ) -> Result<(), Error> {
        let now = self.store().clock().now();
        let leaves = person == viewer.person;
        let others = self.other_owners(viewer, id, person).await?;
        let known = leaves || self.met(viewer, &[person]).await?.contains_key(&person);

        let mut tx = self.store().begin().await?;
        if leaves {
            self.hold_seen(&mut tx, viewer, id).await?;
        } else {
            self.hold_owned(&mut tx, viewer, id).await?;
        }
        let was_owner = groups::role(&mut tx, id, person, now).await? == Some(MemberRole::Owner);
        if was_owner && known && !groups::is_owned_by(&mut tx, id, &others).await? {
            return Err(Error::LastOwner);
        }
        if groups::remove_member(&mut tx, id, person, now).await? {
            store::tell(&mut tx, &facts::member_removed(actor(viewer), id, person)).await?;
        } else if leaves {
            return Err(Error::NoSuchPerson);
        }
        tx.commit().await?;
        Ok(())
    }

    /// Those who own a group besides somebody, as far as the viewer may know of them: one who is hidden neither keeps a group
    /// owned nor is betrayed by keeping it.
    async fn other_owners(
        &self,
        viewer: &Viewer,
        id: GroupId,
        person: PersonId,
    ) -> Result<Vec<PersonId>, Error> {
        let owners = groups::owners(self.db(), id).await?;
        let met = self.met(viewer, &owners).await?;
        Ok(met.into_keys().filter(|owner| *owner != person).collect())
    }

    /// Gives the groups that nobody else owns to who has been in them the longest, and ends those that nobody else is in:
    /// their owner is being forgotten.
    pub(super) async fn hand_groups_on(&self, tx: &mut Tx, person: PersonId) -> Result<(), Error> {
        let now = self.store().clock().now();
        for (id, heir) in groups::heirs(tx, person, now).await? {
            let fact = match heir {
                Some(heir) => {
                    groups::put_member(tx, id, heir, MemberRole::Owner, None, now).await?;
                    facts::member_put(Actor::System, id, heir, MemberRole::Owner)
                }
                None => {
                    groups::end(tx, id, now).await?;
                    facts::group_ended(Actor::System, id)
                }
            };
            store::tell(tx, &fact).await?;
        }
        Ok(())
    }

    async fn hold_seen(&self, tx: &mut Tx, viewer: &Viewer, id: GroupId) -> Result<(), Error> {
        let now = self.store().clock().now();
        let seen = groups::seen(&mut **tx, &[id], viewer.person, now).await?;
        if seen.is_empty() || !groups::hold(tx, id).await? {
            return Err(Error::NoSuchGroup);
        }
        Ok(())
    }

    async fn hold_owned(&self, tx: &mut Tx, viewer: &Viewer, id: GroupId) -> Result<(), Error> {
        self.hold_seen(tx, viewer, id).await?;
        match groups::role(tx, id, viewer.person, self.store().clock().now()).await? {
            Some(MemberRole::Owner) => Ok(()),
            _ => Err(Error::NotOwner),
        }
    }
}
