//! Connections that break, stall, or come twice: on a real socket.

use std::time::Duration;

use kernel::PersonId;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;
use transfer::Settings;
use web::{Server, ServerSettings};

use crate::house::{House, OFFSET_STREAM, YANIS};

pub(crate) struct Street {
    port: u16,
    stop: CancellationToken,
}

impl Drop for Street {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

pub(crate) async fn open(house: &House) -> Street {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let stop = CancellationToken::new();
    let server = Server::new(listener, house.doors.clone(), ServerSettings::default());
    tokio::spawn(server.run(stop.clone()));
    Street { port, stop }
}

impl Street {
    pub(crate) async fn begin(&self, line: &str, fields: &str, who: Option<PersonId>) -> TcpStream {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let who = who.map(|who| format!("authorization: Bearer {who}\r\n")).unwrap_or_default();
        let head = format!("{line} HTTP/1.1\r\nhost: x\r\ntus-resumable: 1.0.0\r\n{who}{fields}\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        socket
    }

    /// A PATCH that announces `length` bytes and sends these.
    pub(crate) async fn patch(
        &self,
        who: PersonId,
        url: &str,
        offset: usize,
        length: usize,
        bytes: &[u8],
        more: &str,
    ) -> TcpStream {
        let fields = format!(
            "content-type: {OFFSET_STREAM}\r\nupload-offset: {offset}\r\ncontent-length: {length}\r\n{more}"
        );
        let mut socket = self.begin(&format!("PATCH {url}"), &fields, Some(who)).await;
        socket.write_all(bytes).await.unwrap();
        socket
    }
}

pub(crate) async fn status(socket: &mut TcpStream) -> u16 {
    let mut answer = vec![];
    let mut piece = [0; 4096];
    while !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        match socket.read(&mut piece).await {
            Ok(0) | Err(_) => break,
            Ok(n) => answer.extend_from_slice(&piece[..n]),
        }
    }
    String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0)
}

