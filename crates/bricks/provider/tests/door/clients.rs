//! Who a client is, and who may say what applications there are.

use axum::http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use time::Duration;

use crate::{House, house::ISSUER, jwt, jwt::ClientKey};

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

#[tokio::test]
async fn a_client_proves_who_it_is_by_the_way_it_registered() {
    let house = House::open().await;
    let basic = house.trusted().await;
    let post = house.app(json!({ "token_endpoint_auth_method": "client_secret_post" })).await;
    let by_post = |id: &str, secret: &str| {
        vec![
            ("grant_type".to_owned(), "refresh_token".to_owned()),
            ("refresh_token".to_owned(), "x".to_owned()),
            ("client_id".to_owned(), id.to_owned()),
            ("client_secret".to_owned(), secret.to_owned()),
        ]
    };
    let ask = async |fields: Vec<(String, String)>, header: Option<String>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        house.form("/oauth2/token", &fields, header.as_deref()).await
    };
    let secret = |app: &crate::App<'_>| app.secret.clone().unwrap();

    assert_eq!(
        ask(by_post(&post.id, &secret(&post)), None).await.no(),
        (400, "invalid_grant"),
        "it is known"
    );
    assert_eq!(
        ask(by_post(&basic.id, &secret(&basic)), None).await.no(),
        (401, "invalid_client"),
        "not its way"
    );
    assert_eq!(ask(by_post(&post.id, &secret(&basic)), None).await.no(), (401, "invalid_client"));
    assert_eq!(ask(by_post(&post.id, "faux"), None).await.no(), (401, "invalid_client"));
    assert_eq!(ask(by_post("inconnu", "faux"), None).await.no(), (401, "invalid_client"));
    let both = ask(by_post(&basic.id, &secret(&basic)), basic.basic()).await;
    assert_eq!(both.no(), (400, "invalid_request"), "one way at a time");
    let mixed = vec![("grant_type".into(), "refresh_token".into()), ("client_id".into(), post.id.clone())];
    assert_eq!(ask(mixed, basic.basic()).await.no(), (401, "invalid_client"), "two names");

    let wrong =
        house.form("/oauth2/token", &[("grant_type", "refresh_token")], Some("Basic Zm9vOmJhcg==")).await;
    assert_eq!(wrong.no(), (401, "invalid_client"));
    assert_eq!(wrong.headers["www-authenticate"], "Basic realm=\"sacados\"");
    let named =
        house.form("/oauth2/token", &[("grant_type", "refresh_token"), ("client_id", &basic.id)], None).await;
    assert_eq!(named.no(), (401, "invalid_client"), "a name alone proves nothing");
}

fn claims(house: &House, id: &str) -> Value {
    let now = house.now().unix_timestamp();
    let jti = uuid::Uuid::new_v4();
    json!({ "iss": id, "sub": id, "aud": ISSUER, "iat": now, "exp": now + 60, "jti": jti })
}

async fn shows(house: &House, assertion: &str) -> (u16, String) {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", assertion),
    ];
    let answer = house.form("/oauth2/token", &fields, None).await;
    let (status, code) = answer.no();
    (status, code.to_owned())
}

#[tokio::test]
async fn a_client_signs_who_it_is() {
    let house = House::open().await;
    let key = ClientKey::draw();
    let keyed =
        json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [key.public()] } });
    let app = house.app(keyed).await;
    let known = (400, "invalid_grant".to_owned());
    let unknown = (401, "invalid_client".to_owned());

    for audience in [json!(ISSUER), json!(format!("{ISSUER}/oauth2/token")), json!(["x", ISSUER])] {
        let mut good = claims(&house, &app.id);
        good["aud"] = audience;
        assert_eq!(shows(&house, &key.sign(&good)).await, known);
    }
    let once = key.sign(&claims(&house, &app.id));
    assert_eq!(shows(&house, &once).await, known);
    assert_eq!(shows(&house, &once).await, unknown, "shown again");

    let now = house.now().unix_timestamp();
    for (field, value) in [
        ("aud", json!("https://autre.exemple.fr")),
        ("aud", Value::Null),
        ("iss", json!("autre")),
        ("sub", json!("autre")),
        ("exp", json!(now - 120)),
        ("exp", json!(now + 86_400)),
        ("exp", Value::Null),
        ("nbf", json!(now + 600)),
        ("iat", json!(now + 600)),
        ("jti", Value::Null),
        ("jti", json!("")),
        ("jti", json!("x".repeat(300))),
    ] {
        let mut wrong = claims(&house, &app.id);
        wrong[field] = value.clone();
        assert_eq!(shows(&house, &key.sign(&wrong)).await, unknown, "{field}: {value}");
    }
}

