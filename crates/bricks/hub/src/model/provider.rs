//! The provider of a ministry, as this house knows it.

use std::collections::BTreeMap;

use kernel::{Acr, EmailAddress, ScopeId, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use url::Url;

use crate::Error;

pub(crate) type ProviderId = kernel::Id<Provider>;

/// How we show the token endpoint who we are (OpenID Connect Core §9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientAuth {
    ClientSecretBasic,
    ClientSecretPost,
    PrivateKeyJwt,
}

/// What becomes of somebody whom the provider vouches for and whom nobody here is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Arrivals {
    /// They say whether they are new here, and if so become a person of the house; who was only written to does so at once.
    Create,
    /// They become a person of the house when somebody invited their address, and otherwise come in as somebody who is here.
    Invitation,
    Refuse,
}

#[derive(Debug, Clone)]
pub(crate) struct Provider {
    pub(crate) id: ProviderId,
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_auth: ClientAuth,
    pub(crate) sealed_secret: Option<Vec<u8>>,
    pub(crate) domains: Vec<String>,
    pub(crate) extra_domains: Vec<String>,
    pub(crate) arrivals: Arrivals,
    pub(crate) mandatory: bool,
    pub(crate) acr_map: BTreeMap<String, Acr>,
    pub(crate) default_acr: Acr,
    pub(crate) organisation: Option<ScopeId>,
    pub(crate) enabled: bool,
    pub(crate) documents: Option<Documents>,
    pub(crate) standing: Standing,
}

/// What a provider says of itself: its metadata (OpenID Connect Discovery 1.0) and its keys (RFC 7517).
#[derive(Debug, Clone)]
pub(crate) struct Documents {
    pub(crate) metadata: Value,
    pub(crate) keys: Value,
    pub(crate) at: OffsetDateTime,
}

/// Whether it answered the last time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    /// `None` before anybody asked.
    pub(crate) up: Option<bool>,
    pub(crate) since: Option<OffsetDateTime>,
    pub(crate) error: Option<String>,
}

/// What an administrator writes wrong; a field each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    Name,
    Issuer,
    ClientId,
    Secret,
    Domain,
    AcrMap,
}

impl Slip {
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Issuer => "issuer",
            Self::ClientId => "client_id",
            Self::Secret => "client_secret",
            Self::Domain => "domains",
            Self::AcrMap => "acr_map",
        }
    }
}

/// A provider about to be added.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HubNewProvider)]
pub(crate) struct NewProvider {
    pub(crate) name: String,
    /// Exactly as the provider's metadata says it.
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_auth: ClientAuth,
    #[schema(value_type = Option<String>, format = Password)]
    pub(crate) client_secret: Option<Secret<String>>,
    pub(crate) domains: Vec<String>,
    #[serde(default)]
    pub(crate) extra_domains: Vec<String>,
    pub(crate) arrivals: Arrivals,
    #[serde(default)]
    pub(crate) mandatory: bool,
    /// The provider's words for levels, and what each is worth here. What is not in it counts as eidas1.
    #[serde(default)]
    pub(crate) acr_map: BTreeMap<String, Acr>,
    /// What somebody is worth when the provider says no level.
    #[serde(default = "eidas1")]
    pub(crate) default_acr: Acr,
    /// Where its persons work when they come without a SIRET that is known here.
    #[schema(value_type = Option<uuid::Uuid>)]
    pub(crate) organisation: Option<ScopeId>,
    #[serde(default = "yes")]
    pub(crate) enabled: bool,
}

/// What changes of a provider; the rest stays.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HubProviderChanges)]
pub(crate) struct Changes {
    pub(crate) name: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_auth: Option<ClientAuth>,
    #[schema(value_type = Option<String>, format = Password)]
    pub(crate) client_secret: Option<Secret<String>>,
    pub(crate) domains: Option<Vec<String>>,
    pub(crate) extra_domains: Option<Vec<String>>,
    pub(crate) arrivals: Option<Arrivals>,
    pub(crate) mandatory: Option<bool>,
    pub(crate) acr_map: Option<BTreeMap<String, Acr>>,
    pub(crate) default_acr: Option<Acr>,
    /// `null` takes it away.
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<uuid::Uuid>)]
    pub(crate) organisation: Option<Option<ScopeId>>,
    pub(crate) enabled: Option<bool>,
}

