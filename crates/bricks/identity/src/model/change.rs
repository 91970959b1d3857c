//! What changes in the ways into an account, as its person is written about it.

use kernel::EmailAddress;
use serde_json::{Value, json};

use super::TokenKind;

/// A way in that was opened, changed or closed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Change<'a> {
    PasskeyAdded,
    PasskeyRemoved,
    TotpEnabled,
    TotpDisabled,
    RecoveryCodesMade,
    /// Whoever runs the house took all of these away.
    FactorsForgotten,
    PasswordChanged,
    TokenCreated(TokenKind),
    AddressAdded(&'a EmailAddress),
    AddressRemoved(&'a EmailAddress),
    /// The new one; the one before is written to as well.
    MainAddressChosen(&'a EmailAddress),
    /// By the issuer of an account elsewhere.
    IdentityLinked(&'a str),
    IdentityUnlinked(&'a str),
}

impl Change<'_> {
    /// The sentence that says it, in `locales/`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::PasskeyAdded => "identity.changed_passkey_added",
            Self::PasskeyRemoved => "identity.changed_passkey_removed",
            Self::TotpEnabled => "identity.changed_totp_enabled",
            Self::TotpDisabled => "identity.changed_totp_disabled",
            Self::RecoveryCodesMade => "identity.changed_recovery_codes",
            Self::FactorsForgotten => "identity.changed_factors_forgotten",
            Self::PasswordChanged => "identity.changed_password",
            Self::TokenCreated(TokenKind::Token) => "identity.changed_token",
            Self::TokenCreated(TokenKind::ApplicationPassword) => "identity.changed_application_password",
            Self::AddressAdded(_) => "identity.changed_address_added",
            Self::AddressRemoved(_) => "identity.changed_address_removed",
            Self::MainAddressChosen(_) => "identity.changed_main_address",
            Self::IdentityLinked(_) => "identity.changed_identity_linked",
            Self::IdentityUnlinked(_) => "identity.changed_identity_unlinked",
        }
    }

    /// What fills the sentence. Nothing that opens anything, and nothing that somebody typed as a name: whoever got in would
    /// write letters in ours.
    pub(crate) fn params(self) -> Value {
        match self {
            Self::AddressAdded(address)
            | Self::AddressRemoved(address)
            | Self::MainAddressChosen(address) => json!({ "address": address.as_str() }),
            Self::IdentityLinked(issuer) | Self::IdentityUnlinked(issuer) => json!({ "host": host(issuer) }),
            _ => json!({}),
        }
    }
}

/// The host of an issuer, which is what people know of it.
fn host(issuer: &str) -> &str {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use kernel::{Language, Sentences};

    use super::*;

    #[test]
    fn every_change_is_said_in_both_languages() {
        let mut sentences = Sentences::new();
        for (language, source) in crate::SENTENCES {
            sentences.add(*language, source).unwrap();
        }
        let address: EmailAddress = "h@association.exemple.org".parse().unwrap();
        let issuer = "https://auth.culture.exemple.fr/realms/agents";
        for change in [
            Change::PasskeyAdded,
            Change::PasskeyRemoved,
            Change::TotpEnabled,
            Change::TotpDisabled,
            Change::RecoveryCodesMade,
            Change::FactorsForgotten,
            Change::PasswordChanged,
            Change::TokenCreated(TokenKind::Token),
            Change::TokenCreated(TokenKind::ApplicationPassword),
            Change::AddressAdded(&address),
            Change::AddressRemoved(&address),
            Change::MainAddressChosen(&address),
            Change::IdentityLinked(issuer),
            Change::IdentityUnlinked(issuer),
        ] {
            for language in Language::ALL {
                let said = sentences.say(language, change.code(), &change.params());
                let said = said.unwrap_or_else(|| panic!("{} in {language}", change.code()));
                assert!(!said.contains(['{', '}']), "{said}");
            }
        }
    }

    #[test]
    fn an_issuer_is_known_by_its_host() {
        assert_eq!(host("https://auth.culture.exemple.fr/realms/agents"), "auth.culture.exemple.fr");
        assert_eq!(host("https://auth.culture.exemple.fr"), "auth.culture.exemple.fr");
    }
}
