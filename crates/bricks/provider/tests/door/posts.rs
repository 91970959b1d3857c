//! Requests that come in a form, and answers that go in one.

use axum::http::StatusCode;
use serde_json::json;
use time::Duration;

use crate::{Answer, Browser, House, house::Location, jwt};

/// The form of another site's page, which brings no cookie; then the browser goes where it is sent, with its own.
async fn posts(house: &House, browser: &Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let kept = house.form(path, fields, None).await;
    let back = kept.location().0;
    assert!(back.starts_with(path), "{back}");
    browser.get(&back).await
}

#[tokio::test]
async fn a_request_may_come_in_a_form() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;

    let answer = posts(&house, &helene, "/oauth2/authorize", &app.asks(&[])).await;

    let location = answer.location();
    assert_eq!(location.get("state"), "état-1");
    assert_eq!(app.exchange(&location.get("code")).await.status, StatusCode::OK);
    let stranger = posts(&house, &house.stranger(), "/oauth2/authorize", &app.asks(&[])).await;
    stranger.location().request();
    let kept = house.form("/oauth2/authorize", &app.asks(&[]), None).await.location().0;
    helene.get(&kept).await;
    let again = helene.get(&kept).await.location();
    assert_eq!(again.0, "/connect/problem?code=provider.request_over", "once");
    let kept = house.form("/oauth2/authorize", &app.asks(&[]), None).await.location().0;
    house.advance(Duration::seconds(91));
    assert_eq!(helene.get(&kept).await.location().0, "/connect/problem?code=provider.request_over");
}

#[tokio::test]
async fn a_form_is_refused_as_an_address_is() {
    let house = House::open().await;
    let app = house.trusted().await;
    let pushes = house.app(json!({ "trusted": true, "require_pushed_authorization_requests": true })).await;
    let post = async |fields: &[(&str, &str)]| house.form("/oauth2/authorize", fields, None).await;

    let told = post(&app.asks(&[("scope", "openid inconnu")])).await.location();
    assert!(told.0.starts_with("https://agenda.exemple.fr/retour?error=invalid_scope"), "{}", told.0);
    assert_eq!(post(&pushes.asks(&[])).await.location().get("error"), "invalid_request");
    for (changes, problem) in [
        (("client_id", "inconnu"), "unknown_client"),
        (("redirect_uri", "https://mal.exemple/"), "bad_redirect_uri"),
    ] {
        let location = post(&app.asks(&[changes])).await.location();
        assert_eq!(location.0, format!("/connect/problem?code=provider.{problem}"));
    }
    let long = "x".repeat(40 * 1024);
    assert_eq!(post(&app.asks(&[("state", &long)])).await.no(), (400, "invalid_request"));
    let longer = "x".repeat(80 * 1024);
    assert_eq!(post(&app.asks(&[("state", &longer)])).await.no(), (400, "invalid_request"));

    let pushed =
        house.form("/oauth2/par", &pushes.asks(&[]), pushes.basic().as_deref()).await.word("request_uri");
    let helene = house.helene().await;
    let fields = [("client_id", pushes.id.as_str()), ("request_uri", pushed.as_str())];
    let answer = posts(&house, &helene, "/oauth2/authorize", &fields).await;
    assert!(answer.location().get("code").starts_with("sacc_"), "what was pushed may be brought in a form");
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in_with_our_cookie() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(app.asks(&[])).finish();
    let request = axum::http::Request::post("/oauth2/authorize")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://mal.exemple")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", helene.cookie.clone().unwrap());

    let answer = house.send(request.body(axum::body::Body::from(body)).unwrap()).await;

    assert!(answer.location().0.starts_with("/oauth2/authorize?client_id="), "the cookie was not read");
}

const HOME: &str = "https://agenda.exemple.fr/au-revoir";

