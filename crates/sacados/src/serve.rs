//! `sacados serve`: opens the database, furnishes the rooms, answers until told to stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use blobs::{Blobs, MasterKey};
use identity::SealingKey;
use kernel::{Kind, Problem, Secret};
use metrics_exporter_prometheus::PrometheusBuilder;
use store::House;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;
use transfer::Links;
use utoipa::openapi::OpenApi;
use web::{Doors, Failure, Gate, Live, RateLimit, Server};

use crate::{
    Failed, admin,
    database::{self, Opened},
    desk::Desk,
    openapi,
    plan::{self, Furniture, Means},
    sample, secrets, sentences,
    settings::Settings,
};

/// Serves until SIGINT or SIGTERM.
pub(crate) async fn serve(settings: Settings, sample: bool) -> Result<(), Failed> {
    let complaints = settings.complaints();
    if !complaints.is_empty() {
        return Err(Failed::new(complaints.join("\n")));
    }
    if sample {
        sample::refuse_to_be_seen(&settings)?;
    }
    // Bound first, so that a busy port is said at once and not after a minute of preparation.
    let listener = listen(settings.house.listen).await?;
    let opened = database::open(&settings).await?;
    let result = serve_from(&settings, sample, listener, &opened).await;
    opened.close().await;
    result
}

