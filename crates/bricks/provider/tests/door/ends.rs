//! Over is over: grants end with their session, their person or their person's wish, at once.

use axum::http::StatusCode;
use kernel::Actor;
use serde_json::json;
use time::Duration;

use crate::House;

#[tokio::test]
async fn what_depends_on_a_session_ends_with_it_and_the_rest_stays() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let short = app.tokens(&helene, &[]).await;
    let lasting = app.tokens(&helene, &[("scope", "openid offline_access")]).await;

    house.identity.close_sessions(Actor::System, &[helene.caller().await.session]).await.unwrap();

    assert_eq!(house.userinfo(&short.word("access_token")).await.no(), (401, "invalid_token"));
    assert_eq!(app.introspect(&short.word("access_token")).await.body, json!({ "active": false }));
    assert_eq!(app.refresh(&short.word("refresh_token")).await.no(), (400, "invalid_grant"));
    assert_eq!(house.userinfo(&lasting.word("access_token")).await.status, StatusCode::OK);
    assert_eq!(app.refresh(&lasting.word("refresh_token")).await.status, StatusCode::OK);
    house.settle().await;
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM provider.grants WHERE ended_at IS NULL")
        .fetch_one(house.store.pool())
        .await
        .unwrap();
    assert_eq!(open, 1);
}

#[tokio::test]
async fn a_session_that_ended_by_itself_ends_them_too() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    house.advance(Duration::hours(13));

    assert_eq!(app.refresh(&tokens.word("refresh_token")).await.no(), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_person_who_is_suspended_is_nowhere_any_more() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let person = helene.caller().await.person;
    let lasting = app.tokens(&helene, &[("scope", "openid offline_access")]).await;
    house.identity.disable(Actor::System, person).await.unwrap();

    assert_eq!(house.userinfo(&lasting.word("access_token")).await.no(), (401, "invalid_token"));
    assert_eq!(app.introspect(&lasting.word("refresh_token")).await.body, json!({ "active": false }));
    assert_eq!(app.refresh(&lasting.word("refresh_token")).await.no(), (400, "invalid_grant"));
    house.settle().await;
    house.identity.enable(Actor::System, person).await.unwrap();
    assert_eq!(
        app.refresh(&lasting.word("refresh_token")).await.no(),
        (400, "invalid_grant"),
        "it does not come back"
    );
}

const MINISTRY: &str = "https://connexion.culture.exemple.fr";
const ANOTHER: &str = "https://connexion.armees.exemple.fr";

/// What a ministry's provider is told of, as the hub tells it.
async fn tell(house: &House, action: &str, details: serde_json::Value) {
    let mut tx = house.store.begin().await.unwrap();
    store::tell(&mut tx, &kernel::Fact::new(action, Actor::System).with(details)).await.unwrap();
    tx.commit().await.unwrap();
    house.settle().await;
}

#[tokio::test]
async fn what_outlives_a_session_ends_when_its_ministry_signs_the_person_out_everywhere() {
    let house = House::open().await;
    let app = house.trusted().await;
    let nadia = house.person("nadia@culture.exemple.fr").await;
    let (by_one, by_other) = (house.come_by(MINISTRY, nadia).await, house.come_by(ANOTHER, nadia).await);
    let lasting = [("scope", "openid offline_access")];
    let matrix = [("scope", "urn:matrix:client:api:* urn:matrix:client:device:AAAAAAAAAA")];
    let (one, device) = (app.tokens(&by_one, &lasting).await, app.tokens(&by_one, &matrix).await);
    let other = app.tokens(&by_other, &lasting).await;
    let alive = async |tokens: &crate::Answer| {
        app.introspect(&tokens.word("access_token")).await.body["active"] == true
    };

    // One of her sessions there, of somebody else, and by another ministry.
    let closed = json!({ "issuer": MINISTRY, "closed": 1, "everywhere": null });
    tell(&house, "hub.sign_out.received", closed).await;
    let somebody = json!({ "issuer": MINISTRY, "closed": 1, "everywhere": uuid::Uuid::new_v4() });
    tell(&house, "hub.sign_out.received", somebody).await;
    assert!(alive(&one).await && alive(&device).await && alive(&other).await, "that is not about them");

    let everywhere = json!({ "issuer": MINISTRY, "closed": 1, "everywhere": nadia });
    tell(&house, "hub.sign_out.received", everywhere).await;
    assert!(!alive(&one).await && !alive(&device).await);
    assert_eq!(app.refresh(&one.word("refresh_token")).await.no(), (400, "invalid_grant"));
    assert!(alive(&other).await, "another ministry said nothing");

    // A change that leaves the other one trusted ends nothing; disabled, it ends what came of it.
    tell(&house, "hub.provider.changed", json!({ "issuer": ANOTHER, "enabled": true })).await;
    assert!(alive(&other).await);
    tell(&house, "hub.provider.changed", json!({ "issuer": ANOTHER, "enabled": false })).await;
    assert!(!alive(&other).await);
}