#[tokio::test]
async fn a_sign_out_may_come_in_a_form() {
    let house = House::open().await;
    let app = house.app(json!({ "trusted": true, "post_logout_redirect_uris": [HOME] })).await;
    let (helene, karim) =
        (house.helene().await, house.signed_in(house.person("karim@culture.exemple.fr").await).await);
    let hint = app.tokens(&helene, &[]).await.word("id_token");
    let fields = [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", HOME), ("state", "s")];

    let other = posts(&house, &karim, "/oauth2/logout", &fields).await;
    let asked = other.location();
    assert!(asked.0.starts_with("/sign-out?request=saco_"), "{}: of its person", asked.0);
    let page = karim.get(&format!("/api/provider/sign-outs/{}", asked.get("request"))).await;
    assert_eq!(page.body["client"]["name"], "Agenda");
    let nobody = posts(&house, &house.stranger(), "/oauth2/logout", &fields).await;
    assert_eq!(nobody.location().0, format!("{HOME}?state=s"));

    let own = posts(&house, &helene, "/oauth2/logout", &fields).await;
    assert_eq!(own.location().0, format!("{HOME}?state=s"));
    assert!(own.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(helene.get("/api/provider/grants").await.no(), (401, "sign_in"));
    assert_eq!(karim.get("/api/provider/grants").await.status, StatusCode::OK);
    let wrong = house.form("/oauth2/logout", &[("id_token_hint", "eyJhbGciOiJub25lIn0.e30.")], None).await;
    assert_eq!(wrong.location().0, "/connect/problem?code=provider.bad_hint");
}

/// The value of a hidden field.
fn field<'a>(page: &'a Answer, name: &str) -> &'a str {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.text.split_once(&start).unwrap_or_else(|| panic!("no {name} in {}", page.text)).1;
    rest.split_once('"').unwrap().0
}

fn is_posted_to_the_application(page: &Answer) {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(page.headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(page.headers["cache-control"], "no-store");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(
        policy.contains("; form-action https://agenda.exemple.fr/retour; frame-ancestors 'none'"),
        "{policy}"
    );
    assert!(page.text.contains("<form method=\"post\" action=\"https://agenda.exemple.fr/retour\">"));
}

const BY_FORM: (&str, &str) = ("response_mode", "form_post");

#[tokio::test]
async fn an_answer_may_go_in_a_form() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;

    let page = helene.authorize(&app.asks(&[BY_FORM])).await;

    is_posted_to_the_application(&page);
    assert_eq!((field(&page, "state"), field(&page, "iss")), ("état-1", "https://sac.exemple.fr"));
    assert!(page.headers.get("location").is_none());
    let tokens = app.exchange(field(&page, "code")).await;
    assert_eq!(jwt::read(&house, &tokens.word("id_token")).await["nonce"], "nonce-1");
    let refused = house.stranger().authorize(&app.asks(&[BY_FORM, ("prompt", "none")])).await;
    is_posted_to_the_application(&refused);
    assert_eq!(field(&refused, "error"), "login_required");
    let unread = helene.authorize(&app.asks(&[BY_FORM, ("scope", "openid inconnu")])).await;
    assert_eq!(field(&unread, "error"), "invalid_scope");
    let modes = house.get("/.well-known/openid-configuration").await.body["response_modes_supported"].clone();
    assert_eq!(modes, json!(["query", "fragment", "form_post"]));
}

#[tokio::test]
async fn an_answer_that_was_decided_on_a_page_goes_in_a_form_too() {
    let house = House::open().await;
    let app = house.app(json!({})).await;
    let (helene, karim) =
        (house.helene().await, house.signed_in(house.person("karim@culture.exemple.fr").await).await);
    let decided = async |allow: bool| {
        let asks = app.asks(&[BY_FORM, ("prompt", "consent")]);
        let request = helene.authorize(&asks).await.location().request();
        Location(helene.decide(&request, allow).await.word("redirect_to")).0
    };

    let there = decided(true).await;
    assert!(there.starts_with("/oauth2/answer?sealed=") && !there.contains("sacc_"), "{there}");
    for other in [&karim, &house.stranger()] {
        let refused = other.get(&there).await.location();
        assert_eq!(refused.0, "/connect/problem?code=provider.request_over", "another browser's");
    }
    let page = helene.get(&there).await;
    is_posted_to_the_application(&page);
    assert_eq!(app.exchange(field(&page, "code")).await.status, StatusCode::OK);

    let no = helene.get(&decided(false).await).await;
    assert_eq!(field(&no, "error"), "access_denied");
    let late = decided(true).await;
    house.advance(Duration::seconds(61));
    assert_eq!(helene.get(&late).await.location().0, "/connect/problem?code=provider.request_over");
    let touched = format!("{}A", &late[..late.len() - 1]);
    for wrong in [touched.as_str(), "/oauth2/answer", "/oauth2/answer?sealed=AAAA"] {
        assert_eq!(helene.get(wrong).await.location().0, "/connect/problem?code=provider.request_over");
    }
}

#[tokio::test]
async fn a_private_scheme_takes_no_form() {
    let house = House::open().await;
    let native = json!({ "native": true, "trusted": true, "redirect_uris": ["fr.exemple.agenda:/retour"] });
    let app = house.app(native).await;
    let helene = house.helene().await;

    let location = helene.authorize(&app.asks(&[BY_FORM])).await.location();

    assert!(location.0.starts_with("fr.exemple.agenda:/retour?error=invalid_request"), "{}", location.0);
}
