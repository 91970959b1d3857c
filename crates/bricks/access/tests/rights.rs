//! Grants on a real database.

#![expect(clippy::unwrap_used, reason = "a test that meets nothing has failed")]

use std::sync::Arc;

use access::{Access, Principal, Role};
use directory::{Directory, GroupId, NewOrganisation};
use identity::Identity;
use kernel::{
    Actor, FixedClock, PersonId, ScopeId,
    ports::{Level, Permissions},
};
use store::Store;
use time::{Duration, macros::datetime};

async fn house() -> (Store, Access) {
    let store = testkit::fresh(&[(access::SCHEMA, Access::migrator())]).await;
    (store.clone(), Access::new(store))
}

#[tokio::test]
async fn a_scope_without_grants_is_nobodys() {
    let (_, access) = house().await;

    assert!(!access.decide(PersonId::new(), Level::Read, ScopeId::new()).await.unwrap());
}

#[tokio::test]
async fn who_may_do_more_may_do_less_and_only_there() {
    let (store, access) = house().await;
    let (person, scope, other) = (PersonId::new(), ScopeId::new(), ScopeId::new());
    let mut tx = store.begin().await.unwrap();
    access::grant(&mut tx, scope, person, Level::Write).await.unwrap();
    tx.commit().await.unwrap();

    let may = async |level, scope| access.decide(person, level, scope).await.unwrap();
    assert!(may(Level::Read, scope).await);
    assert!(may(Level::Write, scope).await);
    assert!(!may(Level::Manage, scope).await);
    assert!(!may(Level::Read, other).await);
    assert_eq!(access.readable(person, &[other, scope]).await.unwrap(), [scope]);
    assert!(access.readable(PersonId::new(), &[other, scope]).await.unwrap().is_empty());
}

#[tokio::test]
async fn granting_less_takes_nothing_away() {
    let (store, access) = house().await;
    let (person, scope) = (PersonId::new(), ScopeId::new());
    let mut tx = store.begin().await.unwrap();
    access::grant(&mut tx, scope, person, Level::Manage).await.unwrap();
    access::grant(&mut tx, scope, person, Level::Read).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(access.level(person, scope).await.unwrap(), Some(Level::Manage));
}

#[tokio::test]
async fn a_grant_that_was_not_committed_gives_nothing() {
    let (store, access) = house().await;
    let (person, scope) = (PersonId::new(), ScopeId::new());
    let mut tx = store.begin().await.unwrap();
    access::grant(&mut tx, scope, person, Level::Manage).await.unwrap();
    drop(tx);

    assert_eq!(access.level(person, scope).await.unwrap(), None);
}

#[tokio::test]
async fn a_closed_scope_is_closed_to_all() {
    let (store, access) = house().await;
    let (owner, guest, scope) = (PersonId::new(), PersonId::new(), ScopeId::new());
    let mut tx = store.begin().await.unwrap();
    access::grant(&mut tx, scope, owner, Level::Manage).await.unwrap();
    access::grant(&mut tx, scope, guest, Level::Read).await.unwrap();
    access::close(&mut tx, scope).await.unwrap();
    tx.commit().await.unwrap();

    assert_eq!(access.level(owner, scope).await.unwrap(), None);
    assert_eq!(access.level(guest, scope).await.unwrap(), None);
}

#[tokio::test]
async fn an_administrator_is_made_and_unmade_and_both_are_told() {
    let (store, access) = house().await;
    let person = PersonId::new();

    access.grant_role(Actor::System, person, Role::Administrator).await.unwrap();
    assert!(access.administers(person).await.unwrap());
    assert!(!access.administers(PersonId::new()).await.unwrap());
    assert!(access.revoke_role(Actor::System, person, Role::Administrator).await.unwrap());
    assert!(!access.administers(person).await.unwrap());
    assert!(!access.revoke_role(Actor::System, person, Role::Administrator).await.unwrap());

    let told: Vec<String> = sqlx::query_scalar("SELECT body->>'action' FROM house.facts ORDER BY id")
        .fetch_all(store.pool())
        .await
        .unwrap();
    assert_eq!(told, ["access.role.granted", "access.role.revoked"]);
}

/// A house with a directory: an organisation with another below it, and a group.
struct State {
    store: Store,
    access: Access,
    directory: Directory,
    clock: Arc<FixedClock>,
    ministry: ScopeId,
    bureau: ScopeId,
    group: GroupId,
}

async fn state() -> State {
    let clock = Arc::new(FixedClock::new(datetime!(2026-11-26 09:00 UTC)));
    let schemas = [
        (mail::SCHEMA, mail::migrator()),
        (identity::SCHEMA, Identity::migrator()),
        (directory::SCHEMA, Directory::migrator()),
        (access::SCHEMA, Access::migrator()),
    ];
    let store = testkit::fresh_at(&schemas, clock.clone()).await;
    let mut templates = mail::Templates::new();
    identity::templates(&mut templates);
    let brand = mail::Brand { name: "Sacados".into(), public_url: "https://sac.exemple.fr".into() };
    let mail = mail::Mail::new(store.clone(), mail::Settings::default(), brand, templates).unwrap();
    let identity = Identity::new(store.clone(), mail, identity::Settings::default());
    let directory = Directory::new(store.clone(), identity);
    let access = Access::new(store.clone()).knowing(directory.clone());
    let open = async |parent: Option<ScopeId>, kind: &str| {
        let new =
            NewOrganisation { parent, name: kind.into(), acronym: None, kind: kind.into(), domains: vec![] };
        directory.add_organisation(Actor::System, new).await.unwrap()
    };
    let ministry = open(None, "ministry").await;
    let bureau = open(Some(ministry), "bureau").await;
    let group = GroupId::new();
    sqlx::query(
        "INSERT INTO directory.groups (id, kind, name, made_by, made_at) VALUES ($1, 'team', 'Équipe', $1, $2)",
    )
    .bind(group.uuid())
    .bind(store.clock().now())
    .execute(store.pool())
    .await
    .unwrap();
    State { store, access, directory, clock, ministry, bureau, group }
}

