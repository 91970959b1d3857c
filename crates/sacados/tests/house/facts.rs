//! Every operation tells what it declares: a journey through all that tell, with a witness at each door.

use std::{collections::BTreeSet, time::Duration};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::Actor;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    facts_of_the_account::the_account, facts_of_the_directory::the_directory, facts_of_the_hub::the_hub,
    rooms_of_a_test::House,
};

const SENDER: &str = "helene@culture.exemple.fr";
const RECIPIENT: &str = "denis@messagerie.exemple.org";

#[tokio::test]
async fn an_operation_tells_what_it_declares_no_more_and_no_less() {
    let mut witness = Witness::new().await;

    the_person(&mut witness).await;
    the_account(&mut witness).await;
    the_parcel(&mut witness).await;
    the_administrator(&mut witness).await;
    the_applications(&mut witness).await;
    the_hub(&mut witness).await;
    the_directory(&mut witness).await;

    let missed: Vec<_> = witness.telling().difference(&witness.seen).cloned().collect();
    assert!(missed.is_empty(), "these operations tell facts and nobody watched them do it: {missed:#?}");
}

#[tokio::test]
#[should_panic(expected = "was to tell")]
async fn the_witness_notices_an_operation_that_keeps_silent() {
    let mut witness = Witness::new().await;
    let item = &mut witness.house.api["paths"]["/api/identity/me"]["get"];
    item["x-tells"] = json!("identity.person.seen");
    let cookie = witness.sign_in(SENDER).await;

    witness.ask("GET /api/identity/me", &[], &cookie, Value::Null).await;
}

#[tokio::test]
#[should_panic(expected = "was to tell nothing")]
async fn the_witness_notices_an_operation_that_tells_more_than_it_says() {
    let mut witness = Witness::new().await;
    let cookie = witness.sign_in(SENDER).await;
    let item = &mut witness.house.api["paths"]["/api/identity/tokens"]["post"];
    item["x-tells"] = json!("nothing: a slip");

    witness
        .ask(
            "POST /api/identity/tokens",
            &[],
            &cookie,
            json!({ "name": "a", "scopes": ["transfer"], "days": 1 }),
        )
        .await;
}

async fn the_person(witness: &mut Witness) {
    let cookie = witness.sign_in(SENDER).await;
    let person = witness.house.furniture.identity.find(&SENDER.parse().unwrap()).await.unwrap().unwrap();
    witness.ask("POST /api/identity/sample/sessions", &[], "", json!({ "person": person })).await;
    witness.ask("GET /api/identity/me", &[], &cookie, Value::Null).await;
    witness.ask("PATCH /api/identity/me", &[], &cookie, json!({ "name": "Hélène Marchetti" })).await;
    let new = json!({ "new": "un sac à dos bien rempli" });
    witness.ask("PUT /api/identity/me/password", &[], &cookie, new).await;
    let by_password = json!({ "address": SENDER, "password": "un sac à dos bien rempli" });
    witness.ask("POST /api/identity/sessions", &[], "", by_password).await;

    let asked = witness.ask("POST /api/identity/codes", &[], "", json!({ "address": RECIPIENT })).await;
    let code = witness.code_mailed_to(RECIPIENT).await;
    let id = asked["id"].as_str().unwrap();
    witness.ask("POST /api/identity/codes/{id}/sessions", &[id], "", json!({ "code": code })).await;

    let new = json!({ "name": "sauvegarde", "scopes": ["transfer"], "days": 1 });
    let token = witness.ask("POST /api/identity/tokens", &[], &cookie, new).await;
    witness
        .ask("DELETE /api/identity/tokens/{id}", &[token["id"].as_str().unwrap()], &cookie, Value::Null)
        .await;
    let ending = witness.sign_in(SENDER).await;
    witness.ask("DELETE /api/identity/sessions/{id}", &["current"], &ending, Value::Null).await;
}

