//! The authorization endpoint: who is sent where, and who is not.

use axum::http::StatusCode;
use serde_json::json;
use time::Duration;

use crate::{House, house::Location};

#[tokio::test]
async fn an_application_of_the_house_gets_its_code_without_a_question() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;

    let location = helene.authorize(&app.asks(&[])).await.location();

    assert!(location.0.starts_with("https://agenda.exemple.fr/retour?code=sacc_"), "{}", location.0);
    let says = location.says();
    assert_eq!(says["state"], "état-1");
    assert_eq!(says["iss"], "https://sac.exemple.fr");
    assert_eq!(house.told().await.last().unwrap(), "provider.grant.given");
}

#[tokio::test]
async fn others_are_asked_about_once_and_again_for_more() {
    let house = House::open().await;
    let app = house.app(json!({})).await;
    let helene = house.helene().await;

    let first = helene.authorize(&app.asks(&[])).await.location().request();
    let page = helene.get(&format!("/api/provider/requests/{first}")).await;
    assert_eq!(
        (page.word("needs"), page.body["client"]["verified"].as_bool()),
        ("consent".into(), Some(true))
    );
    assert_eq!(page.body["scopes"], json!(["openid", "email", "siret"]));
    assert_eq!(page.body["account"]["address"], "helene@culture.exemple.fr");
    let decided = helene.decide(&first, true).await;
    assert!(Location(decided.word("redirect_to")).get("code").starts_with("sacc_"));

    assert!(helene.authorize(&app.asks(&[])).await.location().get("code").starts_with("sacc_"));
    let less = helene.authorize(&app.asks(&[("scope", "openid")])).await.location();
    assert!(less.get("code").starts_with("sacc_"));
    helene.authorize(&app.asks(&[("scope", "openid email siret uid")])).await.location().request();
    helene.authorize(&app.asks(&[("prompt", "consent")])).await.location().request();

    let again = helene.decide(&first, true).await;
    assert_eq!(again.no(), (410, "provider.request_over"), "a request is decided once");
}

#[tokio::test]
async fn a_no_goes_back_to_the_application_and_gives_nothing() {
    let house = House::open().await;
    let app = house.app(json!({})).await;
    let helene = house.helene().await;
    let request = helene.authorize(&app.asks(&[])).await.location().request();

    let decided = Location(helene.decide(&request, false).await.word("redirect_to"));

    assert_eq!((decided.get("error"), decided.get("code")), ("access_denied".into(), String::new()));
    assert_eq!(decided.get("state"), "état-1");
    assert_eq!(house.told().await, ["provider.client.added", "provider.grant.refused"]);
}

#[tokio::test]
async fn nobody_is_sent_where_the_application_is_not() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    for game in [
        "https://mal.exemple/retour",
        "https://agenda.exemple.fr/retour/",
        "https://agenda.exemple.fr/retour?x=1",
        "https://agenda.exemple.fr/retour#x",
        "https://agenda.exemple.fr@mal.exemple/retour",
        "https://agenda.exemple.fr.mal.exemple/retour",
        "https://agenda.exemple.fr/autre/../retour",
        "http://agenda.exemple.fr/retour",
        "https://AGENDA.exemple.fr/retour",
        "javascript:alert(1)",
        "//mal.exemple",
        "/",
    ] {
        for extra in [("prompt", "none"), ("response_type", "token")] {
            let query = app.asks(&[("redirect_uri", game), extra]);
            let location = helene.authorize(&query).await.location();
            assert_eq!(location.0, "/connect/problem?code=provider.bad_redirect_uri", "{game}");
        }
    }
    let none = helene.authorize(&app.asks(&[("redirect_uri", "")])).await.location();
    assert_eq!(none.0, "/connect/problem?code=provider.bad_redirect_uri");
    let mut twice = app.asks(&[]);
    twice.push(("redirect_uri", "https://mal.exemple/"));
    assert_eq!(helene.authorize(&twice).await.location().get("code"), "provider.bad_redirect_uri");
    for id in ["", "inconnu", "01890a5d-ac96-774b-bcce-b302099a8057", &app.id.to_uppercase()] {
        let location = helene.authorize(&app.asks(&[("client_id", id)])).await.location();
        assert_eq!(location.0, "/connect/problem?code=provider.unknown_client", "{id}");
    }
}

