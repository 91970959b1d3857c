//! Refresh tokens: each gives the next one, and two who hold one lose both.

use axum::http::StatusCode;
use serde_json::json;
use time::Duration;

use crate::{House, jwt};

#[tokio::test]
async fn a_refresh_token_gives_the_next_one() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    house.advance(Duration::minutes(6));
    assert_eq!(
        house.userinfo(&first.word("access_token")).await.no(),
        (401, "invalid_token"),
        "it has expired"
    );

    let second = app.refresh(&first.word("refresh_token")).await;

    assert_eq!(second.status, StatusCode::OK, "{}", second.text);
    assert_ne!(second.word("refresh_token"), first.word("refresh_token"));
    assert_eq!(house.userinfo(&second.word("access_token")).await.status, StatusCode::OK);
    let (before, after) =
        (jwt::read(&house, &first.word("id_token")).await, jwt::read(&house, &second.word("id_token")).await);
    assert_eq!((&before["sub"], &before["auth_time"]), (&after["sub"], &after["auth_time"]));
    assert_eq!(app.refresh(&second.word("refresh_token")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_old_one_ends_the_whole_family() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    let second = app.refresh(&first.word("refresh_token")).await;
    let third = app.refresh(&second.word("refresh_token")).await;

    let stolen = app.refresh(&first.word("refresh_token")).await;

    assert_eq!(stolen.no(), (400, "invalid_grant"));
    for answer in [&first, &second, &third] {
        assert_eq!(app.introspect(&answer.word("access_token")).await.body, json!({ "active": false }));
        assert_eq!(app.refresh(&answer.word("refresh_token")).await.no(), (400, "invalid_grant"));
    }
    assert_eq!(house.told().await.last().unwrap(), "provider.grant.ended");
}

#[tokio::test]
async fn an_answer_that_was_lost_is_asked_for_again_for_a_moment() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    let lost = app.refresh(&first.word("refresh_token")).await;
    house.advance(Duration::seconds(10));

    let again = app.refresh(&first.word("refresh_token")).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text);
    assert_eq!(app.introspect(&lost.word("refresh_token")).await.body["active"], false, "it is no more");

    house.advance(Duration::seconds(31));
    assert_eq!(
        app.refresh(&first.word("refresh_token")).await.no(),
        (400, "invalid_grant"),
        "the moment has passed"
    );
    assert_eq!(
        app.refresh(&again.word("refresh_token")).await.no(),
        (400, "invalid_grant"),
        "and all is taken back"
    );
}

#[tokio::test]
async fn an_answer_that_was_not_lost_betrays_who_asked_for_it_again() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    let second = app.refresh(&first.word("refresh_token")).await;
    let stolen = app.refresh(&first.word("refresh_token")).await;
    assert_eq!(stolen.status, StatusCode::OK, "nobody knows yet which of the two is a thief");

    let own = app.refresh(&second.word("refresh_token")).await;

    assert_eq!(own.no(), (400, "invalid_grant"));
    assert_eq!(app.refresh(&stolen.word("refresh_token")).await.no(), (400, "invalid_grant"), "for both");
    assert_eq!(house.userinfo(&stolen.word("access_token")).await.no(), (401, "invalid_token"));
}

#[tokio::test]
async fn two_at_once_do_not_make_two_families() {
    let house = House::open().await;
    let app = house.trusted().await;
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    let token = first.word("refresh_token");

    let (one, other) = tokio::join!(app.refresh(&token), app.refresh(&token));

    let good: Vec<_> = [one, other].into_iter().filter(|answer| answer.status.is_success()).collect();
    assert!(!good.is_empty());
    let mut alive = 0;
    for answer in &good {
        alive += usize::from(app.introspect(&answer.word("refresh_token")).await.body["active"] == true);
    }
    assert_eq!(alive, 1, "one of them goes on");
}

#[tokio::test]
async fn a_refresh_token_is_its_clients_and_gives_no_more_than_it_had() {
    let house = House::open().await;
    let (app, other) = (house.trusted().await, house.trusted().await);
    let helene = house.helene().await;
    let first = app.tokens(&helene, &[]).await;
    let token = first.word("refresh_token");

    assert_eq!(other.refresh(&token).await.no(), (400, "invalid_grant"));
    let more = [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("scope", "openid uid")];
    assert_eq!(app.token(&more).await.no(), (400, "invalid_scope"));
    let less = [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("scope", "openid")];
    let less = app.token(&less).await;
    assert_eq!(less.word("scope"), "openid");
    let me = house.userinfo(&less.word("access_token")).await;
    assert!(me.body.get("email").is_none(), "{}", me.text);
    let back = app.refresh(&less.word("refresh_token")).await;
    assert_eq!(back.word("scope"), "openid email siret", "narrowing is for one access token");
    let codes_only = house.app(json!({ "trusted": true, "grant_types": ["authorization_code"] })).await;
    assert!(codes_only.tokens(&helene, &[]).await.body.get("refresh_token").is_none());
}
