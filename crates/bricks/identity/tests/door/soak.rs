//! A flood of wrong passwords. Two thousand by default; `SACADOS_SOAK_SIGN_INS=100000` asks for more.

use std::{
    cell::Cell,
    env,
    net::{IpAddr, Ipv4Addr},
};

use axum::http::StatusCode;
use futures::{StreamExt, future::join, stream};
use identity::Settings;

use crate::{
    House,
    house::{PASSWORD, settings},
};

const HELENE: &str = "helene@culture.exemple.fr";
const HUGO: &str = "hugo@culture.exemple.fr";
const HOUSEHOLDS: u32 = 40;
/// Requests under way at the same time.
const AT_ONCE: usize = 1000;

#[tokio::test]
async fn wrong_passwords_from_everywhere_shut_nobody_out_and_slow_nobody_down() {
    let most: u32 = env::var("SACADOS_SOAK_SIGN_INS").map_or(2000, |most| most.parse().unwrap());
    // A hash that takes milliseconds, so that a queue forms; how often a household may ask is not what is tested here.
    let settings = Settings { hash_memory_kib: 4096, sign_ins_per_minute: 1_000_000, ..settings() };
    let house = House::wide(settings).await;
    house.agent(HELENE, "Hélène Marchetti").await;
    house.agent(HUGO, "Hugo Petit").await;
    let mut helene = house.signed_in(HELENE).await;
    helene.watched = false;
    let answered = Cell::new(0);

    let flood = stream::iter(0..most)
        .map(|n| {
            let (house, answered) = (&house, &answered);
            async move {
                let from = Ipv4Addr::from(0xC633_6400 + n % HOUSEHOLDS);
                let mut stranger = house.stranger(&IpAddr::V4(from).to_string());
                stranger.watched = false;
                // Everybody's address and nobody's: what is refused before it is hashed costs nothing.
                let address = if n % 2 == 0 { HUGO.to_owned() } else { format!("a{n}@culture.exemple.fr") };
                let answer = stranger.sign_in(&address, "un autre mot de passe").await;
                assert!(
                    matches!(answer.status.as_u16(), 401 | 429 | 503),
                    "{} {}",
                    answer.status,
                    answer.body
                );
                answered.set(answered.get() + 1);
            }
        })
        .buffer_unordered(AT_ONCE)
        .for_each(async |()| {});
    let honest = async {
        for _ in 0..5 {
            assert_eq!(helene.get("/me").await.status, StatusCode::OK);
            let mut browser = house.browser();
            browser.watched = false;
            let answer = browser.sign_in(HELENE, PASSWORD).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
            assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        }
        answered.get()
    };
    let ((), meanwhile) = join(flood, honest).await;

    assert_eq!(answered.get(), most);
    assert!(
        meanwhile < most,
        "those who are right were served before the flood was over: {meanwhile} of {most}"
    );
    house.note_facts().await;
}
