//! Scopes: what an application may know and do. ProConnect's are named like the claims they give.

use crate::model::{OauthCode, Refusal};

/// What any application may ask for: OpenID Connect's, and ProConnect's.
pub(crate) const STANDARD: [&str; 15] = [
    "openid",
    "profile",
    "email",
    "phone",
    "offline_access",
    "given_name",
    "usual_name",
    "uid",
    "siret",
    "siren",
    "organizational_unit",
    "belonging_population",
    "organization_label",
    "idp_id",
    "idp_acr",
];

/// The whole client-server API of Matrix (§ OAuth 2.0 API), and as clients wrote it before it was stable.
const MATRIX_API: [&str; 2] = ["urn:matrix:client:api:*", "urn:matrix:org.matrix.msc2967.client:api:*"];
const MATRIX_DEVICE: [&str; 2] =
    ["urn:matrix:client:device:", "urn:matrix:org.matrix.msc2967.client:device:"];

/// Of one request.
const MOST: usize = 32;
const LONGEST: usize = 255;

/// Reads a scope parameter (RFC 6749 §3.3): each once, in the order asked.
///
/// # Errors
/// `invalid_scope`.
pub(crate) fn read_scopes(text: &str, allowed: impl Fn(&str) -> bool) -> Result<Vec<String>, Refusal> {
    let mut scopes: Vec<String> = vec![];
    let refuse = |why: &str| Err(Refusal::new(OauthCode::InvalidScope, why));
    for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
        let is_token = scope.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
        if !is_token || scope.len() > LONGEST || scopes.len() >= MOST {
            return refuse("a scope does not read");
        }
        if !allowed(scope) {
            return refuse("a scope is not for this client");
        }
        if !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    if scopes.iter().filter(|scope| device_of(scope).is_some()).count() > 1 {
        return refuse("one device at a time");
    }
    Ok(scopes)
}

/// The device that a scope names: ten characters at least, of RFC 3986's unreserved ones.
pub(crate) fn device_of(scope: &str) -> Option<&str> {
    let device = MATRIX_DEVICE.iter().find_map(|prefix| scope.strip_prefix(prefix))?;
    let reads = (10..=128).contains(&device.len())
        && device.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'));
    reads.then_some(device)
}

pub(crate) fn is_matrix(scope: &str) -> bool {
    MATRIX_API.contains(&scope) || device_of(scope).is_some()
}

/// What an application nobody vouched for may ask for.
pub(crate) fn is_dynamic(scope: &str) -> bool {
    scope == "openid" || is_matrix(scope)
}

/// Whether what was granted outlives the session it came from.
pub(crate) fn is_lasting(scopes: &[String]) -> bool {
    scopes.iter().any(|scope| scope == "offline_access" || is_matrix(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_has_a_name_of_ten_characters() {
        assert_eq!(device_of("urn:matrix:client:device:ABCDEFGHIJ"), Some("ABCDEFGHIJ"));
        assert_eq!(device_of("urn:matrix:org.matrix.msc2967.client:device:abc-DEF-123"), Some("abc-DEF-123"));
        for wrong in [
            "urn:matrix:client:device:",
            "urn:matrix:client:device:short",
            "urn:matrix:client:device:ABCDEFGHI*",
            "urn:matrix:client:api:*",
        ] {
            assert_eq!(device_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn scopes_are_read_once_and_refused_by_name() {
        let all = |_: &str| true;
        assert_eq!(read_scopes("openid  email openid", all).unwrap(), ["openid", "email"]);
        assert!(read_scopes("openid email", |scope| scope == "openid").is_err());
        assert!(read_scopes("a\"b", all).is_err());
        let two = "urn:matrix:client:device:ABCDEFGHIJ urn:matrix:client:device:ABCDEFGHIK";
        assert!(read_scopes(two, all).is_err());
        assert!(read_scopes(&"x".repeat(300), all).is_err());
    }
}

#[cfg(test)]
mod games {
    use super::*;

    #[test]
    fn scopes_keep_their_limits_whatever_is_asked() {
        let samples = [
            "openid profile email offline_access",
            "urn:matrix:client:api:* urn:matrix:client:device:ABCDEFGHIJ",
            "openid urn:matrix:org.matrix.msc2967.client:device:abc-DEF-123",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6",
        ];
        crate::games::play(&samples, |sent| {
            let text = String::from_utf8_lossy(sent);
            let Ok(scopes) = read_scopes(&text, |_| true) else { return };
            assert!(scopes.len() <= MOST && scopes.iter().all(|scope| (1..=LONGEST).contains(&scope.len())));
            assert!(scopes.iter().all(|scope| scope.bytes().all(|b| b.is_ascii_graphic())), "{scopes:?}");
            let devices: Vec<&str> = scopes.iter().filter_map(|scope| device_of(scope)).collect();
            assert!(devices.len() <= 1 && devices.iter().all(|device| (10..=128).contains(&device.len())));
        });
    }
}
