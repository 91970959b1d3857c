//! Being away, who stands in, one's profile and one's photo.

use std::io::Cursor;

use axum::http::{Method, StatusCode};
use image::{GrayImage, ImageFormat, Rgb, RgbImage};
use kernel::{PersonId, ports::Population};
use serde_json::{Value, json};
use time::Duration;
use web::Caller;

use crate::house::{House, NOW};

async fn three() -> (House, PersonId, PersonId, PersonId) {
    let house = House::new().await;
    let ministry = house.ministry("Écologie", &[]).await.unwrap();
    let bureau = house.below(ministry, "Bureau des services", "bureau").await;
    let yann = house.agent("Yann Le Goff", "yann@exemple.fr", bureau, "Chef du projet guichet").await;
    let ines = house.agent("Inès Boucher", "ines@exemple.fr", bureau, "Adjointe").await;
    let noe = house.agent("Noé Castaing", "noe@exemple.fr", bureau, "Exploitation").await;
    (house, yann, ines, noe)
}

#[tokio::test]
async fn an_absence_is_shown_with_who_stands_in_and_ends_by_itself() {
    let (house, yann, ines, noe) = three().await;
    let away = json!({ "from": "2026-11-26", "until": "2026-11-30", "message": "En congés", "deputy": ines });
    assert_eq!(house.put(yann, "/people/me/absence", away).await.0, StatusCode::NO_CONTENT);

    let card = house.card(noe, yann).await;
    assert_eq!(card["absence"]["deputy"]["name"], "Inès Boucher");
    assert_eq!(
        (&card["absence"]["until"], &card["absence"]["today"], &card["absence"]["message"]),
        (&json!("2026-11-30"), &json!(true), &json!("En congés"))
    );
    assert_eq!(house.card(noe, ines).await["replaces"][0]["name"], "Yann Le Goff");
    let (_, found) = house.get(noe, "/find?q=goff").await;
    assert_eq!(found["hits"][0]["absence"]["deputy"]["name"], "Inès Boucher");
    assert_eq!(house.directory.stand_in(yann).await.unwrap(), Some(ines));
    assert_eq!(house.directory.stand_in(ines).await.unwrap(), None, "who is there needs nobody");

    let also = json!({ "from": "2026-11-26", "until": "2026-11-27", "deputy": noe });
    house.put(ines, "/people/me/absence", also).await;
    assert_eq!(house.directory.stand_in(yann).await.unwrap(), Some(noe), "the deputy's own deputy");
    assert_eq!(house.card(noe, yann).await["deputies"][0]["name"], "Noé Castaing");

    house.clock.advance(Duration::days(5));
    let card = house.card(noe, yann).await;
    assert_eq!((&card["absence"], &card["deputies"]), (&Value::Null, &json!([])), "it is over");
}

#[tokio::test]
async fn a_deputy_who_hides_their_own_absence_is_not_betrayed_by_who_comes_after() {
    let (house, yann, ines, noe) = three().await;
    let reader =
        house.agent("Ana Sánchez", "ana@exemple.fr", house.ministry("Culture", &[]).await.unwrap(), "").await;
    let away = |deputy: PersonId| json!({ "from": "2026-11-26", "until": "2026-11-30", "deputy": deputy });
    house.put(yann, "/people/me/absence", away(ines)).await;
    let deputies = async || {
        let (_, found) = house.get(reader, "/find?q=goff").await;
        let card = house.card(reader, yann).await;
        [&card["deputies"][0]["name"], &found["hits"][0]["absence"]["deputy"]["name"]].map(Clone::clone)
    };
    let before = deputies().await;
    assert_eq!(before, [json!("Inès Boucher"), json!("Inès Boucher")]);

    house.patch(ines, "/people/me", json!({ "visibility": { "absence": "ministry" } })).await;
    house.put(ines, "/people/me/absence", away(noe)).await;

    assert_eq!(deputies().await, before, "for them, she is there");
    assert_eq!(house.card(noe, yann).await["deputies"][0]["name"], "Noé Castaing", "of the same ministry");
    assert_eq!(house.directory.stand_in(yann).await.unwrap(), Some(noe), "who acts is who is there");
}

