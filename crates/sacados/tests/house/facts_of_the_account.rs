//! What people do with their account, and whom they let in, in front of the witness.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use kernel::Actor;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    authenticator::{Holder, totp},
    facts::Witness,
};

const AGENT: &str = "lea@culture.exemple.fr";
const GUEST: &str = "paul@ailleurs.exemple.org";

pub(crate) async fn the_account(witness: &mut Witness) {
    let cookie = witness.sign_in(AGENT).await;

    addresses(witness, &cookie).await;
    passkeys(witness, &cookie).await;
    second_factor(witness, &cookie).await;
    guests(witness, &cookie).await;
    invitations(witness, &cookie).await;
}

async fn addresses(witness: &mut Witness, cookie: &str) {
    let own = "lea@ailleurs.exemple.org";
    let begun = witness.ask("POST /api/identity/addresses", &[], cookie, json!({ "address": own })).await;
    let shown = json!({ "id": begun["id"], "code": witness.code_mailed_to(own).await });
    witness.ask("POST /api/identity/addresses/proofs", &[], cookie, shown).await;
    for main in [own, AGENT] {
        let main = json!({ "address": main });
        witness.ask("PUT /api/identity/addresses/main", &[], cookie, main).await;
    }
    witness.ask("DELETE /api/identity/addresses/{address}", &[own], cookie, Value::Null).await;
}

async fn passkeys(witness: &mut Witness, cookie: &str) {
    let mut telephone = Holder::new("http://localhost:8080");
    let begun = witness.ask("POST /api/identity/passkeys/registrations", &[], cookie, json!({})).await;
    let new = json!({ "name": "Mon téléphone", "credential": telephone.create(&begun["options"]).await });
    let finish = "POST /api/identity/passkeys/registrations/{id}";
    let passkey = witness.ask(finish, &[begun["id"].as_str().unwrap()], cookie, new).await;

    let asked = witness.ask("POST /api/identity/passkeys/challenges", &[], "", json!({})).await;
    let shown = json!({ "credential": telephone.get(&asked["options"]).await });
    let sign_in = "POST /api/identity/passkeys/challenges/{id}/sessions";
    witness.ask(sign_in, &[asked["id"].as_str().unwrap()], "", shown).await;
    let asked = witness.ask("POST /api/identity/confirmations/passkeys", &[], cookie, json!({})).await;
    let shown = json!({ "credential": telephone.get(&asked["options"]).await });
    let confirm = "POST /api/identity/confirmations/passkeys/{id}";
    witness.ask(confirm, &[asked["id"].as_str().unwrap()], cookie, shown).await;

    let (id, name) = (passkey["id"].as_str().unwrap(), json!({ "name": "Ma clé" }));
    witness.ask("PATCH /api/identity/passkeys/{id}", &[id], cookie, name).await;
    witness.ask("DELETE /api/identity/passkeys/{id}", &[id], cookie, Value::Null).await;
}

/// Set up, shown at a sign-in, and given up.
async fn second_factor(witness: &mut Witness, cookie: &str) {
    witness.ask("POST /api/identity/confirmations", &[], cookie, json!({ "sample": true })).await;
    let begun = witness.ask("POST /api/identity/totp", &[], cookie, json!({})).await;
    let now = witness.house.furniture.store.clock().now();
    let shown = json!({ "code": totp(begun["secret"].as_str().unwrap(), now) });
    witness.ask("PUT /api/identity/totp", &[], cookie, shown).await;
    let made = witness.ask("POST /api/identity/recovery-codes", &[], cookie, json!({})).await;

    let (owed, browser) = half_signed_in(witness).await;
    // What the telephone shows opens once, and it was shown just now.
    let shown = json!({ "recovery_code": made["codes"][0] });
    witness.ask("POST /api/identity/second-factors/{id}/sessions", &[&owed], &browser, shown).await;
    witness.ask("DELETE /api/identity/totp", &[], cookie, Value::Null).await;
}

/// By a mailed code, which is not enough: the second factor that is owed, and by which cookie the browser is known.
async fn half_signed_in(witness: &mut Witness) -> (String, String) {
    let asked = witness.ask("POST /api/identity/codes", &[], "", json!({ "address": AGENT })).await;
    let shown = json!({ "code": witness.code_mailed_to(AGENT).await });
    let path = format!("/api/identity/codes/{}/sessions", asked["id"].as_str().unwrap());
    let request = Request::post(path)
        .header("content-type", "application/json")
        .header("host", "localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(shown.to_string()))
        .unwrap();
    let Ok(response) = witness.house.doors.clone().oneshot(request).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let answer = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    (answer["second_factor"]["id"].as_str().unwrap().to_owned(), cookie)
}

async fn guests(witness: &mut Witness, cookie: &str) {
    let today = witness.house.furniture.store.clock().now().date().to_string();
    let (until, longer) = (witness.days_after(&today, 30), witness.days_after(&today, 60));
    let new = json!({ "address": GUEST, "name": "Paul Morel", "reason": "Relit le rapport", "until": until });
    let guest = witness.ask("POST /api/identity/guests", &[], cookie, new).await;
    let id = guest["id"].as_str().unwrap();
    let key = witness.key_mailed_to(GUEST, "/invitation/").await;
    let name = json!({ "name": "Paul Morel" });
    witness.ask("POST /api/identity/invitations/{key}/acceptances", &[&key], "", name).await;
    let longer = json!({ "until": longer });
    witness.ask("PATCH /api/identity/guests/{id}", &[id], cookie, longer).await;
    witness.ask("DELETE /api/identity/guests/{id}", &[id], cookie, Value::Null).await;
}

/// By whoever administers, who thinks better of it.
async fn invitations(witness: &mut Witness, cookie: &str) {
    let person = witness.house.furniture.identity.find(&AGENT.parse().unwrap()).await.unwrap().unwrap();
    let access = &witness.house.furniture.access;
    access.grant_role(Actor::System, person, access::Role::Administrator).await.unwrap();
    let new = json!({ "address": "noe@culture.exemple.fr", "name": "Noé Vidal" });
    let sent = witness.ask("POST /api/identity/invitations", &[], cookie, new).await;
    let id = sent["id"].as_str().unwrap();
    witness.ask("DELETE /api/identity/invitations/{key}", &[id], cookie, Value::Null).await;
}
