//! What the operations of the hub tell, with a ministry that keeps its manners.

use axum::body::Body;
use kernel::{Actor, PersonId, ScopeId};
use serde_json::{Value, json};
use tower::ServiceExt;
use url::Url;

use crate::facts::Witness;

#[expect(dead_code, reason = "what it can do badly is tried in the room of the hub")]
#[path = "../../../bricks/hub/tests/door/ministry.rs"]
mod ministry;

use ministry::{CLIENT, Ministry, SECRET, Signer};

const AGENT: &str = "ines@culture.exemple.fr";
const PROVIDER: &str = "/api/hub/providers/{id}";

pub(crate) async fn the_hub(witness: &mut Witness) {
    let administrator = administrator(witness).await;
    let clock = witness.house.furniture.store.clock().clone();
    let ministry = Ministry::open(clock).await;
    let described = json!({
        "name": "Ministère de la Culture", "issuer": ministry.issuer(), "client_id": CLIENT,
        "client_auth": "client_secret_post", "client_secret": SECRET, "domains": ["culture.exemple.fr"],
        "arrivals": "create",
    });
    let added = witness.ask("POST /api/hub/providers", &[], &administrator, described).await;
    let id = added["id"].as_str().unwrap().to_owned();
    witness.ask(&format!("POST {PROVIDER}/tests"), &[&id], &administrator, json!({})).await;
    let mut trip = Trip { ministry: &ministry, provider: &id, witness };

    // Somebody who had been written to, and signs out at the ministry.
    let written_to = ["nouvelle@culture.exemple.fr".parse().unwrap()];
    trip.witness.house.furniture.identity.ensure_persons(&written_to).await.unwrap();
    trip.come("nouvelle@culture.exemple.fr", "hub.1").await;
    let token = ministry.logout_token((Some("hub.1"), None), Signer::Es256, |_, _| ());
    let form = Body::from(format!("logout_token={token}"));
    let sign_out = format!("POST {PROVIDER}/backchannel-logout");
    trip.witness.ask_with(&sign_out, &[&id], "", "", form).await;

    // Somebody who is here already, and is linked, by hand and by a recovery code.
    let session = trip.witness.sign_in(AGENT).await;
    let way = trip.come(AGENT, "hub.2").await;
    let both = format!("{session}; {way}");
    trip.witness.ask("POST /api/hub/arrivals/current/links", &[], &both, Value::Null).await;
    let session = trip.witness.sign_in(AGENT).await;
    let linked = trip.witness.ask("GET /api/hub/identities", &[], &session, Value::Null).await;
    let linked = linked["identities"][0]["id"].as_str().unwrap().to_owned();
    trip.witness.ask("DELETE /api/hub/identities/{id}", &[&linked], &session, Value::Null).await;
    let made = trip.witness.ask("POST /api/identity/recovery-codes", &[], &session, json!({})).await;
    let way = trip.come(AGENT, "hub.3").await;
    let recovery = json!({ "address": AGENT, "recovery_code": made["codes"][0] });
    trip.witness.ask("POST /api/hub/arrivals/current/recoveries", &[], &way, recovery).await;

    // Somebody new says so.
    let culture = organisation(trip.witness).await;
    let change = json!({ "organisation": culture });
    trip.witness.ask(&format!("PATCH {PROVIDER}"), &[&id], &administrator, change).await;
    let way = trip.come("attendue@culture.exemple.fr", "hub.4").await;
    trip.witness.ask("POST /api/hub/arrivals/current/persons", &[], &way, Value::Null).await;

    // A correspondent and, since both sides are of one tree, an administrator agree; another time an administrator says no.
    let correspondent = trip.witness.sign_in("une@culture.exemple.fr").await;
    let keeper = person(trip.witness, "une@culture.exemple.fr").await;
    trip.witness.house.furniture.directory.appoint(Actor::System, culture, keeper).await.unwrap();
    for agreed in [true, false] {
        let way = trip.come(AGENT, if agreed { "hub.5" } else { "hub.6" }).await;
        let asked = json!({ "address": AGENT, "comment": "" });
        trip.witness.ask("POST /api/hub/arrivals/current/transfers", &[], &way, asked).await;
        let waiting = trip.witness.ask("GET /api/hub/transfers", &[], &administrator, Value::Null).await;
        let transfer = waiting["transfers"][0]["id"].as_str().unwrap().to_owned();
        if !agreed {
            trip.witness
                .ask("DELETE /api/hub/transfers/{id}", &[&transfer], &administrator, Value::Null)
                .await;
            continue;
        }
        for session in [&correspondent, &administrator] {
            let agree = "POST /api/hub/transfers/{id}/agreements";
            trip.witness.ask(agree, &[&transfer], session, json!({})).await;
        }
    }
    witness.ask(&format!("DELETE {PROVIDER}"), &[&id], &administrator, Value::Null).await;
}

/// To the ministry and back.
struct Trip<'a> {
    ministry: &'a Ministry,
    provider: &'a str,
    witness: &'a mut Witness,
}

impl Trip<'_> {
    /// Comes by the ministry, and is in or arrives; says by which cookie the browser is known on its way.
    async fn come(&mut self, address: &str, subject: &str) -> String {
        let path = format!("/api/hub/providers/{}/sign-in", self.provider);
        let request = axum::http::Request::get(path)
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .body(Body::empty())
            .unwrap();
        let Ok(response) = self.witness.house.doors.clone().oneshot(request).await;
        let departure = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let claims = json!({ "sub": subject, "email": address, "usual_name": "Agent" });
        let back = self.ministry.sign_in(&departure, &claims);
        let query = format!("?{}", back.query().unwrap());
        let land = format!("GET {PROVIDER}/callback");
        // Who only arrives is told by the operation that follows.
        let known = address == "nouvelle@culture.exemple.fr";
        if known {
            self.witness.ask_with(&land, &[self.provider], &query, &cookie, Body::empty()).await;
        } else {
            let request = axum::http::Request::get(format!("{}{query}", back.path()))
                .header("host", "localhost:8080")
                .header("cookie", &cookie)
                .body(Body::empty())
                .unwrap();
            let Ok(response) = self.witness.house.doors.clone().oneshot(request).await;
            assert_eq!(response.headers()["location"], "/sign-in/arrival");
        }
        cookie
    }
}

async fn administrator(witness: &mut Witness) -> String {
    let address = "camille@sacados.exemple.org";
    let cookie = witness.sign_in(address).await;
    let person = person(witness, address).await;
    let role = access::Role::Administrator;
    witness.house.furniture.access.grant_role(Actor::System, person, role).await.unwrap();
    cookie
}

async fn person(witness: &Witness, address: &str) -> PersonId {
    witness.house.furniture.identity.find(&address.parse().unwrap()).await.unwrap().unwrap()
}

async fn organisation(witness: &Witness) -> ScopeId {
    let all = witness.house.furniture.directory.organisations().await.unwrap();
    all.into_iter()
        .find(|found| found.domains.iter().any(|domain| domain == "culture.exemple.fr"))
        .unwrap()
        .id
}