#[tokio::test]
async fn an_absence_is_announced_changed_and_taken_back() {
    let (house, yann, ines, noe) = three().await;
    let next_week = json!({ "from": "2026-12-01", "until": "2026-12-04" });
    house.put(yann, "/people/me/absence", next_week).await;
    let card = house.card(noe, yann).await;
    assert_eq!((&card["absence"]["today"], &card["absence"]["from"]), (&json!(false), &json!("2026-12-01")));
    let (_, found) = house.get(noe, "/find?q=goff").await;
    assert_eq!(found["hits"][0]["absence"], Value::Null, "not today");

    for (wrong, code) in [
        (json!({ "from": "2026-11-30", "until": "2026-11-29" }), "directory.bad_absence"),
        (json!({ "from": "2026-11-20", "until": "2026-11-25" }), "directory.bad_absence"),
        (json!({ "from": "2026-11-26", "until": "2026-11-29", "deputy": yann }), "directory.own_deputy"),
        (
            json!({ "from": "2026-11-26", "until": "2026-11-29", "deputy": PersonId::new() }),
            "directory.no_such_person",
        ),
        (
            json!({ "from": "2026-11-26", "until": "2026-11-29", "message": "a".repeat(501) }),
            "directory.too_long",
        ),
    ] {
        assert_eq!(house.put(yann, "/people/me/absence", wrong).await.1["code"], code);
    }
    let (_, mine) = house.get(yann, "/people/me").await;
    assert_eq!(mine["absence"]["from"], "2026-12-01", "what is refused changes nothing");
    house
        .put(
            yann,
            "/people/me/absence",
            json!({ "from": "2026-11-26", "until": "2026-11-27", "deputy": ines }),
        )
        .await;
    assert_eq!(house.get(yann, "/people/me").await.1["absence"]["deputy"]["name"], "Inès Boucher");
    assert_eq!(house.delete(yann, "/people/me/absence", json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.card(noe, yann).await["absence"], Value::Null);
    assert_eq!(
        (house.told("directory.absence.set").await, house.told("directory.absence.ended").await),
        (2, 1)
    );
}

#[tokio::test]
async fn presence_is_shown_while_it_lasts() {
    let (house, yann, _, noe) = three().await;
    let busy = json!({ "presence": "do_not_disturb", "until": "2026-11-26T10:00:00Z" });
    assert_eq!(house.put(yann, "/people/me/presence", busy).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.card(noe, yann).await["presence"], "do_not_disturb");

    house.clock.advance(Duration::hours(1));

    assert_eq!(house.card(noe, yann).await["presence"], Value::Null);
    let nonsense = json!({ "presence": "asleep" });
    assert_eq!(house.put(yann, "/people/me/presence", nonsense).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_person_edits_their_own_profile() {
    let (house, yann, _, noe) = three().await;
    let profile = json!({
        "usage_name": "Yann Le Goff-Kerbrat",
        "title": "Chef du projet guichet, adjoint",
        "telephones": [{ "kind": "desk", "number": "02 99 00 41 17" }],
        "languages": ["français", "breton"],
        "skills": ["RGAA"],
        "about": "Ouvre le guichet.",
    });
    assert_eq!(house.patch(yann, "/people/me", profile).await.0, StatusCode::OK);

    let card = house.card(noe, yann).await;
    assert_eq!(
        (&card["name"], &card["title"], &card["telephones"][0]["number"]),
        (&json!("Yann Le Goff-Kerbrat"), &json!("Chef du projet guichet, adjoint"), &json!("02 99 00 41 17"))
    );
    let (_, emptied) = house.patch(yann, "/people/me", json!({ "usage_name": "", "about": "" })).await;
    assert_eq!(
        (&emptied["name"], &emptied["about"], &emptied["skills"]),
        (&json!("Yann Le Goff"), &Value::Null, &json!(["RGAA"]))
    );
    for (wrong, code) in [
        (json!({ "telephones": [{ "kind": "desk", "number": "chez moi" }] }), "directory.bad_telephone"),
        (json!({ "title": "a".repeat(151) }), "directory.too_long"),
        (json!({ "protected": true }), "web.bad_json"),
    ] {
        assert_eq!(house.patch(yann, "/people/me", wrong).await.1["code"], code);
    }
}

#[tokio::test]
async fn correspondents_edit_and_place_the_people_of_their_tree() {
    let (house, yann, ines, noe) = three().await;
    let ecologie = house.directory.organisations().await.unwrap();
    let ecologie = ecologie.iter().find(|found| found.name == "Écologie").unwrap().id;
    let culture = house.ministry("Culture", &[]).await.unwrap();
    let stranger = house.agent("Lucie Weber", "lucie@exemple.fr", culture, "Chargée").await;
    house.appoint(ecologie, ines).await;
    let target = house.below(ecologie, "Bureau des achats", "bureau").await;

    let change = json!({ "title": "Acheteur", "organisation": target });
    assert_eq!(house.patch(ines, &format!("/people/{yann}"), change.clone()).await.0, StatusCode::NO_CONTENT);
    let card = house.card(noe, yann).await;
    assert_eq!((&card["title"], &card["unit"]), (&json!("Acheteur"), &json!("Bureau des achats")));

    for (who, whom, body) in [
        (noe, yann, change.clone()),
        (ines, stranger, json!({ "title": "À moi" })),
        (ines, yann, json!({ "organisation": culture })),
    ] {
        let (status, no) = house.patch(who, &format!("/people/{whom}"), body).await;
        assert_eq!((status, &no["code"]), (StatusCode::FORBIDDEN, &json!("directory.not_correspondent")));
    }
    assert_eq!(house.standing(stranger).await, (Population::Agent, Some("Culture".into())));
}

#[tokio::test]
async fn a_photo_is_a_picture_and_nothing_else() {
    let (house, yann, _, noe) = three().await;
    let send = async |bytes: Vec<u8>| {
        let mut caller = Caller::signed_in(yann, NOW + Duration::hours(8));
        caller.authenticated_at = NOW;
        house.ask_as(caller, Method::PUT, "/people/me/photo", "image/png", bytes).await
    };
    let mut png = Cursor::new(vec![]);
    RgbImage::from_pixel(900, 600, Rgb([30, 90, 60])).write_to(&mut png, ImageFormat::Png).unwrap();
    let png = png.into_inner();

    assert_eq!(send(b"<svg onload=alert(1)>".to_vec()).await.1["code"], "directory.bad_photo");
    assert_eq!(send(vec![0xFF; 2 * 1024 * 1024 + 1]).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send(png[..200].to_vec()).await.1["code"], "directory.bad_photo", "it breaks off");
    let mut page = Cursor::new(vec![]);
    GrayImage::new(5_000, 5_000).write_to(&mut page, ImageFormat::Png).unwrap();
    let (_, no) = send(page.into_inner()).await;
    assert_eq!((&no["code"], &no["params"]["megapixels"]), (&json!("directory.large_photo"), &json!(16)));
    assert_eq!(send(png.clone()).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.card(noe, yann).await["photo"], true);
    assert_eq!(house.get(noe, &format!("/people/{yann}/photo")).await.0, StatusCode::OK);
    let kept = async || -> (String, Vec<u8>) {
        sqlx::query_as("SELECT media_type, bytes FROM directory.photos")
            .fetch_one(house.store.pool())
            .await
            .unwrap()
    };
    let (media_type, drawn) = kept().await;
    assert_eq!(media_type, "image/jpeg", "drawn anew");
    assert!(image::load_from_memory_with_format(&drawn, ImageFormat::Jpeg).unwrap().width() == 512);
    // One that was kept as it came is drawn when it is next looked at.
    sqlx::query("UPDATE directory.photos SET media_type = 'image/png', bytes = $1, drawn = false")
        .bind(&png)
        .execute(house.store.pool())
        .await
        .unwrap();
    assert_eq!(house.get(noe, &format!("/people/{yann}/photo")).await.0, StatusCode::OK);
    assert_eq!(kept().await, (media_type, drawn));

    house.patch(yann, "/people/me", json!({ "visibility": { "photo": "nobody" } })).await;
    assert_eq!(house.card(noe, yann).await["photo"], false);
    assert_eq!(house.get(noe, &format!("/people/{yann}/photo")).await.1["code"], "directory.no_photo");
    assert_eq!(house.delete(yann, "/people/me/photo", json!({})).await.0, StatusCode::NO_CONTENT);
    assert_eq!(house.get(yann, &format!("/people/{yann}/photo")).await.1["code"], "directory.no_photo");
}
