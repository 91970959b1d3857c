//! A session is closed from another browser, and what it had opened is over everywhere "within about a second": its page that
//! listens, the token that an application got by it, an upload and a download under way, its own requests.

use std::{
    io::{self, Read},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use ureq::SendBody;

use crate::{
    application::{Agenda, word},
    client::Client,
    program::{Folder, Program, free_port},
};

const ADMINISTRATOR: &str = "helene.marchetti@ecologie.exemple.fr";
const AGENT: &str = "karim.benali@ecologie.exemple.fr";
/// What is promised, "about a second", and as long again for a machine that does something else.
const PROMISED: Duration = Duration::from_secs(2);
const SIZE: u64 = 64 << 20;

#[test]
fn a_session_that_is_closed_elsewhere_is_over_everywhere() {
    let (folder, port) = (Folder::new(), free_port());
    let _program = Program::start(folder.path(), port, &[]);
    let (here, there) = (Client::sign_in(port, AGENT), Client::sign_in(port, AGENT));
    let agenda = Agenda::join(port, &there);
    let token = word(&agenda.signs_in().expect("tokens"), "access_token");
    assert_eq!(agenda.is_told(&token), Some(200));

    // A page that listens, and bytes that come slowly: each says when it is over.
    let (say, heard) = mpsc::channel();
    let (begin, begun) = mpsc::channel();
    let page = there.get("/api/live").unwrap();
    assert_eq!(page.status(), 200);
    let parcel = there.draft("Ce qui s’arrête", ADMINISTRATOR);
    let upload = there.create_upload(&parcel, "lent.bin", SIZE);
    let listening = (page, say.clone());
    thread::spawn(move || {
        let (page, say) = listening;
        let _ = io::copy(&mut page.into_body().into_reader(), &mut io::sink());
        let _ = say.send(("the page that listens", Instant::now()));
    });
    let (mine, sending) = (there.clone(), upload.clone());
    thread::spawn(move || {
        let mut bytes = Slowly { left: SIZE, begin: Some(begin) };
        let answer = mine.pour(&sending, 0, SendBody::from_reader(&mut bytes));
        // Refused, or cut.
        let refused = answer.map_or(true, |answer| answer.status() == 401);
        let _ =
            say.send((if refused { "the upload under way" } else { "(it went through)" }, Instant::now()));
    });
    begun.recv_timeout(Duration::from_secs(20)).expect("the upload begins");

    let session = there.json("/api/identity/me")["session"]["id"].as_str().unwrap().to_owned();
    assert_eq!(here.delete(&format!("/api/identity/sessions/{session}")).unwrap().status(), 204);
    let closed = Instant::now();

    while agenda.is_told(&token) != Some(401) {
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
