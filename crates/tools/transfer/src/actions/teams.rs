//! Parcels for teams: whoever is in one receives it, while they are.

use std::collections::HashSet;

use kernel::{
    Actor, GroupId, Id, PersonId,
    ports::{Level, Member, Permissions as _, Profile},
};

use crate::{
    Error, Transfer, facts,
    model::{self, Parcel, ParcelId, Recipient, Team},
    rows::{self, Event},
};

/// Teams of one parcel.
const MOST_TEAMS: usize = 10;

/// With what a parcel would leave, asked before a transaction is begun: one that waits for a second connection could wait for
/// others that do the same.
pub(crate) struct Departure {
    /// In whose name; none when they are disabled, or may see one of its teams no more.
    pub(crate) sender: Option<Profile>,
    /// Who is in its teams.
    pub(crate) members: Vec<Recipient>,
}

impl Transfer {
    /// The teams of a draft, one of each, by their names of today.
    pub(crate) async fn teams_for(&self, sender: &Profile, ids: &[GroupId]) -> Result<Vec<Team>, Error> {
        if ids.len() > MOST_TEAMS {
            return Err(Error::TooManyTeams { most: MOST_TEAMS });
        }
        let seen = self.groups.seen(sender.person, ids).await?;
        let mut teams: Vec<Team> = Vec::with_capacity(ids.len());
        for id in ids {
            let card = seen.iter().find(|card| card.id == *id).ok_or(Error::NoSuchTeam)?;
            if !teams.iter().any(|team| team.id == *id) {
                teams.push(Team { id: *id, name: card.name.clone() });
            }
        }
        Ok(teams)
    }

    /// The teams of a draft and who is in them, when it is given to send.
    ///
    /// # Errors
    /// [`Error::TeamGone`] when one has ended, or is one that the sender may see no more; when the sender was shown too many people today.
    pub(crate) async fn members_to_reach(
        &self,
        sender: &Profile,
        teams: &[Team],
    ) -> Result<Vec<Recipient>, Error> {
        let seen = self.seen(sender.person, teams).await?;
        if let Some(gone) = teams.iter().find(|team| !seen.contains(&team.id)) {
            return Err(Error::TeamGone { name: gone.name.clone() });
        }
        for id in seen {
            self.groups.count_shown(sender.person, id).await?;
        }
        self.members(sender.person, teams).await
    }

    pub(crate) async fn departure(&self, id: ParcelId) -> Result<Departure, Error> {
        let parcel = rows::find_parcel(self.store.pool(), id).await?.ok_or(Error::NoSuchParcel)?;
        let teams = rows::teams(self.store.pool(), id).await?;
        // Nothing leaves for a group that the sender was taken out of meanwhile.
        let seen = self.seen(parcel.sender, &teams).await?;
        let sender = if teams.iter().all(|team| seen.contains(&team.id)) {
            self.people.profiles(&[parcel.sender]).await?.pop()
        } else {
            None
        };
        Ok(Departure { sender, members: self.members(parcel.sender, &teams).await? })
    }

    /// Those of these teams that a person may see.
    async fn seen(&self, person: PersonId, teams: &[Team]) -> Result<Vec<GroupId>, Error> {
        if teams.is_empty() {
            return Ok(vec![]);
        }
        let ids: Vec<GroupId> = teams.iter().map(|team| team.id).collect();
        Ok(self.groups.seen(person, &ids).await?.into_iter().map(|card| card.id).collect())
    }

    /// Who is in these teams now, each once; the sender writes to others. Whoever may see a team no more does not learn who comes in.
    async fn members(&self, sender: PersonId, teams: &[Team]) -> Result<Vec<Recipient>, Error> {
        let seen = self.seen(sender, teams).await?;
        let mut met: Vec<(GroupId, Member)> = vec![];
        for team in teams {
            let is_seen = seen.contains(&team.id);
            for member in self.groups.members(sender, team.id).await? {
                let known = member.known && is_seen;
                let member = Member { known, address_known: member.address_known && known, ..member };
                if member.person != sender && !met.iter().any(|(_, other)| other.person == member.person) {
                    met.push((team.id, member));
                }
            }
        }
        if met.is_empty() {
            return Ok(vec![]);
        }
        let persons: Vec<PersonId> = met.iter().map(|(_, member)| member.person).collect();
        let profiles = self.people.profiles(&persons).await?;
        let reached = met.into_iter().filter_map(|(team, member)| {
            let profile = profiles.iter().find(|profile| profile.person == member.person)?;
            Some(recipient(profile, team, member))
        });
        Ok(reached.collect())
    }