/// Tells `null` from a field that is not there.
fn some<'de, D: serde::Deserializer<'de>>(reader: D) -> Result<Option<Option<ScopeId>>, D::Error> {
    Option::deserialize(reader).map(Some)
}

const fn eidas1() -> Acr {
    Acr::Eidas1
}

const fn yes() -> bool {
    true
}

impl Provider {
    const LONGEST_NAME: usize = 100;
    const MOST_DOMAINS: usize = 200;

    /// # Errors
    /// [`Error::BadProvider`] with the field.
    pub(crate) fn new(
        new: NewProvider,
        sealed_secret: Option<Vec<u8>>,
        id: ProviderId,
    ) -> Result<Self, Error> {
        Self {
            id,
            name: new.name,
            issuer: new.issuer,
            client_id: new.client_id,
            client_auth: new.client_auth,
            sealed_secret,
            domains: new.domains,
            extra_domains: new.extra_domains,
            arrivals: new.arrivals,
            mandatory: new.mandatory,
            acr_map: new.acr_map,
            default_acr: new.default_acr,
            organisation: new.organisation,
            enabled: new.enabled,
            documents: None,
            standing: Standing::default(),
        }
        .checked()
    }

    /// What was learnt of another issuer is forgotten.
    ///
    /// # Errors
    /// [`Error::BadProvider`] with the field.
    pub(crate) fn changed(mut self, changes: Changes, sealed_secret: Option<Vec<u8>>) -> Result<Self, Error> {
        if changes.issuer.as_ref().is_some_and(|issuer| *issuer != self.issuer) {
            self.documents = None;
            self.standing = Standing::default();
        }
        self.name = changes.name.unwrap_or(self.name);
        self.issuer = changes.issuer.unwrap_or(self.issuer);
        self.client_id = changes.client_id.unwrap_or(self.client_id);
        self.client_auth = changes.client_auth.unwrap_or(self.client_auth);
        self.sealed_secret = sealed_secret.or(self.sealed_secret);
        self.domains = changes.domains.unwrap_or(self.domains);
        self.extra_domains = changes.extra_domains.unwrap_or(self.extra_domains);
        self.arrivals = changes.arrivals.unwrap_or(self.arrivals);
        self.mandatory = changes.mandatory.unwrap_or(self.mandatory);
        self.acr_map = changes.acr_map.unwrap_or(self.acr_map);
        self.default_acr = changes.default_acr.unwrap_or(self.default_acr);
        self.organisation = changes.organisation.unwrap_or(self.organisation);
        self.enabled = changes.enabled.unwrap_or(self.enabled);
        self.checked()
    }

    fn checked(mut self) -> Result<Self, Error> {
        let bad = |slip: Slip| Error::BadProvider { field: slip.field() };
        self.name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let named = !self.name.is_empty() && self.name.chars().count() <= Self::LONGEST_NAME;
        if !named || self.name.chars().any(char::is_control) {
            return Err(bad(Slip::Name));
        }
        if !is_issuer(&self.issuer) {
            return Err(bad(Slip::Issuer));
        }
        if self.client_id.is_empty() || self.client_id.len() > 255 || !self.client_id.is_ascii() {
            return Err(bad(Slip::ClientId));
        }
        if self.client_auth != ClientAuth::PrivateKeyJwt && self.sealed_secret.is_none() {
            return Err(bad(Slip::Secret));
        }
        for domains in [&mut self.domains, &mut self.extra_domains] {
            if domains.len() > Self::MOST_DOMAINS {
                return Err(bad(Slip::Domain));
            }
            for domain in domains.iter_mut() {
                *domain = checked_domain(domain).ok_or(bad(Slip::Domain))?;
            }
            domains.sort_unstable();
            domains.dedup();
        }
        if self.domains.is_empty() {
            return Err(bad(Slip::Domain));
        }
        if self.acr_map.len() > 50 || self.acr_map.keys().any(|word| word.is_empty() || word.len() > 255) {
            return Err(bad(Slip::AcrMap));
        }
        Ok(self)
    }

