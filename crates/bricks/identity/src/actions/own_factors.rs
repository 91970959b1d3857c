//! What somebody may show of who they are, as they see it themselves.

use kernel::PersonId;
use qrcode::{Color, EcLevel, QrCode as Drawn};
use serde::Serialize;
use time::OffsetDateTime;

use crate::{
    Error, Identity,
    model::ListedPasskey,
    rows::{factors, passwords},
};

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Factors {
    pub(crate) password: OwnPassword,
    pub(crate) totp: Option<OwnTotp>,
    pub(crate) recovery_codes: Option<OwnRecoveryCodes>,
    /// Oldest first.
    pub(crate) passkeys: Vec<ListedPasskey>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnPassword {
    pub(crate) set: bool,
    #[serde(with = "time::serde::rfc3339::option")]
    pub(crate) changed_at: Option<OffsetDateTime>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnTotp {
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) since: OffsetDateTime,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnRecoveryCodes {
    pub(crate) left: i64,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) made_at: OffsetDateTime,
}

/// A QR code (ISO/IEC 18004) as a page draws it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct QrCode {
    /// Modules on a side, without the quiet zone.
    pub(crate) size: usize,
    /// Row after row, `1` for a dark module: `size` × `size` characters.
    pub(crate) modules: String,
}

impl QrCode {
    pub(crate) fn of(text: &str) -> Result<Self, Error> {
        let drawn = Drawn::with_error_correction_level(text, EcLevel::M)
            .map_err(|error| Error::Picture(error.to_string()))?;
        let size = drawn.width();
        let dark = |color: Color| if color == Color::Dark { '1' } else { '0' };
        Ok(Self { size, modules: drawn.into_colors().into_iter().map(dark).collect() })
    }
}

impl Identity {
    pub(crate) async fn factors(&self, person: PersonId) -> Result<Factors, Error> {
        let db = self.inner.store.pool();
        let changed_at = passwords::changed_at(db, person).await?;
        let totp = factors::totp_of(db, person).await?.map(|kept| OwnTotp { since: kept.since });
        let recovery_codes = factors::recovery_codes(db, person)
            .await?
            .map(|(left, made_at)| OwnRecoveryCodes { left, made_at });
        let passkeys = self.passkeys(person).await?;
        let password = OwnPassword { set: changed_at.is_some(), changed_at };
        Ok(Factors { password, totp, recovery_codes, passkeys })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_square_and_has_its_three_eyes() {
        let QrCode { size, modules } = QrCode::of("otpauth://totp/Sacados:helene?secret=GEZDGNBV").unwrap();
        assert_eq!(modules.len(), size * size);
        // The finder patterns begin with seven dark modules in three corners (ISO/IEC 18004 §6.3.3).
        for corner in [0, size - 7, size * (size - 1)] {
            assert_eq!(&modules[corner..corner + 7], "1111111");
        }
    }
}
