//! What applications are told of a person: OpenID Connect's claims and ProConnect's, by scope.

use kernel::{
    PersonId,
    ports::{Population, Profile},
};
use serde_json::{Map, Value, json};

use crate::{
    Error, Provider,
    model::{Grant, phone_number},
};

/// Every claim of a person that some scope gives.
pub(crate) const SUPPORTED: [&str; 20] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "usual_name",
    "locale",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "uid",
    "siret",
    "siren",
    "organizational_unit",
    "belonging_population",
    "organization_label",
    "idp_id",
    "idp_acr",
    "acr",
    "amr",
];

impl Provider {
    /// What a grant's scopes, and the claims it asked for by name, say of its person; `None` when there is nobody.
    pub(crate) async fn claims_of(
        &self,
        grant: &Grant,
        scopes: &[String],
    ) -> Result<Option<Map<String, Value>>, Error> {
        let Some(profile) = self.profile(grant.person).await? else { return Ok(None) };
        let mut told = Map::new();
        let all = self.everything(grant, &profile);
        for scope in scopes {
            for name in given_by(scope) {
                if let Some(value) = all.get(*name) {
                    told.insert((*name).to_owned(), value.clone());
                }
            }
        }
        // Asked for by name: only what the scopes could have given, or what says how they signed in.
        for name in &grant.userinfo_claims {
            let allowed = matches!(name.as_str(), "acr" | "amr" | "auth_time")
                || scopes.iter().any(|scope| given_by(scope).contains(&name.as_str()));
            if let Some(value) = all.get(name).filter(|_| allowed) {
                told.insert(name.clone(), value.clone());
            }
        }
        told.insert("sub".to_owned(), json!(grant.person));
        Ok(Some(told))
    }

    pub(crate) async fn profile(&self, person: PersonId) -> Result<Option<Profile>, Error> {
        Ok(self.inner.people.profiles(&[person]).await?.pop())
    }

    fn everything(&self, grant: &Grant, profile: &Profile) -> Map<String, Value> {
        let name = profile.name.clone().unwrap_or_else(|| profile.address.local_part().to_owned());
        let (given, usual) = split(&name, profile.given_name.as_deref());
        let phone = profile.telephone.as_deref().and_then(phone_number);
        let siret = profile.organisation.as_ref().and_then(|employer| employer.siret.as_deref());
        let siret = siret.filter(|siret| siret.len() == 14 && siret.bytes().all(|b| b.is_ascii_digit()));
        let organisation = profile.organisation.as_ref();
        let unit =
            profile.unit.clone().or_else(|| organisation.and_then(|employer| employer.acronym.clone()));
        let all = json!({
            "name": name,
            "given_name": given,
            "family_name": usual,
            "usual_name": usual,
            "locale": profile.language.code(),
            "email": profile.address.as_str(),
            "email_verified": true,
            // As it stands on their card: nobody has rung it.
            "phone_number_verified": phone.as_ref().map(|_| false),
            "phone_number": phone,
            "uid": profile.person,
            "siret": siret,
            "siren": siret.map(|siret| &siret[..9]),
            "organizational_unit": unit,
            "belonging_population": population(profile.population),
            "organization_label": organisation.map(|employer| &employer.name),
            "idp_id": self.issuer(),
            "idp_acr": grant.acr,
            "acr": grant.acr,
            "amr": grant.amr,
            "auth_time": grant.authenticated_at.unix_timestamp(),
        });
        let Value::Object(mut all) = all else { return Map::new() };
        all.retain(|_, value| !value.is_null());
        all
    }
}

/// The claims that a scope gives (OpenID Connect Core §5.4; ProConnect: the claim of the same name).
fn given_by(scope: &str) -> &'static [&'static str] {
    match scope {
        "profile" => &["name", "given_name", "family_name", "usual_name", "locale"],
        "email" => &["email", "email_verified"],
        "phone" => &["phone_number", "phone_number_verified"],
        "given_name" => &["given_name"],
        "usual_name" => &["usual_name"],
        "uid" => &["uid"],
        "siret" => &["siret"],
        "siren" => &["siren"],
        "organizational_unit" => &["organizational_unit"],
        "belonging_population" => &["belonging_population"],
        "organization_label" => &["organization_label"],
        "idp_id" => &["idp_id"],
        "idp_acr" => &["idp_acr"],
        _ => &[],
    }
}

/// The given name and the usual one. Where nobody said which part is given, the first word is taken for it; a name of one
/// word is a usual name.
fn split<'a>(name: &'a str, given: Option<&'a str>) -> (Option<&'a str>, &'a str) {
    let known = given.and_then(|given| Some((given, name.strip_prefix(given)?.strip_prefix(' ')?)));
    known.or_else(|| name.split_once(' ')).map_or((None, name), |(given, usual)| (Some(given), usual))
}

/// In ProConnect's words.
const fn population(population: Population) -> &'static str {
    match population {
        Population::Agent => "agent",
        Population::Contractor => "prestataire",
        Population::External => "partenaire",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_given_name_and_the_rest() {
        assert_eq!(split("Hélène de La Tour", None), (Some("Hélène"), "de La Tour"));
        assert_eq!(split("Marchetti", None), (None, "Marchetti"));
        assert_eq!(split("Jean Marie Le Goff", Some("Jean Marie")), (Some("Jean Marie"), "Le Goff"));
        assert_eq!(
            split("Anne Le Goff", Some("Jean")),
            (Some("Anne"), "Le Goff"),
            "they are called otherwise since"
        );
        assert_eq!(split("Jean", Some("Jean")), (None, "Jean"));
    }
}
