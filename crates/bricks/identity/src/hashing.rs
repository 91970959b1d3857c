//! Hashes passwords (Argon2id), a few at a time: each takes megabytes and tens of milliseconds, and a flood of sign-ins
//! must leave the rest of the house at work.

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Error as HashError, phc::PasswordHash},
};
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use crate::{Error, model::Household, seats::Seats, settings::Settings};

/// What of a password is kept: a PHC string.
pub(crate) type Hash = String;

pub(crate) struct Hashing {
    params: Params,
    seats: Arc<Seats>,
    /// The hash of a password that nobody has, for those whom nobody knows.
    nobodys: OnceCell<Hash>,
}

/// What came of a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Wrong,
    Right,
    /// Right, and hashed with parameters that are no longer ours.
    RightAndOld,
}

impl Hashing {
    /// Whoever waits for longer is told to come back.
    const PATIENCE: Duration = Duration::from_secs(10);

    /// Parameters that Argon2 refuses become OWASP's.
    pub(crate) fn new(settings: &Settings) -> Self {
        let Settings { hash_memory_kib, hash_passes, hash_lanes, .. } = *settings;
        let params = Params::new(hash_memory_kib, hash_passes, hash_lanes, None).unwrap_or_else(|error| {
            tracing::error!(%error, "Argon2 refuses the parameters of the settings: its own defaults serve instead");
            Params::DEFAULT
        });
        let seats = Seats::new(settings.hashes_at_once as usize);
        Self { params, seats, nobodys: OnceCell::new() }
    }

    /// Households take turns; `None` is the house itself.
    pub(crate) async fn hash(
        &self,
        whose: Option<&Household>,
        password: Zeroizing<String>,
    ) -> Result<Hash, Error> {
        let argon2 = self.argon2();
        let hashed = self.aside(whose, move || hash(&argon2, &password)).await?;
        hashed.map_err(|error| Error::Hash(error.to_string()))
    }

    /// Without a hash the password is wrong, and takes as long to be.
    pub(crate) async fn verify(
        &self,
        whose: &Household,
        password: Zeroizing<String>,
        kept: Option<&str>,
    ) -> Result<Verdict, Error> {
        let known = kept.is_some();
        // Made at the first sign-in of all, whoever that is, so that no stranger takes longer than a person.
        let nobodys = self.nobodys().await?;
        let hash = kept.map_or(nobodys, str::to_owned);
        let is_old = !self.is_ours(&hash);
        let argon2 = self.argon2();
        let verified = self
            .aside(Some(whose), move || argon2.verify_password(password.as_bytes(), hash.as_str()))
            .await?;
        match verified {
            Ok(()) if known && is_old => Ok(Verdict::RightAndOld),
            Ok(()) if known => Ok(Verdict::Right),
            Ok(()) | Err(HashError::PasswordInvalid) => Ok(Verdict::Wrong),
            Err(error) => Err(Error::Hash(error.to_string())),
        }
    }

    /// The hash that stands for nobody's.
    async fn nobodys(&self) -> Result<Hash, Error> {
        let make = || async {
            let mut unknown = [0; 32];
            aws_lc_rs::rand::fill(&mut unknown).map_err(|_| Error::NoChance)?;
            let unknown: String = unknown.iter().map(|byte| char::from(b'a' + byte % 26)).collect();
            self.hash(None, Zeroizing::new(unknown)).await
        };
        self.nobodys.get_or_try_init(make).await.cloned()
    }

    fn is_ours(&self, hash: &str) -> bool {
        PasswordHash::new(hash).is_ok_and(|hash| {
            hash.algorithm.as_str() == Algorithm::Argon2id.as_str()
                && Params::try_from(&hash).is_ok_and(|params| {
                    (params.m_cost(), params.t_cost(), params.p_cost())
                        == (self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
                })
        })
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    /// Works on a thread of its own. The seat goes with the work: who hangs up does not free it sooner.
    async fn aside<T: Send + 'static>(
        &self,
        whose: Option<&Household>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let household = whose.map_or("", Household::as_str);
        let seat = tokio::time::timeout(Self::PATIENCE, self.seats.take(household));
        let seat = seat.await.map_err(|_| Error::Busy)?.map_err(|_| Error::Busy)?;
        let worked = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(seat);
            done
        });
        worked.await.map_err(|error| Error::Hash(error.to_string()))
    }
}

fn hash(argon2: &Argon2<'_>, password: &str) -> Result<Hash, HashError> {
    let hash: PasswordHash = argon2.hash_password(password.as_bytes())?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> Household {
        web::ClientAddress([192, 0, 2, 1].into()).into()
    }

    fn password(text: &str) -> Zeroizing<String> {
        Zeroizing::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_opens_with_its_own_hash_only() {
        let hashing = Hashing::new(&Settings::default());
        let hash = hashing.hash(None, password("le chat dort")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hashing.hash(None, password("le chat dort")).await.unwrap(), "each has its salt");

        let verify = async |typed| hashing.verify(&home(), password(typed), Some(&hash)).await.unwrap();
        assert_eq!(verify("le chat dort").await, Verdict::Right);
        assert_eq!(verify("le chien dort").await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn nobodys_password_is_never_right() {
        let hashing = Hashing::new(&Settings::default());
        let nobodys = hashing.nobodys().await.unwrap();
        assert!(hashing.is_ours(&nobodys), "it costs what others cost");
        assert_eq!(hashing.verify(&home(), password("le chat dort"), None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_known_as_old() {
        let before = Hashing::new(&Settings { hash_memory_kib: 64, hash_passes: 1, ..Settings::default() });
        let hash = before.hash(None, password("le chat dort")).await.unwrap();
        let now = Hashing::new(&Settings::default());
        assert_eq!(
            now.verify(&home(), password("le chat dort"), Some(&hash)).await.unwrap(),
            Verdict::RightAndOld
        );
        assert_eq!(
            now.verify(&home(), password("le chien dort"), Some(&hash)).await.unwrap(),
            Verdict::Wrong
        );
        assert!(matches!(
            now.verify(&home(), password("le chat dort"), Some("$x$")).await,
            Err(Error::Hash(_))
        ));
    }

    #[tokio::test]
    async fn only_so_many_are_hashed_at_once() {
        let settings =
            Settings { hash_memory_kib: 64, hash_passes: 1, hashes_at_once: 1, ..Settings::default() };
        let hashing = Hashing::new(&settings);
        let seat = hashing.seats.take("elsewhere").await.unwrap();
        let waiting =
            tokio::time::timeout(Duration::from_millis(50), hashing.hash(None, password("le chat dort")));
        assert!(waiting.await.is_err(), "it waits for the seat");
        drop(seat);
        assert!(hashing.hash(None, password("le chat dort")).await.is_ok());
    }
}
