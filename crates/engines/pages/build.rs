//! Embeds the web app anew when it was built anew, and lets the crate compile when it was not built at all.

fn main() {
    println!("cargo:rerun-if-changed=../../../web/dist");
}
