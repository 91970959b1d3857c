//! Where a stranger comes from, for as long as that must be counted.

use web::ClientAddress;

/// One IPv4 address, or one IPv6 /64: a home, a school, a whole ministry behind its gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Household(String);

impl Household {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<ClientAddress> for Household {
    fn from(address: ClientAddress) -> Self {
        Self(address.household().to_string())
    }
}