    /// Who is in the teams of a parcel now.
    pub(crate) async fn present(&self, parcel: &Parcel, teams: &[Team]) -> Result<HashSet<PersonId>, Error> {
        let mut present = HashSet::new();
        for team in teams {
            let members = self.groups.members(parcel.sender, team.id).await?;
            present.extend(members.into_iter().map(|member| member.person));
        }
        Ok(present)
    }

    /// Who is a recipient of a parcel still, by name or by one of its teams.
    pub(crate) async fn still_there(
        &self,
        parcel: &Parcel,
    ) -> Result<impl Fn(&Recipient) -> bool + use<>, Error> {
        let teams = rows::teams(self.store.pool(), parcel.id).await?;
        let present = self.present(parcel, &teams).await?;
        Ok(move |one: &Recipient| {
            one.team.is_none() || one.person.is_some_and(|person| present.contains(&person))
        })
    }

    /// The parcels that somebody received by a team and reads no more, since they are in it no longer.
    pub(crate) async fn lost_to(&self, person: PersonId) -> Result<Vec<ParcelId>, Error> {
        let by_team = rows::parcels_by_team(self.store.pool(), person).await?;
        if by_team.is_empty() {
            return Ok(vec![]);
        }
        let scopes: Vec<_> = by_team.iter().map(|(_, scope)| *scope).collect();
        let readable: HashSet<_> = self.access.readable(person, &scopes).await?.into_iter().collect();
        Ok(by_team
            .into_iter()
            .filter(|(_, scope)| !readable.contains(scope))
            .map(|(parcel, _)| parcel)
            .collect())
    }

    /// Whether a recipient may read: by name they always may, by a team as long as they are in it.
    pub(crate) async fn may_read(&self, parcel: &Parcel, recipient: &Recipient) -> Result<bool, Error> {
        match (recipient.team, recipient.person) {
            (None, _) => Ok(true),
            (Some(_), Some(person)) => Ok(self.access.decide(person, Level::Read, parcel.scope).await?),
            (Some(_), None) => Ok(false),
        }
    }

    /// Writes to those who came into the teams of a sent parcel since it left.
    pub(crate) async fn gather(&self, id: ParcelId) -> Result<(), Error> {
        let pool = self.store.pool();
        let Some(parcel) = rows::find_parcel(pool, id).await? else { return Ok(()) };
        let teams = rows::teams(pool, id).await?;
        let Some(sender) = self.people.profiles(&[parcel.sender]).await?.pop() else { return Ok(()) };
        let members = self.members(parcel.sender, &teams).await?;

        let mut tx = self.store.begin().await?;
        let Some(parcel) = rows::lock_parcel(&mut tx, id).await? else { return Ok(()) };
        let now = self.now();
        if !parcel.is_live(now) {
            return Ok(());
        }
        let listed = rows::recipients(&mut *tx, id).await?;
        let new: Vec<Recipient> =
            members.into_iter().filter(|one| !listed.iter().any(|old| old.is_also(one))).collect();
        if new.is_empty() {
            return Ok(());
        }
        if let Err(full) = self.count_recipients(&sender, listed.len() + new.len()) {
            tracing::warn!(parcel = %id, %full, "newcomers to the teams of parcel {id} are not written to");
            return Ok(());
        }
        let files = rows::files(&mut *tx, id).await?;

        rows::insert_recipients(&mut tx, id, &new).await?;
        self.write_to(&mut tx, &parcel, &files, &new, &teams).await?;
        for recipient in &new {
            rows::note_event(&mut tx, id, now, Event::RecipientAdded(recipient.id)).await?;
            store::tell(&mut tx, &facts::recipient_added(&parcel, recipient, Actor::System)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

fn recipient(profile: &Profile, team: GroupId, member: Member) -> Recipient {
    let employer = profile.organisation.as_ref();
    Recipient {
        id: Id::new(),
        address: profile.address.clone(),
        person: Some(profile.person),
        agent: model::is_agent(profile.population),
        // As the directory calls who said no name.
        name: Some(profile.name.clone().unwrap_or_else(|| profile.address.local_part().to_owned())),
        organisation: employer.map(|one| one.acronym.clone().unwrap_or_else(|| one.name.clone())),
        language: profile.language,
        mail: "waiting".to_owned(),
        opened_at: None,
        reminded_on: None,
        team: Some(team),
        hidden: !member.known,
        address_hidden: !member.address_known,
    }
}
