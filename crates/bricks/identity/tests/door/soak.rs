//! A flood at the door: wrong passwords from everywhere, two hundred people who come at the same moment, and meanwhile those
//! who sign in and those who work. Two thousand wrong ones by default; `SACADOS_SOAK_SIGN_INS=100000` asks for more. How
//! long the others waited is printed (`cargo test -p identity soak -- --nocapture`).

use std::{
    cell::Cell,
    env,
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use futures::{
    StreamExt,
    future::{join, join4},
    stream,
};
use identity::Settings;
use tokio::sync::oneshot;

use crate::{
    Browser, House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const HUGO: &str = "hugo@culture.exemple.fr";
const HOUSEHOLDS: u32 = 40;
/// Requests under way at the same time.
const AT_ONCE: usize = 1000;
/// Likewise, where hashing is to be what one waits for, and not the eight connections of a test.
const HASHED_AT_ONCE: usize = 200;
/// Those who come with the right password, all at the same moment, ten from each household.
const MORNING: u32 = 200;
/// Rounds of the honest, however quick the flood is.
const ROUNDS: usize = 20;

/// How long those who are looked at waited.
struct Waits(&'static str, Vec<Duration>);

impl Waits {
    async fn time<T>(&mut self, asked: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let answer = asked.await;
        self.1.push(begun.elapsed());
        answer
    }

    /// What ninety-nine of a hundred waited at most, and half of them.
    fn print(mut self) {
        self.1.sort_unstable();
        let at = |percent: usize| self.1[(self.1.len() * percent / 100).min(self.1.len() - 1)];
        println!("{}: {} times, p50 {:?}, p99 {:?}", self.0, self.1.len(), at(50), at(99));
    }
}

#[tokio::test]
async fn a_flood_at_the_door_shuts_nobody_out_and_stops_nobodys_work() {
    let most: u32 = env::var("SACADOS_SOAK_SIGN_INS").map_or(2000, |most| most.parse().unwrap());
    // A hash that takes milliseconds, so that a queue forms; how often a household may ask is not what is tested here.
    let settings = Settings { hash_memory_kib: 1024, sign_ins_per_minute: 1_000_000, ..settings() };
    let house = House::wide(settings).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house.agent(HUGO, "Hugo Petit").await;
    for n in 0..MORNING {
        house.agent(&of_the_morning(n), "Camille Roux").await;
    }
    let mut at_work = house.signed_in(HELENE).await;
    at_work.watched = false;
    let answered = Cell::new(0);
    let under_way = || answered.get() < most;

    let flood = stream::iter(0..most)
        .map(|n| {
            let (house, answered) = (&house, &answered);
            async move {
                // Everybody's address and nobody's: what is refused before it is hashed costs nothing.
                let address = if n % 2 == 0 { HUGO.to_owned() } else { format!("a{n}@culture.exemple.fr") };
                let mut stranger = from_household(house, 0xC633_6400, n % HOUSEHOLDS);
                let answer = stranger.sign_in(&address, "un autre mot de passe").await;
                let status = answer.status.as_u16();
                assert!(matches!(status, 401 | 429 | 503), "{status} {}", answer.body);
                answered.set(answered.get() + 1);
            }
        })
        .buffer_unordered(AT_ONCE)
        .for_each(async |()| {});
    let morning = async {
        let mut waits = Waits("of 200 at once, right", vec![]);
        let mut coming = stream::iter(0..MORNING)
            .map(|n| {
                let mut browser = from_household(&house, 0xCB00_7100, n / 10);
                async move {
                    let begun = Instant::now();
                    let answer = browser.sign_in(&of_the_morning(n), PASSWORD).await;
                    (answer, begun.elapsed())
                }
            })
            .buffer_unordered(MORNING as usize);
        while let Some((answer, wait)) = coming.next().await {
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
            waits.1.push(wait);
        }
        waits
    };
    let honest = async {
        let mut waits = Waits("who signs in", vec![]);
        while under_way() || waits.1.len() < ROUNDS {
            let mut browser = house.browser();
            browser.watched = false;
            let answer = waits.time(browser.sign_in(HELENE, PASSWORD)).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
            assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        }
        waits
    };
    let others = async {
        let mut waits = Waits("who works", vec![]);
        while under_way() || waits.1.len() < ROUNDS {
            for path in ["/api/transfer/limits", "/sessions", "/me"] {
                let answer = waits.time(at_work.get(path)).await;
                assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.body);
            }
        }
        waits
    };
    let ((), morning, honest, others) = join4(flood, morning, honest, others).await;

    assert_eq!(answered.get(), most);
    for waits in [morning, honest, others] {
        waits.print();
    }
    house.note_facts().await;
}

#[tokio::test]
async fn who_is_right_waits_for_one_turn_of_each_and_not_for_the_whole_flood() {
    // Much slower than the database, so that the queue is where one waits.
    let settings = Settings { hash_memory_kib: 16 * 1024, sign_ins_per_minute: 1_000_000, ..settings() };
    let house = House::open_with(settings).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    let answered = Cell::new(0);
    let (done, over) = oneshot::channel::<()>();
    // As high as ever for as long as anybody honest comes.
    let flood = stream::iter(0..)
        .take_until(over)
        .map(|n: u32| {
            let (house, answered) = (&house, &answered);
            async move {
                let mut stranger = from_household(house, 0xC633_6400, n % HOUSEHOLDS);
                stranger.sign_in(&format!("a{n}@culture.exemple.fr"), "un autre mot de passe").await;
                answered.set(answered.get() + 1);
            }
        })
        .buffer_unordered(HASHED_AT_ONCE)
        .for_each(async |()| {});
    let honest = async {
        while answered.get() < HASHED_AT_ONCE {
            tokio::task::yield_now().await;
        }
        let mut before = vec![];
        for _ in 0..5 {
            let mut browser = house.browser();
            browser.watched = false;
            let then = answered.get();
            assert_eq!(browser.sign_in(HELENE, PASSWORD).await.status, StatusCode::CREATED);
            before.push(answered.get() - then);
        }
        drop(done);
        before
    };
    let ((), before) = join(flood, honest).await;
    // One behind the other it would be two hundred each time; taking turns it is one of each of the forty households, and
    // those who were at work or on their way out.
    assert!(
        before.iter().all(|before| *before < HASHED_AT_ONCE / 2),
        "{before:?} of the flood were served before"
    );
    println!("of the flood, before each of the honest: {before:?}");
    house.note_facts().await;
}

fn of_the_morning(n: u32) -> String {
    format!("matin{n}@culture.exemple.fr")
}

/// A browser of one household of a network, whose facts are not looked at: of two at the same time nobody could say which told.
fn from_household(house: &House, network: u32, n: u32) -> Browser<'_> {
    let mut browser = house.stranger(&IpAddr::V4(Ipv4Addr::from(network + n)).to_string());
    browser.watched = false;
    browser
}
