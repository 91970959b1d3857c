//! What people decided: created, shared, joined, granted, removed. Tools tell facts; search,
//! notifications and the audit trail listen, and no tool knows who does. What flows at a high
//! rate (messages, keystrokes, receipts) is a stream of its own tool, not a fact.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{Actor, ScopeId};

/// One thing that happened, told in the past tense: `transfer.parcel.sent`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fact {
    pub action: String,
    pub actor: Actor,
    /// Those with a right on this scope may learn of it; without one, only the audit trail does.
    pub scope: Option<ScopeId>,
    /// The face of the thing it happened to; without one, the fact is audited but not searched.
    pub card: Option<Card>,
    pub details: Value,
}

impl Fact {
    pub fn new(action: &str, actor: Actor) -> Self {
        Self { action: action.to_owned(), actor, scope: None, card: None, details: Value::Null }
    }

    #[must_use]
    pub fn on(mut self, scope: ScopeId) -> Self {
        self.scope = Some(scope);
        self
    }

    #[must_use]
    pub fn about(mut self, card: Card) -> Self {
        self.card = Some(card);
        self
    }

    #[must_use]
    pub fn with(mut self, details: Value) -> Self {
        self.details = details;
        self
    }
}

/// What search results, notifications and links show of a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub thing: Thing,
    pub title: String,
    pub text: String,
}

/// Names a thing across the house; the web app knows the page on which it opens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Thing {
    pub tool: String,
    pub kind: String,
    pub id: Uuid,
}

impl Thing {
    pub fn new(tool: &str, kind: &str, id: Uuid) -> Self {
        Self { tool: tool.to_owned(), kind: kind.to_owned(), id }
    }
}
