//! Signing out from an application, and the others that hear of it.

use std::sync::{Arc, Mutex};

use axum::{Form, Router, extract::State, http::StatusCode, routing::post};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Browser, House, jwt};

async fn leaves(browser: &Browser<'_>, query: &[(&str, &str)]) -> crate::Answer {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    browser.get(&format!("/oauth2/logout?{query}")).await
}

const HOME: &str = "https://agenda.exemple.fr/au-revoir";

fn returning() -> Value {
    json!({ "trusted": true, "post_logout_redirect_uris": [HOME] })
}

#[tokio::test]
async fn who_shows_the_id_token_of_this_session_signs_it_out_at_once() {
    let house = House::open().await;
    let app = house.app(returning()).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    let hint = tokens.word("id_token");
    house.advance(time::Duration::hours(1));

    let answer =
        leaves(&helene, &[("id_token_hint", &hint), ("post_logout_redirect_uri", HOME), ("state", "s")])
            .await;

    assert_eq!(answer.location().0, format!("{HOME}?state=s"), "an expired one will do");
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(helene.get("/api/provider/grants").await.no(), (401, "sign_in"));
    assert_eq!(app.refresh(&tokens.word("refresh_token")).await.no(), (400, "invalid_grant"));
}

#[tokio::test]
async fn no_other_site_signs_anybody_out() {
    let house = House::open().await;
    let app = house.app(returning()).await;
    let (helene, karim) =
        (house.helene().await, house.signed_in(house.person("karim@culture.exemple.fr").await).await);
    let theirs = app.tokens(&karim, &[]).await.word("id_token");
    for query in [
        vec![],
        vec![("client_id", app.id.as_str()), ("post_logout_redirect_uri", HOME)],
        vec![("id_token_hint", theirs.as_str()), ("post_logout_redirect_uri", HOME)],
    ] {
        let answer = leaves(&helene, &query).await;
        assert!(answer.location().0.starts_with("/sign-out?request=saco_"), "{query:?}: asked of its person");
        assert!(answer.headers.get("set-cookie").is_none());
    }
    assert_eq!(helene.get("/api/provider/grants").await.status, StatusCode::OK);

    let asked = leaves(&helene, &[("client_id", app.id.as_str()), ("post_logout_redirect_uri", HOME)]).await;
    let id = asked.location().get("request");
    let page = helene.get(&format!("/api/provider/sign-outs/{id}")).await;
    assert_eq!(
        (&page.body["client"]["name"], &page.body["account"]["name"]),
        (&json!("Agenda"), &json!("Hélène Marchetti"))
    );
    let stays =
        helene.post(&format!("/api/provider/sign-outs/{id}/decisions"), &json!({ "sign_out": false })).await;
    assert_eq!(stays.word("redirect_to"), HOME);
    assert_eq!(helene.get("/api/provider/grants").await.status, StatusCode::OK);
    let again =
        helene.post(&format!("/api/provider/sign-outs/{id}/decisions"), &json!({ "sign_out": true })).await;
    assert_eq!(again.no(), (410, "provider.request_over"));

    let id = leaves(&helene, &[]).await.location().get("request");
    let left =
        helene.post(&format!("/api/provider/sign-outs/{id}/decisions"), &json!({ "sign_out": true })).await;
    assert_eq!((left.status, &left.body["redirect_to"]), (StatusCode::OK, &Value::Null));
    assert!(left.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(helene.get("/api/provider/grants").await.no(), (401, "sign_in"));
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_after_signing_out() {
    let house = House::open().await;
    let (app, other) = (house.app(returning()).await, house.trusted().await);
    let helene = house.helene().await;
    let hint = app.tokens(&helene, &[]).await.word("id_token");
    for (query, problem) in [
        (
            vec![("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", "https://mal.exemple/")],
            "bad_post_logout_redirect_uri",
        ),
        (vec![("post_logout_redirect_uri", HOME)], "bad_post_logout_redirect_uri"),
        (
            vec![("client_id", other.id.as_str()), ("post_logout_redirect_uri", HOME)],
            "bad_post_logout_redirect_uri",
        ),
        (vec![("client_id", other.id.as_str()), ("id_token_hint", hint.as_str())], "bad_hint"),
        (vec![("id_token_hint", "eyJhbGciOiJub25lIn0.e30.")], "bad_hint"),
        (vec![("client_id", "inconnu")], "unknown_client"),
    ] {
        let location = leaves(&helene, &query).await.location();
        assert_eq!(location.0, format!("/connect/problem?code=provider.{problem}"), "{query:?}");
    }
    assert_eq!(helene.get("/api/provider/grants").await.status, StatusCode::OK);
}

/// What an application heard, and whether it listens.
type Heard = Arc<Mutex<(Vec<String>, bool)>>;

#[derive(Deserialize)]
struct Logout {
    logout_token: String,
}

async fn hears(State(heard): State<Heard>, Form(Logout { logout_token }): Form<Logout>) -> StatusCode {
    let mut heard = heard.lock().unwrap();
    if !heard.1 {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    heard.0.push(logout_token);
    StatusCode::OK
}

#[tokio::test]
async fn applications_hear_that_a_session_is_over_and_are_told_until_they_do() {
    let house = House::open().await;
    let heard: Heard = Arc::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/deconnexion", listener.local_addr().unwrap());
    let server = Router::new().route("/deconnexion", post(hears)).with_state(Arc::clone(&heard));
    tokio::spawn(async move { axum::serve(listener, server).await });
    let app = house.app(json!({ "trusted": true, "backchannel_logout_uri": address })).await;
    let quiet = house.trusted().await;
    let helene = house.helene().await;
    let (session, person) = (helene.caller().await.session, helene.caller().await.person);
    app.tokens(&helene, &[]).await;
    app.tokens(&helene, &[]).await;
    quiet.tokens(&helene, &[]).await;
    house.identity.close_sessions(kernel::Actor::System, &[session]).await.unwrap();

    house.settle().await;
    assert!(heard.lock().unwrap().0.is_empty(), "it did not listen");
    let waiting = house.store.job_counts().await.unwrap();
    assert_eq!(waiting.iter().map(|(_, _, count)| count).sum::<i64>(), 1, "{waiting:?}");
    heard.lock().unwrap().1 = true;
    house.store.hurry(&house).await;

    let told = heard.lock().unwrap().0.clone();
    assert_eq!(told.len(), 1, "once, for two sign-ins of one session");
    assert_eq!(jsonwebtoken::decode_header(&told[0]).unwrap().typ.as_deref(), Some("logout+jwt"));
    let claims = jwt::read(&house, &told[0]).await;
    assert_eq!(
        (&claims["aud"], &claims["sub"], &claims["sid"]),
        (&json!(app.id), &json!(person), &json!(session))
    );
    assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
    assert!(claims["jti"].is_string() && claims.get("nonce").is_none());
}

/// Does at once what waits for its next attempt.
trait Hurry {
    async fn hurry(&self, house: &House);
}

impl Hurry for store::Store {
    async fn hurry(&self, house: &House) {
        sqlx::query("UPDATE house.jobs SET run_at = '-infinity'").execute(self.pool()).await.unwrap();
        house.settle().await;
    }
}
