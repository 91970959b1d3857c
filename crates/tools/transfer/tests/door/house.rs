//! A furnished house: the tool on a fresh database, people that are two lines each, a clock that the test moves.

use std::{path::PathBuf, sync::Arc, time::Duration as Span};

use access::Access;
use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderMap, StatusCode},
    middleware,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use blobs::{Blobs, MasterKey};
use http_body_util::BodyExt as _;
use kernel::{FixedClock, Language, PersonId, Secret, Sentences};
use mail::{Brand, Mail};
use serde_json::Value;
use store::Store;
use time::{Duration, OffsetDateTime, macros::datetime};
use tower::ServiceExt as _;
use transfer::{Links, Means, Settings, Transfer};
use web::{Gate, Tool as _};

use crate::{
    door::Door,
    people::{NoGroups, Someone},
};

/// A Monday morning in winter.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 09:12 UTC);
pub(crate) const HELENE: &str = "helene.marchetti@ecologie.exemple.fr";
pub(crate) const YANIS: &str = "yanis.belkacem@interieur.exemple.fr";
pub(crate) const PAUL: &str = "paul.prestataire@presta.ecologie.exemple.fr";
pub(crate) const CLAIRE: &str = "claire@cabinet-dupont.example";
pub(crate) const OUTSIDE: &str = "autre@dehors.example";

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) blobs: Blobs,
    pub(crate) mail: Mail,
    pub(crate) people: Arc<Someone>,
    pub(crate) access: Access,
    pub(crate) settings: Settings,
    pub(crate) tool: Transfer,
    pub(crate) doors: Router,
    pub(crate) door: Arc<Door>,
    pub(crate) folder: Folder,
    pub(crate) helene: PersonId,
    pub(crate) yanis: PersonId,
    pub(crate) claire: PersonId,
}

