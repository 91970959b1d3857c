//! A program that uses the house as anybody's would: HTTP, a cookie, tus.

use std::{io::Read, ops::Range, time::Duration};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ureq::{Agent, AsSendBody, Body, http::Response};

/// What came back, or that the connection broke.
pub(crate) type Answer = Result<Response<Body>, ureq::Error>;

#[derive(Clone)]
pub(crate) struct Client {
    agent: Agent,
    origin: String,
    cookie: String,
    /// Where a proxy says that the requests come from.
    forwarded_for: Option<String>,
}

impl Client {
    /// Signs in as the person of a sample State who has this address.
    pub(crate) fn sign_in(port: u16, address: &str) -> Self {
        let mut client = Self::stranger(port);
        let persons = client.json("/api/identity/sample/persons");
        let person =
            persons["persons"].as_array().unwrap().iter().find(|person| person["address"] == address);
        let person = person.unwrap_or_else(|| panic!("nobody at {address}"))["id"].clone();
        client.open_session("/api/identity/sample/sessions", &json!({ "person": person }));
        client
    }

    pub(crate) fn sign_in_with_password(port: u16, address: &str, password: &str) -> Self {
        let mut client = Self::stranger(port);
        client.open_session("/api/identity/sessions", &json!({ "address": address, "password": password }));
        client
    }

    fn open_session(&mut self, path: &str, credentials: &Value) {
        let answer = self.post(path, credentials).unwrap();
        assert_eq!(answer.status(), 201);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        self.cookie = cookie.split(';').next().unwrap().to_owned();
    }

    pub(crate) fn stranger(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(5)))
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections(0)
            .build();
        let (origin, cookie) = (format!("http://127.0.0.1:{port}"), String::new());
        Self { agent: config.new_agent(), origin, cookie, forwarded_for: None }
    }

    /// The same, somewhere else: for a house that trusts this machine as its proxy.
    pub(crate) fn from(self, address: &str) -> Self {
        Self { forwarded_for: Some(address.to_owned()), ..self }
    }

    /// Whoever a session is for.
    pub(crate) fn with_cookie(port: u16, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..Self::stranger(port) }
    }

    /// What its browser keeps, as it sends it.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.agent.get(self.address(path)).header("cookie", &self.cookie).call()
    }

    pub(crate) fn json(&self, path: &str) -> Value {
        let mut answer = self.get(path).unwrap();
        assert_eq!(answer.status(), 200, "{path}: {}", answer.body_mut().read_to_string().unwrap());
        answer.body_mut().read_json().unwrap()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        let mut request = self.agent.post(self.address(path)).header("cookie", &self.cookie);
        if let Some(address) = &self.forwarded_for {
            request = request.header("x-forwarded-for", address);
        }
        request.header("origin", &self.origin).send_json(body)
    }

    pub(crate) fn put(&self, path: &str, body: &Value) -> Answer {
        let asked = self.agent.put(self.address(path)).header("cookie", &self.cookie);
        asked.header("origin", &self.origin).send_json(body)
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        let asked = self.agent.delete(self.address(path)).header("cookie", &self.cookie);
        asked.header("origin", &self.origin).call()
    }

    /// A draft for somebody.
    pub(crate) fn draft(&self, title: &str, to: &str) -> String {
        let mut answer =
            self.post("/api/transfer/parcels", &json!({ "title": title, "recipients": [to] })).unwrap();
        assert_eq!(answer.status(), 201);
        let parcel: Value = answer.body_mut().read_json().unwrap();
        parcel["id"].as_str().unwrap().to_owned()
    }

    /// tus 1.0, Creation: the path of the new upload.
    pub(crate) fn create_upload(&self, parcel: &str, name: &str, length: u64) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let answer = self
            .agent
            .post(self.address(&format!("/tus/transfer/{parcel}")))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("tus-resumable", "1.0.0")
            .header("upload-length", length.to_string())
            .header("upload-metadata", format!("filename {}", STANDARD.encode(name)))
            .send_empty()
            .unwrap();
        assert_eq!(answer.status(), 201);
        let location = answer.headers()["location"].to_str().unwrap();
        location.strip_prefix(&self.origin).unwrap_or(location).to_owned()
    }

    /// tus 1.0, HEAD: how much arrived.
    pub(crate) fn offset(&self, upload: &str) -> Result<u64, ureq::Error> {
        let answer = self
            .agent
            .head(self.address(upload))
            .header("cookie", &self.cookie)
            .header("tus-resumable", "1.0.0")
            .call()?;
        let offset =
            answer.headers().get("upload-offset").and_then(|offset| offset.to_str().ok()?.parse().ok());
        offset.ok_or(ureq::Error::StatusCode(answer.status().as_u16()))
    }

    /// tus 1.0, PATCH: the offset that was acknowledged.
    pub(crate) fn patch(&self, upload: &str, offset: u64, bytes: &[u8]) -> Result<u64, ureq::Error> {
        let answer = self.pour(upload, offset, bytes)?;
        let offset =
            answer.headers().get("upload-offset").and_then(|offset| offset.to_str().ok()?.parse().ok());
        offset.ok_or(ureq::Error::StatusCode(answer.status().as_u16()))
    }

    /// The same, from whatever gives bytes; the whole answer.
    pub(crate) fn pour(&self, upload: &str, offset: u64, bytes: impl AsSendBody) -> Answer {
        self.agent
            .patch(self.address(upload))
            .header("cookie", &self.cookie)
            .header("origin", &self.origin)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", offset.to_string())
            .header("content-type", "application/offset+octet-stream")
            .send(bytes)
    }

    /// Downloads a range; whatever arrived before the connection broke is kept.
    pub(crate) fn download(
        &self,
        path: &str,
        range: Range<u64>,
        into: &mut Vec<u8>,
    ) -> Result<(), ureq::Error> {
        let mut answer = self
            .agent
            .get(self.address(path))
            .header("cookie", &self.cookie)
            .header("range", format!("bytes={}-{}", range.start, range.end - 1))
            .call()?;
        if answer.status() != 206 {
            return Err(ureq::Error::StatusCode(answer.status().as_u16()));
        }
        let mut reader = answer.body_mut().as_reader();
        let mut buffer = [0; 64 * 1024];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => into.extend_from_slice(&buffer[..read]),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn address(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.origin) }
    }
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
