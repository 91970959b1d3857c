#![doc = include_str!("../README.md")]

mod database;
mod smtp;

pub use database::*;
pub use smtp::{ReceivedMail, SmtpServer};
