//! What one room needs of another now: small traits named after the need. The composition root says who answers.

use async_trait::async_trait;

use uuid::Uuid;

use crate::{EmailAddress, GroupId, Id, Language, PersonId, Problem, ScopeId};

/// The scope of the installation itself: who manages it administers the house.
pub const INSTALLATION: ScopeId = Id::from_uuid(Uuid::from_u128(0x5ac_ad05));

/// How much somebody may do on a scope. Ordered: who may manage may also read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Read = 10,
    Write = 20,
    Manage = 30,
}

/// To what part of the world a person belongs, which decides whom they may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Population {
    /// Works for a public administration.
    Agent,
    /// Works beside agents, under contract, with an address of their administration.
    Contractor,
    /// Everybody else: partners, guests, citizens.
    External,
}

impl Population {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Contractor => "contractor",
            Self::External => "external",
        }
    }
}

/// A person as others see them.
#[derive(Debug, Clone)]
pub struct Profile {
    pub person: PersonId,
    /// The usual name; an address's local part when nobody said more.
    pub name: Option<String>,
    /// Which part of that name is given, where somebody who knows has said so: « Jean Marie » of « Jean Marie Le Goff ».
    pub given_name: Option<String>,
    pub address: EmailAddress,
    pub language: Language,
    pub population: Population,
    pub organisation: Option<Employer>,
    /// What they do: « Cheffe de projet numérique ».
    pub title: Option<String>,
    /// Where in the organisation: « Sous-direction des usages ».
    pub unit: Option<String>,
    /// The number on their card, as they write it, when they show it to every agent.
    pub telephone: Option<String>,
}

/// The organisation for which somebody works.
#[derive(Debug, Clone)]
pub struct Employer {
    pub id: ScopeId,
    pub name: String,
    pub acronym: Option<String>,
    /// Its number in the State's register of establishments, fourteen digits.
    pub siret: Option<String>,
}

/// Finds people and says to which part of the world they belong.
#[async_trait]
pub trait People: Send + Sync {
    /// Profiles of persons, in no order; unknown and disabled persons are left out.
    async fn profiles(&self, persons: &[PersonId]) -> Result<Vec<Profile>, Problem>;

    /// What is known of addresses, whether or not anybody has them: one answer for each, in the same order.
    /// Reads only.
    async fn recognise(&self, addresses: &[EmailAddress]) -> Result<Vec<Recognised>, Problem>;

    /// The persons behind addresses, in the same order; a person is made for an address nobody has yet.
    async fn reach(&self, addresses: &[EmailAddress]) -> Result<Vec<PersonId>, Problem>;

    /// The proven addresses of a person.
    async fn addresses(&self, person: PersonId) -> Result<Vec<EmailAddress>, Problem>;
}

/// What an address says of whoever has it.
#[derive(Debug, Clone)]
pub struct Recognised {
    pub address: EmailAddress,
    pub person: Option<PersonId>,
    pub name: Option<String>,
    pub population: Population,
    pub organisation: Option<Employer>,
}

/// Groups and teams, to whom one writes as to a person.
#[async_trait]
pub trait Groups: Send + Sync {
    /// Those of these groups that a person may see, in no order. Somebody from outside sees none.
    async fn seen(&self, viewer: PersonId, groups: &[GroupId]) -> Result<Vec<GroupCard>, Problem>;

    /// Who is in a group now, five hundred at most, whether or not this viewer may know of them, which is said of each; nobody
    /// once it has ended. Whoever writes to a group reaches all of them and is shown some.
    async fn members(&self, viewer: PersonId, group: GroupId) -> Result<Vec<Member>, Problem>;

    /// Counts those of a group among the people whom somebody is shown in a day.
    ///
    /// # Errors
    /// When it is too many.
    async fn count_shown(&self, viewer: PersonId, group: GroupId) -> Result<(), Problem>;
}

/// A group as whoever may see it names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCard {
    pub id: GroupId,
    pub name: String,
    /// As many as everybody may count.
    pub members: u32,
}

/// Somebody in a group, and what may be shown of them to who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    /// Whether they may know that this person exists.
    pub known: bool,
    /// Whether they may read the address.
    pub address_known: bool,
}

/// Says and records what persons may do on scopes.
#[async_trait]
pub trait Permissions: Send + Sync {
    /// The strongest level a person holds on a scope.
    async fn level(&self, person: PersonId, scope: ScopeId) -> Result<Option<Level>, Problem>;

    /// Which of these scopes a person may read.
    async fn readable(&self, person: PersonId, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Problem>;

    /// Whether a person administers the installation.
    async fn administers(&self, person: PersonId) -> Result<bool, Problem>;
}

/// Says who must come in by the provider of their ministry, and how they leave it.
#[async_trait]
pub trait Gateways: Send + Sync {
    /// The provider by which whoever has these addresses, and accounts at these issuers, must come, by its name; `None` when an
    /// account of the house will do. One address, or one account, is enough for it.
    async fn mandatory(
        &self,
        addresses: &[EmailAddress],
        issuers: &[String],
    ) -> Result<Option<String>, Problem>;

    /// Of the providers of these issuers, one by which people must come and to which this address does not belong, by its name.
    async fn left_by(&self, address: &EmailAddress, issuers: &[String]) -> Result<Option<String>, Problem>;

    /// Where the browser of a session goes to be signed out of the provider that opened it; `None` when none did, or when it
    /// has no such place. `session` is the id of a session of this house. Reads only, and asks nobody outside.
    async fn way_out(&self, session: Uuid) -> Result<Option<WayOut>, Problem>;
}

/// A place of a provider where browsers sign out of it (OpenID Connect RP-Initiated Logout 1.0); it sends them back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayOut {
    /// The provider's name.
    pub name: String,
    /// By https, or on this very machine.
    pub url: String,
}
