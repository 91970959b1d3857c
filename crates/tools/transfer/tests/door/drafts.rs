//! Parcels in the making.

use kernel::PersonId;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{CLAIRE, HELENE, House, OUTSIDE, PAUL, YANIS};

#[tokio::test]
async fn a_draft_is_made_changed_and_forgotten_and_tells_nothing() {
    let house = House::furnished().await;
    let made = house.send("POST", house.helene, "/parcels", json!({})).await;
    assert_eq!(made.status.as_u16(), 201);
    let made = made.json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(
        (&made["state"], &made["title"], &made["language"]),
        (&json!("draft"), &json!(""), &json!("fr"))
    );
    assert_eq!(made["ends_on"], "2026-12-23");
    assert_eq!(made["expires_at"], "2026-12-23T23:00:00Z");
    assert_eq!(made["sent_at"], Value::Null);

    let words = json!({
        "title": " Budget 2027 ", "message": "Bonjour,\n…", "ends_on": "2026-12-01", "language": "en",
        "recipients": [YANIS, CLAIRE, "YANIS.Belkacem@interieur.exemple.fr"],
    });
    let changed = house.send("PATCH", house.helene, &format!("/parcels/{id}"), words).await.json();
    assert_eq!(
        (&changed["title"], &changed["ends_on"], &changed["language"]),
        (&json!("Budget 2027"), &json!("2026-12-01"), &json!("en"))
    );
    let people = changed["recipients"].as_array().unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!((&people[0]["name"], &people[0]["kind"]), (&json!("Yanis Belkacem"), &json!("agent")));
    assert_eq!((&people[1]["kind"], &people[1]["mail"]), (&json!("external"), &json!("waiting")));

    let first = people[0]["id"].clone();
    let list = json!({ "recipients": [PAUL, YANIS] });
    let replaced = house.send("PATCH", house.helene, &format!("/parcels/{id}"), list).await.json();
    assert_eq!(replaced["recipients"][0]["address"], PAUL);
    assert_eq!(replaced["recipients"][1]["id"], first, "who stays keeps their id");
    assert_eq!(replaced["title"], "Budget 2027");

    house.upload(house.helene, id, "a.txt", b"abc").await;
    assert_eq!(
        house.send("DELETE", house.helene, &format!("/parcels/{id}"), Value::Null).await.status.as_u16(),
        204
    );
    assert_eq!(
        house.get(house.helene, &format!("/parcels/{id}")).await.refused(),
        (404, "transfer.no_such_parcel".into())
    );
    house.work().await;
    assert_eq!(house.blobs_kept().await, 0);
    assert_eq!(house.facts().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_a_parcel_cannot_be_is_refused() {
    let house = House::furnished().await;
    let many: Vec<String> = (0..101).map(|n| format!("agent{n}@ecologie.exemple.fr")).collect();
    for (body, status, code) in [
        (json!({ "title": "é".repeat(201) }), 422, "transfer.title_too_long"),
        (json!({ "message": "é".repeat(10_001) }), 422, "transfer.message_too_long"),
        (json!({ "ends_on": "2026-11-23" }), 422, "transfer.ends_too_soon"),
        (json!({ "ends_on": "2027-01-23" }), 422, "transfer.ends_too_late"),
        (json!({ "ends_on": "9999-12-31" }), 422, "transfer.ends_too_late"),
        (json!({ "ends_on": "demain" }), 422, "web.bad_json"),
        (json!({ "state": "sent" }), 422, "web.bad_json"),
        (json!({ "recipients": ["personne"] }), 422, "transfer.bad_address"),
        (json!({ "recipients": [HELENE] }), 422, "transfer.not_yourself"),
        (json!({ "recipients": many }), 422, "transfer.too_many_recipients"),
    ] {
        assert_eq!(
            house.send("POST", house.helene, "/parcels", body.clone()).await.refused(),
            (status, code.into()),
            "{body}"
        );
    }
    assert_eq!(
        house
            .send("POST", house.helene, "/parcels", json!({ "recipients": &many[..100] }))
            .await
            .status
            .as_u16(),
        201
    );
}

#[tokio::test]
async fn somebody_outside_writes_to_agents_only() {
    let house = House::furnished().await;
    let to = |addresses: Value| json!({ "recipients": addresses });

    let refused = house.send("POST", house.claire, "/parcels", to(json!([YANIS, OUTSIDE]))).await;
    assert_eq!(refused.refused(), (403, "transfer.agents_only".into()));
    assert_eq!(refused.json()["params"]["address"], OUTSIDE);
    let many: Vec<String> = (0..11).map(|n| format!("agent{n}@ecologie.exemple.fr")).collect();
    let refused = house.send("POST", house.claire, "/parcels", to(json!(many))).await;
    assert_eq!(refused.refused(), (422, "transfer.too_many_recipients".into()));

    let made = house.send("POST", house.claire, "/parcels", to(json!([YANIS, PAUL]))).await;
    assert_eq!(made.status.as_u16(), 201);
    assert_eq!(made.json()["recipients"][0]["name"], Value::Null, "names are not for asking");
    assert_eq!(made.json()["recipients"][1]["kind"], "agent", "a contractor is on the agents' side");
    let contractor = house.people.meet(PAUL, Some("Paul"), kernel::Language::Fr);
    assert_eq!(house.send("POST", contractor, "/parcels", to(json!([OUTSIDE]))).await.status.as_u16(), 201);

    let limits = house.get(house.claire, "/limits").await.json();
    assert_eq!(limits["max_recipients"], 10);
    let limits = house.get(house.helene, "/limits").await.json();
    assert_eq!(
        limits,
        json!({
            "max_parcel_bytes": 20_000_000_000_u64, "max_file_bytes": 20_000_000_000_u64, "max_recipients": 100,
            "max_files": 2000, "max_days": 60, "default_days": 30,
        })
    );
}

#[tokio::test]
async fn addresses_are_looked_at_before_sending() {
    let house = House::furnished().await;
    let asked = json!({ "addresses": [YANIS, "pas une adresse", HELENE, OUTSIDE] });

    let for_agent = house.send("POST", house.helene, "/recipient-checks", asked.clone()).await.json();
    let for_agent = for_agent["recipients"].as_array().unwrap();
    assert_eq!(
        for_agent[0],
        json!({
            "address": YANIS, "kind": "agent", "name": "Yanis Belkacem", "organisation": "Ministère de l’Intérieur",
            "allowed": true, "reason": null,
        })
    );
    assert_eq!(
        (&for_agent[1]["allowed"], &for_agent[1]["reason"]),
        (&json!(false), &json!("transfer.bad_address"))
    );
    assert_eq!(for_agent[2]["reason"], "transfer.not_yourself");
    assert_eq!((&for_agent[3]["allowed"], &for_agent[3]["kind"]), (&json!(true), &json!("external")));

    let for_claire = house.send("POST", house.claire, "/recipient-checks", asked).await.json();
    assert_eq!(for_claire["recipients"][0]["name"], Value::Null);
    assert_eq!(for_claire["recipients"][3]["reason"], "transfer.agents_only");
    assert_eq!(house.facts().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_disabled_sender_sends_nothing() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Budget", &[YANIS]).await;
    house.upload(house.helene, &parcel, "a.pdf", b"abc").await;
    house.people.disable(house.helene);

    assert_eq!(
        house.dispatch(house.helene, &parcel).await.refused(),
        (403, "transfer.sender_unknown".into())
    );
    assert_eq!(house.send("POST", house.helene, "/parcels", json!({})).await.refused().0, 403);
}

#[tokio::test]
async fn another_agents_parcel_does_not_exist() {
    let house = House::furnished().await;
    let (parcel, file) = house.sent(&[CLAIRE], b"abc").await;
    let draft = house.draft(house.helene, "Brouillon", &[CLAIRE]).await;
    let upload = house.announce(house.helene, &draft, "a.pdf", 3).await;
    let guessed = Uuid::now_v7().to_string();

    for who in [house.yanis, house.claire, PersonId::new()] {
        for parcel in [&parcel, &draft, &guessed] {
            for (method, path, body) in [
                ("GET", "", Value::Null),
                ("PATCH", "", json!({ "ends_on": "2026-12-01" })),
                ("DELETE", "", Value::Null),
                ("PUT", "/dispatch", Value::Null),
                ("DELETE", "/dispatch", Value::Null),
                ("PUT", "/withdrawal", Value::Null),
                ("POST", "/recipients", json!({ "addresses": [YANIS] })),
                ("POST", "/reminders", json!({ "recipients": [] })),
                ("GET", &format!("/files/{file}"), Value::Null),
            ] {
                let answer = house.send(method, who, &format!("/parcels/{parcel}{path}"), body).await;
                assert_eq!(answer.refused(), (404, "transfer.no_such_parcel".into()), "{method} {path}");
            }
            let create = [("upload-length", "3"), ("upload-metadata", "filename YQ==")];
            assert_eq!(
                house
                    .tus("POST", who, &format!("/tus/transfer/{parcel}"), &create, b"")
                    .await
                    .status
                    .as_u16(),
                404
            );
        }
        assert_eq!(house.append(who, &upload, 0, b"abc").await.status.as_u16(), 404);
        assert_eq!(house.tus("HEAD", who, &upload, &[], b"").await.status.as_u16(), 404);
        assert_eq!(house.tus("DELETE", who, &upload, &[], b"").await.status.as_u16(), 404);
    }
    // A file is found in its own parcel only.
    let elsewhere = format!("/tus/transfer/{parcel}/{}", upload.rsplit('/').next().unwrap());
    assert_eq!(house.tus("HEAD", house.helene, &elsewhere, &[], b"").await.status.as_u16(), 404);
    assert_eq!(
        house.append(house.helene, &upload, 0, b"abc").await.status.as_u16(),
        204,
        "nobody disturbed it"
    );
}
