#![doc = include_str!("../README.md")]

mod chance;
mod database;
mod smtp;

pub use chance::Chance;
pub use database::*;
pub use smtp::{ReceivedMail, SmtpServer};
