//! Migrations: forward only, a history per schema, nothing newer than the program.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};
use store::SchemaError;

fn release(migrations: &[(i64, &'static str)]) -> Migrator {
    let migration = |&(version, sql): &(i64, &'static str)| {
        let sql = AssertSqlSafe(sql).into_sql_str();
        Migration::new(version, Cow::Borrowed("test"), MigrationType::Simple, sql, false)
    };
    Migrator::with_migrations(migrations.iter().map(migration).collect())
}

const FIRST: (i64, &str) = (1, "CREATE TABLE tool.things (id int)");
const SECOND: (i64, &str) = (2, "CREATE TABLE tool.words (id int)");

#[tokio::test]
async fn a_schema_is_brought_up_to_date_and_keeps_its_own_history() {
    let store = testkit::fresh(&[]).await;
    assert_eq!(store.pending("tool", release(&[FIRST])).await.unwrap(), 1);

    store.migrate("tool", release(&[FIRST])).await.unwrap();
    assert_eq!(store.pending("tool", release(&[FIRST, SECOND])).await.unwrap(), 1);
    store.migrate("tool", release(&[FIRST, SECOND])).await.unwrap();

    assert_eq!(store.pending("tool", release(&[FIRST, SECOND])).await.unwrap(), 0);
    sqlx::query("SELECT version FROM tool._migrations").fetch_all(store.pool()).await.unwrap();
    assert_eq!(store.pending_foundations().await.unwrap(), 0);
}

#[tokio::test]
async fn a_schema_newer_than_the_program_is_refused() {
    let store = testkit::fresh(&[]).await;
    store.migrate("tool", release(&[FIRST, SECOND])).await.unwrap();

    let refused = store.migrate("tool", release(&[FIRST])).await.unwrap_err();

    assert!(matches!(refused, SchemaError::Newer { found: 2, known: 1, .. }));
    assert!(refused.to_string().contains("start the release that made them"));
    assert!(store.pending("tool", release(&[FIRST])).await.is_err());
}

#[tokio::test]
async fn a_migration_changed_after_the_fact_is_refused() {
    let store = testkit::fresh(&[]).await;
    store.migrate("tool", release(&[FIRST])).await.unwrap();

    let refused =
        store.migrate("tool", release(&[(1, "CREATE TABLE tool.others (id int)")])).await.unwrap_err();

    assert!(matches!(refused, SchemaError::Changed { version: 1, .. }));
}
