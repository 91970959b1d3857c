//! Through the door: HTTP in, HTTP out, a real database and real bytes each time.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod boxes;
mod door;
mod doors;
mod drafts;
mod ends;
mod house;
mod impostors;
mod interruptions;
mod names;
mod outside;
mod people;
mod quotas;
mod receiving;
mod sending;
mod sent;
mod uploads;
mod words;