#[tokio::test]
async fn no_signature_and_no_borrowed_key_passes() {
    let house = House::open().await;
    let key = ClientKey::draw();
    let keyed =
        json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [key.public()] } });
    let app = house.app(keyed).await;
    let good = claims(&house, &app.id);
    let unknown = (401, "invalid_client".to_owned());

    let none = format!("{}.{}.", jwt::part(&json!({ "alg": "none" })), jwt::part(&good));
    assert_eq!(shows(&house, &none).await, unknown, "alg: none");
    // The public key taken for a shared secret.
    for secret in [key.public().to_string().into_bytes(), jwt::rsa_public_der(), vec![]] {
        for alg in [Algorithm::HS256, Algorithm::HS512] {
            let mut header = Header::new(alg);
            header.kid = Some("one".into());
            let confused = jsonwebtoken::encode(&header, &good, &EncodingKey::from_secret(&secret)).unwrap();
            assert_eq!(shows(&house, &confused).await, unknown, "{alg:?}");
        }
    }
    let stranger = ClientKey::draw();
    assert_eq!(shows(&house, &stranger.sign(&good)).await, unknown, "another key");
    let brought = json!({ "alg": "ES256", "kid": "one", "jwk": stranger.public() });
    assert_eq!(shows(&house, &stranger.sign_under(&brought, &good)).await, unknown, "a key it brings itself");
    for header in [
        json!({ "alg": "RS256", "kid": "one" }),
        json!({ "alg": "ES384", "kid": "one" }),
        json!({ "alg": "ES256", "kid": "two" }),
        json!({ "alg": "ES256", "kid": "one", "crit": ["x"] }),
    ] {
        assert_eq!(shows(&house, &key.sign_under(&header, &good)).await, unknown, "{header}");
    }
    let cut = key.sign(&good);
    assert_eq!(shows(&house, cut.rsplit_once('.').unwrap().0).await, unknown);
    assert_eq!(shows(&house, "pas.un.jeton").await, unknown);
    let other = house.trusted().await;
    assert_eq!(
        shows(&house, &key.sign(&claims(&house, &other.id))).await,
        unknown,
        "one that has a secret instead"
    );
}

#[tokio::test]
async fn administrators_keep_the_applications() {
    let house = House::open().await;
    let admin = house.administrator().await;
    let helene = house.helene().await;
    let words = json!({ "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/retour"] });

    assert_eq!(helene.post("/api/provider/clients", &words).await.no(), (403, "provider.not_administrator"));
    assert_eq!(helene.get("/api/provider/clients").await.no(), (403, "provider.not_administrator"));
    assert_eq!(house.stranger().get("/api/provider/clients").await.no(), (401, "sign_in"));

    let added = admin.post("/api/provider/clients", &words).await;
    let id = added.word("id");
    let secret = added.word("client_secret");
    assert!(secret.starts_with("sacs_"));
    let list = admin.get("/api/provider/clients").await;
    assert_eq!(list.body["clients"].as_array().unwrap().len(), 1);
    assert!(!list.text.contains(&secret) && !list.text.contains("\"secret\""));

    let renamed = json!({ "name": "Agenda partagé", "redirect_uris": ["https://agenda.exemple.fr/retour"], "min_acr": "eidas1" });
    let changed = admin.send("PATCH", &format!("/api/provider/clients/{id}"), &renamed).await;
    assert_eq!((changed.word("name"), changed.word("min_acr")), ("Agenda partagé".into(), "eidas1".into()));
    let renewed = admin.post(&format!("/api/provider/clients/{id}/secrets"), &json!({})).await;
    assert_eq!(renewed.status, StatusCode::CREATED);
    assert_ne!(renewed.word("client_secret"), secret);

    house.advance(Duration::minutes(16));
    let stale = admin.delete(&format!("/api/provider/clients/{id}")).await;
    assert_eq!(stale.no(), (401, "confirm"), "keys are worth a fresh sign-in");
    let admin = house.administrator().await;
    assert_eq!(admin.delete(&format!("/api/provider/clients/{id}")).await.status, StatusCode::NO_CONTENT);
    assert_eq!(
        admin.get(&format!("/api/provider/clients/{id}")).await.no(),
        (404, "provider.no_such_client")
    );
    assert_eq!(
        house.told().await,
        [
            "provider.client.added",
            "provider.client.changed",
            "provider.client.renewed",
            "provider.client.removed"
        ]
    );
}

#[tokio::test]
async fn an_application_that_makes_no_sense_is_not_added() {
    let house = House::open().await;
    let admin = house.administrator().await;
    for (field, value) in [
        ("name", json!("")),
        ("uri", json!("javascript:alert(1)")),
        ("redirect_uris", json!([])),
        ("redirect_uris", json!(["http://agenda.exemple.fr/"])),
        ("post_logout_redirect_uris", json!(["ftp://x"])),
        ("backchannel_logout_uri", json!("http://agenda.exemple.fr/")),
        ("grant_types", json!(["password"])),
        ("jwks", json!({ "keys": [{ "kty": "oct", "k": "AA" }] })),
        ("scopes", json!(["deux mots"])),
    ] {
        let mut words = json!({ "name": "Agenda", "redirect_uris": ["https://agenda.exemple.fr/retour"] });
        words[field] = value.clone();
        let answer = admin.post("/api/provider/clients", &words).await;
        assert_eq!(answer.no(), (422, "provider.bad_client"), "{field} {value}");
        assert_eq!(answer.body["params"]["field"], field);
    }
    let keyed = json!({ "name": "A", "redirect_uris": ["https://a.fr/"], "token_endpoint_auth_method": "private_key_jwt" });
    assert_eq!(admin.post("/api/provider/clients", &keyed).await.no(), (422, "provider.bad_client"));
    assert!(house.told().await.is_empty());
}