    /// Whether it may speak of this address.
    pub(crate) fn answers_for(&self, address: &EmailAddress) -> bool {
        self.domains.iter().chain(&self.extra_domains).any(|domain| domain == address.domain())
    }
}

/// An address by https, without query or fragment (OpenID Connect Discovery §3); by http on this machine, to try things.
fn is_issuer(text: &str) -> bool {
    let Ok(issuer) = Url::parse(text) else { return false };
    text.len() <= 500
        && is_reachable(&issuer)
        && issuer.query().is_none()
        && issuer.fragment().is_none()
        && issuer.username().is_empty()
        && issuer.password().is_none()
}

/// Where the hub sends anything at all: https, or http to the machine itself.
pub(crate) fn is_reachable(address: &Url) -> bool {
    match address.scheme() {
        "https" => address.host().is_some(),
        "http" => match address.host() {
            Some(url::Host::Ipv4(host)) => host.is_loopback(),
            Some(url::Host::Ipv6(host)) => host.is_loopback(),
            Some(url::Host::Domain(host)) => host == "localhost",
            None => false,
        },
        _ => false,
    }
}

/// A domain in the form in which domains are compared.
fn checked_domain(domain: &str) -> Option<String> {
    let address: EmailAddress = format!("a@{}", domain.trim().trim_start_matches('@')).parse().ok()?;
    Some(address.domain().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> NewProvider {
        NewProvider {
            name: "Ministère de la Culture".into(),
            issuer: "https://sso.culture.exemple.fr".into(),
            client_id: "sacados".into(),
            client_auth: ClientAuth::ClientSecretPost,
            client_secret: None,
            domains: vec![" Culture.Exemple.fr".into(), "@culture.exemple.fr".into()],
            extra_domains: vec![],
            arrivals: Arrivals::Create,
            mandatory: false,
            acr_map: BTreeMap::new(),
            default_acr: Acr::Eidas1,
            organisation: None,
            enabled: true,
        }
    }

    fn slip(change: impl FnOnce(&mut NewProvider)) -> &'static str {
        let mut new = new();
        change(&mut new);
        match Provider::new(new, Some(vec![1]), ProviderId::new()) {
            Err(Error::BadProvider { field }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_provider_is_checked_field_by_field() {
        let provider = Provider::new(new(), Some(vec![1]), ProviderId::new()).unwrap();
        assert_eq!(provider.domains, ["culture.exemple.fr"]);
        assert!(provider.answers_for(&"a@culture.exemple.fr".parse().unwrap()));
        assert!(!provider.answers_for(&"a@x.culture.exemple.fr".parse().unwrap()));

        assert_eq!(slip(|new| new.name = " ".into()), "name");
        assert_eq!(slip(|new| new.client_id = String::new()), "client_id");
        assert_eq!(slip(|new| new.domains.clear()), "domains");
        assert_eq!(slip(|new| new.extra_domains.push("no domain".into())), "domains");
        let secretless = Provider::new(new(), None, ProviderId::new());
        assert!(matches!(secretless, Err(Error::BadProvider { field: "client_secret" })));
    }

    #[test]
    fn an_issuer_is_reached_by_https_or_on_this_machine() {
        for good in [
            "https://a.fr",
            "https://a.fr/realms/x",
            "http://127.0.0.1:9000",
            "http://localhost:9000/",
            "http://[::1]:9",
        ] {
            assert!(is_issuer(good), "{good}");
        }
        for bad in [
            "",
            "a.fr",
            "http://a.fr",
            "http://10.0.0.1",
            "ftp://a.fr",
            "https://a.fr?x=1",
            "https://a.fr#x",
            "https://u:p@a.fr",
            "http://localhost.evil.example",
        ] {
            assert!(!is_issuer(bad), "{bad}");
            if !bad.contains('?') {
                assert!(
                    bad.contains('#') || bad.contains('@') || slip(|new| new.issuer = bad.into()) == "issuer"
                );
            }
        }
    }
}
