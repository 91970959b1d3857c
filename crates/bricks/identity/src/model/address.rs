//! The addresses of a person: several, each proven, one of them the main one.

use kernel::EmailAddress;
use serde::Serialize;

use crate::Error;

/// A person has so many at most.
const MOST: usize = 10;

/// An address as its person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct OwnAddress {
    #[schema(value_type = String)]
    pub(crate) address: EmailAddress,
    /// Where letters go, and what others see.
    pub(crate) main: bool,
    /// Whether they showed that they read it; without it, it opens nothing.
    pub(crate) proven: bool,
}

/// Whether one more may be added.
pub(crate) fn may_add(has: &[OwnAddress], address: &EmailAddress) -> Result<(), Error> {
    if has.len() >= MOST && has.iter().all(|own| own.address != *address) {
        return Err(Error::TooManyAddresses { most: MOST });
    }
    Ok(())
}

/// Whether an address may become the main one.
pub(crate) fn may_be_main(has: &[OwnAddress], address: &EmailAddress) -> Result<(), Error> {
    match has.iter().find(|own| own.address == *address) {
        None => Err(Error::NoSuchAddress),
        Some(own) if !own.proven => Err(Error::AddressNotProven),
        Some(_) => Ok(()),
    }
}

/// Whether an address may go: not the main one, so never the last one that is proven.
pub(crate) fn may_remove(has: &[OwnAddress], address: &EmailAddress) -> Result<(), Error> {
    let own = has.iter().find(|own| own.address == *address).ok_or(Error::NoSuchAddress)?;
    let others_proven = has.iter().any(|other| other.proven && other.address != *address);
    if own.main || (own.proven && !others_proven) {
        return Err(Error::MainAddress);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(address: &str, main: bool, proven: bool) -> OwnAddress {
        OwnAddress { address: address.parse().unwrap(), main, proven }
    }

    fn named(address: &str) -> EmailAddress {
        address.parse().unwrap()
    }

    #[test]
    fn the_main_one_and_the_last_proven_one_stay() {
        let has = [own("a@a.fr", true, true), own("b@a.fr", false, true), own("c@a.fr", false, false)];
        assert!(matches!(may_remove(&has, &named("a@a.fr")), Err(Error::MainAddress)));
        assert!(may_remove(&has, &named("b@a.fr")).is_ok() && may_remove(&has, &named("c@a.fr")).is_ok());
        assert!(matches!(may_remove(&has, &named("d@a.fr")), Err(Error::NoSuchAddress)));
        let unproven_main = [own("a@a.fr", true, false), own("b@a.fr", false, true)];
        assert!(matches!(may_remove(&unproven_main, &named("b@a.fr")), Err(Error::MainAddress)));
    }

    #[test]
    fn only_a_proven_one_is_the_main_one() {
        let has = [own("a@a.fr", true, true), own("b@a.fr", false, true), own("c@a.fr", false, false)];
        assert!(may_be_main(&has, &named("b@a.fr")).is_ok());
        assert!(matches!(may_be_main(&has, &named("c@a.fr")), Err(Error::AddressNotProven)));
        assert!(matches!(may_be_main(&has, &named("d@a.fr")), Err(Error::NoSuchAddress)));
    }

    #[test]
    fn a_person_has_ten_at_most() {
        let has: Vec<OwnAddress> = (0..10).map(|n| own(&format!("a{n}@a.fr"), n == 0, true)).collect();
        assert!(matches!(may_add(&has, &named("b@a.fr")), Err(Error::TooManyAddresses { most: 10 })));
        assert!(may_add(&has, &named("a3@a.fr")).is_ok() && may_add(&has[1..], &named("b@a.fr")).is_ok());
    }
}
