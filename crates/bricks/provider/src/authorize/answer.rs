//! What goes back to the application by way of the browser.

use serde::{Deserialize, Serialize};

use crate::model::{Asked, Refusal, ResponseMode};

/// How the browser goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Journey {
    /// To an address.
    Address(String),
    /// By a form that it sends without being asked.
    Form(PostedAnswer),
}

/// An answer that travels in a form (OAuth 2.0 Form Post Response Mode 1.0).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PostedAnswer {
    /// The application's `redirect_uri`: a web address.
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
}

/// The way back with an answer; it names us, so that answers of two issuers are not mixed up (RFC 9207).
pub(crate) fn returned(asked: &Asked, issuer: &str, answer: &[(&str, &str)]) -> Journey {
    journey(&asked.redirect_uri, asked.response_mode, asked.state.as_deref(), issuer, answer)
}

/// The way back with a refusal.
pub(crate) fn refused(
    redirect_uri: &str,
    mode: ResponseMode,
    state: Option<&str>,
    issuer: &str,
    refusal: &Refusal,
) -> Journey {
    let answer = [("error", refusal.code.as_str()), ("error_description", refusal.description.as_str())];
    journey(redirect_uri, mode, state, issuer, &answer)
}

fn journey(
    redirect_uri: &str,
    mode: ResponseMode,
    state: Option<&str>,
    issuer: &str,
    answer: &[(&str, &str)],
) -> Journey {
    let state = state.map(|state| ("state", state));
    let fields = answer.iter().copied().chain(state).chain([("iss", issuer)]);
    let join = match mode {
        ResponseMode::FormPost => {
            let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            return Journey::Form(PostedAnswer { action: redirect_uri.to_owned(), fields });
        }
        ResponseMode::Fragment => '#',
        ResponseMode::Query if redirect_uri.contains('?') => '&',
        ResponseMode::Query => '?',
    };
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Journey::Address(format!("{redirect_uri}{join}{form}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OauthCode;

    #[test]
    fn an_answer_is_added_to_the_address_and_cannot_break_out_of_it() {
        let refusal = Refusal::new(OauthCode::InvalidRequest, "a&b");
        let to = |uri: &str, mode| refused(uri, mode, Some("x&code=1\r\n"), "https://sac.fr", &refusal);
        let tail =
            "error=invalid_request&error_description=a%26b&state=x%26code%3D1%0D%0A&iss=https%3A%2F%2Fsac.fr";
        for (uri, mode, address) in [
            ("https://app.fr/cb", ResponseMode::Query, format!("https://app.fr/cb?{tail}")),
            ("https://app.fr/cb?a=1", ResponseMode::Query, format!("https://app.fr/cb?a=1&{tail}")),
            ("fr.app:/cb", ResponseMode::Fragment, format!("fr.app:/cb#{tail}")),
        ] {
            assert_eq!(to(uri, mode), Journey::Address(address));
        }
    }

    #[test]
    fn a_posted_answer_says_the_same_in_a_form() {
        let refusal = Refusal::new(OauthCode::AccessDenied, "no");
        let Journey::Form(posted) =
            refused("https://app.fr/cb?a=1", ResponseMode::FormPost, Some("s"), "https://sac.fr", &refusal)
        else {
            panic!("not a form");
        };
        assert_eq!(posted.action, "https://app.fr/cb?a=1");
        let fields: Vec<&str> = posted.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(fields, ["error", "error_description", "state", "iss"]);
    }
}
