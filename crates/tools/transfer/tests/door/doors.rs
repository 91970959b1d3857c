//! What holds for every door: it says what it tells, it is closed, its refusals are sentences.

use axum::http::StatusCode;
use kernel::Sentences;
use web::Tool as _;

use crate::house::House;

#[tokio::test]
async fn every_operation_says_what_it_tells_and_every_code_has_a_sentence() {
    let house = House::furnished().await;
    let (_, closed) = house.tool.routes().split_for_parts();
    let (_, public) = house.tool.public_routes().split_for_parts();
    let told = [
        "transfer.parcel.sent",
        "transfer.parcel.prolonged",
        "transfer.parcel.withdrawn",
        "transfer.parcel.opened",
        "transfer.recipient.added",
        "transfer.recipient.reminded",
        "transfer.file.downloaded",
    ];
    let mut seen = vec![];
    for (path, item) in closed.paths.paths.iter().chain(&public.paths.paths) {
        let item = serde_json::to_value(item).unwrap();
        for (method, operation) in item.as_object().unwrap() {
            let tells =
                operation["x-tells"].as_str().unwrap_or_else(|| panic!("{method} {path} does not say"));
            assert!(told.contains(&tells) || tells.starts_with("nothing: "), "{method} {path}: {tells}");
            assert_eq!(operation["tags"][0], "transfer");
            seen.push(tells.to_owned());
        }
    }
    assert!(told.iter().all(|fact| seen.iter().any(|tells| tells == fact)));

    let mut sentences = Sentences::new();
    for (language, source) in house.tool.sentences() {
        sentences.add(*language, source).unwrap();
    }
    let source = include_str!("../../src/error.rs");
    let codes: Vec<&str> = source.split('"').filter(|text| text.starts_with("transfer.")).collect();
    assert!(codes.len() > 30);
    assert_eq!(codes.iter().filter(|code| !sentences.knows(code)).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[tokio::test]
async fn no_door_opens_without_a_session_but_the_public_ones() {
    let house = House::furnished().await;
    let id = uuid::Uuid::now_v7();
    let (_, closed) = house.tool.routes().split_for_parts();
    for (path, item) in &closed.paths.paths {
        for method in serde_json::to_value(item).unwrap().as_object().unwrap().keys() {
            let path = path.replace("{id}", &id.to_string()).replace("{file}", &id.to_string());
            let method = method.to_uppercase();
            let answer = house.ask(&method, &format!("/api/transfer{path}"), None, &[], vec![]).await;
            assert_eq!(answer.refused(), (401, "sign_in".to_owned()), "{method} {path}");
        }
    }
    for root in house.tool.roots() {
        for (method, path) in root.operations {
            let path = format!("{}{}", root.prefix, path.replace("{}", &id.to_string()));
            let answer = house.ask(method, &path, None, &[("tus-resumable", "1.0.0")], vec![]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
}
