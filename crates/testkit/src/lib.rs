//! What tests of every room share. A dev-dependency only.

mod database;
mod smtp;

pub use database::*;
pub use smtp::{ReceivedMail, SmtpServer};
