//! Gives each build of the program a name, by which a page knows that it is from an older one.

use std::{env, fs, hash::{DefaultHasher, Hash, Hasher}, path::Path};

fn main() {
    let index = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../../web/dist/index.html");
    println!("cargo:rerun-if-changed={}", index.display());
    // index.html names every file of the app by its hash, so it changes whenever the app does.
    let mut hasher = DefaultHasher::new();
    fs::read(&index).unwrap_or_default().hash(&mut hasher);
    println!("cargo:rustc-env=SACADOS_BUILD={:08x}", hasher.finish() & 0xffff_ffff);
}
