//! Who the client is (RFC 6749 §2.3, OpenID Connect Core §9).

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    Provider,
    model::{AuthMethod, Client, OauthCode, Params, Refusal, digest, same},
};

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Longest values, in bytes.
const LONGEST_HEADER: usize = 2048;
const LONGEST_ASSERTION: usize = 8192;

/// What a client shows.
enum Shown {
    Secret { id: String, secret: String, method: AuthMethod },
    Assertion(String),
    Name(String),
}

impl Provider {
    /// The client that speaks, by the one way it registered.
    ///
    /// # Errors
    /// `invalid_client`, the same for a client that nobody knows; `invalid_request` when it shows several things.
    pub(crate) async fn authenticate(
        &self,
        authorization: Option<&str>,
        params: &Params,
    ) -> Result<Client, Refusal> {
        let tried_basic = authorization.is_some();
        let refuse = || Refusal { tried_basic, ..unknown() };
        let shown = read(authorization, params)?;
        let client = match &shown {
            Shown::Secret { id, .. } | Shown::Name(id) => self.client_named(id).await?.ok_or_else(refuse)?,
            Shown::Assertion(assertion) => self.client_of_assertion(assertion).await?,
        };
        if params.get("client_id").is_some_and(|named| named != client.client_id) {
            return Err(refuse());
        }
        let method = client.is.token_endpoint_auth_method;
        let proven = match &shown {
            Shown::Secret { secret, method: tried, .. } => {
                let kept = client.secret.as_deref().unwrap_or_default();
                *tried == method && same(&digest(secret.as_bytes()), kept)
            }
            Shown::Assertion(_) => method == AuthMethod::PrivateKeyJwt,
            Shown::Name(_) => method == AuthMethod::None,
        };
        if proven { Ok(client) } else { Err(refuse()) }
    }
}

pub(super) fn unknown() -> Refusal {
    Refusal::new(OauthCode::InvalidClient, "this client is not known, or did not prove who it is")
}

fn read(authorization: Option<&str>, params: &Params) -> Result<Shown, Refusal> {
    params.check()?;
    let (secret, assertion) = (params.get("client_secret"), params.get("client_assertion"));
    let ways = usize::from(authorization.is_some())
        + usize::from(secret.is_some())
        + usize::from(assertion.is_some());
    if ways > 1 {
        return Err(Refusal::new(OauthCode::InvalidRequest, "one way to authenticate at a time"));
    }
    if let Some(header) = authorization {
        let (id, secret) = basic(header).ok_or_else(|| Refusal { tried_basic: true, ..unknown() })?;
        return Ok(Shown::Secret { id, secret, method: AuthMethod::ClientSecretBasic });
    }
    if let Some(assertion) = assertion {
        if params.get("client_assertion_type") != Some(ASSERTION) || assertion.len() > LONGEST_ASSERTION {
            return Err(unknown());
        }
        return Ok(Shown::Assertion(assertion.to_owned()));
    }
    let id = params.get("client_id").ok_or_else(unknown)?.to_owned();
    Ok(match secret {
        Some(secret) => Shown::Secret { id, secret: secret.to_owned(), method: AuthMethod::ClientSecretPost },
        None => Shown::Name(id),
    })
}

/// RFC 6749 §2.3.1: each half is form-encoded before the two are joined.
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.len() > LONGEST_HEADER {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((form_decoded(id), form_decoded(secret)))
}

fn form_decoded(text: &str) -> String {
    let pair = format!("v={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(pair.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_basic_header_is_form_encoded_inside() {
        let header = |text: &str| format!("Basic {}", STANDARD.encode(text));
        assert_eq!(basic(&header("a%20b:c%3Ad+e")), Some(("a b".to_owned(), "c:d e".to_owned())));
        assert_eq!(basic("basic YTpi"), Some(("a".to_owned(), "b".to_owned())));
        for wrong in ["Basic", "Basic !!!", "Bearer YTpi", &header("no colon"), &header(&"a".repeat(4096))] {
            assert_eq!(basic(wrong), None, "{wrong}");
        }
    }
}

#[cfg(test)]
mod games {
    use super::*;

    #[test]
    fn a_client_shows_one_thing_or_nothing() {
        let header = format!("Basic {}", STANDARD.encode("un-client:secret%3A+"));
        crate::games::play(&[&header, "Basic YTpi", "Bearer YTpi", "basic YTo="], |sent| {
            if let Some((id, secret)) = basic(&String::from_utf8_lossy(sent)) {
                // A byte that is not UTF-8 becomes a character of three.
                assert!(id.len() + secret.len() <= LONGEST_HEADER * 3);
            }
        });
        let by_assertion = format!(
            "grant_type=refresh_token&refresh_token=sacr_x&client_assertion=a.b.c&client_assertion_type={}",
            ASSERTION.replace(':', "%3A")
        );
        let forms = [
            "grant_type=authorization_code&code=sacc_x&client_id=a&client_secret=b",
            "grant_type=authorization_code&code=sacc_x&client_id=a&code_verifier=y&redirect_uri=z",
            &by_assertion,
        ];
        crate::games::play(&forms, |sent| {
            let params = Params::read(sent);
            let Ok(shown) = read(None, &params) else { return };
            assert!(params.check().is_ok());
            match shown {
                Shown::Secret { method, .. } => assert_eq!(method, AuthMethod::ClientSecretPost),
                Shown::Assertion(assertion) => {
                    assert!(assertion.len() <= LONGEST_ASSERTION && params.get("client_secret").is_none());
                }
                Shown::Name(_) => {
                    assert!(
                        params.get("client_secret").is_none() && params.get("client_assertion").is_none()
                    );
                }
            }
            let both = read(Some(&header), &params);
            assert!(
                both.is_ok()
                    == matches!((params.get("client_secret"), params.get("client_assertion")), (None, None))
            );
        });
    }
}
