//! Grants on a real database.

use access::{Access, Role};
use kernel::{
    Actor, PersonId, ScopeId,
    ports::{Level, Permissions},
};
use store::Store;

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
