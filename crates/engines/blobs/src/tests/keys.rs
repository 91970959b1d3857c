//! Master keys: their file, and their rotation.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{SMALL, Scratch, bytes, finished, read_all};
use crate::{Blobs, Error, MasterKey};

#[tokio::test]
async fn older_keys_open_and_the_newest_seals() {
    let scratch = Scratch::new();
    let (one, two, both) =
        (scratch.path().join("one"), scratch.path().join("two"), scratch.path().join("both"));
    let open =
        |path| Blobs::open(scratch.path().join("blobs"), MasterKey::from_file(path).unwrap(), SMALL, 0);
    let older = finished(
        &Blobs::open(scratch.path().join("blobs"), MasterKey::create_file(&one).unwrap(), SMALL, 0).unwrap(),
        1000,
    )
    .await;
    MasterKey::create_file(&two).unwrap();
    let text =
        format!("# rotated\n{}\n\n {}", fs::read_to_string(&one).unwrap(), fs::read_to_string(&two).unwrap());
    write_private(&both, &text);

    let newer = finished(&open(&both).unwrap(), 2000).await;

    let (with_one, with_two, with_both) = (open(&one).unwrap(), open(&two).unwrap(), open(&both).unwrap());
    assert_eq!(read_all(&with_both, older).await.unwrap(), bytes(0, 1000));
    assert_eq!(read_all(&with_both, newer).await.unwrap(), bytes(0, 2000));
    assert_eq!(read_all(&with_one, older).await.unwrap(), bytes(0, 1000));
    assert_eq!(read_all(&with_two, newer).await.unwrap(), bytes(0, 2000));
    assert!(matches!(read_all(&with_one, newer).await, Err(Error::UnknownKey)));
    assert!(matches!(read_all(&with_two, older).await, Err(Error::UnknownKey)));
    // A damaged id of the key is damage, not a missing key.
    let path = with_both.folder.path(older, "blob");
    let mut file = fs::read(&path).unwrap();
    file[33] ^= 1;
    fs::write(&path, file).unwrap();
    assert!(matches!(read_all(&with_both, older).await, Err(Error::Corrupt { block: None })));
}

#[test]
fn the_file_is_made_once_and_private() {
    let scratch = Scratch::new();
    let path = scratch.path().join("key");
    let threads = (0..8).map(|_| {
        std::thread::spawn({
            let path = path.clone();
            move || MasterKey::create_file(path).map(|_| ())
        })
    });
    for made in threads.collect::<Vec<_>>() {
        made.join().unwrap().unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    MasterKey::create_file(&path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1, "nothing staged is left");

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(MasterKey::from_file(&path), Err(Error::MasterKey(_))));
}

#[test]
fn what_is_no_key_is_refused() {
    let scratch = Scratch::new();
    let path = scratch.path().join("key");
    assert!(matches!(MasterKey::from_file(&path), Err(Error::MasterKey(_))));
    let hexadecimal = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";
    for (text, good) in [
        ("", false),
        ("# only a remark\n", false),
        (hexadecimal, true),
        (&hexadecimal[2..], false),
        ("ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=", true),
        ("ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8", true),
        ("ABEiM0RVZneImaq7zN3u/w==", false),
        ("correct horse battery staple", false),
    ] {
        write_private(&path, text);
        assert_eq!(MasterKey::from_file(&path).is_ok(), good, "{text}");
    }
    let ring = MasterKey::create_file(scratch.path().join("other")).unwrap();
    assert_eq!(format!("{ring:?}"), "MasterKey(1 keys)");
}

fn write_private(path: &std::path::Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}
