//! The second factor that a telephone computes: time-based one-time passwords (RFC 6238), as every application for them
//! does by default: SHA-1, six figures, thirty seconds.

use aws_lc_rs::rand;
use kernel::{EmailAddress, Secret};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

use crate::Error;

/// 160 bits, as RFC 4226 §4 recommends.
const BYTES: usize = 20;
const STEP_SECONDS: u64 = 30;
const DIGITS: usize = 6;
/// Telephones are seldom right to the second: one step before and one after are accepted too.
const SKEW: u16 = 1;

/// What a telephone and we both know.
pub(crate) struct TotpSecret(Zeroizing<Vec<u8>>);

/// What is shown once to whoever sets up their telephone.
pub(crate) struct TotpSetUp {
    /// Base 32, to be typed.
    pub(crate) secret: Secret<String>,
    /// `otpauth://totp/…`
    pub(crate) uri: Secret<String>,
}

impl TotpSecret {
    pub(crate) fn draw() -> Result<Self, Error> {
        let mut bytes = Zeroizing::new(vec![0; BYTES]);
        rand::fill(&mut bytes).map_err(|_| Error::NoChance)?;
        Ok(Self(bytes))
    }

    pub(crate) fn of(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn set_up(&self, house: &str, address: &EmailAddress) -> Result<TotpSetUp, Error> {
        let totp = self.totp(house, address.as_str())?;
        let uri = totp.to_url().map_err(|error| Error::Totp(error.to_string()))?;
        Ok(TotpSetUp { secret: Secret::new(totp.secret().to_base32()), uri: Secret::new(uri) })
    }

    /// The step of the code typed, if that is right now, or was or will be in half a minute.
    pub(crate) fn step_of(&self, typed: &str, now: OffsetDateTime) -> Result<Option<i64>, Error> {
        let Some(figures) = figures(typed) else { return Ok(None) };
        let seconds = u64::try_from(now.unix_timestamp()).unwrap_or(0);
        let step = self.totp("-", "-")?.check(&figures, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn totp(&self, house: &str, account: &str) -> Result<Totp, Error> {
        // A colon parts the two in the URI.
        let issuer: String = house.chars().filter(|c| *c != ':').collect();
        let account: String = account.chars().filter(|c| *c != ':').collect();
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_step_duration(STEP_SECONDS)
            .with_skew(SKEW)
            .with_secret(self.0.to_vec())
            .with_issuer(Some(issuer))
            .with_account_name(account)
            .build()
            .map_err(|error| Error::Totp(error.to_string()))
    }
}

/// Six figures, blanks between them or not.
fn figures(typed: &str) -> Option<String> {
    let figures: String = typed.chars().filter(|c| !c.is_whitespace()).take(DIGITS + 1).collect();
    (figures.len() == DIGITS && figures.bytes().all(|byte| byte.is_ascii_digit())).then_some(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of its SHA-1 rows.
    fn rfc() -> TotpSecret {
        TotpSecret::of(Zeroizing::new(b"12345678901234567890".to_vec()))
    }

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_rfc() {
        // The last six of the eight figures of the appendix.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(rfc().step_of(code, at(seconds)).unwrap(), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn half_a_minute_before_and_after_is_accepted_and_no_more() {
        let open = |seconds| rfc().step_of("287082", at(seconds)).unwrap();
        // Its step goes from 30 to 59.
        assert_eq!(open(0), Some(1));
        assert_eq!(open(89), Some(1));
        assert_eq!(open(90), None);
        assert_eq!(rfc().step_of("287 082", at(59)).unwrap(), Some(1));
        for wrong in ["", "28708", "2870820", "28708a", "２８７０８２", "000000"] {
            assert_eq!(rfc().step_of(wrong, at(59)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn a_telephone_is_told_all_it_needs() {
        let address = "helene@culture.exemple.fr".parse().unwrap();
        let shown = rfc().set_up("Sac : à dos", &address).unwrap();
        assert_eq!(shown.secret.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = shown.uri.expose();
        assert!(uri.starts_with("otpauth://totp/Sac%20%20%C3%A0%20dos:helene%40culture"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") && uri.contains("issuer="), "{uri}");
    }

    #[test]
    fn each_secret_is_new() {
        assert_ne!(TotpSecret::draw().unwrap().bytes(), TotpSecret::draw().unwrap().bytes());
    }
}
