//! An e-mail address, parsed once and kept in the form in which addresses are compared.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An address of RFC 5321 (`local@domain`, at most 254 bytes), in lower case: two spellings of one mailbox are equal.
///
/// Local parts are case-sensitive on paper (RFC 5321 §2.4) and in no mail system that agents meet.
/// Quoted local parts and domain literals are refused: nobody has them, and they hide tricks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnAddress;

impl EmailAddress {
    const LONGEST: usize = 254;

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for EmailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let text = text.trim();
        if text.len() > Self::LONGEST || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(NotAnAddress);
        }
        let options = email_address::Options::default()
            .with_required_tld()
            .without_display_text()
            .without_domain_literal();
        let parsed =
            email_address::EmailAddress::parse_with_options(text, options).map_err(|_| NotAnAddress)?;
        if parsed.local_part().starts_with('"') {
            return Err(NotAnAddress);
        }
        Ok(Self(text.to_lowercase()))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Self, NotAnAddress> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_mailbox_are_equal() {
        let one: EmailAddress = " Helene.Marchetti@Ecologie.Exemple.fr ".parse().unwrap();
        assert_eq!(one.as_str(), "helene.marchetti@ecologie.exemple.fr");
        assert_eq!((one.local_part(), one.domain()), ("helene.marchetti", "ecologie.exemple.fr"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@exemple.fr", "a".repeat(250));
        for text in [
            "",
            "a",
            "a@",
            "@b.fr",
            "a@b",
            "a b@c.fr",
            "a@b.fr\r\nBcc: c@d.fr",
            "a@[10.0.0.1]",
            "\"a b\"@c.fr",
            "A <a@b.fr>",
            &long,
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
    }
}
