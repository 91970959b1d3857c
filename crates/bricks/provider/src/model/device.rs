//! What a device is called.

/// The signs of a browser, in the order in which they decide: Edge says it is Chrome, Chrome says it is Safari.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chrome"),
    ("Safari/", "Safari"),
];
/// And of a system: Android says it is Linux, a telephone of Apple's that it is like a Mac.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// What to call a device in a list: its application, and what it runs on as far as its program says so:
/// « Element (Firefox, Linux) ».
pub(crate) fn device_name(application: &str, user_agent: &str) -> String {
    let named = |signs: &[(&str, &'static str)]| {
        signs.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    let runs_on: Vec<&str> = named(&BROWSERS).into_iter().chain(named(&SYSTEMS)).collect();
    if runs_on.is_empty() {
        application.to_owned()
    } else {
        format!("{application} ({})", runs_on.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_by_its_application_and_what_it_runs_on() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
                "Element (Firefox, Linux)",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150 Safari/537.36 Edg/150",
                "Element (Edge, Windows)",
            ),
            ("Element X/26.11 (iPhone 17; iOS 26.1; Scale/3.00)", "Element (iPhone)"),
            ("Element X/26.11 (Fairphone 6; Android 16)", "Element (Android)"),
            ("matrix-rust-sdk", "Element"),
            ("", "Element"),
        ] {
            assert_eq!(device_name("Element", user_agent), name, "{user_agent}");
        }
    }
}
