//! Names of files, through the door.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::house::{House, named};

#[tokio::test]
async fn names_are_cleaned_or_refused_and_folders_are_kept() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[]).await;
    let root = format!("/tus/transfer/{parcel}");
    for refused in [
        "../a.jpg",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        ".",
        "a\0b",
        &"x".repeat(256),
        &vec!["d"; 33].join("/"),
    ] {
        let fields = [("upload-length", "1"), ("upload-metadata", &*named(refused))];
        let answer = house.tus("POST", house.helene, &root, &fields, b"").await;
        assert_eq!(answer.refused(), (422, "transfer.bad_name".into()), "{refused:?}");
    }
    for kept in ["Photos/e\u{301}te\u{301}.jpg", "Photos/\u{202E}gpj.exe", "C\\CON. ", "nul.txt"] {
        house.announce(house.helene, &parcel, kept, 1).await;
    }
    let seen = house.parcel(&parcel).await;
    let paths: Vec<&str> =
        seen["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["Photos/été.jpg", "Photos/gpj.exe", "C_CON", "_nul.txt"]);
    assert_eq!(seen["files"][0]["name"], "été.jpg");
}

#[tokio::test]
async fn a_name_met_twice_takes_a_number_whatever_its_case() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[]).await;
    for name in ["a.jpg", "A.JPG", "a.jpg", "Photos/a.jpg", "Photos"] {
        house.announce(house.helene, &parcel, name, 1).await;
    }
    let seen = house.parcel(&parcel).await;
    let paths: Vec<&str> =
        seen["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["a.jpg", "A (2).JPG", "a (3).jpg", "Photos/a.jpg", "Photos (2)"]);
}

#[tokio::test]
async fn a_folder_does_not_stand_where_a_file_does() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[]).await;
    for name in ["a", "A/b.jpg", "a/c/d.jpg", "a (2)", "a/b.jpg", "x/y", "x/y/z"] {
        house.announce(house.helene, &parcel, name, 1).await;
    }
    let seen = house.parcel(&parcel).await;
    let paths: Vec<&str> =
        seen["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(
        paths,
        ["a", "A (2)/b.jpg", "a (2)/c/d.jpg", "a (2) (2)", "a (2)/b (2).jpg", "x/y", "x/y (2)/z"]
    );
}

#[tokio::test]
async fn a_name_that_is_no_text_is_refused() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Photos", &[]).await;
    for metadata in [format!("filename {}", STANDARD.encode([0xff, 0xfe])), "filename ***".to_owned()] {
        let fields = [("upload-length", "1"), ("upload-metadata", &*metadata)];
        let answer = house.tus("POST", house.helene, &format!("/tus/transfer/{parcel}"), &fields, b"").await;
        assert_eq!(answer.refused(), (400, "transfer.bad_upload".into()));
    }
}