async fn serve_from(
    settings: &Settings,
    sample: bool,
    listener: TcpListener,
    opened: &Opened,
) -> Result<(), Failed> {
    let store = &opened.store;
    prepare(opened, sample).await?;
    let furniture = furnish(settings, opened, sample)?;
    furniture.directory.open_index(&settings.house.data.join("find").join(&settings.house.node))?;
    let stop = CancellationToken::new();
    let address = listener.local_addr().map_err(Failed::because)?;

    let (api, live) = open_doors(&furniture, settings, sample, &stop);
    let router = protect(api.clone().merge(pages::routes()), settings, sample);
    let house = staff(&furniture, settings, live);
    let house = tokio::spawn(house.run(stop.clone()));
    let keeper = opened.keep(&stop);
    let admin = tokio::spawn(watch(settings.clone(), store.clone(), stop.clone()).await?);
    if sample {
        sample::furnish(&furniture, &api).await?;
    }
    let server = tokio::spawn(Server::new(listener, router, settings.server.clone()).run(stop.clone()));
    tracing::info!(%address, sample, "serving");
    println!("Sacados: {}", settings.origin());

    wait_for_the_end().await?;
    tracing::info!("stopping: requests under way may finish");
    stop.cancel();
    for task in [server, house, admin, keeper] {
        if let Err(error) = task.await {
            tracing::error!(%error, "a part of the house ended badly");
        }
    }
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Failed> {
    TcpListener::bind(address).await.map_err(|error| Failed::new(format!("{address}: {error}")))
}

/// A private database is brought up to date here; an operator's waits for `sacados migrate`.
async fn prepare(opened: &Opened, sample: bool) -> Result<(), Failed> {
    let store = &opened.store;
    sample::refuse_the_wrong_database(store, sample).await?;
    if opened.is_private() || sample {
        database::migrate(store).await?;
    } else {
        let pending = database::pending(store).await?;
        if pending > 0 {
            return Err(Failed::new(format!("{pending} migrations wait: run `sacados migrate` first")));
        }
    }
    if sample { sample::mark(store).await } else { Ok(()) }
}

pub(crate) fn furnish(settings: &Settings, opened: &Opened, sample: bool) -> Result<Furniture, Failed> {
    let keys = settings.secret("blobs.key");
    secrets::make_folder_of(&keys)?;
    let keys = if keys.exists() { MasterKey::from_file(&keys) } else { MasterKey::create_file(&keys) };
    let reserve = settings.house.reserve_mib * 1024 * 1024;
    let folder = settings.house.data.join("blobs");
    let blobs = keys
        .and_then(|keys| Blobs::open_folder_with_reserve(folder, keys, reserve))
        .map_err(Failed::because)?;
    let links = secrets::keep(&settings.secret("links.key"))?;
    let links = Links::new(&settings.origin(), &links).map_err(Failed::because)?;
    let hub_key = secrets::keep(&settings.secret("hub.key"))?;
    let factors = secrets::keep(&settings.secret("factors.key"))?;
    let sealing_key =
        SealingKey::new(&factors).ok_or_else(|| Failed::new("factors.key is not 32 bytes long"))?;
    let seal = secrets::keep(&settings.secret("provider.key"))?;
    let means = Means { store: opened.store.clone(), blobs, links, hub_key, sealing_key, seal, sample };
    Ok(plan::furnish(settings, means)?)
}

/// The API behind its own limits, and the live feed that listens for it.
fn open_doors(
    furniture: &Furniture,
    settings: &Settings,
    sample: bool,
    stop: &CancellationToken,
) -> (Router, Live) {
    let live = Live::new(Arc::clone(&furniture.permissions), stop.clone());
    let (api, _) = openapi::api(furniture, &desk(furniture, settings, sample), live.routes());
    let patience = Duration::from_secs(settings.limits.request_seconds);
    let mut doors = api
        .layer(DefaultBodyLimit::max(settings.limits.body_kib * 1024))
        .layer(from_fn_with_state(patience, lose_patience));
    let mut any_origin = Router::new();
    for tool in &furniture.tools {
        for root in tool.roots() {
            match root.doors {
                Doors::Closed => {
                    let closed = root.routes.layer(from_fn_with_state(tool.name(), web::signed_in));
                    doors = doors.nest(root.prefix, closed);
                }
                Doors::Open => doors = doors.nest(root.prefix, root.routes),
                Doors::AnyOrigin => any_origin = any_origin.nest(root.prefix, root.routes),
            }
        }
    }
    let doors = doors
        .layer(from_fn_with_state(gate(furniture), web::identify))
        .layer(from_fn_with_state(Some(settings.origin()), web::same_site));
    // Beside the others: what reads no cookie needs no protection from other sites.
    let any_origin = any_origin
        .method_not_allowed_fallback(web::wrong_method)
        .layer(DefaultBodyLimit::max(settings.limits.body_kib * 1024))
        .layer(from_fn_with_state(patience, lose_patience))
        .layer(web::any_origin());
    // Last, for one address may be in both: what comes by GET reads the cookie, what comes by POST does not.
    (doors.merge(any_origin).method_not_allowed_fallback(web::wrong_method), live)
}

/// The API's description for these settings, without serving it.
pub(crate) fn api_of(furniture: &Furniture, settings: &Settings) -> OpenApi {
    let live = Live::new(Arc::clone(&furniture.permissions), CancellationToken::new());
    openapi::api(furniture, &desk(furniture, settings, true), live.routes()).1
}

/// Every door of the house, as the network finds it.
pub fn doors(furniture: &Furniture, settings: &Settings, sample: bool) -> Router {
    let (api, _) = open_doors(furniture, settings, sample, &CancellationToken::new());
    protect(api.merge(pages::routes()), settings, sample)
}

/// What every request passes, the outermost last.
fn protect(mut doors: Router, settings: &Settings, sample: bool) -> Router {
    let limits = &settings.limits;
    if sample {
        doors = doors.layer(from_fn_with_state(local_names(settings), web::known_host));
    }
    doors
        .layer(from_fn_with_state(RateLimit::new(limits.requests_per_second, limits.burst), web::limit_rate))
        .layer(from_fn_with_state(Arc::clone(sentences()), web::say_no))
        .layer(from_fn_with_state(settings.is_https(), web::secure_headers))
        .layer(from_fn(web::log_requests))
}

/// The names of a sample State: it lets anybody be anybody, so no other site may reach it through a visitor's browser.
fn local_names(settings: &Settings) -> Arc<[String]> {
    let port = settings.house.listen.port();
    let own = settings.origin().split_once("://").map(|(_, host)| host.to_ascii_lowercase());
    let local = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
    local.into_iter().chain(own).collect()
}

fn gate(furniture: &Furniture) -> Gate {
    Gate { doorkeeper: Arc::new(furniture.identity.clone()), cookie: furniture.identity.cookie_name() }
}

fn desk(furniture: &Furniture, settings: &Settings, sample: bool) -> Desk {
    Desk {
        name: settings.house.name.clone(),
        sample,
        tools: plan::TOOLS.to_vec(),
        store: furniture.store.clone(),
        mail: furniture.mail.clone(),
        permissions: Arc::clone(&furniture.permissions),
    }
}

/// Everybody who listens and works behind the requests.
fn staff(furniture: &Furniture, settings: &Settings, live: Live) -> House {
    let outcomes: Vec<(&'static str, Arc<dyn mail::Outcomes>)> =
        vec![("transfer.", furniture.transfer.outcomes())];
    let mut house = House::new(furniture.store.clone())
        .node(&settings.house.node)
        .node_listener(Arc::new(live))
        .worker(furniture.mail.worker_telling(outcomes));
    for tool in &furniture.tools {
        for listener in tool.listeners() {
            house = house.listener(listener);
        }
        for listener in tool.node_listeners() {
            house = house.node_listener(listener);
        }
        for worker in tool.workers() {
            house = house.worker(worker);
        }
        for routine in tool.routines() {
            house = house.routine(routine);
        }
    }
    house
}

/// The operator's listener; nothing when the settings name no address for it.
async fn watch(
    settings: Settings,
    store: store::Store,
    stop: CancellationToken,
) -> Result<impl Future<Output = ()> + Send + 'static, Failed> {
    let metrics = PrometheusBuilder::new().install_recorder().map_err(Failed::because)?;
    let listener = match settings.house.admin_listen.parse::<SocketAddr>() {
        Ok(address) => Some(listen(address).await?),
        Err(_) => None,
    };
    let upkeep = metrics.clone();
    Ok(async move {
        // Samples pile up until they are folded, whether or not anybody reads them.
        let fold = async {
            let mut every = tokio::time::interval(Duration::from_secs(5));
            loop {
                every.tick().await;
                upkeep.run_upkeep();
            }
        };
        let serve = async {
            match listener {
                Some(listener) => {
                    Server::new(listener, admin::routes(store, metrics), settings.server).run(stop).await
                }
                None => stop.cancelled().await,
            }
        };
        tokio::select! {
            () = serve => {}
            () = fold => {}
        }
    })
}

/// An answer that has not begun by then is not coming.
async fn lose_patience(State(patience): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let mut response = Failure(Problem::plain(Kind::Invalid, "web.too_slow")).into_response();
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            response
        }
    }
}

