//! A parcel for a team: whoever is in it receives it, while they are.

use std::{
    collections::BTreeSet,
    io::Read,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    client::{Answer, Client},
    program::{Folder, Program, free_port},
};

const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const SENDER: &str = "karim.benali@ecologie.exemple.fr";
const AUDOUARD: &str = "jean-marc.audouard@ecologie.exemple.fr";
const WEBER: &str = "lucie.weber@culture.exemple.fr";
const KEITA: &str = "fatoumata.keita@ecologie.exemple.fr";
const STRANGER: &str = "joel.payet@interieur.exemple.fr";
const OUTSIDER: &str = "denis.moreau@messagerie.exemple.org";

#[test]
fn whoever_is_in_a_team_reads_what_it_receives_while_they_are() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let house = House::open(port);
    let team = house.team("group", &[AUDOUARD, WEBER]);
    let (audouard, weber, keita) =
        (Client::sign_in(port, AUDOUARD), Client::sign_in(port, WEBER), Client::sign_in(port, KEITA));

    // A group is a matter of those who are in it.
    for other in [STRANGER, OUTSIDER] {
        let refused = Client::sign_in(port, other).post("/api/transfer/parcels", &json!({ "teams": [team] }));
        assert_eq!(no(refused), (404, "transfer.no_such_team".to_owned()), "{other}");
    }
    let parcel = house.send(&json!({ "title": "Plan de crise", "teams": [team] }), 64 << 20);
    let view = house.sender.json(&parcel);
    assert_eq!(view["state"], "sent");
    assert_eq!(recipients(&view), BTreeSet::from([AUDOUARD.to_owned(), WEBER.to_owned()]));
    assert_eq!(
        (view["teams"][0]["name"].as_str(), view["teams"][0]["members"].as_u64()),
        (Some("Cellule"), Some(3))
    );
    let (of_audouard, of_weber) = (link(&audouard).unwrap(), link(&weber).unwrap());
    assert_eq!(audouard.json(&of_audouard)["for_team"], "Cellule");
    assert_eq!(link(&keita), None);

    // A newcomer receives it too.
    house.put(&team, KEITA);
    let of_keita = within("the newcomer receives it", || link(&keita));
    let of_sender = || house.sender.json("/api/transfer/parcels")["parcels"][0].clone();
    assert_eq!(
        (of_sender()["teams"][0].as_str(), of_sender()["recipients_total"].as_u64()),
        (Some("Cellule"), Some(3))
    );

    // Whoever leaves reads no more, be it what they are taking.
    let file = audouard.json(&of_audouard)["files"][0]["id"].as_str().unwrap().to_owned();
    let mut bytes =
        Client::stranger(port).get(&format!("{of_audouard}/files/{file}")).unwrap().into_body().into_reader();
    bytes.read_exact(&mut [0; 1024]).unwrap();
    house.remove(&team, AUDOUARD);
    assert_eq!(no(audouard.get(&of_audouard)), (403, "transfer.left_team".to_owned()));
    assert_eq!(no(audouard.get(&format!("{of_audouard}/files/{file}"))).0, 403);
    assert_eq!(link(&audouard), None, "nor is it in their box");
    assert!(is_cut(&mut bytes), "the download under way is cut");
    assert_eq!(weber.get(&of_weber).unwrap().status(), 200, "the others go on");
    let gone = recipient(&house.sender.json(&parcel), AUDOUARD);
    assert_eq!((gone["left"].as_bool(), gone["opened_at"].is_string()), (Some(true), true));
    let reminded = house.sender.post(&format!("{parcel}/reminders"), &json!({ "recipients": [gone["id"]] }));
    assert_eq!(no(reminded), (409, "transfer.not_in_team".to_owned()));

    // Come back, it is theirs again by the same link; by name it stays so.
    house.put(&team, AUDOUARD);
    assert_eq!(audouard.get(&of_audouard).unwrap().status(), 200);
    let named = house.sender.post(&format!("{parcel}/recipients"), &json!({ "addresses": [AUDOUARD] }));
    assert_eq!(named.unwrap().status(), 200);
    house.remove(&team, AUDOUARD);
    assert_eq!(audouard.json(&of_audouard)["for_team"], Value::Null);
    assert_eq!(house.sender.json(&parcel)["recipients"].as_array().unwrap().len(), 3, "each once");

    // A group that ends opens nothing any more.
    assert_eq!(house.sender.delete(&format!("/api/directory/groups/{team}")).unwrap().status(), 204);
    for gone in [&of_weber, &of_keita] {
        assert_eq!(no(weber.get(gone)), (403, "transfer.left_team".to_owned()));
    }
    assert_eq!(house.sender.json(&parcel)["teams"][0]["members"], Value::Null);
}

