//! The live feed: what happened, to those who may know, as it happens (server-sent events, HTML §9.2).

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::Stream;
use kernel::{PersonId, Problem, ScopeId, Thing, ports::Permissions};
use serde::Serialize;
use store::{NodeListener, Told};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;

use crate::{Caller, Doorkeeper};

/// What a browser learns of a fact: enough to ask again for what it shows, nothing more.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub(crate) struct LiveFact {
    pub number: i64,
    pub action: String,
    pub thing: Option<Thing>,
    #[serde(skip)]
    scope: Option<ScopeId>,
}

/// Hears each fact and passes it to the browsers of this node whose person may read its scope.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Inner>,
}

struct Inner {
    permissions: Arc<dyn Permissions>,
    doorkeeper: Arc<dyn Doorkeeper>,
    facts: broadcast::Sender<Arc<LiveFact>>,
    /// The last facts, for a browser that comes back with a `Last-Event-ID`.
    recent: Mutex<VecDeque<Arc<LiveFact>>>,
    stop: CancellationToken,
}

const REMEMBERED: usize = 512;

impl Live {
    pub fn new(
        permissions: Arc<dyn Permissions>,
        doorkeeper: Arc<dyn Doorkeeper>,
        stop: CancellationToken,
    ) -> Self {
        let (facts, _) = broadcast::channel(REMEMBERED);
        Self { inner: Arc::new(Inner { permissions, doorkeeper, facts, recent: Mutex::default(), stop }) }
    }

    fn since(&self, number: i64) -> Vec<Arc<LiveFact>> {
        let recent = self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().filter(|fact| fact.number > number).cloned().collect()
    }

    async fn may_know(&self, person: PersonId, fact: &LiveFact) -> Result<bool, Problem> {
        let Some(scope) = fact.scope else { return Ok(false) };
        Ok(!self.inner.permissions.readable(person, &[scope]).await?.is_empty())
    }
}

#[async_trait]
impl NodeListener for Live {
    fn name(&self) -> &'static str {
        "web.live"
    }

    async fn hear(&self, told: &[Told]) -> Result<(), Problem> {
        for Told { number, fact, .. } in told {
            let thing = fact.card.as_ref().map(|card| card.thing.clone());
            let fact =
                Arc::new(LiveFact { number: *number, action: fact.action.clone(), thing, scope: fact.scope });
            let mut recent = self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner);
            if recent.len() == REMEMBERED {
                recent.pop_front();
            }
            recent.push_back(Arc::clone(&fact));
            drop(recent);
            // An error means that no browser is listening, which is no trouble.
            let _ = self.inner.facts.send(fact);
        }
        Ok(())
    }
}

/// Follows the house: `hello`, then a `fact` for each thing that the caller may read; `stale` when some were missed
/// and the page should ask again for all it shows. Ends when the session does.
#[utoipa::path(
    get, path = "/live", tag = "house",
    responses((status = 200, description = "`text/event-stream` of LiveFact", content_type = "text/event-stream", body = LiveFact), (status = 401, body = crate::ProblemBody)),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(crate) async fn follow(
    State((live, gate)): State<(Live, crate::Gate)>,
    caller: Caller,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let last =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<i64>().ok());
    let facts = live.inner.facts.subscribe();
    let missed: VecDeque<_> = last.map(|number| live.since(number)).unwrap_or_default().into();
    let credential = crate::guard::credential(&headers, gate.cookie).map(Held::from);
    let following = Following { live, caller, credential, facts, missed, greeted: false };
    let stream = futures::stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20)))
}

impl Live {
    /// `GET /live`, for the composition root to mount under `/api`.
    pub fn routes(&self, gate: crate::Gate) -> utoipa_axum::router::OpenApiRouter {
        utoipa_axum::router::OpenApiRouter::new()
            .routes(utoipa_axum::routes!(follow))
            .with_state((self.clone(), gate))
    }
}

/// The credential of the stream, shown again as it goes on: a closed session ends its stream within a second or so.
enum Held {
    Cookie(String),
    Bearer(String),
}

impl From<crate::Credential> for Held {
    fn from(credential: crate::Credential) -> Self {
        match credential {
            crate::Credential::Cookie(secret) => Self::Cookie(secret.expose().clone()),
            crate::Credential::Bearer(secret) => Self::Bearer(secret.expose().clone()),
        }
    }
}

impl Held {
    fn show(&self) -> crate::Credential {
        match self {
            Self::Cookie(text) => crate::Credential::Cookie(kernel::Secret::new(text.clone())),
            Self::Bearer(text) => crate::Credential::Bearer(kernel::Secret::new(text.clone())),
        }
    }
}

struct Following {
    live: Live,
    caller: Caller,
    credential: Option<Held>,
    facts: broadcast::Receiver<Arc<LiveFact>>,
    missed: VecDeque<Arc<LiveFact>>,
    greeted: bool,
}

impl Following {
    /// How often the session is looked at while nothing happens.
    const LOOK_AGAIN: Duration = Duration::from_secs(1);

    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(Event::default().event("hello").data("{}"));
        }
        loop {
            let fact = match self.missed.pop_front() {
                Some(fact) => fact,
                None => tokio::select! {
                    () = self.live.inner.stop.cancelled() => return None,
                    () = tokio::time::sleep(Self::LOOK_AGAIN) => {
                        if self.still_signed_in().await { continue } else { return None }
                    }
                    heard = self.facts.recv() => match heard {
                        Ok(fact) => fact,
                        Err(broadcast::error::RecvError::Lagged(_)) => {
                            return Some(Event::default().event("stale").data("{}"));
                        }
                        Err(broadcast::error::RecvError::Closed) => return None,
                    },
                },
            };
            match self.live.may_know(self.caller.person, &fact).await {
                Ok(true) => {
                    let event = Event::default().event("fact").id(fact.number.to_string());
                    return event.json_data(&*fact).ok();
                }
                Ok(false) => {}
                Err(_) => return None,
            }
        }
    }

    async fn still_signed_in(&self) -> bool {
        let Some(credential) = &self.credential else { return true };
        matches!(self.live.inner.doorkeeper.who(credential.show()).await, Ok(Some(caller)) if caller.person == self.caller.person)
    }
}
