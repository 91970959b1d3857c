//! The whole house in one test: every room, a fresh database, no socket.

use axum::{Router, http::Method};
use identity::SealingKey;
use kernel::{Actor, Language, PersonId, Secret};
use sacados::{Furniture, Means, Settings};
use serde_json::Value;

use crate::program::Folder;

pub(crate) struct House {
    pub(crate) furniture: Furniture,
    pub(crate) doors: Router,
    pub(crate) api: Value,
    _folder: Folder,
}

impl House {
    pub(crate) async fn new() -> Self {
        let store = testkit::fresh(&sacados::schemas()).await;
        let folder = Folder::new();
        let keys = blobs::MasterKey::create_file(folder.path().join("key")).unwrap();
        let blobs = blobs::Blobs::open_folder(folder.path().join("blobs"), keys).unwrap();
        let mut settings: Settings = toml::from_str(sacados::DEFAULTS).unwrap();
        settings.limits.burst = 100_000.try_into().unwrap();
        let links = transfer::Links::new("http://localhost:8080", &Secret::new(vec![7; 32])).unwrap();
        let hub_key = Secret::new(vec![9; 32]);
        let seal = Secret::new(vec![9; 32]);
        let sealing_key = SealingKey::new(&Secret::new(vec![7; 32])).unwrap();
        let means = Means { store, blobs, links, hub_key, sealing_key, seal, sample: true };
        let furniture = sacados::furnish(&settings, means).unwrap();
        let doors = sacados::doors(&furniture, &settings, true);
        let api = serde_json::from_str(&sacados::description().unwrap()).unwrap();
        Self { furniture, doors, api, _folder: folder }
    }

    /// Every operation of the API and of the protocols: "METHOD /path/{part}", and the same ready to be asked.
    pub(crate) fn operations(&self) -> Vec<(String, Method, String)> {
        let mut operations = vec![];
        for (path, item) in self.api["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys().filter(|name| name.as_str() != "parameters") {
                operations.push((method.to_uppercase(), path.trim_end_matches('/').to_owned()));
            }
        }
        for tool in &self.furniture.tools {
            for root in tool.roots() {
                for (method, path) in &root.operations {
                    operations.push(((*method).to_owned(), format!("{}{path}", root.prefix)));
                }
            }
        }
        let ready = |(method, path): (String, String)| {
            let address = path.split('/').map(|part| if part.starts_with('{') { NOTHING } else { part });
            let address = address.collect::<Vec<_>>().join("/");
            (format!("{method} {path}"), method.parse().unwrap(), address)
        };
        operations.into_iter().map(ready).collect()
    }

    pub(crate) async fn person(&self, address: &str) -> PersonId {
        let new = identity::NewPerson {
            name: None,
            address: address.parse().unwrap(),
            language: Language::Fr,
            proven: true,
            password: None,
        };
        self.furniture.identity.add_person(Actor::System, new).await.unwrap()
    }

    /// The cookie of somebody who has just signed in.
    pub(crate) async fn sign_in(&self, person: PersonId) -> String {
        let body = serde_json::json!({ "person": person });
        let response = self.post("/api/identity/sample/sessions", "", &body).await;
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// A personal access token that opens one tool.
    pub(crate) async fn token_for(&self, tool: &str) -> String {
        let cookie = self.sign_in(self.person("jeton@exemple.fr").await).await;
        let body = serde_json::json!({ "name": "test", "scopes": [tool], "days": 1 });
        let response = self.post("/api/identity/tokens", &cookie, &body).await;
        let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let token: Value = serde_json::from_slice(&body).unwrap();
        token["token"].as_str().unwrap_or_else(|| panic!("no token: {token}")).to_owned()
    }

    async fn post(&self, path: &str, cookie: &str, body: &Value) -> axum::response::Response {
        let request = axum::http::Request::post(path)
            .header("content-type", "application/json")
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie)
            .body(axum::body::Body::from(body.to_string()))
            .unwrap();
        let Ok(response) = tower::ServiceExt::oneshot(self.doors.clone(), request).await;
        response
    }
}

const NOTHING: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