#[test]
fn a_protected_member_receives_and_nobody_learns_of_it() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let house = House::open(port);
    let (team, alone) = (house.team("team", &[AUDOUARD, WEBER]), house.team("group", &[AUDOUARD]));
    let administrator = Client::sign_in(port, ADMINISTRATOR);
    let protection = format!("/api/directory/people/{}/protection", house.person(AUDOUARD));
    assert_eq!(administrator.put(&protection, &json!({ "protected": true })).unwrap().status(), 204);

    let parcel = house.send(&json!({ "title": "Note", "teams": [team] }), 9);
    let hidden = Client::sign_in(port, AUDOUARD);
    let link = link(&hidden).expect("they receive it");
    let file = hidden.json(&link)["files"][0]["id"].as_str().unwrap().to_owned();
    let mut taken = vec![];
    hidden
        .get(&format!("{link}/files/{file}"))
        .unwrap()
        .into_body()
        .into_reader()
        .read_to_end(&mut taken)
        .unwrap();
    assert_eq!(taken.len(), 9);

    let view = house.sender.json(&parcel);
    assert_eq!(recipients(&view), BTreeSet::from([WEBER.to_owned()]));
    assert_eq!(view["teams"][0]["members"], 2);
    assert_eq!(view["events"].as_array().unwrap().len(), 1, "that it left: {}", view["events"]);
    let row = house.sender.json("/api/transfer/parcels")["parcels"][0].clone();
    // Trying their address tells nothing of what they did: they are a recipient like any other from then on.
    let probed = house.sender.post(&format!("{parcel}/recipients"), &json!({ "addresses": [AUDOUARD] }));
    assert_eq!(probed.unwrap().status(), 200);
    let one = recipient(&house.sender.json(&parcel), AUDOUARD);
    assert_eq!(
        (&one["name"], &one["opened_at"], &one["downloads"]),
        (&Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!(no(hidden.get(&link)).0, 404, "the link of before is another's");
    assert_eq!(hidden.get(&self::link(&hidden).unwrap()).unwrap().status(), 200);

    // A team that seems empty is said to be.
    let seems_empty = house.draft(&json!({ "title": "À qui ?", "teams": [alone] }), 9);
    let refused = house.sender.put(&format!("{seems_empty}/dispatch"), &Value::Null);
    assert_eq!(no(refused), (422, "transfer.empty_team".to_owned()));
    assert_eq!((row["recipients_total"].as_u64(), row["downloaded_by"].as_u64()), (Some(1), Some(0)));
}

#[test]
fn a_team_that_nobody_else_is_in_or_that_is_gone_is_said_before_anything_leaves() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let house = House::open(port);
    let alone = house.team("group", &[]);
    let parcel = house.draft(&json!({ "title": "Seul", "teams": [alone] }), 9);
    let dispatch = |parcel: &str| no(house.sender.put(&format!("{parcel}/dispatch"), &Value::Null));
    assert_eq!(dispatch(&parcel), (422, "transfer.empty_team".to_owned()));

    assert_eq!(house.sender.delete(&format!("/api/directory/groups/{alone}")).unwrap().status(), 204);
    assert_eq!(dispatch(&parcel), (409, "transfer.team_gone".to_owned()));
    let many: Vec<uuid::Uuid> = (0..11).map(|_| uuid::Uuid::new_v4()).collect();
    let refused = house.sender.post("/api/transfer/parcels", &json!({ "teams": many }));
    assert_eq!(no(refused), (422, "transfer.too_many_teams".to_owned()));
}

#[test]
fn a_parcel_that_waits_does_not_leave_for_a_group_that_its_sender_was_taken_out_of() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let sender = House::open(port);
    let owner = House { sender: Client::sign_in(port, AUDOUARD), persons: sender.persons.clone() };
    let group = owner.team("group", &[SENDER, WEBER]);
    let mut made = sender.sender.post("/api/transfer/parcels", &json!({ "teams": [group] })).unwrap();
    let made: Value = made.body_mut().read_json().unwrap();
    let id = made["id"].as_str().unwrap();
    let parcel = format!("/api/transfer/parcels/{id}");
    let upload = sender.sender.create_upload(id, "lent.bin", 9);
    assert_eq!(sender.sender.put(&format!("{parcel}/dispatch"), &Value::Null).unwrap().status(), 200);
    assert_eq!(sender.sender.json(&parcel)["state"], "waiting");

    owner.remove(&group, SENDER);
    assert_eq!(sender.sender.patch(&upload, 0, &[7; 9]).unwrap(), 9);
    let view = sender.sender.json(&parcel);
    assert_eq!(
        (&view["state"], &view["recipients"], &view["teams"][0]["members"]),
        (&json!("draft"), &json!([]), &Value::Null)
    );
    let refused = sender.sender.put(&format!("{parcel}/dispatch"), &Value::Null);
    assert_eq!(no(refused), (409, "transfer.team_gone".to_owned()));
    assert_eq!(link(&Client::sign_in(port, WEBER)), None);
}