impl State {
    async fn join(&self, person: PersonId, days: Option<i64>) {
        let now = self.store.clock().now();
        sqlx::query(
            "INSERT INTO directory.memberships (group_id, person, role, since, until) VALUES ($1, $2, 'member', $3, $4)",
        )
        .bind(self.group.uuid())
        .bind(person.uuid())
        .bind(now)
        .bind(days.map(|days| now + Duration::days(days)))
        .execute(self.store.pool())
        .await
        .unwrap();
    }

    async fn grant_to(&self, scope: ScopeId, principal: Principal, level: Level) {
        let mut tx = self.store.begin().await.unwrap();
        access::grant_to(&mut tx, scope, principal, level).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn what_a_group_holds_its_members_hold_while_they_are_in_it() {
    let state = state().await;
    let (member, leaving, stranger, scope) =
        (PersonId::new(), PersonId::new(), PersonId::new(), ScopeId::new());
    state.join(member, None).await;
    state.join(leaving, Some(2)).await;
    state.grant_to(scope, Principal::Group(state.group), Level::Write).await;
    state.grant_to(scope, Principal::Person(stranger), Level::Read).await;

    let level = async |person| state.access.level(person, scope).await.unwrap();
    assert_eq!(level(member).await, Some(Level::Write));
    assert_eq!(level(leaving).await, Some(Level::Write));
    assert_eq!(level(stranger).await, Some(Level::Read));
    assert!(state.access.decide(member, Level::Write, scope).await.unwrap());
    assert!(!state.access.decide(member, Level::Manage, scope).await.unwrap());
    assert_eq!(state.access.readable(member, &[ScopeId::new(), scope]).await.unwrap(), [scope]);

    state.grant_to(scope, Principal::Person(member), Level::Manage).await;
    assert_eq!(level(member).await, Some(Level::Manage), "the strongest of both");
    state.clock.advance(Duration::days(3));
    assert_eq!(level(leaving).await, None, "whose membership has ended");
    assert!(state.access.readable(leaving, &[scope]).await.unwrap().is_empty());

    let mut tx = state.store.begin().await.unwrap();
    assert!(access::revoke_from(&mut tx, scope, Principal::Group(state.group)).await.unwrap());
    assert!(!access::revoke_from(&mut tx, scope, Principal::Group(state.group)).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(level(member).await, Some(Level::Manage), "what they hold themselves stays");
}

#[tokio::test]
async fn a_closed_scope_is_closed_to_groups_and_an_ended_group_holds_nothing() {
    let state = state().await;
    let (member, one, two) = (PersonId::new(), ScopeId::new(), ScopeId::new());
    state.join(member, None).await;
    state.grant_to(one, Principal::Group(state.group), Level::Read).await;
    state.grant_to(two, Principal::Group(state.group), Level::Read).await;

    let mut tx = state.store.begin().await.unwrap();
    access::close(&mut tx, one).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state.access.readable(member, &[one, two]).await.unwrap(), [two]);

    sqlx::query("UPDATE directory.groups SET ended_at = now()").execute(state.store.pool()).await.unwrap();
    assert!(state.access.readable(member, &[one, two]).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_keeps_an_organisation_manages_it_and_all_below_it() {
    let state = state().await;
    let (keeper, below, administrator) = (PersonId::new(), PersonId::new(), PersonId::new());
    state.directory.appoint(Actor::System, state.ministry, keeper).await.unwrap();
    state.directory.appoint(Actor::System, state.bureau, below).await.unwrap();
    state.access.grant_role(Actor::System, administrator, Role::Administrator).await.unwrap();

    let level = async |person, scope| state.access.level(person, scope).await.unwrap();
    let both = [state.ministry, state.bureau];
    for scope in both {
        assert_eq!(level(keeper, scope).await, Some(Level::Manage));
        assert_eq!(level(administrator, scope).await, Some(Level::Manage));
        assert_eq!(level(PersonId::new(), scope).await, None);
    }
    assert_eq!(level(below, state.bureau).await, Some(Level::Manage));
    assert_eq!(level(below, state.ministry).await, None, "never upwards");
    let elsewhere = ScopeId::new();
    assert_eq!(level(keeper, elsewhere).await, None, "a scope that is no organisation");
    assert_eq!(level(administrator, elsewhere).await, None, "administrators hold nothing on people's things");
    let mut readable =
        state.access.readable(keeper, &[elsewhere, state.ministry, state.bureau]).await.unwrap();
    readable.sort_unstable();
    let mut expected = both;
    expected.sort_unstable();
    assert_eq!(readable, expected);
    assert_eq!(state.access.readable(below, &both).await.unwrap(), [state.bureau]);
}
