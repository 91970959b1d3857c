//! A session is closed from another browser, and what it had opened is over everywhere "within about a second": its page that
//! listens, the token that an application got by it, an upload and a download under way, its own requests.

use std::{
    io::{self, Read},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use ureq::{Agent, Body, SendBody, http::Response};

use crate::{
    client::Client,
    program::{Folder, Program, free_port},
};

const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
const BACK: &str = "https://agenda.exemple.fr/retour";
/// What is promised, "about a second", and as long again for a machine that does something else.
const PROMISED: Duration = Duration::from_secs(2);
const SIZE: u64 = 64 << 20;

#[test]
fn a_session_that_is_closed_elsewhere_is_over_everywhere() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let (here, there) = (Client::sign_in(port, AGENT), Client::sign_in(port, AGENT));
    let house = Patient::new(port);
    let token = house.token_of_an_application(&Client::sign_in(port, ADMINISTRATOR), &there);
    assert_eq!(house.userinfo(&token), 200);

    // A page that listens, and bytes that come slowly: each says when it is over.
    let (say, heard) = mpsc::channel();
    let (begin, begun) = mpsc::channel();
    let page = house.get("/api/live", &there);
    assert_eq!(page.status(), 200);
    let parcel = there.draft("Ce qui s’arrête", ADMINISTRATOR);
    let upload = there.create_upload(&parcel, "lent.bin", SIZE);
    let listening = (page, say.clone());
    thread::spawn(move || {
        let (page, say) = listening;
        let _ = io::copy(&mut page.into_body().into_reader(), &mut io::sink());
        let _ = say.send(("the page that listens", Instant::now()));
    });
    let (mine, sending) = (there.clone(), (house.clone(), upload.clone()));
    thread::spawn(move || {
        let (house, upload) = sending;
        // Refused, or cut.
        let refused = house.send_slowly(&upload, &mine, begin).map_or(true, |answer| answer.status() == 401);
        let _ =
            say.send((if refused { "the upload under way" } else { "(it went through)" }, Instant::now()));
    });
    begun.recv_timeout(Duration::from_secs(20)).expect("the upload begins");

    let session = there.json("/api/identity/me")["session"]["id"].as_str().unwrap().to_owned();
    assert_eq!(house.close(&session, &here), 204);
    let closed = Instant::now();

    while house.userinfo(&token) != 401 {
        assert!(closed.elapsed() < PROMISED, "the token of the application still opens");
    }
    while there.get("/api/identity/me").unwrap().status() != 401 {
        assert!(closed.elapsed() < PROMISED, "the session still opens");
    }
    for _ in 0..2 {
        let (what, when) = heard.recv_timeout(Duration::from_secs(20)).expect("it never ends");
        assert_ne!(what, "(it went through)");
        let took = when.saturating_duration_since(closed);
        assert!(took < PROMISED, "{what} went on for {took:?}");
    }
    assert_eq!(here.get("/api/identity/me").unwrap().status(), 200, "the other browser is not concerned");
    assert!(here.offset(&upload).unwrap() > 0, "what had arrived is kept for whoever signs in again");
}

/// A client of the house that follows nobody, and waits.
#[derive(Clone)]
struct Patient {
    agent: Agent,
    origin: String,
}

impl Patient {
    fn new(port: u16) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .build();
        Self { agent: config.new_agent(), origin: format!("http://localhost:{port}") }
    }

    fn get(&self, path: &str, client: &Client) -> Response<Body> {
        self.agent.get(format!("{}{path}", self.origin)).header("cookie", client.cookie()).call().unwrap()
    }

    fn close(&self, session: &str, client: &Client) -> u16 {
        let path = format!("{}/api/identity/sessions/{session}", self.origin);
        let asked = self.agent.delete(path).header("cookie", client.cookie()).header("origin", &self.origin);
        asked.call().unwrap().status().as_u16()
    }

    fn userinfo(&self, token: &str) -> u16 {
        let asked = self.agent.get(format!("{}/oauth2/userinfo", self.origin));
        asked.header("authorization", format!("Bearer {token}")).call().unwrap().status().as_u16()
    }

    /// A megabyte a second or so.
    fn send_slowly(
        &self,
        upload: &str,
        client: &Client,
        begin: mpsc::Sender<()>,
    ) -> Result<Response<Body>, ureq::Error> {
        let mut bytes = Slowly { left: SIZE, begin: Some(begin) };
        let asked = self.agent.patch(format!("{}{upload}", self.origin)).header("cookie", client.cookie());
        asked
            .header("origin", &self.origin)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", "0")
            .header("content-type", "application/offset+octet-stream")
            .send(SendBody::from_reader(&mut bytes))
    }

    /// An application of the house gets a token for whoever is signed in.
    fn token_of_an_application(&self, administrator: &Client, person: &Client) -> String {
        let words = json!({
            "name": "Agenda", "redirect_uris": [BACK], "token_endpoint_auth_method": "client_secret_basic", "trusted": true,
        });
        let mut made = administrator.post("/api/provider/clients", &words).unwrap();
        let made: Value = made.body_mut().read_json().unwrap();
        let (id, secret) = (made["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
        let asked = format!(
            "/oauth2/authorize?response_type=code&scope=openid&state=s&client_id={id}&redirect_uri={BACK}"
        );
        let answer = self.get(&asked, person);
        let location = answer.headers()["location"].to_str().unwrap();
        let query = location.split_once('?').unwrap().1;
        let code = query.split('&').find_map(|pair| pair.strip_prefix("code=")).unwrap();
        let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK)];
        let asked = self.agent.post(format!("{}/oauth2/token", self.origin)).header("authorization", basic);
        let tokens: Value = asked.send_form(form).unwrap().body_mut().read_json().unwrap();
        tokens["access_token"].as_str().unwrap_or_else(|| panic!("no token: {tokens}")).to_owned()
    }
}

/// So many bytes, a megabyte a second; says when the first of them have been on their way for a while.
struct Slowly {
    left: u64,
    begin: Option<mpsc::Sender<()>>,
}

impl Read for Slowly {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        thread::sleep(Duration::from_millis(20));
        let some = buffer.len().min(20_000).min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer[..some].fill(7);
        self.left -= some as u64;
        if SIZE - self.left > 500_000
            && let Some(begin) = self.begin.take()
        {
            let _ = begin.send(());
        }
        Ok(some)
    }
}