async fn the_parcel(witness: &mut Witness) {
    let cookie = witness.sign_in(SENDER).await;
    let new = json!({ "title": "Plans", "recipients": [RECIPIENT] });
    let parcel = witness.ask("POST /api/transfer/parcels", &[], &cookie, new).await;
    let id = parcel["id"].as_str().unwrap();
    let file = witness.upload(id, &cookie).await;
    witness.ask("PUT /api/transfer/parcels/{id}/dispatch", &[id], &cookie, Value::Null).await;

    let key = witness.key_mailed_to(RECIPIENT, "/r/").await;
    witness.ask("GET /api/transfer/received/{key}", &[&key], "", Value::Null).await;
    let added = json!({ "addresses": ["claire@arpege.exemple.org"] });
    let parcel = witness.ask("POST /api/transfer/parcels/{id}/recipients", &[id], &cookie, added).await;
    let late = parcel["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .find(|found| found["address"] == "claire@arpege.exemple.org");
    let remind = json!({ "recipients": [late.unwrap()["id"]] });
    witness.ask("POST /api/transfer/parcels/{id}/reminders", &[id], &cookie, remind).await;
    let end = parcel["ends_on"].as_str().unwrap();
    let longer = witness.days_after(end, 3);
    witness.ask("PATCH /api/transfer/parcels/{id}", &[id], &cookie, json!({ "ends_on": longer })).await;
    witness.ask("GET /api/transfer/received/{key}/files/{file}", &[&key, &file], "", Value::Null).await;
    witness.ask("PUT /api/transfer/parcels/{id}/withdrawal", &[id], &cookie, Value::Null).await;
}

async fn the_administrator(witness: &mut Witness) {
    let cookie = witness.sign_in(SENDER).await;
    let person = witness.house.furniture.identity.find(&SENDER.parse().unwrap()).await.unwrap().unwrap();
    witness
        .house
        .furniture
        .access
        .grant_role(Actor::System, person, access::Role::Administrator)
        .await
        .unwrap();
    let left = witness.house.person("partie@culture.exemple.fr").await.to_string();
    witness.sign_in("partie@culture.exemple.fr").await;
    witness.ask("GET /api/identity/accounts/{person}", &[&left], &cookie, Value::Null).await;
    for deed in ["sessions", "factors"] {
        let deed = format!("DELETE /api/identity/accounts/{{person}}/{deed}");
        witness.ask(&deed, &[&left], &cookie, Value::Null).await;
    }
    witness.ask("PUT /api/identity/accounts/{person}/suspension", &[&left], &cookie, json!({})).await;
    witness.ask("DELETE /api/identity/accounts/{person}/suspension", &[&left], &cookie, Value::Null).await;
    let job = witness.a_dead_job().await;
    witness.ask("POST /api/house/dead-jobs/{id}/retries", &[&job], &cookie, Value::Null).await;
}

/// An application from its first day to its last: whoever administers adds it, somebody signs in to it and leaves it.
async fn the_applications(witness: &mut Witness) {
    const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
    let cookie = witness.sign_in(SENDER).await;
    let words = json!({
        "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/"], "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code", DEVICE],
    });
    let client = witness.ask("POST /api/provider/clients", &[], &cookie, words.clone()).await;
    let id = client["id"].as_str().unwrap().to_owned();
    witness.ask("PATCH /api/provider/clients/{id}", &[&id], &cookie, words).await;
    let renewed = witness.ask("POST /api/provider/clients/{id}/secrets", &[&id], &cookie, json!({})).await;
    let secret = renewed["client_secret"].as_str().unwrap();

    let asked =
        format!("response_type=code&scope=openid&client_id={id}&redirect_uri=https://agenda.exemple.fr/");
    let page = witness.visit(&format!("/oauth2/authorize?{asked}"), &cookie).await;
    let request = page.strip_prefix("/connect/").unwrap();
    let yes = json!({ "allow": true });
    witness.ask("POST /api/provider/requests/{id}/decisions", &[request], &cookie, yes.clone()).await;
    let form = format!("scope=openid&client_id={id}&client_secret={secret}");
    let code = witness.device(form).await;
    witness.ask("POST /api/provider/device-requests/{user_code}/decisions", &[&code], &cookie, yes).await;
    let grants = witness.ask("GET /api/provider/grants", &[], &cookie, Value::Null).await;
    let grant = grants["grants"][0]["id"].as_str().unwrap();
    witness.ask("DELETE /api/provider/grants/{id}", &[grant], &cookie, Value::Null).await;
    witness.ask("DELETE /api/provider/clients/{id}", &[&id], &cookie, Value::Null).await;

    let page = witness.visit("/oauth2/logout", &cookie).await;
    let leaving = page.strip_prefix("/sign-out?request=").unwrap();
    let yes = json!({ "sign_out": true });
    witness.ask("POST /api/provider/sign-outs/{id}/decisions", &[leaving], &cookie, yes).await;
}

