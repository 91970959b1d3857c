//! The live feed: what happened, to those who may know, as it happens (server-sent events, HTML §9.2).

use std::{
    collections::{HashMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use axum::{
    Extension,
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::Stream;
use kernel::{Kind, PersonId, Problem, ScopeId, Thing, ports::Permissions};
use serde::Serialize;
use serde_json::json;
use store::{NodeListener, Told};
use tokio::{
    sync::broadcast,
    time::{Interval, MissedTickBehavior},
};
use tokio_util::sync::CancellationToken;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Caller, Failure, StillSignedIn};

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
    facts: broadcast::Sender<Arc<LiveFact>>,
    /// The last facts, for a browser that comes back with a `Last-Event-ID`.
    recent: Mutex<VecDeque<Arc<LiveFact>>>,
    stop: CancellationToken,
    /// How many streams each person holds.
    seats: Mutex<HashMap<PersonId, usize>>,
    /// What was found for the last facts, which every browser of a person asks: (person, scope) → may read.
    known: Mutex<Known>,
}

/// Answers about rights that are a moment old.
struct Known {
    since: Instant,
    answers: HashMap<(PersonId, ScopeId), bool>,
}

/// Facts remembered for those who come back.
const REMEMBERED: usize = 512;
/// Streams of one person: one for each browser, and some to spare.
const SEATS: usize = 20;

impl Live {
    pub fn new(permissions: Arc<dyn Permissions>, stop: CancellationToken) -> Self {
        let (facts, _) = broadcast::channel(REMEMBERED);
        let known = Mutex::new(Known { since: Instant::now(), answers: HashMap::new() });
        let (recent, seats) = (Mutex::default(), Mutex::default());
        Self { inner: Arc::new(Inner { permissions, facts, recent, stop, seats, known }) }
    }

    fn since(&self, number: i64) -> Vec<Arc<LiveFact>> {
        let recent = self.inner.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().filter(|fact| fact.number > number).cloned().collect()
    }

    /// Asked once a second at most for each person and scope, however many browsers the person has open.
    async fn may_know(&self, person: PersonId, fact: &LiveFact) -> Result<bool, Problem> {
        let Some(scope) = fact.scope else { return Ok(false) };
        if let Some(known) = self.known().answers.get(&(person, scope)) {
            return Ok(*known);
        }
        let may = !self.inner.permissions.readable(person, &[scope]).await?.is_empty();
        self.known().answers.insert((person, scope), may);
        Ok(may)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        let mut known = self.inner.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.since.elapsed() >= Following::LOOK_AGAIN {
            *known = Known { since: Instant::now(), answers: HashMap::new() };
        }
        known
    }

    fn take_seat(&self, person: PersonId) -> Result<Seat, Problem> {
        let mut seats = self.inner.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(person).or_default();
        if *taken >= SEATS {
            return Err(Problem::new(
                Kind::TooManyRequests,
                "web.too_many_streams",
                json!({ "most": SEATS }),
            ));
        }
        *taken += 1;
        Ok(Seat { live: self.clone(), person })
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
/// and the page should ask again for all it shows. Ends when the session does. 20 streams a person at most.
#[utoipa::path(
    get, path = "/live", tag = "house",
    responses(
        (status = 200, description = "`text/event-stream` of LiveFact", content_type = "text/event-stream", body = LiveFact),
        (status = 429, description = "`web.too_many_streams`", body = crate::ProblemBody),
    ),
    extensions(("x-tells" = json!("nothing: reads only"))),
)]
pub(crate) async fn follow(
    State(live): State<Live>,
    caller: Caller,
    still: Option<Extension<StillSignedIn>>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let seat = live.take_seat(caller.person)?;
    let last =
        headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<i64>().ok());
    let facts = live.inner.facts.subscribe();
    let missed: VecDeque<_> = last.map(|number| live.since(number)).unwrap_or_default().into();
    let mut look_again = tokio::time::interval(Following::LOOK_AGAIN);
    look_again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let still = still.map(|Extension(still)| still);
    let following = Following { live, caller, still, look_again, facts, missed, greeted: false, _seat: seat };
    let stream = futures::stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok(event), following))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))))
}

impl Live {
    /// `GET /live`, for the composition root to mount under `/api`.
    pub fn routes(&self) -> OpenApiRouter {
        OpenApiRouter::new().routes(routes!(follow)).with_state(self.clone())
    }
}

/// One browser that follows, until its session ends.
struct Following {
    live: Live,
    caller: Caller,
    still: Option<StillSignedIn>,
    look_again: Interval,
    facts: broadcast::Receiver<Arc<LiveFact>>,
    missed: VecDeque<Arc<LiveFact>>,
    greeted: bool,
    _seat: Seat,
}

impl Following {
    /// How often the session is looked at, whatever happens meanwhile.
    const LOOK_AGAIN: Duration = Duration::from_secs(1);

