//! What goes back to the application by way of the browser.

use crate::model::{Asked, Refusal, ResponseMode};

/// The application's address with an answer; it names us, so that answers of two issuers are not mixed up (RFC 9207).
pub(crate) fn returned(asked: &Asked, issuer: &str, answer: &[(&str, &str)]) -> String {
    address(&asked.redirect_uri, asked.response_mode, asked.state.as_deref(), issuer, answer)
}

/// The application's address with a refusal.
pub(crate) fn refused(
    redirect_uri: &str,
    mode: ResponseMode,
    state: Option<&str>,
    issuer: &str,
    refusal: &Refusal,
) -> String {
    let answer = [("error", refusal.code.as_str()), ("error_description", refusal.description.as_str())];
    address(redirect_uri, mode, state, issuer, &answer)
}

fn address(
    redirect_uri: &str,
    mode: ResponseMode,
    state: Option<&str>,
    issuer: &str,
    answer: &[(&str, &str)],
) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(answer);
    form.extend_pairs(state.map(|state| ("state", state)));
    form.append_pair("iss", issuer);
    let join = match mode {
        ResponseMode::Fragment => '#',
        ResponseMode::Query if redirect_uri.contains('?') => '&',
        ResponseMode::Query => '?',
    };
    format!("{redirect_uri}{join}{}", form.finish())
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
        assert_eq!(to("https://app.fr/cb", ResponseMode::Query), format!("https://app.fr/cb?{tail}"));
        assert_eq!(to("https://app.fr/cb?a=1", ResponseMode::Query), format!("https://app.fr/cb?a=1&{tail}"));
        assert_eq!(to("fr.app:/cb", ResponseMode::Fragment), format!("fr.app:/cb#{tail}"));
    }
}
