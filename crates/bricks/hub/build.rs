//! A migration that is added must be seen by the compiler, which only watches those it has read.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