pub(crate) struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl House {
    pub(crate) async fn furnished() -> Self {
        Self::furnished_with(Settings::default()).await
    }

    pub(crate) async fn furnished_with(settings: Settings) -> Self {
        let clock = Arc::new(FixedClock::new(NOW));
        let schemas = [
            (mail::SCHEMA, mail::migrator()),
            (access::SCHEMA, Access::migrator()),
            (transfer::SCHEMA, Transfer::migrator()),
        ];
        let store = testkit::fresh_at(&schemas, clock.clone()).await;
        let folder = Folder(std::env::temp_dir().join(format!("sacados-transfer-{}", uuid::Uuid::new_v4())));
        let blobs = Self::open(&folder, 0);
        let brand = Brand { name: "Sacados".to_owned(), public_url: "https://sac.exemple.fr".to_owned() };
        let mail = Mail::new(store.clone(), mail::Settings::default(), brand, transfer::letters()).unwrap();
        let people = Arc::new(Someone::default());
        let helene = people.meet(HELENE, Some("Hélène Marchetti"), Language::Fr);
        let yanis = people.meet(YANIS, Some("Yanis Belkacem"), Language::En);
        let claire = people.meet(CLAIRE, Some("Claire Dupont"), Language::Fr);
        let access = Access::new(store.clone());
        let tool = Self::tool(&store, &blobs, &mail, &people, &access, &settings);
        let door = Arc::new(Door::default());
        let doors = doors(&tool, &door);
        Self {
            store,
            clock,
            blobs,
            mail,
            people,
            access,
            settings,
            tool,
            doors,
            door,
            folder,
            helene,
            yanis,
            claire,
        }
    }

    fn tool(
        store: &Store,
        blobs: &Blobs,
        mail: &Mail,
        people: &Arc<Someone>,
        access: &Access,
        settings: &Settings,
    ) -> Transfer {
        let means = Means {
            store: store.clone(),
            blobs: blobs.clone(),
            mail: mail.clone(),
            people: people.clone(),
            groups: Arc::new(NoGroups),
            access: access.clone(),
        };
        let links = Links::new("https://sac.exemple.fr", &Secret::new(vec![7; 32])).unwrap();
        Transfer::new(means, settings.clone(), links)
    }

    fn open(folder: &Folder, reserve: u64) -> Blobs {
        std::fs::create_dir_all(&folder.0).unwrap();
        let keys = MasterKey::create_file(folder.0.join("master.key"))
            .or_else(|_| MasterKey::from_file(folder.0.join("master.key")))
            .unwrap();
        Blobs::open_folder_with_reserve(folder.0.join("blobs"), keys, reserve).unwrap()
    }

    /// The same house after a restart, with so many bytes of the disk kept free.
    pub(crate) fn restart(&mut self, reserve: u64) {
        self.blobs = Self::open(&self.folder, reserve);
        self.tool =
            Self::tool(&self.store, &self.blobs, &self.mail, &self.people, &self.access, &self.settings);
        self.doors = doors(&self.tool, &self.door);
    }

    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        who: Option<PersonId>,
        fields: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(who) = who {
            request = request.header("authorization", format!("Bearer {who}"));
        }
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let response = self.doors.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes().to_vec());
        Answer { status: parts.status, headers: parts.headers, body: body.unwrap_or_default() }
    }

    pub(crate) async fn get(&self, who: PersonId, path: &str) -> Answer {
        self.ask("GET", &format!("/api/transfer{path}"), Some(who), &[], vec![]).await
    }

    /// Without a session.
    pub(crate) async fn knock(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("GET", &format!("/api/transfer{path}"), None, fields, vec![]).await
    }

    pub(crate) async fn send(&self, method: &str, who: PersonId, path: &str, body: Value) -> Answer {
        let fields = [("content-type", "application/json")];
        self.ask(method, &format!("/api/transfer{path}"), Some(who), &fields, body.to_string().into_bytes())
            .await
    }

    pub(crate) async fn tus(
        &self,
        method: &str,
        who: PersonId,
        path: &str,
        fields: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut all = vec![("tus-resumable", "1.0.0")];
        all.extend_from_slice(fields);
        self.ask(method, path, Some(who), &all, body.to_vec()).await
    }

    /// Announces a file and gives its address.
    pub(crate) async fn announce(&self, who: PersonId, parcel: &str, name: &str, size: usize) -> String {
        let metadata = named(name);
        let fields = [("upload-length", &*size.to_string()), ("upload-metadata", &metadata)];
        let answer = self.tus("POST", who, &format!("/tus/transfer/{parcel}"), &fields, b"").await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.field("location").to_owned()
    }

    pub(crate) async fn append(&self, who: PersonId, url: &str, offset: usize, bytes: &[u8]) -> Answer {
        let fields = [("content-type", OFFSET_STREAM), ("upload-offset", &*offset.to_string())];
        self.tus("PATCH", who, url, &fields, bytes).await
    }

    /// A whole file in a parcel; gives its id.
    pub(crate) async fn upload(&self, who: PersonId, parcel: &str, name: &str, bytes: &[u8]) -> String {
        let url = self.announce(who, parcel, name, bytes.len()).await;
        if !bytes.is_empty() {
            let answer = self.append(who, &url, 0, bytes).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        }
        url.rsplit('/').next().unwrap().to_owned()
    }

    pub(crate) async fn draft(&self, who: PersonId, title: &str, recipients: &[&str]) -> String {
        let body = serde_json::json!({ "title": title, "recipients": recipients });
        let answer = self.send("POST", who, "/parcels", body).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// A parcel of one file, sent by Hélène; gives its id and the file's.
    pub(crate) async fn sent(&self, recipients: &[&str], bytes: &[u8]) -> (String, String) {
        let parcel = self.draft(self.helene, "Budget", recipients).await;
        let file = self.upload(self.helene, &parcel, "budget.pdf", bytes).await;
        let answer = self.dispatch(self.helene, &parcel).await;
        assert_eq!(answer.json()["state"], "sent", "{}", answer.text());
        (parcel, file)
    }

    pub(crate) async fn dispatch(&self, who: PersonId, parcel: &str) -> Answer {
        self.send("PUT", who, &format!("/parcels/{parcel}/dispatch"), Value::Null).await
    }

    pub(crate) async fn parcel(&self, parcel: &str) -> Value {
        self.get(self.helene, &format!("/parcels/{parcel}")).await.json()
    }

    /// A small file that travels with its announcement, under a checksum.
    pub(crate) async fn create(
        &self,
        who: PersonId,
        parcel: &str,
        name: &str,
        bytes: &[u8],
        sum: &str,
    ) -> Answer {
        let (length, metadata) = (bytes.len().to_string(), named(name));
        let fields = [
            ("upload-length", &*length),
            ("upload-metadata", &metadata),
            ("content-type", OFFSET_STREAM),
            ("upload-checksum", sum),
        ];
        self.tus("POST", who, &format!("/tus/transfer/{parcel}"), &fields, bytes).await
    }

    /// Sends once so many files have arrived.
    pub(crate) async fn dispatch_of(&self, who: PersonId, parcel: &str, files: u32) -> Answer {
        self.send("PUT", who, &format!("/parcels/{parcel}/dispatch?files={files}"), Value::Null).await
    }

    /// What has been told, in order.
    pub(crate) async fn facts(&self) -> Vec<String> {
        sqlx::query_scalar("SELECT body->>'action' FROM house.facts ORDER BY id")
            .fetch_all(self.store.pool())
            .await
            .unwrap()
    }

    /// Lets the postman go, then reads the outbox, oldest first: to, subject, text.
    pub(crate) async fn mails(&self) -> Vec<(String, String, String)> {
        let postman = self.mail.worker_telling(vec![("transfer.", self.tool.outcomes())]);
        let waiting = "SELECT EXISTS (SELECT FROM house.jobs WHERE queue = 'mail' AND state = 'pending')";
        // Again after a letter that came too late, at which it stops.
        while sqlx::query_scalar(waiting).fetch_one(self.store.pool()).await.unwrap() {
            self.store.work_off(&*postman).await.unwrap();
        }
        let mut mails = vec![];
        for line in self.mail.outbox_list(100).await.unwrap().into_iter().rev() {
            let mail = self.mail.outbox_message(line.id).await.unwrap().unwrap();
            mails.push((mail.to, mail.subject, mail.text));
        }
        mails
    }

    /// The key of the link that was mailed to an address.
    pub(crate) async fn key(&self, address: &str) -> String {
        let mails = self.mails().await;
        let (_, _, text) =
            mails.iter().rev().find(|(to, _, _)| to == address).expect("a letter to this address");
        let at = text.find("/r/").expect("a link") + 3;
        text[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Does what was put off: digests, removals.
    pub(crate) async fn work(&self) {
        for worker in self.tool.workers() {
            self.store.work_off(&*worker).await.unwrap();
        }
    }

    /// What the house does each minute and each day.
    pub(crate) async fn tide(&self) {
        for routine in self.tool.routines() {
            routine.run().await.unwrap();
        }
    }

    pub(crate) async fn blobs_kept(&self) -> usize {
        use futures::StreamExt as _;
        self.blobs.list().count().await
    }

    /// Waits for what is done beside the answer.
    pub(crate) async fn until(&self, what: &str, mut seen: impl AsyncFnMut() -> bool) {
        for _ in 0..200 {
            if seen().await {
                return;
            }
            tokio::time::sleep(Span::from_millis(25)).await;
        }
        panic!("never seen: {what}");
    }
}

pub(crate) const OFFSET_STREAM: &str = "application/offset+octet-stream";

/// `Upload-Metadata` of a path.
pub(crate) fn named(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    format!(
        "filename {},filetype {},relativePath {}",
        STANDARD.encode(name),
        STANDARD.encode("application/pdf"),
        STANDARD.encode(path)
    )
}

/// The doors as the house hangs them: closed, but for the public ones.
fn doors(tool: &Transfer, door: &Arc<Door>) -> Router {
    let mut sentences = Sentences::new();
    for (language, source) in tool.sentences() {
        sentences.add(*language, source).unwrap();
    }
    let closed = |router: Router| router.layer(middleware::from_fn_with_state("transfer", web::signed_in));
    let (routes, _) = tool.routes().split_for_parts();
    let (public, _) = tool.public_routes().split_for_parts();
    let mut doors = Router::new().nest("/api/transfer", closed(routes).merge(public));
    for root in tool.roots() {
        doors = doors.nest(root.prefix, closed(root.routes));
    }
    let gate = Gate { doorkeeper: Arc::clone(door) as Arc<dyn web::Doorkeeper>, cookie: "session" };
    doors
        .layer(middleware::from_fn_with_state(gate, web::identify))
        .layer(middleware::from_fn_with_state(Arc::new(sentences), web::say_no))
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn field(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).to_str().unwrap()
    }

    /// Status and code of a refusal, which is a problem with a sentence.
    #[track_caller]
    pub(crate) fn refused(&self) -> (u16, String) {
        assert_eq!(self.field("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        let code = problem["code"].as_str().unwrap().to_owned();
        assert_eq!(problem["status"], self.status.as_u16());
        assert!(
            code == "sign_in" || code.starts_with("web.") || problem["detail"] != problem["code"],
            "no sentence for {code}"
        );
        (self.status.as_u16(), code)
    }
}
