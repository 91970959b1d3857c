//! An application of somebody's, as its program asks: away with its person, a code, tokens.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::house::{Answer, Browser, CHALLENGE, House, Location, VERIFIER};

/// An application.
pub(crate) struct App<'a> {
    pub(crate) house: &'a House,
    /// What its program says of itself.
    pub(crate) user_agent: &'static str,
    pub(crate) id: String,
    pub(crate) secret: Option<String>,
    pub(crate) redirect_uri: String,
}

impl App<'_> {
    pub(crate) fn basic(&self) -> Option<String> {
        let secret = self.secret.as_ref()?;
        Some(format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.id))))
    }

    /// The same application, whose program presents itself.
    pub(crate) fn saying(&self, user_agent: &'static str) -> Self {
        let App { house, id, secret, redirect_uri, .. } = self;
        App { house, user_agent, id: id.clone(), secret: secret.clone(), redirect_uri: redirect_uri.clone() }
    }

    /// What it asks at the authorization endpoint, with changes: an empty value leaves a parameter out.
    pub(crate) fn asks<'q>(&'q self, changes: &[(&'q str, &'q str)]) -> Vec<(&'q str, &'q str)> {
        let mut query = vec![
            ("client_id", self.id.as_str()),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("response_type", "code"),
            ("scope", "openid email siret"),
            ("state", "état-1"),
            ("nonce", "nonce-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        for (name, value) in changes {
            query.retain(|(known, _)| known != name);
            if !value.is_empty() {
                query.push((name, value));
            }
        }
        query
    }

    /// The code that it gets when a person signs in to it, agreeing if asked.
    pub(crate) async fn code(&self, browser: &Browser<'_>, changes: &[(&str, &str)]) -> String {
        let location = browser.authorize(&self.asks(changes)).await.location();
        if location.0.starts_with("/connect/") {
            let answer = browser.decide(&location.request(), true).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
            return Location(answer.word("redirect_to")).get("code");
        }
        location.get("code")
    }

    pub(crate) async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        let mut fields = fields.to_vec();
        if self.secret.is_none() {
            fields.push(("client_id", self.id.as_str()));
        }
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.house.form_by("/oauth2/token", body, self.basic().as_deref(), self.user_agent).await
    }

    pub(crate) async fn exchange(&self, code: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", VERIFIER),
        ];
        self.token(&fields).await
    }

    /// Everything, in one go.
    pub(crate) async fn tokens(&self, browser: &Browser<'_>, changes: &[(&str, &str)]) -> Answer {
        let answer = self.exchange(&self.code(browser, changes).await).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer
    }

    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub(crate) async fn introspect(&self, token: &str) -> Answer {
        self.house.form("/oauth2/introspect", &[("token", token)], self.basic().as_deref()).await
    }
}