/// Somebody who makes teams and sends to them.
struct House {
    sender: Client,
    persons: Value,
}

impl House {
    fn open(port: u16) -> Self {
        let sender = Client::sign_in(port, SENDER);
        let persons = sender.json("/api/identity/sample/persons")["persons"].clone();
        Self { sender, persons }
    }

    fn person(&self, address: &str) -> String {
        let person = self.persons.as_array().unwrap().iter().find(|person| person["address"] == address);
        person.unwrap_or_else(|| panic!("nobody at {address}"))["id"].as_str().unwrap().to_owned()
    }

    fn team(&self, kind: &str, members: &[&str]) -> String {
        let made = self.sender.post("/api/directory/groups", &json!({ "name": "Cellule", "kind": kind }));
        let made: Value = made.unwrap().body_mut().read_json().unwrap();
        let team = made["id"].as_str().unwrap().to_owned();
        for member in members {
            self.put(&team, member);
        }
        team
    }

    fn put(&self, team: &str, address: &str) {
        let path = format!("/api/directory/groups/{team}/members/{}", self.person(address));
        assert_eq!(self.sender.put(&path, &json!({ "role": "member" })).unwrap().status(), 204);
    }

    fn remove(&self, team: &str, address: &str) {
        let path = format!("/api/directory/groups/{team}/members/{}", self.person(address));
        assert_eq!(self.sender.delete(&path).unwrap().status(), 204);
    }

    /// The path of a draft with one file of this size.
    fn draft(&self, new: &Value, size: u64) -> String {
        let mut made = self.sender.post("/api/transfer/parcels", new).unwrap();
        assert_eq!(made.status(), 201);
        let made: Value = made.body_mut().read_json().unwrap();
        let id = made["id"].as_str().unwrap();
        let upload = self.sender.create_upload(id, "plan.bin", size);
        let bytes = vec![7; usize::try_from(size).unwrap()];
        assert_eq!(self.sender.patch(&upload, 0, &bytes).unwrap(), size);
        format!("/api/transfer/parcels/{id}")
    }

    fn send(&self, new: &Value, size: u64) -> String {
        let parcel = self.draft(new, size);
        assert_eq!(self.sender.put(&format!("{parcel}/dispatch"), &Value::Null).unwrap().status(), 200);
        parcel
    }
}

/// Where somebody reads the one parcel that they received.
fn link(reader: &Client) -> Option<String> {
    let received = reader.json("/api/transfer/parcels?box=received");
    let found =
        received["parcels"].as_array().unwrap().iter().find(|row| row["sender"]["address"] == SENDER)?;
    Some(format!("/api/transfer/received/{}", found["key"].as_str().unwrap()))
}

fn recipients(parcel: &Value) -> BTreeSet<String> {
    parcel["recipients"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["address"].as_str().unwrap().to_owned())
        .collect()
}

fn recipient(parcel: &Value, address: &str) -> Value {
    parcel["recipients"].as_array().unwrap().iter().find(|one| one["address"] == address).unwrap().clone()
}

fn no(answer: Answer) -> (u16, String) {
    let mut answer = answer.unwrap();
    let status = answer.status().as_u16();
    let problem: Value = answer.body_mut().read_json().unwrap();
    (status, problem["code"].as_str().unwrap_or_default().to_owned())
}

/// Takes what comes as a slow connection would, until it breaks; or else to the end.
fn is_cut(bytes: &mut impl Read) -> bool {
    let mut some = [0; 64 << 10];
    loop {
        match bytes.read(&mut some) {
            Ok(0) => return false,
            Ok(_) => thread::sleep(Duration::from_millis(4)),
            Err(_) => return true,
        }
    }
}

fn within<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "{what}");
        thread::sleep(Duration::from_millis(100));
    }
}
