use time::macros::{date, datetime};

use super::*;

const NOW: OffsetDateTime = datetime!(2026-11-23 09:12 UTC);

fn draft() -> Parcel {
    Parcel::new(PersonId::new(), Language::Fr, NOW)
}

fn file(complete: bool) -> File {
    let path = FilePath::parse("a.pdf").unwrap();
    File { complete, ..File::new(Id::new(), &path, 3, "application/pdf", NOW) }
}

#[test]
fn a_parcel_leaves_with_its_files_and_ends_with_its_last_day() {
    let settings = Settings::default();
    let mut parcel = draft();
    assert!(matches!(parcel.leave(&[], NOW, &settings), Err(Error::NoFile)));
    assert!(matches!(parcel.leave(&[file(true), file(false)], NOW, &settings), Err(Error::NoFile)));
    assert_eq!(parcel.state, State::Draft);

    parcel.leave(&[file(true)], NOW, &settings).unwrap();

    assert_eq!((parcel.state, parcel.ends_on), (State::Sent, Some(date!(2026 - 12 - 23))));
    assert_eq!(parcel.expires_at, Some(datetime!(2026-12-23 23:00 UTC)));
    assert!(parcel.is_live(datetime!(2026-12-23 22:59:59 UTC)));
    assert!(!parcel.is_live(datetime!(2026-12-23 23:00 UTC)));
    assert_eq!(parcel.state_at(datetime!(2026-12-23 23:00 UTC)), State::Expired);
}

#[test]
fn a_parcel_lasts_one_to_sixty_days() {
    let settings = Settings::default();
    let mut parcel = draft();
    assert!(matches!(
        parcel.end(date!(2026 - 11 - 23), NOW, &settings),
        Err(Error::EndsTooSoon { first }) if first == date!(2026 - 11 - 24)
    ));
    assert!(matches!(
        parcel.end(date!(2027 - 01 - 23), NOW, &settings),
        Err(Error::EndsTooLate { last, days: 60 }) if last == date!(2027 - 01 - 22)
    ));
    assert!(parcel.end(Date::MAX, NOW, &settings).is_err());
    parcel.end(date!(2026 - 11 - 24), NOW, &settings).unwrap();
    parcel.end(date!(2027 - 01 - 22), NOW, &settings).unwrap();
    assert_eq!(parcel.expires_at, None, "a draft ends nowhere yet");
}

#[test]
fn a_sent_parcel_can_end_tonight_but_not_yesterday() {
    let settings = Settings::default();
    let mut parcel = draft();
    parcel.leave(&[file(true)], NOW, &settings).unwrap();
    let later = NOW + Duration::days(10);

    assert!(matches!(parcel.end(date!(2026 - 12 - 02), later, &settings), Err(Error::EndsTooSoon { .. })));
    parcel.end(date!(2026 - 12 - 03), later, &settings).unwrap();
    assert_eq!(parcel.expires_at, Some(datetime!(2026-12-03 23:00 UTC)));
    parcel.end(date!(2027 - 01 - 22), later, &settings).unwrap();
    assert!(matches!(parcel.end(date!(2027 - 01 - 23), later, &settings), Err(Error::EndsTooLate { .. })));
}

#[test]
fn words_have_a_length() {
    let mut parcel = draft();
    parcel.entitle(&format!(" {} ", "é".repeat(200))).unwrap();
    assert!(matches!(parcel.entitle(&"é".repeat(201)), Err(Error::TitleTooLong { most: 200 })));
    parcel.say(&"é".repeat(10_000)).unwrap();
    assert!(matches!(parcel.say(&"é".repeat(10_001)), Err(Error::MessageTooLong { most: 10_000 })));
    assert_eq!(parcel.title.chars().count(), 200);
}

#[test]
fn one_side_of_a_parcel_is_an_agent() {
    use Population::{Agent, Contractor, External};
    assert!(may_reach(Agent, External) && may_reach(Contractor, External) && may_reach(Agent, Agent));
    assert!(may_reach(External, Agent) && may_reach(External, Contractor));
    assert!(!may_reach(External, External));
}

#[test]
fn no_file_is_given_out_under_a_type_that_a_browser_runs() {
    for declared in
        ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "application/xml", "a/b"]
    {
        assert_eq!(given_type(declared), BYTES, "{declared}");
    }
    for declared in ["image/png", "video/mp4", "application/pdf", "text/plain"] {
        assert_eq!(given_type(declared), declared);
    }
    assert_eq!(media_type("Image/PNG"), "image/png");
    for declared in ["", "image", "image/", "a b/c", "image/png; x=y", "image/png\r\nx: y"] {
        assert_eq!(media_type(declared), BYTES, "{declared:?}");
    }
}

#[test]
fn initials_are_those_of_the_first_and_last_words() {
    assert_eq!(initials("Hélène Marchetti"), "HM");
    assert_eq!(initials("Jean-Paul de la Tour"), "JT");
    assert_eq!(initials("élodie"), "É");
    assert_eq!(initials(""), "");
}