async fn wait_for_the_end() -> Result<(), Failed> {
    let mut terminate = signal(SignalKind::terminate()).map_err(Failed::because)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failed::because)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

/// Rooms without a database or bytes behind them, to describe their doors.
pub(crate) fn furnish_for_description(settings: &Settings) -> Result<Furniture, Failed> {
    let folder = std::env::temp_dir().join(format!("sacados-openapi-{}", uuid::Uuid::new_v4()));
    secrets::make_folder_of(&folder.join("key"))?;
    let keys = MasterKey::create_file(folder.join("key")).map_err(Failed::because)?;
    let blobs = Blobs::open_folder(folder.join("blobs"), keys).map_err(Failed::because)?;
    let pool = sqlx::PgPool::connect_lazy("postgres:///none").map_err(Failed::because)?;
    let store = store::Store::new(pool, Arc::new(kernel::SystemClock));
    let links = Links::new(&settings.origin(), &Secret::new(vec![0; 32])).map_err(Failed::because)?;
    let (hub_key, seal) = (Secret::new(vec![0; 32]), Secret::new(vec![0; 32]));
    let means =
        Means { store, blobs, links, hub_key, sealing_key: SealingKey::default(), seal, sample: true };
    let furniture = plan::furnish(settings, means).map_err(Failed::from);
    let _ = std::fs::remove_dir_all(folder);
    furniture
}