    async fn next(&mut self) -> Option<Event> {
        if !self.greeted {
            self.greeted = true;
            return Some(Event::default().event("hello").data("{}"));
        }
        loop {
            let fact = tokio::select! {
                // In this order: a session that has ended hears nothing more, however much there is to hear.
                biased;
                () = self.live.inner.stop.cancelled() => return None,
                _ = self.look_again.tick() => {
                    let ended = match &self.still {
                        Some(still) => !still.check().await,
                        None => false,
                    };
                    if ended { return None }
                    continue;
                }
                fact = next_fact(&mut self.missed, &mut self.facts) => fact,
            };
            let fact = match fact {
                Ok(fact) => fact,
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    return Some(Event::default().event("stale").data("{}"));
                }
                Err(broadcast::error::RecvError::Closed) => return None,
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
}

async fn next_fact(
    missed: &mut VecDeque<Arc<LiveFact>>,
    facts: &mut broadcast::Receiver<Arc<LiveFact>>,
) -> Result<Arc<LiveFact>, broadcast::error::RecvError> {
    match missed.pop_front() {
        Some(fact) => Ok(fact),
        None => facts.recv().await,
    }
}

/// A place among the streams of one person.
struct Seat {
    live: Live,
    person: PersonId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.live.inner.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = seats.get_mut(&self.person) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use axum::{body::Body, extract::Request};
    use http_body_util::BodyExt;
    use kernel::{Actor, Card, Fact, ports::Level};
    use time::OffsetDateTime;
    use tower::ServiceExt;

    use super::*;
    use crate::{Credential, Doorkeeper};

    struct Everyone;

    #[async_trait]
    impl Permissions for Everyone {
        async fn level(&self, _: PersonId, _: ScopeId) -> Result<Option<Level>, Problem> {
            Ok(Some(Level::Read))
        }
        async fn readable(&self, _: PersonId, scopes: &[ScopeId]) -> Result<Vec<ScopeId>, Problem> {
            Ok(scopes.to_vec())
        }
        async fn administers(&self, _: PersonId) -> Result<bool, Problem> {
            Ok(false)
        }
    }

    struct Door(AtomicBool);

    #[async_trait]
    impl Doorkeeper for Door {
        async fn who(&self, _: Credential) -> Result<Option<Caller>, Problem> {
            let caller = Caller::signed_in(PersonId::new(), OffsetDateTime::UNIX_EPOCH);
            Ok(self.0.load(Ordering::SeqCst).then_some(caller))
        }
    }

    async fn follow(live: &Live, caller: &Caller, door: &Arc<Door>) -> axum::response::Response {
        let credential = Credential::Cookie(kernel::Secret::new("x".to_owned()));
        let request = Request::get("/live")
            .extension(caller.clone())
            .extension(StillSignedIn::new(Arc::clone(door) as Arc<dyn Doorkeeper>, credential))
            .body(Body::empty())
            .unwrap();
        let (router, _) = live.routes().split_for_parts();
        router.oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn a_closed_session_hears_nothing_more_however_much_there_is_to_hear() {
        let live = Live::new(Arc::new(Everyone), CancellationToken::new());
        let door = Arc::new(Door(AtomicBool::new(true)));
        let caller = Caller::signed_in(PersonId::new(), OffsetDateTime::UNIX_EPOCH);
        let mut body = follow(&live, &caller, &door).await.into_body();
        let talk = tokio::spawn({
            let live = live.clone();
            async move {
                for number in 1.. {
                    let card = Card {
                        thing: Thing::new("t", "k", PersonId::new().uuid()),
                        title: String::new(),
                        text: String::new(),
                    };
                    let fact = Fact::new("t.k.happened", Actor::System).on(ScopeId::new()).about(card);
                    live.hear(&[Told { number, told_at: OffsetDateTime::UNIX_EPOCH, fact }]).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        });
        for _ in 0..5 {
            assert!(body.frame().await.is_some());
        }

        door.0.store(false, Ordering::SeqCst);
        let ended =
            tokio::time::timeout(Duration::from_secs(5), async { while body.frame().await.is_some() {} })
                .await;

        talk.abort();
        assert!(ended.is_ok(), "the stream goes on");
    }

    #[tokio::test]
    async fn a_person_has_so_many_streams_and_each_that_ends_makes_room() {
        let live = Live::new(Arc::new(Everyone), CancellationToken::new());
        let door = Arc::new(Door(AtomicBool::new(true)));
        let caller = Caller::signed_in(PersonId::new(), OffsetDateTime::UNIX_EPOCH);
        let mut open = vec![];
        for _ in 0..SEATS {
            open.push(follow(&live, &caller, &door).await);
        }

        assert_eq!(follow(&live, &caller, &door).await.status(), 429);
        open.pop();
        assert_eq!(follow(&live, &caller, &door).await.status(), 200);
    }
}