async fn offset(house: &House, url: &str) -> usize {
    house.tus("HEAD", house.helene, url, &[], b"").await.field("upload-offset").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrived_before_a_cut_is_kept() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 2_000_000).await;

    let socket = street.patch(house.helene, &url, 0, 2_000_000, &vec![1; 900_000], "").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    drop(socket);

    // No HEAD here: it would make the request let go by itself.
    house
        .until("the bytes of the broken request", async || {
            house.parcel(&parcel).await["files"][0]["received"] == 900_000
        })
        .await;
    assert_eq!(offset(&house, &url).await, 900_000);
    assert_eq!(house.append(house.helene, &url, 900_000, &vec![1; 1_100_000]).await.status.as_u16(), 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_was_to_be_checked_and_came_cut_is_dropped() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 2_000_000).await;
    house.append(house.helene, &url, 0, &vec![1; 100_000]).await;

    let sum = "upload-checksum: sha256 AAAA\r\n";
    let socket = street.patch(house.helene, &url, 100_000, 1_900_000, &vec![1; 900_000], sum).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    drop(socket);
    tokio::time::sleep(Duration::from_millis(300)).await;

    assert_eq!(offset(&house, &url).await, 100_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_request_is_made_durable_as_it_goes() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 40_000_000).await;

    let mut socket = street.patch(house.helene, &url, 0, 40_000_000, &vec![1; 20_000_000], "").await;
    house
        .until("a first commit by size", async || {
            house.parcel(&parcel).await["files"][0]["received"].as_u64() >= Some(16 << 20)
        })
        .await;
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    socket.write_all(&[1; 1000]).await.unwrap();
    house
        .until("a second one by time", async || {
            house.parcel(&parcel).await["files"][0]["received"].as_u64() >= Some(20_000_000)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_request_takes_an_upload_over() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[YANIS]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 1_000_000).await;
    // Its client is gone, and nobody told the server.
    let mut dead = street.patch(house.helene, &url, 0, 1_000_000, &vec![1; 400_000], "").await;
    tokio::time::sleep(Duration::from_millis(300)).await;

    let begun = std::time::Instant::now();
    assert_eq!(offset(&house, &url).await, 400_000);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(status(&mut dead).await, 423);

    let mut older = street.patch(house.helene, &url, 400_000, 600_000, &vec![1; 100_000], "").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    // It does not know yet that the older one got further; then it does.
    let newer = house.append(house.helene, &url, 400_000, &vec![1; 600_000]).await;
    assert_eq!(newer.refused(), (409, "transfer.wrong_offset".into()));
    assert_eq!(newer.field("upload-offset"), "500000");
    assert_eq!(status(&mut older).await, 423);
    assert_eq!(house.append(house.helene, &url, 500_000, &vec![1; 500_000]).await.status.as_u16(), 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clients_at_once_write_one_file() {
    let house = House::furnished().await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 239) as u8).collect();
    let url = house.announce(house.helene, &parcel, "film.mp4", bytes.len()).await;
    let client = async || {
        for _ in 0..500 {
            let head = house.tus("HEAD", house.helene, &url, &[], b"").await;
            if head.status.as_u16() != 200 {
                continue;
            }
            let at: usize = head.field("upload-offset").parse().unwrap();
            if at == bytes.len() {
                return;
            }
            let to = (at + 300_000).min(bytes.len());
            let answer = house.append(house.helene, &url, at, &bytes[at..to]).await;
            assert!([204, 409, 423].contains(&answer.status.as_u16()), "{} {}", answer.status, answer.text());
        }
        panic!("never done");
    };

    tokio::join!(client(), client());

    let file = url.rsplit('/').next().unwrap();
    assert!(house.get(house.helene, &format!("/parcels/{parcel}/files/{file}")).await.body == bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_upload_is_let_go_and_keeps_its_bytes() {
    let house = House::furnished_with(Settings { upload_idle_seconds: 1, ..Settings::default() }).await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "film.mp4", 1_000_000).await;

    let mut socket = street.patch(house.helene, &url, 0, 1_000_000, &vec![1; 123_456], "").await;

    assert_eq!(status(&mut socket).await, 408);
    assert_eq!(offset(&house, &url).await, 123_456);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_longer_than_its_file_is_dropped_whole() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let parcel = house.draft(house.helene, "Film", &[]).await;
    let url = house.announce(house.helene, &parcel, "a.bin", 10).await;
    house.append(house.helene, &url, 0, b"abcd").await;

    // Without a length, nobody can tell before it comes.
    let fields =
        format!("content-type: {OFFSET_STREAM}\r\nupload-offset: 4\r\ntransfer-encoding: chunked\r\n");
    let mut socket = street.begin(&format!("PATCH {url}"), &fields, Some(house.helene)).await;
    socket.write_all(b"4\r\nefgh\r\n4\r\nijkl\r\n0\r\n\r\n").await.unwrap();

    assert_eq!(status(&mut socket).await, 413);
    assert_eq!(offset(&house, &url).await, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_stops_a_download_under_way() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let bytes: Vec<u8> = vec![5; 64 << 20];
    let (parcel, file) = house.sent(&[YANIS], &bytes).await;
    let key = house.key(YANIS).await;
    let line = format!("GET /api/transfer/received/{key}/files/{file}");
    let mut socket = street.begin(&line, "", None).await;
    let mut taken = vec![0; 1 << 20];
    socket.read_exact(&mut taken).await.unwrap();

    let path = format!("/parcels/{parcel}/withdrawal");
    house.send("PUT", house.helene, &path, serde_json::Value::Null).await;
    house.work().await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;

    // What lay in buffers still comes, then the connection ends before the file does.
    let mut rest = 0;
    let mut piece = vec![0; 1 << 16];
    while let Ok(n @ 1..) = socket.read(&mut piece).await {
        rest += n;
    }
    assert!(rest + (1 << 20) < bytes.len(), "{rest} bytes came");
    assert!(!house.facts().await.contains(&"transfer.file.downloaded".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_counts_when_its_last_byte_is_given_and_not_before() {
    let house = House::furnished().await;
    let street = open(&house).await;
    let bytes: Vec<u8> = vec![5; 24 << 20];
    let (parcel, file) = house.sent(&[YANIS], &bytes).await;
    let key = house.key(YANIS).await;
    let line = format!("GET /api/transfer/received/{key}/files/{file}");

    let mut cut = street.begin(&line, "", None).await;
    cut.read_exact(&mut vec![0; 1 << 20]).await.unwrap();
    drop(cut);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(house.parcel(&parcel).await["recipients"][0]["downloads"], serde_json::json!([]));

    let mut rest = street.begin(&line, "range: bytes=1048576-\r\nconnection: close\r\n", None).await;
    let mut taken = vec![];
    rest.read_to_end(&mut taken).await.unwrap();
    assert!(taken.len() > 23 << 20);
    house
        .until("the download counted", async || {
            house.parcel(&parcel).await["recipients"][0]["downloads"][0]["count"] == 1
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_downloader_who_takes_nothing_is_let_go() {
    let house = House::furnished_with(Settings { download_idle_seconds: 1, ..Settings::default() }).await;
    let street = open(&house).await;
    let bytes: Vec<u8> = vec![5; 64 << 20];
    let (_, file) = house.sent(&[YANIS], &bytes).await;
    let key = house.key(YANIS).await;
    let mut socket = street.begin(&format!("GET /api/transfer/received/{key}/files/{file}"), "", None).await;
    socket.read_exact(&mut vec![0; 1 << 20]).await.unwrap();

    tokio::time::sleep(Duration::from_millis(2_200)).await;

    let (mut rest, mut piece) = (0, vec![0; 1 << 16]);
    while let Ok(n @ 1..) = socket.read(&mut piece).await {
        rest += n;
    }
    assert!(rest + (1 << 20) < bytes.len(), "{rest} bytes came");
}
