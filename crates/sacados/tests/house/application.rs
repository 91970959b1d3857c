//! An application that signs a person of a sample State in, as a program of its own: HTTP, codes, tokens.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use ureq::Agent;

use crate::client::Client;

const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const RETURN: &str = "https://agenda.exemple.fr/retour";

/// An application, and somebody who signs in to it.
pub(crate) struct Agenda {
    agent: Agent,
    origin: String,
    id: String,
    /// How it says who it is (RFC 7617).
    basic: String,
    cookie: String,
}

impl Agenda {
    /// Added by an administrator of a sample State, trusted; `person` signs in to it.
    pub(crate) fn join(port: u16, person: &Client) -> Self {
        let words = json!({ "name": "Agenda", "trusted": true, "redirect_uris": [RETURN] });
        let mut answer = Client::sign_in(port, ADMINISTRATOR).post("/api/provider/clients", &words).unwrap();
        assert_eq!(answer.status(), 201);
        let client: Value = answer.body_mut().read_json().unwrap();
        let (id, secret) = (word(&client, "client_id"), word(&client, "client_secret"));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections(0)
            .build();
        Self {
            agent: config.new_agent(),
            origin: format!("http://127.0.0.1:{port}"),
            basic: format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))),
            id,
            cookie: person.cookie().to_owned(),
        }
    }

    /// A code, when the house answers.
    pub(crate) fn code(&self) -> Option<String> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("client_id", self.id.as_str()), ("redirect_uri", RETURN)])
            .extend_pairs([("response_type", "code"), ("scope", "openid"), ("state", "s")])
            .finish();
        let address = format!("{}/oauth2/authorize?{query}", self.origin);
        let answer = self.agent.get(address).header("cookie", &self.cookie).call().ok()?;
        let location = answer.headers().get("location")?.to_str().ok()?;
        let (_, code) = location.strip_prefix(RETURN)?.split_once("code=")?;
        Some(code.split('&').next()?.to_owned())
    }

    /// The tokens of its person, when the house answers.
    pub(crate) fn signs_in(&self) -> Option<Value> {
        let (status, tokens) = self.exchanges(&self.code()?)?;
        (status == 200).then_some(tokens)
    }

    pub(crate) fn exchanges(&self, code: &str) -> Option<(u16, Value)> {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RETURN)])
    }

    pub(crate) fn refreshes(&self, token: &str) -> Option<(u16, Value)> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    /// A definite answer of the token endpoint; `None` when it was lost, or the house could not answer.
    fn token(&self, fields: &[(&str, &str)]) -> Option<(u16, Value)> {
        let address = format!("{}/oauth2/token", self.origin);
        let asked = self.agent.post(address).header("authorization", &self.basic);
        let mut answer = asked.send_form(fields.iter().copied()).ok()?;
        let status = answer.status().as_u16();
        let body = answer.body_mut().read_json().ok()?;
        (status < 500).then_some((status, body))
    }

    /// The status with which the house says who is there.
    pub(crate) fn is_told(&self, access_token: &str) -> Option<u16> {
        let asked = self.agent.get(format!("{}/oauth2/userinfo", self.origin));
        let answer = asked.header("authorization", format!("Bearer {access_token}")).call().ok()?;
        Some(answer.status().as_u16()).filter(|status| *status < 500)
    }
}

/// A word of an answer that must have it.
pub(crate) fn word(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("no {name} in {answer}")).to_owned()
}
