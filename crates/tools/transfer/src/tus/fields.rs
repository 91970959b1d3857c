//! The fields of tus requests, read and refused. No I/O.

use aws_lc_rs::digest;
use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    Error,
    actions::NewFile,
    model::{File, FilePath, name_in},
};

const OFFSET_STREAM: &str = "application/offset+octet-stream";

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

pub(super) fn is_offset_stream(headers: &HeaderMap) -> bool {
    text(headers, "content-type").is_some_and(|kind| kind.eq_ignore_ascii_case(OFFSET_STREAM))
}

pub(super) fn content_length(headers: &HeaderMap) -> Option<u64> {
    text(headers, header::CONTENT_LENGTH.as_str()).and_then(number)
}

pub(super) fn offset(headers: &HeaderMap) -> Result<u64, Error> {
    text(headers, "upload-offset").and_then(number).ok_or(Error::BadUpload { field: "Upload-Offset" })
}

/// Digits only: a sign or a space is no figure here.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The file that a creation announces: its length, and its names in `Upload-Metadata`.
pub(super) fn new_file(headers: &HeaderMap) -> Result<NewFile, Error> {
    // Lengths told later and uploads made of others are extensions that we do not announce.
    if let Some(field) =
        ["Upload-Defer-Length", "Upload-Concat"].into_iter().find(|field| headers.contains_key(*field))
    {
        return Err(Error::BadUpload { field });
    }
    let size =
        text(headers, "upload-length").and_then(number).ok_or(Error::BadUpload { field: "Upload-Length" })?;
    let metadata = headers.get("upload-metadata").map_or(Ok(""), HeaderValue::to_str);
    let metadata = metadata.map_err(|_| Error::BadUpload { field: "Upload-Metadata" })?;
    let (mut filename, mut media_type, mut path) = (None, None, None);
    for pair in metadata.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let slot = match key {
            "filename" => &mut filename,
            "filetype" => &mut media_type,
            "relativePath" => &mut path,
            _ => continue,
        };
        let bytes =
            STANDARD.decode(value.trim()).map_err(|_| Error::BadUpload { field: "Upload-Metadata" })?;
        *slot = Some(String::from_utf8(bytes).map_err(|_| Error::BadUpload { field: "Upload-Metadata" })?);
    }
    // Clients without folders say an empty path, or the word.
    let path = path.filter(|path| !path.is_empty() && path != "null").or(filename).unwrap_or_default();
    Ok(NewFile { path: FilePath::parse(&path)?, size, media_type: media_type.unwrap_or_default() })
}

/// What a client that comes back may want to know of its upload.
pub(super) fn metadata(file: &File) -> HeaderValue {
    let pair = |key: &str, value: &str| format!("{key} {}", STANDARD.encode(value));
    let text = [
        pair("filename", name_in(&file.path)),
        pair("filetype", &file.media_type),
        pair("relativePath", &file.path),
    ]
    .join(",");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// A digest that the bytes of one request must have.
pub(super) struct Checksum {
    context: digest::Context,
    expected: Vec<u8>,
}

impl Checksum {
    pub(super) fn of(headers: &HeaderMap) -> Result<Option<Self>, Error> {
        let Some(field) = headers.get("upload-checksum") else { return Ok(None) };
        let (algorithm, expected) =
            field.to_str().ok().and_then(|field| field.trim().split_once(' ')).ok_or(Error::BadChecksum)?;
        let algorithm = match algorithm {
            "sha256" => &digest::SHA256,
            "sha1" => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            _ => return Err(Error::BadChecksum),
        };
        let expected = STANDARD.decode(expected.trim()).map_err(|_| Error::BadChecksum)?;
        Ok(Some(Self { context: digest::Context::new(algorithm), expected }))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.context.update(bytes);
    }

    pub(super) fn check(self) -> Result<(), Error> {
        if self.context.finish().as_ref() == self.expected { Ok(()) } else { Err(Error::ChecksumMismatch) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(fields: &[(&'static str, &str)]) -> HeaderMap {
        fields.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_creation_says_a_length_and_a_name() {
        let metadata = format!(
            "filename {},filetype {},relativePath {},is_confidential",
            STANDARD.encode("é.jpg"),
            STANDARD.encode("image/jpeg"),
            STANDARD.encode("Photos/é.jpg")
        );
        let new = new_file(&asked(&[("upload-length", "12"), ("upload-metadata", &metadata)])).unwrap();
        assert_eq!(
            (new.path.as_str(), new.size, new.media_type.as_str()),
            ("Photos/é.jpg", 12, "image/jpeg")
        );

        let plain = format!("filename {},relativePath {}", STANDARD.encode("a.txt"), STANDARD.encode("null"));
        let new = new_file(&asked(&[("upload-length", "0"), ("upload-metadata", &plain)])).unwrap();
        assert_eq!(new.path.as_str(), "a.txt");
    }

    #[test]
    fn a_creation_that_does_not_read_is_refused() {
        let name = format!("filename {}", STANDARD.encode("a"));
        for fields in [
            vec![("upload-metadata", name.as_str())],
            vec![("upload-metadata", &name), ("upload-length", "-1")],
            vec![("upload-metadata", &name), ("upload-length", "+1")],
            vec![("upload-metadata", &name), ("upload-length", "99999999999999999999")],
            vec![("upload-metadata", &name), ("upload-length", "1"), ("upload-defer-length", "1")],
            vec![("upload-metadata", &name), ("upload-length", "1"), ("upload-concat", "partial")],
            vec![("upload-metadata", "filename ***"), ("upload-length", "1")],
            vec![("upload-metadata", "filename /w=="), ("upload-length", "1")],
        ] {
            assert!(matches!(new_file(&asked(&fields)), Err(Error::BadUpload { .. })), "{fields:?}");
        }
        assert!(matches!(new_file(&asked(&[("upload-length", "1")])), Err(Error::BadName { .. })));
    }

    #[test]
    fn a_checksum_is_of_a_known_kind_and_matches() {
        let field =
            format!("sha1 {}", STANDARD.encode(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, b"abc")));
        let check = |bytes: &[u8]| {
            let mut checksum = Checksum::of(&asked(&[("upload-checksum", &field)])).unwrap().unwrap();
            checksum.update(bytes);
            checksum.check()
        };
        assert!(check(b"abc").is_ok());
        assert!(matches!(check(b"abd"), Err(Error::ChecksumMismatch)));
        for field in ["md5 AAAA", "sha256", "sha256 ***"] {
            assert!(
                matches!(Checksum::of(&asked(&[("upload-checksum", field)])), Err(Error::BadChecksum)),
                "{field}"
            );
        }
        assert!(Checksum::of(&HeaderMap::new()).unwrap().is_none());
    }
}
