//! The addresses of applications: where people are sent back to, exactly (RFC 9700 §2.1, RFC 8252).

use url::{Host, Url};

const LONGEST: usize = 1024;

/// Whether an address is this machine's own: the one place where http will do.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// An address of the web that a client may name: https, or http on this machine; without a name, a password or a fragment.
pub(crate) fn web_address(text: &str) -> Option<Url> {
    let url = plain(text)?;
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    (scheme && has_plain_host(&url)).then_some(url)
}

/// Whether the host is an address or could be a name (RFC 1034 §3.5, and `_`): a URL lets through `;` and `'`, which would
/// end the policy of a page that names it.
pub(crate) fn has_plain_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        }
        host => host.is_some(),
    }
}

fn plain(text: &str) -> Option<Url> {
    let clean = text.len() <= LONGEST
        && text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>' | b'#' | b'*'));
    let url = Url::parse(text).ok().filter(|_| clean)?;
    (url.username().is_empty() && url.password().is_none() && url.fragment().is_none()).then_some(url)
}

/// An address where a client may have people sent back: of the web, or, for a program installed on a device, a scheme of
/// its own made of a domain name backwards (RFC 8252 §7.1).
pub(crate) fn may_return_to(text: &str, native: bool) -> bool {
    if web_address(text).is_some() {
        return true;
    }
    let Some(url) = plain(text) else { return false };
    native && url.scheme().contains('.') && !url.has_host()
}

/// Whether an address is the one that was registered: to the letter, but for the port of a program on this machine
/// (RFC 8252 §7.3).
pub(crate) fn redirect_fits(registered: &str, asked: &str, native: bool) -> bool {
    if registered == asked {
        return true;
    }
    if !native || asked.len() > LONGEST {
        return false;
    }
    let (Ok(registered), Some(mut asked)) = (Url::parse(registered), plain(asked)) else { return false };
    if registered.scheme() != "http" || !is_loopback(&registered) {
        return false;
    }
    asked.set_port(registered.port()).is_ok() && asked == registered
}

/// Whether two addresses of one client belong together: the same host, or one below it.
pub(crate) fn below(host: &str, other: &str) -> bool {
    other == host || other.strip_suffix(host).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether a private scheme is a domain backwards: `fr.exemple.app:/retour` for `app.exemple.fr`, or a name below.
pub(crate) fn scheme_is_of(scheme: &str, host: &str) -> bool {
    let forwards: Vec<&str> = scheme.rsplit('.').collect();
    below(host, &forwards.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_one_registered_to_the_letter() {
        let registered = "https://app.exemple.fr/retour";
        assert!(redirect_fits(registered, registered, false));
        for game in [
            "https://app.exemple.fr/retour/",
            "https://app.exemple.fr/retour?x=1",
            "https://app.exemple.fr/Retour",
            "https://app.exemple.fr:8443/retour",
            "https://app.exemple.fr@mal.exemple/retour",
            "https://app.exemple.fr.mal.exemple/retour",
            "https://app.exemple.fr/retour/../autre",
            "https://app.exemple.fr/retour#x",
            "http://app.exemple.fr/retour",
            "//app.exemple.fr/retour",
            "javascript:alert(1)",
        ] {
            assert!(!redirect_fits(registered, game, true), "{game}");
        }
    }

    #[test]
    fn only_a_program_on_this_machine_may_change_its_port() {
        assert!(redirect_fits("http://127.0.0.1/retour", "http://127.0.0.1:51234/retour", true));
        assert!(redirect_fits("http://localhost:1/retour", "http://localhost:2/retour", true));
        assert!(redirect_fits("http://[::1]/retour", "http://[::1]:4/retour", true));
        assert!(!redirect_fits("http://127.0.0.1/retour", "http://127.0.0.1:51234/retour", false));
        assert!(!redirect_fits("http://127.0.0.1/retour", "http://127.0.0.1:51234/autre", true));
        assert!(!redirect_fits("http://127.0.0.1/retour", "http://a@127.0.0.1:5/retour", true));
        assert!(!redirect_fits("http://127.0.0.1/retour", "http://192.0.2.1:5/retour", true));
    }

    #[test]
    fn where_people_may_be_sent_back() {
        for good in ["https://app.exemple.fr/retour", "http://localhost/cb", "http://127.0.0.1:3000/cb"] {
            assert!(may_return_to(good, false), "{good}");
        }
        assert!(may_return_to("fr.exemple.app:/retour", true));
        for bad in [
            "fr.exemple.app:/retour",
            "http://app.exemple.fr/",
            "https://app.exemple.fr/#x",
            "https://u:p@app.exemple.fr/",
            "https://*.exemple.fr/",
            "https://exemple.fr;script-src/",
            "javascript:alert(1)",
            "data:text/html,x",
            "",
        ] {
            assert!(!may_return_to(bad, false), "{bad}");
        }
        assert!(!may_return_to("myapp:/retour", true) && !may_return_to("javascript:alert(1)", true));
    }

    #[test]
    fn hosts_that_belong_together() {
        assert!(below("exemple.fr", "exemple.fr") && below("exemple.fr", "app.exemple.fr"));
        assert!(!below("exemple.fr", "faux-exemple.fr") && !below("app.exemple.fr", "exemple.fr"));
        assert!(scheme_is_of("fr.exemple.app", "exemple.fr") && scheme_is_of("fr.exemple", "exemple.fr"));
        assert!(!scheme_is_of("fr.autre", "exemple.fr"));
    }
}