#[tokio::test]
async fn what_does_not_read_is_told_to_the_application() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let huge = format!("{{\"userinfo\":{{\"a\":\"{}\"}}}}", "x".repeat(5_000));
    let deep = format!("{}1{}", "[".repeat(3_000), "]".repeat(3_000));
    let many = format!(
        "{{\"userinfo\":{{{}}}}}",
        (0..99).map(|n| format!("\"c{n}\":null")).collect::<Vec<_>>().join(",")
    );
    for (changes, error) in [
        (vec![("response_type", "token")], "unsupported_response_type"),
        (vec![("response_type", "code id_token")], "unsupported_response_type"),
        (vec![("response_type", "")], "invalid_request"),
        (vec![("response_mode", "web_message")], "invalid_request"),
        (vec![("scope", "openid admin")], "invalid_scope"),
        (vec![("scope", "")], "invalid_request"),
        (vec![("code_challenge_method", "plain")], "invalid_request"),
        (vec![("code_challenge_method", "")], "invalid_request"),
        (vec![("code_challenge", "")], "invalid_request"),
        (vec![("code_challenge", "court")], "invalid_request"),
        (vec![("request", "eyJhbGciOiJub25lIn0.e30.")], "request_not_supported"),
        (vec![("registration", "{}")], "registration_not_supported"),
        (vec![("prompt", "none login")], "invalid_request"),
        (vec![("prompt", "danse")], "invalid_request"),
        (vec![("max_age", "-1")], "invalid_request"),
        (vec![("max_age", "demain")], "invalid_request"),
        (vec![("claims", huge.as_str())], "invalid_request"),
        (vec![("claims", deep.as_str())], "invalid_request"),
        (vec![("claims", many.as_str())], "invalid_request"),
        (vec![("claims", "[]")], "invalid_request"),
        (vec![("claims", "{")], "invalid_request"),
    ] {
        let location = helene.authorize(&app.asks(&changes)).await.location();
        assert!(
            location.0.starts_with("https://agenda.exemple.fr/retour?error="),
            "{changes:?}: {}",
            location.0
        );
        assert_eq!(location.get("error"), error, "{changes:?}");
        assert_eq!((location.get("state"), location.get("code")), ("état-1".into(), String::new()));
    }
    let mut twice = app.asks(&[]);
    twice.push(("scope", "openid"));
    assert_eq!(helene.authorize(&twice).await.location().get("error"), "invalid_request");
}

#[tokio::test]
async fn silence_is_kept_when_it_is_asked_for() {
    let house = House::open().await;
    let (app, trusted) = (house.app(json!({})).await, house.trusted().await);
    let helene = house.helene().await;
    let silently = |changes: &[(&'static str, &'static str)]| {
        let mut changes = changes.to_vec();
        changes.push(("prompt", "none"));
        changes
    };

    let stranger = house.stranger().authorize(&trusted.asks(&silently(&[]))).await.location();
    assert_eq!(stranger.get("error"), "login_required");
    let unasked = helene.authorize(&app.asks(&silently(&[]))).await.location();
    assert_eq!(unasked.get("error"), "consent_required");
    let good = helene.authorize(&trusted.asks(&silently(&[("response_mode", "fragment")]))).await.location();
    assert!(good.0.contains("/retour#code=sacc_"), "{}", good.0);
    let another = silently(&[("login_hint", "karim@culture.exemple.fr")]);
    let another = helene.authorize(&trusted.asks(&another)).await.location();
    assert_eq!(another.get("error"), "login_required");
    house.advance(Duration::minutes(2));
    let old = helene.authorize(&trusted.asks(&silently(&[("max_age", "60")]))).await.location();
    assert_eq!(old.get("error"), "login_required");
    let young = helene.authorize(&trusted.asks(&silently(&[("max_age", "600")]))).await.location();
    assert!(young.get("code").starts_with("sacc_"));
}

#[tokio::test]
async fn a_page_says_what_is_needed_of_whoever_is_there() {
    let house = House::open().await;
    let app = house.trusted().await;
    let stranger = house.stranger();
    let request =
        stranger.authorize(&app.asks(&[("login_hint", "helene@culture.exemple.fr")])).await.location();
    let request = request.request();

    let page = stranger.get(&format!("/api/provider/requests/{request}")).await;
    assert_eq!(
        (page.word("needs"), page.word("login_hint")),
        ("sign_in".into(), "helene@culture.exemple.fr".into())
    );
    assert_eq!(stranger.decide(&request, true).await.no(), (401, "sign_in"));

    let helene = house.helene().await;
    let page = helene.get(&format!("/api/provider/requests/{request}")).await;
    assert_eq!(page.word("needs"), "nothing");
    assert_eq!(helene.decide(&request, true).await.status, StatusCode::OK);

    let lost = helene.get("/api/provider/requests/sacq_inconnu").await;
    assert_eq!(lost.no(), (410, "provider.request_over"));
    let late = stranger.authorize(&app.asks(&[])).await.location().request();
    house.advance(Duration::minutes(11));
    assert_eq!(helene.decide(&late, true).await.no(), (410, "provider.request_over"));
}

