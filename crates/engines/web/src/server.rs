//! The listening socket: accepts, limits what a slow or silent client may hold, stops gracefully.

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Router, extract::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use serde::{Deserialize, Serialize};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::ClientAddress;

/// What one socket may hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    /// Connections served at once; the next ones wait in the kernel's queue.
    pub connections: usize,
    /// Connections of one household (an IPv4 address or an IPv6 /64); trusted proxies have no such limit.
    pub connections_of_one: usize,
    /// Seconds a client may take to send its request line and fields.
    pub header_seconds: u64,
    /// Seconds a client may take nothing of an answer that waits for it before its connection is closed.
    pub idle_seconds: u64,
    /// Seconds that requests under way are given to finish when the house closes.
    pub grace_seconds: u64,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            connections: 4096,
            connections_of_one: 256,
            header_seconds: 15,
            idle_seconds: 150,
            grace_seconds: 20,
            trusted_proxies: vec![],
        }
    }
}

/// A router behind a socket.
pub struct Server {
    listener: TcpListener,
    router: Router,
    settings: Arc<ServerSettings>,
}

impl Server {
    pub fn new(listener: TcpListener, router: Router, settings: ServerSettings) -> Self {
        Self { listener, router, settings: Arc::new(settings) }
    }

    /// Serves until `stop`, then lets requests under way finish for a while.
    pub async fn run(self, stop: CancellationToken) {
        let Self { listener, router, settings } = self;
        let mut http = hyper::server::conn::http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(settings.header_seconds))
            .max_headers(100)
            .pipeline_flush(false);
        let seats = Arc::new(Semaphore::new(settings.connections));
        let households = Households::default();
        let closing = GracefulShutdown::new();
        loop {
            let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { break };
            let (socket, peer) = tokio::select! {
                () = stop.cancelled() => break,
                accepted = listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of file descriptors, most often: nothing to do but wait for some to come back.
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
            };
            // Closed at once and without a word: whoever holds so many has no use for one more.
            let Some(guest) = households.let_in(peer.ip(), &settings) else { continue };
            let service = service(&router, &settings, &socket, peer);
            let mut socket = TimeoutStream::new(socket);
            socket.set_write_timeout(Some(Duration::from_secs(settings.idle_seconds)));
            let connection =
                http.serve_connection(TokioIo::new(Box::pin(socket)), TowerToHyperService::new(service));
            let watched = closing.watch(connection);
            tokio::spawn(async move {
                if let Err(error) = watched.await {
                    tracing::debug!(%error, "a connection ended early");
                }
                drop((seat, guest));
            });
        }
        drop(listener);
        let grace = Duration::from_secs(settings.grace_seconds);
        if tokio::time::timeout(grace, closing.shutdown()).await.is_err() {
            tracing::warn!(
                seconds = settings.grace_seconds,
                "some requests were still under way and were cut"
            );
        }
    }
}

/// How many connections each household holds.
#[derive(Clone, Default)]
struct Households(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection of a household.
struct Guest(Households, IpAddr);

impl Households {
    fn let_in(&self, peer: IpAddr, settings: &ServerSettings) -> Option<Guest> {
        let household = ClientAddress(peer).household();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = held.entry(household).or_default();
        if *held >= settings.connections_of_one && !settings.trusted_proxies.contains(&peer.to_canonical()) {
            return None;
        }
        *held += 1;
        Some(Guest(self.clone(), household))
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let Self(Households(held), household) = self;
        let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(household) {
            *count -= 1;
            if *count == 0 {
                held.remove(household);
            }
        }
    }
}

fn service(
    router: &Router,
    settings: &Arc<ServerSettings>,
    socket: &TcpStream,
    peer: SocketAddr,
) -> impl tower::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ use<> {
    // Small answers must not wait for the acknowledgement of the ones before.
    let _ = socket.set_nodelay(true);
    let settings = Arc::clone(settings);
    router.clone().map_request(move |mut request: Request<Incoming>| {
        let address = client(&request, peer.ip(), &settings.trusted_proxies);
        request.extensions_mut().insert(address);
        request.map(axum::body::Body::new)
    })
}

/// The last address of `X-Forwarded-For` that no trusted proxy vouches for further.
fn client<B>(request: &Request<B>, peer: IpAddr, trusted: &[IpAddr]) -> ClientAddress {
    let mut address = peer.to_canonical();
    let hops = request.headers().get_all("x-forwarded-for").iter().filter_map(|field| field.to_str().ok());
    let mut hops: Vec<&str> = hops.flat_map(|field| field.split(',')).take(32).collect();
    while trusted.contains(&address) {
        let Some(hop) = hops.pop().and_then(|hop| hop.trim().parse::<IpAddr>().ok()) else { break };
        address = hop.to_canonical();
    }
    ClientAddress(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_client_that_stops_reading_gives_its_seat_back() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let endless = Router::new().route(
            "/",
            axum::routing::get(async || {
                let page = futures::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0_u8; 1 << 16]));
                axum::body::Body::from_stream(page)
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let settings = ServerSettings { connections: 1, idle_seconds: 1, ..ServerSettings::default() };
        let stop = CancellationToken::new();
        let server = tokio::spawn(Server::new(listener, endless, settings).run(stop.clone()));
        let ask = async || {
            let mut socket = TcpStream::connect(address).await.unwrap();
            socket.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
            socket
        };

        let _silent = ask().await;
        let mut next = ask().await;
        let mut first = [0; 12];
        let served = tokio::time::timeout(Duration::from_secs(30), next.read_exact(&mut first)).await;

        assert!(served.is_ok_and(|read| read.is_ok()), "the only seat was never given back");
        assert_eq!(&first, b"HTTP/1.1 200");
        drop(next);
        stop.cancel();
        server.await.unwrap();
    }

    #[test]
    fn one_household_does_not_hold_every_seat() {
        let settings = ServerSettings {
            connections_of_one: 2,
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            ..ServerSettings::default()
        };
        let households = Households::default();
        let knock = |peer: &str| households.let_in(peer.parse().unwrap(), &settings);

        let (first, _second) = (knock("192.0.2.1").unwrap(), knock("192.0.2.1").unwrap());
        assert!(knock("192.0.2.1").is_none());
        assert!(knock("::ffff:192.0.2.1").is_none(), "the same address in other clothes");
        assert!(knock("192.0.2.2").is_some());
        drop(first);
        assert!(knock("192.0.2.1").is_some());
        let proxied: Vec<_> = (0..5).map(|_| knock("10.0.0.1")).collect();
        assert!(proxied.iter().all(Option::is_some));
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let request = Request::get("/").header("x-forwarded-for", "203.0.113.9, 10.0.0.2").body(()).unwrap();
        let [peer, inner]: [IpAddr; 2] = ["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let from = |trusted: &[IpAddr]| client(&request, peer, trusted).0.to_string();

        assert_eq!(from(&[]), "10.0.0.1");
        assert_eq!(from(&[peer]), "10.0.0.2");
        assert_eq!(from(&[peer, inner]), "203.0.113.9");
    }
}
