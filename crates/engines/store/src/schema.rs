//! One schema and one history of migrations per crate. They only go forward.

use sqlx::migrate::{MigrateError, Migrator};

use crate::{Error, Store};

/// Why a schema cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    #[error(
        "the tables of `{schema}` are at version {found}, newer than this program, which knows {known}: \
         start the release that made them, or a later one"
    )]
    Newer { schema: &'static str, found: i64, known: i64 },
    #[error("migration {version} of `{schema}` was changed after it was applied: restore the file as it was")]
    Changed { schema: &'static str, version: i64 },
    #[error("the tables of `{schema}` could not be migrated: {cause}")]
    Failed { schema: &'static str, cause: MigrateError },
    #[error("the database does not say how far `{schema}` is migrated: {0}", schema = .1)]
    Unreadable(#[source] Error, &'static str),
}

impl Store {
    /// The house's own schema: facts, jobs, routines.
    pub async fn lay_foundations(&self) -> Result<(), SchemaError> {
        let (schema, migrator) = foundations();
        self.migrate(schema, migrator).await
    }

    /// How many migrations of the house's own schema are still to be applied.
    pub async fn pending_foundations(&self) -> Result<usize, SchemaError> {
        let (schema, migrator) = foundations();
        self.pending(schema, migrator).await
    }

    /// Brings one schema up to date; its history is kept inside the schema.
    pub async fn migrate(&self, schema: &'static str, mut migrator: Migrator) -> Result<(), SchemaError> {
        self.outstanding(schema, &migrator).await?;

        migrator.create_schema(schema);
        migrator.dangerous_set_table_name(history(schema));
        migrator.run(&self.pool).await.map_err(|cause| match cause {
            MigrateError::VersionMismatch(version) => SchemaError::Changed { schema, version },
            cause => SchemaError::Failed { schema, cause },
        })
    }

    /// How many migrations are still to be applied. Changes nothing; a schema newer than the program is an error.
    pub async fn pending(&self, schema: &'static str, migrator: Migrator) -> Result<usize, SchemaError> {
        self.outstanding(schema, &migrator).await
    }

    async fn outstanding(&self, schema: &'static str, migrator: &Migrator) -> Result<usize, SchemaError> {
        let applied = self.applied(schema).await.map_err(|cause| SchemaError::Unreadable(cause, schema))?;
        let known = migrator.iter().map(|migration| migration.version).max().unwrap_or(0);
        if let Some(&found) = applied.iter().max().filter(|found| **found > known) {
            return Err(SchemaError::Newer { schema, found, known });
        }
        Ok(migrator.iter().filter(|migration| !applied.contains(&migration.version)).count())
    }

    async fn applied(&self, schema: &'static str) -> Result<Vec<i64>, Error> {
        let table = history(schema);
        let exists: bool = sqlx::query_scalar("SELECT to_regclass($1) IS NOT NULL")
            .bind(&table)
            .fetch_one(&self.pool)
            .await?;
        if !exists {
            return Ok(Vec::new());
        }
        // The schema's name is a constant of the program.
        let sql = sqlx::AssertSqlSafe(format!("SELECT version FROM {table}"));
        sqlx::query_scalar(sql).fetch_all(&self.pool).await
    }
}

/// The house's own schema, for whoever prepares databases from a list of schemas.
pub(crate) fn foundations() -> (&'static str, Migrator) {
    ("house", sqlx::migrate!())
}

fn history(schema: &'static str) -> String {
    format!("{schema}._migrations")
}
