//! What is typed, and who is found.

mod folder;
mod full;
mod kill;
mod limits;
mod names;
mod ranking;
mod seen;
mod stand;
