//! How a tool or a brick is plugged into the house.

use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use kernel::{Language, PersonId, Problem};
use sqlx::migrate::Migrator;
use store::{Listener, NodeListener, Routine, Worker};
use utoipa_axum::router::OpenApiRouter;

/// The source of a crate's sentences in one language, in Fluent.
pub type Sentence = (Language, &'static str);

/// A protocol with an address of its own, outside `/api` (tus, Matrix, WebDAV…).
pub struct Root {
    /// Where it is mounted: `/tus/transfer`.
    pub prefix: &'static str,
    pub routes: Router,
    pub doors: Doors,
    /// Every operation as (method, path below the prefix with `{}` for a part), so that a test can knock at each.
    pub operations: Vec<(&'static str, &'static str)>,
}

/// Who may knock at a protocol's doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doors {
    /// Only who has signed in.
    Closed,
    /// Anyone: the protocol has its own way of saying no. The cookie is read, and what other sites do with it is refused.
    Open,
    /// Anyone, from any page: no cookie is read, so that no page can lend somebody else's (CORS `*`, Fetch §3.2).
    AnyOrigin,
}

/// What every tool shows the house. A new tool is one line in `sacados::plan`.
#[async_trait]
pub trait Tool: Send + Sync {
    /// Its path under `/api`, its schema in the database, its section in `sacados.toml`.
    fn name(&self) -> &'static str;

    fn migrator(&self) -> Migrator;

    /// What a person who has signed in can ask. Paths are below `/api/<name>`.
    fn routes(&self) -> OpenApiRouter;

    /// What anyone may ask. Doors are closed unless they are named here.
    fn public_routes(&self) -> OpenApiRouter {
        OpenApiRouter::new()
    }

    /// The protocols it speaks outside `/api`; their doors are closed like the others.
    fn roots(&self) -> Vec<Root> {
        vec![]
    }

    /// Its sentences, `locales/{fr,en}/<name>.ftl`.
    fn sentences(&self) -> &'static [Sentence] {
        &[]
    }

    /// What it wants to hear of the others, once for the whole house; most tools only tell.
    fn listeners(&self) -> Vec<Arc<dyn Listener>> {
        vec![]
    }

    /// What each node wants to hear: caches, indexes.
    fn node_listeners(&self) -> Vec<Arc<dyn NodeListener>> {
        vec![]
    }

    /// What it does later.
    fn workers(&self) -> Vec<Arc<dyn Worker>> {
        vec![]
    }

    /// What it does every so often.
    fn routines(&self) -> Vec<Arc<dyn Routine>> {
        vec![]
    }

    /// Erases what it knows of a person who has left.
    async fn forget(&self, _person: PersonId) -> Result<(), Problem> {
        Ok(())
    }
}
