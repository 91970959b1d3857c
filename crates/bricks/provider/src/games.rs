//! For the tests of parsers: samples of what applications send, turned into what nobody should send.
//!
//! Some thousand tries a test; `SACADOS_SOAK_GAMES=1000000` asks for more, `SACADOS_SEED` for the same ones again.

use kernel::Id;
use serde_json::{Value, json};
use testkit::Chance;
use time::macros::datetime;

use crate::model::{Client, NewClient, Registered};

/// What parsers have stumbled over elsewhere.
const STUMBLES: [&[u8]; 36] = [
    b"",
    b"\0",
    b"\r\n",
    b"%",
    b"%0",
    b"%00",
    b"%FF",
    b"%C3%28",
    b"+",
    b" ",
    b"&",
    b"&&",
    b"=",
    b"==",
    b";",
    b"#",
    b"?",
    b"\"",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b"[[[[[[[[",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"999999999999999999999999",
    b".",
    b"..",
    b"\xF0\x9F\x92\xA9",
    b"\xE2\x80\xAE",
];

/// One of the samples, after up to eight changes: bytes turned, cut, doubled, moved, or taken from another sample.
pub(crate) fn game(samples: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = samples[chance.place(samples.len())].clone();
    for _ in 0..=chance.place(8) {
        let at = chance.place(bytes.len() + 1);
        let end = (at + chance.place(24)).min(bytes.len());
        match chance.place(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.place(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(chance.place(256)).unwrap_or_default(),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            4 => drop(bytes.splice(at..end, STUMBLES[chance.place(STUMBLES.len())].iter().copied())),
            5 => {
                let other = &samples[chance.place(samples.len())];
                let from = chance.place(other.len() + 1);
                let to = (from + chance.place(64)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            6 => bytes.truncate(at),
            _ => {
                let run = [b'a', b'0', b'[', b'{', b' ', b'%', 0xFF][chance.place(7)];
                let length = [1, 64, 256, 5_000, 40_000][chance.place(5)];
                bytes.splice(at..at, std::iter::repeat_n(run, length));
            }
        }
    }
    bytes
}

/// Plays games with these samples.
pub(crate) fn play(samples: &[&str], mut with: impl FnMut(&[u8])) {
    let samples: Vec<Vec<u8>> = samples.iter().map(|sample| sample.as_bytes().to_vec()).collect();
    let games =
        std::env::var("SACADOS_SOAK_GAMES").ok().and_then(|games| games.parse().ok()).unwrap_or(4_000);
    let mut chance = Chance::new();
    for sample in &samples {
        with(sample);
    }
    for _ in 0..games {
        with(&game(&samples, &mut chance));
    }
}

/// Whether a JSON text has the one character that PostgreSQL keeps in no text: U+0000, which JSON writes `\u0000`.
pub(crate) fn has_nul(json: &str) -> bool {
    json.replace(r"\\", "").contains(r"\u0000")
}

/// A client as an administrator adds it, with what is said of it beyond the usual.
pub(crate) fn client(more: &Value) -> Client {
    let mut words = json!({ "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/retour"] });
    if let (Some(words), Some(more)) = (words.as_object_mut(), more.as_object()) {
        words.extend(more.clone());
    }
    let id = Id::from_uuid(uuid::Uuid::from_u128(0x5ac));
    Client {
        id,
        client_id: id.to_string(),
        is: serde_json::from_value::<NewClient>(words).expect("a client of a test reads"),
        has_secret: false,
        registered: Registered::Admin,
        created_at: datetime!(2026-11-23 09:00 UTC),
        last_used_at: None,
        secret: None,
    }
}