#[tokio::test]
async fn somebody_else_is_meant_and_the_person_chooses() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    house.advance(Duration::minutes(1));
    for changes in [("login_hint", "karim@culture.exemple.fr"), ("prompt", "select_account")] {
        let request = helene.authorize(&app.asks(&[changes])).await.location().request();
        let page = helene.get(&format!("/api/provider/requests/{request}")).await;
        assert_eq!(page.word("needs"), "select_account", "{changes:?}");
        let decided = helene.decide(&request, true).await;
        assert!(decided.word("redirect_to").contains("code="), "{}", decided.text);
    }
    let mine = [("login_hint", "helene@culture.exemple.fr")];
    assert!(helene.authorize(&app.asks(&mine)).await.location().get("code").starts_with("sacc_"));
}

#[tokio::test]
async fn no_other_site_decides_for_a_person() {
    let house = House::open().await;
    let app = house.app(json!({})).await;
    let helene = house.helene().await;
    let request = helene.authorize(&app.asks(&[])).await.location().request();
    let forged = axum::http::Request::post(format!("/api/provider/requests/{request}/decisions"))
        .header("cookie", helene.cookie.clone().unwrap())
        .header("content-type", "application/json")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://mal.exemple");

    let answer = house.send(forged.body(axum::body::Body::from("{\"allow\":true}")).unwrap()).await;

    assert_eq!(answer.no(), (403, "web.cross_site"));
    assert_eq!(house.told().await, ["provider.client.added"]);
}

#[tokio::test]
async fn a_request_can_be_pushed_and_opens_once_for_its_own_client() {
    let house = House::open().await;
    let app = house.app(json!({ "trusted": true, "require_pushed_authorization_requests": true })).await;
    let other = house.trusted().await;
    let helene = house.helene().await;
    let bare = helene.authorize(&app.asks(&[])).await.location();
    assert_eq!(bare.get("error"), "invalid_request");

    let pushed = house.form("/oauth2/par", &app.asks(&[]), app.basic().as_deref()).await;
    assert_eq!(pushed.status, StatusCode::CREATED, "{}", pushed.text);
    let uri = pushed.word("request_uri");
    let theirs = [("client_id", other.id.as_str()), ("request_uri", uri.as_str())];
    assert_eq!(helene.authorize(&theirs).await.location().get("code"), "provider.request_over");
    let ours = [("client_id", app.id.as_str()), ("request_uri", uri.as_str())];
    assert!(helene.authorize(&ours).await.location().get("code").starts_with("sacc_"));
    assert_eq!(helene.authorize(&ours).await.location().get("code"), "provider.request_over");

    let late = house.form("/oauth2/par", &app.asks(&[]), app.basic().as_deref()).await.word("request_uri");
    house.advance(Duration::seconds(91));
    let late = [("client_id", app.id.as_str()), ("request_uri", late.as_str())];
    assert_eq!(helene.authorize(&late).await.location().get("code"), "provider.request_over");

    let stranger = house.form("/oauth2/par", &app.asks(&[]), None).await;
    assert_eq!(stranger.no(), (401, "invalid_client"));
    let game = app.asks(&[("redirect_uri", "https://mal.exemple/")]);
    assert_eq!(house.form("/oauth2/par", &game, app.basic().as_deref()).await.no(), (400, "invalid_request"));
}

#[tokio::test]
async fn a_program_on_this_machine_may_change_its_port() {
    let house = House::open().await;
    let native = json!({
        "trusted": true, "native": true, "token_endpoint_auth_method": "none",
        "redirect_uris": ["http://127.0.0.1/retour", "fr.exemple.agenda:/retour"],
    });
    let app = house.app(native).await;
    let helene = house.helene().await;

    let location =
        helene.authorize(&app.asks(&[("redirect_uri", "http://127.0.0.1:51234/retour")])).await.location();
    assert!(location.0.starts_with("http://127.0.0.1:51234/retour?code="), "{}", location.0);
    let own = helene.authorize(&app.asks(&[("redirect_uri", "fr.exemple.agenda:/retour")])).await.location();
    assert!(own.0.starts_with("fr.exemple.agenda:/retour?code="), "{}", own.0);
    let bare = [("code_challenge", ""), ("code_challenge_method", "")];
    let bare = helene.authorize(&app.asks(&bare)).await.location();
    assert_eq!(bare.get("error"), "invalid_request", "who keeps no secret shows PKCE");
}