#[tokio::test]
async fn what_is_given_while_a_provider_is_being_shut_ends_with_its_session_or_is_not_given() {
    let house = House::open().await;
    let app = house.trusted().await;
    let nadia = house.person("nadia@culture.exemple.fr").await;
    let by_ministry = house.come_by(MINISTRY, nadia).await;
    let lasting = [("scope", "openid offline_access")];

    // Disabled, that was heard, and her session is among those that are not closed yet.
    tell(&house, "hub.provider.changed", json!({ "issuer": MINISTRY, "enabled": false })).await;
    let late = app.tokens(&by_ministry, &lasting).await;
    let caller = by_ministry.caller().await;
    house.identity.close_sessions(Actor::System, &[caller.session]).await.unwrap();
    tell(&house, "hub.provider.emptied", json!({ "issuer": MINISTRY, "enabled": false })).await;
    assert_eq!(app.refresh(&late.word("refresh_token")).await.no(), (400, "invalid_grant"));

    // A request that was under way when the session was closed holds nothing.
    let mut tx = house.store.begin().await.unwrap();
    assert_eq!(house.identity.hold_session(&mut tx, caller.session).await.unwrap(), None);
}

#[tokio::test]
async fn who_lets_an_account_go_keeps_nothing_that_came_by_it() {
    let house = House::open().await;
    let app = house.trusted().await;
    let nadia = house.person("nadia@culture.exemple.fr").await;
    let (by_ministry, by_house) = (house.come_by(MINISTRY, nadia).await, house.signed_in(nadia).await);
    let lasting = [("scope", "openid offline_access")];
    let (gone, kept) = (app.tokens(&by_ministry, &lasting).await, app.tokens(&by_house, &lasting).await);

    // As identity tells it.
    let thing = kernel::Thing::new("identity", "person", nadia.uuid());
    let fact = kernel::Fact::new("identity.identity.unlinked", Actor::Person(nadia))
        .about(kernel::Card { thing, title: String::new(), text: String::new() })
        .with(json!({ "issuer": MINISTRY }));
    let mut tx = house.store.begin().await.unwrap();
    store::tell(&mut tx, &fact).await.unwrap();
    tx.commit().await.unwrap();
    house.settle().await;

    assert_eq!(app.refresh(&gone.word("refresh_token")).await.no(), (400, "invalid_grant"));
    assert_eq!(app.refresh(&kept.word("refresh_token")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_person_sees_their_applications_and_ends_them() {
    let house = House::open().await;
    let app = house.app(json!({ "uri": "https://agenda.exemple.fr" })).await;
    let (helene, karim) =
        (house.helene().await, house.signed_in(house.person("karim@culture.exemple.fr").await).await);
    let tokens = app.tokens(&helene, &[("scope", "openid offline_access")]).await;

    let list = helene.get("/api/provider/grants").await;
    let grant = &list.body["grants"][0];
    assert_eq!(
        (&grant["client"]["name"], &grant["client"]["uri"]),
        (&json!("Agenda"), &json!("https://agenda.exemple.fr"))
    );
    assert_eq!(list.body["grants"].as_array().unwrap().len(), 1);
    assert_eq!(karim.get("/api/provider/grants").await.body, json!({ "grants": [] }));
    let path = format!("/api/provider/grants/{}", grant["id"].as_str().unwrap());
    assert_eq!(karim.delete(&path).await.no(), (404, "provider.no_such_grant"));

    assert_eq!(helene.delete(&path).await.status, StatusCode::NO_CONTENT);

    assert_eq!(house.userinfo(&tokens.word("access_token")).await.no(), (401, "invalid_token"));
    assert_eq!(app.refresh(&tokens.word("refresh_token")).await.no(), (400, "invalid_grant"));
    assert_eq!(helene.get("/api/provider/grants").await.body, json!({ "grants": [] }));
    assert_eq!(helene.delete(&path).await.no(), (404, "provider.no_such_grant"));
    helene.authorize(&app.asks(&[])).await.location().request();
}

#[tokio::test]
async fn who_has_left_is_forgotten() {
    let house = House::open().await;
    let app = house.app(json!({})).await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[("scope", "openid offline_access")]).await;

    web::Tool::forget(&house.provider, helene.caller().await.person).await.unwrap();

    assert_eq!(house.userinfo(&tokens.word("access_token")).await.no(), (401, "invalid_token"));
    for table in ["grants", "consents", "refresh_tokens", "access_tokens"] {
        let rows: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM provider.{table}")))
                .fetch_one(house.store.pool())
                .await
                .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test]
async fn an_application_that_is_removed_takes_its_tokens_along() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let tokens = app.tokens(&helene, &[]).await;
    let admin = house.administrator().await;
    assert_eq!(
        admin.delete(&format!("/api/provider/clients/{}", app.id)).await.status,
        StatusCode::NO_CONTENT
    );

    assert_eq!(house.userinfo(&tokens.word("access_token")).await.no(), (401, "invalid_token"));
    assert_eq!(app.refresh(&tokens.word("refresh_token")).await.no(), (401, "invalid_client"));
}

#[tokio::test]
async fn what_is_over_is_swept() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    app.tokens(&helene, &[]).await;
    house.stranger().authorize(&app.asks(&[])).await.location().request();
    house.advance(Duration::days(100));

    for routine in web::Tool::routines(&house.provider) {
        routine.run().await.unwrap();
        routine.run().await.unwrap();
    }

    for table in ["requests", "codes", "access_tokens", "refresh_tokens", "grants"] {
        let rows: i64 =
            sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM provider.{table}")))
                .fetch_one(house.store.pool())
                .await
                .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
}

#[tokio::test]
async fn an_application_that_the_house_answers_for_no_longer_asks_its_people() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    app.tokens(&helene, &[]).await;
    assert_eq!(
        helene.get("/api/provider/grants").await.body["grants"].as_array().unwrap().len(),
        1,
        "listed"
    );

    let admin = house.administrator().await;
    let client = format!("/api/provider/clients/{}", app.id);
    let words = admin.get(&client).await.body;
    let words = json!({
        "name": words["name"], "redirect_uris": words["redirect_uris"],
        "token_endpoint_auth_method": words["token_endpoint_auth_method"], "trusted": false,
    });
    let changed = admin.send("PATCH", &client, &words).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);

    let request = helene.authorize(&app.asks(&[])).await.location().request();
    let page = helene.get(&format!("/api/provider/requests/{request}")).await.body;
    assert_eq!(page["needs"], "consent", "nobody had asked her");
    let yes = helene.decide(&request, true).await;
    assert_eq!(yes.status, StatusCode::OK, "{}", yes.body);
    let again = helene.authorize(&app.asks(&[])).await.location().says();
    assert!(again.contains_key("code"), "once is enough: {again:?}");
}