/// Looks at the outbox of facts after each request.
pub(crate) struct Witness {
    pub(crate) house: House,
    seen: BTreeSet<String>,
}

impl Witness {
    async fn new() -> Self {
        let house = House::new().await;
        let new = directory::NewOrganisation {
            parent: None,
            name: "Ministère de la Culture".into(),
            acronym: None,
            kind: "ministry".into(),
            domains: vec![("culture.exemple.fr".into(), kernel::ports::Population::Agent)],
        };
        house.furniture.directory.add_organisation(Actor::System, new).await.unwrap();
        Self { house, seen: BTreeSet::new() }
    }

    /// The operations that declare a fact.
    fn telling(&self) -> BTreeSet<String> {
        let mut telling = BTreeSet::new();
        for (path, item) in self.house.api["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                if operation["x-tells"].as_str().is_some_and(|tells| !tells.starts_with("nothing: ")) {
                    telling.insert(format!("{} {path}", method.to_uppercase()));
                }
            }
        }
        telling
    }

    pub(crate) async fn sign_in(&self, address: &str) -> String {
        let known = self.house.furniture.identity.find(&address.parse().unwrap()).await.unwrap();
        let person = match known {
            Some(person) => person,
            None => self.house.person(address).await,
        };
        self.house.sign_in(person).await
    }

    /// Asks for an operation, which must succeed and tell exactly what it declares.
    pub(crate) async fn ask(&mut self, operation: &str, parts: &[&str], cookie: &str, body: Value) -> Value {
        let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        self.ask_with(operation, parts, "", cookie, body).await
    }

    /// The same with a query, and a body that need not be JSON.
    pub(crate) async fn ask_with(
        &mut self,
        operation: &str,
        parts: &[&str],
        query: &str,
        cookie: &str,
        body: Body,
    ) -> Value {
        let (method, path) = operation.split_once(' ').unwrap();
        let tells = self.house.api["paths"][path][method.to_lowercase()]["x-tells"].as_str();
        let tells = tells.unwrap_or_else(|| panic!("no operation {operation}")).to_owned();
        let mut parts = parts.iter();
        let address =
            path.split('/').map(|part| if part.starts_with('{') { parts.next().unwrap() } else { part });
        let address = address.collect::<Vec<_>>().join("/") + query;
        let before = self.last_fact().await;

        let request = Request::builder()
            .method(method.parse::<Method>().unwrap())
            .uri(address)
            .header("content-type", "application/json")
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        let Ok(response) = self.house.doors.clone().oneshot(request.body(body).unwrap()).await;
        let status = response.status();
        let answer = to_bytes(response.into_body(), 1 << 26).await.unwrap();
        assert!(
            status.is_success() || status == StatusCode::SEE_OTHER,
            "{operation}: {status} {}",
            String::from_utf8_lossy(&answer)
        );

        if tells.starts_with("nothing: ") {
            let told = self.told_after(before).await;
            assert!(told.is_empty(), "{operation} was to tell nothing, and told {told:?}");
        } else {
            for fact in tells.split(", ") {
                assert!(
                    self.was_told(before, fact).await,
                    "{operation} was to tell {fact}, and told {:?}",
                    self.told_after(before).await
                );
            }
            self.seen.insert(operation.to_owned());
        }
        serde_json::from_slice(&answer).unwrap_or_default()
    }

    /// Where a browser is sent.
    async fn visit(&self, path: &str, cookie: &str) -> String {
        let request = Request::get(path).header("host", "localhost:8080").header("cookie", cookie);
        let Ok(response) = self.house.doors.clone().oneshot(request.body(Body::empty()).unwrap()).await;
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    /// The code on the screen of a device that asks to be let in.
    async fn device(&self, form: String) -> String {
        let request = Request::post("/oauth2/device")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("host", "localhost:8080");
        let Ok(response) = self.house.doors.clone().oneshot(request.body(Body::from(form)).unwrap()).await;
        let answer = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        answer["user_code"].as_str().unwrap().to_owned()
    }

    /// What streams tells when the stream has ended, a moment after the last byte.
    async fn was_told(&self, before: i64, fact: &str) -> bool {
        for _ in 0..100 {
            if self.told_after(before).await.iter().any(|told| told == fact) {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        false
    }

    async fn last_fact(&self) -> i64 {
        let pool = self.house.furniture.store.pool();
        sqlx::query_scalar("SELECT coalesce(max(id), 0) FROM house.facts").fetch_one(pool).await.unwrap()
    }

    async fn told_after(&self, before: i64) -> Vec<String> {
        let pool = self.house.furniture.store.pool();
        sqlx::query_scalar("SELECT body->>'action' FROM house.facts WHERE id > $1 ORDER BY id")
            .bind(before)
            .fetch_all(pool)
            .await
            .unwrap()
    }

    async fn upload(&self, parcel: &str, cookie: &str) -> String {
        let request = Request::post(format!("/tus/transfer/{parcel}"))
            .header("tus-resumable", "1.0.0")
            .header("upload-length", "7")
            .header("upload-metadata", format!("filename {}", STANDARD.encode("plan.txt")))
            .header("content-type", "application/offset+octet-stream")
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie)
            .body(Body::from("un plan"))
            .unwrap();
        let Ok(response) = self.house.doors.clone().oneshot(request).await;
        assert_eq!(response.status(), 201);
        let location = response.headers()["location"].to_str().unwrap();
        location.rsplit('/').next().unwrap().to_owned()
    }

    /// Carries the letters to the outbox and finds something in those to somebody, the newest first: letters of the account
    /// come between those that one waits for.
    async fn found_in_letters_to(&self, address: &str, find: impl Fn(&str) -> Option<String>) -> String {
        let mail = &self.house.furniture.mail;
        while self.house.furniture.store.work_off(&*mail.worker()).await.unwrap() > 0 {}
        let lines = mail.outbox_list(50).await.unwrap();
        for line in lines.iter().filter(|line| line.to.contains(address)) {
            if let Some(found) = find(&mail.outbox_message(line.id).await.unwrap().unwrap().text) {
                return found;
            }
        }
        panic!("no such letter to {address}")
    }

    pub(crate) async fn code_mailed_to(&self, address: &str) -> String {
        let is_code = |word: &&str| {
            let mut letters = word.bytes().enumerate();
            word.len() == 9
                && letters.all(|(at, byte)| {
                    if at == 4 { byte == b'-' } else { byte.is_ascii_uppercase() || byte.is_ascii_digit() }
                })
        };
        let code = |text: &str| text.split_whitespace().find(is_code).map(ToOwned::to_owned);
        self.found_in_letters_to(address, code).await
    }

    /// What follows the path of a page in the link of a letter.
    pub(crate) async fn key_mailed_to(&self, address: &str, page: &str) -> String {
        let key = |text: &str| {
            let (_, rest) = text.split_once(page)?;
            let key = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next()?;
            Some(key.to_owned())
        };
        self.found_in_letters_to(address, key).await
    }

    pub(crate) fn days_after(&self, day: &str, days: i64) -> String {
        let format = time::macros::format_description!("[year]-[month]-[day]");
        let day = time::Date::parse(day, format).unwrap() + time::Duration::days(days);
        day.format(format).unwrap()
    }

    /// Something that fails until it is put aside.
    async fn a_dead_job(&self) -> String {
        struct Never;
        #[async_trait::async_trait]
        impl store::Worker for Never {
            fn queue(&self) -> &'static str {
                "test"
            }
            async fn work(&self, _: &store::Job) -> Result<(), kernel::Problem> {
                Err(kernel::Problem::plain(kernel::Kind::Invalid, "test.never"))
            }
        }
        let store = &self.house.furniture.store;
        let mut tx = store.begin().await.unwrap();
        store::enqueue(&mut tx, store::NewJob::new("test", Value::Null)).await.unwrap();
        tx.commit().await.unwrap();
        store.work_off(&Never).await.unwrap();
        store.dead_jobs(1).await.unwrap()[0].id.to_string()
    }
}
