//! The four boxes of a person.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::PersonId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::{
    Error, Transfer,
    rows::{self, After, ParcelBox},
    views::{ParcelCounts, ParcelPage, ParcelRow},
};

const PAGE: usize = 50;

impl Transfer {
    /// A page of a box.
    pub(crate) async fn list_parcels(
        &self,
        person: PersonId,
        which: ParcelBox,
        before: Option<&str>,
    ) -> Result<ParcelPage, Error> {
        let now = self.now();
        let pool = self.store.pool();
        let after = before.map(|text| read_cursor(text).ok_or(Error::BadCursor)).transpose()?;
        // One more than a page tells whether there is another.
        let lost = self.lost_to(person).await?;
        let mut rows = rows::list(pool, which, person, after, PAGE as i64 + 1, &lost).await?;
        let more = rows.len() > PAGE;
        rows.truncate(PAGE);
        let last = rows.last().map(|row| After { at: row.at, id: row.id });
        let (sent, received_new, drafts) = rows::counts(pool, person, now, &lost).await?;

        Ok(ParcelPage {
            parcels: rows
                .into_iter()
                .filter_map(|row| ParcelRow::of(row, &self.links, now, &self.settings))
                .collect(),
            next: last.filter(|_| more).map(write_cursor),
            counts: ParcelCounts { sent, received_new, drafts },
        })
    }
}

fn write_cursor(after: After) -> String {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(&after.at.unix_timestamp_nanos().to_be_bytes());
    bytes[16..].copy_from_slice(after.id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A cursor that we can have written: no parcel is older than these dates, nor will one be younger.
fn read_cursor(text: &str) -> Option<After> {
    let bytes: [u8; 32] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
    let nanos = i128::from_be_bytes(bytes[..16].try_into().ok()?);
    let at = OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?;
    if !(1970..=9999).contains(&at.year()) {
        return None;
    }
    Some(After { at, id: Uuid::from_slice(&bytes[16..]).ok()? })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_cursor_reads_as_it_was_written_and_nonsense_does_not() {
        let after =
            After { at: OffsetDateTime::UNIX_EPOCH + time::Duration::microseconds(7), id: Uuid::now_v7() };
        assert_eq!(read_cursor(&write_cursor(after)), Some(after));
        assert_eq!(read_cursor("AAAA"), None);
        assert_eq!(read_cursor("é"), None);
        assert_eq!(read_cursor(&URL_SAFE_NO_PAD.encode([0x7f; 32])), None);
        for at in [datetime!(-9999-01-01 0:00 UTC), datetime!(1969-12-31 23:59:59 UTC)] {
            assert_eq!(read_cursor(&write_cursor(After { at, id: Uuid::nil() })), None, "{at}");
        }
    }
}
