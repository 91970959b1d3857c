//! Groups and teams, for the rooms that write to them (`kernel::ports::Groups`).

use async_trait::async_trait;
use kernel::{
    GroupId, PersonId, Problem,
    ports::{GroupCard, Groups, Member},
};

use crate::{
    Directory, Error,
    model::privacy::{Field, Viewer, may_meet, may_see},
    rows::groups,
};

#[async_trait]
impl Groups for Directory {
    async fn seen(&self, viewer: PersonId, asked: &[GroupId]) -> Result<Vec<GroupCard>, Problem> {
        let viewer = self.viewer_of(viewer).await?;
        if asked.is_empty() || !viewer.is_agent() {
            return Ok(vec![]);
        }
        let rows = groups::seen(self.db(), asked, viewer.person, self.now()).await.map_err(Error::from)?;
        let card = |row: groups::GroupRow| GroupCard {
            id: row.id(),
            members: u32::try_from(row.members).unwrap_or_default(),
            name: row.name,
        };
        Ok(rows.into_iter().map(card).collect())
    }

    async fn members(&self, viewer: PersonId, group: GroupId) -> Result<Vec<Member>, Problem> {
        let viewer = self.viewer_of(viewer).await?;
        Ok(self.members_for(&viewer, group).await?)
    }

    async fn count_shown(&self, viewer: PersonId, group: GroupId) -> Result<(), Problem> {
        let viewer = self.viewer_of(viewer).await?;
        let members = self.members_for(&viewer, group).await?;
        let shown = members.into_iter().filter(|member| member.known).map(|member| member.person);
        Ok(Self::count_shown(self, &viewer, shown).await?)
    }
}

impl Directory {
    async fn members_for(&self, viewer: &Viewer, group: GroupId) -> Result<Vec<Member>, Error> {
        let rows = groups::members(self.db(), group, self.now()).await?;
        let persons: Vec<PersonId> = rows.iter().map(groups::MemberRow::person).collect();
        let entries = self.entries(&persons).await?;
        let member = |person: PersonId| {
            let entry = entries.get(&person)?;
            let known = viewer.is_agent() && entry.is_listed() && may_meet(viewer, entry.subject());
            let address_known = known && may_see(viewer, entry.subject(), Field::Addresses);
            Some(Member { person, known, address_known })
        };
        Ok(persons.into_iter().filter_map(member).collect())
    }
}
