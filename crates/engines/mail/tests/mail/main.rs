//! Letters, from a change in the database to a real SMTP server.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod form;
mod furniture;
mod keeping;
mod leaving;
